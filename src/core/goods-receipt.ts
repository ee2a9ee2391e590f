import { divRound, type Paise, paise, subtract } from './money.ts'
import { type Milli, milli } from './quantity.ts'

/** What of a receipt's line is done: quantities in thousandths of the item's unit. */
export type ReceiptLineState = {
  /** Came and was not rejected. */
  readonly accepted: Milli
  readonly billed: Milli
  readonly returned: Milli
  /** Of what went back, how much no bill had asked for. */
  readonly unbilled: Milli
  /** What the accepted goods cost by the receipt, without what was landed on them. */
  readonly cost: Paise
  /** How much of that cost bills and returns before a bill have taken from 'goods-received'. */
  readonly cleared: Paise
}

/** How much of the line a bill may still ask for. */
export const leftToBill = ({ accepted, billed, unbilled }: ReceiptLineState): Milli =>
  milli(accepted - billed - unbilled)

/** How much of the line is still there to go back. */
export const leftToReturn = ({ accepted, returned }: ReceiptLineState): Milli => milli(accepted - returned)

/**
 * What a part of the unbilled goods takes from 'goods-received': its share, half-up, and the last part whatever is left, so
 * that the account comes to nothing. Throws RangeError for more than is left, or for nothing.
 */
export function clearedBy(line: ReceiptLineState, quantity: Milli): Paise {
  const left = leftToBill(line)
  if (quantity <= 0n || quantity > left) throw new RangeError(`cannot clear ${quantity} of ${left}`)
  const cost = subtract(line.cost, line.cleared)
  return quantity === left ? cost : paise(divRound(cost * quantity, left, 'half-up'))
}
