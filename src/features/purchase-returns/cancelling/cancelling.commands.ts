import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { negate, type Paise, paise, zero } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { receive, type StockLevel } from '../../../core/stock.ts'
import { accountOf } from '../../../core/vouchers.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { moveBatches } from '../../batches/index.ts'
import { accountsByRole, post, reverse, reverseOpenItems } from '../../books/index.ts'
import { unreturnReceiptLines } from '../../goods-receipts/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { lockLots, lockPieces, moveLots, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { levelOf, lockLevels, moveStock, type NewMove } from '../../stock/index.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  /** By the shop's own midnight. */
  readonly today: IsoDate
}

/**
 * Takes a return back today: the goods are here again at what they left for, the voucher is reversed, nothing is credited, and
 * its bill is due again. The number stays. A second time answers with the first. Throws NotFound; Refusal
 * 'purchaseReturns.refusal.cancelReason' and (409) 'purchaseReturns.refusal.settled' where the credit is used already.
 */
export async function cancelPurchaseReturn(
  tx: Tx,
  businessId: string,
  { id, reason, today }: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const [head] = await named<Head>(tx, returnLocked, [businessId, id])
  if (!head) throw new NotFound(`no purchase return ${id}`)
  const answer = { id, number: head.number }
  if (head.state === 'cancelled') return answer
  if (reason.trim() === '') throw new Refusal('purchaseReturns.refusal.cancelReason')
  await lockMoneyOf(tx, businessId, head.partyId)
  const used = await named<{ number: string }>(tx, usedBy, [businessId, id])
  if (used.length > 0) {
    const by = used.map(({ number }) => number).join(', ')
    throw new Refusal('purchaseReturns.refusal.settled', { by }, 409)
  }
  const lines = await named<LineRow>(tx, linesOf, [businessId, id])
  const returned = lines.filter(({ isRejected }) => !isRejected)
  if (returned.length > 0)
    await unreturnReceiptLines(
      tx,
      businessId,
      returned.map((row) => ({ ...row, isBilled: head.billId !== null })),
    )
  const moves = await named<MoveRow>(tx, movesOf, [businessId, id])
  const goods = await lockGoods(tx, businessId, { moves, branchId: head.branchId })
  await undo(tx, businessId, { head, moves, ...goods, reason: reason.trim(), today }, actor)
  return answer
}

async function lockGoods(
  tx: Tx,
  businessId: string,
  { moves, branchId }: { moves: readonly MoveRow[]; branchId: string },
) {
  const pieces = await lockPieces(
    tx,
    businessId,
    moves.flatMap(({ pieceId }) => pieceId ?? []),
  )
  await lockLots(
    tx,
    businessId,
    moves.flatMap(({ lotId }) => lotId ?? []),
  )
  const levels = await lockLevels(tx, businessId, branchId, [...new Set(moves.map(({ itemId }) => itemId))].sort())
  return { pieces, levels }
}

interface Cancelling {
  head: Head
  moves: readonly MoveRow[]
  pieces: readonly PieceFacts[]
  levels: ReadonlyMap<string, StockLevel>
  reason: string
  today: IsoDate
}

async function undo(tx: Tx, businessId: string, of: Cancelling, actor: Actor): Promise<void> {
  const { head, moves, pieces, levels, reason, today } = of
  const { id, number, branchId } = head
  await named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason])
  const reversalId = head.voucherId === null ? null : newId()
  if (head.voucherId !== null && reversalId !== null) {
    await reverse(
      tx,
      businessId,
      { voucherId: head.voucherId, newId: reversalId, onDate: today, reason, number },
      actor,
    )
    await reverseOpenItems(tx, businessId, { voucherId: head.voucherId, reversalId, onDate: today }, actor)
  }
  const back = backOf(moves, levels, branchId)
  await postCorrection(tx, businessId, { of, correction: back.correction }, actor)
  const happening = { kind: 'purchase-return-cancelled', onDate: today, documentId: id, note: reason } as const
  const lots = moves.flatMap((move) =>
    move.lotId === null ? [] : [{ lotId: move.lotId, sign: 1n as const, goes: { ...move, value: move.value } }],
  )
  const batches = moves.flatMap(({ batchId, itemId, quantity }) =>
    batchId === null ? [] : [{ batchId, itemId, branchId, quantity }],
  )
  const again = { from: ['gone'], to: 'in-stock', kind: 'returned', eventDocumentId: id, onDate: today } as const
  await movePieces(tx, businessId, pieces, { ...again, note: reason }, actor)
  await together([
    moveStock(tx, businessId, back.moves, { ...happening, voucherId: reversalId, negative: 'warn' }, actor),
    moveLots(tx, businessId, lots),
    moveBatches(tx, businessId, batches),
    head.settledFine > 0n && head.billId !== null
      ? named(tx, metalFree, [businessId, head.billId, head.settledFine, head.settledWorth])
      : undefined,
    audit(tx, businessId, actor, {
      action: 'purchaseReturn.cancelled',
      entity: 'purchase-return',
      entityId: id,
      before: { number, state: 'issued', total_paise: head.total },
      after: { number, state: 'cancelled', reason },
    }),
    outbox(tx, businessId, 'purchase.return_cancelled', { id, number }, actor.at),
  ])
}

/** What left comes in again at the same value; below zero it tells what was guessed wrong meanwhile. */
function backOf(moves: readonly MoveRow[], levels: ReadonlyMap<string, StockLevel>, branchId: string) {
  const left = new Map(levels)
  let correction = zero
  const made = moves.map((move): NewMove => {
    const of = { itemId: move.itemId, branchId, pieceId: move.pieceId, lotId: move.lotId, batchId: move.batchId }
    const { quantity, value, gross, net, fine, carat, pieces: lotPieces } = move
    if (move.pieceId !== null || move.lotId !== null)
      return { ...of, quantity, value, gross, net, fine, carat, lotPieces: move.lotId === null ? 0 : lotPieces }
    const id = newId()
    const came = receive(levelOf(left, move.itemId), quantity, value, id)
    left.set(move.itemId, came.level)
    correction = paise(correction + came.correction)
    return { ...of, id, quantity, value: came.moved, correction: came.correction }
  })
  return { moves: made, correction }
}

/** Goods sold below zero meanwhile cost other than was guessed: stock bears only what stays on the shelf. */
async function postCorrection(
  tx: Tx,
  businessId: string,
  { of: { head, today, reason }, correction }: { of: Cancelling; correction: Paise },
  actor: Actor,
): Promise<void> {
  if (correction === 0n) return
  const roles = await accountsByRole(tx, businessId)
  const line = (accountId: string, amount: Paise): PostingLine => ({
    ...{ accountId, partyId: null, commodity: 'INR', amount },
  })
  const lines = [
    line(accountOf(roles, 'cost-of-goods'), correction),
    line(accountOf(roles, 'stock'), negate(correction)),
  ]
  const voucher = { id: newId(), kind: 'stock-journal', onDate: today, number: head.number, narration: reason } as const
  await post(tx, businessId, { ...voucher, documentId: head.id, lines }, actor)
}

interface Head {
  id: string
  number: string
  state: 'issued' | 'cancelled'
  partyId: string
  branchId: string
  billId: string | null
  total: Paise
  settledFine: bigint
  settledWorth: bigint
  voucherId: string | null
}

interface LineRow {
  receiptId: string
  line: number
  quantity: Milli
  cost: Paise
  isRejected: boolean
}

interface MoveRow {
  itemId: string
  quantity: Milli
  value: Paise
  pieceId: string | null
  lotId: string | null
  batchId: string | null
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
}

const returnLocked = {
  name: 'purchase_returns.cancel.lock',
  text: `
    select d.id, d.number, d.state, d.party_id as "partyId", d.branch_id as "branchId", r.bill_id as "billId", d.total_paise as total,
      r.settled_mg as "settledFine", r.settled_paise as "settledWorth",
      (select v.id from voucher v where v.business_id = d.business_id and v.id = d.id) as "voucherId"
    from document d join purchase_return r on r.business_id = d.business_id and r.document_id = d.id
    where d.business_id = $1 and d.id = $2 and d.kind = 'purchase-return' for update of d`,
}

// What it settled of its own bill by itself is taken back with it; all else was done with the credit afterwards.
const usedBy = {
  name: 'purchase_returns.cancel.used',
  text: `
    select o.number
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.from_item_id = i.id or a.to_item_id = i.id)
    join open_item o on o.business_id = i.business_id
      and o.id = case when a.from_item_id = i.id then a.to_item_id else a.from_item_id end
    where i.business_id = $1 and i.document_id = $2 and a.voucher_id <> $2
    group by o.business_id, o.id, o.number having sum(a.amount) > 0 order by o.number`,
}

const linesOf = {
  name: 'purchase_returns.cancel.lines',
  text: `
    select t.receipt_id as "receiptId", t.receipt_line as line, l.quantity_milli as quantity, t.cleared_paise as cost,
      t.is_rejected as "isRejected"
    from purchase_return_line t
    join document_line l on l.business_id = t.business_id and l.document_id = t.document_id and l.line = t.line
    where t.business_id = $1 and t.document_id = $2 order by t.line`,
}

const movesOf = {
  name: 'purchase_returns.cancel.moves',
  text: `
    select item_id as "itemId", -quantity_milli as quantity, -value_paise as value, piece_id as "pieceId", lot_id as "lotId",
      batch_id as "batchId", lot_pieces as pieces, -gross_mg as gross, -net_mg as net, -fine_mg as fine, -carat_mct as carat
    from stock_move where business_id = $1 and document_id = $2 and kind = 'purchase-return' order by id`,
}

const metalFree = {
  name: 'purchase_returns.cancel.metal',
  text: `
    update supplier_bill set fixed_mg = fixed_mg - $3, metal_fixed_paise = greatest(0, metal_fixed_paise - $4)
    where business_id = $1 and document_id = $2`,
}

const markCancelled = {
  name: 'purchase_returns.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
