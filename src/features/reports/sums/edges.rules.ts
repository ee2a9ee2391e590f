import { addDays, addMonths, daysBetween, type IsoDate, monthStart } from '../../../core/dates.ts'

/**
 * Where the sums of everything before a day come from: the kept months before `month`, and the kept days from `from` up to
 * (not on) `to`, which are to be added (`sign` 1) or taken away (-1).
 */
export interface Edge {
  readonly month: IsoDate
  readonly sign: 1 | -1
  readonly from: IsoDate
  readonly to: IsoDate
}

/**
 * The shorter way to the sums before a day: its own month's days up to it, or that whole month less the days from it on.
 * After today there is hardly anything, so that a report up to today reads no day.
 */
export function edgeBefore(day: IsoDate, today: IsoDate): Edge {
  const month = monthStart(day)
  const next = addMonths(month, 1)
  const isShorterBefore = daysBetween(month, day) <= daysBetween(day, next)
  return day === month || (day <= today && isShorterBefore)
    ? { month, sign: 1, from: month, to: day }
    : { month: next, sign: -1, from: day, to: next }
}

/** As `edgeBefore`, with the day itself. */
export const edgeAfter = (day: IsoDate, today: IsoDate): Edge => edgeBefore(addDays(day, 1), today)
