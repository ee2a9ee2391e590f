import { todayIn } from '../../core/dates.ts'
import type { Db } from '../../db/database.ts'
import { inBusiness } from '../../db/tenant.ts'
import { nightOf } from '../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../jobs/jobs.ts'
import { translator } from '../../words/index.ts'
import { lapseGiftVouchers } from './ending.commands.ts'

/** Gift vouchers whose last day is over lapse each night, by the business's own clock; a missed night is made up for. */
export const vouchersExpiry: TimedJob = {
  queue: 'gift-vouchers.lapse',
  due: async (db, now) => {
    const businesses = await listBusinesses(db)
    return businesses.map(({ id, zone }) => ({ key: `${id} ${nightOf(now, zone)}`, businessId: id }))
  },
  work: async (db, { businessId, at }) => {
    if (businessId !== undefined) await lapseAll(db, businessId, at)
  },
}

async function lapseAll(db: Db, businessId: string, at: Date): Promise<void> {
  const actor = { userId: null, name: 'Khata', at }
  let lapsed = 1
  while (lapsed > 0) {
    lapsed = await inBusiness(db, businessId, async (tx) => {
      const { zone, locale } = await tx('business').where({ id: businessId }).first('zone', 'locale')
      const narration = translator(locale)('giftVouchers.lapsed.narration')
      return lapseGiftVouchers(tx, businessId, { today: todayIn(at, zone), narration }, actor)
    })
  }
}
