import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { nightOf } from '../../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../../jobs/jobs.ts'
import { reckonOutlook } from './outlook.commands.ts'

/** Demand and idle stock are reckoned each night, so that nobody waits for it in the morning. */
export const stockOutlook: TimedJob = {
  queue: 'stock.outlook',
  due: async (db, now) => {
    const businesses = await listBusinesses(db)
    return businesses.map(({ id, zone }) => ({ key: `${id} ${nightOf(now, zone)}`, businessId: id }))
  },
  work: async (db, { businessId, at }) => {
    if (businessId === undefined) return
    const zone = (await listBusinesses(db)).find(({ id }) => id === businessId)?.zone
    if (zone !== undefined) await inBusiness(db, businessId, (tx) => reckonOutlook(tx, businessId, todayIn(at, zone)))
  },
}
