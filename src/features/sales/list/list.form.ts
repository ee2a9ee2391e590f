import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type Paise, parseRupees } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'

export const saleStatuses = ['due', 'overdue', 'part', 'paid', 'cancelled'] as const
export type SaleStatus = (typeof saleStatuses)[number]

export interface SalesFilter {
  /** A bill's number or its last digits, or a part of a party's name or mobile. */
  readonly search: string
  readonly status: SaleStatus | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly least: Paise | undefined
  readonly most: Paise | undefined
  readonly today: IsoDate
}

/** As many bills are counted of a filter; of more only that there are more. */
export const mostCounted = 200

export const filterFields = ['q', 'from', 'to', 'least', 'most'] as const
export type FilterField = (typeof filterFields)[number]
/** What stands in the address, as it was typed. */
export type TypedFilter = Readonly<Record<FilterField, string>> & { readonly status: string }

export interface ParsedFilter {
  filter: SalesFilter
  errors: Partial<Record<FilterField, Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter, today: IsoDate): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const date = (name: 'from' | 'to'): IsoDate | undefined => {
    const read = typed[name].trim() === '' ? undefined : parseDate(typed[name], today)
    if (read === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.date' }
    return read
  }
  const amount = (name: 'least' | 'most'): Paise | undefined => {
    const read = typed[name].trim() === '' ? undefined : parseRupees(typed[name])
    if (read === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.amount' }
    return read
  }
  const [from, to, least, most] = [date('from'), date('to'), amount('least'), amount('most')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  return { filter: { search: typed.q.trim(), status: statusOf(typed.status), from, to, least, most, today }, errors }
}

/** Nothing is asked but the newest bills. */
export const isPlain = ({ search, status, from, to, least, most }: SalesFilter): boolean =>
  search === '' && [status, from, to, least, most].every((one) => one === undefined)

const statusOf = (text: string): SaleStatus | undefined => saleStatuses.find((one) => one === text)
