import { todayIn } from '../../core/dates.ts'
import type { Db } from '../../db/database.ts'
import { inBusiness } from '../../db/tenant.ts'
import { nightOf } from '../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../jobs/jobs.ts'
import { translator } from '../../words/index.ts'
import { expirePoints } from './expiring.commands.ts'

/** Points whose last day is over go each night, by the business's own clock; a night that was missed is made up for. */
export const pointsExpiry: TimedJob = {
  queue: 'loyalty.expire',
  due: async (db, now) => {
    const businesses = await listBusinesses(db)
    return businesses.map(({ id, zone }) => ({ key: `${id} ${nightOf(now, zone)}`, businessId: id }))
  },
  work: async (db, { businessId, at }) => {
    if (businessId !== undefined) await expireAll(db, businessId, at)
  },
}

async function expireAll(db: Db, businessId: string, at: Date): Promise<void> {
  const actor = { userId: null, name: 'Khata', at }
  let looked = 1
  while (looked > 0) {
    looked = await inBusiness(db, businessId, async (tx) => {
      const { zone, locale } = await tx('business').where({ id: businessId }).first('zone', 'locale')
      const narration = translator(locale)('loyalty.expired.narration')
      return expirePoints(tx, businessId, { today: todayIn(at, zone), narration }, actor)
    })
  }
}
