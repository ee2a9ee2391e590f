import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { GstKind, OwedMode, TenderMode } from '../../../core/invoice-facts.ts'
import type { InvoiceKind } from '../../../core/invoice-price.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PaperOf } from '../../../web/paper-address.ts'
import type { PartySnapshot, SellerSnapshot } from '../sales.snapshots.ts'
import { listJewels, listSettledAtIssue, type SaleJewel, type SettledAtIssue } from './jewels.queries.ts'

/** A bill as it was issued, with its lines and the money that came with it. */
export interface Sale {
  document: SaleDocument
  lines: SaleLine[]
  tenders: SaleTender[]
  /** Of the lines that are jewellery. */
  jewels: SaleJewel[]
  settledAtIssue: SettledAtIssue[]
}

export interface SaleDocument {
  id: string
  kind: InvoiceKind
  state: 'issued' | 'cancelled'
  number: string
  on_date: IsoDate
  due_on: IsoDate
  party_id: string | null
  party_snapshot: PartySnapshot
  seller_snapshot: SellerSnapshot
  place_of_supply: string
  supply: 'intra' | 'inter'
  supply_reason: string
  is_reverse_charge: boolean
  gross_paise: Paise
  discount_paise: Paise
  taxable_paise: Paise
  cgst_paise: Paise
  sgst_paise: Paise
  igst_paise: Paise
  cess_paise: Paise
  round_off_paise: Paise
  total_paise: Paise
  note: string
  issued_by_name: string
  issued_at: Date
  cancelled_at: Date | null
  cancel_reason: string | null
  /** What is still to be paid of it; nothing of a cancelled one. */
  open_paise: Paise
  /** Points that it gave. */
  points_earned: bigint
}

export interface SaleLine {
  line: number
  item_id: string | null
  description: string
  hsn: string
  unit: string
  quantity_milli: Milli
  price_paise: Paise
  price_includes_tax: boolean
  gross_paise: Paise
  discount_paise: Paise
  taxable_paise: Paise
  gst_kind: GstKind
  rate_bp: number
  cgst_paise: Paise
  sgst_paise: Paise
  igst_paise: Paise
  cess_paise: Paise
  total_paise: Paise
}

export interface SaleTender {
  mode: TenderMode | OwedMode
  amount_paise: Paise
  reference: string
}

const billKinds = ['invoice', 'bill-of-supply']

/** Throws NotFound; also for papers of other kinds: no bills, where none are named. */
export async function findSale(
  tx: Tx,
  businessId: string,
  id: string,
  kinds: readonly string[] = billKinds,
): Promise<Sale> {
  refuseOddId(id)
  const [[document], lines, tenders, jewels, settledAtIssue] = await together([
    named<SaleDocument>(tx, documentById, [businessId, id, kinds]),
    named<SaleLine>(tx, linesOf, [businessId, id]),
    named<SaleTender>(tx, tendersOf, [businessId, id]),
    listJewels(tx, businessId, id),
    listSettledAtIssue(tx, businessId, id),
  ])
  if (!document) throw new NotFound(`no bill ${id}`)
  return { document, lines, tenders, jewels, settledAtIssue }
}

export interface SettlementRow {
  /** The paper that settled it: a receipt's number, or none. */
  number: string
  on_date: IsoDate
  amount_paise: Paise
}

/** What was set against the bill after it was issued, and not taken back; the reversal of a cancelled one apart. */
export async function listSettlements(tx: Tx, businessId: string, id: string): Promise<SettlementRow[]> {
  refuseOddId(id)
  return named(tx, settlementsOf, [businessId, id])
}

export interface EntryRow {
  voucher_id: string
  kind: string
  account: string
  party_id: string | null
  party_name: string | null
  amount: Paise
}

/** The postings of the bill's own vouchers: the sale, and the reversal of a cancelled one. */
export async function listEntries(tx: Tx, businessId: string, id: string): Promise<EntryRow[]> {
  refuseOddId(id)
  return named(tx, entriesOf, [businessId, id])
}

function refuseOddId(id: string): void {
  if (!isId(id)) throw new NotFound('no bill has such an id')
}

const documentById = {
  name: 'sales.sale',
  text: `
    select d.id, d.kind, d.state, d.number, d.on_date, d.due_on, d.party_id, d.party_snapshot, d.seller_snapshot,
      d.place_of_supply, d.supply, d.supply_reason, d.is_reverse_charge, d.gross_paise, d.discount_paise, d.taxable_paise, d.cgst_paise, d.sgst_paise,
      d.igst_paise, d.cess_paise, d.round_off_paise, d.total_paise, d.note, d.issued_by_name, d.issued_at, d.cancelled_at,
      d.cancel_reason, case when d.state = 'issued' then coalesce(i.open_amount, 0) else 0 end as open_paise,
      (select coalesce(sum(m.points), 0)::bigint from point_move m
        where m.business_id = d.business_id and m.document_id = d.id and m.kind = 'earned') as points_earned
    from document d
    left join open_item i on i.business_id = d.business_id and i.document_id = d.id and i.kind = 'bill'
    where d.business_id = $1 and d.id = $2 and d.kind = any($3::text[])`,
}

const linesOf = {
  name: 'sales.sale.lines',
  text: `
    select line, item_id, description, hsn, unit, quantity_milli, price_paise, price_includes_tax, gross_paise, discount_paise,
      taxable_paise, gst_kind, rate_bp, cgst_paise, sgst_paise, igst_paise, cess_paise, total_paise
    from document_line where business_id = $1 and document_id = $2 order by line`,
}

const tendersOf = {
  name: 'sales.sale.tenders',
  text: `
    select mode, amount_paise, reference from document_tender
    where business_id = $1 and document_id = $2 order by line`,
}

const settlementsOf = {
  name: 'sales.sale.settlements',
  text: `
    select f.number, a.on_date, a.amount as amount_paise
    from open_item i
    join allocation a on a.business_id = i.business_id and a.to_item_id = i.id and a.reverses_id is null
    join open_item f on f.business_id = a.business_id and f.id = a.from_item_id and f.kind <> 'reversal'
    where i.business_id = $1 and i.document_id = $2 and i.kind = 'bill'
      and not exists (select 1 from allocation u where u.business_id = a.business_id and u.reverses_id = a.id)
    order by a.on_date, a.id`,
}

const entriesOf = {
  name: 'sales.sale.entries',
  text: `
    select v.id as voucher_id, v.kind, a.name as account, p.party_id, r.name as party_name, p.amount
    from voucher v
    join posting p on p.business_id = v.business_id and p.voucher_id = v.id
    join account a on a.business_id = p.business_id and a.id = p.account_id
    left join party r on r.business_id = p.business_id and r.id = p.party_id
    where v.business_id = $1 and v.document_id = $2 and v.kind in ('sales', 'reversal')
    order by v.at, v.id, p.line`,
}

/** What paper it is, bill or not: links that know only a paper's id lead to the bills. */
export async function findPaperIfAny(tx: Tx, businessId: string, id: string): Promise<PaperOf | undefined> {
  if (!isId(id)) return undefined
  const [paper] = await named<PaperOf>(tx, kindOfPaper, [businessId, id])
  return paper
}

const kindOfPaper = {
  name: 'sales.paper.kind',
  text: `
    select d.id as "documentId", d.kind as "documentKind", m.form
    from document d left join movement m on m.business_id = d.business_id and m.document_id = d.id
    where d.business_id = $1 and d.id = $2`,
}
