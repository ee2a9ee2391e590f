import { type IsoDate, parseDate } from '../../../../core/dates.ts'
import { type AskedException, type ClosedDays, checkException, type ExceptionErrors } from './exceptions.rules.ts'

export type ExceptionFields = { id: string; from: string; to: string; reason: string }
export type ParsedException = { ok: true; value: AskedException } | { ok: false; errors: ExceptionErrors }

/** One day may be given alone: then it is the last one too. */
export function parseException(fields: ExceptionFields, today: IsoDate, closed: ClosedDays): ParsedException {
  const from = parseDate(fields.from.trim(), today)
  const to = fields.to.trim() === '' ? from : parseDate(fields.to.trim(), today)
  if (from === undefined) return { ok: false, errors: { from: { key: 'fields.date' } } }
  if (to === undefined) return { ok: false, errors: { to: { key: 'fields.date' } } }
  const asked = { id: fields.id, from, to, reason: fields.reason.trim() }
  const errors = checkException(asked, closed)
  return Object.keys(errors).length === 0 ? { ok: true, value: asked } : { ok: false, errors }
}
