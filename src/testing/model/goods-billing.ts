import { paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { cancelSupplierBill, enterSupplierBill } from '../../features/supplier-bills/index.ts'
import { today } from '../goods-shop.ts'
import { blankReceipt, leftToBill, receiptIdOf, takeIn } from './goods-buying.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  type BilledLine,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  type ModelReceipt,
  pick,
  rupees,
  whole,
} from './goods-world.ts'

type BillOf = { kind: 'receipt'; receiptId: string; line: number } | { kind: 'goods'; itemId: string }
type AskedLine = { of: BillOf; billed: BilledLine }

/** At another price than the receipt's, some of it or all, with lines of other receipts, with freight on the goods or beside. */
export async function billAReceipt(
  model: GoodsModel,
  real: GoodsWorld,
  step: GoodsStep,
): Promise<GoodsPlay | undefined> {
  const waiting = model.receipts.filter((one) => !one.isCancelled && leftToBill(one) > 0n)
  const first = pick(waiting, step)
  if (!first) return undefined
  const left = leftToBill(first)
  const pieces = step.share === 'all' ? left : step.share === 'part' ? (left + 1n) / 2n : left + 1n
  const others = step.more === 'nothing' ? [] : waiting.filter((one) => one !== first).slice(-2)
  const lines = [
    { receipt: first, pieces, price: BigInt(step.price), back: 0n },
    ...others.map((receipt) => ({ receipt, pieces: leftToBill(receipt), price: receipt.price, back: 0n })),
  ]
  const asked: AskedLine[] = []
  for (const billed of lines) {
    const { receipt } = billed
    asked.push({ of: { kind: 'receipt', receiptId: await receiptIdOf(real, receipt), line: receipt.line }, billed })
  }
  return bill(model, real, step, { asked, came: [], isRefused: pieces > left })
}

/** Goods that come with their bill; those in batches have to be received first. */
export function billGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const of = { billId: newId() }
  const blank = { ...blankReceipt(step, of), branch: 0, batch: 0 }
  const beside = { ...blank, line: 2, item: step.item === 2 ? 0 : 2, accepted: 3n }
  const came = [{ ...blank, accepted: BigInt(step.pieces) }, ...(step.more === 'goods' ? [beside] : [])]
  const asked = came.map((receipt): AskedLine => {
    const billed = { receipt, pieces: receipt.accepted, price: receipt.price, back: 0n }
    return { of: { kind: 'goods', itemId: at(real.items, receipt.item) }, billed }
  })
  return bill(model, real, step, { asked, came, id: of.billId, isRefused: step.item === 1 })
}

interface Billed {
  asked: readonly AskedLine[]
  /** With the bill. */
  came: ModelReceipt[]
  id?: string
  isRefused: boolean
}

function bill(
  model: GoodsModel,
  { shop }: GoodsWorld,
  { beside, onDate, chosen }: GoodsStep,
  { asked, came, id = newId(), isRefused }: Billed,
): GoodsPlay {
  const isSpread = chosen % 2 === 0
  const lines = asked.map(({ of, billed: { pieces, price } }) =>
    shop.billLine(of, { quantity: whole(pieces), price: paise(price * 100n) }),
  )
  const freight = shop.billLine({ kind: 'freight', isSpread }, { price: rupees(beside), rateBp: 0 })
  const request = shop.askedBill(beside > 0 ? [...lines, freight] : lines, { id, onDate, theirDate: onDate })
  const goods = asked.reduce((sum, { billed: { pieces, price } }) => sum + pieces * price * 105n, 0n)
  const owed = goods + BigInt(beside) * 100n
  const landed = beside > 0 && !isSpread ? BigInt(beside) * 100n : 0n
  return {
    expects: isRefused || isLocked(model, onDate) ? 'refused' : 'done',
    run: (tx) => enterSupplierBill(tx, shop.id, request, shop.actor, { mayBackdate: true }),
    apply: () => {
      takeIn(model, came)
      for (const { billed } of asked) {
        billed.receipt.billed += billed.pieces
        model.goodsReceived += billed.pieces * billed.receipt.price * 100n
      }
      model.landed += landed
      model.supplier -= owed
      model.bills.push({ id, onDate, lines: asked.map(({ billed }) => billed), owed, landed, isCancelled: false })
    },
  }
}

/** The goods stay, and wait for a bill again; what was sent back against the bill has to come again first. */
export function cancelABill(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const bill = pick(model.bills, step)
  if (!bill) return undefined
  const isReturned = bill.lines.some(({ back }) => back > 0n)
  return {
    expects: bill.isCancelled ? 'done' : isReturned ? 'refused' : model.hasPaid ? 'either' : 'done',
    run: (tx) => cancelSupplierBill(tx, shop.id, { id: bill.id, reason: 'Wrong', today }, shop.actor),
    apply: () => {
      if (bill.isCancelled) return
      bill.isCancelled = true
      for (const { receipt, pieces } of bill.lines) {
        receipt.billed -= pieces
        model.goodsReceived -= pieces * receipt.price * 100n
      }
      model.landed -= bill.landed
      model.supplier += bill.owed
    },
  }
}
