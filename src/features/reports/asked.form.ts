import { financialYear, type IsoDate, parseDate } from '../../core/dates.ts'
import type { FieldErrors, Parsed } from '../../words/parsed.ts'
import {
  type Between,
  type Comparison,
  comparedDay,
  comparedWith,
  isComparison,
  isPreset,
  type PresetName,
  presetDays,
} from './period.rules.ts'
import type { Asked, ReportDefinition } from './report.ts'

/** The address's words, each '' where it was not there. */
export type TypedReport = Readonly<Record<string, string>>

export type AskedDates = Pick<Asked, 'from' | 'to' | 'comparison'>

/** What a report is asked for, from its address: a named period, or typed dates; without either the usual one. */
export function parseDates(
  { dates, usual, compares }: Pick<ReportDefinition, 'dates' | 'usual' | 'compares'>,
  typed: TypedReport,
  { today, startMonth }: { today: IsoDate; startMonth: number },
): Parsed<AskedDates> {
  const parsed =
    dates === 'period' ? parsePeriod(typed, usual, today, startMonth) : parseDay(typed, usual, today, startMonth)
  if (!parsed.ok) return parsed
  const asked = typed['compare'] ?? ''
  const comparison = compares && isComparison(asked) ? earlier(dates, parsed.value, asked, startMonth) : undefined
  return { ok: true, value: { ...parsed.value, comparison } }
}

function parsePeriod(typed: TypedReport, usual: PresetName, today: IsoDate, startMonth: number): Parsed<Between> {
  const { from, to } = { from: (typed['from'] ?? '').trim(), to: (typed['to'] ?? '').trim() }
  if (from === '' && to === '') return { ok: true, value: presetDays(presetOf(typed, usual), today, startMonth) }
  const last = to === '' ? today : parseDate(to, today, startMonth)
  const first = from === '' ? financialYear(last ?? today, startMonth).from : parseDate(from, today, startMonth)
  const errors: FieldErrors = {
    ...(first === undefined && { from: { key: 'fields.date' } as const }),
    ...(last === undefined && { to: { key: 'fields.date' } as const }),
    ...(first !== undefined && last !== undefined && first > last && { to: { key: 'fields.date.order' } as const }),
  }
  if (first === undefined || last === undefined || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, value: { from: first, to: last } }
}

function parseDay(typed: TypedReport, usual: PresetName, today: IsoDate, startMonth: number): Parsed<Between> {
  const on = (typed['on'] ?? '').trim()
  const day = on === '' ? presetDays(presetOf(typed, usual), today, startMonth).to : parseDate(on, today, startMonth)
  if (day === undefined) return { ok: false, errors: { on: { key: 'fields.date' } } }
  return { ok: true, value: yearUpTo(day, startMonth) }
}

function presetOf(typed: TypedReport, usual: PresetName): PresetName {
  const period = typed['period'] ?? ''
  return isPreset(period) ? period : usual
}

function earlier(dates: 'period' | 'as-of', asked: Between, comparison: Comparison, startMonth: number): Between {
  return dates === 'period' ? comparedWith(asked, comparison) : yearUpTo(comparedDay(asked.to, comparison), startMonth)
}

const yearUpTo = (day: IsoDate, startMonth: number): Between => ({ from: financialYear(day, startMonth).from, to: day })
