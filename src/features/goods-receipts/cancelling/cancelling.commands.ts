import type { Actor } from '../../../core/actor.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { ReceiptSays } from '../../../core/goods-receipt-facts.ts'
import { type Paise, paise } from '../../../core/money.ts'
import { type Milli, milli, quantity } from '../../../core/quantity.ts'
import { type Mct, type Mg, mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { moveBatches } from '../../batches/index.ts'
import { reverse } from '../../books/index.ts'
import { lockLots, lockPieces, moveLots, movePieces, type PieceFacts } from '../../pieces/index.ts'
import { unreceiveOrderLines } from '../../purchase-orders/index.ts'
import { levelOf, lockLevels, moveStock, type NewMove } from '../../stock/index.ts'
import { type ReceiptLine, receiptLines } from '../billing/receipt-lines.queries.ts'
import { ReceiptRefused } from '../receiving/receiving.request.ts'

export interface CancelRequest {
  readonly id: string
  readonly reason: string
  readonly onDate: IsoDate
}

/**
 * Takes a receipt back as if it had never come: the goods leave at the cost at which they came, the orders await them again,
 * the voucher is reversed, the number stays. Only where nothing of it was billed, returned, sold or moved on. A second time
 * answers with the first. Throws ReceiptRefused with what stands in the way, Refusal 'errors.locked', NotFound.
 */
export async function cancelReceipt(
  tx: Tx,
  businessId: string,
  request: CancelRequest,
  actor: Actor,
): Promise<{ id: string; number: string }> {
  const { id, onDate } = request
  const reason = request.reason.trim()
  const [head] = await named<Head>(tx, receiptLocked, [businessId, id])
  if (!head) throw new NotFound(`no goods receipt ${id}`)
  const answer = { id, number: head.number }
  if (head.state === 'cancelled') return answer
  const lines = await receiptLines(tx, businessId, { receiptIds: [id] })
  const refused = check(head, lines, { reason, onDate, today: todayIn(actor.at, head.zone) })
  if (refused.length > 0) throw new ReceiptRefused(refused)
  const moves = await named<MoveRow>(tx, movesOf, [businessId, id])
  const pieces = await lockGoods(tx, businessId, { moves, branchId: head.branchId })
  const ofOrders = lines.flatMap(({ orderId, orderLine, accepted }) =>
    orderId !== null && orderLine !== null && accepted > 0n ? [{ orderId, line: orderLine, quantity: accepted }] : [],
  )
  await unreceiveOrderLines(tx, businessId, ofOrders, actor)
  await named(tx, markCancelled, [businessId, id, actor.userId, actor.at, reason])
  await named(tx, waitsNoMore, [businessId, id])
  const voucherId = head.voucherId === null ? null : newId()
  if (head.voucherId !== null && voucherId !== null)
    await reverse(
      tx,
      businessId,
      { voucherId: head.voucherId, newId: voucherId, onDate, reason, number: head.number },
      actor,
    )
  await takeOut(tx, businessId, { id, onDate, reason, moves, pieces, voucherId, branchId: head.branchId }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'goods-receipt.cancelled',
      entity: 'goods-receipt',
      entityId: id,
      before: { number: head.number, state: 'issued', cost_paise: head.cost },
      after: { number: head.number, state: 'cancelled', reason, on_date: onDate },
    }),
    outbox(tx, businessId, 'goods.receipt_cancelled', { id, number: head.number }, actor.at),
  ])
  return answer
}

/** Pieces, lots and levels, each by their ids. Throws ReceiptRefused where some of the goods are not there any more. */
async function lockGoods(
  tx: Tx,
  businessId: string,
  { moves, branchId }: { moves: readonly MoveRow[]; branchId: string },
): Promise<PieceFacts[]> {
  const pieceIds = moves.flatMap(({ pieceId }) => pieceId ?? [])
  const lotIds = moves.flatMap(({ lotId }) => lotId ?? [])
  const pieces = await lockPieces(tx, businessId, pieceIds)
  await lockLots(tx, businessId, lotIds)
  const levels = await lockLevels(tx, businessId, branchId, [...new Set(moves.map(({ itemId }) => itemId))])
  const gone = pieces.filter((piece) => piece.state !== 'in-stock' || piece.branchId !== branchId)
  if (gone.length > 0)
    throw moved(
      gone
        .map(({ tag }) => tag)
        .slice(0, 5)
        .join(', '),
    )
  refuseMoved(moves, levels)
  return pieces
}

interface Outward extends CancelRequest {
  moves: readonly MoveRow[]
  pieces: readonly PieceFacts[]
  voucherId: string | null
  branchId: string
}

/** Everything that came leaves, at the value at which it came. */
async function takeOut(
  tx: Tx,
  businessId: string,
  { id, onDate, reason: note, moves, pieces, voucherId, branchId }: Outward,
  actor: Actor,
): Promise<void> {
  const out = { from: ['in-stock'], to: 'gone', kind: 'gone', eventDocumentId: id, onDate, note } as const
  const happening = { kind: 'purchase-cancelled', onDate, documentId: id, voucherId, note, negative: 'refuse' } as const
  const goods = moves.map((move) => backOf(move, branchId))
  const lots = moves.flatMap(({ lotId, pieces: count, gross, net, fine, carat, value }) =>
    lotId === null ? [] : [{ lotId, sign: -1n as const, goes: { pieces: count, gross, net, fine, carat, value } }],
  )
  const batches = moves.flatMap(({ batchId, itemId, quantity: count }) =>
    batchId === null ? [] : [{ batchId, itemId, branchId, quantity: milli(-count) }],
  )
  await movePieces(tx, businessId, pieces, out, actor)
  await together([
    moveStock(tx, businessId, goods, happening, actor),
    moveLots(tx, businessId, lots),
    moveBatches(tx, businessId, batches),
  ]).catch(refuseChanged)
}

interface Head {
  number: string
  state: 'issued' | 'cancelled'
  onDate: IsoDate
  branchId: string
  cost: Paise
  zone: string
  voucherId: string | null
}

function check(
  head: Head,
  lines: readonly ReceiptLine[],
  { reason, onDate, today }: { reason: string; onDate: IsoDate; today: IsoDate },
): ReceiptSays[] {
  const says: ReceiptSays[] = []
  if (lines.some(({ billed }) => billed > 0n))
    says.push({ key: 'goodsReceipts.refusal.isBilled', field: 'reason', status: 409 })
  else if (lines.some(({ returned }) => returned > 0n))
    says.push({ key: 'goodsReceipts.refusal.isReturned', field: 'reason', status: 409 })
  if (reason === '') says.push({ key: 'goodsReceipts.refusal.cancelReason', field: 'reason' })
  if (onDate > today) says.push({ key: 'fields.date.future', field: 'on_date' })
  else if (onDate < head.onDate) says.push({ key: 'goodsReceipts.refusal.cancelDate', field: 'on_date' })
  return says
}

/** Of goods that are all alike, less is left than came, or what is left costs less: some of it went out. */
function refuseMoved(moves: readonly MoveRow[], levels: Parameters<typeof levelOf>[0]): void {
  const byItem = Map.groupBy(
    moves.filter(({ pieceId }) => pieceId === null),
    ({ itemId }) => itemId,
  )
  for (const [itemId, some] of byItem) {
    const came = some.reduce((sum, move) => sum + move.quantity, 0n)
    const worth = some.reduce((sum, move) => sum + move.value, 0n)
    const level = levelOf(levels, itemId)
    const isShort = level.quantity < came || level.value < worth || (level.quantity === came && level.value !== worth)
    if (isShort) {
      const missing = came - (level.quantity > 0n ? level.quantity : 0n)
      throw moved([missing > 0n ? quantity(milli(missing)) : '', some[0]?.itemName ?? ''].filter(Boolean).join(' '))
    }
  }
}

const moved = (what: string) =>
  new ReceiptRefused([{ key: 'goodsReceipts.refusal.moved', values: { what }, field: 'reason', status: 409 }])

function refuseChanged(error: unknown): never {
  throw error instanceof Refusal ? moved('') : error
}

interface MoveRow {
  itemId: string
  itemName: string
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

const backOf = (move: MoveRow, branchId: string): NewMove => ({
  ...{ itemId: move.itemId, branchId, pieceId: move.pieceId, lotId: move.lotId, batchId: move.batchId },
  ...{ lotPieces: move.pieces, quantity: milli(-move.quantity), value: paise(-move.value) },
  ...{ gross: mg(-move.gross), net: mg(-move.net), fine: mg(-move.fine), carat: mct(-move.carat) },
})

const receiptLocked = {
  name: 'goods_receipts.cancel.lock',
  text: `
    select d.number, d.state, d.on_date as "onDate", d.branch_id as "branchId", d.cost_paise as cost, b.zone,
      (select v.id from voucher v where v.business_id = d.business_id and v.document_id = d.id and v.kind = 'stock-journal'
        order by v.id limit 1) as "voucherId"
    from goods_receipt g join document d on d.business_id = g.business_id and d.id = g.document_id
    join business b on b.id = d.business_id
    where g.business_id = $1 and g.document_id = $2 for update of d, g`,
}

const movesOf = {
  name: 'goods_receipts.cancel.moves',
  text: `
    select m.item_id as "itemId", i.name as "itemName", m.quantity_milli as quantity, m.value_paise as value, m.piece_id as "pieceId",
      m.lot_id as "lotId", m.batch_id as "batchId", m.lot_pieces as pieces, m.gross_mg as gross, m.net_mg as net, m.fine_mg as fine,
      m.carat_mct as carat
    from stock_move m join item i on i.business_id = m.business_id and i.id = m.item_id
    where m.business_id = $1 and m.document_id = $2 and m.kind = 'purchase' order by m.id`,
}

const markCancelled = {
  name: 'goods_receipts.cancel.mark',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}

const waitsNoMore = {
  name: 'goods_receipts.cancel.waits',
  text: 'update goods_receipt set waits_for_bill = false where business_id = $1 and document_id = $2',
}
