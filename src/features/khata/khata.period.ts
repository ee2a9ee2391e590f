import { financialYear, type IsoDate, parseDate } from '../../core/dates.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'

export interface Period {
  from: IsoDate
  to: IsoDate
  /** No dates were asked for: the last entries, of whatever day. */
  isOpen: boolean
}

// Before and after every date that a form takes.
const always: Period = { from: '1900-01-01', to: '2999-12-31', isOpen: true }

/** From one date, up to one, or between two; all of the khata when neither is given. */
export function parsePeriod({ from, to }: { from: string; to: string }, today: IsoDate): Parsed<Period> {
  const dates = { from: from.trim(), to: to.trim() }
  if (dates.from === '' && dates.to === '') return { ok: true, value: always }
  const first = dates.from ? parseDate(dates.from, today) : financialYear(today).from
  const last = dates.to ? parseDate(dates.to, today) : today
  const errors: FieldErrors = {
    ...(first === undefined && { from: { key: 'fields.date' } as const }),
    ...(last === undefined && { to: { key: 'fields.date' } as const }),
    ...(first !== undefined && last !== undefined && first > last && { to: { key: 'fields.date.order' } as const }),
  }
  if (first === undefined || last === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: { from: first, to: last, isOpen: false } }
}

/** What the paper shows for a screen without dates: this financial year up to today. */
export const paperPeriod = ({ from, to, isOpen }: Period, today: IsoDate): { from: IsoDate; to: IsoDate } =>
  isOpen ? { from: financialYear(today).from, to: today } : { from, to }
