import type { TenderMode } from '../../core/invoice-facts.ts'
import { type Paise, paise } from '../../core/money.ts'

/** Of one sale. */
export const mostVouchers = 50
/** Of one voucher. */
export const mostAmount = paise(10_00_000_00n)

export interface GiftSale {
  /** Of the paper: made by the form, so that two presses are one. */
  readonly id: string
  readonly amount: Paise
  readonly count: number
  readonly expiresOn: string | null
  readonly partyId: string | null
  readonly mode: TenderMode
  readonly reference: string
}

/** "open" with something left on it; what was given back to one that lapsed lapses again in the night. */
export const giftStates = ['open', 'used', 'expired', 'void'] as const
export type GiftState = (typeof giftStates)[number]
