import type { IsoDate } from './dates.ts'
import type { RefusalStatus } from './errors.ts'
import type { Goods } from './goods.ts'
import type { ReceiptLineState } from './goods-receipt.ts'
import type { PostingLine } from './ledger.ts'
import type { Paise } from './money.ts'
import type { Milli } from './quantity.ts'
import type { StockLevel } from './stock.ts'
import type { BilledMetal } from './supplier-bill-facts.ts'
import type { Heads } from './tax.ts'
import type { DayTax } from './tax-days.ts'
import type { AccountsByRole } from './vouchers.ts'
import type { Mg } from './weight.ts'

export const returnReasons = ['damaged', 'wrong', 'expired', 'excess', 'quality'] as const
export type ReturnReason = (typeof returnReasons)[number]

/** Goods that no bill asks for yet go back against their receipt, billed ones against their bill. */
export type ReturnSource = { readonly kind: 'receipt' | 'bill'; readonly id: string }

export type SentLine = {
  /** Of the receipt or of the bill. */
  readonly line: number
  /** In thousandths of the unit; of a lot what it weighs. Of pieces they are counted. */
  readonly quantity: Milli
  readonly pieceIds: readonly string[]
  /** What was rejected at the door: it is in no stock, and only its paper goes with it. */
  readonly isRejected: boolean
}

export type PurchaseReturnRequest = {
  readonly id: string
  readonly source: ReturnSource
  readonly onDate: IsoDate
  readonly reason: ReturnReason
  readonly note: string
  readonly lines: readonly SentLine[]
}

export type SentPiece = {
  readonly id: string
  readonly tag: string
  readonly isHere: boolean
  readonly wasReturned: boolean
  /** What it was taken in for. */
  readonly worth: Paise
  readonly goods: Goods
}

/** A line of the source, as it can go back. */
export type ReturnableLine = {
  readonly line: number
  readonly receiptId: string
  readonly receiptLine: number
  readonly itemId: string
  readonly words: string
  readonly hsn: string
  readonly unit: string
  /** Where it came. */
  readonly branchId: string
  readonly tracking: 'item' | 'piece' | 'lot'
  readonly state: ReceiptLineState
  /** Rejected at the door and not sent back yet. */
  readonly rejected: Milli
  readonly price: Paise
  readonly pieces: readonly SentPiece[]
  readonly lot: { readonly id: string; readonly left: Goods } | null
  readonly batch: { readonly id: string; readonly number: string; readonly left: Milli } | null
  /** What the bill asks for, less what went back against it; none of a receipt. */
  readonly billed: BilledPart | null
}

export type BilledPart = {
  readonly quantity: Milli
  readonly taxable: Paise
  /** Metal by weight: a part of `taxable`, and in fine grams. */
  readonly metal: Paise
  readonly fine: Mg
  readonly heads: Heads
  readonly rateBp: number
  readonly hasCredit: boolean
}

export type PurchaseReturnFacts = {
  readonly today: IsoDate
  readonly lockDate: IsoDate | null
  readonly mayBackdate: boolean
  readonly source: {
    readonly onDate: IsoDate
    readonly isCancelled: boolean
    readonly isReverseCharge: boolean
    readonly metal: BilledMetal | ''
  }
  readonly partyId: string
  /** What goes back leaves one branch; the levels are of it. */
  readonly branchId: string
  readonly lines: readonly ReturnableLine[]
  readonly levels: ReadonlyMap<string, StockLevel>
  readonly roles: AccountsByRole
}

export type PurchaseReturnSays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field: string
  readonly status?: RefusalStatus
}

/** One line of the paper: a piece has its own. */
export type DecidedSentLine = {
  readonly of: ReturnableLine
  readonly pieceId: string | null
  readonly isRejected: boolean
  readonly quantity: Milli
  readonly goods: Goods
  readonly words: string
  readonly price: Paise
  readonly taxable: Paise
  readonly metal: Paise
  readonly fine: Mg
  readonly heads: Heads
  readonly rateBp: number
  readonly hasCredit: boolean
  /** Taken from 'goods-received', where no bill asked for it. */
  readonly cleared: Paise
}

export type PurchaseReturnDecision = {
  readonly lines: readonly DecidedSentLine[]
  readonly taxable: Paise
  readonly heads: Heads
  /** Of the note, metal by weight at the rate of its bill; under reverse charge without the tax. */
  readonly total: Paise
  /** Credited in rupees, and in grams. */
  readonly credit: Paise
  readonly metal: Paise
  readonly fine: Mg
  readonly cost: Paise
  readonly hasTax: boolean
  readonly postings: readonly PostingLine[]
  readonly taxes: readonly DayTax[]
}

export type PurchaseReturnOutcome =
  | { readonly ok: PurchaseReturnDecision }
  | { readonly refused: readonly PurchaseReturnSays[] }
