import type { TenderMode } from '../../../core/invoice-facts.ts'

/** Every field of the counter's form beside its lines. What was typed is kept as it was typed, right or wrong. */
export type FieldName =
  | TenderMode
  | `${Exclude<TenderMode, 'cash'>}_ref`
  | 'party'
  | 'name'
  | 'phone'
  | 'address'
  | 'state'
  | 'discount'
  | 'date'
  | 'place'
  | 'place_reason'
  | 'note'
  | 'selected'
  | 'active'

export interface TypedLine {
  /** Names the line in the form for as long as the bill is made: it stays when a line before it goes. */
  readonly n: number
  readonly item: string
  readonly quantity: string
  /** Empty: the price of the list. */
  readonly price: string
  readonly discount: string
}

/** A bill that is being made, as the form sends it and the draft keeps it. */
export interface TypedBill {
  readonly lines: readonly TypedLine[]
  readonly fields: Readonly<Record<FieldName, string>>
}

/** What the person at the counter may do beside selling. */
export interface CounterRights {
  /** Sell at another price than the list's. */
  readonly price: boolean
  /** Date a bill back, in an open period. */
  readonly date: boolean
  /** Give more credit than the limit. */
  readonly exceedCredit: boolean
  readonly newItem: boolean
  readonly newParty: boolean
}
