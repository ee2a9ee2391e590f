import type { Columns } from '../sheets/sheet.columns.ts'
import { gridOf } from '../sheets/sheet.reading.ts'
import type { KeptSheet } from '../sheets/sheets.commands.ts'
import { nameOf, type Typed } from './making.form.ts'
import { type PieceCell, pieceCells } from './pieces.form.ts'

/** The choice of the column in which a figure stands. */
export const columnName = (row: number, cell: PieceCell): string => `lines.${row}.c.${cell}`

/** Columns as they were chosen in the form; a choice that is none is not in the list. */
export const chosenColumns = (typed: Typed, row: number): Columns =>
  Object.fromEntries(
    pieceCells.flatMap((cell) => {
      const chosen = typed[columnName(row, cell)] ?? ''
      return /^\d{1,2}$/.test(chosen) ? [[cell, Number(chosen)] as const] : []
    }),
  )

/** Puts a supplier's list under a line: into its grid where it fits; what was typed there before is replaced. */
export function withSheet(typed: Typed, row: number, { id, rows, columns }: KeptSheet): Typed {
  const own = [`lines.${row}.p.`, `lines.${row}.c.`]
  const kept = Object.entries(typed).filter(([name]) => !own.some((beginning) => name.startsWith(beginning)))
  return {
    ...Object.fromEntries(kept),
    ...gridOf(row, rows, columns),
    [nameOf(row, 'sheet')]: id,
    [nameOf(row, 'rows')]: rows.length > 0 ? String(rows.length) : '',
    [nameOf(row, 'received')]: '',
  }
}
