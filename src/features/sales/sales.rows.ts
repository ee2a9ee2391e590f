import type { Actor } from '../../core/actor.ts'
import type { InvoiceDecision } from '../../core/invoice.ts'
import type { Authority } from '../../core/invoice-facts.ts'
import type { PricedPiece } from '../../core/piece-sale.ts'
import type { Charge, Wastage } from '../../core/value-table.ts'
import { gathered, valuesOf } from '../../db/gathered.ts'
import { named, type Statement } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { PartySnapshot, SellerSnapshot } from './sales.snapshots.ts'

export interface NewDocument {
  readonly id: string
  /** Where it is no bill; else what was decided. */
  readonly kind?: string
  /** The paper that it is made of. */
  readonly from?: string | undefined
  readonly seriesId: string
  readonly number: string
  readonly branchId: string
  readonly partyId: string | null
  readonly party: PartySnapshot
  readonly seller: SellerSnapshot
  readonly note: string
  readonly requestHash: string
}

/** Of a decision what stands on its paper; an estimate has the same. */
type PaperDecision = Omit<InvoiceDecision, 'postings' | 'moves' | 'loyalty'>

/** The paper with its lines, what explains the price of a piece, and tenders: one statement. */
export async function insertDocument(
  tx: Tx,
  businessId: string,
  document: NewDocument,
  decision: PaperDecision,
  actor: Actor,
): Promise<void> {
  if (actor.userId === null) throw new Error('a bill is issued by a person')
  const pieces = decision.lines.flatMap(({ piece, approvedBy }, i) =>
    piece ? [{ piece, approvedBy, line: i + 1 }] : [],
  )
  const has = { pieces: pieces.length > 0, tenders: decision.tenders.length > 0 }
  const of = [businessId, document.id]
  const values = [
    ...(has.pieces ? [[...of, ...pieceColumns(pieces)]] : []),
    ...(has.tenders ? [[...of, ...tenderColumns(decision)]] : []),
    [...of, ...lineColumns(decision)],
    documentValues(businessId, document, decision, actor),
  ]
  await named(tx, paperOf(has), valuesOf(businessId, values))
}

function documentValues(businessId: string, document: NewDocument, decision: PaperDecision, actor: Actor): unknown[] {
  const { totals } = decision
  const { heads } = totals
  const { id, seriesId, number, branchId, partyId, party, seller, note, requestHash } = document
  return [
    ...[
      businessId,
      id,
      document.kind ?? decision.kind,
      seriesId,
      number,
      decision.onDate,
      decision.dueOn,
      partyId,
      branchId,
    ],
    ...[JSON.stringify(party), JSON.stringify(seller), decision.placeOfSupply, decision.supply, decision.supplyReason],
    ...[totals.gross, totals.discount, totals.taxable, heads.cgst, heads.sgst, heads.igst, heads.cess, totals.roundOff],
    ...[totals.payable, decision.cost, note, requestHash, actor.userId, actor.name, actor.at, document.from ?? null],
  ]
}

function lineColumns({ lines }: PaperDecision): unknown[] {
  return [
    lines.map((line) => line.itemId),
    lines.map((line) => line.description),
    lines.map((line) => line.hsn),
    lines.map((line) => line.unit),
    lines.map((line) => line.quantity),
    lines.map((line) => line.price),
    lines.map((line) => line.priceIncludesTax),
    lines.map((line) => line.gross),
    lines.map((line) => line.discount),
    lines.map((line) => line.taxable),
    lines.map((line) => line.gstKind),
    lines.map((line) => line.rateBp),
    lines.map((line) => line.heads.cgst),
    lines.map((line) => line.heads.sgst),
    lines.map((line) => line.heads.igst),
    lines.map((line) => line.heads.cess),
    lines.map((line) => line.total),
    lines.map((line) => line.cost),
    lines.map((line) => line.salespersonId),
    lines.map((line) => line.commission),
  ]
}

type PieceLine = { piece: PricedPiece; approvedBy: Authority | null; line: number }

/** How each price came about, beside its line: what the paper explains and what an audit asks. */
function pieceColumns(rows: readonly PieceLine[]): unknown[] {
  const of = (value: (piece: PricedPiece) => unknown) => rows.map(({ piece }) => value(piece))
  return [
    rows.map(({ line }) => line),
    of(({ sold }) => (sold.left ? null : sold.id)),
    of(({ sold }) => (sold.left ? sold.id : null)),
    of(({ sold }) => sold.tag),
    of(({ sold }) => sold.huid),
    of(({ sold }) => sold.metal),
    of(({ sold }) => sold.purity),
    of(({ sold }) => sold.fineness),
    of(({ ask }) => ask.gross),
    of(({ ask }) => ask.stoneWeight),
    of(({ ask }) => ask.otherWeight),
    of(({ ask }) => ask.net),
    of(({ goes }) => goes.fine),
    of(({ goes }) => goes.carat),
    of(({ price }) => price.weight),
    of(({ price }) => price.wastage),
    of(({ ask }) => ask.rate),
    of(({ basis }) => basis),
    of(({ ask }) => ask.making.kind),
    of(({ ask }) => chargeFigure(ask.making)),
    of(({ ask }) => ask.wastage.kind),
    of(({ ask }) => wastageFigure(ask.wastage)),
    of(({ price }) => price.metal),
    of(({ price }) => price.wastageAmount),
    of(({ price }) => price.making),
    of(({ price }) => price.stonesAmount),
    of(({ price }) => price.hallmark),
    of(({ price }) => price.other),
    of(({ sold }) => sold.otherWords),
    of(({ price }) => price.total),
    of(({ floor }) => floor),
    of(({ price }) => JSON.stringify(price.stones, (_key, part) => (typeof part === 'bigint' ? String(part) : part))),
    rows.map(({ approvedBy }) => approvedBy?.userId ?? null),
    rows.map(({ approvedBy }) => approvedBy?.name ?? ''),
  ]
}

/** Paise a gram, basis points or paise, as its kind says. */
const chargeFigure = (charge: Charge): bigint =>
  charge.kind === 'none' ? 0n : charge.kind === 'percent' ? BigInt(charge.bp) : charge.paise
const wastageFigure = (wastage: Wastage): bigint =>
  wastage.kind === 'none' ? 0n : wastage.kind === 'percent' ? BigInt(wastage.bp) : wastage.mg

const tenderColumns = ({ tenders }: PaperDecision): unknown[] => [
  tenders.map((tender) => tender.mode),
  tenders.map((tender) => tender.accountId),
  tenders.map((tender) => tender.amount),
  tenders.map((tender) => tender.reference),
]

const documentInsert = `
  insert into document (business_id, id, kind, state, series_id, number, on_date, due_on, party_id, branch_id, party_snapshot,
    seller_snapshot, place_of_supply, supply, supply_reason, gross_paise, discount_paise, taxable_paise, cgst_paise, sgst_paise,
    igst_paise, cess_paise, round_off_paise, total_paise, cost_paise, note, request_hash, issued_by, issued_by_name, issued_at,
    from_document_id)
  values ($1, $2, $3, 'issued', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30)`

const linesInsert = `
  insert into document_line (business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise,
    price_includes_tax, gross_paise, discount_paise, taxable_paise, gst_kind, rate_bp, cgst_paise, sgst_paise, igst_paise,
    cess_paise, total_paise, cost_paise, salesperson_id, commission_paise)
  select $1, $2, l.line, l.item, l.words, l.hsn, l.unit, l.quantity, l.price, l.includes, l.gross, l.discount, l.taxable, l.kind,
    l.rate, l.cgst, l.sgst, l.igst, l.cess, l.total, l.cost, l.salesperson, l.commission
  from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::boolean[], $10::bigint[],
    $11::bigint[], $12::bigint[], $13::text[], $14::int[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[],
    $19::bigint[], $20::bigint[], $21::uuid[], $22::bigint[]) with ordinality
    as l (item, words, hsn, unit, quantity, price, includes, gross, discount, taxable, kind, rate, cgst, sgst, igst, cess,
      total, cost, salesperson, commission, line)`

const pieceLinesInsert = `
  insert into piece_line (business_id, document_id, line, piece_id, lot_id, tag, huid, metal, purity, fineness, gross_mg, stone_mg,
    other_mg, net_mg, fine_mg, carat_mct, weight_mg, wastage_mg, rate_paise, rate_basis, making_kind, making_value, wastage_kind,
    wastage_value, metal_paise, wastage_paise, making_paise, stones_paise, hallmark_paise, other_paise, other_words, total_paise,
    floor_paise, stones, approved_by, approved_by_name)
  select $1, $2, p.* from unnest($3::smallint[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[],
    $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[],
    $19::bigint[], $20::text[], $21::text[], $22::bigint[], $23::text[], $24::bigint[], $25::bigint[], $26::bigint[], $27::bigint[],
    $28::bigint[], $29::bigint[], $30::bigint[], $31::text[], $32::bigint[], $33::bigint[], $34::jsonb[], $35::uuid[], $36::text[])
    as p`

const tendersInsert = `
  insert into document_tender (business_id, document_id, line, mode, account_id, amount_paise, reference)
  select $1, $2, t.line, t.mode, t.account_id, t.amount, t.reference
  from unnest($3::text[], $4::uuid[], $5::bigint[], $6::text[]) with ordinality as t (mode, account_id, amount, reference, line)`

const paper = (name: string, beside: readonly string[]): Statement =>
  gathered(`sales.${name}.insert`, [...beside, linesInsert, documentInsert])

const papers = {
  plain: paper('paper', []),
  pieces: paper('paper_of_pieces', [pieceLinesInsert]),
  paid: paper('paid_paper', [tendersInsert]),
  paidPieces: paper('paid_paper_of_pieces', [pieceLinesInsert, tendersInsert]),
} as const

const paperOf = ({ pieces, tenders }: { pieces: boolean; tenders: boolean }): Statement =>
  pieces ? (tenders ? papers.paidPieces : papers.pieces) : tenders ? papers.paid : papers.plain
