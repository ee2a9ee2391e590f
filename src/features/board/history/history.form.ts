import { addDays, daysBetween, type IsoDate, parseDate } from '../../../core/dates.ts'
import type { Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'

/** A quarter of a year is asked for where nothing is. */
const usualDays = 90
/** As many points as a table of the drawing shows. */
const mostPoints = 45

export interface Span {
  from: IsoDate
  to: IsoDate
}

/** A date that cannot be read is as if it were not there, and is named. */
export function parseSpan(typed: { from: string; to: string }, today: IsoDate): { span: Span; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const read = (name: 'from' | 'to'): IsoDate | undefined => {
    if (typed[name].trim() === '') return undefined
    const day = parseDate(typed[name], today)
    if (day === undefined) errors[name] = { key: 'fields.date' }
    return day
  }
  const to = read('to') ?? today
  const from = read('from') ?? addDays(to, -usualDays)
  if (from <= to) return { span: { from, to }, errors }
  return { span: { from: addDays(to, -usualDays), to }, errors: { ...errors, to: { key: 'fields.date.order' } } }
}

/** The days whose last rate is drawn: the last one, and evenly back from it. None lies after today. */
export function pointDays({ from, to }: Span, today: IsoDate): IsoDate[] {
  const last = to < today ? to : today
  const days = daysBetween(from, last) + 1
  const step = Math.max(1, Math.ceil(days / mostPoints))
  const count = Math.max(0, Math.ceil(days / step))
  return Array.from({ length: count }, (_, at) => addDays(last, (at - count + 1) * step))
}
