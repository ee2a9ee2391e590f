import type pg from 'pg'
import { NotFound } from '../core/errors.ts'
import type { Db } from './database.ts'
import { isId } from './ids.ts'
import { isRetryable } from './sqlstate.ts'

/** An open transaction of one business: every query and command of the tenant plane takes one as its first argument. */
export type Tx = Db & { readonly __business: string }

/**
 * Runs `work` in one transaction of the business: row-level security sees nothing else. Two transactions that got in each
 * other's way are tried once more, which is safe because nothing of the first try was kept.
 */
export async function inBusiness<Result>(
  db: Db,
  businessId: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  if (!isId(businessId)) throw new NotFound('no business')
  try {
    return await attempt(db, businessId, work)
  } catch (error) {
    if (!isRetryable(error)) throw error
    return attempt(db, businessId, work)
  }
}

function attempt<Result>(db: Db, businessId: string, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db.transaction(async (plain) => {
    const tx = plain as unknown as Tx
    // A literal, not set_config: Citus hands only the literal on to its workers. It is on the wire before the work begins
    // and not awaited, so that it travels with the first query of the work on the pipelined connection.
    const connection: pg.Client = await plain.client.acquireConnection()
    const entered = connection.query(`set local app.business_id = '${businessId}'`)
    const [result] = await Promise.all([work(tx), entered])
    return result
  })
}
