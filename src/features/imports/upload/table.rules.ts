import { createHash } from 'node:crypto'
import { Refusal } from '../../../core/errors.ts'
import { locales, translator } from '../../../words/index.ts'
import type { FileField } from '../fields/file-field.ts'
import { mostRows } from '../imports.types.ts'
import { fingerprintText, headingRow } from '../mapping/guess.rules.ts'

interface Row {
  line: number
  cells: readonly string[]
}

export interface Table {
  headings: string[]
  /** Of the headings, by which a mapping is found again. */
  fingerprint: string
  rows: Row[]
}

/**
 * What stands under the headings, and the headings themselves; titles above them are left out, and so is the example of
 * our own template, where it still is as it was. Throws Refusal where there are no rows, or too many.
 */
export function tableOf(fields: readonly FileField[], file: readonly Row[]): Table {
  const at = headingRow(fields, file)
  const below = file.slice(at + 1)
  const hasExample = isTemplate(fields, file[at]?.cells ?? []) && isExample(fields, below[0]?.cells ?? [])
  const rows = hasExample ? below.slice(1) : below
  if (rows.length === 0) throw new Refusal('imports.file.onlyHeading')
  if (rows.length > mostRows) throw new Refusal('imports.file.tooManyRows', { max: mostRows })
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), file[at]?.cells.length ?? 0)
  const headings = Array.from({ length: width }, (_, column) => file[at]?.cells[column] ?? '')
  const fingerprint = createHash('sha256').update(fingerprintText(headings)).digest('hex')
  return { headings, fingerprint, rows }
}

/** Headed by our own template, in any of our languages. */
const isTemplate = (fields: readonly FileField[], headings: readonly string[]): boolean =>
  locales.some((locale) => fields.every(({ label }, column) => translator(locale)(label) === headings[column]))

const isExample = (fields: readonly FileField[], cells: readonly string[]): boolean =>
  fields.every(({ example }, column) => (cells[column] ?? '') === example)
