import {
  type BankStatement,
  completed,
  plainReference,
  refused,
  refuseTooMany,
  type StatementLine,
} from '../../../core/bank-statement.ts'
import { lineAt } from '../../../core/bank-statement-text.ts'
import { readBankDate } from '../../../core/bank-statement-values.ts'
import { parseDecimal } from '../../../core/digits.ts'
import { negate, type Paise, paise } from '../../../core/money.ts'
import { attribute, child, children, linesOf, type Node, readXml, words } from './safe-xml.ts'

const lists = ['Stmt', 'Bal', 'Ntry', 'NtryDtls', 'TxDtls', 'Ustrd']

/**
 * A statement in ISO 20022's camt.053: versions 2, 3, 4 and 8, which differ in how a status and a party are written. Booked
 * entries only; a batch is the one line that the bank made of it. Throws Refusal 'bank.refusal.*' with the line.
 */
export function readCamt(text: string): BankStatement {
  const other = /camt\.05[24]\.001|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn/.exec(text)
  if (other) throw refused('notAStatement', { line: lineAt(text, other.index) })
  const statements = children(child(readXml(text, lists), 'Document', 'BkToCstmrStmt'), 'Stmt')
  if (statements.length === 0) throw refused('missing', { what: 'Stmt' })
  const at = { line: linesOf(text, 'Stmt')[0] ?? 1 }
  const account = accountOf(statements, at)
  const entryLines = linesOf(text, 'Ntry')
  const entries = statements.flatMap((statement) => children(statement, 'Ntry'))
  refuseTooMany(entries.length)
  const lines = entries.flatMap((entry, n) => (isBooked(entry) ? [lineOf(entry, entryLines[n] ?? at.line)] : []))
  const balances = statements.flatMap((statement) => children(statement, 'Bal'))
  const of = (...codes: string[]) =>
    balances.filter((balance) => codes.includes(words(balance, 'Tp', 'CdOrPrtry', 'Cd')))
  const [first, last] = [of('OPBD', 'PRCD')[0], of('CLBD').at(-1)]
  const period = (end: 'FrDtTm' | 'ToDtTm', which: Node | undefined) =>
    readBankDate(words(which ?? {}, 'FrToDt', end).slice(0, 10))
  return completed({
    account,
    opening: first === undefined ? null : amountOf(first, at.line),
    closing: last === undefined ? null : amountOf(last, at.line),
    from: period('FrDtTm', statements[0]),
    to: period('ToDtTm', statements.at(-1)),
    lines: lines.sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0)),
  })
}

function accountOf(statements: readonly Node[], at: { line: number }): string {
  const ids = new Set<string>()
  for (const statement of statements) {
    const account = child(statement, 'Acct')
    if (words(account, 'Id', 'IBAN') !== '') throw refused('iban', at)
    const currency = words(account, 'Ccy')
    if (currency !== '' && currency !== 'INR') throw refused('currency', { ...at, currency })
    ids.add(words(account, 'Id', 'Othr', 'Id'))
  }
  if (ids.size > 1) throw refused('twoAccounts', at)
  return [...ids][0] ?? ''
}

/** Until version 4 the status is a word, from 8 on it has a code. */
function isBooked(entry: Node): boolean {
  const status = words(entry, 'Sts', 'Cd') || words(entry, 'Sts')
  return status === '' || status === 'BOOK'
}

function lineOf(entry: Node, line: number): StatementLine {
  const detail = child(entry, 'NtryDtls', 'TxDtls')
  const date = (name: 'BookgDt' | 'ValDt') => {
    const typed = words(entry, name, 'Dt') || words(entry, name, 'DtTm').slice(0, 10)
    const read = typed === '' ? undefined : readBankDate(typed)
    if (typed !== '' && read === undefined) throw refused('date', { line, text: typed.slice(0, 30) })
    return read
  }
  const valueOn = date('ValDt')
  const onDate = date('BookgDt') ?? valueOn
  if (onDate === undefined) throw refused('date', { line, text: '' })
  return {
    onDate,
    valueOn: valueOn ?? null,
    amount: amountOf(entry, line),
    reference: referenceOf(entry, detail),
    narration: narrationOf(entry, detail),
    balance: null,
  }
}

/** `Amt` with its currency, and whether it is a credit; a reversal already has the side on which it moved the money. */
function amountOf(node: Node, line: number): Paise {
  const currency = attribute(child(node, 'Amt'), 'Ccy')
  if (currency !== 'INR') throw refused('currency', { line, currency: currency.slice(0, 3) || '?' })
  const text = words(node, 'Amt')
  const amount = /^\d+(\.\d+)?$/.test(text) ? parseDecimal(text.replace(/(\.\d\d)0+$/, '$1'), 2) : undefined
  if (amount === undefined) throw refused('amount', { line, text: text.slice(0, 30) })
  const side = words(node, 'CdtDbtInd')
  if (side !== 'CRDT' && side !== 'DBIT') throw refused('side', { line, text: side.slice(0, 30) })
  return side === 'CRDT' ? paise(amount) : negate(paise(amount))
}

function referenceOf(entry: Node, detail: Node): string {
  const refs = child(detail, 'Refs')
  const given = [
    words(refs, 'ChqNb'),
    words(refs, 'EndToEndId'),
    words(refs, 'TxId'),
    words(refs, 'AcctSvcrRef'),
    words(entry, 'AcctSvcrRef'),
    words(entry, 'NtryRef'),
  ]
  return given.find((one) => plainReference(one) !== '') ?? ''
}

function narrationOf(entry: Node, detail: Node): string {
  const parties = child(detail, 'RltdPties')
  const names = ['Dbtr', 'Cdtr'].flatMap((who) => [words(parties, who, 'Nm'), words(parties, who, 'Pty', 'Nm')])
  const texts = children(child(detail, 'RmtInf'), 'Ustrd').map((one) => words(one))
  const told = [words(entry, 'AddtlNtryInf'), ...texts, words(detail, 'AddtlTxInf'), ...names]
  const distinct = told.filter((one, at) => one !== '' && !told.slice(0, at).some((before) => before.includes(one)))
  return distinct.join(' · ')
}
