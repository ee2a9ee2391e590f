import {
  type BankStatement,
  completed,
  plainReference,
  refused,
  refuseTooMany,
  type StatementLine,
} from '../../../core/bank-statement.ts'
import { readBankAmount, readBankDate, readSide } from '../../../core/bank-statement-values.ts'
import { absolute, add, negate, type Paise, rupees, subtract, zero } from '../../../core/money.ts'
import type { CsvColumns } from './csv-columns.rules.ts'
import type { CsvRow, CsvTable } from './csv-table.ts'

type Read = StatementLine & { readonly line: number }

/** What a file without a running balance does not tell, and a person may. */
export interface Told {
  readonly opening: Paise | null
}

/**
 * The statement in a table whose columns are known. A row without a day and money is no line (a footer, a narration that goes
 * on); one with money and no day is refused. The running balance, if there is one, must follow from line to line. Throws
 * Refusal 'bank.refusal.*' with the line.
 */
export function readCsv({ rows }: CsvTable, columns: CsvColumns, told: Told = { opening: null }): BankStatement {
  const read: Read[] = []
  for (const row of rows) {
    if (isEnd(row)) break
    const line = lineOf(row, columns)
    if (line) read.push(line)
  }
  refuseTooMany(read.length)
  const lines = inOrder(read)
  const [first, last] = [lines[0], lines.at(-1)]
  const opening = first && first.balance !== null ? subtract(first.balance, first.amount) : told.opening
  const closing = last?.balance ?? null
  return completed({ account: '', opening, closing, lines: lines.map(({ line: _line, ...rest }) => rest) })
}

/** The first rows as they would be read, for a person to look at; a row that cannot be read says so. */
export function previewCsv(table: CsvTable, columns: CsvColumns, most = 5): StatementLine[] {
  return table.rows
    .slice(0, most + 10)
    .flatMap((row) => lineOf(row, columns) ?? [])
    .slice(0, most)
}

/** Under the lines banks write sums and legends. */
const isEnd = ({ cells }: CsvRow): boolean => {
  const first = cells.find((cell) => cell !== '') ?? ''
  return /^(statement summary|legends?\b|abbreviations|grand total|end of statement|\*+ ?end|transaction total)/i.test(
    first,
  )
}

function lineOf(row: CsvRow, columns: CsvColumns): Read | undefined {
  const cell = (at: number | null) => (at === null ? '' : (row.cells[at] ?? ''))
  const day = cell(columns.date)
  const onDate = readBankDate(day, columns.dateOrder)
  const { line } = row
  if (onDate === undefined) {
    // Money without a day is a line that was misread; anything else is a footer or a narration that goes on.
    if (isTotal(row)) return undefined
    const amount = amountOf(row, columns, () => undefined)
    if (amount === undefined || amount === zero) return undefined
    throw refused('date', { line, text: day.slice(0, 30) })
  }
  const amount = amountOf(row, columns, (text) => {
    throw refused('amount', { line, text: text.slice(0, 30) })
  })
  if (amount === undefined || amount === zero) return undefined
  const balance = columns.balance === null ? null : readBankAmount(cell(columns.balance))
  if (balance === undefined) throw refused('amount', { line, text: cell(columns.balance).slice(0, 30) })
  const reference = cell(columns.reference)
  return {
    line,
    onDate,
    valueOn: readBankDate(cell(columns.valueDate), columns.dateOrder) ?? null,
    amount,
    reference: plainReference(reference) === '' ? '' : unpadded(reference),
    narration: cell(columns.narration),
    balance,
  }
}

/** HDFC fills references up to 16 with zeros; a cheque's number has six digits. */
const unpadded = (reference: string): string =>
  /^0{3}\w{13}$/.test(reference) ? reference.replace(/^0+/, '').padStart(6, '0') : reference

const isTotal = ({ cells }: CsvRow): boolean =>
  cells.some((cell) =>
    /^(total|page total|opening balance|closing balance|b\/f|c\/f|brought forward|carried forward)\b/i.test(cell),
  )

/** Undefined where the row holds none; `wrong` is told of what is no amount. */
function amountOf(row: CsvRow, columns: CsvColumns, wrong: (text: string) => undefined): Paise | undefined {
  const read = (at: number | null): Paise | null | undefined => {
    const text = at === null ? '' : (row.cells[at] ?? '')
    const amount = readBankAmount(text)
    return amount === undefined ? wrong(text) : amount
  }
  switch (columns.kind) {
    case 'two': {
      const [out, into] = [read(columns.withdrawal), read(columns.deposit)]
      if (out === undefined || into === undefined || (out === null && into === null)) return undefined
      return subtract(into ?? zero, absolute(out ?? zero))
    }
    case 'side': {
      const amount = read(columns.amount)
      const text = columns.side === null ? '' : (row.cells[columns.side] ?? '')
      const side = readSide(text)
      if (amount === undefined || amount === null) return undefined
      if (side === undefined) return wrong(text)
      return side > 0n ? absolute(amount) : negate(absolute(amount))
    }
    case 'signed':
      return read(columns.amount) ?? undefined
  }
}

/** Some banks begin with the newest. Throws Refusal 'bank.refusal.balance' where the running balance does not follow. */
function inOrder(read: readonly Read[]): Read[] {
  const down = read.toReversed()
  const [first, last] = [read[0], read.at(-1)]
  if (!first || !last) return []
  const isDown = first.onDate > last.onDate || (first.onDate === last.onDate && brokenAt(read) && !brokenAt(down))
  const lines = isDown ? down : [...read]
  const broken = brokenAt(lines)
  if (broken) throw refused('balance', { line: broken.line, balance: rupees(broken.balance ?? zero) })
  return lines
}

/** The first line whose balance does not follow from the one before. */
function brokenAt(lines: readonly Read[]): Read | undefined {
  return lines.find((line, at) => {
    const before = lines[at - 1]
    if (!before || before.balance === null || line.balance === null) return false
    return add(before.balance, line.amount) !== line.balance
  })
}
