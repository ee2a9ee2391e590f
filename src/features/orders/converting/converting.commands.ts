import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, subtract, wholeRupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import type { Tx } from '../../../db/tenant.ts'
import {
  blankLine,
  claimPiece,
  type Desk,
  lookAt,
  saveDraft,
  type TypedBill,
  type TypedLine,
  withFields,
} from '../../sales/index.ts'
import { findOrder, type OrderLine } from '../showing/showing.queries.ts'

export interface IntoBill {
  readonly orderId: string
  /** The bill in the making, with what is on it already. */
  readonly draftId: string
  readonly bill: TypedBill
  /** Lines of the order; all that are open where none is named. */
  readonly lines: readonly number[]
}

/**
 * Takes what is open of an order into a bill in the making: the pieces that are kept for it, items by their quantity, and
 * the advances as far as the bill needs them. An article that was ordered in words is scanned at the counter, where the
 * order's rate holds for it. Throws NotFound, Refusal 409 for an order that is done.
 */
export async function takeIntoBill(
  tx: Tx,
  businessId: string,
  { orderId, draftId, bill, lines }: IntoBill,
  { actor, desk }: { actor: Actor; desk: Desk },
): Promise<{ number: string; toScan: number }> {
  const { order, lines: ordered, advances } = await findOrder(tx, businessId, orderId)
  const { number, state } = order
  if (state !== 'open' && state !== 'part-delivered') throw new Refusal('orders.refusal.done', { number }, 409)
  const wanted = ordered.filter(({ line, left }) => left > 0n && (lines.length === 0 || lines.includes(line)))
  const has = (line: OrderLine) => bill.lines.some((one) => one.order === orderId && isOf(one, line))
  const added = wanted.flatMap((line) => (isSellable(line) && !has(line) ? [line] : []))
  const first = 1 + Math.max(0, ...bill.lines.map(({ n }) => n))
  const typed = added.map((line, i) => lineOf(line, orderId, first + i))
  const made = withFields(
    { ...bill, takes: {}, lines: [...bill.lines, ...typed] },
    { party: order.partyId, from: orderId },
  )
  const { settled } = await lookAt(tx, businessId, { id: draftId, bill: made }, desk)
  const taken = { ...made, takes: takesOf(advances, settled.toPay) }
  await saveDraft(tx, businessId, { id: draftId, bill: taken }, actor)
  for (const { pieceId } of added) if (pieceId) await claimPiece(tx, businessId, { pieceId, draftId }, desk)
  return { number, toScan: wanted.filter((line) => !isSellable(line)).length }
}

const isSellable = ({ pieceId, itemId, tracking }: OrderLine): boolean =>
  pieceId !== null || (itemId !== null && tracking === null)

const isOf = (typed: TypedLine, { pieceId, itemId }: OrderLine): boolean =>
  pieceId ? typed.piece === pieceId : typed.piece === '' && typed.item === itemId

function lineOf(line: OrderLine, orderId: string, n: number): TypedLine {
  const { itemId, pieceId, left, making, wastage } = line
  const base = { ...blankLine, n, item: itemId ?? '', order: orderId }
  if (pieceId) return { ...base, piece: pieceId, making, wastage }
  return { ...base, quantity: quantity(left) }
}

type Advances = Awaited<ReturnType<typeof findOrder>>['advances']

/** The oldest first, and no more than the bill comes to. */
function takesOf(advances: Advances, toPay: Paise): Record<string, string> {
  let left = toPay
  return Object.fromEntries(
    advances.flatMap(({ itemId, open }) => {
      const isWhole = open <= left
      const amount = isWhole ? open : left
      if (itemId === null || amount <= 0n) return []
      left = subtract(left, amount)
      return [[itemId, wholeRupees(amount)] as const]
    }),
  )
}
