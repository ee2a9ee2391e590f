import { daysBetween, type IsoDate } from './dates.ts'
import { add, type Paise, sum } from './money.ts'
import { type Milli, milli, times } from './quantity.ts'
import { type Heads, noHeads, type Supply, sumHeads, taxOn, taxTotal } from './tax.ts'

/** waiting: for approval. short-closed: the rest is not awaited any more. */
export const purchaseOrderStates = [
  'waiting',
  'open',
  'part-received',
  'received',
  'short-closed',
  'cancelled',
] as const
export type PurchaseOrderState = (typeof purchaseOrderStates)[number]

/** What is still awaited: only of these does anything come. */
export const awaitedStates = ['open', 'part-received'] as const satisfies readonly PurchaseOrderState[]

export const isAwaited = (state: PurchaseOrderState): boolean => awaitedStates.some((one) => one === state)

/** A line with how much of it came and how much was given up. */
export interface OrderedFigures {
  readonly quantity: Milli
  readonly received: Milli
  readonly closed: Milli
}

/** What is still to come of a line: never less than nothing, though more came than was ordered. */
export const leftOf = ({ quantity, received, closed }: OrderedFigures): Milli => {
  const left = quantity - received - closed
  return milli(left > 0n ? left : 0n)
}

/**
 * The state of an approved order by its lines. One that was closed short stays so, and one that waits or is cancelled too:
 * nothing comes of these.
 */
export function stateAfter(state: PurchaseOrderState, lines: readonly OrderedFigures[]): PurchaseOrderState {
  switch (state) {
    case 'waiting':
    case 'short-closed':
    case 'cancelled':
      return state
    case 'open':
    case 'part-received':
    case 'received':
      if (lines.every((line) => leftOf(line) === 0n)) return 'received'
      return lines.some(({ received }) => received > 0n) ? 'part-received' : 'open'
  }
}

/** Whether an order waits for someone who may approve it: above the limit of the shop, where there is one. */
export const mustWait = (total: Paise, limit: Paise | null): boolean => limit !== null && total > limit

/** Who made an order does not approve it himself, but the owner answers to nobody. */
export const mayApprove = (of: { isOwner: boolean; isMaker: boolean }): boolean => of.isOwner || !of.isMaker

/** Days that it is overdue; none where nothing is awaited. */
export function daysLate(state: PurchaseOrderState, expectedOn: IsoDate, today: IsoDate): number {
  if (!isAwaited(state) || expectedOn >= today) return 0
  return daysBetween(expectedOn, today)
}

/** A line as it is asked for: price of one unit without tax, rate in hundredths of a percent. */
export interface AskedLine {
  readonly quantity: Milli
  readonly price: Paise
  readonly rateBp: number
}

export interface PricedLine {
  readonly taxable: Paise
  readonly heads: Heads
  readonly total: Paise
}

export interface PricedOrder {
  readonly lines: readonly PricedLine[]
  readonly taxable: Paise
  readonly heads: Heads
  readonly total: Paise
}

/**
 * What an order comes to. A supplier without a GSTIN may collect no tax (CGST Act, section 32), so none is reckoned for
 * him; who is under composition says so on his bill.
 */
export function priceOrder(lines: readonly AskedLine[], of: { supply: Supply; isRegistered: boolean }): PricedOrder {
  const priced = lines.map(({ quantity, price, rateBp }): PricedLine => {
    const taxable = times(price, quantity)
    const heads = of.isRegistered ? taxOn(taxable, rateBp, of.supply) : noHeads
    return { taxable, heads, total: add(taxable, taxTotal(heads)) }
  })
  return {
    lines: priced,
    taxable: sum(priced.map(({ taxable }) => taxable)),
    heads: sumHeads(priced.map(({ heads }) => heads)),
    total: sum(priced.map(({ total }) => total)),
  }
}
