import { CsvError, parse } from 'csv-parse/sync'
import { mostLines, refused } from '../../../core/bank-statement.ts'
import { findColumns, fingerprintOf, plainHead } from './csv-columns.rules.ts'

export interface CsvRow {
  /** Its line in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvTable {
  readonly heads: readonly string[]
  readonly fingerprint: string
  /** What stands under the heads, empty rows left out. */
  readonly rows: readonly CsvRow[]
}

const delimiters = [',', ';', '\t', '|'] as const
const mostColumns = 60
/** Banks write name, address and period over the table. */
const mostBefore = 60

/**
 * The table in a file: its delimiter, and the row of its heads, found by what stands in them. Throws Refusal
 * 'bank.refusal.quotes' with the line, 'tooManyLines', 'noTable'.
 */
export function tableOf(text: string): CsvTable {
  const rows = rowsOf(text, delimiterOf(text))
  const at = headsAt(rows)
  const heads = rows[at]?.cells ?? []
  if (heads.length < 3) throw refused('noTable')
  if (heads.length > mostColumns) throw refused('noTable')
  const under = rows.slice(at + 1)
  // Footers and blank lines are not lines of the statement, but a file of a million rows is none either.
  if (under.length > mostLines + 1000) throw refused('tooManyLines', { most: mostLines })
  return { heads, fingerprint: fingerprintOf(heads), rows: under }
}

/** The one that cuts most of the first lines into the same number of three or more parts. */
function delimiterOf(text: string): string {
  const head = text.split('\n', mostBefore).filter((line) => line.trim() !== '')
  const scores = delimiters.map((delimiter) => {
    const counts = head
      .map((line) => line.replace(/"[^"\n]*"/g, '').split(delimiter).length)
      .filter((count) => count >= 3)
    const usual = Math.max(0, ...[...Map.groupBy(counts, (count) => count).values()].map((same) => same.length))
    return { delimiter, score: usual }
  })
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

function rowsOf(text: string, delimiter: string): CsvRow[] {
  try {
    const read: unknown[] = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: '\n',
      max_record_size: 100_000,
    })
    return read.flatMap(rowOf)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line: unknown = error['lines']
    throw refused('quotes', { line: typeof line === 'number' ? line : 1 })
  }
}

function rowOf(read: unknown): CsvRow[] {
  if (typeof read !== 'object' || read === null || !('record' in read) || !('info' in read)) return []
  const { record, info } = read
  if (!Array.isArray(record) || typeof info !== 'object' || info === null || !('lines' in info)) return []
  const cells = record.map((cell) => plainCell(String(cell)))
  return cells.every((cell) => cell === '') ? [] : [{ line: Number(info.lines), cells }]
}

/** ="000123" and '000123 are how sheets keep the zeros of a number. */
const plainCell = (cell: string): string =>
  cell
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The row in which the most columns are known; else the first of words only that names a date; else the first wide one. */
function headsAt(rows: readonly CsvRow[]): number {
  const first = rows.slice(0, mostBefore)
  const known = first.map(({ cells }) => {
    const { kind: _kind, dateOrder: _order, ...places } = findColumns(cells)
    return Object.values(places).filter((place) => place !== null).length
  })
  const most = Math.max(0, ...known)
  if (most >= 3) return known.indexOf(most)
  const dated = first.findIndex(
    ({ cells }) => cells.length >= 3 && cells.some((cell) => /\b(date|dt|तारीख|તારીખ)\b/u.test(plainHead(cell))),
  )
  if (dated >= 0) return dated
  const wide = first.findIndex(({ cells }) => cells.filter((cell) => cell !== '').length >= 3)
  if (wide < 0) throw refused('noTable')
  return wide
}
