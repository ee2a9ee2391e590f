import type { Db } from '../../db/database.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { inBusiness } from '../../db/tenant.ts'
import { everyDay } from '../../jobs/clockwork.ts'
import { type EventHandler, listBusinesses, type TimedJob } from '../../jobs/jobs.ts'
import { jobTopic } from './jobs.commands.ts'
import type { JobDeps, JobKind } from './jobs.types.ts'
import { runJob } from './run-job.ts'

/** Works at each job that somebody began. Brought twice it is one job: whoever comes second waits for the first. */
export const longWork = (deps: JobDeps, kinds: readonly JobKind[]): EventHandler => ({
  topic: jobTopic,
  queue: 'jobs',
  isLong: true,
  async work(_db, { businessId, payload }) {
    const id = payload['jobId']
    if (isId(id)) await runJob(deps, kinds, { businessId, id })
  },
})

/** So long the files of a job are kept; the page says so. */
export const keptDays = 7

/** Files of jobs that ended long ago are removed; what was done, by whom and when, stays. */
async function sweepFiles(db: Db, at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - keptDays * 86_400_000)
  for (const { id } of await listBusinesses(db))
    await inBusiness(db, id, (tx) => named(tx, removeOldFiles, [id, longAgo]))
}

const removeOldFiles = {
  name: 'jobs.sweep',
  text: `
    delete from job_file f using job j
    where f.business_id = $1 and j.business_id = $1 and j.id = f.job_id and j.finished_at < $2`,
}

export const jobSweep: TimedJob = {
  queue: 'sweep.jobs',
  due: everyDay,
  work: (db, { at }) => sweepFiles(db, at),
}
