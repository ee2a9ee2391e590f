import { locales, translator } from '../../../words/index.ts'
import type { FileField } from '../fields/file-field.ts'
import type { Mapping } from '../imports.fields.ts'

/** "Phone No.*" and "phone no" are one heading; the letters of every script stay, with their vowel signs. */
const plainHeading = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\([^)]*\)/g, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}%/]+/gu, ' ')
    .trim()

/**
 * Which column holds which of our fields, by their headings: the best known heading first, each column once. Columns are
 * counted from zero.
 */
export function guessMapping(fields: readonly FileField[], headings: readonly string[]): Mapping {
  const left = new Map<string, number>()
  for (const [column, heading] of headings.entries()) {
    const plain = plainHeading(heading)
    if (plain !== '' && !left.has(plain)) left.set(plain, column)
  }
  const known = fields.flatMap((field) =>
    headingsOf(field).map((heading, rank) => ({ name: field.name, heading, rank })),
  )
  const mapping: Record<string, number> = {}
  for (const { name, heading } of known.sort((a, b) => a.rank - b.rank)) {
    const plain = plainHeading(heading)
    const column = left.get(plain)
    if (column === undefined || mapping[name] !== undefined) continue
    mapping[name] = column
    left.delete(plain)
  }
  return mapping
}

/** Our own templates are headed in each language by the field's name. */
const headingsOf = ({ label, headings }: FileField): string[] => [
  ...new Set([...locales.map((locale) => translator(locale)(label)), ...headings]),
]

const mostTitles = 20

/** The row that heads the columns: of the first ones that with most headings we know, else the first with two words. */
export function headingRow(fields: readonly FileField[], rows: readonly { cells: readonly string[] }[]): number {
  const counts = rows.slice(0, mostTitles).map(({ cells }) => Object.keys(guessMapping(fields, cells)).length)
  const most = Math.max(0, ...counts)
  if (most > 0) return counts.indexOf(most)
  const wide = rows.slice(0, mostTitles).findIndex(({ cells }) => cells.filter((cell) => cell !== '').length > 1)
  return Math.max(0, wide)
}

/** The same for files that the same program wrote: their headings in their order. */
export const fingerprintText = (headings: readonly string[]): string => headings.map(plainHeading).join('\u001f')

/** A mapping that was kept, or sent by a form: only fields and columns that there are, no column twice. */
export function soundMapping(
  fields: readonly FileField[],
  columns: number,
  wanted: Readonly<Record<string, number | undefined>>,
): Mapping {
  const taken = new Set<number>()
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const column = wanted[name]
      if (column === undefined || !(column >= 0 && column < columns) || taken.has(column)) return []
      taken.add(column)
      return [[name, column]]
    }),
  )
}
