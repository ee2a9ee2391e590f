import {
  type BankStatement,
  completed,
  plainReference,
  refused,
  refuseTooMany,
  type StatementLine,
} from '../../../core/bank-statement.ts'
import { readBankDate } from '../../../core/bank-statement-values.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { parseDecimal } from '../../../core/digits.ts'
import { type Paise, paise } from '../../../core/money.ts'
import { readXml } from './safe-xml.ts'

/** One element with a value, and where: `path` are the elements around it. */
interface Leaf {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly line: number
}

type Fields = ReadonlyMap<string, Leaf>

/**
 * A statement as money programs take it: OFX 1 (SGML, whose values have no end tag) and OFX 2 (XML). Throws Refusal
 * 'bank.refusal.*' with the line.
 */
export function readOfx(given: string): BankStatement {
  const text = given.replace(/<!\[CDATA\[([^<\]]*)\]\]>/g, '$1')
  const start = text.indexOf('<OFX>')
  if (start < 0) throw refused('missing', { what: '<OFX>' })
  // What calls itself XML must be XML from end to end; then both kinds are read by the same reader, which knows the lines.
  if (/^\s*<\?xml/i.test(text)) readXml(text, [])
  const { leaves, transactions } = read(text, start)
  const plain = (name: string) => leaves.find((leaf) => leaf.name === name)
  const currency = plain('CURDEF')
  if (currency && currency.text !== 'INR')
    throw refused('currency', { line: currency.line, currency: currency.text.slice(0, 3) })
  const accounts = new Set(
    leaves.filter(({ name, path }) => name === 'ACCTID' && path.endsWith('BANKACCTFROM')).map(({ text }) => text),
  )
  if (accounts.size === 0) throw refused('missing', { what: 'BANKACCTFROM' })
  if (accounts.size > 1) throw refused('twoAccounts', { line: plain('ACCTID')?.line ?? 1 })
  refuseTooMany(transactions.length)
  const lines = transactions.map(lineOf).sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0))
  const to = dateIfAny(plain('DTEND')) ?? lines.at(-1)?.onDate
  const closing = leaves.find(({ name, path }) => name === 'BALAMT' && path.endsWith('LEDGERBAL'))
  const asOf = dateIfAny(leaves.find(({ name, path }) => name === 'DTASOF' && path.endsWith('LEDGERBAL')))
  // A balance of a later day holds money that these lines do not.
  const isAtEnd = to !== undefined && (asOf === undefined || asOf <= to)
  return completed({
    account: [...accounts][0] ?? '',
    opening: null,
    closing: closing && isAtEnd ? amountOf(closing) : null,
    from: dateIfAny(plain('DTSTART')),
    to,
    lines,
  })
}

/** Goes through the tags once. A tag with text behind it is a value, whether it is ended or not; others hold values. */
function read(text: string, start: number): { leaves: Leaf[]; transactions: Fields[] } {
  const leaves: Leaf[] = []
  const transactions: Map<string, Leaf>[] = []
  const open: string[] = []
  let line = text.slice(0, start).split('\n').length
  let at = start
  for (const match of text.slice(start).matchAll(/<(\/?)([A-Za-z0-9._]{1,40})>([^<]*)/g)) {
    const here = start + match.index
    if (here !== at) throw refused('field', { line, what: text.slice(at, at + 40) })
    at = here + match[0].length
    const [, slash, tag = '', behind = ''] = match
    const name = tag.toUpperCase()
    if (slash) end(open, name)
    else if (behind.trim() === '') {
      if (open.length > 20) throw refused('tooDeep', { line })
      if (!isEmptyValue(text, at, tag)) open.push(name)
      if (name === 'STMTTRN') transactions.push(new Map())
    } else {
      const leaf = { name, path: open.join('/'), text: plainText(behind), line }
      const within = open.includes('STMTTRN') ? transactions.at(-1) : undefined
      if (within) within.set(open.at(-1) === 'PAYEE' ? `PAYEE/${name}` : name, leaf)
      else leaves.push(leaf)
    }
    line += match[0].split('\n').length - 1
  }
  if (text.slice(at).trim() !== '') throw refused('field', { line, what: text.slice(at, at + 40) })
  if (open.length > 0) throw refused('endsInTheMiddle', { line })
  return { leaves, transactions }
}

const isEmptyValue = (text: string, at: number, tag: string): boolean => text.startsWith(`</${tag}>`, at)

/** An end tag ends what is open; that of a value, which was never opened, says nothing. */
function end(open: string[], name: string): void {
  if (!open.includes(name)) return
  // An empty value without an end tag looked like something that holds values.
  while (open.pop() !== name);
}

function lineOf(fields: Fields): StatementLine {
  const text = (name: string) => fields.get(name)?.text ?? ''
  const posted = fields.get('DTPOSTED')
  const amount = fields.get('TRNAMT')
  const anyLine = [...fields.values()][0]?.line ?? 1
  if (!posted) throw refused('date', { line: anyLine, text: '' })
  if (!amount) throw refused('amount', { line: anyLine, text: '' })
  const foreign = fields.get('CURSYM')
  if (foreign && foreign.text !== 'INR')
    throw refused('currency', { line: foreign.line, currency: foreign.text.slice(0, 3) })
  const names = [text('NAME'), text('PAYEE/NAME'), text('MEMO')].filter((one) => one !== '')
  return {
    onDate: dateOf(posted),
    valueOn: dateIfAny(fields.get('DTAVAIL')) ?? null,
    amount: amountOf(amount),
    reference: [text('CHECKNUM'), text('REFNUM'), text('FITID')].find((one) => plainReference(one) !== '') ?? '',
    narration: names.filter((one, at) => !names.slice(0, at).some((before) => before.includes(one))).join(' · '),
    balance: null,
  }
}

/** "20261121103000.000[+5.30:IST]": the day as it stands, for no time zone may move it. */
function dateOf({ text, line }: Leaf): IsoDate {
  const date = readBankDate(text.slice(0, 8))
  if (date === undefined || !/^\d{8}/.test(text)) throw refused('date', { line, text: text.slice(0, 30) })
  return date
}

const dateIfAny = (leaf: Leaf | undefined): IsoDate | undefined => (leaf ? dateOf(leaf) : undefined)

function amountOf({ text, line }: Leaf): Paise {
  const plain = text.replace(/^\+/, '')
  const dotted = /^-?\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain
  const amount = parseDecimal(dotted.replace(/(\.\d\d)0+$/, '$1'), 2)
  if (amount === undefined) throw refused('amount', { line, text: text.slice(0, 30) })
  return paise(amount)
}

function plainText(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', apos: "'" }
  return text
    .replace(/&(amp|lt|gt|nbsp|quot|apos);/g, (_whole, name: string) => named[name] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
