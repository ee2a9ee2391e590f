import type { IsoDate } from '../../../core/dates.ts'
import { awaitedStates } from '../../../core/purchase-order.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** What is awaited of one item at one branch, and by when the first of it. */
export interface OnOrder {
  itemId: string
  branchId: string
  quantity: Milli
  firstOn: IsoDate
}

/** How much of these items is on order: of orders that are approved and open. An item that is not awaited has no row. */
export const onOrder = (tx: Tx, businessId: string, itemIds: readonly string[]): Promise<OnOrder[]> =>
  itemIds.length === 0
    ? Promise.resolve([])
    : named<OnOrder>(tx, awaited, [businessId, [...new Set(itemIds)], awaitedStates])

const awaited = {
  name: 'purchase_orders.on_order',
  text: `
    select l.item_id as "itemId", d.branch_id as "branchId", min(l.expected_on) as "firstOn",
      sum(l.quantity_milli - l.received_milli - l.closed_milli)::bigint as quantity
    from purchase_order_line l
    join purchase_order o on o.business_id = l.business_id and o.document_id = l.order_id and o.state = any($3::text[])
    join document d on d.business_id = l.business_id and d.id = l.order_id
    where l.business_id = $1 and l.item_id = any($2::uuid[]) and l.received_milli + l.closed_milli < l.quantity_milli
    group by l.item_id, d.branch_id order by l.item_id, d.branch_id`,
}
