import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, grams } from '../../../core/weight.ts'
import { isId, newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { currentRates } from '../../board/index.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { caratsOf, findSale, isPacket, type SaleJewel, type SaleLine } from '../../sales/index.ts'
import { createOrder, OrderRefused } from './making.commands.ts'
import { type LineField, lineFields, mostLines, nameOf, parseOrder, type TypedOrder, wordsIn } from './making.form.ts'
import { itemsNamed } from './making.prices.ts'
import { newOrderView } from './making.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const idOrNone = Type.String({ maxLength: 40, default: '' })
const query = Type.Object(
  { party: Type.Optional(text(40)), party_id: Type.Optional(text(40)), estimate: Type.Optional(text(40)) },
  { additionalProperties: false },
)
const body = Type.Object(
  {
    ...{ id: Type.String({ pattern: uuid }), receipt_id: Type.String({ pattern: uuid }) },
    ...{ party_id: Type.String({ maxLength: 40 }), from: idOrNone, due_on: text(30), basis: text(20), note: text(500) },
    ...{ advance: text(30), mode: text(10), reference: text(50), do: text(8) },
  },
  {
    additionalProperties: false,
    maxProperties: 12 + mostLines * lineFields.length,
    patternProperties: { [`^lines\\.\\d{1,2}\\.(${lineFields.join('|')})$`]: Type.String({ maxLength: 200 }) },
  },
)
const config = { permission: 'order.make' } as const

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { typed, errors = {}, isAdding = false }: { typed: TypedOrder; errors?: FieldErrors; isAdding?: boolean },
  ) => {
    const { businessId, business } = acting(request)
    const [party, rates, items] = await inBusiness(db, businessId, async (tx) => {
      const party = await findParty(tx, businessId, typed['party_id'] ?? '')
      const asked = { words: wordsIn(typed), partyId: party.id, onDate: todayIn(clock(), business.zone) }
      return [party, await currentRates(tx, businessId, clock()), await itemsNamed(tx, businessId, asked)] as const
    })
    const isJeweller = business.kind === 'jeweller'
    return reply.page('orders/new', newOrderView(reply.t, { party, rates, items, typed, errors, isAdding, isJeweller }))
  }

  app.get('/orders/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { party_id, party = party_id, estimate } = request.query
    const fresh = { id: newId(), receipt_id: newId() }
    const begun = estimate ? await inBusiness(db, businessId, (tx) => ofEstimate(tx, businessId, estimate)) : {}
    const partyId = party || begun['party_id']
    if (partyId) return show(request, reply, { typed: { ...begun, ...fresh, party_id: partyId } })
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
    const to = '/orders/new'
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    return reply.page('parties/picks', {
      q: '',
      to,
      newHref,
      backHref: '/orders',
      picks: picksView(reply.t, rows, 'party'),
    })
  })

  app.post('/orders/lines', { schema: { body }, config }, (request, reply) =>
    show(request, reply, { typed: request.body, isAdding: true }),
  )

  app.post('/orders', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: TypedOrder = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseOrder(typed, today)
    if (!parsed.ok) return show(request, reply.code(422), { typed, errors: parsed.errors })
    const { value } = parsed
    if (!isId(value.partyId)) return show(request, reply.code(422), { typed, errors: {} })
    const options = { branchId: business.branchId, today }
    try {
      const made = await inBusiness(db, businessId, (tx) =>
        createOrder(tx, businessId, value, actorOf(request, clock), options),
      )
      request.session.flash = made.receipt
        ? { key: 'orders.takenWith', values: { number: made.number, receipt: made.receipt.number } }
        : { key: 'orders.taken', values: { number: made.number } }
      return goTo(reply, `/orders/${value.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said: Said = { key: error.key, values: error.values }
      const field = error instanceof OrderRefused ? error.field : 'advance'
      return show(request, reply.code(error.status), { typed, errors: { [field]: said } })
    }
  })
}

/** The lines of an estimate as lines of an order: its pieces by their tags, the rest in words. */
async function ofEstimate(tx: Tx, businessId: string, id: string): Promise<Record<string, string>> {
  const { document, lines, jewels } = await findSale(tx, businessId, id, ['estimate'])
  const rows = lines.slice(0, mostLines).flatMap((line, row) => {
    const jewel = jewels.find((one) => one.line === line.line)
    const own = {
      words: line.description,
      ...(jewel ? ofJewel(jewel, line) : { quantity: quantity(line.quantity_milli) }),
    }
    return lineFields.flatMap((field) => {
      const value = Object.entries(own).find(([name]) => name === field)?.[1]
      return value ? [[nameOf(row, field), value] as const] : []
    })
  })
  return {
    ...Object.fromEntries(rows),
    from: id,
    ...(document.party_id ? { party_id: document.party_id } : {}),
  }
}

/** A piece goes by its tag, metal of a lot by its weight; loose stones by the carat, at the price that was named. */
function ofJewel(jewel: SaleJewel, line: SaleLine): Partial<Record<LineField, string>> {
  if (jewel.piece_id !== null) return { tag: jewel.tag }
  if (!isPacket(jewel)) return { weight: grams(jewel.net_mg), quantity: '1' }
  return { stones: jewel.tag, carat: carats(caratsOf(jewel)), quantity: '1', price: rupees(line.taxable_paise) }
}
