import type { Cell, Column, Row } from './report.ts'

/** A sheet's columns: those of the report, and one more for the notes of each that names it. */
export const sheetColumns = (columns: readonly Column[]): Pick<Column, 'head' | 'kind'>[] =>
  columns.flatMap(({ head, kind, noteHead }) =>
    noteHead === undefined
      ? [{ head, kind }]
      : [
          { head, kind },
          { head: noteHead, kind: 'text' as const },
        ],
  )

/** A row's cells for these columns. */
export const sheetCells = (columns: readonly Column[], row: Row): Cell[] =>
  columns.flatMap(({ noteHead }, at): Cell[] => {
    const cell = row.cells[at] ?? null
    if (cell?.kind !== 'text') return noteHead === undefined ? [cell] : [cell, null]
    const { text, note = '' } = cell
    if (noteHead === undefined) return [{ kind: 'text', text: note === '' ? text : `${text} (${note})` }]
    return [{ kind: 'text', text }, note === '' ? null : { kind: 'text', text: note }]
  })
