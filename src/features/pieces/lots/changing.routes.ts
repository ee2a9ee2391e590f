import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type LotFacts, lotFacts } from '../lots.facts.ts'
import type { Typed } from '../pieces.form.ts'
import { strict, text, uuid } from '../pieces.schema.ts'
import { addToLot, archiveLot, changeLot, findLotWords } from './changing.commands.ts'
import { changeLotView, moreLotView } from './changing.views.ts'
import { parseLot, parseWords } from './lots.form.ts'

const params = Type.Object({ lotId: uuid })
const words = Type.Object({ name: text(60), barcode: text(40), counter: text(30), note: text(500) }, strict)
const more = Type.Object(
  {
    ...{ id: uuid, on_date: text(20), pieces: text(10), gross: text(20), net_weight: text(20) },
    ...{ touch: text(10), carat: text(20), value: text(30), note: text(500) },
  },
  strict,
)
const archive = Type.Object({ to: Type.Union([Type.Literal('archived'), Type.Literal('open')]) }, strict)
const config = { permission: 'piece.edit' } as const

/** What a lot is called, more of it, and putting it away. */
export const lotChangingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const find = async (businessId: string, lotId: string): Promise<LotFacts> => {
    const [lot] = await inBusiness(db, businessId, (tx) => lotFacts(tx, businessId, [lotId]))
    if (!lot) throw new Error('lotFacts finds it or throws')
    return lot
  }

  app.get('/lots/:lotId/edit', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { lotId } = request.params
    const typed = await inBusiness(db, businessId, (tx) => findLotWords(tx, businessId, lotId))
    return reply.page('lots/edit', changeLotView(reply.t, { lotId, name: typed.name, typed: { ...typed } }))
  })

  app.post('/lots/:lotId', { schema: { params, body: words }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { lotId } = request.params
    const { name } = await find(businessId, lotId)
    const typed = request.body
    const again = (errors: FieldErrors) =>
      reply.code(422).page('lots/edit', changeLotView(reply.t, { lotId, name, typed, errors }))
    const parsed = parseWords(typed)
    if (!parsed.ok) return again(parsed.errors)
    const change = { ...parsed.value, id: lotId }
    try {
      await inBusiness(db, businessId, (tx) => changeLot(tx, businessId, change, actorOf(request, clock)))
    } catch (error) {
      return again({ barcode: saidOf(error) })
    }
    request.session.flash = { key: 'lots.changed', values: { name: parsed.value.name } }
    return goTo(reply, `/lots/${lotId}`)
  })

  app.get('/lots/:lotId/more', { schema: { params }, config }, async (request, reply) => {
    const lot = await find(acting(request).businessId, request.params.lotId)
    return reply.page('lots/more', moreLotView(reply.t, { lot, typed: { id: newId(), on_date: 'today' } }))
  })

  app.post('/lots/:lotId/more', { schema: { params, body: more }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const lot = await find(businessId, request.params.lotId)
    const typed = request.body
    const again = (errors: FieldErrors) =>
      reply.code(422).page('lots/more', moreLotView(reply.t, { lot, typed, errors }))
    const asked = parseMore(typed, lot, todayIn(clock(), business.zone))
    if ('errors' in asked) return again(asked.errors)
    try {
      await inBusiness(db, businessId, (tx) => addToLot(tx, businessId, asked.value, actorOf(request, clock)))
    } catch (error) {
      const said = saidOf(error)
      return again(said.key === 'errors.locked' ? { on_date: said } : { gross: said })
    }
    request.session.flash = { key: 'lots.added', values: { name: lot.name } }
    return goTo(reply, `/lots/${lot.id}`)
  })

  app.post('/lots/:lotId/archive', { schema: { params, body: archive }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const asked = { id: request.params.lotId, isArchived: request.body.to === 'archived' }
    const lot = await inBusiness(db, businessId, (tx) => archiveLot(tx, businessId, asked, actorOf(request, clock)))
    request.session.flash = { key: asked.isArchived ? 'lots.archived' : 'lots.restored', values: { name: lot.name } }
    return goTo(reply, `/lots/${asked.id}`)
  })
}

/** As a lot is typed that comes in, without its name and place. */
function parseMore(typed: Typed, lot: LotFacts, today: string) {
  const parsed = parseLot({ ...typed, name: lot.name, kind: lot.kind }, lot.fineness)
  const errors: Record<string, Said> = parsed.ok ? {} : { ...parsed.errors }
  const onDate = parseDate(typed['on_date'] ?? '', today)
  if (!onDate) errors['on_date'] = { key: 'fields.date' }
  else if (onDate > today) errors['on_date'] = { key: 'fields.date.future' }
  if (parsed.ok && parsed.value.value <= 0n) errors['value'] = { key: 'fields.amount.positive' }
  if (!parsed.ok || !onDate || Object.keys(errors).length > 0) return { errors }
  const { pieces, gross, net, fine, carat, value, note } = parsed.value
  return { value: { id: typed['id'] ?? '', lotId: lot.id, pieces, gross, net, fine, carat, value, onDate, note } }
}

function saidOf(error: unknown): Said {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { key: error.key, values: error.values }
}
