import { parse } from 'csv-parse/sync'
import type { PastedRow } from './lists.form.ts'

/** Rows of item, quantity and price, or of item and price, as a sheet or a file gives them; undefined for what is no table. */
export function readPasted(text: string): PastedRow[] | undefined {
  const delimiter = ['\t', ';', ','].find((one) => text.includes(one)) ?? ','
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
      bom: true,
    })
    return rows.map((cells, i) => ({
      row: i + 1,
      words: cells[0] ?? '',
      quantity: cells.length > 2 ? (cells[1] ?? '') : '',
      price: (cells.length > 2 ? cells[2] : cells[1]) ?? '',
    }))
  } catch {
    return undefined
  }
}
