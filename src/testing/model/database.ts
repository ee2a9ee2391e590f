import type { Test } from 'tap'
import { connect, type Db } from '../../db/database.ts'
import { testDatabase } from '../database.ts'

/**
 * A database of many small shops: one connection that stays, and plans each statement once. To plan one costs a hundred times
 * as much as to run it over a few rows, and a plan that was made for the first shop fits all the others.
 */
export async function modelDatabase(t: Pick<Test, 'after'>): Promise<Db> {
  const { connections } = await testDatabase(t)
  const db = connect(connections.app, { max: 1, idleMs: 600_000 })
  t.after(() => db.destroy())
  // Without figures of its size every table looks small enough to be read whole.
  await db.raw('set plan_cache_mode = force_generic_plan; set enable_seqscan = off')
  return db
}
