import { addDays, addMonths, type IsoDate, monthStart } from '../../../core/dates.ts'
import type { Between } from '../period.rules.ts'

/** From a first day up to the day before another; nothing where both are the same. */
export type Stretch = readonly [from: IsoDate, before: IsoDate]

/** A period as the months that are whole in it, which are kept, and the days before and after them. */
export interface PeriodParts {
  readonly whole: Stretch
  readonly head: Stretch
  readonly tail: Stretch
  /** The days of its first month that lie before it. */
  readonly lead: Stretch
}

export function periodParts({ from, to }: Between): PeriodParts {
  const after = addDays(to, 1)
  const month = monthStart(from)
  const first = from === month ? from : addMonths(month, 1)
  const last = monthStart(after)
  const lead: Stretch = [month, from]
  if (first >= last) return { lead, whole: [after, after], head: [from, after], tail: [after, after] }
  return { lead, whole: [first, last], head: [from, first], tail: [last, after] }
}
