import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { nightOf } from '../../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../../jobs/jobs.ts'
import { reckonDemand } from './reckoning.commands.ts'

/** What each item sells is reckoned each night, so that nobody waits for it in the morning. */
export const reorderDemand: TimedJob = {
  queue: 'reorder.demand',
  due: async (db, now) => {
    const businesses = await listBusinesses(db)
    return businesses.map(({ id, zone }) => ({ key: `${id} ${nightOf(now, zone)}`, businessId: id }))
  },
  work: async (db, { businessId, at }) => {
    if (businessId === undefined) return
    const zone = (await listBusinesses(db)).find(({ id }) => id === businessId)?.zone
    if (zone !== undefined)
      await inBusiness(db, businessId, (tx) => reckonDemand(tx, businessId, { today: todayIn(at, zone), at }))
  },
}
