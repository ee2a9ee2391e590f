import { paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { takeBack } from '../../features/returns/index.ts'
import { cancelInvoice, issueInvoice } from '../../features/sales/index.ts'
import { today, walkIn } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import {
  at,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  levelIn,
  type ModelSale,
  move,
  moveBatch,
  pick,
  whole,
} from './goods-world.ts'

const priceOfOne = 100_00n

/** To a walk-in who pays, of rice, medicine or boxes; the batch that expires first goes first. */
export function sellGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const { shop, branches, setting } = real
  const { branch, onDate } = step
  const item = step.item === 2 ? 3 : step.item
  const pieces = BigInt(step.pieces)
  const isShort = pieces > levelIn(model, item, branch)
  // Below zero goes rice alone: what is sold so comes of no batch, and the summary of a past day does not know as yet of
  // goods that were sold before any of them came, as boxes may be.
  if (isShort && item !== 0 && setting.negative === 'warn') return undefined
  const line = { ...shop.line(0, whole(pieces)), itemId: at(real.items, item) }
  const tenders = [{ mode: 'cash', amount: paise(pieces * priceOfOne), reference: '' } as const]
  const asked = { id: newId(), onDate, buyer: walkIn, lines: [line], billDiscount: { kind: 'none' } as const }
  const request = { ...asked, tenders, placeOfSupply: null, note: '' }
  const isRefused = isLocked(model, onDate) || (isShort && setting.negative === 'refuse')
  return {
    expects: isRefused ? 'refused' : 'done',
    run: (tx) => issueInvoice(tx, shop.id, request, shop.actor, { branchId: at(branches, branch) }),
    apply: () => {
      const first = at(at(model.batches, 0), branch)
      const from = item !== 1 ? [0n, 0n] : pieces <= first ? [pieces, 0n] : [first, pieces - first]
      const sale = { id: request.id, item, branch, onDate, pieces, from, back: 0n, isCancelled: false }
      model.sales.push(sale)
      goesOut(model, sale, -1n)
    },
  }
}

/** Out (-1) or all of it back (1), with its money. */
function goesOut(model: GoodsModel, { item, branch, pieces, from }: ModelSale, sign: 1n | -1n): void {
  move(model, item, branch, sign * pieces)
  for (const [batch, part] of from.entries()) moveBatch(model, batch, branch, sign * part)
  model.cash -= sign * pieces * priceOfOne
}

export function cancelASale(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const sale = pick(model.sales, step)
  if (!sale) return undefined
  const isRefused = !sale.isCancelled && (isLocked(model, sale.onDate) || sale.back > 0n)
  return {
    expects: isRefused ? 'refused' : 'done',
    run: (tx) => cancelInvoice(tx, shop.id, { id: sale.id, reason: 'Wrong', onDate: today }, shop.actor),
    apply: () => {
      if (sale.isCancelled) return
      sale.isCancelled = true
      goesOut(model, sale, 1n)
    },
  }
}

/** Some of it comes back for cash: to the shelf, and there to the batch it was sold from first; or as scrap. */
export function takeGoodsBack(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const sale = pick(model.sales, step)
  if (!sale) return undefined
  const pieces = BigInt((step.pieces + 1) >> 1)
  const isScrap = step.share === 'all'
  const deduction = { keepsMaking: false, wear: { kind: 'none' }, words: '' } as const
  const line = { line: 1, part: whole(pieces), condition: isScrap ? 'scrap' : 'stock', deduction } as const
  const request = {
    ...{ id: newId(), billId: sale.id, partyId: null, onDate: today, paymentId: newId(), reference: '' },
    ...({ reason: 'Wrong', settle: 'refund', refundMode: 'cash' } as const),
    lines: [line],
  }
  const options = { mayPayOut: true, mayBeLate: true, authority: null }
  return {
    expects: sale.isCancelled || pieces > sale.pieces - sale.back ? 'refused' : 'done',
    run: (tx) => takeBack(tx, shop.id, request, shop.actor, options),
    apply: () => {
      sale.back += pieces
      model.cash -= pieces * priceOfOne
      if (isScrap) return
      move(model, sale.item, sale.branch, pieces)
      if (sale.item === 1) backToBatches(model, sale, pieces)
    },
  }
}

function backToBatches(model: GoodsModel, sale: ModelSale, pieces: bigint): void {
  const out = at(sale.from, 0)
  const first = pieces < out ? pieces : out
  sale.from = [out - first, at(sale.from, 1) - (pieces - first)]
  moveBatch(model, 0, sale.branch, first)
  moveBatch(model, 1, sale.branch, pieces - first)
}
