import { parse } from 'csv-parse/sync'
import { unzipSync, zipSync } from 'fflate'
import { Refusal } from '../../../core/errors.ts'
import { mostRows } from '../imports.types.ts'
import { tidyNumber } from './number.rules.ts'
import { decodeText } from './text.rules.ts'
import { checkZip } from './zip-directory.rules.ts'

/** A row of the file with something in it, by its line as a spreadsheet counts. */
export interface FileRow {
  line: number
  cells: string[]
}

export const mostBytes = 5 * 1024 * 1024
// A few lines of titles may stand above the rows.
const mostTitles = 50
const mostColumns = 100
const mostCharacters = 5000
const mostRowsWritten = 100_000

/** The rows of a CSV or an XLSX file, told apart by its bytes. Throws Refusal, with the line where there is one. */
export async function readBytes(bytes: Buffer): Promise<FileRow[]> {
  const rows = formatOf(bytes) === 'xlsx' ? await readXlsx(bytes) : readCsv(decodeText(bytes))
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (filled.length === 0) throw new Refusal('imports.file.empty')
  if (filled.length > mostRows + mostTitles) throw new Refusal('imports.file.tooManyRows', { max: mostRows })
  for (const { line, cells } of filled) {
    if (cells.length > mostColumns) throw new Refusal('imports.file.tooWide', { line, max: mostColumns })
    if (cells.some((cell) => cell.length > mostCharacters))
      throw new Refusal('imports.file.longCell', { line, max: mostCharacters })
  }
  return filled
}

const others = ['%PDF', '\x89PNG', 'GIF8', '\xff\xd8\xff', '\x1f\x8b', 'Rar!', '7z\xbc\xaf', '{\\rtf', 'SQLite']

function formatOf(bytes: Buffer): 'csv' | 'xlsx' {
  if (bytes.length === 0) throw new Refusal('imports.file.none')
  if (bytes.length > mostBytes) throw new Refusal('imports.file.tooLarge', { max: 5 })
  const head = bytes.toString('latin1', 0, 64)
  if (head.startsWith('PK\x03\x04')) return 'xlsx'
  if (head.startsWith('\xd0\xcf\x11\xe0')) throw new Refusal('imports.file.oldExcel')
  const isPage = /^(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table)/i.test(head)
  if (isPage || others.some((mark) => head.startsWith(mark))) throw new Refusal('imports.file.notTable')
  return 'csv'
}

function readCsv(text: string): FileRow[] {
  const rows: FileRow[] = []
  let next = 1
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      trim: true,
      max_record_size: 200_000,
      to: mostRows + 2 * mostTitles,
      on_record: (record: string[], { lines }) => {
        rows.push({ line: next, cells: record.map(plainCell) })
        next = lines + 1
        return null
      },
    })
    return rows
  } catch (error) {
    throw new Refusal('imports.file.brokenCsv', { line: lineOf(error) })
  }
}

/** Of the usual ones the most frequent in the first lines, outside of quotes. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4000).replaceAll(/"[^"]*"/g, '')
  const count = (mark: string) => head.split(mark).length
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

const lineOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1

/** Our own files put an apostrophe before what a spreadsheet would take for a formula. */
const plainCell = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '').trim()

async function readXlsx(bytes: Buffer): Promise<FileRow[]> {
  checkZip(bytes)
  const packed = checkedParts(bytes)
  const { default: readWorkbook } = await import('read-excel-file/universal')
  const sheets = await readWorkbook<string>(packed, { parseNumber: tidyNumber }).catch(() => {
    throw new Refusal('imports.file.broken')
  })
  const rows: readonly (readonly unknown[])[] = sheets[0]?.data ?? []
  return rows.map((row, at) => ({ line: at + 1, cells: trimmed(row.map(cellText)) }))
}

/**
 * The parts as they were inflated, no longer than the directory says, packed anew without compression: what is read is
 * what was checked. XML that defines entities is no workbook of any spreadsheet.
 */
function checkedParts(bytes: Buffer): ArrayBuffer {
  try {
    const parts = unzipSync(bytes, { filter: ({ name }) => /\.(xml|rels)$/.test(name) })
    for (const [name, part] of Object.entries(parts)) checkXml(name, Buffer.from(part).toString('latin1'))
    return new Uint8Array(zipSync(parts, { level: 0 })).buffer
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('imports.file.broken')
  }
}

function checkXml(name: string, xml: string): void {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Refusal('imports.file.entities')
  if (!name.startsWith('xl/worksheets/')) return
  // Rows that are only formatted count too, but not without end: each costs time.
  if (xml.split('<row').length > mostRowsWritten) throw new Refusal('imports.file.tooManyRows', { max: mostRows })
  const wrong = /<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}\d{1,7})"/.exec(xml)
  if (wrong?.[1]) throw new Refusal('imports.file.formulaError', { cell: wrong[1] })
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return String(cell).normalize('NFC').trim()
}

/** Formats reach to the end of the sheet, and leave empty cells there. */
function trimmed(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== '')
  return cells.slice(0, last + 1)
}
