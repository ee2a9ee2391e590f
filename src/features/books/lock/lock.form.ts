import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Said } from '../../../words/index.ts'
import type { ClosedDays } from './exceptions/exceptions.rules.ts'
import type { NewLock } from './lock.commands.ts'
import { isMovedBack } from './lock.rules.ts'

export type LockFields = { lockDate: string; reason: string }
export type ParsedLock = { ok: true; value: NewLock } | { ok: false; errors: Partial<Record<keyof LockFields, Said>> }

/** An empty date opens every period. Today's bills are still to come, so no later day than today can be closed. */
export function parseLock(
  fields: LockFields,
  { today, locale }: { today: IsoDate; locale: Locale },
  { lockDate: before, closedYearEnd }: ClosedDays,
): ParsedLock {
  const typed = fields.lockDate.trim()
  const reason = fields.reason.trim()
  const lockDate = typed === '' ? null : parseDate(typed, today)
  if (lockDate === undefined) return { ok: false, errors: { lockDate: { key: 'fields.date' } } }
  if (lockDate !== null && lockDate > today) return { ok: false, errors: { lockDate: { key: 'fields.date.future' } } }
  if (closedYearEnd !== null && isMovedBack(closedYearEnd, lockDate)) {
    const values = { date: showDate(locale, closedYearEnd) }
    return { ok: false, errors: { lockDate: { key: 'lock.refusal.behindYear', values } } }
  }
  if (isMovedBack(before, lockDate) && reason === '')
    return { ok: false, errors: { reason: { key: 'books.refusal.lockReason' } } }
  return { ok: true, value: { lockDate, reason } }
}
