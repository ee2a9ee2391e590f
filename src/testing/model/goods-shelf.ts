import { paise } from '../../core/money.ts'
import { adjustmentReasons } from '../../core/stock-adjustment.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { adjustGoods, approveAdjustment } from '../../features/movements/adjusting/adjusting.commands.ts'
import { workKits } from '../../features/movements/kits/kits.commands.ts'
import { approveCount, beginCount, closeCount, decide, noteScan } from '../../features/stock-counts/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import { askedOf, movable } from './goods-transfers.ts'
import {
  at,
  box,
  type GoodsModel,
  type GoodsWorld,
  isLocked,
  itemNames,
  levelIn,
  move,
  pick,
  rupees,
  whole,
} from './goods-world.ts'

/** More or less of something, on an earlier day too; above the limit it waits, and nothing moves. */
export function adjust(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { shop, branches } = real
  const { branch, onDate, share } = step
  const item = movable(step)
  const isMore = share === 'all'
  const pieces = BigInt(isMore ? step.pieces : -step.pieces)
  const reason = isMore ? 'counted' : at(adjustmentReasons, step.chosen % adjustmentReasons.length)
  const line = { ...askedOf(real, item, BigInt(step.pieces)), way: isMore ? 'more' : 'less', reason } as const
  const asked = { id: newId(), branchId: at(branches, branch), lines: [line], note: '', givesCreditBack: false }
  let isWaiting = false
  const isRefused = levelIn(model, item, branch) + pieces < 0n && !isMore
  return {
    // What waits is dated when it is approved, whatever is locked.
    expects: isRefused ? 'refused' : isLocked(model, onDate) ? 'either' : 'done',
    run: async (tx) => {
      isWaiting = (await adjustGoods(tx, shop.id, asked, shop.actor, { onDate, isOwner: false })).isWaiting
    },
    apply: () => {
      if (isWaiting) model.waiting.push({ id: asked.id, item, branch, pieces, isOver: false })
      else move(model, item, branch, pieces)
    },
  }
}

export function approve(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const asked = pick(model.waiting, step)
  if (!asked) return undefined
  const { id, item, branch, pieces, isOver } = asked
  const isShort = pieces < 0n && levelIn(model, item, branch) + pieces < 0n
  return {
    expects: isOver || isShort ? 'refused' : 'done',
    run: (tx) => approveAdjustment(tx, shop.id, id, shop.actor, { onDate: today, isOwner: true }),
    apply: () => {
      move(model, item, branch, pieces)
      asked.isOver = true
    },
  }
}

/** Two of rice and a lid are a box, and a box is those again. */
export function kits(model: GoodsModel, { shop, items, branches }: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { branch } = step
  const count = BigInt((step.pieces + 1) >> 1)
  const way = step.what === 'make kits' ? 'make' : 'break'
  const extra = way === 'make' ? rupees(step.beside) : paise(0n)
  const asked = { id: newId(), branchId: at(branches, branch), kitId: at(items, box), way, kits: whole(count) } as const
  const made = way === 'make' ? count : -count
  const change = [-2n * made, 0n, -made, made]
  const isShort = change.some((pieces, item) => pieces < 0n && levelIn(model, item, branch) + pieces < 0n)
  return {
    expects: isShort ? 'refused' : 'done',
    run: (tx) => workKits(tx, shop.id, { ...asked, extra, note: '' }, shop.actor, today),
    apply: () => {
      for (const [item, pieces] of change.entries()) move(model, item, branch, pieces)
      model.landed -= extra
    },
  }
}

const countable = [0, 2, box]

/** All but what lies in batches, of which a count does not say which it found. */
export function beginACount(model: GoodsModel, { shop, branches }: GoodsWorld, { branch }: GoodsStep): GoodsPlay {
  const count = {
    ...({ kind: 'items', scope: 'chosen', scopeText: '', scopeId: null } as const),
    ...{ id: newId(), branchId: at(branches, branch) },
    ...{ isBlind: false, toleranceMg: 0n, toleranceBp: 0, persons: [], note: '' },
    chosen: countable.map((item) => at(itemNames, item)),
  }
  return {
    expects: 'done',
    run: (tx) => beginCount(tx, shop.id, count, shop.actor, { today }),
    apply: () => {
      model.counts.push({ id: count.id, branch, scans: new Map(), isOver: false })
    },
  }
}

/** What the book has, one less, or two more; counted again, the last stands. */
export function scanAnItem(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const count = pick(model.counts, step)
  if (!count) return undefined
  const item = at(countable, step.pieces % countable.length)
  const book = levelIn(model, item, count.branch)
  const found = book + (step.share === 'none' ? 0n : step.share === 'part' ? -1n : 2n)
  const counted = found < 0n ? 0n : found
  const scan = { id: newId(), countId: count.id, code: at(itemNames, item), place: '', quantity: whole(counted) }
  return {
    expects: count.isOver ? 'refused' : 'done',
    run: (tx) => noteScan(tx, shop.id, scan, shop.actor),
    apply: () => {
      count.scans.set(item, { counted, book })
    },
  }
}

/** Closed, looked at and approved; what went since leaves less than is missing is not put right. */
export function endACount(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const count = pick(model.counts, step)
  if (!count) return undefined
  const end = async (tx: Tx) => {
    await closeCount(tx, shop.id, count.id, shop.actor)
    const lines: { line: number }[] = await tx('stock_count_line')
      .where({ business_id: shop.id, count_id: count.id, kind: 'item' })
      .select('line')
    const decisions = lines.map(({ line }) => ({ line, decision: 'post', reason: 'Counted' }) as const)
    if (!count.isOver) await decide(tx, shop.id, { countId: count.id, decisions }, shop.actor)
    await approveCount(tx, shop.id, { countId: count.id, aloneReason: 'Alone', onDate: today }, shop.actor)
  }
  return {
    expects: 'done',
    run: end,
    apply: () => {
      if (count.isOver) return
      count.isOver = true
      for (const [item, { counted, book }] of count.scans) {
        const difference = counted - book
        const isShort = difference < 0n && levelIn(model, item, count.branch) + difference < 0n
        if (!isShort) move(model, item, count.branch, difference)
      }
    },
  }
}
