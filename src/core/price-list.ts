import type { IsoDate } from './dates.ts'
import { divRound, type Paise, paise } from './money.ts'
import type { Milli } from './quantity.ts'

/** A line of a price list as it bears on one item. */
export interface PriceOffer {
  readonly listId: string
  readonly listName: string
  readonly fromOn: IsoDate
  /** The last day; null: it has none yet. */
  readonly toOn: IsoDate | null
  /** Null: for everyone. */
  readonly groupId: string | null
  /** The line names the item itself, not its category. */
  readonly isOfItem: boolean
  readonly min: Milli
  readonly price: ListedPrice
}

/** A price of its own, or a part off (below zero) or on the item's price in basis points. */
export type ListedPrice =
  | { readonly kind: 'fixed'; readonly amount: Paise }
  | { readonly kind: 'change'; readonly bp: number }

export interface AskedPrice {
  /** The item's own price, in the same terms of tax as the lists'. */
  readonly own: Paise
  readonly groupId: string | null
  readonly quantity: Milli
  readonly onDate: IsoDate
}

export interface FoundPrice {
  readonly price: Paise
  /** Undefined: no list bears on it, the price is the item's own. */
  readonly offer: PriceOffer | undefined
}

/**
 * The price of one. Of the lines in force on the day, for the customer's group or for everyone, whose quantity is reached, one
 * counts: a line of the item goes before one of its category, the group's before everyone's, the larger quantity before the
 * smaller, the list that began later before the earlier, and at last the lower price. The order in which they come does not
 * matter. More never costs more each: where a smaller quantity would have a lower price by the same rule, that price stays.
 */
export function priceByLists(offers: readonly PriceOffer[], asked: AskedPrice): FoundPrice {
  const reached = offers.filter((offer) => bearsOn(offer, asked) && offer.min <= asked.quantity)
  const winners = [...new Set(reached.map(({ min }) => min))].flatMap((step) => {
    const [first] = reached.filter(({ min }) => min <= step).sort(inOrder(asked.own))
    return first ?? []
  })
  const [best] = winners.sort((a, b) => byPrice(asked.own, a, b) || compare(b.min, a.min) || inOrder(asked.own)(a, b))
  return best ? { price: priceOf(best.price, asked.own), offer: best } : { price: asked.own, offer: undefined }
}

/** In force on the day, and for the group or for everyone. */
const bearsOn = ({ fromOn, toOn, groupId }: PriceOffer, asked: Pick<AskedPrice, 'groupId' | 'onDate'>): boolean =>
  fromOn <= asked.onDate && (toOn === null || asked.onDate <= toOn) && (groupId === null || groupId === asked.groupId)

/** Half-up to the paisa, and never below nothing. */
export function priceOf(price: ListedPrice, own: Paise): Paise {
  switch (price.kind) {
    case 'fixed':
      return price.amount
    case 'change':
      return paise(divRound(own * BigInt(10_000 + price.bp), 10_000n, 'half-up'))
  }
}

/** Which line goes before which, the strongest first. */
export const inOrder =
  (own: Paise) =>
  (a: PriceOffer, b: PriceOffer): number =>
    Number(b.isOfItem) - Number(a.isOfItem) ||
    Number(b.groupId !== null) - Number(a.groupId !== null) ||
    compare(b.min, a.min) ||
    compare(b.fromOn, a.fromOn) ||
    byPrice(own, a, b) ||
    compare(a.listId, b.listId)

const byPrice = (own: Paise, a: PriceOffer, b: PriceOffer): number =>
  compare(priceOf(a.price, own), priceOf(b.price, own))

const compare = <One extends bigint | string>(a: One, b: One): number => (a < b ? -1 : a > b ? 1 : 0)

/** Two lists that are in force on one day for one customer. */
export const doOverlap = (a: ListTime, b: ListTime): boolean =>
  a.fromOn <= (b.toOn ?? '9999-12-31') &&
  b.fromOn <= (a.toOn ?? '9999-12-31') &&
  (a.groupId === null || b.groupId === null || a.groupId === b.groupId)

export type ListTime = Pick<PriceOffer, 'fromOn' | 'toOn' | 'groupId'>
