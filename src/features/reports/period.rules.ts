import { addDays, addMonths, daysBetween, financialYear, type IsoDate, monthEnd, monthStart } from '../../core/dates.ts'

/** Both days are in it. */
export interface Between {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** Dates that are asked for by a name. What is under way ends today, so that it compares with as many days before. */
export const presetNames = [
  'today',
  'yesterday',
  'this-month',
  'last-month',
  'this-quarter',
  'last-quarter',
  'last-90-days',
  'this-year',
  'last-year',
] as const
export type PresetName = (typeof presetNames)[number]

export const isPreset = (text: string): text is PresetName => presetNames.some((name) => name === text)

export const presetsOf = (dates: 'period' | 'as-of'): readonly PresetName[] =>
  dates === 'period'
    ? ['this-month', 'last-month', 'this-quarter', 'this-year', 'last-year']
    : ['today', 'last-month', 'last-quarter', 'last-year']

/** The days of a preset; quarters and years are those of the financial year. */
export function presetDays(name: PresetName, today: IsoDate, startMonth: number): Between {
  const year = financialYear(today, startMonth).from
  const month = monthStart(today)
  const quarter = addMonths(year, 3 * Math.floor(monthsFrom(year, month) / 3))
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) }
    case 'this-month':
      return { from: month, to: today }
    case 'last-month':
      return { from: addMonths(month, -1), to: addDays(month, -1) }
    case 'this-quarter':
      return { from: quarter, to: today }
    case 'last-quarter':
      return { from: addMonths(quarter, -3), to: addDays(quarter, -1) }
    case 'last-90-days':
      return { from: addDays(today, -89), to: today }
    case 'this-year':
      return { from: year, to: today }
    case 'last-year':
      return { from: addMonths(year, -12), to: addDays(year, -1) }
  }
}

export const comparisons = ['before', 'year'] as const
export type Comparison = (typeof comparisons)[number]

export const isComparison = (text: string): text is Comparison => comparisons.some((name) => name === text)

/**
 * The period to compare with: the same days a year earlier, or those before it. Before one to six months from a first day
 * stand as many months up to the same day (1 to 21 November after 1 to 21 October), before longer ones the year before,
 * before any other days as many days.
 */
export function comparedWith({ from, to }: Between, comparison: Comparison): Between {
  const months = monthsFrom(from, to) + 1
  if (comparison === 'year' || (isMonthStart(from) && months > 6)) return monthsBack({ from, to }, 12)
  if (isMonthStart(from)) return monthsBack({ from, to }, months)
  const days = daysBetween(from, to) + 1
  return { from: addDays(from, -days), to: addDays(from, -1) }
}

/** Of a day: the end of the month before, or the same day a year earlier. */
export function comparedDay(day: IsoDate, comparison: Comparison): IsoDate {
  return comparison === 'year' ? backTo(day, 12) : addDays(monthStart(day), -1)
}

const monthsBack = ({ from, to }: Between, months: number): Between => ({
  from: addMonths(from, -months),
  to: backTo(to, months),
})

/** The last day of a month goes back to the last day of a month. */
function backTo(day: IsoDate, months: number): IsoDate {
  const back = addMonths(day, -months)
  return day === monthEnd(day) ? monthEnd(back) : back
}

const isMonthStart = (day: IsoDate): boolean => day === monthStart(day)

const monthsFrom = (from: IsoDate, to: IsoDate): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
