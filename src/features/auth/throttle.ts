import type { Db } from '../../db/database.ts'
import { named } from '../../db/named.ts'
import { hashOf } from './tokens.ts'

export interface Limit {
  key: string
  /** So many may fail in a row before one has to wait. */
  free: number
}

const perEmail = 5
/** The people of a shop, or of a whole street behind one router, share an address. */
const perAddress = 20

/** What a try counts against. Only a hash is kept, since people type passwords where the email belongs. */
export const limitsOf = (what: string, email: string, address: string): Limit[] => [
  { key: hashOf(`${what} email ${email}`), free: perEmail },
  { key: hashOf(`${what} address ${address}`), free: perAddress },
]

/**
 * Counts a try before its outcome is known, so that many at once are not more than a few. Gives the seconds to wait, 0
 * when the try may go on. The wait doubles with each failure from 30 seconds to 15 minutes, and an hour forgets all.
 */
export async function waitBefore(db: Db, limits: readonly Limit[], at: Date): Promise<number> {
  return Math.max(...(await Promise.all(limits.map(({ key, free }) => countTry(db, key, free, at)))))
}

/** The try was right: the email begins anew, the address gets back this one try. */
export async function forgiveTry(db: Db, [email, ...others]: readonly Limit[], at: Date): Promise<void> {
  if (email) await db('throttle').where({ key: email.key }).delete()
  const keys = others.map(({ key }) => key)
  await db('throttle')
    .whereIn('key', keys)
    .update({ fails: db.raw('greatest(fails - 1, 0)'), until_at: at })
}

async function countTry(db: Db, key: string, free: number, at: Date): Promise<number> {
  const [counted] = await named(db, count, [key, at, free])
  if (counted) return 0
  const [row] = await db('throttle').where({ key }).select('until_at')
  return row ? Math.max(1, Math.ceil((row.until_at.getTime() - at.getTime()) / 1000)) : 0
}

const count = {
  name: 'throttle.count',
  text: `insert into throttle as t (key, fails, last_at, until_at) values ($1, 1, $2, $2)
    on conflict (key) do update set last_at = $2,
      fails = case when t.last_at < $2 - interval '1 hour' then 1 else t.fails + 1 end,
      until_at = $2 + case when t.last_at < $2 - interval '1 hour' or t.fails + 1 < $3 then interval '0'
        else least(interval '15 minutes', interval '30 seconds' * power(2, least(t.fails + 1 - $3, 5))) end
    where t.until_at <= $2 returning fails`,
}
