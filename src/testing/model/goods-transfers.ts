import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import {
  cancelTransfer,
  receiveTransfer,
  settleDifference,
} from '../../features/movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../features/movements/transfers/sending.commands.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import { at, box, type GoodsModel, type GoodsWorld, levelIn, move, pick, whole } from './goods-world.ts'

/** Rice, lids and boxes: what lies in batches moves between branches without them as yet, so medicine stays where it is. */
export const movable = ({ item }: Pick<GoodsStep, 'item'>): number => (item === 1 ? box : item)

export const askedOf = ({ items }: GoodsWorld, item: number, pieces: bigint) => ({
  ref: { kind: 'item', id: at(items, item) } as const,
  ...{ quantity: whole(pieces), gross: mg(0n), net: mg(0n), pieces: 0 },
})

export function transferGoods(model: GoodsModel, real: GoodsWorld, step: GoodsStep): GoodsPlay {
  const { shop, branches } = real
  const from = step.branch
  const to = 1 - from
  const item = movable(step)
  const pieces = BigInt(step.pieces)
  const request = {
    ...{ id: newId(), branchId: at(branches, from), toBranchId: at(branches, to), note: '' },
    lines: [askedOf(real, item, pieces)],
  }
  return {
    expects: pieces > levelIn(model, item, from) ? 'refused' : 'done',
    run: (tx) => sendTransfer(tx, shop.id, request, shop.actor, today),
    apply: () => {
      move(model, item, from, -pieces)
      model.transfers.push({ id: request.id, item, from, to, open: pieces, state: 'in-transit' })
    },
  }
}

/** All of it arrives, or some; more than was sent is refused, and so is arriving twice. */
export function arriveGoods(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const transfer = pick(model.transfers, step)
  if (!transfer) return undefined
  const { id, item, to, open, state } = transfer
  const pieces = step.share === 'all' ? open : BigInt(step.pieces)
  const counted = [{ line: 1, quantity: whole(pieces) }]
  return {
    expects: state !== 'in-transit' || pieces > open ? 'refused' : 'done',
    run: (tx) => receiveTransfer(tx, shop.id, { id, tags: [], counted, note: '' }, shop.actor, today),
    apply: () => {
      move(model, item, to, pieces)
      transfer.open -= pieces
      transfer.state = transfer.open === 0n ? 'over' : 'differs'
    },
  }
}

export function settleTransfer(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const transfer = pick(
    model.transfers.filter(({ state }) => state === 'differs'),
    step,
  )
  if (!transfer) return undefined
  const { id, item, to, open } = transfer
  const outcome = step.share === 'all' ? 'found' : 'written-off'
  return {
    expects: 'done',
    run: (tx) => settleDifference(tx, shop.id, { id, line: 1, outcome, note: 'Lost' }, shop.actor, today),
    apply: () => {
      if (outcome === 'found') move(model, item, to, open)
      transfer.open = 0n
      transfer.state = 'over'
    },
  }
}

export function cancelATransfer(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const transfer = pick(model.transfers, step)
  if (!transfer) return undefined
  const { id, item, from, open, state } = transfer
  return {
    expects: state === 'in-transit' ? 'done' : 'refused',
    run: (tx) => cancelTransfer(tx, shop.id, { id, reason: 'Wrong' }, shop.actor, today),
    apply: () => {
      move(model, item, from, open)
      transfer.open = 0n
      transfer.state = 'over'
    },
  }
}
