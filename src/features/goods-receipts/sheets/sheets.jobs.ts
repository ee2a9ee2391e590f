import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { everyDay } from '../../../jobs/clockwork.ts'
import { listBusinesses, type TimedJob } from '../../../jobs/jobs.ts'

/** Nobody writes longer at one receipt. */
const keptDays = 7

async function sweep(db: Db, at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - keptDays * 86_400_000)
  for (const { id } of await listBusinesses(db)) await inBusiness(db, id, (tx) => named(tx, removeOld, [id, longAgo]))
}

const removeOld = {
  name: 'goods_receipts.sheets.sweep',
  text: 'delete from receipt_sheet where business_id = $1 and at < $2',
}

/** Lists of suppliers are removed once the receipt that they were read for is written or forgotten. */
export const sheetSweep: TimedJob = {
  queue: 'sweep.sheets',
  due: everyDay,
  work: (db, { at }) => sweep(db, at),
}
