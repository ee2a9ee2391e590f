import { addMonths, type IsoDate, monthEnd, monthStart } from '../../../core/dates.ts'
import { showMonth } from '../../../words/format.ts'
import type { Locale } from '../../../words/index.ts'
import type { Between } from '../period.rules.ts'

/** The whole months that a period touches: what is kept by month is shown by month. */
export const wholeMonths = ({ from, to }: Between): Between => ({ from: monthStart(from), to: monthEnd(to) })

/** The first day of each month of a period. */
export function monthsOf({ from, to }: Between): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = monthStart(from); month <= to; month = addMonths(month, 1)) months.push(month)
  return months
}

/** "Nov 2026", on one line. */
export const saidMonth = (locale: Locale, month: IsoDate): string => showMonth(locale, month).replaceAll(' ', '\u00a0')
