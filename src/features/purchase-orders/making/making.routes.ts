import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { createPurchaseOrder, PurchaseOrderRefused } from './making.commands.ts'
import { lineFields, mostLines, parseOrder, type TypedOrder, withoutRow } from './making.form.ts'
import { addScanned, beginOrder, loadMaking, lookFor, none, type Press, pickItem } from './making.look.ts'
import { foundView, newOrderView } from './making.views.ts'
import { pickView } from './picking.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const strict = { additionalProperties: false }
const query = Type.Object(
  {
    ...{ party: text(40), q: text(100), items: text(8000), copy: text(40), replace: text(40), sales_order: text(40) },
    branch: text(40),
  },
  strict,
)
const itemsQuery = Type.Object({ scan: text(100), party_id: text(40), branch: text(40) }, strict)
const body = Type.Object(
  {
    ...{ id: Type.String({ pattern: uuid }), party_id: text(40), sales_order: text(40), copied_from: text(40) },
    ...{ replaces: text(40), expected_on: text(30), branch: text(40), terms: text(500), note: text(500) },
    ...{ scan: text(100), do: text(8), remove: text(4), pick_item: text(40) },
  },
  {
    ...strict,
    maxProperties: 14 + mostLines * lineFields.length,
    patternProperties: { [`^lines\\.\\d{1,2}\\.(${lineFields.join('|')})$`]: Type.String({ maxLength: 200 }) },
  },
)
const config = { permission: 'purchase.order' } as const

/**
 * An order is made from scratch, of an old one (`copy`), in the place of one (`replace`), of what a customer ordered
 * (`sales_order`), or of what runs out. **Reordering sends people here**, by a link or a form of the method GET:
 *
 *     /purchases/orders/new?party=<supplier>&branch=<branch>&items=<itemId>:<quantity>,<itemId>:<quantity>
 *
 * with the quantity in the item's unit, as it is typed ("12" or "2.5"; without one it is 1), at most 100 items. `party` and
 * `branch` may be left out: then the supplier is asked for, the one who is known for most of these items first. What the
 * shop has not, or cannot order, is left out. Nothing is kept before the person presses the button.
 */
export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const atOf = (request: FastifyRequest, typed: TypedOrder) => {
    const { business } = acting(request)
    const today = todayIn(clock(), business.zone)
    return { partyId: typed['party_id'] ?? '', branchId: typed['branch'] || business.branchId, onDate: today }
  }

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    typed: TypedOrder,
    { errors = {}, found = none }: { errors?: FieldErrors; found?: Press['found'] } = {},
  ) => {
    const { businessId, business } = acting(request)
    const loaded = await inBusiness(db, businessId, (tx) => loadMaking(tx, businessId, typed, atOf(request, typed)))
    const isJeweller = business.kind === 'jeweller'
    const values = { ...typed, branch: typed['branch'] || business.branchId || loaded.branches[0]?.id }
    return reply.page(
      'purchase-orders/new',
      newOrderView(reply.t, { ...loaded, found, typed: values, errors, isJeweller }),
    )
  }

  app.get('/purchases/orders/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { q, ...asked } = request.query
    const today = todayIn(clock(), business.zone)
    const begun = await inBusiness(db, businessId, (tx) =>
      beginOrder(tx, businessId, { ...asked, q }, { today, branchId: business.branchId }),
    )
    const mayAdd = can(business.role, 'party.edit')
    if ('suppliers' in begun)
      return reply.page('purchase-orders/pick', pickView(reply.t, { ...begun, q, asked, mayAdd }))
    return show(request, reply, begun.typed)
  })

  app.get('/purchases/orders/items', { schema: { querystring: itemsQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { scan, ...of } = request.query
    const found = await inBusiness(db, businessId, (tx) => lookFor(tx, businessId, scan, atOf(request, of)))
    return reply.fragment('purchase-orders/_found', foundView(reply.t, { ...found, isNone: false }))
  })

  // Each press but the last: what stands in the form is kept, and nothing is written.
  app.post('/purchases/orders/lines', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { scan, remove, pick_item, do: pressed, ...typed } = request.body
    if (remove !== '') return show(request, reply, withoutRow(typed, Number(remove)))
    const at = atOf(request, typed)
    const press = await inBusiness(db, businessId, async (tx): Promise<Press> => {
      if (pick_item !== '') return pickItem(tx, businessId, typed, { itemId: pick_item, scan }, at)
      if (pressed === 'add' && scan.trim() !== '') return addScanned(tx, businessId, typed, scan, at)
      return { typed, found: none }
    })
    const { found } = press
    return show(request, found.isNone ? reply.code(422) : reply, press.typed, { found })
  })

  app.post('/purchases/orders', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: TypedOrder = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseOrder(typed, today)
    if (!parsed.ok) return show(request, reply.code(422), typed, { errors: parsed.errors })
    const { value } = parsed
    const asked = { ...value, branchId: value.branchId ?? business.branchId }
    try {
      const { number, isWaiting } = await inBusiness(db, businessId, (tx) =>
        createPurchaseOrder(tx, businessId, asked, actorOf(request, clock), {
          today,
          isOwner: business.role === 'owner',
        }),
      )
      const key = isWaiting ? 'purchaseOrders.madeWaiting' : 'purchaseOrders.made'
      request.session.flash = { key, values: { number } }
      return goTo(reply, `/purchases/orders/${value.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'sales.refusal.otherBody') throw error
      const said: Said = { key: error.key, values: error.values }
      const field = error instanceof PurchaseOrderRefused ? error.field : 'scan'
      return show(request, reply.code(error.status), typed, { errors: { [field]: said } })
    }
  })
}
