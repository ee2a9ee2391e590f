import type { Actor } from '../../../core/actor.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { mergeLines, type PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise, paise, subtract, sum } from '../../../core/money.ts'
import type { StockWeights } from '../../../core/piece-sale.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import { emptyLevel, issue, type StockLevel } from '../../../core/stock.ts'
import { costCorrectionLines } from '../../../core/vouchers.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { unmatchReversed } from '../../bank/index.ts'
import { moveBatches } from '../../batches/index.ts'
import { accountsByRole, post, reverseOpenItems, takeFromTaxDays } from '../../books/index.ts'
import { moveGifts } from '../../gift-vouchers/index.ts'
import { movePoints, type NewPointMove } from '../../loyalty/index.ts'
import { cancelPayment, lockMoneyOf } from '../../payments/index.ts'
import { lockLots, lockPieces, moveLots, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { giveSoldAgain } from '../../sold/index.ts'
import { lockLevels, moveStock, type NewMove } from '../../stock/index.ts'
import { lockBill, type ReturnBill } from '../taking/taking.facts.ts'
import { doingsOf, lockNote, type NoteDoings, type NoteMove, type NoteToCancel, usedOf } from './cancelling.facts.ts'

export interface CancelReturn {
  readonly id: string
  readonly reason: string
  /** Today, by the shop's own midnight. */
  readonly onDate: IsoDate
}

/**
 * Takes a return back by a voucher that reverses it: the goods are the customer's again, the bill is as due as it was, and
 * money that was given back has come again. The number stays. A second time answers with the first. Only the last return
 * of a bill, and only while its credit is not used and its goods are there. Throws NotFound; Refusal
 * 'returns.refusal.cancelReason', 'returns.refusal.followed', 'returns.refusal.used', 'pieces.refusal.taken',
 * 'stock.refusal.*', 'errors.locked', and what `cancelPayment` throws.
 */
export async function cancelReturn(
  tx: Tx,
  businessId: string,
  request: CancelReturn,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const { billId } = await lockNote(tx, businessId, request.id)
  const bill = await lockBill(tx, businessId, { billId, onDate: request.onDate, by: actor.userId, at: actor.at })
  const note = await lockNote(tx, businessId, request.id)
  const answer = { id: note.id, number: note.number }
  if (note.state === 'cancelled') return answer
  check(note, request, { bill, today: todayIn(actor.at, bill.zone) })
  if (note.partyId !== null) await lockMoneyOf(tx, businessId, note.partyId)
  const { id, reason, onDate } = request
  // What was given back comes again first: then the note's credit is open.
  if (note.paymentId !== null)
    await cancelPayment(tx, businessId, { id: note.paymentId, reason: reason.trim(), onDate }, actor)
  if ((await usedOf(tx, businessId, note)) !== 0n)
    throw new Refusal('returns.refusal.used', { number: note.number }, 409)
  const doings = await doingsOf(tx, businessId, id)
  if (doings.gifts.some(({ amount, left }) => left < amount))
    throw new Refusal('returns.refusal.used', { number: note.number }, 409)
  await write(tx, businessId, { note, bill, request, doings }, actor)
  return answer
}

function check(
  note: NoteToCancel,
  { reason, onDate }: CancelReturn,
  { bill, today }: { bill: ReturnBill; today: IsoDate },
): void {
  if (reason.trim() === '') throw new Refusal('returns.refusal.cancelReason')
  if (note.isFollowed) throw new Refusal('returns.refusal.followed', {}, 409)
  if (onDate > today || onDate < note.onDate) throw new Refusal('fields.date')
  const { lockDate } = bill
  if (lockDate !== null && (note.onDate <= lockDate || onDate <= lockDate))
    throw new Refusal('errors.locked', { date: lockDate }, 409)
}

interface Cancelling {
  note: NoteToCancel
  bill: ReturnBill
  request: CancelReturn
  doings: NoteDoings
}

async function write(tx: Tx, businessId: string, cancelling: Cancelling, actor: Actor): Promise<void> {
  const { note, bill, request, doings } = cancelling
  const { id, number, partyId, branchId } = note
  const { onDate } = request
  const reason = request.reason.trim()
  const pieces = await lockGoods(tx, businessId, doings)
  const [levels, roles] = await together([
    lockLevels(tx, businessId, branchId, [...new Set(doings.moves.map(({ itemId }) => itemId))]),
    accountsByRole(tx, businessId),
  ])
  const { moves, correction } = takeOut(doings.moves, levels, { branchId, negative: bill.negative })
  const lines = mergeLines([...doings.postings.map(undone), ...costCorrectionLines({ correction, roles })])
  const reversalId = newId()
  const of = { onDate, documentId: id, voucherId: reversalId } as const
  const voucher = {
    id: reversalId,
    kind: 'reversal',
    number,
    partyId,
    reversesId: id,
    narration: reason,
    lines,
  } as const
  const back = { ...of, kind: 'return-cancelled', note: reason, negative: bill.negative } as const
  await together([
    named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason]),
    post(tx, businessId, { ...voucher, onDate, documentId: id }, actor),
    toBuyer(tx, businessId, { ...cancelling, pieces }, actor),
    moveLots(tx, businessId, doings.moves.flatMap(lotOut)),
    moveStock(tx, businessId, moves, back, actor),
    moveBatches(tx, businessId, doings.batches),
    movePoints(tx, businessId, doings.points.map(pointsAgain), of, actor),
    moveGifts(tx, businessId, doings.gifts.map(giftAgain), { ...of, kind: 'redeemed' }, actor),
    takeFromTaxDays(tx, businessId, { voucherId: id, onDate }),
    giveSoldAgain(tx, businessId, { documentId: id, onDate }),
  ])
  await reverseOpenItems(tx, businessId, { voucherId: id, reversalId, onDate }, actor)
  if (partyId === null) await unmatchReversed(tx, businessId, { voucherId: id, reversalId }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'return.cancelled',
      entity: 'return',
      entityId: id,
      before: { number, state: 'issued', total_paise: note.total },
      after: { number, state: 'cancelled', reason, on_date: onDate },
    }),
    outbox(tx, businessId, 'sale.return-cancelled', { id, number }, actor.at),
  ])
}

const undone = (line: PostingLine): PostingLine => ({ ...line, amount: negate(paise(line.amount)) })

/** Pieces and lots, by their ids, before the levels. */
async function lockGoods(tx: Tx, businessId: string, { pieces, moves }: NoteDoings): Promise<readonly PieceFacts[]> {
  const locked = await lockPieces(
    tx,
    businessId,
    pieces.map(({ id }) => id),
  )
  await lockLots(
    tx,
    businessId,
    moves.flatMap(({ lotId }) => lotId ?? []),
  )
  return locked
}

/**
 * Jewellery goes at what it came for: it never was part of an average. Of goods that are counted goes what they cost today,
 * and the rest of what the note made of them is cost of goods. Throws Refusal where not so much is there.
 */
function takeOut(
  back: readonly NoteMove[],
  levels: ReadonlyMap<string, StockLevel>,
  { branchId, negative }: { branchId: string; negative: ReturnBill['negative'] },
): { moves: NewMove[]; correction: Paise } {
  const now = new Map(levels)
  const costs = back.map((move): { move: NewMove; correction: Paise } => {
    const { itemId, quantity, value, pieceId, lotId, pieces, gross, net, fine, carat } = move
    const out = { itemId, branchId, quantity: milli(-quantity), value: negate(value) }
    if (pieceId !== null || lotId !== null)
      return {
        move: {
          ...out,
          ...(pieceId === null ? { lotId: lotId ?? '', lotPieces: pieces } : { pieceId }),
          ...{ gross: mg(-gross), net: mg(-net), fine: mg(-fine), carat: mct(-carat) },
        },
        correction: paise(0n),
      }
    const gone = issue(now.get(itemId) ?? emptyLevel, quantity, { negative, lastCost: unitOf(value, quantity) })
    now.set(itemId, gone.level)
    return { move: { ...out, value: negate(gone.cost) }, correction: subtract(gone.cost, value) }
  })
  return { moves: costs.map(({ move }) => move), correction: sum(costs.map(({ correction }) => correction)) }
}

const unitOf = (value: Paise, quantity: Milli): Paise => paise((value * 1000n) / quantity)

/** Each piece is the customer's again, by the bill that sold it. */
async function toBuyer(
  tx: Tx,
  businessId: string,
  { note, request, doings, pieces }: Cancelling & { pieces: readonly PieceFacts[] },
  actor: Actor,
): Promise<void> {
  const { id: eventDocumentId, billId } = note
  const { onDate, reason } = request
  const event = { to: 'sold', kind: 'sold', documentId: billId, eventDocumentId, onDate, note: reason.trim() } as const
  const of = (condition: string) => {
    const ids = new Set(doings.pieces.flatMap((piece) => (piece.condition === condition ? piece.id : [])))
    return pieces.filter(({ id }) => ids.has(id))
  }
  await together([
    movePieces(tx, businessId, of('stock'), { ...event, from: ['in-stock'] }, actor),
    movePieces(tx, businessId, of('old-metal'), { ...event, from: ['melted'] }, actor),
    movePieces(tx, businessId, of('scrap'), { ...event, from: ['gone'] }, actor),
  ])
}

function lotOut({ lotId, pieces, gross, net, fine, carat, value }: NoteMove) {
  const goes: StockWeights = { pieces, gross, net, fine, carat, value }
  return lotId === null ? [] : [{ lotId, sign: -1n as const, goes }]
}

/** Points that the note took away are the customer's again, and those that it gave are used again. */
const pointsAgain = ({ partyId, points, value }: NoteDoings['points'][number]): NewPointMove => ({
  ...{ partyId, kind: points > 0n ? 'redeemed' : 'earned', points: -points, value: negate(value), expiresOn: null },
})

const giftAgain = ({ id, amount }: NoteDoings['gifts'][number]) => ({ id, amount: negate(amount) })

const markCancelled = {
  name: 'returns.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
