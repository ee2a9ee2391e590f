import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'

/** As many are added up; of more only that there are more. */
export const mostCounted = 500

export const shows = ['all', 'unpaid', 'overdue', 'differences', 'unfixed'] as const
export type Show = (typeof shows)[number]

/** What stands in the address, as it was typed. */
export type TypedFilter = Readonly<Record<'q' | 'show' | 'party' | 'from' | 'to', string>>

export interface ParsedFilter {
  search: string
  show: Show
  partyId: string | undefined
  from: IsoDate | undefined
  to: IsoDate | undefined
  errors: Partial<Record<keyof TypedFilter, Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter, today: IsoDate): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const date = (name: 'from' | 'to') => {
    const read = typed[name].trim() === '' ? undefined : parseDate(typed[name], today)
    if (read === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.date' }
    return read
  }
  const [from, to] = [date('from'), date('to')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  const show = shows.find((one) => one === typed.show) ?? 'all'
  return { search: typed.q.trim(), show, partyId: isId(typed.party) ? typed.party : undefined, from, to, errors }
}
