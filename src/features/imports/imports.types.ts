import type { IsoDate } from '../../core/dates.ts'
import type { Said } from '../../words/index.ts'
import type { ImportKind, Mapping } from './imports.fields.ts'

/** So many rows one file may have, under its headings. */
export const mostRows = 20_000

export type ImportState = 'mapping' | 'checked' | 'running' | 'stopped' | 'done' | 'undoing' | 'undone' | 'dropped'

export type RowState = 'read' | 'new' | 'same' | 'refused' | 'made' | 'failed' | 'kept' | 'undone'

/** A file on its way in. */
export interface ImportRun {
  id: string
  kind: ImportKind
  state: ImportState
  fileName: string
  sha256: string
  headings: readonly string[]
  fingerprint: string
  mapping: Mapping
  /** The day on which openings are posted. */
  onDate: IsoDate
  /** Where opening stock lies; null where no branch was chosen. */
  branchId: string | null
  /** What is here already is added once more. */
  addsTwins: boolean
  /** When taken back, what was used since stays. */
  keepsUsed: boolean
  jobId: string | null
  total: number
  byName: string
  createdAt: Date
}

/** What is wrong with a row: at one of our fields, or with all of it ('' as the field). */
export type Problem = Said & { readonly field: string }

/** A row as it stands in the file, with what became of it. */
export interface ImportRow {
  line: number
  cells: readonly string[]
  state: RowState
  problems: readonly Problem[]
  madeId: string | null
}

/** What becomes of a row: nothing was written but where it was made. */
export interface Outcome {
  line: number
  state: 'new' | 'same' | 'refused' | 'made' | 'failed'
  problems: readonly Problem[]
  /** What was made, or what it is the same as. */
  id: string | null
  /** The opening that came with it. */
  voucherId?: string | null
}
