import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'

/** What one column holds: it decides how a cell is aligned, shown and written to a sheet. */
export type ColumnKind = 'text' | 'date' | 'money' | 'drcr' | 'count'

export interface Column {
  readonly name: string
  readonly head: string
  readonly kind: ColumnKind
}

/** `drcr` is signed, above zero a debit, and shown with its side; `money` is shown with its sign. Null is an empty cell. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly href?: string }
  | { readonly kind: 'date'; readonly date: IsoDate; readonly href?: string }
  | { readonly kind: 'money' | 'drcr'; readonly amount: Paise; readonly href?: string }
  | { readonly kind: 'count'; readonly count: number; readonly href?: string }
  | null

export interface Row {
  /** How deep the first cell is set in. */
  readonly level: number
  readonly kind: 'line' | 'group' | 'subtotal' | 'total' | 'note'
  /** One for each column, in their order. */
  readonly cells: readonly Cell[]
}

export interface Report {
  readonly title: string
  /** What it covers, as people read it: "1 Apr 2026 to 21 Nov 2026" or "as of 21 Nov 2026". */
  readonly note: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Where the next page begins, for those that are read page by page. */
  readonly next?: string | undefined
}
