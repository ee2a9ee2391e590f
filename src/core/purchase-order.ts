import type { IsoDate } from './dates.ts'
import type { Paise } from './money.ts'
import { type Milli, milli } from './quantity.ts'

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
  return Math.round((Date.parse(today) - Date.parse(expectedOn)) / 86_400_000)
}
