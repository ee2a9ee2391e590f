import { financialYear, type IsoDate, parseDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'

/** From one day to another; without them this financial year up to today. Throws Refusal for what are no such days. */
export function readPeriod(
  { from = '', to = '' }: { from?: string; to?: string },
  today: IsoDate,
): { from: IsoDate; to: IsoDate } {
  const last = to.trim() === '' ? today : parseDate(to, today)
  if (last === undefined) throw new Refusal('fields.date')
  const first = from.trim() === '' ? financialYear(last).from : parseDate(from, today)
  if (first === undefined) throw new Refusal('fields.date')
  if (first > last) throw new Refusal('fields.date.order')
  return { from: first, to: last }
}
