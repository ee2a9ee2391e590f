import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, parseRupees, plainDecimal, rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { fineRate, gramsFor } from '../../../core/rate-cut.ts'
import { grams, type Mg, parseGrams } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { currentRates } from '../../board/index.ts'
import { asTyped } from '../making/making.page.ts'
import { fixRate, undoRateCut } from './rate-cuts.commands.ts'
import { findMetalBill, listUnfixed } from './rate-cuts.queries.ts'
import { rateCutView, unfixedView } from './rate-cuts.views.ts'

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object(
  { id: Type.String({ pattern: uuid }), fine: text(20), rate: text(40), amount: text(40), on_date: text(20) },
  { additionalProperties: false },
)
const undoBody = Type.Object({ reason: text(200) }, { additionalProperties: false })
const config = { permission: 'purchase.bill' } as const

/** Metal that was bought by weight: what waits for a rate, and fixing it. */
export const rateCutsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId, business } = acting(request)
    const [bill, rates] = await inBusiness(db, businessId, async (tx) => [
      await findMetalBill(tx, businessId, id),
      await currentRates(tx, businessId, clock()),
    ])
    const board = fineRate(rates, bill.metal)
    const fresh = {
      ...{ id: newId(), on_date: asTyped(todayIn(clock(), business.zone)) },
      ...(board !== undefined && { rate: plainDecimal(board) }),
    }
    const values = { ...fresh, ...typed.values }
    const reader = { t: reply.t, locale: request.locale }
    return reply.page('supplier-bills/rate-cut', rateCutView(reader, bill, rates, { ...typed, values }))
  }

  app.get('/purchases/rate-cuts', { schema: {}, config: { permission: 'purchase.view' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const [bills, rates] = await inBusiness(db, businessId, async (tx) => [
      await listUnfixed(tx, businessId),
      await currentRates(tx, businessId, clock()),
    ])
    return reply.page('supplier-bills/unfixed', unfixedView({ t: reply.t, locale: request.locale }, bills, rates))
  })

  app.get('/purchases/bills/:id/rate-cuts/new', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, { values: {}, errors: {} }),
  )

  app.post('/purchases/bills/:id/rate-cuts', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const billId = request.params.id
    const today = todayIn(clock(), business.zone)
    const again = (errors: Typed['errors'], code: number) =>
      show(request, reply.code(code), billId, { values: request.body, errors })
    const parsed = parseCut(request.body, today)
    if (!parsed.ok) return again(parsed.errors, 422)
    const options = { today, branchId: business.branchId, mayBackdate: can(business.role, 'books.backdate') }
    try {
      const asked = { id: request.body.id, billId, ...parsed.value }
      const done = await inBusiness(db, businessId, (tx) =>
        fixRate(tx, businessId, asked, actorOf(request, clock), options),
      )
      const values = { grams: grams(parsed.value.fine), amount: rupees(done.amount), number: done.number }
      request.session.flash = { key: 'rateCuts.fixed', values }
      return goTo(reply, `/purchases/bills/${billId}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'supplierBills.refusal.otherBody')
        throw error
      const said: Said = { key: error.key, values: error.values }
      return again({ [placeOf(error.key)]: said }, error.status)
    }
  })

  app.post('/purchases/rate-cuts/:id/undo', { schema: { params, body: undoBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const asked = { id: request.params.id, reason: request.body.reason, today: todayIn(clock(), business.zone) }
    const { number, billId } = await inBusiness(db, businessId, (tx) =>
      undoRateCut(tx, businessId, asked, actorOf(request, clock)),
    )
    request.session.flash = { key: 'rateCuts.isUndone', values: { number } }
    return goTo(reply, `/purchases/bills/${billId}`)
  })
}

const placeOf = (key: string): string => {
  if (key === 'rateCuts.refusal.rate') return 'rate'
  return ['fields.date.future', 'rateCuts.refusal.beforeBill', 'vouchers.refusal.backDate', 'errors.locked'].includes(
    key,
  )
    ? 'on_date'
    : 'fine'
}

type Cut = { fine: Mg; rate: Paise; amount: Paise | undefined; onDate: IsoDate }

/** Grams, or the amount: then they are the amount at the rate. */
function parseCut(typed: { fine: string; rate: string; amount: string; on_date: string }, today: IsoDate): Parsed<Cut> {
  const errors: Record<string, Said> = {}
  const rate = parseRupees(typed.rate)
  const amount = typed.amount.trim() === '' ? undefined : parseRupees(typed.amount)
  const weight = typed.fine.trim() === '' ? undefined : parseGrams(typed.fine)
  const onDate = parseDate(typed.on_date, today)
  if (rate === undefined || rate <= 0n) errors['rate'] = { key: 'rateCuts.refusal.rate' }
  if (amount === undefined && typed.amount.trim() !== '') errors['amount'] = { key: 'fields.amount' }
  if (weight === undefined && typed.fine.trim() !== '') errors['fine'] = { key: 'counter.weight.wrong' }
  if (onDate === undefined) errors['on_date'] = { key: 'fields.date' }
  const fine = weight ?? (amount !== undefined && rate !== undefined && rate > 0n ? gramsFor(amount, rate) : undefined)
  if (fine === undefined) errors['fine'] ??= { key: 'rateCuts.refusal.grams' }
  if (rate === undefined || fine === undefined || onDate === undefined || Object.keys(errors).length > 0)
    return { ok: false, errors }
  // An amount beside the grams is what was agreed of them.
  return { ok: true, value: { fine, rate, amount, onDate } }
}
