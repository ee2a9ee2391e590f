import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'

/** When the member's PIN was set; undefined for none. */
export async function pinSetAt(db: Db, businessId: string, userId: string): Promise<Date | undefined> {
  const [row] = await named<{ at: Date }>(db, pinTime, [businessId, userId])
  return row?.at
}

const pinTime = {
  name: 'tills.pin.time',
  text: `
    select till_pin_set_at as at from membership
    where business_id = $1 and user_id = $2 and ended_at is null and till_pin_hash is not null`,
}
