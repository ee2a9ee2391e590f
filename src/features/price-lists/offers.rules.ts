import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import { type ListedPrice, type PriceOffer, priceByLists } from '../../core/price-list.ts'
import type { Milli } from '../../core/quantity.ts'

/** What lists offer of one item to one customer on a day. */
export interface ItemOffers {
  readonly offers: readonly PriceOffer[]
  readonly groupId: string | null
  readonly onDate: IsoDate
}

/** The price of one, by the lists that bear on the item or, without any, its own. */
export const priceAt = (own: Paise, lists: ItemOffers | undefined, quantity: Milli) =>
  lists ? priceByLists(lists.offers, { own, quantity, ...lists }) : { price: own, offer: undefined }

/** As its row has it: an amount, or else a change. */
export const listedPrice = (amount: Paise | null, bp: number | null): ListedPrice =>
  amount === null ? { kind: 'change', bp: bp ?? 0 } : { kind: 'fixed', amount }
