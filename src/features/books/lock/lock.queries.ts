import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface LockRow {
  at: Date
  byName: string
  from: IsoDate | null
  to: IsoDate | null
  reason: string
}

/** The last closed day, and the last twenty times it was moved, newest first. */
export async function findLock(tx: Tx, businessId: string): Promise<{ lockDate: IsoDate | null; history: LockRow[] }> {
  const [[row], history] = await Promise.all([
    named<{ lock_date: IsoDate | null }>(tx, lockDate, [businessId]),
    named<LockRow>(tx, moves, [businessId]),
  ])
  return { lockDate: row?.lock_date ?? null, history }
}

const lockDate = { name: 'books.lock.find', text: 'select lock_date from business where id = $1' }

const moves = {
  name: 'books.lock.history',
  text: `
    select at, by_name as "byName", before ->> 'lockDate' as "from", after ->> 'lockDate' as "to", after ->> 'reason' as reason
    from audit_line
    where business_id = $1 and entity = 'books' and entity_id = $1::text and action = 'books.locked'
    order by seq desc limit 20`,
}
