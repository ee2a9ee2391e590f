import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { cancelPurchaseReturn, sendGoodsBack } from '../../features/purchase-returns/index.ts'
import { today } from '../goods-shop.ts'
import { isGone, leftToBill, receiptIdOf, shelve } from './goods-buying.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  type BilledLine,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  type ModelReceipt,
  necklace,
  pick,
  type SentLine,
  whole,
} from './goods-world.ts'

interface Source {
  kind: 'bill' | 'receipt'
  id: string
  onDate: string
  lines: { line: number; receipt: ModelReceipt; billed: BilledLine | undefined }[]
}

/** Goods go back to the supplier, against their bill or, where none asks for them, their receipt: all of it, half of a line. */
export async function sendBack(model: GoodsModel, real: GoodsWorld, step: GoodsStep): Promise<GoodsPlay | undefined> {
  const source = step.chosen % 2 === 0 ? billOf(model, step) : await receiptOf(model, real, step)
  const [first, ...others] = source?.lines.filter((one) => leftOf(one) > 0n) ?? []
  if (!source || !first) return undefined
  const isAll = step.share === 'all'
  const asked = (isAll ? [first, ...others] : [first]).map((one) => {
    const left = leftOf(one)
    const pieces = isAll ? left : step.share === 'part' ? (left + 1n) / 2n : left + 1n
    const { receipt, billed } = one
    const here = receipt.tagged.filter(({ state }) => state !== 'gone').slice(0, Number(pieces))
    return { line: one.line, isOver: pieces > left, sent: { receipt, billed, pieces, tagged: here } }
  })
  // Of pieces no more can be named than there are.
  if (
    asked.some(({ sent: { receipt, pieces, tagged } }) => receipt.item === necklace && BigInt(tagged.length) < pieces)
  )
    return undefined
  return send(model, real, step, { source, asked })
}

function billOf({ bills }: GoodsModel, step: GoodsStep): Source | undefined {
  const bill = pick(
    bills.filter(({ isCancelled }) => !isCancelled),
    step,
  )
  if (!bill) return undefined
  const lines = bill.lines.map((billed, i) => ({ line: i + 1, receipt: billed.receipt, billed }))
  return { kind: 'bill', id: bill.id, onDate: bill.onDate, lines }
}

async function receiptOf({ receipts }: GoodsModel, real: GoodsWorld, step: GoodsStep): Promise<Source | undefined> {
  const receipt = pick(
    receipts.filter(({ isCancelled }) => !isCancelled),
    step,
  )
  if (!receipt) return undefined
  const lines = receipts.filter(({ of }) => of === receipt.of)
  const id = await receiptIdOf(real, receipt)
  const { onDate } = receipt
  return {
    kind: 'receipt',
    id,
    onDate,
    lines: lines.map((one) => ({ line: one.line, receipt: one, billed: undefined })),
  }
}

const leftOf = ({ receipt, billed }: Source['lines'][number]): bigint => {
  const here = receipt.accepted - receipt.returned
  const asked = billed ? billed.pieces - billed.back : leftToBill(receipt)
  return isBelow(here, asked) ? here : asked
}

const isBelow = (a: bigint, b: bigint): boolean => a < b

interface Sending {
  source: Source
  asked: { line: number; isOver: boolean; sent: SentLine }[]
}

function send(model: GoodsModel, { shop }: GoodsWorld, { onDate }: GoodsStep, { source, asked }: Sending): GoodsPlay {
  const { kind, id } = source
  const request = {
    ...({ id: newId(), source: { kind, id }, onDate, reason: 'damaged', note: '' } as const),
    lines: asked.map(({ line, sent: { receipt, pieces, tagged } }) => ({
      ...{ line, isRejected: false, pieceIds: receipt.item === necklace ? tagged.map((piece) => piece.id) : [] },
      quantity: receipt.item === necklace ? milli(0n) : whole(pieces),
    })),
  }
  const lines = asked.map(({ sent }) => sent)
  const isRefused =
    onDate < source.onDate ||
    isLocked(model, onDate) ||
    asked.some((one) => one.isOver || isGone(model, one.sent.receipt, one.sent))
  let credit = 0n
  return {
    // Two lines may be of one receipt's line, or of one shelf.
    expects: isRefused ? 'refused' : lines.length > 1 ? 'either' : 'done',
    run: async (tx) => {
      credit = (await sendGoodsBack(tx, shop.id, request, shop.actor, { mayBackdate: true })).credit
    },
    apply: () => {
      const wanted = lines.reduce((sum, { billed, pieces }) => sum + (billed ? pieces * billed.price * 105n : 0n), 0n)
      if (credit !== wanted && lines.every(({ receipt }) => receipt.item !== necklace))
        throw new Error(`${request.id} credits ${credit} in the place of ${wanted}`)
      const sent = { id: request.id, lines, credit, isCancelled: false }
      model.sent.push(sent)
      goesBack(model, sent, 1n)
    },
  }
}

/** To the supplier (1), or here again (-1). */
function goesBack(model: GoodsModel, { lines, credit }: GoodsModel['sent'][number], sign: 1n | -1n): void {
  model.supplier += sign * credit
  for (const { receipt, billed, pieces, tagged } of lines) {
    shelve(model, receipt, -sign * pieces)
    if (receipt.item === necklace) for (const piece of tagged) piece.state = sign === 1n ? 'gone' : 'in-stock'
    receipt.returned += sign * pieces
    if (billed) billed.back += sign * pieces
    else {
      receipt.unbilled += sign * pieces
      model.goodsReceived += sign * pieces * receipt.price * 100n
    }
  }
}

export function cancelASendingBack(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const sent = pick(model.sent, step)
  if (!sent) return undefined
  return {
    // What was credited may have settled something.
    expects: sent.isCancelled || sent.credit === 0n || !model.hasPaid ? 'done' : 'either',
    run: (tx) => cancelPurchaseReturn(tx, shop.id, { id: sent.id, reason: 'Wrong', today }, shop.actor),
    apply: () => {
      if (sent.isCancelled) return
      sent.isCancelled = true
      goesBack(model, sent, -1n)
    },
  }
}
