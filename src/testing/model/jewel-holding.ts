import { milli } from '../../core/quantity.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import type { Tx } from '../../db/tenant.ts'
import { sendOnApproval } from '../../features/challans/index.ts'
import { takeBack } from '../../features/challans/making/making.commands.ts'
import { cancelOrder } from '../../features/orders/cancelling/cancelling.commands.ts'
import { createOrder } from '../../features/orders/index.ts'
import { today } from '../goods-shop.ts'
import type { GoodsPlay } from './goods-play.ts'
import type { GoodsStep } from './goods-steps.ts'
import { at, type GoodsModel, type GoodsWorld, pick, rupees } from './goods-world.ts'
import type { ModelPiece } from './jewel-world.ts'

/** Kirti takes a piece home to look at it: it stays the shop's. */
export function sendForApproval(
  model: GoodsModel,
  { shop, branches, jewels }: GoodsWorld,
  step: GoodsStep,
): GoodsPlay | undefined {
  const piece = pick(model.jewels.pieces, step)
  if (!piece) return undefined
  const request = {
    id: newId(),
    partyId: jewels.customerId,
    dueOn: '2026-11-30',
    tags: [piece.tag],
    lots: [],
    note: '',
  }
  const options = { branchId: at(branches, piece.branch), today }
  return {
    expects: piece.state === 'in-stock' ? 'done' : 'refused',
    run: (tx) => sendOnApproval(tx, shop.id, request, shop.actor, options),
    apply: () => {
      model.jewels.challans.push({ id: request.id, piece, isOver: false })
      hold(piece, 'on-approval', request.id)
    },
  }
}

function hold(piece: ModelPiece, state: ModelPiece['state'], heldBy: string | null): void {
  piece.state = state
  piece.heldBy = heldBy
}

export function comesFromApproval(model: GoodsModel, { shop }: GoodsWorld, step: GoodsStep): GoodsPlay | undefined {
  const out = pick(model.jewels.challans, step)
  if (!out) return undefined
  const { id: challanId, piece } = out
  return {
    expects: out.isOver ? 'refused' : 'done',
    run: (tx) => takeBack(tx, shop.id, { challanId, tag: piece.tag, onDate: today }, shop.actor),
    apply: () => {
      out.isOver = true
      hold(piece, 'in-stock', null)
    },
  }
}

/** A piece is kept for Kirti, who pays a part of it in cash beforehand. */
export function bookPiece(
  model: GoodsModel,
  { shop, branches, jewels }: GoodsWorld,
  step: GoodsStep,
): GoodsPlay | undefined {
  const piece = pick(model.jewels.pieces, step)
  if (!piece) return undefined
  const advance = rupees(step.share === 'none' ? 0 : step.price * 4)
  const line = {
    ...{
      row: 0,
      tag: piece.tag,
      words: '',
      purityId: undefined,
      weight: mg(0n),
      carat: mct(0n),
      toleranceBp: 0,
      quantity: milli(1000n),
    },
    ...{ size: '', stones: '', making: '', wastage: '', price: undefined },
  }
  const request = {
    ...{ id: newId(), receiptId: newId(), partyId: jewels.customerId, from: undefined, dueOn: '2026-11-30' },
    ...({ basis: 'delivery', lines: [line], note: '' } as const),
    advance: { amount: advance, mode: 'cash', reference: '' } as const,
  }
  const options = { branchId: at(branches, piece.branch), today }
  return {
    expects: piece.state === 'in-stock' ? 'done' : 'refused',
    run: (tx) => createOrder(tx, shop.id, request, shop.actor, options),
    apply: () => {
      model.jewels.bookings.push({ id: request.id, piece, isOver: false })
      hold(piece, 'reserved', request.id)
      model.cash += advance
      model.jewels.customer -= advance
    },
  }
}

/** What is open of the advance is given back in cash, or stays hers. */
export function cancelBooking(
  model: GoodsModel,
  { shop, accounts }: GoodsWorld,
  step: GoodsStep,
): GoodsPlay | undefined {
  const booking = pick(model.jewels.bookings, step)
  if (!booking) return undefined
  const { id, piece } = booking
  const refund = { id: newId(), mode: 'cash', reference: '' } as const
  const settle = step.share === 'all' ? 'keep' : 'refund'
  const paidOut = async (tx: Tx): Promise<bigint> => {
    const row = await tx('posting')
      .join('voucher as v', 'v.id', 'posting.voucher_id')
      .where({ 'posting.business_id': shop.id, account_id: accounts.cash, 'v.document_id': refund.id })
      .first(tx.raw('-sum(amount)::bigint as amount'))
    return row?.amount ?? 0n
  }
  let given = 0n
  const wasSold = piece.heldBy !== id && !booking.isOver
  return {
    expects: 'either',
    run: async (tx) => {
      await cancelOrder(tx, shop.id, { id, reason: 'Wrong', settle, refund, onDate: today }, shop.actor)
      given = await paidOut(tx)
    },
    apply: () => {
      if (piece.heldBy === id && !wasSold) hold(piece, 'in-stock', null)
      booking.isOver = true
      model.cash -= given
      model.jewels.customer += given
    },
  }
}
