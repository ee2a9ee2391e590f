import { divRound, type Paise, paise } from './money.ts'
import { type Milli, milli } from './quantity.ts'
import { type Mg, mg } from './weight.ts'

export const rateBases = ['booked', 'delivery', 'by-weight'] as const
export type OrderRateBasis = (typeof rateBases)[number]
export const orderStates = ['open', 'part-delivered', 'delivered', 'cancelled'] as const
export type OrderState = (typeof orderStates)[number]

/** A line of an order, with what is still to be delivered of it. */
export type OpenLine = {
  readonly line: number
  readonly itemId: string | null
  readonly pieceId: string | null
  readonly left: Milli
}
/** A line of a bill that is made of the order. */
export type BilledLine = {
  readonly itemId: string
  readonly pieceId: string | null
  readonly quantity: Milli
  readonly isJewel: boolean
}
export type Delivery = { readonly billLine: number; readonly line: number; readonly quantity: Milli }

/**
 * What a bill delivers of an order, lines counted from 1: the piece that was kept for it, else the same item, else, for
 * jewellery, the first article that was ordered in words. What nobody ordered delivers nothing.
 */
export function deliveriesOf(order: readonly OpenLine[], bill: readonly BilledLine[]): Delivery[] {
  const left = new Map(order.map(({ line, left }) => [line, left]))
  return bill.flatMap((billed, i): Delivery[] => {
    const open = order.filter(({ line }) => (left.get(line) ?? 0n) > 0n)
    const found =
      open.find(({ pieceId }) => pieceId !== null && pieceId === billed.pieceId) ??
      open.find(({ itemId, pieceId }) => pieceId === null && itemId === billed.itemId) ??
      open.find(({ itemId, pieceId }) => billed.isJewel && pieceId === null && itemId === null)
    if (!found) return []
    const rest = left.get(found.line) ?? milli(0n)
    const asked = billed.isJewel ? milli(1000n) : billed.quantity
    const isMore = asked > rest
    const quantity = isMore ? rest : asked
    left.set(found.line, milli(rest - quantity))
    return quantity > 0n ? [{ billLine: i + 1, line: found.line, quantity }] : []
  })
}

/** Grams that an advance books at a rate (paise a gram), rounded down: nobody gets metal that was not paid. */
export const bookedWeight = (advance: Paise, rate: Paise): Mg => mg(divRound(advance * 1000n, rate, 'floor'))

/** Grams at the rates that they were booked at, together. */
export type Booking = { readonly weight: Mg; readonly rate: Paise }

/**
 * The rate of one gram of what is delivered now: as far as the booking goes at its rate, the rest at the board's. Rounded
 * to the paisa, half up. Undefined where nothing is booked, or the board is asked and has no rate.
 */
export function blendedRate(booking: Booking, delivered: Mg, board: Paise | undefined): Paise | undefined {
  if (booking.weight <= 0n || delivered <= 0n) return undefined
  if (delivered <= booking.weight) return booking.rate
  if (board === undefined) return undefined
  const rest = delivered - booking.weight
  return paise(divRound(booking.weight * booking.rate + rest * board, delivered, 'half-up'))
}

/** The least advance for which a rate is booked. */
export const leastAdvance = (estimate: Paise, bp: number): Paise =>
  paise(divRound(estimate * BigInt(bp), 10_000n, 'ceil'))
