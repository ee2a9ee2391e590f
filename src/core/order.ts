import { divRound, type Paise, paise } from './money.ts'
import { type Milli, milli } from './quantity.ts'
import { type Mct, type Mg, mct, mg } from './weight.ts'

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
  /** Of loose stones, which are delivered by the carat: all that were ordered, and what is left of them. */
  readonly carat: Mct
  readonly leftCarat: Mct
}
/** A line of a bill that is made of the order. */
export type BilledLine = {
  readonly itemId: string
  readonly pieceId: string | null
  readonly quantity: Milli
  readonly isJewel: boolean
  /** Out of a packet of stones; else none. */
  readonly carat: Mct
}
export type Delivery = {
  readonly billLine: number
  readonly line: number
  readonly quantity: Milli
  readonly carat: Mct
}

/**
 * What a bill delivers of an order, lines counted from 1: the piece that was kept for it, else the same item, else, for
 * jewellery, the first article that was ordered in words. What nobody ordered delivers nothing.
 */
export function deliveriesOf(order: readonly OpenLine[], bill: readonly BilledLine[]): Delivery[] {
  const open = order.map((line) => ({ ...line }))
  return bill.flatMap((billed, i): Delivery[] => {
    const wanting = open.filter(({ left }) => left > 0n)
    const found =
      wanting.find(({ pieceId }) => pieceId !== null && pieceId === billed.pieceId) ??
      wanting.find(({ itemId, pieceId }) => pieceId === null && itemId === billed.itemId) ??
      wanting.find(({ itemId, pieceId }) => billed.isJewel && pieceId === null && itemId === null)
    if (!found) return []
    const gone = goesOf(found, billed)
    found.left = milli(found.left - gone.quantity)
    found.leftCarat = mct(found.leftCarat - gone.carat)
    return [{ billLine: i + 1, line: found.line, ...gone }]
  })
}

/** Of stones ordered by the carat so much of the line as the carats are of it: it stays open until the last of them. */
function goesOf({ left, carat, leftCarat }: OpenLine, billed: BilledLine): Pick<Delivery, 'quantity' | 'carat'> {
  if (carat > 0n && billed.carat > 0n && billed.carat < leftCarat) {
    const share = divRound(left * billed.carat, leftCarat, 'floor')
    return { quantity: milli(share > 0n ? share : 1n), carat: billed.carat }
  }
  const isRest = carat > 0n && billed.carat > 0n
  const one = billed.isJewel ? milli(1000n) : billed.quantity
  const asked = isRest ? left : one
  return { quantity: asked > left ? left : asked, carat: leftCarat < billed.carat ? leftCarat : billed.carat }
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
