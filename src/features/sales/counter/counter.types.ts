import type { TenderMode } from '../../../core/invoice-facts.ts'
import type { TypedOldGold } from '../../old-gold/index.ts'

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
  | 'points'
  | 'gift'
  | 'gift_amount'
  | 'date'
  | 'place'
  | 'place_reason'
  | 'note'
  | 'seller'
  | 'from'
  /** The open item of a note that goods came back for: of it the bill takes what it needs, until an amount is typed. */
  | 'exchange'
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
  /** Jewellery: which piece, or which lot and what was weighed of it. Empty: an item that is counted. */
  readonly piece: string
  readonly lot: string
  readonly gross: string
  readonly net: string
  readonly count: string
  /** Empty: as the board, the value table and the piece say. */
  readonly rate: string
  readonly making: string
  readonly wastage: string
  /** The order that the piece or its rate was kept for. */
  readonly order: string
  /** Empty: who sells the whole bill. */
  readonly seller: string
}

export const blankLine: Omit<TypedLine, 'n' | 'item'> = {
  quantity: '1',
  price: '',
  discount: '',
  piece: '',
  lot: '',
  gross: '',
  net: '',
  count: '',
  rate: '',
  making: '',
  wastage: '',
  order: '',
  seller: '',
}

/** A bill that is being made, as the form sends it and the draft keeps it. */
export interface TypedBill {
  readonly lines: readonly TypedLine[]
  /** What of the customer's credit the bill takes in, by the open item. */
  readonly takes: Readonly<Record<string, string>>
  /** Old gold in exchange, by the names of its fields. */
  readonly oldGold: TypedOldGold
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
