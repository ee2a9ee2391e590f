import { type IsoDate, parseDate } from '../../../core/dates.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'

export interface TypedCancellation {
  readonly reason: string
  readonly date: string
}

/** Why, and on which day it stands in the books. */
export function parseCancellation(
  typed: TypedCancellation,
  today: IsoDate,
): Parsed<{ reason: string; onDate: IsoDate }> {
  const reason = typed.reason.trim()
  const onDate = parseDate(typed.date, today)
  const errors: Record<string, Said> = {
    ...(reason === '' && { reason: { key: 'sales.refusal.cancelReason' } }),
    ...(onDate === undefined && { date: { key: 'fields.date' } }),
  }
  return reason === '' || onDate === undefined ? { ok: false, errors } : { ok: true, value: { reason, onDate } }
}
