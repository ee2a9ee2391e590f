import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { MadeRow } from './undo.queries.ts'

/** Writes down which rows were taken back and which were kept. */
export async function tellUndone(
  tx: Tx,
  businessId: string,
  runId: string,
  { rows, used }: { rows: readonly MadeRow[]; used: ReadonlySet<string> },
): Promise<void> {
  const states = rows.map(({ id }) => (used.has(id) ? 'kept' : 'undone'))
  await named(tx, rowsUndone, [businessId, runId, rows.map(({ line }) => line), states])
}

const rowsUndone = {
  name: 'imports.rows.undone',
  text: `
    update import_row r set state = u.state from unnest($3::integer[], $4::text[]) as u (line, state)
    where r.business_id = $1 and r.run_id = $2 and r.line = u.line`,
}
