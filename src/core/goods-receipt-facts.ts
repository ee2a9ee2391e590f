import type { IsoDate } from './dates.ts'
import type { RefusalStatus } from './errors.ts'
import type { LandedBasis } from './landed-cost.ts'
import type { PostingLine } from './ledger.ts'
import type { Paise } from './money.ts'
import type { Milli } from './quantity.ts'
import type { StockLevel } from './stock.ts'
import type { AccountsByRole } from './vouchers.ts'
import type { Mct, Mg } from './weight.ts'

export type Tracking = 'piece' | 'lot' | null

/** What a person says came: made by the form, read and never trusted. */
export type ReceiptRequest = {
  readonly id: string
  readonly partyId: string
  /** The day on which it came. */
  readonly onDate: IsoDate
  readonly theirNumber: string
  readonly theirDate: IsoDate | null
  /** Freight, duty, octroi, in paise. */
  readonly landed: Paise
  readonly landedBy: LandedBasis
  readonly note: string
  readonly lines: readonly ReceiptRequestLine[]
  /** The person has looked: more than was ordered is taken in all the same. */
  readonly takesExcess: boolean
  /** The person has looked: goods whose date is over are taken in all the same. */
  readonly takesExpired: boolean
}

export type ReceiptRequestLine = {
  readonly itemId: string
  readonly order: { readonly id: string; readonly line: number } | null
  /** Thousandths of the item's unit; of a lot the net grams of metal, or the grams of stones. */
  readonly received: Milli
  readonly rejected: Milli
  readonly rejectReason: string
  /** Paise for one. Null: what it cost the last time. */
  readonly price: Paise | null
  readonly batch: AskedBatch | null
  /** Of an article that is tracked by piece: what each weighs and costs. */
  readonly pieces: readonly AskedPiece[]
  readonly lot: AskedLot | null
}

export type AskedBatch = {
  readonly number: string
  readonly madeOn: IsoDate | null
  readonly expiresOn: IsoDate | null
  readonly mrp: Paise | null
}

export type AskedPiece = {
  readonly id: string
  readonly cost: Paise
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
}

/** What is weighed of a lot: all of what came, before anything of it is rejected. */
export type AskedLot = {
  readonly id: string
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
  readonly pieces: number
}

/** What it is decided from, read and locked before. */
export type ReceiptFacts = {
  readonly today: IsoDate
  readonly lockDate: IsoDate | null
  readonly mayBackdate: boolean
  readonly items: ReadonlyMap<string, ReceiptItem>
  readonly orders: ReadonlyMap<string, ReceiptOrder>
  readonly roles: AccountsByRole
}

export type ReceiptItem = {
  readonly id: string
  readonly name: string
  readonly kind: 'goods' | 'service'
  readonly isArchived: boolean
  readonly tracksBatches: boolean
  readonly tracking: Tracking
  /** The last known cost of one. */
  readonly lastCost: Paise
  readonly level: StockLevel
}

export type ReceiptOrder = {
  readonly number: string
  readonly partyId: string
  readonly isOpen: boolean
  readonly lines: ReadonlyMap<number, { readonly itemId: string; readonly left: Milli; readonly price: Paise }>
}

export type ReceiptDecision = {
  readonly lines: readonly DecidedReceiptLine[]
  /** What all accepted goods cost, and what was landed on them. */
  readonly cost: Paise
  readonly landed: Paise
  readonly postings: readonly PostingLine[]
  /** Something came short, in excess, or was rejected. */
  readonly differs: boolean
}

export type DecidedReceiptLine = {
  readonly asked: ReceiptRequestLine
  readonly item: ReceiptItem
  readonly accepted: Milli
  /** What the order still awaited; null without an order. */
  readonly ordered: Milli | null
  readonly price: Paise
  readonly cost: Paise
  readonly landed: Paise
  /** What the stock takes of it, and what goes to the cost of goods that were sold below zero: see `receive`. */
  readonly moved: Paise
  readonly correction: Paise
  /** Each piece with its share of what was landed. */
  readonly pieces: readonly (AskedPiece & { readonly worth: Paise })[]
  /** Weights of what was accepted. */
  readonly gross: Mg
  readonly net: Mg
  readonly fine: Mg
  readonly carat: Mct
}

/** `field` is that of the form: `on_date`, `lines.0.received`. */
export type ReceiptSays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field: string
  readonly status?: RefusalStatus
}
