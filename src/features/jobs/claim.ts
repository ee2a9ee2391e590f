import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { inBusiness } from '../../db/tenant.ts'
import type { Job, JobState } from './jobs.types.ts'

/** A worker that said nothing for so long counts as gone. It speaks every second. */
const lostSeconds = 45

export interface JobKey {
  businessId: string
  id: string
}

/** The job for this runner alone, or the state in which it is for nobody: ended, or at work elsewhere. */
export async function claim(
  db: Db,
  { businessId, id }: JobKey,
  { runner, at }: { runner: string; at: Date },
): Promise<{ job: Job; done: number; failed: number; tries: number } | JobState | undefined> {
  return inBusiness(db, businessId, async (tx) => {
    const [row] = await named<ClaimedRow>(tx, claimJob, [businessId, id, runner, at])
    if (!row) return (await named<{ state: JobState }>(tx, stateOf, [businessId, id]))[0]?.state
    const { kept, userId, byName, askedAt, tries, ...rest } = row
    const actor = { userId, name: byName, at: askedAt }
    const { done = 0, failed = 0, value } = kept ?? {}
    return { job: { ...rest, id, businessId, checkpoint: value, actor }, done, failed, tries }
  })
}

interface ClaimedRow extends Pick<Job, 'kind' | 'input' | 'total'> {
  kept: { value?: unknown; done: number; failed: number } | null
  userId: string | null
  byName: string
  askedAt: Date
  tries: number
}

// What was counted after the last checkpoint is done again, and so counted again.
const claimJob = {
  name: 'jobs.claim',
  text: `
    update job set state = 'running', runner = $3, heartbeat = clock_timestamp(), tries = tries + 1,
      started_at = coalesce(started_at, $4),
      done = coalesce((checkpoint ->> 'done')::int, 0), failed = coalesce((checkpoint ->> 'failed')::int, 0)
    where business_id = $1 and id = $2 and (state = 'queued'
      or state = 'running' and (runner is null or heartbeat < clock_timestamp() - interval '${lostSeconds} seconds'))
    returning kind, input, total, checkpoint as kept, by_user as "userId", by_name as "byName", at as "askedAt", tries`,
}

const stateOf = { name: 'jobs.state', text: 'select state from job where business_id = $1 and id = $2' }
