import { hasCardNumber } from '../../../core/card-number.ts'
import { type IsoDate, parseDate } from '../../../core/dates.ts'
import { negate, type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { AccountOpening, OpeningBill } from './opening.rules.ts'

/** What was typed, by the name of its field. */
export type Typed = Readonly<Record<string, string | undefined>>

export const debitOf = (of: string) => `dr.${of}`
export const creditOf = (of: string) => `cr.${of}`

/** The openings that the form shows, each on one side; a blank is none. */
export function parseOpenings(typed: Typed): Parsed<AccountOpening[]> {
  const errors: Record<string, Said> = {}
  const ids = Object.keys(typed).flatMap((name) => (name.startsWith('dr.') ? [name.slice(3)] : []))
  const value = ids.map((accountId) => ({ accountId, amount: readSides(typed, accountId, errors) }))
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value }
}

export const billFields = ['number', 'on', 'due'] as const
export const billField = (line: number, field: (typeof billFields)[number] | 'id') => `${field}.${line}`

export interface WrittenBills {
  bills: OpeningBill[]
  /** The items that the form showed: those of them that are not written any more are taken back. */
  shown: Set<string>
}

/** Line by line; one without amounts is no bill, and takes back the one that stood there. */
export function parseBills(typed: Typed, lines: number, today: IsoDate): Parsed<WrittenBills> {
  const errors: Record<string, Said> = {}
  const all = Array.from({ length: lines }, (_, line) => line)
  const bills = all.flatMap((line) => readBill(typed, line, today, errors) ?? [])
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const shown = all.map((line) => typed[billField(line, 'id')] ?? '').filter((id) => id !== '')
  return { ok: true, value: { bills, shown: new Set(shown) } }
}

function readBill(typed: Typed, line: number, today: IsoDate, errors: Record<string, Said>): OpeningBill | undefined {
  const amount = readSides(typed, String(line), errors)
  const text = (field: (typeof billFields)[number]) => (typed[billField(line, field)] ?? '').normalize('NFC').trim()
  const isNew = !typed[billField(line, 'id')]
  if (amount === zero) {
    if (isNew && text('number') !== '') errors[debitOf(String(line))] ??= { key: 'fields.amount.positive' }
    return undefined
  }
  if (hasCardNumber(text('number'))) errors[billField(line, 'number')] = { key: 'fields.cardNumber' }
  const onDate = parseDate(text('on'), today)
  const dueOn = text('due') === '' ? onDate : parseDate(text('due'), today)
  if (onDate === undefined) errors[billField(line, 'on')] = { key: 'fields.date' }
  else if (dueOn === undefined) errors[billField(line, 'due')] = { key: 'fields.date' }
  return { number: text('number'), onDate: onDate ?? '', dueOn: dueOn ?? '', amount }
}

/** A debit above zero, a credit below; zero for nothing, and for what cannot be read, which the error says. */
function readSides(typed: Typed, of: string, errors: Record<string, Said>): Paise {
  const debit = readAmount(typed, debitOf(of), errors)
  const credit = readAmount(typed, creditOf(of), errors)
  if (debit !== zero && credit !== zero) errors[creditOf(of)] ??= { key: 'opening.error.both' }
  return credit === zero ? debit : negate(credit)
}

function readAmount(typed: Typed, name: string, errors: Record<string, Said>): Paise {
  const text = (typed[name] ?? '').trim()
  if (text === '') return zero
  const amount = parseRupees(text)
  if (amount === undefined) errors[name] = { key: 'fields.amount' }
  else if (amount < 0n) errors[name] = { key: 'fields.amount.notNegative' }
  return amount === undefined || amount < 0n ? zero : amount
}
