import type { Actor } from '../../../core/actor.ts'
import { type Cancellation, type CancellationFacts, decideCancellation } from '../../../core/cancellation.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { sum, zero } from '../../../core/money.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { unmatchReversed } from '../../bank/index.ts'
import { moveBatches } from '../../batches/index.ts'
import { accountsByRole, allocate, openItem, post, takeFromTaxDays, undoAllocations } from '../../books/index.ts'
import { giftsToUndo, moveGifts, type NewGiftMove } from '../../gift-vouchers/index.ts'
import { movePoints, type NewPointMove, pointsToUndo } from '../../loyalty/index.ts'
import { lockLots, lockPieces, moveLots, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { takeBackSold } from '../../sold/index.ts'
import { lockLevels, moveStock } from '../../stock/index.ts'
import { batchMoveOf, stockMoveOf } from '../sales.moves.ts'
import { InvoiceRefused } from '../sales.request.ts'
import { refreshOrders } from '../sales.sources.ts'
import {
  type BillRow,
  billLocked,
  decidedMove,
  type ItemRow,
  itemsLocked,
  type MoveRow,
  movesOf,
  postingsOf,
  type TenderRow,
  tendersOf,
} from './cancellation.queries.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  readonly onDate: IsoDate
}

/**
 * Cancels an issued bill by a voucher that reverses it: see `decideCancellation` for what becomes of the money. Points and
 * gift vouchers that it took are given back, and points that it gave are taken away. A second
 * time answers with the first. Throws NotFound; InvoiceRefused for a missing reason, a date before the bill or what was
 * last set against it, and for a bill in a locked period.
 */
export async function cancelInvoice(
  tx: Tx,
  businessId: string,
  request: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const bill = await findBill(tx, businessId, request, actor)
  const answer = { id: bill.id, number: bill.number }
  if (bill.state === 'cancelled') return answer
  if (bill.hasReturns) throw new InvoiceRefused([{ key: 'sales.refusal.hasReturns', status: 409 }])
  const { facts, ...found } = await loadFacts(tx, businessId, bill, request, actor)
  const outcome = decideCancellation(facts, request)
  if ('refused' in outcome) throw new InvoiceRefused(outcome.refused)
  await write(tx, businessId, { bill, request, ...found, decision: outcome.ok }, actor)
  return answer
}

async function findBill(tx: Tx, businessId: string, { id, onDate }: CancelRequest, actor: Actor): Promise<BillRow> {
  const [bill] = await named<BillRow>(tx, billLocked, [businessId, id, actor.userId, onDate, actor.at])
  if (!bill) throw new NotFound(`no bill ${id}`)
  return bill
}

interface Loaded {
  facts: CancellationFacts
  /** What was sold by its tag. */
  pieces: readonly PieceFacts[]
  /** Of each move the batch from which it went. */
  batchIds: readonly (string | null)[]
  /** What the bill took and gave in points, and took of gift vouchers, to be undone. */
  points: readonly NewPointMove[]
  gifts: readonly NewGiftMove[]
  /** The bill's open item, if it had one. */
  itemId: string | undefined
  openAmount: bigint
}

/**
 * Locks the points, the gift vouchers, the stock by item, then the bill's open item and what settled it; the bill itself is
 * locked already.
 */
async function loadFacts(
  tx: Tx,
  businessId: string,
  bill: BillRow,
  request: CancelRequest,
  actor: Actor,
): Promise<Loaded> {
  const { id, voucherId, branchId, partyId, onDate, total, lockDate, zone } = bill
  const [points, gifts, postings, tenders, moves, roles] = await together([
    pointsToUndo(tx, businessId, { documentId: id, partyId, onDate: request.onDate }),
    giftsToUndo(tx, businessId, id),
    named<PostingLine>(tx, postingsOf, [businessId, voucherId]),
    named<TenderRow>(tx, tendersOf, [businessId, id]),
    named<MoveRow>(tx, movesOf, [businessId, id]),
    accountsByRole(tx, businessId),
  ])
  const pieceIds = moves.flatMap(({ pieceId }) => pieceId ?? [])
  const [pieces, , levels, items] = await together([
    lockPieces(tx, businessId, pieceIds),
    lockLots(
      tx,
      businessId,
      moves.flatMap(({ lotId }) => lotId ?? []),
    ),
    lockLevels(tx, businessId, branchId, [...new Set(moves.map(({ itemId }) => itemId))]),
    named<ItemRow>(tx, itemsLocked, [businessId, voucherId]),
  ])
  const own = items.find((item) => item.isOwn)
  const facts: CancellationFacts = {
    today: todayIn(actor.at, zone),
    lockDate,
    partyId,
    onDate,
    lastSettledOn: items.reduce<string | null>((last, { settledOn }) => later(last, settledOn), null),
    total,
    postings,
    tenderAccountIds: tenders.flatMap(({ account_id, is_owed }) => (is_owed ? [] : account_id)),
    owed: sum(tenders.map(({ amount, is_owed }) => (is_owed ? amount : zero))),
    moves: moves.map(decidedMove),
    levels,
    roles,
  }
  const batchIds = moves.map(({ batchId }) => batchId)
  return { facts, pieces, batchIds, points, gifts, itemId: own?.id, openAmount: own?.amount ?? 0n }
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a)

interface Decided extends Omit<Loaded, 'facts'> {
  bill: BillRow
  request: CancelRequest
  decision: Cancellation
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<void> {
  const { bill, request, pieces, batchIds, points, gifts, decision } = decided
  const { id, number, partyId, branchId } = bill
  const { onDate, reason } = request
  const reversalId = newId()
  const voucher = {
    id: reversalId,
    kind: 'reversal',
    onDate,
    number,
    partyId,
    documentId: id,
    reversesId: bill.voucherId,
  } as const
  const moves = decision.moves.map((move, i) => stockMoveOf({ ...move, batchId: batchIds[i] ?? null }, branchId, 1n))
  const lots = decision.moves.flatMap(({ of }) =>
    of?.kind === 'lot' ? [{ lotId: of.id, sign: 1n as const, goes: of.goes }] : [],
  )
  const shelf = {
    from: ['sold'],
    to: 'in-stock',
    kind: 'sale-cancelled',
    eventDocumentId: id,
    onDate,
    note: reason,
  } as const
  const back = { kind: 'sale-cancelled', onDate, documentId: id, voucherId: reversalId, note: reason } as const
  await together([
    named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason.trim()]),
    post(tx, businessId, { ...voucher, narration: reason.trim(), lines: decision.postings }, actor),
    closeOpenItem(tx, businessId, reversalId, decided, actor),
    movePieces(tx, businessId, pieces, shelf, actor),
    moveLots(tx, businessId, lots),
    moveStock(tx, businessId, moves, { ...back, negative: bill.negative }, actor),
    moveBatches(tx, businessId, moves.flatMap(batchMoveOf)),
    movePoints(tx, businessId, points, back, actor),
    moveGifts(tx, businessId, gifts, { ...back, kind: 'given-back' }, actor),
    takeFromTaxDays(tx, businessId, { voucherId: bill.voucherId, onDate }),
    takeBackSold(tx, businessId, { documentId: id, onDate }),
    // Read after the bill is marked: what it delivered of an order is open again.
    refreshOrders(tx, businessId, id),
  ]).catch(refuseTwice)
  // A walk-in's money goes back as it came; what a party gave really came, and stays matched.
  if (partyId === null) await unmatchReversed(tx, businessId, { voucherId: bill.voucherId, reversalId }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'sale.cancelled',
      entity: 'sale',
      entityId: id,
      before: { number, state: 'issued', total_paise: bill.total },
      after: { number, state: 'cancelled', reason: reason.trim(), on_date: onDate },
    }),
    outbox(tx, businessId, 'invoice.cancelled', { id, number }, actor.at),
  ])
}

/** What settled the bill is free again; the reversal's credit settles the bill, and the rest of it stays the party's. */
async function closeOpenItem(
  tx: Tx,
  businessId: string,
  voucherId: string,
  decided: Decided,
  actor: Actor,
): Promise<void> {
  const { bill, request, itemId, openAmount: amount, decision } = decided
  const { onDate } = request
  if (bill.partyId === null) return
  const id = newId()
  const dates = { onDate, dueOn: onDate }
  const credit = {
    id,
    partyId: bill.partyId,
    documentId: bill.id,
    voucherId,
    number: bill.number,
    amount: decision.credit,
  }
  if (itemId !== undefined) await undoAllocations(tx, businessId, { itemIds: [itemId], voucherId, onDate }, actor)
  await openItem(tx, businessId, { ...credit, ...dates, side: 'credit', kind: 'reversal' })
  if (itemId === undefined) return
  await allocate(tx, businessId, [{ fromItemId: id, toItemId: itemId, voucherId, amount, onDate }], actor)
}

function refuseTwice(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('sales.refusal.alreadyCancelled', {}, 409) : error
}

const markCancelled = {
  name: 'sales.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
