import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { PaidMode } from '../../../core/invoice-facts.ts'
import type { Paise } from '../../../core/money.ts'
import type { Condition, Settling } from '../../../core/sale-return-facts.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SaleLine, SellerSnapshot } from '../../sales/index.ts'

export interface ReturnPaper {
  id: string
  number: string
  onDate: IsoDate
  partyId: string | null
  party: PartySnapshot
  seller: SellerSnapshot
  place_of_supply: string
  supply: 'intra' | 'inter'
  taxable_paise: Paise
  cgst_paise: Paise
  sgst_paise: Paise
  igst_paise: Paise
  cess_paise: Paise
  roundOff: Paise
  total: Paise
  byName: string
  billId: string
  billKind: 'invoice' | 'bill-of-supply'
  billNumber: string
  billOn: IsoDate
  settle: Settling
  refundMode: PaidMode | ''
  refund: Paise
  paymentId: string | null
  paymentNumber: string | null
  reason: string
  deduction: Paise
  /** Went back as points and gift vouchers. */
  owed: Paise
  isTaxUndone: boolean
  approvedBy: string
  isCancelled: boolean
  cancelReason: string
  /** What of it the bill's own dues took, and what is not used yet. */
  settled: Paise
  open: Paise
}

export interface ReturnLine extends Omit<SaleLine, 'jewel'> {
  tag: string
  condition: Condition
  net: Mg
  /** Of the stones alone. */
  carat: Mct
  deduction: Paise
  why: string
}

export interface ShownReturn {
  paper: ReturnPaper
  lines: ReturnLine[]
}

/** Throws NotFound; also for a note that was written by hand. */
export async function findReturn(tx: Tx, businessId: string, id: string): Promise<ShownReturn> {
  if (!isId(id)) throw new NotFound('no return has such an id')
  const [[paper], lines] = await together([
    named<ReturnPaper>(tx, paperById, [businessId, id]),
    named<ReturnLine>(tx, linesOf, [businessId, id]),
  ])
  if (!paper) throw new NotFound(`no return ${id}`)
  return { paper, lines }
}

/** A credit note that no goods came back with: it stands among the vouchers. */
export async function isNoteByHand(tx: Tx, businessId: string, id: string): Promise<boolean> {
  if (!isId(id)) return false
  const [note] = await named<{ id: string }>(tx, noteById, [businessId, id])
  return note !== undefined
}

const noteById = {
  name: 'returns.note.by_hand',
  text: `select id from document where business_id = $1 and id = $2 and kind = 'credit-note'`,
}

const paperById = {
  name: 'returns.show',
  text: `
    select d.id, d.number, d.on_date as "onDate", d.party_id as "partyId", d.party_snapshot as party, d.seller_snapshot as seller,
      d.place_of_supply, d.supply, d.taxable_paise, d.cgst_paise, d.sgst_paise, d.igst_paise, d.cess_paise,
      d.round_off_paise as "roundOff", d.total_paise as total, d.issued_by_name as "byName", r.bill_id as "billId", b.kind as "billKind",
      b.number as "billNumber", b.on_date as "billOn", r.settle, r.refund_mode as "refundMode", r.refund_paise as refund,
      r.payment_id as "paymentId", p.number as "paymentNumber", r.reason, r.deduction_paise as deduction,
      r.owed_paise as owed, r.is_tax_undone as "isTaxUndone", r.approved_by_name as "approvedBy",
      (d.state = 'cancelled') as "isCancelled",
      coalesce(d.cancel_reason, '') as "cancelReason", coalesce(i.open_amount, 0)::bigint as open,
      coalesce((select sum(a.amount) from allocation a join open_item o on o.business_id = a.business_id and o.id = a.to_item_id
        where a.business_id = d.business_id and a.from_item_id = i.id and o.document_id = r.bill_id and a.voucher_id = d.id), 0)::bigint
        as settled
    from document d
    join sale_return r on r.business_id = d.business_id and r.document_id = d.id
    join document b on b.business_id = d.business_id and b.id = r.bill_id
    left join document p on p.business_id = d.business_id and p.id = r.payment_id
    left join open_item i on i.business_id = d.business_id and i.voucher_id = d.id and i.kind = 'note'
    where d.business_id = $1 and d.id = $2`,
}

const linesOf = {
  name: 'returns.show.lines',
  text: `
    select l.line, l.item_id, l.description, l.hsn, l.unit, l.quantity_milli, l.price_paise, l.price_includes_tax, l.gross_paise,
      l.discount_paise, l.taxable_paise, l.gst_kind, l.rate_bp, l.cgst_paise, l.sgst_paise, l.igst_paise, l.cess_paise, l.total_paise,
      r.tag, r.condition, r.net_mg as net, r.carat_mct as carat, r.deduction_paise as deduction, r.deduction_words as why
    from document_line l
    join sale_return_line r on r.business_id = l.business_id and r.document_id = l.document_id and r.line = l.line
    where l.business_id = $1 and l.document_id = $2 order by l.line`,
}
