import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { startJob } from '../../jobs/index.ts'
import { countRows, lockRun } from '../imports.queries.ts'
import type { ImportRun, ImportState } from '../imports.types.ts'

export const runKind = 'import.run'
export const undoKind = 'import.undo'

/**
 * Begins to bring in the rows that were found new or changed, as long work under this id; also goes on with what was stopped. The
 * same form sent twice is one job. Throws Refusal 'imports.run.nothing', 'imports.refusal.state'; NotFound.
 */
export async function startImport(
  tx: Tx,
  businessId: string,
  { id, jobId }: { id: string; jobId: string },
  actor: Actor,
): Promise<void> {
  const run = await lockRun(tx, businessId, id)
  if (run.jobId === jobId) return
  refuseUnless(run, ['checked', 'running', 'stopped'])
  const counts = await countRows(tx, businessId, id)
  const total = counts.new + counts.change
  if (total === 0) throw new Refusal('imports.run.nothing')
  await begin(tx, businessId, { run, jobId, state: 'running', keepsUsed: false }, actor)
  await startJob(tx, businessId, { id: jobId, kind: runKind, input: { runId: id }, total, needs: 'import.run' }, actor)
  const after = { kind: run.kind, file: run.fileName, rows: total }
  await audit(tx, businessId, actor, { action: 'import.started', entity: 'import', entityId: id, after })
}

/**
 * Begins to take back what an import made, as long work. Throws Refusal 'imports.refusal.state'; NotFound. Whether all of
 * it may be taken back the caller has asked (`listUsed`); each part asks again.
 */
export async function startUndo(
  tx: Tx,
  businessId: string,
  { id, jobId, keepsUsed }: { id: string; jobId: string; keepsUsed: boolean },
  actor: Actor,
): Promise<void> {
  const run = await lockRun(tx, businessId, id)
  if (run.jobId === jobId) return
  refuseUnless(run, ['stopped', 'done', 'undoing'])
  const counts = await countRows(tx, businessId, id)
  const made = counts.made + counts.changed
  await begin(tx, businessId, { run, jobId, state: 'undoing', keepsUsed }, actor)
  const job = { id: jobId, kind: undoKind, input: { runId: id }, total: made, needs: 'import.run' } as const
  await startJob(tx, businessId, job, actor)
  const after = { kind: run.kind, file: run.fileName, rows: made }
  await audit(tx, businessId, actor, { action: 'import.undo', entity: 'import', entityId: id, after })
}

function refuseUnless({ state }: ImportRun, states: readonly ImportState[]): void {
  if (!states.includes(state)) throw new Refusal('imports.refusal.state', {}, 409)
}

async function begin(
  tx: Tx,
  businessId: string,
  { run, jobId, state, keepsUsed }: { run: ImportRun; jobId: string; state: ImportState; keepsUsed: boolean },
  { at }: Actor,
): Promise<void> {
  await named(tx, beginRun, [businessId, run.id, state, jobId, keepsUsed, at])
}

const beginRun = {
  name: 'imports.begin',
  text: `
    update import_run set state = $3, job_id = $4, keeps_used = $5, updated_at = $6 where business_id = $1 and id = $2`,
}
