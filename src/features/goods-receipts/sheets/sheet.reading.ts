import { type Paise, sum } from '../../../core/money.ts'
import { type Mg, sumMg } from '../../../core/weight.ts'
import type { Said } from '../../../words/index.ts'
import type { NewPiece } from '../../pieces/index.ts'
import type { Typed } from '../making/making.form.ts'
import { mostPieces, type PieceCell, parsePieces, pieceCells, pieceName } from '../making/pieces.form.ts'
import type { Columns } from './sheet.columns.ts'

/** As many pieces as a list has that stays a list; one of no more than a grid takes is put into the grid. */
export const mostInList = 5000

/** A row of a list as it stands in the file, under the number of its line there. */
export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** What is wrong in which line of the file, and in which cell. */
export interface SheetFault {
  readonly line: number
  readonly cell: PieceCell
  readonly said: Said
}

export interface ReadSheet {
  readonly pieces: readonly NewPiece[]
  /** Of each piece the line of the file. */
  readonly lines: readonly number[]
  readonly faults: readonly SheetFault[]
  readonly gross: Mg
  readonly cost: Paise
}

/** The cells of a grid, by their names in the form. */
export const gridOf = (row: number, rows: readonly SheetRow[], columns: Columns): Typed =>
  Object.fromEntries(
    rows.flatMap(({ cells }, i) =>
      pieceCells.flatMap((cell) => {
        const column = columns[cell]
        return column === undefined ? [] : [[pieceName(row, i, cell), (cells[column] ?? '').trim().slice(0, 30)]]
      }),
    ),
  )

/** The pieces of a list as a grid of it would be read; ids follow from the form's, so that the same again names the same. */
export function readSheet(
  formId: string,
  row: number,
  { rows: all, columns }: { rows: readonly SheetRow[]; columns: Columns },
): ReadSheet {
  const rows = filledRows(all, columns)
  const errors: Record<string, Said> = {}
  const typed = { ...gridOf(row, rows, columns), id: formId, [`lines.${row}.rows`]: String(rows.length) }
  const pieces = parsePieces(typed, row, errors, { most: mostInList })
  const faults = Object.entries(errors).flatMap(([name, said]) => faultOf(name, said, rows))
  return {
    pieces,
    lines: faults.length === 0 ? rows.map(({ line }) => line) : [],
    faults: faults.toSorted((a, b) => a.line - b.line),
    gross: sumMg(pieces.map(({ gross }) => gross)),
    cost: sum(pieces.map(({ cost }) => cost)),
  }
}

/** Those in which something stands that is read: suppliers leave titles between their pieces. */
export const filledRows = (rows: readonly SheetRow[], columns: Columns): SheetRow[] =>
  rows.filter(({ cells }) =>
    pieceCells.some((cell) => cell !== 'counter' && (cells[columns[cell] ?? -1] ?? '').trim() !== ''),
  )

function faultOf(name: string, said: Said, rows: readonly SheetRow[]): SheetFault[] {
  const [, at = '', text = ''] = /\.p\.(\d+)\.(\w+)$/.exec(name) ?? []
  const cell = pieceCells.find((one) => one === text) ?? 'gross'
  return [{ line: rows[Number(at)]?.line ?? 0, cell, said }]
}

/** Of so many rows; else they stay in the list. */
export const fitsGrid = (rows: number): boolean => rows <= mostPieces
