import type { Locale } from './index.ts'

/**
 * Dates and counts as people read them. Digits stay 0-9 in every language: bills, phones and GSTINs are written so.
 * A plain date ('2026-11-21') is never an instant: it is made and printed in UTC, so that no time zone can move it.
 */

/** '2026-11-21' -> '21 Nov 2026' */
export const showDate = (locale: Locale, iso: string): string => shownDates(locale)(iso)

/** '2026-11-21' -> '21 Nov' */
/** What a sentence is filled with, days among it as people read them: rules say them as they stand in the database. */
export const shownValues = <V extends string | number>(locale: Locale, values: Readonly<Record<string, V>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, V | string] => [
      name,
      typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? showDate(locale, value) : value,
    ]),
  )

export const showDayMonth = (locale: Locale, iso: string): string => shownDayMonths(locale)(iso)

/** '2026-11-01' -> 'Nov 2026' */
export const showMonth = (locale: Locale, iso: string): string => months(locale).format(utcNoon(iso))

/** '2026-11-21' -> 'Saturday, 21 November' */
export const showDayOfWeek = (locale: Locale, iso: string): string => daysOfWeek(locale).format(utcNoon(iso))

/** An instant, in the business's zone: '21 Nov 2026, 5:04 pm' */
export const showInstant = (locale: Locale, zone: string, at: Date): string => instants(locale, zone).format(at)

/** The time of an instant, in the business's zone: '5:04 pm' */
export const showTime = (locale: Locale, zone: string, at: Date): string => times(zone)(locale).format(at)

/** 1234567 -> '12,34,567', in lakh grouping for every language. */
export const showCount = (n: number | bigint): string => counts.format(n)

const tags: Readonly<Record<Locale, string>> = { en: 'en-IN-u-nu-latn', hi: 'hi-IN-u-nu-latn', gu: 'gu-IN-u-nu-latn' }
const counts = new Intl.NumberFormat('en-IN', { maximumFractionDigits: 0 })
const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const

// Making an Intl formatter costs a thousand times what using it does; zones are few, so the caches stay small.
const dates = cached((locale: Locale) => new Intl.DateTimeFormat(tags[locale], { ...day, year: 'numeric' }))
const dayMonths = cached((locale: Locale) => new Intl.DateTimeFormat(tags[locale], day))
// A page says the same few days again and again, and says them the same for ever: a look-up is twenty times quicker than Intl.
const shownDates = cached((locale: Locale) => cached((iso: string) => dates(locale).format(utcNoon(iso)), 2000))
const shownDayMonths = cached((locale: Locale) => cached((iso: string) => dayMonths(locale).format(utcNoon(iso)), 2000))
const months = cached(
  (locale: Locale) => new Intl.DateTimeFormat(tags[locale], { month: 'short', year: 'numeric', timeZone: 'UTC' }),
)
const daysOfWeek = cached(
  (locale: Locale) =>
    new Intl.DateTimeFormat(tags[locale], { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }),
)
const instantsByZone = cached((zone: string) =>
  cached((locale: Locale) => {
    const parts = { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const
    return new Intl.DateTimeFormat(tags[locale], { ...parts, timeZone: zone })
  }),
)
const times = cached((zone: string) =>
  cached(
    (locale: Locale) => new Intl.DateTimeFormat(tags[locale], { hour: 'numeric', minute: '2-digit', timeZone: zone }),
  ),
)
const instants = (locale: Locale, zone: string): Intl.DateTimeFormat => instantsByZone(zone)(locale)

function cached<Key, Value>(make: (key: Key) => Value, most = Number.POSITIVE_INFINITY): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const found = made.get(key)
    if (found !== undefined) return found
    const value = make(key)
    if (made.size >= most) made.clear()
    made.set(key, value)
    return value
  }
}

function utcNoon(iso: string): Date {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso)
  if (!match) throw new RangeError(`not a date as YYYY-MM-DD: ${iso}`)
  return new Date(`${iso}T12:00:00Z`)
}
