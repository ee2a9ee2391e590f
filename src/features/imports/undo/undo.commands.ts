import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Problem } from '../imports.types.ts'
import type { MadeRow } from './undo.queries.ts'

export interface KeptRow {
  readonly line: number
  readonly problems: readonly Problem[]
}

/** Writes down which rows were taken back and which were kept, with the reason. */
export async function tellUndone(
  tx: Tx,
  businessId: string,
  runId: string,
  { rows, kept }: { rows: readonly MadeRow[]; kept: readonly KeptRow[] },
): Promise<void> {
  const problemsOf = new Map(kept.map(({ line, problems }) => [line, problems]))
  await named(tx, rowsUndone, [
    businessId,
    runId,
    rows.map(({ line }) => line),
    rows.map(({ line }) => (problemsOf.has(line) ? 'kept' : 'undone')),
    rows.map(({ line }) => JSON.stringify(problemsOf.get(line) ?? [])),
  ])
}

const rowsUndone = {
  name: 'imports.rows.undone',
  text: `
    update import_row r set state = u.state, problems = u.problems
    from unnest($3::integer[], $4::text[], $5::jsonb[]) as u (line, state, problems)
    where r.business_id = $1 and r.run_id = $2 and r.line = u.line`,
}
