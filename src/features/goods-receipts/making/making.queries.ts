import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** A line of an order of which something is awaited. */
export interface AwaitedLine {
  orderId: string
  number: string
  onDate: IsoDate
  expectedOn: IsoDate
  line: number
  itemId: string
  left: Milli
  price: Paise
}

/** What is awaited of a supplier, the order that is due first before all others; at most 300 lines. */
export const awaitedOf = (tx: Tx, businessId: string, partyId: string): Promise<AwaitedLine[]> =>
  isId(partyId) ? named(tx, awaited, [businessId, partyId]) : Promise.resolve([])

/** Whose order it is; undefined where there is none. */
export async function supplierOfOrder(tx: Tx, businessId: string, orderId: string): Promise<string | undefined> {
  if (!isId(orderId)) return undefined
  const [row] = await named<{ partyId: string }>(tx, orderParty, [businessId, orderId])
  return row?.partyId
}

export interface LotChoice {
  id: string
  itemId: string
  name: string
  net: Mg
}

export interface ReceiptChoices {
  branches: readonly { id: string; name: string }[]
  lots: readonly LotChoice[]
}

/** Where goods can come to, and the lots to which more of these articles may be put. */
export async function receiptChoices(tx: Tx, businessId: string, itemIds: readonly string[]): Promise<ReceiptChoices> {
  const branches = await named<{ id: string; name: string }>(tx, branchesOpen, [businessId])
  const lots = itemIds.length === 0 ? [] : await named<LotChoice>(tx, lotsOpen, [businessId, itemIds])
  return { branches, lots }
}

const awaited = {
  name: 'goods_receipts.awaited',
  text: `
    select l.order_id as "orderId", d.number, d.on_date as "onDate", l.expected_on as "expectedOn", l.line, l.item_id as "itemId",
      l.quantity_milli - l.received_milli - l.closed_milli as left, l.price_paise as price
    from document d
    join purchase_order o on o.business_id = d.business_id and o.document_id = d.id and o.state in ('open', 'part-received')
    join purchase_order_line l on l.business_id = d.business_id and l.order_id = d.id
    where d.business_id = $1 and d.party_id = $2 and d.kind = 'purchase-order' and l.quantity_milli > l.received_milli + l.closed_milli
    order by o.expected_on, d.id, l.line limit 300`,
}

const orderParty = {
  name: 'goods_receipts.order_party',
  text: `select party_id as "partyId" from document where business_id = $1 and id = $2 and kind = 'purchase-order'`,
}

const branchesOpen = {
  name: 'goods_receipts.branches',
  text: 'select id, name from branch where business_id = $1 and archived_at is null order by is_main desc, name, id',
}

const lotsOpen = {
  name: 'goods_receipts.lots',
  text: `
    select id, item_id as "itemId", name, net_mg as net from lot
    where business_id = $1 and item_id = any($2::uuid[]) and archived_at is null order by item_id, name, id limit 200`,
}
