import { paise } from '../../core/money.ts'
import { adjustmentReasons } from '../../core/stock-adjustment.ts'
import { newId } from '../../db/ids.ts'
import { adjustGoods, approveAdjustment } from '../../features/movements/adjusting/adjusting.commands.ts'
import { workKits } from '../../features/movements/kits/kits.commands.ts'
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
