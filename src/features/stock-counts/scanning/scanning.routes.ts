import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { ErrorOfAnswer } from '../../../web/errors.ts'
import { goTo, isHtmx } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findCount, listPersons } from '../counts.queries.ts'
import { newIdOf, countParams as params, readerOf, strict, text } from '../counts.request.ts'
import { mayScan } from '../counts.rules.ts'
import { noteScan, type Scanned, undoScan } from './scanning.commands.ts'
import { parseScan } from './scanning.form.ts'
import { countOfPerson, lastScans, listPlaces } from './scanning.queries.ts'
import { type ScanShown, scanBox, scanView } from './scanning.views.ts'

const query = Type.Object({ place: text(60) }, strict)
const body = Type.Object(
  { id: newIdOf, code: text(60), place: text(60), quantity: text(20), weight: text(20), carats: text(20) },
  strict,
)
const undoBody = Type.Object({ place: text(60) }, strict)
const ofScan = Type.Object({ id: Type.String({ format: 'uuid' }), scanId: Type.String({ format: 'uuid' }) }, strict)
const config = { permission: 'stock.count' } as const

interface Said {
  typed: Readonly<Record<string, string>>
  scanned?: Scanned
  isUndone?: boolean
  errors?: FieldErrors
}

export const scanningRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const load = (request: FastifyRequest, id: string, said: Said): Promise<ScanShown> => {
    const { businessId, who } = acting(request)
    return inBusiness(db, businessId, async (tx) => {
      const [count, persons, places, last, mine] = await together([
        findCount(tx, businessId, id),
        listPersons(tx, businessId, id),
        listPlaces(tx, businessId, id),
        lastScans(tx, businessId, id, who.userId),
        countOfPerson(tx, businessId, id, who.userId),
      ])
      if (!mayScan(who.userId, persons)) throw new ErrorOfAnswer(403)
      const { scanned, isUndone = false, errors = {}, typed } = said
      return { count, scanned, isUndone, errors, typed, places, last, mine, newId: newId() }
    })
  }

  /** The region alone where htmx swaps it; else the whole page, which may be loaded again: the scan has its id. */
  const answer = async (request: FastifyRequest, reply: FastifyReply, id: string, said: Said) => {
    const shown = await load(request, id, said)
    const reader = readerOf(request, reply, clock)
    if (isHtmx(request)) return reply.fragment('counts/_scan', scanBox(reader, shown))
    return reply.page('counts/scan', scanView(reader, shown, can(acting(request).business.role, 'stock.view')))
  }

  app.get('/stock/counts/:id/scan', { schema: { params, querystring: query }, config }, async (request, reply) => {
    const shown = await load(request, request.params.id, { typed: { place: request.query.place } })
    const canSee = can(acting(request).business.role, 'stock.view')
    return reply.page('counts/scan', scanView(readerOf(request, reply, clock), shown, canSee))
  })

  app.post('/stock/counts/:id/scans', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id: countId } = request.params
    const typed = request.body
    const { kind } = await inBusiness(db, businessId, (tx) => findCount(tx, businessId, countId))
    const parsed = parseScan(typed, kind)
    if (!parsed.ok) return answer(request, reply.code(422), countId, { typed, errors: parsed.errors })
    try {
      const scan = { ...parsed.value, countId }
      const actor = actorOf(request, clock)
      const scanned = await inBusiness(db, businessId, (tx) => noteScan(tx, businessId, scan, actor))
      return answer(request, reply, countId, { typed: { place: typed.place }, scanned })
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      if (error.key === 'sales.refusal.otherBody' || error.status === 403) throw error
      const field = fieldOf(error.key)
      const errors = { [field]: { key: error.key, values: error.values } }
      return answer(request, reply.code(error.status), countId, { typed, errors })
    }
  })

  app.post(
    '/stock/counts/:id/scans/:scanId/undoing',
    { schema: { params: ofScan, body: undoBody }, config },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id: countId, scanId } = request.params
      const { place } = request.body
      const mayAll = can(business.role, 'stock.approve')
      const actor = actorOf(request, clock)
      await inBusiness(db, businessId, (tx) => undoScan(tx, businessId, { countId, scanId, mayAll }, actor))
      if (isHtmx(request)) return answer(request, reply, countId, { typed: { place }, isUndone: true })
      request.session.flash = { key: 'counts.undone' }
      return goTo(reply, `/stock/counts/${countId}/scan?${new URLSearchParams({ place })}`)
    },
  )
}

/** A weight that is wanted is asked for at its field, with the code kept. */
function fieldOf(key: string): 'code' | 'weight' | 'carats' {
  if (key === 'counts.refusal.weight') return 'weight'
  return key === 'counts.refusal.carats' ? 'carats' : 'code'
}
