import type { IsoDate } from './dates.ts'
import type { RefusalStatus } from './errors.ts'
import type { PostingLine } from './ledger.ts'
import type { Paise } from './money.ts'
import type { Milli } from './quantity.ts'
import type { MatchTolerance } from './supplier-bill-match.ts'
import type { Heads, Supply } from './tax.ts'
import type { DayTax } from './tax-days.ts'
import type { Tds } from './tds.ts'
import type { EntryAccount } from './voucher-facts.ts'
import type { AccountsByRole } from './vouchers.ts'
import type { Mg } from './weight.ts'

/** What a line of the bill is for. */
export type BilledFor =
  /** Goods that came before, by a line of their receipt. */
  | { readonly kind: 'receipt'; readonly receiptId: string; readonly line: number }
  /** Goods that come with the bill: it makes their receipt. */
  | { readonly kind: 'goods'; readonly itemId: string }
  | { readonly kind: 'account'; readonly accountId: string }
  /** Freight or duty of goods: put on those of this bill, or against what receipts have put on theirs already. */
  | { readonly kind: 'freight'; readonly isSpread: boolean }

export type SupplierBillLine = {
  readonly of: BilledFor
  readonly words: string
  readonly hsn: string
  readonly quantity: Milli
  /** Without tax. */
  readonly price: Paise
  readonly discount: Paise
  readonly rateBp: number
  /** Compensation cess of the line as the paper says it; none without. */
  readonly cess?: Paise
  /** Whether its tax may be credited; section 17(5) of the CGST Act blocks some. */
  readonly hasCredit: boolean
  /** How the form calls it: an error's field is this and a dot before its own. */
  readonly field: string
}

export const billedMetals = ['gold', 'silver'] as const
export type BilledMetal = (typeof billedMetals)[number]

/** In rupees, or by weight: then the metal is owed in fine grams, and `rate` is what it is worth a gram until it is fixed. */
export type BillBasis =
  | { readonly kind: 'rupees' }
  | { readonly kind: 'weight'; readonly metal: BilledMetal; readonly fine: Mg; readonly rate: Paise }

export type SupplierBillRequest = {
  readonly id: string
  readonly partyId: string
  readonly theirNumber: string
  readonly theirDate: IsoDate
  readonly onDate: IsoDate
  /** None: by the terms of the supplier, from the date of his bill. */
  readonly dueOn: IsoDate | null
  readonly supplierState: string
  readonly placeOfSupply: string
  readonly isReverseCharge: boolean
  readonly basis: BillBasis
  readonly lines: readonly SupplierBillLine[]
  /** Off the whole, before tax; shared over the lines by their value. */
  readonly discount: Paise
  /** None: what is missing to the total of the paper, up to a rupee. */
  readonly roundOff: Paise | null
  /** What the paper says is to be paid. */
  readonly said: Paise | null
  readonly note: string
}

export type ReceiptLineFacts = {
  readonly receiptId: string
  readonly line: number
  readonly number: string
  readonly itemId: string
  readonly words: string
  readonly hsn: string
  readonly unit: string
  readonly rateBp: number
  readonly received: Milli
  /** Accepted, and neither sent back nor billed before. */
  readonly left: Milli
  /** At what it was taken in, and what of that is not billed yet. */
  readonly price: Paise
  readonly cost: Paise
  readonly costLeft: Paise
  readonly fine: Mg
  /** How much more, or below zero less, came than was ordered, and is not awaited any more. */
  readonly orderDifference: Milli
  /** None without an order. */
  readonly orderPrice: Paise | null
}

export type BilledItem = {
  readonly id: string
  readonly words: string
  readonly hsn: string
  readonly unit: string
  readonly kind: 'goods' | 'service'
  /** Jewellery: its pieces come in with their weights, by a receipt. */
  readonly isArticle: boolean
}

/** What it is decided from, read and locked before. */
export type SupplierBillFacts = {
  readonly today: IsoDate
  readonly mayBackdate: boolean
  readonly lockDate: IsoDate | null
  /** Under the regular scheme: who takes input credit. */
  readonly isRegular: boolean
  /** Regular or composition: who owes tax under reverse charge. */
  readonly isRegistered: boolean
  readonly ownState: string
  readonly party: {
    readonly id: string
    readonly name: string
    readonly isSupplier: boolean
    readonly hasGstin: boolean
    readonly hasPan: boolean
    readonly termsDays: number
  }
  readonly receiptLines: readonly ReceiptLineFacts[]
  readonly items: ReadonlyMap<string, BilledItem>
  readonly accounts: ReadonlyMap<string, EntryAccount & { readonly name: string }>
  readonly roles: AccountsByRole
  readonly keepsBackTds: boolean
  /** How far a price may be off before someone looks into it. */
  readonly tolerance: MatchTolerance
  /** Goods billed by the supplier in the financial year before this bill, without GST. */
  readonly goodsBefore: Paise
  /** The bill that bears this number of his already. */
  readonly twin: { readonly id: string; readonly number: string } | null
}

export type SupplierBillSays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  /** Of the form. */
  readonly field: string
  readonly status?: RefusalStatus
}

export type DecidedBillLine = {
  readonly of: BilledFor
  readonly field: string
  readonly itemId: string | null
  readonly accountId: string
  readonly words: string
  readonly hsn: string
  readonly unit: string
  readonly quantity: Milli
  readonly price: Paise
  readonly gross: Paise
  readonly discount: Paise
  /** Metal by weight, at the rate of the day: a part of `taxable`. */
  readonly metal: Paise
  readonly taxable: Paise
  readonly rateBp: number
  readonly heads: Heads
  readonly hasCredit: boolean
  /** Of goods: what freight of this bill they bear. */
  readonly landed: Paise
  /** What stands on its account: with tax that is not credited, and freight. */
  readonly cost: Paise
  /** Of goods that came before: at what the billed part was taken in. */
  readonly receiptCost: Paise | null
}

export type SupplierBillDecision = {
  readonly lines: readonly DecidedBillLine[]
  readonly supply: Supply
  readonly gross: Paise
  readonly discount: Paise
  readonly taxable: Paise
  readonly heads: Heads
  readonly roundOff: Paise
  /** The whole bill, metal by weight at the rate of the day; under reverse charge without the tax. */
  readonly total: Paise
  /** Of it what is owed in rupees. */
  readonly owed: Paise
  /** Of that what is paid to the supplier: TDS is kept back. */
  readonly payable: Paise
  readonly metal: Paise
  readonly goods: Paise
  readonly tds: Tds
  readonly dueOn: IsoDate
  /** The paper's total less ours; none where none was typed. */
  readonly difference: Paise | null
  /** Whether an order, its receipt and the bill disagree somewhere, or the paper and our sum. */
  readonly hasDifference: boolean
  readonly postings: readonly PostingLine[]
  readonly taxes: readonly DayTax[]
}

export type SupplierBillOutcome =
  | { readonly ok: SupplierBillDecision }
  | { readonly refused: readonly SupplierBillSays[]; readonly shown: SupplierBillDecision | null }
