import { paise } from '../../core/money.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { cancelReceipt, receiveGoods } from '../../features/goods-receipts/index.ts'
import { createPurchaseOrder, endOrder } from '../../features/purchase-orders/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  batchNumbers,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  levelIn,
  type ModelOrder,
  type ModelReceipt,
  move,
  moveBatch,
  pick,
  rupees,
  whole,
} from './goods-world.ts'

export function orderGoods(model: GoodsModel, { shop, items, branches }: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { item, branch, pieces, price } = step
  const line = {
    row: 0,
    itemId: at(items, item),
    quantity: whole(BigInt(pieces)),
    price: rupees(price),
    weight: mg(0n),
  }
  const request = {
    ...{ id: newId(), partyId: shop.supplierId, branchId: at(branches, branch), expectedOn: '2026-11-30', terms: '' },
    ...{ note: '', salesOrderId: undefined, copiedFromId: undefined, replacesId: undefined },
    lines: [{ ...line, expectedOn: '2026-11-30', note: '', theirName: '', theirCode: '' }],
  }
  return {
    expects: 'done',
    run: (tx) => createPurchaseOrder(tx, shop.id, request, shop.actor, { today, isOwner: true }),
    apply: () => {
      const ordered = BigInt(pieces)
      model.orders.push({ id: request.id, item, price: BigInt(price), ordered, received: 0n, isEnded: false })
    },
  }
}

/** Closed short where something came, else cancelled; one of which all came is over. */
export function endAnOrder(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const order = pick(model.orders, step)
  if (!order) return undefined
  const how = order.received > 0n ? 'short-closed' : 'cancelled'
  const isOver = !order.isEnded && order.received >= order.ordered
  return {
    // Ended before it is answered with what it was; ended the other way it is refused.
    expects: order.isEnded ? 'either' : isOver ? 'refused' : 'done',
    run: (tx) => endOrder(tx, shop.id, { id: order.id, how, reason: 'No more' }, shop.actor),
    apply: () => {
      order.isEnded = true
    },
  }
}

export function receiveAnOrder(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const order = pick(model.orders, step)
  if (!order) return undefined
  const left = order.ordered - order.received
  const isOver = order.isEnded || left <= 0n
  return receive(model, real, { ...step, item: 0 }, { order, isRefused: isOver || BigInt(step.pieces) > left })
}

export const receiveFreely = (model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay =>
  receive(model, real, step, { order: undefined, isRefused: false })

/** Some of it is rejected, some has freight on it, and it may have come on an earlier day. */
function receive(
  model: GoodsModel,
  { shop, items, branches }: GoodsWorld,
  step: GoodsStep,
  { order, isRefused }: { order: ModelOrder | undefined; isRefused: boolean },
): GoodsPlay {
  const { branch, onDate, batch } = step
  const item = order?.item ?? step.item
  const received = BigInt(step.pieces)
  const rejected = step.share === 'part' && received > 1n ? 1n : 0n
  const accepted = received - rejected
  const price = order?.price ?? BigInt(step.price)
  const landed = BigInt(step.beside) * 100n
  const line = shop.receiptLine(at(items, item), {
    ...{ order: order ? { id: order.id, line: 1 } : null, received: whole(received), rejected: whole(rejected) },
    ...{ rejectReason: rejected > 0n ? 'Torn' : '', price: order ? null : rupees(step.price) },
    batch: item === 1 ? { ...at(batchNumbers, batch), madeOn: null, mrp: null } : null,
  })
  const request = shop.asked([line], {
    ...{ branchId: at(branches, branch), onDate, landed: paise(landed) },
    landedBy: step.share === 'all' ? 'quantity' : 'value',
  })
  return {
    expects: isRefused || isLocked(model, onDate) ? 'refused' : 'done',
    run: (tx) => receiveGoods(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      const of = { id: request.id }
      const receipt = { of, order, item, branch, batch, price, accepted, billed: 0n, returned: 0n, landed }
      takeIn(model, { ...receipt, isCancelled: false })
    },
  }
}

/** A receipt into the model: shelf, batch, order, and what waits for its bill. */
export function takeIn(model: GoodsModel, receipt: ModelReceipt): void {
  const { item, branch, batch, accepted, billed, price, landed, order } = receipt
  model.receipts.push(receipt)
  move(model, item, branch, accepted)
  if (item === 1) moveBatch(model, batch, branch, accepted)
  if (order) order.received += accepted
  model.goodsReceived -= (accepted - billed) * price * 100n
  model.landed -= landed
}

export async function cancelAReceipt(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
): Promise<GoodsPlay | undefined> {
  const receipt = pick(model.receipts, step)
  if (!receipt) return undefined
  const { shop } = real
  const id = await receiptIdOf(real, receipt)
  const { item, branch, batch, accepted, price, landed, order } = receipt
  const isShort =
    levelIn(model, item, branch) < accepted || (item === 1 && at(at(model.batches, batch), branch) < accepted)
  const isRefused = receipt.billed > 0n || receipt.returned > 0n || isShort
  return {
    // Goods that are there may be worth less by now than they came for: then it is refused too.
    expects: receipt.isCancelled ? 'done' : isRefused ? 'refused' : 'either',
    run: (tx) => cancelReceipt(tx, shop.id, { id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (receipt.isCancelled) return
      receipt.isCancelled = true
      move(model, item, branch, -accepted)
      if (item === 1) moveBatch(model, batch, branch, -accepted)
      if (order) order.received -= accepted
      model.goodsReceived += accepted * price * 100n
      model.landed += landed
    },
  }
}

/** A bill with goods makes their receipt under an id of its own. */
export async function receiptIdOf({ kit, shop }: GoodsWorld, { of }: ModelReceipt): Promise<string> {
  if ('id' in of) return of.id
  const row = await inBusiness(kit.db, shop.id, (tx) =>
    tx('supplier_bill_line').where({ business_id: shop.id, document_id: of.billId }).whereNotNull('receipt_id').first(),
  )
  if (!row) throw new Error('a bill of goods without their receipt')
  return row.receipt_id
}

export const leftToBill = ({ accepted, billed, returned }: ModelReceipt): bigint => accepted - billed - returned
