import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { OrderRateBasis, OrderState } from '../../../core/order.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface OrderHead {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  state: OrderState
  basis: OrderRateBasis
  purity: string | null
  rate: Paise | null
  rateFrom: Date | null
  rateBy: string
  partyId: string
  branchId: string
  party: PartySnapshot
  seller: SellerSnapshot
  total: Paise
  note: string
  byName: string
  at: Date
  cancelReason: string | null
  cancelledAt: Date | null
  refundId: string | null
  refundNumber: string | null
  fromId: string | null
  fromNumber: string | null
}

export interface OrderLine {
  line: number
  itemId: string | null
  pieceId: string | null
  tag: string | null
  pieceState: string | null
  purity: string | null
  words: string
  quantity: Milli
  left: Milli
  weight: Mg
  /** Of one, of loose stones; and what all of them together still want. */
  carat: Mct
  leftCarat: Mct
  toleranceBp: number
  size: string
  stones: string
  making: string
  wastage: string
  price: Paise
  photoSha256: string | null
  /** Of an item that is counted: then the counter can add it. */
  tracking: string | null
}

export interface OrderAdvance {
  receiptId: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  amount: Paise
  rate: Paise | null
  booked: Mg
  /** What waits on the khata of it. */
  itemId: string | null
  open: Paise
}

export interface OrderBill {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  total: Paise
}

export interface FoundOrder {
  order: OrderHead
  lines: OrderLine[]
  advances: OrderAdvance[]
  bills: OrderBill[]
}

/** An order with all that came of it. Throws NotFound. */
export async function findOrder(tx: Tx, businessId: string, id: string): Promise<FoundOrder> {
  if (!isId(id)) throw new NotFound('no order has such an id')
  const key = [businessId, id]
  const [[order], lines, advances, bills] = await together([
    named<OrderHead>(tx, orderById, key),
    named<OrderLine>(tx, linesOf, key),
    named<OrderAdvance>(tx, advancesOf, key),
    named<OrderBill>(tx, billsOf, key),
  ])
  if (!order) throw new NotFound(`no order ${id}`)
  return { order, lines, advances, bills }
}

const orderById = {
  name: 'orders.find',
  text: `
    select d.id, d.number, d.on_date as "onDate", o.due_on as "dueOn", o.state, o.rate_basis as basis, u.name as purity,
      o.rate_paise as rate, o.rate_from as "rateFrom", o.rate_by as "rateBy", d.party_id as "partyId", d.branch_id as "branchId",
      d.party_snapshot as party, d.seller_snapshot as seller, d.total_paise as total, d.note, d.issued_by_name as "byName",
      d.issued_at as at, d.cancel_reason as "cancelReason", d.cancelled_at as "cancelledAt", o.refund_id as "refundId",
      r.number as "refundNumber", d.from_document_id as "fromId", e.number as "fromNumber"
    from sales_order o
    join document d on d.business_id = o.business_id and d.id = o.document_id
    left join purity u on u.business_id = o.business_id and u.id = o.purity_id
    left join document r on r.business_id = o.business_id and r.id = o.refund_id
    left join document e on e.business_id = d.business_id and e.id = d.from_document_id
    where o.business_id = $1 and o.document_id = $2`,
}

const linesOf = {
  name: 'orders.lines',
  text: `
    select l.line, l.item_id as "itemId", l.piece_id as "pieceId", p.tag, p.state as "pieceState", u.name as purity,
      l.description as words, l.quantity_milli as quantity, l.weight_mg as weight, l.carat_mct as carat, l.tolerance_bp as "toleranceBp", l.size, l.stones,
      l.making, l.wastage, l.price_paise as price, l.photo_sha256 as "photoSha256", a.tracking,
      (l.quantity_milli - g.quantity)::bigint as "left",
      greatest(l.carat_mct * l.quantity_milli / 1000 - g.carat, 0)::bigint as "leftCarat"
    from sales_order_line l
    cross join lateral (
      select coalesce(sum(v.quantity_milli), 0) as quantity, coalesce(sum(v.carat_mct), 0) as carat from sales_order_delivery v
      join document b on b.business_id = v.business_id and b.id = v.bill_id and b.state = 'issued'
      where v.business_id = l.business_id and v.order_id = l.order_id and v.order_line = l.line) g
    left join piece p on p.business_id = l.business_id and p.id = l.piece_id
    left join purity u on u.business_id = l.business_id and u.id = l.purity_id
    left join article a on a.business_id = l.business_id and a.item_id = l.item_id
    where l.business_id = $1 and l.order_id = $2 order by l.line`,
}

const advancesOf = {
  name: 'orders.advances',
  text: `
    select a.receipt_id as "receiptId", d.number, d.on_date as "onDate", d.state, d.total_paise as amount, a.rate_paise as rate,
      a.booked_mg as booked, i.id as "itemId", coalesce(i.open_amount, 0) as open
    from sales_order_advance a
    join document d on d.business_id = a.business_id and d.id = a.receipt_id
    left join open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind = 'advance' and i.side = 'credit'
    where a.business_id = $1 and a.order_id = $2 order by d.issued_at, d.id`,
}

const billsOf = {
  name: 'orders.bills',
  text: `
    select id, number, on_date as "onDate", state, total_paise as total from document
    where business_id = $1 and from_document_id = $2 and kind in ('invoice', 'bill-of-supply') order by issued_at, id limit 50`,
}
