import type { Db } from '../../db/database.ts'
import { createKeeper } from './lucia.ts'

const keptAfterwardsMs = 30 * 86_400_000

/** Removes what lets nobody in any more: ended sessions, forgotten tries, links that were used or are too old. */
export async function sweepEntrances(db: Db, at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - keptAfterwardsMs)
  await createKeeper(db, () => at).deleteExpiredSessions()
  await db('throttle').where('last_at', '<', longAgo).delete()
  await db('password_reset').where('expires_at', '<', longAgo).delete()
  await db('invitation').where('expires_at', '<', longAgo).delete()
}
