import type { Db } from '../../../db/database.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { setState, tellOutcomes } from '../imports.commands.ts'
import { listRows, lockRun } from '../imports.queries.ts'
import type { ImportRun } from '../imports.types.ts'
import { workOf } from '../work/work.ts'
import type { Work } from '../work/work.types.ts'

const rowsAtOnce = 500
// A pass begins anew from any of these; what was made stays.
const states = ['read', 'new', 'same', 'change', 'refused', 'failed'] as const

/**
 * Judges every row by the rules of the forms and by what is here, and writes down the verdicts alone. Some hundred rows at
 * a time, each in a transaction of its own, so that the server goes on answering.
 */
export async function checkRows(
  db: Db,
  run: ImportRun,
  work: Omit<Work, 'run' | 'isDry' | 'seen'> & { businessId: string },
) {
  const seen = new Map<string, number>()
  const { businessId, vault } = work
  let after = 0
  for (;;) {
    const last = await inBusiness(db, businessId, async (tx) => {
      const fresh = await lockRun(tx, businessId, run.id)
      const asked = { runId: run.id, states, after, limit: rowsAtOnce }
      const rows = fresh.state === 'mapping' ? await listRows(tx, businessId, asked, vault) : []
      const outcomes = await workOf[run.kind](tx, businessId, rows, { ...work, run, isDry: true, seen })
      await tellOutcomes(tx, businessId, run.id, outcomes, vault)
      if (rows.length === 0 && fresh.state === 'mapping') await setState(tx, businessId, run.id, 'checked', work.actor)
      return rows.at(-1)?.line
    })
    if (last === undefined) return
    after = last
  }
}
