import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import type { Locale } from '../../words/index.ts'

export const preferredPayments = ['cash', 'upi', 'card', 'bank'] as const
export type PreferredPayment = '' | (typeof preferredPayments)[number]

export interface Address {
  address: string
  city: string
  pin: string
  /** GST State code, or nothing. */
  state: string
}

/** What a person may write about a party. */
export interface PartyProfile {
  name: string
  isCustomer: boolean
  isSupplier: boolean
  isKarigar: boolean
  /** E.164, or nothing. */
  phone: string
  email: string
  gstin: string
  pan: string
  /** GST State code, or nothing. */
  state: string
  termsDays: number
  /** Null for no limit. */
  creditLimit: Paise | null
  preferredPayment: PreferredPayment
  /** Of its papers; nothing for the business's own. */
  locale: Locale | ''
  notes: string
  billing: Address
  delivery: Address
}

/** What the party owed (above zero) or was owed on the day the books begin. */
export interface Opening {
  amount: Paise
  onDate: IsoDate
}

export type NewParty = PartyProfile & { id: string; opening?: Opening | undefined }

/** A party as it stands in the database. The PAN is encrypted and asked for apart. */
export interface Party extends Omit<PartyProfile, 'pan' | 'billing' | 'delivery'> {
  id: string
  isArchived: boolean
}
