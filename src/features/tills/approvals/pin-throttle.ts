import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { hashOf } from '../../auth/index.ts'

/** Four digits are few: after so many wrong ones in a row nobody tries for a while. */
const most = 5
const minutes = 15

/** Tries of one person's PIN in one business, at whatever till. */
export const pinKey = (businessId: string, userId: string): string => hashOf(`pin ${businessId} ${userId}`)

/**
 * Counts a try before its outcome is known, so that many at once are not more than a few. Gives until when nobody may try,
 * or undefined when this one may go on. An hour forgets all.
 */
export async function lockedUntil(db: Db, key: string, at: Date): Promise<Date | undefined> {
  const [counted] = await named(db, count, [key, at])
  if (counted) return undefined
  const row = await db('throttle').where({ key }).first('until_at')
  return row?.until_at
}

/** The PIN was right: the tries begin anew. */
export const forgetTries = (db: Db, key: string): Promise<number> => db('throttle').where({ key }).delete()

const count = {
  name: 'tills.pin.try',
  text: `
    insert into throttle as t (key, fails, last_at, until_at) values ($1, 1, $2, $2)
    on conflict (key) do update set last_at = $2,
      fails = case when t.fails >= ${most} or t.last_at < $2 - interval '1 hour' then 1 else t.fails + 1 end,
      until_at = case when t.fails + 1 = ${most} and t.last_at >= $2 - interval '1 hour' then $2 + interval '${minutes} minutes' else $2 end
    where t.until_at <= $2 returning fails`,
}
