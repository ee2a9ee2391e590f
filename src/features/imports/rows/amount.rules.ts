import { addDays, type IsoDate, parseDate } from '../../../core/dates.ts'
import { negate, type Paise, parseRupees, zero } from '../../../core/money.ts'
import type { Said } from '../../../words/index.ts'
import type { Picked } from '../imports.fields.ts'

export type Side = 'dr' | 'cr'
type Problems = Record<string, Said>

const debitWords = /^(dr|d|debit|receivable|to receive|you'?ll get|you will get|नाम|लेना|उधार|ઉધાર|લેવાના|લેણા)\.?$/i
const creditWords = /^(cr|c|credit|payable|to pay|you'?ll give|you will give|जमा|देना|જમા|આપવાના|દેવા)\.?$/i

export function sideOf(text: string): Side | undefined {
  const word = text.trim()
  if (debitWords.test(word)) return 'dr'
  return creditWords.test(word) ? 'cr' : undefined
}

/**
 * What the row says is owed: above zero a debit. As programs write it: one amount with "Dr" behind it or in a column of its
 * own, or two columns of which one is filled in. Zero where nothing is said; where no side is said, `usual` holds.
 */
export function amountOf(row: Picked, usual: Side, problems: Problems): Paise {
  const [debit, credit] = [plain(row, 'debit', problems), plain(row, 'credit', problems)]
  if (debit !== zero && credit !== zero) problems['debit'] = { key: 'imports.row.bothSides' }
  if (debit !== zero) return debit
  if (credit !== zero) return negate(credit)
  const text = (row['amount'] ?? '').trim()
  const behind = sideBehind.exec(text)?.[1] ?? ''
  const amount = read(text.replace(sideBehind, ''), 'amount', problems)
  const side = written(row, problems) ?? sideOf(behind)
  // Programs that sign their balances write what is to be paid with a minus.
  if (amount < 0n) return side === undefined ? amount : refuse(problems, 'amount', 'fields.amount.notNegative')
  return (side ?? usual) === 'cr' ? negate(amount) : amount
}

const sideBehind = /\s*([DC]r)\.?$/i

function written(row: Picked, problems: Problems): Side | undefined {
  const text = (row['side'] ?? '').trim()
  const side = sideOf(text)
  if (text !== '' && side === undefined) problems['side'] = { key: 'imports.row.side' }
  return side
}

function plain(row: Picked, name: string, problems: Problems): Paise {
  const amount = read((row[name] ?? '').trim().replace(sideBehind, ''), name, problems)
  return amount < 0n ? refuse(problems, name, 'fields.amount.notNegative') : amount
}

/** A dash or nothing is no amount; "/-" ends one on Indian papers. */
function read(text: string, name: string, problems: Problems): Paise {
  if (/^\s*[-–—]?\s*$/.test(text)) return zero
  return parseRupees(text.replace(/\s*\/-$/, '')) ?? refuse(problems, name, 'fields.amount')
}

function refuse(problems: Problems, name: string, key: 'fields.amount' | 'fields.amount.notNegative'): Paise {
  problems[name] = { key }
  return zero
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** "14/02/2026", "2026-02-14", "14-Feb-26" (Tally), each also with a time behind; undefined for what is no day. */
export function dayOf(text: string, today: IsoDate): IsoDate | undefined {
  const day = text.trim().replace(/[ T]\d{1,2}:\d{2}.*$/, '')
  const [, date, name = '', year] = /^(\d{1,2})[-\s/.]([a-z]{3,9})[-\s/.,]+(\d{4}|\d{2})$/i.exec(day) ?? []
  const month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1
  if (date !== undefined) return month > 0 ? parseDate(`${date}/${month}/${year}`, today) : undefined
  // A bare count of days from today is a form's shorthand, and a mistake in a file.
  return /^[+-]/.test(day) ? undefined : parseDate(day, today)
}

export const dueAfter = (day: IsoDate, termsDays: number): IsoDate => addDays(day, termsDays)
