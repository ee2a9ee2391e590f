import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { type Paise, paise, split, subtract } from '../../../core/money.ts'
import type { BilledPart, ReturnSource } from '../../../core/purchase-return-facts.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import type { BilledMetal } from '../../../core/supplier-bill-facts.ts'
import type { Heads, Supply } from '../../../core/tax.ts'
import { type Mg, mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'

/** The receipt or the bill that goods go back against, and the shop that sends them. */
export interface SourceHead {
  id: string
  number: string
  onDate: IsoDate
  state: 'issued' | 'cancelled'
  theirNumber: string
  theirDate: IsoDate | null
  partyId: string
  branchId: string
  party: PartySnapshot
  seller: SellerSnapshot
  placeOfSupply: string
  supply: Supply
  isReverseCharge: boolean
  metal: BilledMetal | ''
  fine: Mg
  lockDate: IsoDate | null
  zone: string
  fyStartMonth: number
  ordinal: number
}

interface Asking {
  readonly source: ReturnSource
  readonly onDate: IsoDate
  readonly by: string | null
  readonly at: Date
  readonly lock: boolean
}

/** Throws NotFound. With `lock` the paper stays as it is until the transaction ends. */
export async function findSource(
  tx: Tx,
  businessId: string,
  { source, onDate, by, at, lock }: Asking,
): Promise<SourceHead> {
  if (!isId(source.id)) throw new NotFound('no such paper')
  const kind = source.kind === 'bill' ? 'supplier-bill' : 'goods-receipt'
  const statement = lock ? sourceLocked : sourceRead
  const [head] = await named<SourceHead>(tx, statement, [businessId, source.id, kind, by, onDate, at])
  if (!head) throw new NotFound(`no ${kind} ${source.id}`)
  return head
}

export interface BillLineRow {
  line: number
  receiptId: string
  receiptLine: number
  billed: BilledPart
}

/** The lines of goods of a bill, less what went back against it already. */
export async function billLines(tx: Tx, businessId: string, bill: SourceHead): Promise<BillLineRow[]> {
  const rows = await named<BillRow>(tx, linesOfBill, [businessId, bill.id])
  const metals = rows.map(({ metal }) => metal)
  const fines = bill.fine > 0n && metals.some((metal) => metal > 0n) ? split(paise(bill.fine), metals) : []
  return rows.map((row, i) => ({
    ...{ line: row.line, receiptId: row.receiptId, receiptLine: row.receiptLine },
    billed: {
      quantity: milli(row.quantity - row.backQuantity),
      taxable: subtract(row.taxable, row.backTaxable),
      metal: subtract(row.metal, row.backMetal),
      fine: mg((fines[i] ?? 0n) - row.backFine),
      heads: {
        cgst: subtract(row.cgst, row.backCgst),
        sgst: subtract(row.sgst, row.backSgst),
        igst: subtract(row.igst, row.backIgst),
        cess: subtract(row.cess, row.backCess),
      },
      ...{ rateBp: row.rateBp, hasCredit: row.hasCredit },
    },
  }))
}

interface BillRow extends Heads {
  line: number
  receiptId: string
  receiptLine: number
  quantity: Milli
  taxable: Paise
  metal: Paise
  rateBp: number
  hasCredit: boolean
  backQuantity: bigint
  backTaxable: Paise
  backMetal: Paise
  backFine: bigint
  backCgst: Paise
  backSgst: Paise
  backIgst: Paise
  backCess: Paise
}

export interface RejectedRow {
  receiptId: string
  line: number
  /** Sent back already, of what was rejected at the door. */
  sent: Milli
}

export const rejectedSent = (tx: Tx, businessId: string, receiptIds: readonly string[]): Promise<RejectedRow[]> =>
  named(tx, rejectedOf, [businessId, receiptIds])

export interface PieceRow {
  id: string
  receiptId: string
  line: number
  tag: string
  state: string
  branchId: string
  gross: Mg
  net: Mg
  fine: Mg
  carat: bigint
  cost: Paise
  worth: Paise
  wasReturned: boolean
}

export const piecesOfReceipts = (tx: Tx, businessId: string, receiptIds: readonly string[]): Promise<PieceRow[]> =>
  named(tx, piecesOf, [businessId, receiptIds])

export const batchesLeft = (
  tx: Tx,
  businessId: string,
  { branchId, batchIds }: { branchId: string; batchIds: readonly string[] },
): Promise<{ id: string; left: Milli }[]> => named(tx, batchLevels, [businessId, branchId, batchIds])

/** Which branch of the business it is, the first made being the first. */
export async function ordinalOf(tx: Tx, businessId: string, branchId: string): Promise<number> {
  const [row] = await named<{ ordinal: number }>(tx, branchOrdinal, [businessId, branchId])
  if (!row) throw new NotFound(`no branch ${branchId}`)
  return row.ordinal
}

const branchOrdinal = {
  name: 'purchase_returns.branch.ordinal',
  text: 'select count(*)::int as ordinal from branch where business_id = $1 and id <= $2',
}

const source = `
    select d.id, d.number, d.on_date as "onDate", d.state, coalesce(s.their_number, g.their_number, '') as "theirNumber",
      coalesce(s.their_date, g.their_date) as "theirDate", d.party_id as "partyId", d.branch_id as "branchId",
      d.party_snapshot as party, d.seller_snapshot as seller, d.place_of_supply as "placeOfSupply", d.supply,
      d.is_reverse_charge as "isReverseCharge", coalesce(s.metal, '') as metal, coalesce(s.fine_mg, 0)::bigint as fine,
      closed_until(b.id, $4, $5, $6) as "lockDate", b.zone, b.fy_start_month as "fyStartMonth",
      (select count(*) from branch o where o.business_id = b.id and o.id <= d.branch_id)::int as ordinal
    from document d
    join business b on b.id = d.business_id
    left join supplier_bill s on s.business_id = d.business_id and s.document_id = d.id
    left join goods_receipt g on g.business_id = d.business_id and g.document_id = d.id
    where d.business_id = $1 and d.id = $2 and d.kind = $3`

const sourceRead = { name: 'purchase_returns.source', text: source }
const sourceLocked = { name: 'purchase_returns.source.locked', text: `${source} for update of d` }

const linesOfBill = {
  name: 'purchase_returns.bill_lines',
  text: `
    select s.line, s.receipt_id as "receiptId", s.receipt_line as "receiptLine", l.quantity_milli as quantity,
      l.taxable_paise as taxable, l.taxable_paise - l.gross_paise + l.discount_paise as metal, l.cgst_paise as cgst,
      l.sgst_paise as sgst, l.igst_paise as igst, l.cess_paise as cess, l.rate_bp as "rateBp", s.has_input_credit as "hasCredit",
      b.*
    from supplier_bill_line s
    join document_line l on l.business_id = s.business_id and l.document_id = s.document_id and l.line = s.line
    cross join lateral (
      select coalesce(sum(x.quantity_milli), 0)::bigint as "backQuantity", coalesce(sum(x.taxable_paise), 0)::bigint as "backTaxable",
        coalesce(sum(t.metal_paise), 0)::bigint as "backMetal", coalesce(sum(t.credited_mg), 0)::bigint as "backFine",
        coalesce(sum(x.cgst_paise), 0)::bigint as "backCgst", coalesce(sum(x.sgst_paise), 0)::bigint as "backSgst",
        coalesce(sum(x.igst_paise), 0)::bigint as "backIgst", coalesce(sum(x.cess_paise), 0)::bigint as "backCess"
      from purchase_return r
      join document d on d.business_id = r.business_id and d.id = r.document_id and d.state = 'issued'
      join purchase_return_line t on t.business_id = r.business_id and t.document_id = r.document_id
      join document_line x on x.business_id = t.business_id and x.document_id = t.document_id and x.line = t.line
      where r.business_id = s.business_id and r.bill_id = s.document_id and t.bill_line = s.line and not t.is_rejected
    ) b
    where s.business_id = $1 and s.document_id = $2 and s.receipt_id is not null order by s.line`,
}

const rejectedOf = {
  name: 'purchase_returns.rejected',
  text: `
    select t.receipt_id as "receiptId", t.receipt_line as line, sum(x.quantity_milli)::bigint as sent
    from purchase_return_line t
    join document d on d.business_id = t.business_id and d.id = t.document_id and d.state = 'issued'
    join document_line x on x.business_id = t.business_id and x.document_id = t.document_id and x.line = t.line
    where t.business_id = $1 and t.receipt_id = any($2::uuid[]) and t.is_rejected group by 1, 2`,
}

const piecesOf = {
  name: 'purchase_returns.pieces',
  text: `
    select p.id, g.receipt_id as "receiptId", g.line, p.tag, p.state, p.branch_id as "branchId", p.gross_mg as gross,
      p.net_mg as net, p.fine_mg as fine, p.carat_mct as carat, p.cost_paise as cost,
      coalesce((select m.value_paise from stock_move m where m.business_id = p.business_id and m.piece_id = p.id
        and m.document_id = g.receipt_id and m.kind = 'purchase' limit 1), 0)::bigint as worth,
      exists (select 1 from purchase_return_line t
        join document d on d.business_id = t.business_id and d.id = t.document_id and d.state = 'issued'
        where t.business_id = p.business_id and t.piece_id = p.id and t.receipt_id = g.receipt_id) as "wasReturned"
    from goods_receipt_piece g join piece p on p.business_id = g.business_id and p.id = g.piece_id
    where g.business_id = $1 and g.receipt_id = any($2::uuid[]) order by g.receipt_id, g.line, p.tag, p.id`,
}

const batchLevels = {
  name: 'purchase_returns.batches',
  text: `
    select batch_id as id, quantity_milli as left from batch_level
    where business_id = $1 and branch_id = $2 and batch_id = any($3::uuid[])`,
}
