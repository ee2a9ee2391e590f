import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { PurchaseOrderState } from '../../../core/purchase-order.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface OrderHead {
  id: string
  number: string
  onDate: IsoDate
  expectedOn: IsoDate
  state: PurchaseOrderState
  partyId: string
  branchId: string
  branchName: string
  party: PartySnapshot
  seller: SellerSnapshot
  /** As they stand on the party today: to whom it is sent. */
  email: string
  phone: string
  taxable: Paise
  cgst: Paise
  sgst: Paise
  igst: Paise
  total: Paise
  terms: string
  note: string
  byId: string
  byName: string
  at: Date
  approvedByName: string
  approvedAt: Date | null
  sentAt: Date | null
  sentBy: string
  sentHow: string
  closedReason: string
  cancelledAt: Date | null
  salesOrderId: string | null
  salesOrderNumber: string | null
  copiedFromId: string | null
  copiedFromNumber: string | null
  replacesId: string | null
  replacesNumber: string | null
  replacedById: string | null
  replacedByNumber: string | null
}

export interface OrderLine {
  line: number
  itemId: string
  name: string
  hsn: string
  unit: string
  purity: string | null
  theirName: string
  theirCode: string
  quantity: Milli
  received: Milli
  closed: Milli
  weight: Mg
  price: Paise
  rateBp: number
  taxable: Paise
  total: Paise
  expectedOn: IsoDate
  note: string
}

/** A receipt or a bill that came of an order. */
export interface CameOfOrder {
  id: string
  kind: 'goods-receipt' | 'supplier-bill'
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  /** The supplier's own number. */
  theirs: string
  total: Paise
}

export interface OrderAdvance {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  amount: Paise
  /** What of it waits on the khata. */
  open: Paise
}

export interface FoundOrder {
  order: OrderHead
  lines: OrderLine[]
  came: CameOfOrder[]
  advances: OrderAdvance[]
  /** What all that waits on the supplier's khata comes to, of this order and of others, and what he is owed in all. */
  khata: { advances: Paise; balance: Paise }
}

/** An order to a supplier with all that came of it. Throws NotFound. */
export async function findPurchaseOrder(tx: Tx, businessId: string, id: string): Promise<FoundOrder> {
  if (!isId(id)) throw new NotFound('no purchase order has such an id')
  const of = [businessId, id]
  const [[order], lines, came, advances, [khata]] = await together([
    named<OrderHead>(tx, orderById, of),
    named<OrderLine>(tx, linesOf, of),
    named<CameOfOrder>(tx, cameOf, of),
    named<OrderAdvance>(tx, advancesOf, of),
    named<FoundOrder['khata']>(tx, khataOf, of),
  ])
  if (!order || !khata) throw new NotFound(`no purchase order ${id}`)
  return { order, lines, came, advances, khata }
}

const orderById = {
  name: 'purchase_orders.find',
  text: `
    select d.id, d.number, d.on_date as "onDate", o.expected_on as "expectedOn", o.state, d.party_id as "partyId",
      d.branch_id as "branchId", r.name as "branchName", d.party_snapshot as party, d.seller_snapshot as seller, p.email, p.phone,
      d.taxable_paise as taxable, d.cgst_paise as cgst, d.sgst_paise as sgst, d.igst_paise as igst, d.total_paise as total, o.terms,
      d.note, d.issued_by as "byId", d.issued_by_name as "byName", d.issued_at as at, o.approved_by_name as "approvedByName",
      o.approved_at as "approvedAt", o.sent_at as "sentAt", o.sent_by as "sentBy", o.sent_how as "sentHow",
      o.closed_reason as "closedReason", d.cancelled_at as "cancelledAt", o.sales_order_id as "salesOrderId",
      s.number as "salesOrderNumber", o.copied_from_id as "copiedFromId", c.number as "copiedFromNumber",
      o.replaces_id as "replacesId", e.number as "replacesNumber", n.document_id as "replacedById", m.number as "replacedByNumber"
    from purchase_order o
    join document d on d.business_id = o.business_id and d.id = o.document_id
    join party p on p.business_id = d.business_id and p.id = d.party_id
    join branch r on r.business_id = d.business_id and r.id = d.branch_id
    left join document s on s.business_id = o.business_id and s.id = o.sales_order_id
    left join document c on c.business_id = o.business_id and c.id = o.copied_from_id
    left join document e on e.business_id = o.business_id and e.id = o.replaces_id
    left join purchase_order n on n.business_id = o.business_id and n.replaces_id = o.document_id
    left join document m on m.business_id = n.business_id and m.id = n.document_id
    where o.business_id = $1 and o.document_id = $2`,
}

const linesOf = {
  name: 'purchase_orders.lines',
  text: `
    select l.line, l.item_id as "itemId", d.description as name, d.hsn, d.unit, u.name as purity, l.their_name as "theirName",
      l.their_code as "theirCode", l.quantity_milli as quantity, l.received_milli as received, l.closed_milli as closed,
      l.weight_mg as weight, l.price_paise as price, d.rate_bp as "rateBp", d.taxable_paise as taxable, d.total_paise as total,
      l.expected_on as "expectedOn", l.note
    from purchase_order_line l
    join document_line d on d.business_id = l.business_id and d.document_id = l.order_id and d.line = l.line
    left join article a on a.business_id = l.business_id and a.item_id = l.item_id
    left join purity u on u.business_id = a.business_id and u.id = a.purity_id
    where l.business_id = $1 and l.order_id = $2 order by l.line`,
}

const cameOf = {
  name: 'purchase_orders.came',
  text: `
    with receipts as (select distinct receipt_id as id from goods_receipt_line where business_id = $1 and order_id = $2)
    select d.id, d.kind, d.number, d.on_date as "onDate", d.state, coalesce(g.their_number, '') as theirs, d.total_paise as total
    from receipts r join document d on d.business_id = $1 and d.id = r.id
    left join goods_receipt g on g.business_id = d.business_id and g.document_id = d.id
    union all
    select d.id, d.kind, d.number, d.on_date, d.state, b.their_number, d.total_paise
    from (select distinct l.document_id as id from receipts r
      join supplier_bill_line l on l.business_id = $1 and l.receipt_id = r.id) f
    join document d on d.business_id = $1 and d.id = f.id
    join supplier_bill b on b.business_id = d.business_id and b.document_id = d.id
    order by "onDate", id limit 100`,
}

const advancesOf = {
  name: 'purchase_orders.advances',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.state, d.total_paise as amount, coalesce(i.open_amount, 0)::bigint as open
    from purchase_order_advance a
    join document d on d.business_id = a.business_id and d.id = a.payment_id
    left join open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind = 'advance' and i.side = 'debit'
    where a.business_id = $1 and a.order_id = $2 order by d.issued_at, d.id`,
}

const khataOf = {
  name: 'purchase_orders.khata',
  text: `
    select coalesce((select sum(i.open_amount) from open_item i where i.business_id = d.business_id and i.party_id = d.party_id
        and i.side = 'debit' and i.kind in ('advance', 'on-account') and i.open_amount > 0), 0)::bigint as advances,
      coalesce((select b.amount from party_balance b where b.business_id = d.business_id and b.party_id = d.party_id
        and b.commodity = 'INR'), 0)::bigint as balance
    from document d where d.business_id = $1 and d.id = $2 and d.kind = 'purchase-order'`,
}
