import { stringify } from 'csv-stringify/sync'
import { plainDecimal } from '../../core/money.ts'
import { guarded } from '../../web/guarded.ts'
import { plainHundredths, plainTenths, plainThousandths } from './plain-numbers.ts'
import type { Cell, Report, Row } from './report.ts'
import { sheetCells, sheetColumns } from './sheet-cells.ts'

// By this mark Excel knows the file for UTF-8.
const mark = '\u{FEFF}'

/** A report as CSV, part by part: numbers plain, dates as YYYY-MM-DD, a credit below zero where a column says both. */
export async function* reportCsv(head: Report, parts: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  yield mark + stringify([sheetColumns(head.columns).map((column) => guarded(column.head))])
  for await (const rows of parts) yield stringify(rows.map((row) => sheetCells(head.columns, row).map(written)))
}

function written(cell: Cell): string {
  if (cell === null) return ''
  switch (cell.kind) {
    case 'text':
      return guarded(cell.text)
    case 'date':
      return cell.date
    case 'money':
    case 'drcr':
      return plainDecimal(cell.amount)
    case 'count':
      return String(cell.count)
    case 'quantity':
      return plainThousandths(cell.amount)
    case 'weight':
      return plainThousandths(cell.weight)
    case 'percent':
      return `${plainTenths(cell.tenths)}%`
    case 'change':
      return `${plainHundredths(cell.bp).replace('+', '')}%`
  }
}
