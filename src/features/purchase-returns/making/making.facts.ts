import { todayIn } from '../../../core/dates.ts'
import type { PurchaseReturnFacts, PurchaseReturnRequest, ReturnableLine } from '../../../core/purchase-return-facts.ts'
import { milli } from '../../../core/quantity.ts'
import { mct } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { accountsByRole } from '../../books/index.ts'
import { lockReceiptLines, type ReceiptLine, receiptLines } from '../../goods-receipts/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { type LotFacts, lockLots, lockPieces, lotFacts, type PieceFacts } from '../../pieces/index.ts'
import { lockLevels, readLevels } from '../../stock/index.ts'
import {
  type BillLineRow,
  batchesLeft,
  billLines,
  findSource,
  ordinalOf,
  type PieceRow,
  piecesOfReceipts,
  type RejectedRow,
  rejectedSent,
  type SourceHead,
} from './source.queries.ts'
import { goodsReceiptTracking } from './tracking.ts'

export interface LoadedReturn {
  existing: { number: string; hash: string } | undefined
  source: SourceHead
  facts: PurchaseReturnFacts
  /** Those that go back, locked. */
  pieces: readonly PieceFacts[]
}

export interface LoadOptions {
  readonly mayBackdate?: boolean
  readonly at: Date
  readonly by: string | null
  /** Without it, to show what can go back. */
  readonly lock: boolean
}

/**
 * Reads what a return is decided from. With `lock`: the paper it goes back against, the supplier, the receipts, pieces and
 * lots, then the levels. Throws NotFound, Refusal 'goodsReceipts.refusal.lineGone' (409) for a receipt that went.
 */
export async function loadReturn(
  tx: Tx,
  businessId: string,
  request: Pick<PurchaseReturnRequest, 'id' | 'source' | 'onDate' | 'lines'>,
  { mayBackdate = false, at, by, lock }: LoadOptions,
): Promise<LoadedReturn> {
  const source = await findSource(tx, businessId, { ...request, by, at, lock })
  if (lock) await lockMoneyOf(tx, businessId, source.partyId)
  const [existing] = await named<{ number: string; hash: string }>(tx, returnThere, [businessId, request.id])
  const ofBill = request.source.kind === 'bill' ? await billLines(tx, businessId, source) : []
  const received = await receivedOf(tx, businessId, { source, ofBill, request, lock })
  const branchId = branchOf(received, { ofBill, asked: request.lines }) ?? source.branchId
  const pieceIds = request.lines.flatMap((line) => line.pieceIds)
  const pieces = lock ? await lockPieces(tx, businessId, await known(tx, businessId, pieceIds)) : []
  const lotIds = received.flatMap(({ lotId }) => lotId ?? [])
  const lots = await (lock ? lockLots : lotFacts)(tx, businessId, lotIds)
  const itemIds = [...new Set(received.map(({ itemId }) => itemId))].sort()
  const levels = await (lock ? lockLevels : readLevels)(tx, businessId, branchId, itemIds)
  const receiptIds = [...new Set(received.map(({ receiptId }) => receiptId))]
  const batchIds = received.flatMap(({ batchId }) => batchId ?? [])
  const more = {
    rejected: await rejectedSent(tx, businessId, receiptIds),
    tagged: await piecesOfReceipts(tx, businessId, receiptIds),
    batches: await batchesLeft(tx, businessId, { branchId, batchIds }),
    lots,
  }
  const lines =
    request.source.kind === 'bill'
      ? ofBill.flatMap((row) => {
          const of = received.find((one) => one.receiptId === row.receiptId && one.line === row.receiptLine)
          return of ? [lineOf(of, row, more)] : []
        })
      : received.map((of) => lineOf(of, undefined, more))
  const { onDate, isReverseCharge, metal } = source
  return {
    existing,
    // The goods leave their own branch, whose numbers the note counts on, whichever branch its bill was entered at.
    source: { ...source, branchId, ordinal: await ordinalOf(tx, businessId, branchId) },
    pieces,
    facts: {
      ...{
        today: todayIn(at, source.zone),
        lockDate: source.lockDate,
        mayBackdate,
        partyId: source.partyId,
        lines,
        levels,
      },
      source: { onDate, isCancelled: source.state === 'cancelled', isReverseCharge, metal },
      branchId,
      roles: await accountsByRole(tx, businessId),
    },
  }
}

interface Asking {
  source: SourceHead
  ofBill: readonly BillLineRow[]
  request: Pick<PurchaseReturnRequest, 'source'>
  lock: boolean
}

async function receivedOf(
  tx: Tx,
  businessId: string,
  { source, ofBill, request, lock }: Asking,
): Promise<ReceiptLine[]> {
  const receiptIds =
    request.source.kind === 'bill' ? [...new Set(ofBill.map(({ receiptId }) => receiptId))] : [source.id]
  const lines = receiptIds.length === 0 ? [] : await receiptLines(tx, businessId, { receiptIds })
  if (source.state === 'cancelled') return lines
  return lock ? lockReceiptLines(tx, businessId, lines) : lines
}

/** That of the first line that goes back: a bill may ask for goods that came to two branches. */
function branchOf(
  received: readonly ReceiptLine[],
  { ofBill, asked: [first] }: { ofBill: readonly BillLineRow[]; asked: readonly { line: number }[] },
): string | undefined {
  const row = ofBill.find(({ line }) => line === first?.line)
  const of = row
    ? received.find(({ receiptId, line }) => receiptId === row.receiptId && line === row.receiptLine)
    : received.find(({ line }) => line === first?.line)
  return (of ?? received[0])?.branchId
}

/** A tag that is no piece of this shop is refused by name later, and not by what locks. */
async function known(tx: Tx, businessId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  return (await named<{ id: string }>(tx, piecesKnown, [businessId, ids])).map(({ id }) => id)
}

interface More {
  rejected: readonly RejectedRow[]
  tagged: readonly PieceRow[]
  batches: readonly { id: string; left: ReturnableLine['rejected'] }[]
  lots: readonly LotFacts[]
}

function lineOf(of: ReceiptLine, row: BillLineRow | undefined, more: More): ReturnableLine {
  const sent = more.rejected.find(({ receiptId, line }) => receiptId === of.receiptId && line === of.line)
  const lot = more.lots.find(({ id }) => id === of.lotId)
  const batch = more.batches.find(({ id }) => id === of.batchId)
  return {
    line: row?.line ?? of.line,
    ...{
      receiptId: of.receiptId,
      receiptLine: of.line,
      itemId: of.itemId,
      words: of.itemName,
      hsn: of.hsn,
      unit: of.unit,
      branchId: of.branchId,
    },
    tracking: goodsReceiptTracking(of),
    state: of,
    rejected: row ? milli(0n) : milli(of.rejected - (sent?.sent ?? 0n)),
    price: of.price,
    pieces: more.tagged
      .filter(({ receiptId, line }) => receiptId === of.receiptId && line === of.line)
      .map((piece) => ({
        ...{ id: piece.id, tag: piece.tag, wasReturned: piece.wasReturned, worth: piece.worth },
        isHere: piece.state === 'in-stock' && piece.branchId === of.branchId,
        goods: {
          ...{ quantity: milli(1000n), pieces: 1, gross: piece.gross, net: piece.net, fine: piece.fine },
          ...{ carat: mct(piece.carat), value: piece.cost },
        },
      })),
    lot: lot
      ? { id: lot.id, left: { ...goodsOf(lot), quantity: milli(lot.kind === 'stones' ? lot.gross : lot.net) } }
      : null,
    batch: of.batchId === null ? null : { id: of.batchId, number: of.batchNumber, left: batch?.left ?? milli(0n) },
    billed: row?.billed ?? null,
  }
}

const goodsOf = ({ pieces, gross, net, fine, carat, value }: LotFacts) => ({ pieces, gross, net, fine, carat, value })

const returnThere = {
  name: 'purchase_returns.there',
  text: 'select number, request_hash as hash from document where business_id = $1 and id = $2',
}

const piecesKnown = {
  name: 'purchase_returns.pieces.known',
  text: 'select id from piece where business_id = $1 and id = any($2::uuid[])',
}
