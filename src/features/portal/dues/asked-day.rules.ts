import { type IsoDate, parseDate } from '../../../core/dates.ts'
import type { Said } from '../../../words/index.ts'

/** The day of which a khata is asked for: as it was typed, and what it comes to. */
export interface AskedDay {
  readonly typed: string
  readonly day: IsoDate
  /** Before today: what is shown is over, and nothing of it can be paid. */
  readonly isPast: boolean
  readonly error: Said | undefined
}

/** Today where nothing is asked for, and beside what cannot be shown: no day, or one to come. */
export function askedDay(typed: string, today: IsoDate, startMonth: number): AskedDay {
  const text = typed.trim()
  const day = text === '' ? today : parseDate(text, today, startMonth)
  const error: Said | undefined =
    day === undefined ? { key: 'fields.date' } : day > today ? { key: 'fields.date.future' } : undefined
  return {
    typed: text,
    day: day === undefined || error ? today : day,
    isPast: !error && day !== undefined && day < today,
    error,
  }
}
