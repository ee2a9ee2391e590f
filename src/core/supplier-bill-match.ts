import { absolute, divRound, type Paise, paise, subtract } from './money.ts'
import { type Milli, milli, times } from './quantity.ts'

/** By how much a line may cost another sum: a share of what was agreed, or an amount, whichever lets more pass. */
export type MatchTolerance = {
  /** In hundredths of a percent. */
  readonly bp: number
  readonly amount: Paise
}

export const noTolerance: MatchTolerance = { bp: 0, amount: paise(0n) }

/** A line of goods as the order, the receipt and the bill say it. */
export type MatchFacts = {
  /** How much more, or below zero less, came of the order's line in all its receipts and is not awaited any more. */
  readonly orderDifference: Milli
  /** None without an order. */
  readonly orderPrice: Paise | null
  /** Accepted by the receipt. */
  readonly received: Milli
  readonly billed: Milli
  /** Of the bill, without tax and without metal that is owed by weight. */
  readonly value: Paise
  /** At what the billed part was taken in. */
  readonly receiptCost: Paise
  /** Metal by weight has no price to be compared. */
  readonly isByWeight: boolean
  readonly tolerance: MatchTolerance
}

/** Above zero the later paper says more than the earlier one. */
export type MatchDifference =
  | { readonly kind: 'order-price' | 'receipt-price'; readonly by: Paise; readonly isTolerated: boolean }
  | { readonly kind: 'order-quantity' | 'billed-quantity'; readonly by: Milli }

/**
 * Where order, receipt and bill disagree: the price against the order, against what the goods were taken in for where that is
 * another sum, what came against what was ordered, what is billed against what came. What an open order still awaits is no
 * difference: it comes with another receipt.
 */
export function matchLine(facts: MatchFacts): MatchDifference[] {
  const { orderDifference, received, billed } = facts
  const found: MatchDifference[] = facts.isByWeight ? [] : priceDifferences(facts)
  if (orderDifference !== 0n) found.push({ kind: 'order-quantity', by: orderDifference })
  if (billed !== received) found.push({ kind: 'billed-quantity', by: milli(billed - received) })
  return found
}

/** The same for a line as bills keep it: with the metal that is owed by weight, which has no price, in its taxable value. */
export function matchBilled({
  taxable,
  metal,
  ...facts
}: Omit<MatchFacts, 'value' | 'isByWeight'> & { readonly taxable: Paise; readonly metal: Paise }): MatchDifference[] {
  return matchLine({ ...facts, value: subtract(taxable, metal), isByWeight: metal > 0n })
}

function priceDifferences({ orderPrice, billed, value, receiptCost, tolerance }: MatchFacts): MatchDifference[] {
  const agreed = orderPrice === null ? undefined : times(orderPrice, billed)
  const ofOrder = agreed === undefined ? undefined : subtract(value, agreed)
  const ofReceipt = subtract(value, receiptCost)
  const found: MatchDifference[] = []
  if (agreed !== undefined && ofOrder !== undefined && ofOrder !== 0n)
    found.push({ kind: 'order-price', by: ofOrder, isTolerated: passes(tolerance, ofOrder, agreed) })
  if (ofReceipt !== 0n && ofReceipt !== ofOrder)
    found.push({ kind: 'receipt-price', by: ofReceipt, isTolerated: passes(tolerance, ofReceipt, receiptCost) })
  return found
}

function passes({ bp, amount }: MatchTolerance, by: Paise, of: Paise): boolean {
  const share = divRound(of * BigInt(bp), 10_000n, 'floor')
  return absolute(by) <= (share > amount ? share : amount)
}

/** A bill of a part is nothing to look into, for the rest comes with the next one; nor is a price within the tolerance. */
export function isWorthALook(one: MatchDifference): boolean {
  switch (one.kind) {
    case 'billed-quantity':
      return false
    case 'order-quantity':
      return true
    case 'order-price':
    case 'receipt-price':
      return !one.isTolerated
  }
}
