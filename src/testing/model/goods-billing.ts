import { newId } from '../../db/ids.ts'
import { cancelSupplierBill, enterSupplierBill } from '../../features/supplier-bills/index.ts'
import { today } from '../goods-shop.ts'
import { leftToBill, receiptIdOf, takeIn } from './goods-buying.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  type ModelReceipt,
  pick,
  rupees,
  whole,
} from './goods-world.ts'

/** At another price than the receipt's, some of it or all, with freight on the goods or put against what waits for it. */
export async function billAReceipt(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
): Promise<GoodsPlay | undefined> {
  const receipt = pick(
    model.receipts.filter((one) => !one.isCancelled && leftToBill(one) > 0n),
    step,
  )
  if (!receipt) return undefined
  const left = leftToBill(receipt)
  const pieces = step.share === 'all' ? left : step.share === 'part' ? (left + 1n) / 2n : left + 1n
  const of = { kind: 'receipt', receiptId: await receiptIdOf(real, receipt), line: 1 } as const
  return bill(model, real, step, { of, receipt, pieces, isRefused: pieces > left })
}

/** Goods that come with their bill; those in batches have to be received first. */
export function billGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { item, price } = step
  const pieces = BigInt(step.pieces)
  const common = { item, branch: 0, batch: 0, price: BigInt(price), accepted: pieces, billed: 0n, returned: 0n }
  const receipt = { ...common, of: { billId: '' }, order: undefined, landed: 0n, isCancelled: false }
  const of = { kind: 'goods', itemId: at(real.items, item) } as const
  return bill(model, real, step, { of, receipt, pieces, isRefused: item === 1 })
}

interface Billed {
  of: { kind: 'receipt'; receiptId: string; line: number } | { kind: 'goods'; itemId: string }
  receipt: ModelReceipt
  pieces: bigint
  isRefused: boolean
}

function bill(
  model: GoodsModel,
  { shop }: GoodsWorld,
  { price, beside, onDate, chosen, what }: GoodsStep,
  { of, receipt, pieces, isRefused }: Billed,
): GoodsPlay {
  const isSpread = chosen % 2 === 0
  const lines = [shop.billLine(of, { quantity: whole(pieces), price: rupees(price) })]
  const freight = shop.billLine({ kind: 'freight', isSpread }, { price: rupees(beside), rateBp: 0 })
  const request = shop.askedBill(beside > 0 ? [...lines, freight] : lines, { id: newId(), onDate, theirDate: onDate })
  const owed = pieces * BigInt(price) * 105n + BigInt(beside) * 100n
  const landed = beside > 0 && !isSpread ? BigInt(beside) * 100n : 0n
  return {
    expects: isRefused || isLocked(model, onDate) ? 'refused' : 'done',
    run: (tx) => enterSupplierBill(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      if (what === 'bill goods') {
        receipt.of = { billId: request.id }
        takeIn(model, receipt)
      }
      receipt.billed += pieces
      model.goodsReceived += pieces * receipt.price * 100n
      model.landed += landed
      model.supplier -= owed
      model.bills.push({ id: request.id, receipt, pieces, owed, landed, isCancelled: false })
    },
  }
}

/** The goods stay, and wait for a bill again. */
export function cancelABill(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const bill = pick(model.bills, step)
  if (!bill) return undefined
  return {
    expects: bill.isCancelled || !model.hasPaid ? 'done' : 'either',
    run: (tx) => cancelSupplierBill(tx, shop.id, { id: bill.id, reason: 'Wrong', today }, shop.actor),
    apply: () => {
      if (bill.isCancelled) return
      bill.isCancelled = true
      bill.receipt.billed -= bill.pieces
      model.goodsReceived -= bill.pieces * bill.receipt.price * 100n
      model.landed -= bill.landed
      model.supplier += bill.owed
    },
  }
}
