import type { IsoDate } from '../../core/dates.ts'
import type { Said } from '../../words/index.ts'
import type { ImportKind, Mapping } from './imports.fields.ts'

/** So many rows one file may have, under its headings. */
export const mostRows = 20_000

export type ImportState = 'mapping' | 'checked' | 'running' | 'stopped' | 'done' | 'undoing' | 'undone' | 'dropped'

/** `change`: it would change what is here; `changed`: it did. */
export const rowStates = [
  'read',
  'new',
  'same',
  'change',
  'refused',
  'made',
  'changed',
  'failed',
  'kept',
  'undone',
] as const
export type RowState = (typeof rowStates)[number]

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
  /** What is here already is written over by what the file says of it. */
  updates: boolean
  /** When taken back, what was used since stays. */
  keepsUsed: boolean
  jobId: string | null
  total: number
  byName: string
  createdAt: Date
}

/** What is wrong with a row: at one of our fields, or with all of it ('' as the field). */
export type Problem = Said & { readonly field: string }

/** One field of what was here already: what it said before, and what it says by the file. */
export interface Change {
  readonly field: string
  readonly was: string
  readonly now: string
}

/** A row as it stands in the file, with what became of it. */
export interface ImportRow {
  line: number
  cells: readonly string[]
  state: RowState
  problems: readonly Problem[]
  madeId: string | null
  /** Of a row that changes, or changed, what is here already. */
  changes: readonly Change[]
}

/** What becomes of a row: nothing was written but where it was made. */
export interface Outcome {
  line: number
  state: 'new' | 'same' | 'change' | 'refused' | 'made' | 'changed' | 'failed'
  problems: readonly Problem[]
  /** What was made, or what it is the same as. */
  id: string | null
  /** The opening that came with it. */
  voucherId?: string | null
  changes?: readonly Change[]
}
