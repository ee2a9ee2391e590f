import { Refusal } from '../../../core/errors.ts'
import type { Db } from '../../../db/database.ts'
import type { Vault } from '../../../db/fields.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { isWordKey } from '../../../words/index.ts'
import { tellOutcomes } from '../imports.commands.ts'
import { listRows, lockRun } from '../imports.queries.ts'
import type { ImportRun, Outcome } from '../imports.types.ts'
import { planByIndex } from '../plans.ts'
import { workOf } from '../work/work.ts'
import type { Work } from '../work/work.types.ts'

const rowsAtOnce = 500

export interface Step {
  done: number
  failed: number
}

/**
 * Brings in the next rows that are new or change something, all in one transaction with what is written down of them; undefined behind the
 * last. Where the books refuse them together, each is tried alone, so that one row stops no other. Throws Refusal
 * 'errors.locked', which holds for all, and 'imports.refusal.state' where the import is not running any more.
 */
export async function runRows(
  db: Db,
  businessId: string,
  run: ImportRun,
  work: Omit<Work, 'run' | 'isDry' | 'seen'>,
): Promise<Step | undefined> {
  return attempt(db, businessId, run, work, { after: 0, limit: rowsAtOnce })
}

type Part = { after: number; limit: number }

async function attempt(
  db: Db,
  businessId: string,
  run: ImportRun,
  work: Omit<Work, 'run' | 'isDry' | 'seen'>,
  part: Part,
): Promise<Step | undefined> {
  const taken: number[] = []
  try {
    return await inBusiness(db, businessId, async (tx) => {
      await planByIndex(tx)
      const now = await lockRun(tx, businessId, run.id)
      if (now.state === 'done') return undefined
      if (now.state !== 'running') throw new Refusal('imports.refusal.state', {}, 409)
      const rows = await listRows(tx, businessId, { runId: run.id, states: ['new', 'change'], ...part }, work.vault)
      taken.splice(0, taken.length, ...rows.map(({ line }) => line))
      if (rows.length === 0) return undefined
      const outcomes = await workOf[run.kind](tx, businessId, rows, {
        ...work,
        run: now,
        isDry: false,
        seen: new Map(),
      })
      await tellOutcomes(tx, businessId, run.id, outcomes, work.vault)
      return stepOf(outcomes)
    })
  } catch (error) {
    if (!(error instanceof Refusal) || isOfAll(error) || taken.length === 0) throw error
    const [line] = taken
    if (taken.length === 1 && line !== undefined) return fail(db, businessId, { run, line, vault: work.vault }, error)
    return halves(db, businessId, run, work, part, taken)
  }
}

const isOfAll = ({ key }: Refusal): boolean => key === 'errors.locked' || key === 'imports.refusal.state'

async function halves(
  db: Db,
  businessId: string,
  run: ImportRun,
  work: Omit<Work, 'run' | 'isDry' | 'seen'>,
  { after }: Part,
  taken: readonly number[],
): Promise<Step> {
  const half = Math.ceil(taken.length / 2)
  const first = await attempt(db, businessId, run, work, { after, limit: half })
  // What was new and is written now stands no more among the new rows: the rest begins behind its last line.
  const second = await attempt(db, businessId, run, work, {
    after: taken[half - 1] ?? after,
    limit: taken.length - half,
  })
  return { done: (first?.done ?? 0) + (second?.done ?? 0), failed: (first?.failed ?? 0) + (second?.failed ?? 0) }
}

async function fail(
  db: Db,
  businessId: string,
  { run, line, vault }: { run: ImportRun; line: number; vault: Vault },
  refusal: Refusal,
): Promise<Step> {
  const said = isWordKey(refusal.key) ? refusal.key : 'imports.row.failed'
  const problems = [{ field: '', key: said, values: refusal.values }]
  const outcome: Outcome = { line, state: 'failed', id: null, problems }
  await inBusiness(db, businessId, (tx) => tellOutcomes(tx, businessId, run.id, [outcome], vault))
  return stepOf([outcome])
}

const stepOf = (outcomes: readonly Outcome[]): Step => {
  const done = outcomes.filter(({ state }) => state === 'made' || state === 'changed' || state === 'same').length
  return { done, failed: outcomes.length - done }
}
