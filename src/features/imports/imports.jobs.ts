import { type IsoDate, todayIn } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { fieldVault } from '../../db/fields.ts'
import { named } from '../../db/named.ts'
import { inBusiness } from '../../db/tenant.ts'
import type { Job, JobDeps, JobKind, JobResult, Progress } from '../jobs/index.ts'
import { setState } from './imports.commands.ts'
import { countRows, findRun } from './imports.queries.ts'
import { runKind, undoKind } from './run/run.commands.ts'
import { runRows } from './run/run-rows.ts'
import { undoRows } from './undo/undo-rows.ts'

/**
 * Brings in a file, some hundred rows in a transaction. Where it stands is told by the rows themselves, so that a process
 * that was killed in the middle costs nothing: the next one goes on with what is still new.
 */
const importRun: JobKind = {
  kind: runKind,
  async work(deps, job, progress) {
    const { db, clock } = deps
    const { businessId, actor } = job
    const { run, today, left } = await begin(deps, job)
    const work = { today, actor: { ...actor, at: clock() }, vault: fieldVault(deps.config.secret) }
    progress.add(job.total - left.new - left.change)
    for (;;) {
      progress.throwIfCancelled()
      const step = await runRows(db, businessId, run, work)
      if (!step) break
      progress.add(step.done, step.failed)
    }
    return end(deps, job, { state: 'done', said: 'imports.run.done' })
  },
}

/** Takes an import back, the last rows first. */
const importUndo: JobKind = {
  kind: undoKind,
  async work(deps, job, progress) {
    const { run, today, left } = await begin(deps, job)
    progress.add(job.total - left.made - left.changed)
    await undoAll(deps, job, progress, { runId: run.id, today })
    return end(deps, job, { state: 'undone', said: 'imports.undo.done' })
  },
}

async function undoAll(
  { db, clock, config }: JobDeps,
  job: Job,
  progress: Progress,
  { runId, today }: { runId: string; today: IsoDate },
): Promise<void> {
  const { businessId, actor } = job
  const vault = fieldVault(config.secret)
  for (;;) {
    progress.throwIfCancelled()
    const step = await inBusiness(db, businessId, (tx) =>
      undoRows(tx, businessId, { runId, reason: '', today }, { ...actor, at: clock() }, vault),
    )
    if (!step) return
    progress.add(step.done, step.kept)
  }
}

async function begin({ db, clock }: JobDeps, { businessId, input }: Job) {
  const runId = String(input['runId'])
  return inBusiness(db, businessId, async (tx) => {
    const run = await findRun(tx, businessId, runId)
    const [shop] = await named<{ zone: string }>(tx, zoneOf, [businessId])
    if (!shop) throw new NotFound('no business')
    return { run, today: todayIn(clock(), shop.zone), left: await countRows(tx, businessId, runId) }
  })
}

async function end(
  { db, clock }: JobDeps,
  { businessId, input, actor }: Job,
  { state, said }: { state: 'done' | 'undone'; said: 'imports.run.done' | 'imports.undo.done' },
): Promise<JobResult> {
  const runId = String(input['runId'])
  return inBusiness(db, businessId, async (tx) => {
    await setState(tx, businessId, runId, state, { ...actor, at: clock() })
    const counts = await countRows(tx, businessId, runId)
    const count = state === 'done' ? counts.made + counts.changed : counts.undone
    return { said: { key: said, values: { count } }, href: `/imports/${runId}` }
  })
}

const zoneOf = { name: 'imports.zone', text: 'select zone from business where id = $1' }

export const importJobs: readonly JobKind[] = [importRun, importUndo]
