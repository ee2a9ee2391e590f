import type { Said } from '../../../words/index.ts'
import type { Parsed } from '../../../words/parsed.ts'
import { amountNames, fieldsOf, type Mapping } from '../imports.fields.ts'
import type { ImportRun } from '../imports.types.ts'

/** Each field has a list of the file's columns: `column.name` = "0" for the first of them, empty for none. */
export function parseColumns(
  { kind, headings }: Pick<ImportRun, 'kind' | 'headings'>,
  typed: Readonly<Record<string, string | undefined>>,
): Parsed<{ mapping: Mapping; addsTwins: boolean; updates: boolean }> {
  const errors: Record<string, Said> = {}
  const mapping: Record<string, number> = {}
  const taken = new Map<number, string>()
  for (const { name, isNeeded } of fieldsOf[kind]) {
    const text = typed[`column.${name}`] ?? ''
    const column = /^\d{1,3}$/.test(text) ? Number(text) : undefined
    if (column === undefined) {
      if (isNeeded || text !== '') errors[`column.${name}`] = { key: 'fields.choose' }
    } else if (column >= headings.length) errors[`column.${name}`] = { key: 'fields.choose' }
    else if (taken.has(column)) errors[`column.${name}`] = { key: 'imports.columns.twice' }
    else {
      taken.set(column, name)
      mapping[name] = column
    }
  }
  const needsAmount = kind === 'accounts' || kind === 'bills'
  if (needsAmount && !amountNames.some((name) => mapping[name] !== undefined))
    errors['column.amount'] ??= { key: 'imports.columns.amount' }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const twins = typed['twins']
  return { ok: true, value: { mapping, addsTwins: twins === 'add', updates: twins === 'update' } }
}

/** What was chosen, as the form says it. */
export const typedColumns = ({ mapping, addsTwins, updates, branchId }: ImportRun): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(mapping).map(([name, column]) => [`column.${name}`, String(column)])),
  twins: updates ? 'update' : addsTwins ? 'add' : 'leave',
  branch: branchId ?? '',
})
