import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { BilledMetal } from '../../../core/supplier-bill-facts.ts'
import type { Heads, Supply } from '../../../core/tax.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { listAttachments, type ShownFile } from '../../attachments/index.ts'
import type { ListedItem } from '../../books/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface BillHead extends Heads {
  id: string
  number: string
  onDate: IsoDate
  dueOn: IsoDate
  state: 'issued' | 'cancelled'
  cancelReason: string | null
  partyId: string
  party: PartySnapshot
  seller: SellerSnapshot
  placeOfSupply: string
  supply: Supply
  theirNumber: string
  theirDate: IsoDate
  isReverseCharge: boolean
  basis: 'rupees' | 'weight'
  metal: BilledMetal | ''
  fine: Mg
  fixed: Mg
  metalRate: Paise
  metalWorth: Paise
  gross: Paise
  discount: Paise
  taxable: Paise
  roundOff: Paise
  total: Paise
  tds: Paise
  tdsBp: number
  said: Paise | null
  hasDifference: boolean
  toleranceBp: number
  tolerance: Paise
  note: string
  byName: string
  voucherId: string
  /** Rupees that are still to be paid, fixed metal among them. */
  open: Paise
}

export interface BillLine extends Heads {
  line: number
  itemId: string | null
  words: string
  hsn: string
  unit: string
  quantity: Milli
  price: Paise
  gross: Paise
  discount: Paise
  taxable: Paise
  rateBp: number
  hasCredit: boolean
  landed: Paise
  receiptCost: Paise
  account: string | null
  accountRole: string | null
  receiptId: string | null
  receiptNumber: string | null
  received: Milli | null
  receiptPrice: Paise | null
  orderId: string | null
  orderNumber: string | null
  ordered: Milli | null
  /** What came of it in all receipts, more or less than was ordered; what is still awaited is not counted. */
  orderDifference: Milli
  orderPrice: Paise | null
}

export type SettledBy = Pick<ListedItem, 'id' | 'kind' | 'number' | 'documentId' | 'voucherId' | 'onDate'> & {
  documentKind: string | null
  amount: Paise
}

export interface ShownCut {
  id: string
  number: string
  voucherId: string
  onDate: IsoDate
  fine: Mg
  rate: Paise
  amount: Paise
  provisional: Paise
  isUndone: boolean
}

export interface ShownBill {
  bill: BillHead
  lines: BillLine[]
  settled: SettledBy[]
  cuts: ShownCut[]
  files: ShownFile[]
}

/** Throws NotFound. */
export async function findBill(tx: Tx, businessId: string, id: string): Promise<ShownBill> {
  if (!isId(id)) throw new NotFound("no such supplier's bill")
  const of = [businessId, id]
  const [[bill], lines, settled, cuts, files] = await together([
    named<BillHead>(tx, billById, of),
    named<BillLine>(tx, linesOf, of),
    named<SettledBy>(tx, settledBy, of),
    named<ShownCut>(tx, cutsOf, of),
    listAttachments(tx, businessId, id),
  ])
  if (!bill) throw new NotFound("no such supplier's bill")
  return { bill, lines, settled, cuts, files }
}

const billById = {
  name: 'supplier_bills.show',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.due_on as "dueOn", d.state, d.cancel_reason as "cancelReason",
      d.party_id as "partyId", d.party_snapshot as party, d.seller_snapshot as seller, d.place_of_supply as "placeOfSupply", d.supply,
      b.their_number as "theirNumber", b.their_date as "theirDate", b.is_reverse_charge as "isReverseCharge", b.basis, b.metal,
      b.fine_mg as fine, b.fixed_mg as fixed, b.metal_rate_paise as "metalRate", b.metal_paise as "metalWorth",
      d.gross_paise as gross, d.discount_paise as discount, d.taxable_paise as taxable, d.round_off_paise as "roundOff",
      d.total_paise as total, b.tds_paise as tds, b.tds_bp as "tdsBp", b.said_paise as said, b.has_difference as "hasDifference",
      b.tolerance_bp as "toleranceBp", b.tolerance_paise as tolerance,
      d.note, d.issued_by_name as "byName",
      (select v.id from voucher v where v.business_id = d.business_id and v.document_id = d.id and v.kind = 'purchase') as "voucherId",
      coalesce((select sum(i.open_amount) from open_item i where i.business_id = d.business_id and i.document_id = d.id
        and i.kind = 'bill' and i.commodity = 'INR'), 0)::bigint as open, t.cgst, t.sgst, t.igst, t.cess
    from document d
    join supplier_bill b on b.business_id = d.business_id and b.document_id = d.id
    cross join lateral (select coalesce(sum(l.cgst_paise), 0)::bigint as cgst, coalesce(sum(l.sgst_paise), 0)::bigint as sgst,
        coalesce(sum(l.igst_paise), 0)::bigint as igst, coalesce(sum(l.cess_paise), 0)::bigint as cess
      from document_line l where l.business_id = d.business_id and l.document_id = d.id) t
    where d.business_id = $1 and d.id = $2 and d.kind = 'supplier-bill'`,
}

const linesOf = {
  name: 'supplier_bills.show.lines',
  text: `
    select l.line, l.item_id as "itemId", l.description as words, l.hsn, l.unit, l.quantity_milli as quantity,
      l.price_paise as price, l.gross_paise as gross, l.discount_paise as discount, l.taxable_paise as taxable, l.rate_bp as "rateBp",
      l.cgst_paise as cgst, l.sgst_paise as sgst, l.igst_paise as igst, l.cess_paise as cess, s.has_input_credit as "hasCredit",
      s.landed_paise as landed, s.cost_paise as "receiptCost", a.name as account, a.role as "accountRole", s.receipt_id as "receiptId",
      rd.number as "receiptNumber", r.received_milli - r.rejected_milli as received, r.price_paise as "receiptPrice",
      r.order_id as "orderId", od.number as "orderNumber", o.quantity_milli as ordered,
      coalesce(greatest(o.received_milli - o.quantity_milli, -o.closed_milli), 0)::bigint as "orderDifference", o.price_paise as "orderPrice"
    from supplier_bill_line s
    join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
    left join account a on a.business_id = s.business_id and a.id = s.account_id
    left join goods_receipt_line r on r.business_id = s.business_id and r.receipt_id = s.receipt_id and r.line = s.receipt_line
    left join document rd on rd.business_id = s.business_id and rd.id = s.receipt_id
    left join purchase_order_line o on o.business_id = r.business_id and o.order_id = r.order_id and o.line = r.order_line
    left join document od on od.business_id = r.business_id and od.id = r.order_id
    where s.business_id = $1 and s.document_id = $2 order by s.line`,
}

const settledBy = {
  name: 'supplier_bills.show.settled',
  text: `
    select o.id, o.kind, o.number, o.document_id as "documentId", d.kind as "documentKind", o.voucher_id as "voucherId",
      sum(a.amount)::bigint as amount, max(a.on_date) as "onDate"
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    join open_item o on o.business_id = i.business_id
      and o.id = case when a.from_item_id = i.id then a.to_item_id else a.from_item_id end
    left join document d on d.business_id = o.business_id and d.id = o.document_id
    where i.business_id = $1 and i.document_id = $2 and i.kind = 'bill' and i.commodity = 'INR' and o.kind <> 'reversal'
    group by o.business_id, o.id, d.kind having sum(a.amount) > 0
    order by o.on_date, o.id`,
}

const cutsOf = {
  name: 'supplier_bills.show.cuts',
  text: `
    select c.id, v.number, c.voucher_id as "voucherId", c.on_date as "onDate", c.fine_mg as fine, c.rate_paise as rate,
      c.amount_paise as amount, c.provisional_paise as provisional, c.undone_at is not null as "isUndone"
    from rate_cut c join voucher v on v.business_id = c.business_id and v.id = c.voucher_id
    where c.business_id = $1 and c.document_id = $2 order by c.at, c.id`,
}
