import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import type { Said } from '../../../words/index.ts'
import type { ReceiptFilter } from './list.queries.ts'
import { shows } from './list.rules.ts'

/** What stands in the address, as it was typed. */
export type TypedFilter = Readonly<Record<'q' | 'show' | 'party' | 'from' | 'to', string>>

export interface ParsedFilter {
  filter: ReceiptFilter
  errors: Partial<Record<'from' | 'to', Said>>
}

/** A field that cannot be read filters nothing, and is named. */
export function parseFilter(typed: TypedFilter, today: IsoDate): ParsedFilter {
  const errors: ParsedFilter['errors'] = {}
  const day = (name: 'from' | 'to'): IsoDate | undefined => {
    if (typed[name].trim() === '') return undefined
    const read = parseDate(typed[name], today)
    if (read === undefined) errors[name] = { key: 'fields.date' }
    return read
  }
  const [from, to] = [day('from'), day('to')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  const filter = {
    ...{ show: shows.find((one) => one === typed.show) ?? 'all', search: typed.q.trim(), from, to },
    partyId: isId(typed.party) ? typed.party : undefined,
  }
  return { filter, errors }
}

/** Nothing is asked but the newest. */
export const isPlain = ({ show, search, partyId, from, to }: ReceiptFilter): boolean =>
  show === 'all' && search === '' && [partyId, from, to].every((one) => one === undefined)
