import { type BankStatement, completed, refused, refuseTooMany, type StatementLine } from './bank-statement.ts'
import { readBankDate } from './bank-statement-values.ts'
import { daysBetween, type IsoDate } from './dates.ts'
import { parseDecimal } from './digits.ts'
import { negate, type Paise, paise } from './money.ts'

interface Field {
  readonly tag: string
  readonly text: string
  readonly line: number
}

/**
 * A statement as SWIFT writes it (MT940), one or several pages of one account. Throws Refusal 'bank.refusal.*' naming the
 * line: a field that is not as it must be, another account or currency within the file, a file that ends in the middle.
 */
export function readMt940(text: string): BankStatement {
  const fields = fieldsOf(text)
  const lines: StatementLine[] = []
  let account = ''
  let opening: Paise | null = null
  let closing: Paise | null = null
  let from: IsoDate | undefined
  let to: IsoDate | undefined
  for (const [at, field] of fields.entries()) {
    if (field.tag === '25') account = accountOf(field, account)
    if (field.tag === '60F' || field.tag === '60M') {
      const balance = balanceOf(field)
      opening ??= balance.amount
      from ??= balance.onDate
      if (closing !== null && closing !== balance.amount) throw refused('pageMissing', { line: field.line })
    }
    if (field.tag === '62F' || field.tag === '62M') {
      const balance = balanceOf(field)
      closing = balance.amount
      to = balance.onDate
    }
    if (field.tag === '61') lines.push(lineOf(field, fields[at + 1]))
  }
  if (opening === null) throw refused('missing', { what: ':60F:' })
  if (closing === null) throw refused('endsInTheMiddle', { line: fields.at(-1)?.line ?? 1 })
  refuseTooMany(lines.length)
  return completed({ account, opening, closing, from: lines.length === 0 ? from : undefined, to, lines })
}

function fieldsOf(text: string): Field[] {
  const fields: { tag: string; text: string; line: number }[] = []
  for (const [at, row] of text.split('\n').entries()) {
    const begins = /^(?:\{.*\{4:)?:(\d\d[A-Z]?):(.*)$/.exec(row)
    const last = fields.at(-1)
    if (begins) fields.push({ tag: begins[1] ?? '', text: begins[2] ?? '', line: at + 1 })
    else if (last && !/^(-\}?.*|\{.*)$/.test(row) && row.trim() !== '') last.text += `\n${row}`
  }
  return fields
}

function accountOf({ text, line }: Field, before: string): string {
  const account = (text.split('\n')[0] ?? '').trim()
  if (before !== '' && before !== account) throw refused('twoAccounts', { line })
  if (/^[A-Z]{2}\d\d[A-Z0-9]{11,}$/.test(account)) throw refused('iban', { line })
  return account
}

function balanceOf({ text, line }: Field): { onDate: IsoDate; amount: Paise } {
  const match = /^([CD])(\d{6})([A-Z]{3})([\d,]+)\s*$/.exec(text.trim())
  if (!match) throw refused('field', { line, what: text.slice(0, 40) })
  if (match[3] !== 'INR') throw refused('currency', { line, currency: match[3] ?? '' })
  const onDate = shortDate(match[2] ?? '', line)
  const amount = amountOf(match[4] ?? '', line)
  return { onDate, amount: match[1] === 'D' ? negate(amount) : amount }
}

// Value date, booking day, side (R: taken back), funds code, amount, type, reference of the owner // of the bank.
const movement = /^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?([\d,]+)([A-Z][A-Z0-9]{3})([^\n]*)(?:\n([\s\S]*))?$/

function lineOf(field: Field, next: Field | undefined): StatementLine {
  const match = movement.exec(field.text.trimEnd())
  if (!match) throw refused('field', { line: field.line, what: field.text.slice(0, 40) })
  const [, value = '', booked, side = '', , digits = '', , references = '', more = ''] = match
  const valueOn = shortDate(value, field.line)
  const amount = amountOf(digits, field.line)
  const [owner = '', ofBank = ''] = references.split('//')
  const reference = [owner, ofBank].map((one) => one.trim()).find((one) => one !== '' && one !== 'NONREF') ?? ''
  const told = next?.tag === '86' ? narrationOf(next.text) : ''
  return {
    onDate: booked === undefined ? valueOn : bookedOn(valueOn, booked, field.line),
    valueOn,
    amount: side === 'C' || side === 'EC' || side === 'RD' ? amount : negate(amount),
    reference,
    narration: [told, more.replace(/\s+/g, ' ').trim()].find((one) => one !== '') ?? '',
    balance: null,
  }
}

/** ":86:" is free text, or parts each begun by "/REMI/" or, in chunks that belong together, by "?20" to "?29". */
function narrationOf(text: string): string {
  const chunks = /^\d{3}\?\d\d/.test(text) ? text.replace(/\n/g, '').split('?').slice(1) : undefined
  const joined = chunks === undefined ? text : chunks.map(chunkOf).join('')
  return joined
    .replace(/\/(REMI|BENM|ORDP|NAME|EREF|TRCD|CNTP)\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** 20 to 29 are what was written, 32 and 33 the other side's name; others are codes. */
function chunkOf(chunk: string): string {
  const text = chunk.slice(2)
  if (/^2\d/.test(chunk)) return text
  return /^3[23]/.test(chunk) ? ` ${text}` : ''
}

function shortDate(digits: string, line: number): IsoDate {
  const date = readBankDate(`${digits.slice(4, 6)}/${digits.slice(2, 4)}/${digits.slice(0, 2)}`)
  if (date === undefined) throw refused('date', { line, text: digits })
  return date
}

/** The booking day has no year: it is the one nearest to the value date. */
function bookedOn(valueOn: IsoDate, digits: string, line: number): IsoDate {
  const year = Number(valueOn.slice(0, 4))
  const days = [year - 1, year, year + 1].flatMap((one) => {
    const date = readBankDate(`${one}-${digits.slice(0, 2)}-${digits.slice(2)}`)
    return date === undefined ? [] : [date]
  })
  const [first] = days.sort((a, b) => Math.abs(daysBetween(valueOn, a)) - Math.abs(daysBetween(valueOn, b)))
  if (first === undefined) throw refused('date', { line, text: digits })
  return first
}

function amountOf(text: string, line: number): Paise {
  const amount = parseDecimal(text.replace(',', '.').replace(/\.$/, ''), 2)
  if (amount === undefined) throw refused('amount', { line, text })
  return paise(amount)
}
