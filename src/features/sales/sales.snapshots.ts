import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { addressOf, type HouseRow, type PartyRow } from './sales.facts.ts'

/** Who sold, as the paper says it for ever: a later change of the settings changes no issued paper. */
export interface SellerSnapshot {
  name: string
  legalName: string
  address: string
  gstin: string
  state: string
  phone: string
  email: string
  upiVpa: string
  bankName: string
  bankAccount: string
  bankIfsc: string
  bankBranch: string
  terms: string
  /** Bears the words "composition taxable person, not eligible to collect tax on supplies" (CGST Rules, 5(1)(f)). */
  isComposition: boolean
  accent: string
  logoSha256: string | null
  locale: string
}

/** To whom, as the paper says it; all may be empty for a walk-in. */
export interface PartySnapshot {
  id: string | null
  name: string
  phone: string
  email: string
  gstin: string
  state: string
  address: string
  /** The language of the party's papers; empty: the shop's. */
  locale: string
}

export function sellerSnapshot(house: HouseRow): SellerSnapshot {
  const { name, legalName, address, gstin, state, phone, email, upiVpa, terms, accent, logoSha256, locale } = house
  const { bankName, bankAccount, bankIfsc, bankBranch, taxScheme } = house
  const bank = { bankName, bankAccount, bankIfsc, bankBranch }
  const own = { name, legalName, address, gstin, state, phone, email, upiVpa, terms, accent, logoSha256, locale }
  return { ...own, ...bank, isComposition: taxScheme === 'composition' }
}

export function partySnapshot({ buyer }: InvoiceRequest, party: PartyRow | undefined): PartySnapshot {
  if (party) {
    const { id, name, phone, email, gstin, state, addressState, locale } = party
    return { id, name, phone, email, gstin, locale, state: state || addressState, address: addressOf(party) }
  }
  const blank = { id: null, email: '', gstin: '', locale: '' }
  if (buyer.kind === 'party') return { ...blank, name: '', phone: '', state: '', address: '' }
  const { name, phone, state, address } = buyer
  return { ...blank, name, phone, state, address }
}
