import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal, type RefusalStatus } from '../../../core/errors.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listPicks, picksView } from '../../parties/index.ts'
import { findGoods } from '../goods/goods.find.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { formBody, type Typed, text } from '../movements.schema.ts'
import { typedLines, withLine, withoutLine } from './lines.form.ts'
import { type Asked, makeMovement, parseMovement } from './making.ask.ts'
import { loadForm } from './making.queries.ts'
import { type MadeList, madeLists, movementForm } from './making.views.ts'

const query = Type.Object(
  { party: Type.Optional(text(40)), party_id: Type.Optional(text(40)), add: Type.Optional(text(100)) },
  { additionalProperties: false },
)
const config = { permission: 'stock.move' } as const

/** The forms that move goods: begun, filled by scan, sent. */
export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  for (const list of madeLists) await app.register(routesOf(list), deps)
}

const routesOf =
  (list: MadeList): FastifyPluginAsyncTypebox<Deps> =>
  async (app, { db, clock }) => {
    const base = `/stock/${list}`

    const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, errors: FieldErrors = {}) => {
      const { businessId, business } = acting(request)
      const branchId = typed['branch'] || (business.branchId ?? '')
      const partyId = typed['party_id'] ?? ''
      const refs = typedLines(typed).map(({ ref }) => ref)
      const facts = await inBusiness(db, businessId, (tx) => loadForm(tx, businessId, { branchId, partyId, refs }))
      return reply.page(
        'movements/form',
        movementForm({ t: reply.t, locale: request.locale }, { list, facts, typed, errors }),
      )
    }

    const scanned = async (request: FastifyRequest, typed: Typed, scan: string) => {
      const { businessId, business } = acting(request)
      return inBusiness(db, businessId, async (tx) => {
        const asked = { branchId: typed['branch'] || (business.branchId ?? ''), partyId: '', refs: [] }
        const { branchId } = await loadForm(tx, businessId, asked)
        return findGoods(tx, businessId, { typed: scan, branchId })
      })
    }

    app.get(`${base}/new`, { schema: { querystring: query }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const { party_id, party = party_id, add = '' } = request.query
      if (list === 'hallmarks' && !isId(party)) {
        const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
        const to = `${base}/new`
        const newHref = `/parties/new?to=${encodeURIComponent(to)}`
        const picks = picksView(reply.t, rows, 'party')
        return reply.page('parties/picks', { q: '', to, newHref, backHref: base, picks })
      }
      const typed = { ...defaults[list], id: newId(), party_id: party ?? '' }
      if (add.trim() === '') return show(request, reply, typed)
      const found = await scanned(request, typed, add)
      if ('wrong' in found) return show(request, reply, { ...typed, scan: add }, { scan: found.wrong })
      return show(request, reply, withLine(typed, found.ref))
    })

    app.post(`${base}/lines`, { schema: { body: formBody }, config }, async (request, reply) => {
      const { scan, remove, ...rest } = request.body
      const typed: Typed = remove === '' ? rest : withoutLine(rest, remove)
      if (remove !== '' || scan.trim() === '') return show(request, reply, typed)
      const found = await scanned(request, typed, scan)
      if ('wrong' in found) return show(request, reply.code(422), { ...typed, scan }, { scan: found.wrong })
      return show(request, reply, withLine(typed, found.ref))
    })

    app.post(base, { schema: { body: formBody }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const { remove: _remove, scan: _scan, ...typed } = request.body
      const parsed = parseMovement(list, typed, request, clock)
      if (!parsed.ok) return show(request, reply.code(422), typed, parsed.errors)
      const asked: Asked = parsed.value
      try {
        const flash = await inBusiness(db, businessId, (tx) => makeMovement(tx, businessId, asked, request, clock))
        request.session.flash = { key: flash }
        return goTo(reply, `${base}/${typed.id}`)
      } catch (error) {
        const wrong = refusedAt(error, asked.rows, asked.field)
        if (!wrong) throw error
        return show(request, reply.code(wrong.status), typed, wrong.errors)
      }
    })
  }

const defaults: Readonly<Record<MadeList, Typed>> = {
  transfers: {},
  counters: {},
  adjustments: {},
  meltings: { allowance: '1' },
  hallmarks: { due_on: '+3' },
}

/** At which field a refusal is said: its line's own, else the one that it is usually about. */
function refusedAt(
  error: unknown,
  rows: readonly number[],
  field: string,
): { errors: Record<string, Said>; status: RefusalStatus } | undefined {
  if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') return undefined
  const said: Said = { key: error.key, values: error.values }
  const row = error instanceof LineRefused ? rows[error.line] : undefined
  const name = row === undefined ? field : `lines.${row}.quantity`
  return { errors: { [name]: said }, status: error.status }
}
