import type { Discount } from '../../src/core/bill.ts'
import type { IsoDate } from '../../src/core/dates.ts'
import type { RequestTender, TenderMode, WalkIn } from '../../src/core/invoice-facts.ts'
import type { Paise } from '../../src/core/money.ts'
import type { Milli } from '../../src/core/quantity.ts'
import type { DemoItem, DemoParty } from './shop.ts'

/** What happened in a demo shop, at a minute of a day: played through the real commands in this order. */
export type DemoEvent = { readonly day: IsoDate; readonly minute: number } & Happening

export type Happening =
  | PlannedSale
  | { readonly kind: 'sale-cancelled'; readonly sale: PlannedSale; readonly reason: string }
  | PlannedMoney
  | { readonly kind: 'receipt-cancelled'; readonly receipt: PlannedMoney; readonly reason: string }
  | { readonly kind: 'entry'; readonly what: EntryWhat; readonly amount: Paise }
  | { readonly kind: 'adjustment'; readonly item: DemoItem; readonly quantity: Milli; readonly reason: string }

/** What is written into the books by hand. */
export type EntryWhat = 'rent' | 'wages' | 'power' | 'bank-charges' | 'upi-settled' | 'card-settled'

export interface PlannedSale {
  readonly kind: 'sale'
  /** As the plan counts them, from 0. */
  readonly key: number
  readonly buyer: DemoParty | WalkIn
  readonly lines: readonly PlannedLine[]
  readonly billDiscount: Discount
  readonly tenders: readonly RequestTender[]
  readonly total: Paise
  /** What stays due. */
  readonly credit: Paise
  readonly by: 'owner' | 'cashier'
}

export interface PlannedLine {
  readonly item: DemoItem
  readonly quantity: Milli
  readonly discount: Discount
}

export interface PlannedMoney {
  readonly kind: 'receipt' | 'payment'
  readonly key: string
  readonly party: DemoParty
  readonly amount: Paise
  readonly mode: TenderMode
  /** The bill that it settles first; none for the oldest. */
  readonly sale?: PlannedSale
  readonly restAs: 'advance' | 'on-account'
}

export const isParty = (buyer: PlannedSale['buyer']): buyer is DemoParty => 'habit' in buyer

export const inOrder = (a: DemoEvent, b: DemoEvent): number =>
  a.day === b.day ? a.minute - b.minute : a.day < b.day ? -1 : 1
