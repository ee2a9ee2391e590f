import { paise } from '../../core/money.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { cancelReceipt, type GoodsReceiptLine, receiveGoods } from '../../features/goods-receipts/index.ts'
import { createPurchaseOrder, endOrder } from '../../features/purchase-orders/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  batchNumbers,
  beads,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  levelIn,
  type ModelOrder,
  type ModelReceipt,
  move,
  moveBatch,
  necklace,
  pick,
  rupees,
  whole,
} from './goods-world.ts'
import { type ModelPiece, tagged, wholeGrams } from './jewel-world.ts'

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

/** Some of it is rejected, some has freight on it, it may have come on an earlier day, and beside it came other goods. */
function receive(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
  { order, isRefused }: { order: ModelOrder | undefined; isRefused: boolean },
): GoodsPlay {
  const { shop, branches } = real
  const { branch, onDate } = step
  const received = BigInt(step.pieces)
  const rejected = step.share === 'part' && received > 1n ? 1n : 0n
  const landed = BigInt(step.beside) * 100n
  const of = { id: newId() }
  const item = order?.item ?? step.item
  const price = order?.price ?? BigInt(step.price)
  const first = { ...blankReceipt(step, of), order, item, price, accepted: received - rejected, landed }
  const came = [first, ...moreOf(model, step, first)].map((one, i) => ({ ...one, line: i + 1 }))
  const lines = came.map((one, i) => lineOf(model, real, one, i === 0 ? rejected : 0n))
  const request = shop.asked(lines, {
    ...{ id: of.id, branchId: at(branches, branch), onDate, landed: paise(landed) },
    landedBy: step.share === 'all' ? 'quantity' : 'value',
  })
  // Metal that comes on an earlier day into a lot of which some went since is refused.
  const isIntoLot = came.some(({ lot }) => lot && model.jewels.lots.includes(lot))
  return {
    expects: isRefused || isLocked(model, onDate) ? 'refused' : isIntoLot && onDate < today ? 'either' : 'done',
    run: (tx) => receiveGoods(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => takeIn(model, came),
  }
}

export const blankReceipt = (step: GoodsStep, of: ModelReceipt['of']): ModelReceipt => ({
  ...{ of, line: 1, onDate: step.onDate, order: undefined, item: step.item, branch: step.branch, batch: step.batch },
  ...{ price: BigInt(step.price), accepted: 0n, billed: 0n, returned: 0n, unbilled: 0n, landed: 0n },
  ...{ tagged: [], lot: undefined, isCancelled: false },
})

/** Lids or rice, one necklace or two of equal worth, and beads, into the lot of the branch or one of their own. */
function moreOf({ jewels }: GoodsModel, step: GoodsStep, first: ModelReceipt): ModelReceipt[] {
  const { more, branch, pieces, share } = step
  const blank = { ...blankReceipt(step, first.of), price: BigInt(step.price) + 2n }
  const lines: ModelReceipt[] = []
  if (more === 'goods') lines.push({ ...blank, item: first.item === 2 ? 0 : 2, accepted: 2n })
  if (more === 'pieces' || more === 'both') {
    const count = step.beside > 0 ? 1 : 1 + (pieces % 2)
    const made = Array.from({ length: count }, (_, i) => newPiece(branch, BigInt(4 + pieces + i), pieces % 3 === 0))
    lines.push({ ...blank, item: necklace, accepted: BigInt(count), tagged: made })
  }
  if (more === 'lot' || more === 'both') {
    const there =
      share === 'none' ? undefined : jewels.lots.find((lot) => lot.metal === 'silver' && lot.branch === branch)
    const lot = there ?? { id: newId(), metal: 'silver', branch, net: 0n }
    lines.push({ ...blank, item: beads, accepted: BigInt(pieces * 2), lot })
  }
  return lines
}

function newPiece(branch: number, grams: bigint, hasStone: boolean): ModelPiece {
  const id = newId()
  return {
    id,
    tag: `N${id.slice(-8).toUpperCase()}`,
    branch,
    grams,
    hasStone,
    state: 'in-stock',
    heldBy: null,
    isMarked: false,
  }
}

function lineOf(
  { jewels }: GoodsModel,
  { shop, items, jewels: of }: GoodsWorld,
  { item, batch, order, accepted, price, tagged: made, lot }: ModelReceipt,
  rejected: bigint,
): GoodsReceiptLine {
  const asked = { received: whole(accepted + rejected), rejected: whole(rejected), price: paise(price * 100n) }
  if (item === necklace)
    return shop.receiptLine(of.necklaceId, { ...asked, pieces: made.map((one) => tagged(one, price * 100n)) })
  if (lot) {
    const name = jewels.lots.includes(lot) ? '' : `Beads ${lot.id}`
    const net = mg(accepted * 1000n)
    const weighed = { id: lot.id, name, gross: net, net, pieces: 0, carat: mct(0n) }
    return shop.receiptLine(of.beadsId, { ...asked, received: wholeGrams(accepted), lot: weighed })
  }
  return shop.receiptLine(at(items, item), {
    ...{ ...asked, order: order ? { id: order.id, line: 1 } : null, price: order ? null : asked.price },
    rejectReason: rejected > 0n ? 'Torn' : '',
    batch: item === 1 ? { ...at(batchNumbers, batch), madeOn: null, mrp: null } : null,
  })
}

/** The lines of a receipt into the model: shelf, batch, order, and what waits for its bill. */
export function takeIn(model: GoodsModel, came: readonly ModelReceipt[]): void {
  for (const receipt of came) {
    const { accepted, billed, price, landed, order, tagged: made, lot } = receipt
    model.receipts.push(receipt)
    model.jewels.pieces.push(...made)
    if (lot && !model.jewels.lots.includes(lot)) model.jewels.lots.push(lot)
    shelve(model, receipt, accepted)
    if (order) order.received += accepted
    model.goodsReceived -= (accepted - billed) * price * 100n
    model.landed -= landed
  }
}

/** Goods of a receipt come to their branch (above zero) or leave it; pieces say by their state where they are. */
export function shelve(model: GoodsModel, { item, branch, batch, lot }: ModelReceipt, pieces: bigint): void {
  if (lot) lot.net += pieces * 1000n
  else if (item !== necklace) move(model, item, branch, pieces)
  if (item === 1) moveBatch(model, batch, branch, pieces)
}

/** So much of what a receipt brought is not at its branch any more. */
export function isGone(
  model: GoodsModel,
  { item, branch, batch, lot }: ModelReceipt,
  { pieces, tagged: made }: { pieces: bigint; tagged: readonly ModelPiece[] },
): boolean {
  if (lot) return lot.net < pieces * 1000n
  if (item === necklace) return made.some((one) => one.state !== 'in-stock' || one.branch !== branch)
  return levelIn(model, item, branch) < pieces || (item === 1 && at(at(model.batches, batch), branch) < pieces)
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
  const lines = model.receipts.filter(({ of }) => of === receipt.of)
  const isRefused = lines.some(
    (one) => one.billed > 0n || one.returned > 0n || isGone(model, one, { pieces: one.accepted, tagged: one.tagged }),
  )
  return {
    // Goods that are there may be worth less by now than they came for: then it is refused too.
    expects: receipt.isCancelled ? 'done' : isRefused ? 'refused' : 'either',
    run: (tx) => cancelReceipt(tx, shop.id, { id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      for (const one of lines.filter(({ isCancelled }) => !isCancelled)) {
        one.isCancelled = true
        shelve(model, one, -one.accepted)
        for (const piece of one.tagged) piece.state = 'gone'
        if (one.order) one.order.received -= one.accepted
        model.goodsReceived += one.accepted * one.price * 100n
        model.landed += one.landed
      }
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

export const leftToBill = ({ accepted, billed, unbilled }: ModelReceipt): bigint => accepted - billed - unbilled
