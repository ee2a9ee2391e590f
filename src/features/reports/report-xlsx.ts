import type { Row as SheetRow } from 'write-excel-file/node'
import { guarded } from '../../web/guarded.ts'
import type { Cell, Column, Report, Row } from './report.ts'
import { sheetCells, sheetColumns } from './sheet-cells.ts'

/** A sheet is made in memory and in one go: 10,000 rows take a third of a second. More is a matter for CSV. */
export const mostSheetRows = 10_000

const formats = {
  money: '#,##0.00',
  drcr: '#,##0.00" Dr";#,##0.00" Cr";0.00',
  count: '#,##0',
  weight: '#,##0.000',
  percent: '0.0%',
  change: '+0.00%;-0.00%;0.00%',
  date: 'dd/mm/yyyy',
} as const

/** A report as a sheet: numbers and dates as such, the head stays in sight. A credit is below zero, and shown as Cr. */
export async function reportXlsx(report: Report): Promise<Buffer> {
  const columns = sheetColumns(report.columns)
  const heads: SheetRow = columns.map(({ head, kind }) => ({
    value: guarded(head),
    type: String,
    fontWeight: 'bold',
    wrap: true,
    align: kind === 'text' || kind === 'date' ? 'left' : 'right',
  }))
  // Loaded with the first sheet: few of an app's processes ever make one.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile([heads, ...report.rows.map((row) => sheetRow(report.columns, row))], {
    sheet: sheetName(report.title),
    stickyRowsCount: 1,
    columns: columns.map(({ kind }) => ({ width: kind === 'text' ? 34 : 16 })),
  }).toBuffer()
}

function sheetRow(columns: readonly Column[], row: Row): SheetRow {
  const isBold = row.kind !== 'line' && row.kind !== 'note'
  const look = isBold ? ({ fontWeight: 'bold' } as const) : {}
  return sheetCells(columns, row).map((cell, at) =>
    sheetCell(cell, { ...look, ...(at === 0 && row.level > 0 && { indent: row.level }) }),
  )
}

function sheetCell(cell: Cell, look: object): SheetRow[number] {
  if (cell === null) return null
  switch (cell.kind) {
    case 'text':
      return { value: guarded(cell.text), type: String, ...look }
    case 'date':
      return { value: new Date(`${cell.date}T00:00:00Z`), type: Date, format: formats.date, ...look }
    case 'money':
    case 'drcr':
      // A sheet knows no other numbers; fifteen digits hold every amount of rupees and paise exactly.
      return { value: Number(cell.amount) / 100, type: Number, format: formats[cell.kind], ...look }
    case 'count':
      return { value: cell.count, type: Number, format: formats.count, ...look }
    case 'quantity':
      return { value: Number(cell.amount) / 1000, type: Number, format: quantityFormat(cell.unit), ...look }
    case 'weight':
      return { value: Number(cell.weight) / 1000, type: Number, format: formats.weight, ...look }
    case 'percent':
      return { value: Number(cell.tenths) / 1000, type: Number, format: formats.percent, ...look }
    case 'change':
      return { value: Number(cell.bp) / 10_000, type: Number, format: formats.change, ...look }
  }
}

/** The unit is part of how the number is shown, so that the cell stays a number. */
const quantityFormat = (unit: string): string => (unit === '' ? '#,##0.###' : `#,##0.###" ${unit.replaceAll('"', '')}"`)

/** Excel takes 31 letters, and not these signs. */
const sheetName = (title: string): string =>
  title
    .replaceAll(/[[\]:*?/\\]/g, ' ')
    .slice(0, 31)
    .trim()
