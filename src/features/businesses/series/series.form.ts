import { seriesProblem } from '../../../core/series.ts'
import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import type { SeriesRow } from '../businesses.queries.ts'
import type { NewSeries } from './series.commands.ts'
import { prefixName } from './series.views.ts'

/** The prefixes that were changed; two series of a year may not share one. */
export function parsePrefixes(
  fields: Readonly<Record<string, string | undefined>>,
  rows: readonly SeriesRow[],
): Parsed<NewSeries[]> {
  const errors: Record<string, Said> = {}
  const wanted = rows.map((row) => {
    const name = prefixName(row)
    const prefix = (fields[name] ?? row.prefix).trim().toUpperCase()
    const problem = seriesProblem(prefix, row.fy)
    if (problem) errors[name] = { key: problem === 'too-long' ? 'settings.series.tooLong' : 'settings.series.shape' }
    return { row, name, prefix }
  })
  for (const { name, prefix } of wanted) {
    if (wanted.some((other) => other.name !== name && other.prefix === prefix))
      errors[name] ??= { key: 'settings.series.twice' }
  }
  const value = wanted
    .filter(({ row, prefix }) => row.prefix !== prefix)
    .map(({ row, prefix }) => ({ kind: row.document_kind, branchId: row.branch_id, fy: row.fy, prefix }))
  return Object.keys(errors).length === 0 ? { ok: true, value } : { ok: false, errors }
}
