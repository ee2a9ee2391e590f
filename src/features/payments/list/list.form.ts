import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { type PaidMode, paidModes } from '../../../core/invoice-facts.ts'
import { type Paise, parseRupees } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'

export const shows = ['all', 'receipts', 'payments', 'cancelled'] as const
export type Show = (typeof shows)[number]

export interface MoneyFilter {
  readonly show: Show
  /** A number or its last digits, or the beginning of a party's name or mobile. */
  readonly search: string
  readonly partyId: string | undefined
  readonly mode: PaidMode | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly least: Paise | undefined
  readonly most: Paise | undefined
}

/** As many are added up of a filter; of more only that there are more. */
export const mostCounted = 10_000

/** What stands in the address, as it was typed. */
export type TypedFilter = Readonly<Record<'q' | 'show' | 'party' | 'mode' | 'from' | 'to' | 'least' | 'most', string>>
export interface ParsedFilter {
  filter: MoneyFilter
  errors: Partial<Record<keyof TypedFilter, Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter, today: IsoDate): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const read = <Value>(name: keyof TypedFilter, parse: (text: string) => Value | undefined, wrong: Said) => {
    const value = typed[name].trim() === '' ? undefined : parse(typed[name])
    if (value === undefined && typed[name].trim() !== '') errors[name] = wrong
    return value
  }
  const date = (text: string) => parseDate(text, today)
  const [from, to] = [read('from', date, { key: 'fields.date' }), read('to', date, { key: 'fields.date' })]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  const filter: MoneyFilter = {
    show: shows.find((one) => one === typed.show) ?? 'all',
    search: typed.q.trim(),
    partyId: isId(typed.party) ? typed.party : undefined,
    mode: paidModes.find((one) => one === typed.mode),
    from,
    to,
    least: read('least', parseRupees, { key: 'fields.amount' }),
    most: read('most', parseRupees, { key: 'fields.amount' }),
  }
  return { filter, errors }
}

/** Nothing is asked but the newest. */
export const isPlain = ({ show, search, ...rest }: MoneyFilter): boolean =>
  show === 'all' && search === '' && Object.values(rest).every((one) => one === undefined)
