import { type IsoDate, isDate } from './dates.ts'
import { parseDecimal } from './digits.ts'
import { negate, type Paise, paise } from './money.ts'

/** In which order a bank writes a day of digits only. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const
export type DateOrder = (typeof dateOrders)[number]

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a day as banks write it: "21/11/2026", "21-11-26", "21-Nov-26", "21 November 2026", "2026-11-21", "20261121", a
 * time of day behind it left out. Undefined when it is none.
 */
export function readBankDate(text: string, order: DateOrder = 'dmy'): IsoDate | undefined {
  const typed = text
    .trim()
    .replace(/[T ,]+\d{1,2}:\d\d(:\d\d)?(\.\d+)?( ?[ap]m)?( ?(Z|[+-]\d\d:?\d\d))?$/i, '')
    .replace(/^[a-z]{3,9}, /i, '')
  const named = /^(\d{1,2})[-/ .]?([a-z]{3,9})[-/ .,]{0,2}(\d{4}|\d\d)$/i.exec(typed)
  if (named) return made(named[3], monthNamed(named[2]), named[1])
  const year = /^(\d{4})[-/. ]?(\d\d?)[-/. ]?(\d\d?)$/.exec(typed)
  if (year) return made(year[1], year[2], year[3])
  const digits = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)$/.exec(typed)
  if (!digits) return undefined
  const [, first, , second, third] = digits
  switch (order) {
    case 'dmy':
      return made(third, second, first)
    case 'mdy':
      return made(third, first, second)
    case 'ymd':
      return made(first, second, third)
  }
}

function monthNamed(text = ''): string {
  const at = months.indexOf(text.slice(0, 3).toLowerCase())
  return String(at + 1)
}

function made(year = '', month = '', day = ''): IsoDate | undefined {
  const whole = year.length === 2 ? `20${year}` : year.padStart(4, '0')
  const date = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? date : undefined
}

/**
 * Reads an amount as banks write it: "1,23,456.78", "₹ 500", "(250.00)", "250.00-", "1,000.00 Cr"; Dr and brackets are
 * below zero. Undefined when it is none; null for an empty one, also written "-".
 */
export function readBankAmount(text: string): Paise | null | undefined {
  const typed = text.replace(/[\s\u00a0]/g, '').replace(/^(₹|INR|Rs\.?)/i, '')
  if (typed === '' || /^[-–]$/.test(typed)) return null
  const side = /^(.*?)\(?(CR|DR)\.?\)?$/i.exec(typed)
  if (side) return sided(side[1] ?? '', side[2] ?? '')
  const bracketed = /^\((.+)\)$/.exec(typed)
  if (bracketed) return below(number(bracketed[1] ?? ''))
  if (/[-−]$/.test(typed)) return below(number(typed.slice(0, -1)))
  return number(typed.replace(/^\+/, ''))
}

/** "Cr", "CREDIT", "C", "Deposit" → 1n; "Dr" and its like → -1n; undefined when it is neither. */
export function readSide(text: string): 1n | -1n | undefined {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/[^a-z+-]/g, '')
  if (/^(c|cr|credit|deposit|in|\+)$/.test(typed)) return 1n
  return /^(d|dr|debit|withdrawal|out|-)$/.test(typed) ? -1n : undefined
}

const sided = (text: string, side: string): Paise | undefined =>
  side.toUpperCase() === 'DR' ? below(number(text)) : number(text)

const below = (amount: Paise | undefined): Paise | undefined => (amount === undefined ? undefined : negate(amount))

function number(text: string): Paise | undefined {
  // Programs write "500.0000": zeros behind the paise say nothing.
  const amount = parseDecimal(text.replace(/(\.\d\d)0+$/, '$1'), 2)
  return amount === undefined ? undefined : paise(amount)
}
