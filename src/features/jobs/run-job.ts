import { setTimeout as delay } from 'node:timers/promises'
import { NotFound, Refusal } from '../../core/errors.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { inBusiness } from '../../db/tenant.ts'
import { claim, type JobKey } from './claim.ts'
import { type Job, type JobDeps, type JobKind, type JobResult, type Progress, Stopped } from './jobs.types.ts'
import { keepProgress } from './progress.ts'

/** After so many tries that ended in an error, it has failed. */
const mostTries = 5
const lookAgainMs = 5_000

/**
 * Works at a job until it is done, failed or cancelled. One that another worker has is waited for: it ends there, or
 * falls silent and is taken over. Throws what the work throws, so that it is tried again.
 */
export async function runJob(deps: JobDeps, kinds: readonly JobKind[], key: JobKey): Promise<void> {
  const { db, clock } = deps
  for (;;) {
    const runner = newId()
    const claimed = await claim(db, key, { runner, at: clock() })
    if (claimed === undefined) return
    if (typeof claimed === 'object') {
      const kind = kinds.find(({ kind }) => kind === claimed.job.kind)
      await workAt(deps, kind, { ...claimed, runner })
      return
    }
    if (claimed !== 'running') return
    await delay(lookAgainMs)
  }
}

interface Claimed {
  job: Job
  done: number
  failed: number
  tries: number
  runner: string
}

async function workAt(deps: JobDeps, kind: JobKind | undefined, claimed: Claimed): Promise<void> {
  const { job, runner, tries } = claimed
  const { progress, counts, end } = keepProgress(deps.db, job, claimed)
  try {
    const result = await workOf(deps, kind, job, progress)
    await end()
    await settle(deps, job, { state: 'done', result, ...counts(), runner })
  } catch (error) {
    await end()
    if (error instanceof Stopped) return
    const said = saidOf(error)
    if (said) return settle(deps, job, { state: 'failed', result: { said }, ...counts(), runner })
    await letGo(deps, job, { runner, hasFailed: tries >= mostTries })
    throw error
  }
}

async function workOf(deps: JobDeps, kind: JobKind | undefined, job: Job, progress: Progress): Promise<JobResult> {
  if (!kind) throw new Refusal('jobs.failed.unknown')
  return kind.work(deps, job, progress)
}

/** What is for people to read. */
function saidOf(error: unknown): { key: string; values?: Record<string, string | number> } | undefined {
  if (error instanceof Refusal) return { key: error.key, values: error.values }
  return error instanceof NotFound ? { key: 'jobs.failed.notFound' } : undefined
}

interface Settled {
  state: 'done' | 'failed'
  result: { said: { key: string; values?: Readonly<Record<string, string | number>> }; href?: string }
  done: number
  failed: number
  runner: string
}

async function settle({ db, clock }: JobDeps, { businessId, id }: JobKey, settled: Settled): Promise<void> {
  const { state, result, done, failed, runner } = settled
  const said = JSON.stringify(result.said)
  await inBusiness(db, businessId, (tx) =>
    named(tx, settleJob, [businessId, id, runner, state, said, result.href ?? '', done, failed, clock()]),
  )
}

const settleJob = {
  name: 'jobs.settle',
  text: `
    update job set state = $4, said = $5, href = case when $4 = 'done' then $6 else href end, done = $7, failed = $8, finished_at = $9, runner = null
    where business_id = $1 and id = $2 and runner = $3 and state = 'running'`,
}

/** Leaves it for the next try, or after the last one for the person who asked. */
async function letGo(
  { db, clock }: JobDeps,
  { businessId, id }: JobKey,
  { runner, hasFailed }: { runner: string; hasFailed: boolean },
): Promise<void> {
  const said = JSON.stringify({ key: 'jobs.failed.error' })
  const values = [businessId, id, runner, hasFailed ? 'failed' : 'running', said, clock()]
  await inBusiness(db, businessId, (tx) => named(tx, letGoOf, values))
}

const letGoOf = {
  name: 'jobs.let_go',
  text: `
    update job set runner = null, state = $4, said = case when $4 = 'failed' then $5::jsonb end,
      finished_at = case when $4 = 'failed' then $6::timestamptz end
    where business_id = $1 and id = $2 and runner = $3 and state = 'running'`,
}
