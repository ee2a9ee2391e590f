import type { Discount } from './bill.ts'
import { financialYear, type IsoDate } from './dates.ts'
import type { DecidedMove } from './invoice.ts'
import type { PostingLine } from './ledger.ts'
import { divRound, type Paise, paise, zero } from './money.ts'
import type { Permission } from './permissions.ts'
import type { StockWeights } from './piece-sale.ts'
import type { Milli } from './quantity.ts'
import type { BillLoyalty, LoyaltyBack } from './sale-return-loyalty.ts'
import type { StockLevel } from './stock.ts'
import type { Heads } from './tax.ts'
import type { AccountsByRole } from './vouchers.ts'

/** What becomes of it: for sale again, kept as old metal to be melted, or worth nothing. */
export const conditions = ['stock', 'old-metal', 'scrap'] as const
export type Condition = (typeof conditions)[number]
export const settlings = ['khata', 'refund', 'exchange'] as const
export type Settling = (typeof settlings)[number]
export const refundModes = ['cash', 'upi', 'bank'] as const
export type RefundMode = (typeof refundModes)[number]

/** A line of the bill, with what came back of it before. */
export type ReturnableLine = {
  /** As the bill numbers it, from 1. */
  readonly line: number
  readonly itemId: string
  readonly kind: 'goods' | 'service' | 'piece' | 'lot'
  /** Which piece or lot it was. */
  readonly ofId: string | null
  /** Thousandths of an item, a piece as 1000, of a lot milligrams net or, of stones, thousandths of a carat; `sold` is above zero. */
  readonly sold: bigint
  readonly back: bigint
  readonly quantity: Milli
  readonly gross: Paise
  readonly discount: Paise
  readonly taxable: Paise
  readonly heads: Heads
  readonly rateBp: number
  readonly cost: Paise
  readonly commission: Paise
  /** Making and wastage inside the taxable value. */
  readonly making: Paise
  /** What of jewellery left the shop, all of the line. */
  readonly goes: StockWeights | null
  /** False where a piece is not with the buyer of this bill any more. */
  readonly isWithBuyer: boolean
  /** Where it is kept when it comes to the old metal. */
  readonly oldMetal: { readonly itemId: string; readonly lotId: string } | null
}

/** Loose stones: sold by the carat, and so taken back. */
export const isOfPacket = ({ kind, goes }: Pick<ReturnableLine, 'kind' | 'goes'>): boolean =>
  kind === 'lot' && goes !== null && goes.net === 0n && goes.carat > 0n

export type ReturnFacts = {
  readonly today: IsoDate
  readonly lockDate: IsoDate | null
  readonly bill: {
    readonly onDate: IsoDate
    readonly state: 'issued' | 'cancelled'
    readonly total: Paise
    /** What is still to be paid of it. */
    readonly open: Paise
  }
  /** Whose khata it comes to; none: the money goes back at once. */
  readonly partyId: string | null
  readonly lines: readonly ReturnableLine[]
  readonly loyalty: BillLoyalty
  readonly levels: ReadonlyMap<string, StockLevel>
  readonly roles: AccountsByRole
  /** The person, or a manager by PIN, may pay cash out. */
  readonly mayPayOut: boolean
  /** The same, for a bill whose tax cannot be undone any more. */
  readonly mayBeLate: boolean
}

/** What is kept back of the value before tax: making that is not given back, wear, each with its reason. */
export type Deduction = { readonly keepsMaking: boolean; readonly wear: Discount; readonly words: string }
export type AskedBack = {
  readonly line: number
  readonly part: bigint
  readonly condition: Condition
  readonly deduction: Deduction
}
export type ReturnRequest = {
  readonly lines: readonly AskedBack[]
  readonly reason: string
  readonly settle: Settling
  readonly refundMode: RefundMode
}

export type ReturnedLine = {
  readonly of: ReturnableLine
  readonly asked: AskedBack
  readonly quantity: Milli
  readonly gross: Paise
  /** Of the bill, and what is kept back. */
  readonly discount: Paise
  readonly taxable: Paise
  readonly heads: Heads
  readonly total: Paise
  readonly cost: Paise
  /** What the salesperson had for it, above zero. */
  readonly commission: Paise
  readonly deduction: Paise
  readonly goes: StockWeights | null
}

export type ReturnDecision = {
  readonly lines: readonly ReturnedLine[]
  readonly isTaxUndone: boolean
  readonly gross: Paise
  readonly discount: Paise
  readonly taxable: Paise
  readonly heads: Heads
  readonly roundOff: Paise
  readonly total: Paise
  readonly cost: Paise
  readonly deduction: Paise
  readonly loyalty: LoyaltyBack
  /** The note less what goes back as points and gift vouchers. */
  readonly credit: Paise
  /** Of the credit: what the bill's own dues take, and what is paid out; the rest is the party's credit. */
  readonly settled: Paise
  readonly refund: Paise
  readonly postings: readonly PostingLine[]
  readonly refundAccountId: string
  readonly moves: readonly DecidedMove[]
  readonly warnings: readonly ReturnSays[]
}

/** A rule that says no, or warns; `field` is that of the form. */
export type ReturnSays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field: string
  readonly status?: 409 | 422
  readonly needs?: Permission
}

/** The last day on which a note may still undo the tax of a bill: 30 November after its year (CGST Act, section 34(2)). */
export const lastDayOfTax = (billOn: IsoDate): IsoDate => `${financialYear(billOn).to.slice(0, 4)}-11-30`

/** What is kept back for wear, of the value before tax. */
export function wearOf(wear: Discount, taxable: Paise): Paise {
  switch (wear.kind) {
    case 'none':
      return zero
    case 'percent':
      return paise(divRound(taxable * BigInt(wear.bp), 10_000n, 'half-up'))
    case 'amount':
      return wear.amount
  }
}
