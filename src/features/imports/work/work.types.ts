import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import type { Vault } from '../../../db/fields.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { ImportRow, ImportRun, Outcome } from '../imports.types.ts'

export interface Work {
  run: ImportRun
  today: IsoDate
  actor: Actor
  vault: Vault
  /** Nothing is written: the rows are only judged. */
  isDry: boolean
  /** In which line a thing stood first, by what it is known by; of one pass over the file. */
  seen: Map<string, number>
}

/** Judges some rows of a file, and makes what is new unless it is dry. As many statements for one row as for hundreds. */
export type WorkAtRows = (tx: Tx, businessId: string, rows: readonly ImportRow[], work: Work) => Promise<Outcome[]>

export const refused = (line: number, errors: FieldErrors): Outcome => ({
  line,
  state: 'refused',
  id: null,
  problems: Object.entries(errors).map(([field, said]) => ({ field, ...said })),
})

/** Refused for one reason, at one field. */
export const refusedAs = (line: number, field: string, key: WordKey): Outcome => refused(line, { [field]: { key } })

export const same = (line: number, id: string): Outcome => ({ line, state: 'same', id, problems: [] })

/**
 * The row that stands for the same thing before this one, if any does; else this row is remembered by what it `tells`.
 */
export function firstLine(
  seen: Map<string, number>,
  line: number,
  { asks, tells = asks }: { asks: readonly string[]; tells?: readonly string[] },
): number | undefined {
  const before = asks.map((name) => seen.get(name)).find((at) => at !== undefined)
  if (before !== undefined) return before
  for (const name of tells) if (!seen.has(name)) seen.set(name, line)
  return undefined
}
