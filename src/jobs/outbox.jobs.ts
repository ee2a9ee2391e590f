import type { Db } from '../db/database.ts'
import { named } from '../db/named.ts'
import { inBusiness } from '../db/tenant.ts'
import { everyDay } from './clockwork.ts'
import { listBusinesses, type TimedJob } from './jobs.ts'

const keptDays = 30
const atOnce = 5000

/** What was handed on long ago is removed; nobody delivers it again. */
async function sweepOutbox(db: Db, at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - keptDays * 86_400_000)
  for (const { id } of await listBusinesses(db)) {
    while ((await removeSome(db, id, longAgo)) === atOnce);
  }
}

/** A part at a time, so that no statement takes long. */
async function removeSome(db: Db, businessId: string, longAgo: Date): Promise<number> {
  return inBusiness(db, businessId, async (tx) => {
    await named(tx, removeDone, [businessId, longAgo])
    return (await named(tx, removeRelayed, [businessId, longAgo])).length
  })
}

// The oldest stand first in the primary key, whose ids go up with the time.
const removeRelayed = {
  name: 'outbox.sweep',
  text: `
    delete from outbox o using (
      select id from (select id, at, relayed_at from outbox where business_id = $1 order by id limit ${atOnce}) oldest
      where at < $2 and relayed_at < $2) gone
    where o.business_id = $1 and o.id = gone.id returning o.id`,
}

const removeDone = {
  name: 'outbox.sweep_done',
  text: `
    delete from outbox_done d where d.business_id = $1 and d.at < $2
      and not exists (select from outbox o where o.business_id = $1 and o.id = d.outbox_id)`,
}

export const outboxSweep: TimedJob = {
  queue: 'sweep.outbox',
  due: everyDay,
  work: (db, { at }) => sweepOutbox(db, at),
}
