import { type IsoDate, isDate, parseDate } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { EntryId } from '../matching/matching.commands.ts'
import type { EntryCursor, LineCursor, Period } from './reconciling.queries.ts'

export interface TypedPeriod {
  readonly from: string
  readonly to: string
}

/** A day that cannot be read bounds nothing, and is named. */
export function parsePeriod(typed: TypedPeriod, today: IsoDate): { period: Period; errors: FieldErrors } {
  const errors: { from?: { key: 'fields.date' }; to?: { key: 'fields.date' | 'fields.date.order' } } = {}
  const read = (name: 'from' | 'to') => {
    const day = typed[name].trim() === '' ? undefined : parseDate(typed[name], today)
    if (day === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.date' }
    return day
  }
  const [from, to] = [read('from'), read('to')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  return { period: { from, to }, errors }
}

export function lineCursor(text: string | undefined): LineCursor | undefined {
  const [onDate, id] = readCursor(text, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { onDate, id } : undefined
}

export function entryCursor(text: string | undefined): EntryCursor | undefined {
  const [onDate, voucherId, line] = readCursor(text, 3) ?? []
  const isWhole = onDate !== undefined && isDate(onDate) && isId(voucherId) && /^\d{1,4}$/.test(line ?? '')
  return isWhole ? { onDate, voucherId, line: Number(line) } : undefined
}

/** "voucher:line" → the entry; undefined for anything else. */
export function readEntry(text: string): EntryId | undefined {
  const [voucherId, line, more] = text.split(':')
  const isEntry = isId(voucherId) && /^\d{1,4}$/.test(line ?? '') && more === undefined
  return isEntry ? { voucherId, line: Number(line) } : undefined
}

/** What a form sends once or several times under one name. */
export const listOf = (sent: string | readonly string[] | undefined): readonly string[] =>
  sent === undefined ? [] : typeof sent === 'string' ? [sent] : sent
