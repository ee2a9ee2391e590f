import type { Actor } from '../../../core/actor.ts'
import { add, type Paise } from '../../../core/money.ts'
import type {
  DecidedSentLine,
  PurchaseReturnDecision,
  PurchaseReturnRequest,
} from '../../../core/purchase-return-facts.ts'
import { noHeads, taxTotal } from '../../../core/tax.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { SourceHead } from './source.queries.ts'

export interface ReturnPaper {
  readonly request: PurchaseReturnRequest
  readonly decision: PurchaseReturnDecision
  readonly source: SourceHead
  readonly seriesId: string
  readonly number: string
  readonly hash: string
  /** Of the metal of its own bill. */
  readonly settled: { readonly fine: bigint; readonly worth: Paise }
}

/** The paper, its lines, and what stands beside both: four statements, sent together. */
export async function insertReturn(tx: Tx, businessId: string, paper: ReturnPaper, actor: Actor): Promise<void> {
  if (actor.userId === null) throw new Error('goods are sent back by a person')
  const { request, decision } = paper
  await together([
    named(tx, documentInsert, documentValues(businessId, paper, actor)),
    named(tx, linesInsert, [businessId, request.id, ...lineColumns(decision.lines)]),
    named(tx, returnInsert, returnValues(businessId, paper)),
    named(tx, returnLinesInsert, [businessId, request.id, ...sentColumns(decision.lines, request.source.kind)]),
  ])
}

function documentValues(businessId: string, paper: ReturnPaper, actor: Actor): unknown[] {
  const { request, decision, source, seriesId, number, hash } = paper
  const heads = source.isReverseCharge ? noHeads : decision.heads
  return [
    ...[businessId, request.id, seriesId, number, request.onDate, source.partyId, source.branchId],
    ...[JSON.stringify(source.party), JSON.stringify(source.seller), source.placeOfSupply, source.supply],
    ...[source.isReverseCharge, decision.taxable, heads.cgst, heads.sgst, heads.igst, heads.cess, decision.total],
    ...[decision.cost, request.note, hash, actor.userId, actor.name, actor.at],
  ]
}

function lineColumns(lines: readonly DecidedSentLine[]): unknown[] {
  const of = (value: (line: DecidedSentLine) => unknown) => lines.map(value)
  return [
    of((line) => line.of.itemId),
    of(({ words }) => words),
    of((line) => line.of.hsn),
    of((line) => line.of.unit),
    of(({ quantity }) => quantity),
    of(({ price }) => price),
    of(({ taxable }) => taxable),
    of(({ rateBp }) => rateBp),
    of(({ heads }) => heads.cgst),
    of(({ heads }) => heads.sgst),
    of(({ heads }) => heads.igst),
    of(({ heads }) => heads.cess),
    of(({ taxable, heads }) => add(taxable, taxTotal(heads))),
    of(({ goods }) => goods.value),
  ]
}

function returnValues(businessId: string, { request, decision, source, settled }: ReturnPaper): unknown[] {
  const { id, kind } = request.source
  return [
    ...[businessId, request.id, request.reason, kind === 'bill' ? id : null, kind === 'receipt' ? id : null],
    ...[decision.hasTax, source.metal, decision.fine, decision.metal, settled.fine, settled.worth],
  ]
}

function sentColumns(lines: readonly DecidedSentLine[], kind: 'receipt' | 'bill'): unknown[] {
  const of = (value: (line: DecidedSentLine) => unknown) => lines.map(value)
  return [
    of((line) => line.of.receiptId),
    of((line) => line.of.receiptLine),
    of(({ pieceId }) => pieceId),
    of((line) => line.of.lot?.id ?? null),
    of((line) => line.of.batch?.id ?? null),
    of(({ goods }) => goods.gross),
    of(({ goods }) => goods.net),
    of(({ goods }) => goods.fine),
    of(({ goods }) => goods.carat),
    of(({ goods }) => goods.value),
    of((line) => (kind === 'bill' ? line.of.line : null)),
    of(({ isRejected }) => isRejected),
    of(({ hasCredit }) => hasCredit),
    of(({ cleared }) => cleared),
    of(({ metal }) => metal),
    of(({ fine }) => fine),
  ]
}

const documentInsert = {
  name: 'purchase_returns.document.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, party_snapshot,
      seller_snapshot, place_of_supply, supply, is_reverse_charge, gross_paise, taxable_paise, cgst_paise, sgst_paise, igst_paise,
      cess_paise, total_paise, cost_paise, note, request_hash, issued_by, issued_by_name, issued_at)
    values ($1, $2, 'purchase-return', 'issued', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17, $18, $19,
      $20, $21, $22, $23, $24)`,
}

const linesInsert = {
  name: 'purchase_returns.lines.insert',
  text: `
    insert into document_line (business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise,
      price_includes_tax, gross_paise, discount_paise, taxable_paise, rate_bp, cgst_paise, sgst_paise, igst_paise, cess_paise,
      total_paise, cost_paise)
    select $1, $2, l.line, l.item, l.words, l.hsn, l.unit, l.quantity, l.price, false, l.taxable, 0, l.taxable, l.rate, l.cgst,
      l.sgst, l.igst, l.cess, l.total, l.cost
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::int[],
      $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[])
      with ordinality as l (item, words, hsn, unit, quantity, price, taxable, rate, cgst, sgst, igst, cess, total, cost, line)`,
}

const returnInsert = {
  name: 'purchase_returns.insert',
  text: `
    insert into purchase_return (business_id, document_id, reason, bill_id, receipt_id, has_tax, metal, fine_mg, metal_paise,
      settled_mg, settled_paise)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}

const returnLinesInsert = {
  name: 'purchase_returns.return_lines.insert',
  text: `
    insert into purchase_return_line (business_id, document_id, line, receipt_id, receipt_line, piece_id, lot_id, batch_id, gross_mg,
      net_mg, fine_mg, carat_mct, cost_paise, bill_line, is_rejected, has_input_credit, cleared_paise, metal_paise, credited_mg)
    select $1, $2, l.line, l.receipt, l.receipt_line, l.piece, l.lot, l.batch, l.gross, l.net, l.fine, l.carat, l.cost, l.bill_line,
      l.rejected, l.credit, l.cleared, l.metal, l.credited
    from unnest($3::uuid[], $4::smallint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::bigint[], $10::bigint[],
      $11::bigint[], $12::bigint[], $13::smallint[], $14::boolean[], $15::boolean[], $16::bigint[], $17::bigint[], $18::bigint[])
      with ordinality as l (receipt, receipt_line, piece, lot, batch, gross, net, fine, carat, cost, bill_line, rejected, credit,
        cleared, metal, credited, line)`,
}
