import { asciiDigits } from './digits.ts'

/** A day on the shop's calendar, "2026-04-05". No zone can move it. */
export type IsoDate = string

const dayMs = 86_400_000
const firstYear = 1900
const lastYear = 2999

/** True for a real day between 1900 and 2999, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  return match !== null && dateOf(Number(match[1]), Number(match[2]), Number(match[3])) === text
}

/**
 * Reads a day as people type it: "5/4" (in the financial year of today), "5/4/26", "05-04-2026", "2026-04-05",
 * "+3" and "-1" (days from today), "today"; digits of Devanagari and Gujarati too. Undefined when it is no day.
 */
export function parseDate(text: string, today: IsoDate, startMonth = 4): IsoDate | undefined {
  const typed = asciiDigits(text.trim().toLowerCase()).replace('−', '-')
  if (['today', 'आज', 'આજ', 'આજે'].includes(typed)) return today
  if (/^[+-]\d{1,4}$/.test(typed)) return within(addDays(today, Number(typed)))
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(typed)
  if (iso) return dateOf(Number(iso[1]), Number(iso[3]), Number(iso[4]))
  const match = /^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?$/.exec(typed)
  if (!match) return undefined
  const [day, month] = [Number(match[1]), Number(match[3])]
  return dateOf(yearTyped(match[4]) ?? yearOfMonth(today, month, startMonth), month, day)
}

/** As `parseDate`, or the month alone that many packs say, "05/2027" or "5/27": made on its first day. */
export const parseMadeOn = (text: string, today: IsoDate): IsoDate | undefined =>
  parseMonth(text) ?? parseDate(text, today)

/** As `parseMadeOn`, but of a month its last day: until then it is good. */
export function parseExpiry(text: string, today: IsoDate): IsoDate | undefined {
  const month = parseMonth(text)
  return month === undefined ? parseDate(text, today) : addDays(addMonths(month, 1), -1)
}

function parseMonth(text: string): IsoDate | undefined {
  const match = /^(\d{1,2})[-/.](\d{4}|\d{2})$/.exec(asciiDigits(text.trim()))
  const month = Number(match?.[1])
  return match && month >= 1 && month <= 12 ? dateOf(yearTyped(match[2]) ?? 0, month, 1) : undefined
}

const within = (date: string): IsoDate | undefined => (isDate(date) ? date : undefined)

function yearTyped(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return text.length === 2 ? 2000 + Number(text) : Number(text)
}

function yearOfMonth(today: IsoDate, month: number, startMonth: number): number {
  const startYear = yearOf(financialYear(today, startMonth).from)
  return month >= startMonth ? startYear : startYear + 1
}

function dateOf(year: number, month: number, day: number): IsoDate | undefined {
  if (year < firstYear || year > lastYear) return undefined
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.toISOString().slice(0, 10) : undefined
}

const clocks = new Map<string, Intl.DateTimeFormat>() // making one costs more than the page that asks for it
const lastSaid = new Map<string, { minute: number; day: IsoDate }>()
const minuteMs = 60_000

/** The day it is at an instant in a zone such as "Asia/Kolkata". Throws RangeError for an unknown zone. */
export function todayIn(now: Date, zone: string): IsoDate {
  // Every zone of today is whole minutes apart from UTC, so that a day never ends within a minute.
  const minute = Math.floor(now.getTime() / minuteMs)
  const said = lastSaid.get(zone)
  if (said?.minute === minute) return said.day
  const clock = clocks.get(zone) ?? clockOf(zone)
  const parts = new Map(clock.formatToParts(now).map((part) => [part.type, part.value]))
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  lastSaid.set(zone, { minute, day })
  return day
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }
  const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', options)
  clocks.set(zone, clock)
  return clock
}

export const addDays = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)

/** How many days `to` is after `from`; negative when it is before. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => (Date.parse(to) - Date.parse(from)) / dayMs

export const monthStart = (date: IsoDate): IsoDate => `${date.slice(0, 8)}01`

export const monthEnd = (date: IsoDate): IsoDate => addDays(addMonths(monthStart(date), 1), -1)

/**
 * The same day some months later, or that month's last day when it is shorter. Count from the original anchor
 * (31 Jan + 2 = 31 Mar), never from the previous result, or the day drifts.
 */
export function addMonths(anchor: IsoDate, months: number): IsoDate {
  const [year, month, day] = [yearOf(anchor), monthOf(anchor), Number(anchor.slice(8))]
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

export type FinancialYear = { label: string; from: IsoDate; to: IsoDate }

/** The financial year a day falls in: from 1 April in India, "26-27". One that begins in January is "26". */
export function financialYear(date: IsoDate, startMonth = 4): FinancialYear {
  const startYear = monthOf(date) >= startMonth ? yearOf(date) : yearOf(date) - 1
  const from = `${startYear}-${String(startMonth).padStart(2, '0')}-01`
  const to = addDays(addMonths(from, 12), -1)
  const [first, last] = [from.slice(2, 4), to.slice(2, 4)]
  return { label: first === last ? first : `${first}-${last}`, from, to }
}

const yearOf = (date: IsoDate): number => Number(date.slice(0, 4))
const monthOf = (date: IsoDate): number => Number(date.slice(5, 7))
