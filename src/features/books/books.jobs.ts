import { inBusiness } from '../../db/tenant.ts'
import { nightOf } from '../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../jobs/jobs.ts'
import { runBooksCheck } from './check/check.commands.ts'

/**
 * Every business's books are checked each night at half past two by its own clock, or once the server runs again; not in
 * the night in which the business was made. What is found is kept, and the home page warns.
 */
export const nightlyCheck: TimedJob = {
  queue: 'books.check',
  due: async (db, now) => {
    const businesses = await listBusinesses(db)
    return businesses.flatMap(({ id, zone, created_at }) => {
      const night = nightOf(now, zone)
      return nightOf(created_at, zone) < night ? [{ key: `${id} ${night}`, businessId: id }] : []
    })
  },
  work: async (db, { businessId, at }) => {
    if (businessId === undefined) return
    await inBusiness(db, businessId, (tx) => runBooksCheck(tx, businessId, { userId: null, name: 'Khata', at }))
  },
}
