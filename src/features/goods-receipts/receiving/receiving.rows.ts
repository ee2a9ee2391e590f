import type { Actor } from '../../../core/actor.ts'
import type { DecidedReceiptLine, ReceiptDecision } from '../../../core/goods-receipt-facts.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { PartySnapshot, SellerSnapshot } from '../../sales/index.ts'
import type { ItemOfReceipt } from './receiving.facts.ts'
import type { GoodsReceiptRequest } from './receiving.request.ts'

export interface NewReceiptPaper {
  readonly request: GoodsReceiptRequest
  readonly decision: ReceiptDecision
  readonly items: ReadonlyMap<string, ItemOfReceipt>
  /** By line. */
  readonly batchIds: readonly (string | null)[]
  readonly seriesId: string
  readonly number: string
  readonly branchId: string
  readonly state: string
  readonly party: PartySnapshot
  readonly seller: SellerSnapshot
  readonly hash: string
}

/** The paper with its lines and what stands beside them, sent together. */
export async function insertReceipt(tx: Tx, businessId: string, paper: NewReceiptPaper, actor: Actor): Promise<void> {
  const { request, decision } = paper
  const { id, theirNumber, theirDate, landed, landedBy } = request
  const waits = decision.lines.some(({ accepted }) => accepted > 0n)
  await together([
    named(tx, documentInsert, documentValues(businessId, paper, actor)),
    named(tx, linesInsert, [businessId, id, ...lineColumns(paper)]),
    named(tx, receiptInsert, [businessId, id, theirNumber, theirDate, landed, landedBy, decision.differs, waits]),
    named(tx, receiptLinesInsert, [businessId, id, ...receiptColumns(paper), request.partyId, request.onDate]),
  ])
}

/** Which pieces came with which line, the pieces of each line given in the order of the lines. */
export async function insertReceiptPieces(
  tx: Tx,
  businessId: string,
  { documentId, pieces }: { documentId: string; pieces: readonly (readonly { id: string }[])[] },
): Promise<void> {
  const rows = pieces.flatMap((some, at) => some.map(({ id }) => ({ id, line: at + 1 })))
  if (rows.length === 0) return
  await named(tx, piecesInsert, [businessId, documentId, rows.map(({ line }) => line), rows.map(({ id }) => id)])
}

function documentValues(businessId: string, paper: NewReceiptPaper, actor: Actor): unknown[] {
  const { request, decision, seriesId, number, branchId, state, party, seller, hash } = paper
  return [
    ...[businessId, request.id, seriesId, number, request.onDate, request.partyId, branchId],
    ...[JSON.stringify(party), JSON.stringify(seller), state, decision.cost, request.note, hash],
    ...[actor.userId, actor.name, actor.at],
  ]
}

function lineColumns({ decision: { lines }, items }: NewReceiptPaper): unknown[] {
  const item = ({ item: { id } }: DecidedReceiptLine) => items.get(id)
  return [
    lines.map((line) => line.item.id),
    lines.map((line) => line.item.name),
    lines.map((line) => item(line)?.hsn ?? ''),
    lines.map((line) => item(line)?.unit ?? ''),
    lines.map((line) => line.asked.received),
    lines.map((line) => line.price),
    lines.map((line) => line.cost),
    lines.map((line) => item(line)?.gstKind ?? 'taxable'),
  ]
}

function receiptColumns({ decision: { lines }, batchIds }: NewReceiptPaper): unknown[] {
  return [
    lines.map((line) => line.item.id),
    lines.map(({ asked }) => asked.order?.id ?? null),
    lines.map(({ asked }) => asked.order?.line ?? null),
    batchIds,
    lines.map(({ asked }) => asked.lot?.id ?? null),
    lines.map(({ ordered }) => ordered),
    lines.map(({ asked }) => asked.received),
    lines.map(({ asked }) => asked.rejected),
    lines.map(({ asked }) => (asked.rejected > 0n ? asked.rejectReason.trim() : '')),
    lines.map(({ pieces }) => pieces.length),
    lines.map(({ gross }) => gross),
    lines.map(({ net }) => net),
    lines.map(({ fine }) => fine),
    lines.map(({ carat }) => carat),
    lines.map(({ price }) => price),
    lines.map(({ cost }) => cost),
    lines.map(({ landed }) => landed),
  ]
}

const documentInsert = {
  name: 'goods_receipts.document.insert',
  text: `
    insert into document (business_id, id, kind, state, series_id, number, on_date, party_id, branch_id, party_snapshot, seller_snapshot,
      place_of_supply, supply, gross_paise, taxable_paise, total_paise, cost_paise, note, request_hash, issued_by, issued_by_name,
      issued_at)
    values ($1, $2, 'goods-receipt', 'issued', $3, $4, $5, $6, $7, $8, $9, $10, 'intra', $11, $11, $11, $11, $12, $13, $14, $15, $16)`,
}

const linesInsert = {
  name: 'goods_receipts.document_lines.insert',
  text: `
    insert into document_line (business_id, document_id, line, item_id, description, hsn, unit, quantity_milli, price_paise,
      price_includes_tax, gross_paise, taxable_paise, gst_kind, rate_bp, total_paise, cost_paise)
    select $1, $2, l.line, l.item, l.words, l.hsn, l.unit, l.quantity, l.price, false, l.cost, l.cost, l.kind, 0, l.cost, l.cost
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[], $10::text[]) with ordinality
      as l (item, words, hsn, unit, quantity, price, cost, kind, line)`,
}

const receiptInsert = {
  name: 'goods_receipts.insert',
  text: `
    insert into goods_receipt (business_id, document_id, their_number, their_date, landed_paise, landed_by, differs, waits_for_bill)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}

const receiptLinesInsert = {
  name: 'goods_receipts.lines.insert',
  text: `
    insert into goods_receipt_line (business_id, receipt_id, line, item_id, order_id, order_line, batch_id, lot_id, ordered_milli,
      received_milli, rejected_milli, reject_reason, pieces, gross_mg, net_mg, fine_mg, carat_mct, price_paise, cost_paise, landed_paise,
      supplier_id, on_date)
    select $1, $2, l.line, l.item, l.order_id, l.order_line, l.batch, l.lot, l.ordered, l.received, l.rejected, l.reason, l.pieces,
      l.gross, l.net, l.fine, l.carat, l.price, l.cost, l.landed, $20, $21
    from unnest($3::uuid[], $4::uuid[], $5::smallint[], $6::uuid[], $7::uuid[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[],
      $12::int[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[])
      with ordinality as l (item, order_id, order_line, batch, lot, ordered, received, rejected, reason, pieces, gross, net, fine, carat,
        price, cost, landed, line)`,
}

const piecesInsert = {
  name: 'goods_receipts.pieces.insert',
  text: `
    insert into goods_receipt_piece (business_id, receipt_id, line, piece_id)
    select $1, $2, p.* from unnest($3::smallint[], $4::uuid[]) as p`,
}
