import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { ReturnReason } from '../../../core/purchase-return-facts.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Heads } from '../../../core/tax.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

export interface ReturnHead extends Heads {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  cancelReason: string | null
  partyId: string
  party: PartySnapshot
  seller: SellerSnapshot
  supply: 'intra' | 'inter'
  reason: ReturnReason
  billId: string | null
  ofId: string
  ofNumber: string
  theirNumber: string
  theirDate: IsoDate
  fine: Mg
  metalWorth: Paise
  taxable: Paise
  total: Paise
  cost: Paise
  note: string
  byName: string
  hasVoucher: boolean
  /** Of the credit in rupees, what nothing has used. */
  open: Paise
}

export interface ReturnLine {
  line: number
  itemId: string
  words: string
  hsn: string
  unit: string
  quantity: Milli
  price: Paise
  taxable: Paise
  rateBp: number
  total: Paise
  batch: string
  net: Mg
  isRejected: boolean
}

export interface ShownReturn {
  note: ReturnHead
  lines: ReturnLine[]
}

/** Throws NotFound. */
export async function findReturn(tx: Tx, businessId: string, id: string): Promise<ShownReturn> {
  const [[note], lines] = await together([
    named<ReturnHead>(tx, returnById, [businessId, id]),
    named<ReturnLine>(tx, linesOf, [businessId, id]),
  ])
  if (!note) throw new NotFound(`no purchase return ${id}`)
  return { note, lines }
}

const returnById = {
  name: 'purchase_returns.find',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.state, d.cancel_reason as "cancelReason", d.party_id as "partyId",
      d.party_snapshot as party, d.seller_snapshot as seller, d.supply, r.reason, r.bill_id as "billId", o.id as "ofId",
      o.number as "ofNumber", coalesce(nullif(s.their_number, ''), nullif(g.their_number, ''), o.number) as "theirNumber",
      coalesce(s.their_date, g.their_date, o.on_date) as "theirDate", r.fine_mg as fine, r.metal_paise as "metalWorth",
      d.taxable_paise as taxable, d.cgst_paise as cgst, d.sgst_paise as sgst, d.igst_paise as igst, d.cess_paise as cess,
      d.total_paise as total, d.cost_paise as cost, d.note, d.issued_by_name as "byName",
      exists (select 1 from voucher v where v.business_id = d.business_id and v.id = d.id) as "hasVoucher",
      coalesce((select sum(i.open_amount) from open_item i where i.business_id = d.business_id and i.document_id = d.id
        and i.kind = 'note' and i.commodity = 'INR'), 0)::bigint as open
    from purchase_return r
    join document d on d.business_id = r.business_id and d.id = r.document_id
    join document o on o.business_id = r.business_id and o.id = coalesce(r.bill_id, r.receipt_id)
    left join supplier_bill s on s.business_id = o.business_id and s.document_id = o.id
    left join goods_receipt g on g.business_id = o.business_id and g.document_id = o.id
    where r.business_id = $1 and r.document_id = $2`,
}

const linesOf = {
  name: 'purchase_returns.find.lines',
  text: `
    select l.line, l.item_id as "itemId", l.description as words, l.hsn, l.unit, l.quantity_milli as quantity, l.price_paise as price,
      l.taxable_paise as taxable, l.rate_bp as "rateBp", l.total_paise as total, coalesce(b.number, '') as batch, t.net_mg as net,
      t.is_rejected as "isRejected"
    from purchase_return_line t
    join document_line l on l.business_id = t.business_id and l.document_id = t.document_id and l.line = t.line
    left join batch b on b.business_id = t.business_id and b.id = t.batch_id
    where t.business_id = $1 and t.document_id = $2 order by t.line`,
}
