import type { BillRounding, Discount } from './bill.ts'
import type { CashFacts } from './cash-facts.ts'
import type { Commission } from './commission.ts'
import type { IsoDate } from './dates.ts'
import type { GiftFacts, LoyaltyFacts } from './loyalty.ts'
import type { Paise } from './money.ts'
import type { AskedExchange, OldGoldFacts } from './old-gold-purchase.ts'
import type { Permission } from './permissions.ts'
import type { AskedPiece, BookedRates, SoldPiece } from './piece-sale.ts'
import type { Milli } from './quantity.ts'
import type { NegativeStock, StockLevel } from './stock.ts'
import type { AccountsByRole } from './vouchers.ts'

/** What a bill is decided from: read and locked before, so that the decision itself asks nobody. */
export type InvoiceFacts = {
  /** The shop's own day: no bill is dated after it. */
  readonly today: IsoDate
  readonly business: {
    readonly taxScheme: TaxScheme
    readonly rounding: BillRounding
    readonly negativeStock: NegativeStock
    /** The books are closed up to and with this day. */
    readonly lockDate: IsoDate | null
  }
  /** The supplier's State is the branch's. */
  readonly branch: { readonly id: string; readonly state: string }
  readonly party: InvoiceParty | null
  readonly items: ReadonlyMap<string, InvoiceItem>
  readonly roles: AccountsByRole
  /** An owner or manager may give more credit than the limit; the decision then only warns. */
  readonly mayExceedCredit: boolean
  /** Pieces and lots of the lines, by `soldKey`. */
  readonly pieces: ReadonlyMap<string, SoldPiece>
  /** Rates that orders of this party fixed, by the order's id. */
  readonly booked: BookedRates
  /** Who allows what the clerk may not: the clerk with that right, or a manager by PIN. None: nobody did. */
  readonly authority: Authority | null
  /** Purities and the day's buy rates, for old gold in exchange. */
  readonly oldGold: OldGoldFacts
  /** What each salesperson gets on a line. */
  readonly commissions: ReadonlyMap<string, Commission>
  /** What the party has with the shop and a bill may take in: advances, credit notes, what was left of old gold. */
  readonly takenIn: readonly TakenIn[]
  /** What the buyer paid in cash before, and the rules for it; without them nothing is said of cash. */
  readonly cash?: CashFacts | undefined
  /** The scheme of points on the bill's date; none where the shop has none, or nobody is named. */
  readonly loyalty: LoyaltyFacts | null
  /** Gift vouchers that the bill names, by their code. */
  readonly gifts: ReadonlyMap<string, GiftFacts>
}

/** Of a bill without jewellery, old gold, points, or anything that is taken in. */
export const noJewellery = {
  pieces: new Map<string, SoldPiece>(),
  booked: new Map<string, Paise>(),
  oldGold: { purities: new Map(), buying: new Map() } satisfies OldGoldFacts,
  commissions: new Map<string, Commission>(),
  takenIn: [],
  authority: null,
  loyalty: null,
  gifts: new Map<string, GiftFacts>(),
} as const

export type Authority = { readonly userId: string; readonly name: string }

/** Worth that settles a part of the bill without being paid now. */
export type TakenIn = {
  /** The open item on the credit side of the party's khata. */
  readonly itemId: string
  readonly number: string
  readonly kind: 'advance' | 'on-account' | 'note'
  /** What is open of it. */
  readonly open: Paise
  /** What of it came in cash. */
  readonly cash?: Paise
}

export type TaxScheme = 'regular' | 'composition' | 'unregistered'
export type GstKind = 'taxable' | 'exempt' | 'nil' | 'non-gst'

export type InvoiceParty = {
  readonly id: string
  readonly name: string
  readonly gstin: string
  /** Empty where it is not known. */
  readonly state: string
  readonly address: string
  readonly termsDays: number
  /** None: no limit was set. Zero: no credit at all. */
  readonly creditLimit: Paise | null
  /** What the party owes (above zero) before this bill. */
  readonly balance: Paise
  readonly isArchived: boolean
}

export type InvoiceItem = {
  readonly id: string
  readonly name: string
  readonly hsn: string
  readonly unit: string
  readonly kind: 'goods' | 'service'
  readonly gstKind: GstKind
  /** The rate in force on the bill's date; none when the class has no rate yet on that day. */
  readonly rateBp: number | null
  readonly isArchived: boolean
  /** Jewellery: it is sold by its tags or by weight, never by count. */
  readonly isArticle?: boolean
  /** It comes in batches: the earliest expiry goes first. */
  readonly tracksBatches?: boolean
  /** What the branch has of it. */
  readonly level: StockLevel
  /** What one costs when nothing is there to average. */
  readonly purchasePrice: Paise
}

/** What a person asks for: made by the counter's form, read and never trusted. */
export type InvoiceRequest = {
  readonly id: string
  readonly onDate: IsoDate
  readonly buyer: Buyer
  readonly lines: readonly RequestLine[]
  readonly billDiscount: Discount
  readonly tenders: readonly RequestTender[]
  /** Where the supply ends, when it is not where the buyer is: needs a reason. */
  readonly placeOfSupply: { readonly state: string; readonly reason: string } | null
  readonly note: string
  /** The estimate, order or challan that the bill is made of. */
  readonly from?: string | undefined
  /** Old gold that comes in with the bill. */
  readonly exchange?: AskedExchange | undefined
  /** The buyer's PAN, else Form 60, where the law asks who it is. */
  readonly identity?: AskedIdentity | undefined
  /** What of the party's credit this bill uses up. */
  readonly takes?: readonly { readonly itemId: string; readonly amount: Paise }[] | undefined
  /** The total the person saw; another one is refused, so that nobody pays what was not shown. */
  readonly expectedTotal?: Paise
}

/** Who pays much is known by a PAN; who has none declares so on Form 60, with another paper. */
export type AskedIdentity =
  | { readonly kind: 'pan'; readonly pan: string }
  | {
      readonly kind: 'form-60'
      readonly name: string
      readonly address: string
      readonly idKind: IdentityKind
      readonly idNumber: string
      readonly reason: string
    }

export const identityKinds = ['aadhaar', 'driving-licence', 'voter-id', 'passport', 'other'] as const
export type IdentityKind = (typeof identityKinds)[number]

export type Buyer = { readonly kind: 'party'; readonly partyId: string } | WalkIn

/** A buyer without a khata; the name, phone, address and State are for the paper, each may be empty. */
export type WalkIn = {
  readonly kind: 'walk-in'
  readonly name: string
  readonly phone: string
  readonly address: string
  readonly state: string
}

export type RequestLine = {
  readonly itemId: string
  readonly quantity: Milli
  readonly price: Paise
  readonly priceIncludesTax: boolean
  readonly discount: Discount
  /** Jewellery: its price comes of its weights; then `quantity` is one and `price` is not asked. */
  readonly piece?: AskedPiece | undefined
  readonly salespersonId?: string | undefined
}

export const tenderModes = ['cash', 'upi', 'card', 'bank'] as const
export type TenderMode = (typeof tenderModes)[number]

/** A receipt or payment may also be a cheque, which the register of cheques keeps; the counter takes none. */
export const paidModes = [...tenderModes, 'cheque'] as const
export type PaidMode = (typeof paidModes)[number]

/** Owed to the customer before, and given back by the bill: nobody gets change on these. The reference is the voucher's code. */
export const owedModes = ['points', 'gift-voucher'] as const
export type OwedMode = (typeof owedModes)[number]
export const isOwedMode = (mode: TenderMode | OwedMode): mode is OwedMode => owedModes.some((one) => one === mode)

export type RequestTender = { readonly mode: TenderMode | OwedMode; readonly amount: Paise; readonly reference: string }

/** A rule that says no, or warns, in words of the catalogue; `line` is the bill's line, counted from 0. */
export type InvoiceSays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly line?: number
  /** The line of old gold, counted from 0. */
  readonly oldGold?: number
  readonly status?: 409 | 422
  /** Someone who has this permission may allow it. */
  readonly needs?: Permission
}
