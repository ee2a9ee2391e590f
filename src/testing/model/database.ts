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
  await db.raw(
    `set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set idle_in_transaction_session_timeout = 0`,
  )
  return db
}

/**
 * What `work` does with the database that it is given is undone after it, so that a shop that was opened once begins every
 * run as it was: to open one takes longer than a run. What `work` calls transactions are savepoints of one.
 */
export async function undone<Result>(db: Db, work: (db: Db) => Promise<Result>): Promise<Result> {
  const all = await db.transaction()
  try {
    return await work(all)
  } finally {
    await all.rollback()
  }
}
