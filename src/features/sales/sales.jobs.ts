import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { inBusiness } from '../../db/tenant.ts'
import { everyDay } from '../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../jobs/jobs.ts'

const keptDays = 30

/** A bill that nobody touched for a month is forgotten: its prices are old, and its customer was served long ago. */
async function sweepDrafts(db: Db, at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - keptDays * 86_400_000)
  for (const { id } of await listBusinesses(db))
    await inBusiness(db, id, (tx) => named(tx, removeDrafts, [id, longAgo]))
}

const removeDrafts = {
  name: 'counter.draft.sweep',
  text: 'delete from draft where business_id = $1 and updated_at < $2',
}

export const draftSweep: TimedJob = { queue: 'sweep.drafts', due: everyDay, work: (db, { at }) => sweepDrafts(db, at) }
