import type { OpenItemKind, Side } from './allocation.ts'
import type { AccountRole, MoneyKind, Nature } from './chart.ts'
import type { IsoDate } from './dates.ts'
import type { RefusalStatus } from './errors.ts'
import type { PostingLine } from './ledger.ts'
import { type Paise, paise } from './money.ts'
import type { Heads, Supply } from './tax.ts'
import type { AccountsByRole } from './vouchers.ts'

/** What a person can write by hand. An expense is posted as a purchase: DOMAIN.md section 2, "stock or expense". */
export const entryKinds = ['payment', 'receipt', 'contra', 'journal', 'debit-note', 'credit-note', 'expense'] as const
export type EntryKind = (typeof entryKinds)[number]
export const linesKinds = ['payment', 'receipt', 'contra', 'journal'] as const
export type LinesKind = (typeof linesKinds)[number]
export type NoteKind = 'credit-note' | 'debit-note'

/** How a posting to a party is kept bill by bill: Tally's On Account, Advance and New Ref. */
export const itemChoices = ['on-account', 'advance', 'new-ref'] as const
export type ItemChoice = (typeof itemChoices)[number]

/** One line: on an account, or on a party (whose control account it stands on). A debit is positive, a credit negative. */
export type EntryLine = {
  readonly accountId?: string | null
  readonly partyId?: string | null
  readonly amount: Paise
  /** On a party's line; without it, on account. */
  readonly itemAs?: ItemChoice
  /** Of a new ref; without it, the day of the voucher. */
  readonly dueOn?: IsoDate | null
  /** The row of the form that an error names; without it, the place in `lines`. */
  readonly row?: number
}

type Asked = {
  /** Of the voucher to be: made by the form, so that two presses are one. */
  readonly id: string
  readonly onDate: IsoDate
  readonly narration: string
}
export type LinesRequest = Asked & { readonly kind: LinesKind; readonly lines: readonly EntryLine[] }

/** What is taxed, and where: the heads follow from the two States. */
export type TaxRequest = {
  readonly taxable: Paise
  /** 1800 is 18 %. */
  readonly rateBp: number
  readonly placeOfSupply: string
  readonly hsn: string
}
export type ExpenseRequest = Asked &
  TaxRequest & {
    readonly kind: 'expense'
    readonly accountId: string
    /** Whose bill it is. Without `paidFrom` it is owed to this party. */
    readonly partyId: string | null
    /** The account that it was paid from at once. */
    readonly paidFrom: string | null
    readonly billNumber: string
    readonly billDate: IsoDate | null
    readonly dueOn: IsoDate | null
    /** Where the supplier is: his State and the place of supply make it intra or inter. */
    readonly supplierState: string
    readonly isInputCredit: boolean
    /** Added to taxable and tax by the supplier; may be below zero. */
    readonly roundOff: Paise
    /** Compensation cess as the bill says it; none without. */
    readonly cess?: Paise
    /** The buyer owes the tax to the government, and not to the supplier: CGST Act, section 9(3) and (4). */
    readonly isReverseCharge?: boolean
  }

/** The reasons that the GST return knows for a credit or debit note. */
export const noteReasons = ['return', 'discount', 'deficiency', 'correction', 'place', 'provisional', 'other'] as const
export type NoteReason = (typeof noteReasons)[number]
export type NoteRequest = Asked &
  TaxRequest & {
    readonly kind: NoteKind
    readonly partyId: string
    /** The open item that it settles as far as it goes; the rest stays open. */
    readonly against: string | null
    /** The paper that it corrects. With `against` the item's own stand here. */
    readonly originalNumber: string
    readonly originalDate: IsoDate | null
    readonly reason: NoteReason
    /** Of a debit note: where the supplier is. */
    readonly supplierState: string
    /** Of a debit note: whether the tax was taken as input credit, and is given back. */
    readonly isInputCredit: boolean
  }
export type VoucherRequest = LinesRequest | ExpenseRequest | NoteRequest

export type EntryAccount = {
  readonly id: string
  readonly nature: Nature
  readonly role: AccountRole | null
  readonly money: MoneyKind | null
  readonly isGroup: boolean
  readonly isArchived: boolean
}
export type EntryParty = {
  readonly id: string
  readonly isCustomer: boolean
  readonly isSupplier: boolean
  readonly isKarigar: boolean
  /** Cash that came from, or went to, the party on the day of the voucher. */
  readonly cashIn: Paise
  readonly cashOut: Paise
}
export type EntryItem = {
  readonly id: string
  readonly kind: OpenItemKind
  readonly side: Side
  readonly onDate: IsoDate
  readonly dueOn: IsoDate
  readonly openAmount: Paise
  readonly number: string
}

/** What it is decided from, read and locked before. */
export type EntryFacts = {
  readonly today: IsoDate
  /** A day that is over may still get an entry. */
  readonly mayBackdate: boolean
  /** The books are closed up to and with this day, for who enters it. */
  readonly lockDate: IsoDate | null
  /** Under the regular scheme: who charges GST and takes input credit. */
  readonly isRegular: boolean
  /** Regular or composition: who owes tax under reverse charge. */
  readonly isRegistered: boolean
  readonly ownState: string
  readonly accounts: ReadonlyMap<string, EntryAccount>
  readonly parties: ReadonlyMap<string, EntryParty>
  /** Of a note: what is open of its party. */
  readonly items: readonly EntryItem[]
  /** Of a note: the last day on which something that had settled its bill was taken back. */
  readonly lastUndone: IsoDate | null
  readonly roles: AccountsByRole
}

export type EntryDecision = {
  readonly postings: readonly PostingLine[]
  /** The one party of the voucher; null for none and for several. */
  readonly partyId: string | null
  readonly items: readonly DecidedItem[]
  /** Of a note: how much of the item it names is settled, and from which day. */
  readonly settles: { readonly itemId: string; readonly amount: Paise; readonly onDate: IsoDate } | null
  readonly tax: DecidedTax | null
  readonly total: Paise
  readonly warnings: readonly EntrySays[]
}
export type DecidedItem = {
  readonly partyId: string
  readonly side: Side
  readonly kind: OpenItemKind
  readonly amount: Paise
  readonly dueOn: IsoDate
}
export type DecidedTax = {
  readonly taxable: Paise
  readonly heads: Heads
  readonly supply: Supply
  readonly roundOff: Paise
  /** The tax stands on the input ledgers; otherwise it is part of the cost. */
  readonly isInputCredit: boolean
  /** It is owed to the government: it stands on the output ledgers too. */
  readonly isReverseCharge: boolean
  readonly original: { readonly number: string; readonly date: IsoDate | null }
}

/** A rule that says no, or warns, in words of the catalogue; `field` is a name of the form. */
export type EntrySays = {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly field: string
  readonly status?: RefusalStatus
}
export type EntryOutcome = { readonly ok: EntryDecision } | { readonly refused: readonly EntrySays[] }

export const isLinesKind = (kind: EntryKind): kind is LinesKind => linesKinds.some((one) => one === kind)
export const isNoteKind = (kind: EntryKind): kind is NoteKind => kind === 'credit-note' || kind === 'debit-note'

/** The largest amount that one voucher takes: 10,000 crore. */
export const mostOfEntry = paise(10n ** 13n)

/** With GST of its own, and no lines. */
export const isEntryTaxed = (request: VoucherRequest): request is ExpenseRequest | NoteRequest =>
  request.kind === 'expense' || isNoteKind(request.kind)
