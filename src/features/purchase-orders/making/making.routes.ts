import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { withoutRow } from './making.form.ts'
import { addScanned, beginOrder, lookFor, none, type Press, pickItem } from './making.look.ts'
import { itemsQuery, newQuery, orderBody } from './making.schema.ts'
import { foundView } from './making.views.ts'
import { pickView } from './picking.views.ts'
import { atOf, showMaking } from './show-making.ts'

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
export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/purchases/orders/new', { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { q, ...asked } = request.query
    const today = todayIn(clock(), business.zone)
    const begun = await inBusiness(db, businessId, (tx) =>
      beginOrder(tx, businessId, { ...asked, q }, { today, branchId: business.branchId }),
    )
    const mayAdd = can(business.role, 'party.edit')
    if ('suppliers' in begun)
      return reply.page('purchase-orders/pick', pickView(reply.t, { ...begun, q, asked, mayAdd }))
    return showMaking(request, reply, deps, begun.typed)
  })

  app.get('/purchases/orders/items', { schema: { querystring: itemsQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { scan, ...of } = request.query
    const found = await inBusiness(db, businessId, (tx) => lookFor(tx, businessId, scan, atOf(request, deps, of)))
    return reply.fragment('purchase-orders/_found', foundView(reply.t, { ...found, isNone: false }))
  })

  // Each press but the last: what stands in the form is kept, and nothing is written.
  app.post('/purchases/orders/lines', { schema: { body: orderBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { scan, remove, pick_item, do: pressed, ...typed } = request.body
    if (remove !== '') return showMaking(request, reply, deps, withoutRow(typed, Number(remove)))
    const at = atOf(request, deps, typed)
    const press = await inBusiness(db, businessId, async (tx): Promise<Press> => {
      if (pick_item !== '') return pickItem(tx, businessId, typed, { itemId: pick_item, scan }, at)
      if (pressed === 'add' && scan.trim() !== '') return addScanned(tx, businessId, typed, scan, at)
      return { typed, found: none }
    })
    const { found } = press
    return showMaking(request, found.isNone ? reply.code(422) : reply, deps, press.typed, { found })
  })
}
