import type { IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { UnfixedMetal } from '../../../core/rate-cut.ts'
import type { BilledMetal } from '../../../core/supplier-bill-facts.ts'
import type { Mg } from '../../../core/weight.ts'

export interface MetalBill extends UnfixedMetal {
  id: string
  number: string
  theirNumber: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  partyId: string
  partyName: string
  termsDays: number
  metal: BilledMetal
}

const billSql = `
    select d.id, d.number, b.their_number as "theirNumber", d.on_date as "onDate", d.state, d.party_id as "partyId",
      p.name as "partyName", p.terms_days as "termsDays", b.metal, b.fine_mg as fine, b.fixed_mg as fixed,
      b.metal_paise as provisional, b.metal_fixed_paise as "fixedProvisional"
    from supplier_bill b
    join document d on d.business_id = b.business_id and d.id = b.document_id
    join party p on p.business_id = b.business_id and p.id = b.party_id
    where b.business_id = $1 and b.basis = 'weight'`

export const metalBill = { name: 'rate_cuts.bill', text: `${billSql} and b.document_id = $2` }
// The paper, as who cancels it does: in another order two that meet would wait for one another.
export const billLocked = { name: 'rate_cuts.bill.lock', text: `${billSql} and b.document_id = $2 for update of d` }

export const unfixedBills = {
  name: 'rate_cuts.unfixed',
  text: `${billSql} and b.fixed_mg < b.fine_mg and b.numbered_in is not null order by p.name, d.on_date, d.id limit 200`,
}

/** The metal of the bill that is owed in grams. */
export const metalItem = {
  name: 'rate_cuts.metal_item',
  text: `
    select id from open_item
    where business_id = $1 and document_id = $2 and commodity <> 'INR' and side = 'credit' and kind = 'bill'`,
}

/** Of each line of goods the metal in its value: what is neither labour nor discount. */
export const metalLines = {
  name: 'rate_cuts.lines',
  text: `
    select s.receipt_id as "receiptId", s.receipt_line as line, l.taxable_paise - l.gross_paise + l.discount_paise as metal
    from supplier_bill_line s
    join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
    where s.business_id = $1 and s.document_id = $2 and s.receipt_id is not null
      and l.taxable_paise - l.gross_paise + l.discount_paise > 0
    order by s.line`,
}

export interface FixedCut {
  id: string
  billId: string
  voucherId: string
  number: string
  fine: Mg
  provisional: Paise
  difference: Paise
  isUndone: boolean
  /** The rupees that were owed for it are paid, or a part of them. */
  isSettled: boolean
}

export const cutFound = {
  name: 'rate_cuts.find',
  text: `
    select c.id, c.document_id as "billId", c.voucher_id as "voucherId", v.number, c.fine_mg as fine,
      c.provisional_paise as provisional, c.amount_paise - c.provisional_paise as difference, c.undone_at is not null as "isUndone",
      exists (select 1 from open_item i where i.business_id = c.business_id and i.voucher_id = c.voucher_id and i.commodity = 'INR'
        and i.open_amount < i.amount) as "isSettled"
    from rate_cut c join voucher v on v.business_id = c.business_id and v.id = c.voucher_id
    where c.business_id = $1 and c.id = $2`,
}
