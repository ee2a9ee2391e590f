import type { Nature } from './chart.ts'
import type { Commodity } from './ledger.ts'

/**
 * The books as a journal for hledger and its like (DOMAIN.md section 6): rupees as `INR 100.00`, fine metal in grams with
 * three decimals, and no account name with two spaces in a row, which would end it.
 */

export interface JournalEntry {
  readonly id: string
  readonly onDate: string
  readonly number: string
  readonly description: string
  readonly note: string
  readonly lines: readonly { readonly account: string; readonly commodity: Commodity; readonly amount: bigint }[]
}

const roots: Readonly<Record<Nature, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
}
const types: Readonly<Record<Nature, string>> = {
  asset: 'A',
  liability: 'L',
  equity: 'E',
  income: 'R',
  expense: 'X',
}

/** 'Assets:Current Assets:Cash-in-Hand:Cash': the nature, then the groups from the outermost in, then the account. */
export const accountPath = (nature: Nature, names: readonly string[]): string =>
  [roots[nature], ...names.map(nameInJournal)].join(':')

/** A colon parts accounts, a semicolon begins a comment, brackets around a name mean something else, so do two spaces. */
export function nameInJournal(name: string): string {
  const plain = name
    .replace(/[:;|]/g, '-')
    .replace(/[()[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return plain === '' ? '-' : plain
}

/** The directives that a strict reader wants before the first entry: commodities and the type of each kind of account. */
export function journalHead(accounts: readonly { readonly path: string; readonly nature: Nature }[]): string {
  const commodities = ['commodity INR 1000.00', 'commodity GFINE 1000.000', 'commodity SFINE 1000.000']
  const natures = [...new Set(accounts.map(({ nature }) => nature))]
  const declared = natures.map((nature) => `account ${roots[nature]}  ; type: ${types[nature]}`)
  return [...commodities, '', ...declared, ...accounts.map(({ path }) => `account ${path}`), '', ''].join('\n')
}

export function journalEntry({ id, onDate, number, description, note, lines }: JournalEntry): string {
  const code = number === '' ? '' : ` (${oneLine(number).replace(/[()]/g, '-')})`
  const head = `${onDate} *${code} ${oneLine(description)}  ; voucher:${id}`
  const notes = note.trim() === '' ? [] : [`    ; ${oneLine(note)}`]
  const written = lines.map(({ account, commodity, amount }) => `    ${account}  ${journalAmount(commodity, amount)}`)
  return [head, ...notes, ...written, '', ''].join('\n')
}

const oneLine = (text: string): string => text.replace(/[;|]/g, ',').replace(/\s+/g, ' ').trim()

const written: Readonly<Record<Commodity, { sign: string; decimals: number }>> = {
  INR: { sign: 'INR', decimals: 2 },
  XAU: { sign: 'GFINE', decimals: 3 },
  XAG: { sign: 'SFINE', decimals: 3 },
}

/** -5_00n of INR is 'INR -5.00'; 8_740n of XAU 'GFINE 8.740'. */
export function journalAmount(commodity: Commodity, amount: bigint): string {
  const { sign, decimals } = written[commodity]
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0')
  return `${sign} ${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
