import { type Paise, subtract } from './money.ts'
import { type Milli, milli, times } from './quantity.ts'

/** A line of goods as the order, the receipt and the bill say it. */
export type MatchFacts = {
  /** None without an order. */
  readonly ordered: Milli | null
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
}

/** Above zero the later paper says more than the earlier one. */
export type MatchDifference =
  | { readonly kind: 'order-price' | 'receipt-price'; readonly by: Paise }
  | { readonly kind: 'order-quantity' | 'billed-quantity'; readonly by: Milli }

/**
 * Where order, receipt and bill disagree: the price against the order, against what the goods were taken in for where that is
 * another sum, what came against what was ordered, what is billed against what came.
 */
export function matchLine(facts: MatchFacts): MatchDifference[] {
  const { ordered, received, billed } = facts
  const found: MatchDifference[] = facts.isByWeight ? [] : priceDifferences(facts)
  if (ordered !== null && received !== ordered) found.push({ kind: 'order-quantity', by: milli(received - ordered) })
  if (billed !== received) found.push({ kind: 'billed-quantity', by: milli(billed - received) })
  return found
}

function priceDifferences({ orderPrice, billed, value, receiptCost }: MatchFacts): MatchDifference[] {
  const ofOrder = orderPrice === null ? undefined : subtract(value, times(orderPrice, billed))
  const ofReceipt = subtract(value, receiptCost)
  const found: MatchDifference[] = []
  if (ofOrder !== undefined && ofOrder !== 0n) found.push({ kind: 'order-price', by: ofOrder })
  if (ofReceipt !== 0n && ofReceipt !== ofOrder) found.push({ kind: 'receipt-price', by: ofReceipt })
  return found
}

/** A bill of a part is nothing to look into: the rest comes with the next one. */
export const isWorthALook = ({ kind }: MatchDifference): boolean => kind !== 'billed-quantity'
