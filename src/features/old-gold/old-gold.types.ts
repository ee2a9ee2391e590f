import type { IsoDate } from '../../core/dates.ts'
import type { SettledExchange } from '../../core/invoice.ts'
import type { Authority } from '../../core/invoice-facts.ts'
import type { AccountsByRole, Control } from '../../core/vouchers.ts'
import type { Locale } from '../../words/index.ts'
import type { PartySnapshot, SellerSnapshot } from '../sales/index.ts'

/** By which paper a seller is known. */
export const idKinds = ['pan', 'aadhaar', 'driving-licence', 'voter-id', 'passport', 'other'] as const
export type IdKind = (typeof idKinds)[number]

export const isIdKind = (text: string): text is IdKind => idKinds.some((kind) => kind === text)

/** The words of the declaration that sellers sign today; what was signed before keeps its own. */
export const declarationVersion = 1

/** Old metal as it was decided, to be written. */
export interface OldGoldPurchase {
  readonly documentId: string
  readonly partyId: string
  /** On which control account the party stands: 'debtors' where it is not said, as on a bill. */
  readonly control?: Control
  readonly branchId: string
  /** Of the branch: GST State code. */
  readonly state: string
  readonly onDate: IsoDate
  readonly fyStartMonth: number
  /** The shop's own language: what its article of old gold is called. */
  readonly locale: Locale
  readonly seller: SellerSnapshot
  readonly party: PartySnapshot
  readonly exchange: Pick<SettledExchange, 'lines' | 'value' | 'asked'>
  /** Who allowed a rate above the board's. */
  readonly authority: Authority | null
  readonly note?: string
  /** Of the seller or of his paper: a file of the business. */
  readonly photoSha256?: string | null
  /** Of the form that asked; else made of what was bought. */
  readonly requestHash?: string
  /** Read already by who decides a bill. */
  readonly roles?: AccountsByRole
}
