import type { IsoDate } from './dates.ts'
import { Refusal } from './errors.ts'
import { add, type Paise, rupees, subtract, sum } from './money.ts'

/** The kinds of files that banks give: ISO 20022 XML, SWIFT text, what money programs read, and a table. */
export const bankFormats = ['camt', 'mt940', 'ofx', 'csv'] as const
export type BankFormat = (typeof bankFormats)[number]

/** What moved on the account: `amount` is above zero where money came in. */
export interface StatementLine {
  readonly onDate: IsoDate
  /** When it began to count for interest; null where the bank does not say. */
  readonly valueOn: IsoDate | null
  readonly amount: Paise
  /** UTR, cheque number or the bank's own; empty for none. */
  readonly reference: string
  readonly narration: string
  /** The running balance after it; null where the file has none. */
  readonly balance: Paise | null
}

export interface BankStatement {
  /** The account's number as the file has it; empty for none. */
  readonly account: string
  readonly opening: Paise | null
  readonly closing: Paise | null
  readonly from: IsoDate
  readonly to: IsoDate
  /** In the order of the bank, oldest first. */
  readonly lines: readonly StatementLine[]
}

/** More than this is not a statement that a person reconciles. */
export const mostLines = 20_000
export const mostBytes = 5 * 1024 * 1024

/** A file that is refused: `reason` is the end of a word's key, `line` where in the file. */
export const refused = (reason: string, values: Record<string, string | number> = {}): Refusal =>
  new Refusal(`bank.refusal.${reason}`, values)

/** Throws Refusal 'bank.refusal.tooManyLines'. */
export function refuseTooMany(count: number): void {
  if (count > mostLines) throw refused('tooManyLines', { most: mostLines })
}

/**
 * Completes what a file says: the period of the lines where it names none, and the balance that its lines lead from or to.
 * Throws Refusal 'bank.refusal.empty', and 'bank.refusal.doesNotAddUp' where opening, lines and closing disagree: then
 * something of it was misread or is missing, and nothing of it can be trusted.
 */
export function completed(read: {
  account: string
  opening: Paise | null
  closing: Paise | null
  from?: IsoDate | undefined
  to?: IsoDate | undefined
  lines: readonly StatementLine[]
}): BankStatement {
  const { lines, account } = read
  const days = lines.map(({ onDate }) => onDate).sort()
  const from = earliest(read.from, days[0])
  const to = latest(read.to, days.at(-1))
  if (from === undefined || to === undefined) throw refused('empty')
  const moved = sum(lines.map(({ amount }) => amount))
  const opening = read.opening ?? (read.closing === null ? null : subtract(read.closing, moved))
  const closing = read.closing ?? (opening === null ? null : add(opening, moved))
  if (opening !== null && closing !== null && add(opening, moved) !== closing) {
    const values = { opening: rupees(opening), moved: rupees(moved), closing: rupees(closing) }
    throw refused('doesNotAddUp', values)
  }
  return { account, opening, closing, from, to, lines }
}

const earliest = (a: IsoDate | undefined, b: IsoDate | undefined): IsoDate | undefined =>
  a !== undefined && b !== undefined ? (a < b ? a : b) : (a ?? b)
const latest = (a: IsoDate | undefined, b: IsoDate | undefined): IsoDate | undefined =>
  a !== undefined && b !== undefined ? (a > b ? a : b) : (a ?? b)

/** References as they are compared: "UTR-000123", "utr000123" are one, as are "000123" and "123"; "0000", "NONREF" are none. */
export function plainReference(reference: string): string {
  const plain = reference
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^0+(?=.)/, '')
  return /^(0*|NONREF|NOTPROVIDED|NOTAPPLICABLE|NA|NIL)$/.test(plain) ? '' : plain
}

/** What tells two lines of an account apart. */
export type KnownLine = Pick<StatementLine, 'onDate' | 'amount' | 'reference' | 'balance'>

/**
 * The lines of a file that are not known yet. Lines are told apart by date, amount, reference and running balance; where a
 * side has no running balance, it fits any. Each known line answers for one line of the file: two equal withdrawals of a
 * day are both kept where the file has both.
 */
export function newLines<Line extends KnownLine>(known: readonly KnownLine[], read: readonly Line[]): Line[] {
  const left = new Map<string, (Paise | null)[]>()
  for (const [key, same] of Map.groupBy(known, keyOf))
    left.set(
      key,
      same.map(({ balance }) => balance),
    )
  // Those that agree in all come first, so that one without a balance does not take the place of one that has it.
  const isKnown = new Set(read.filter((line) => takes(left, line, (balance) => balance === line.balance)))
  for (const line of read)
    if (!isKnown.has(line) && takes(left, line, (balance) => balance === null || line.balance === null))
      isKnown.add(line)
  return read.filter((line) => !isKnown.has(line))
}

function takes(
  left: Map<string, (Paise | null)[]>,
  line: KnownLine,
  fits: (balance: Paise | null) => boolean,
): boolean {
  const balances = left.get(keyOf(line)) ?? []
  const at = balances.findIndex(fits)
  if (at < 0) return false
  balances.splice(at, 1)
  return true
}

const keyOf = ({ onDate, amount, reference }: KnownLine): string => `${onDate} ${amount} ${plainReference(reference)}`
