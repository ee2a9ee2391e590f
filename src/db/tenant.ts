import { NotFound } from '../core/errors.ts'
import type { Db } from './database.ts'
import { isId } from './ids.ts'
import { isRetryable } from './sqlstate.ts'

/** An open transaction of one business: every query and command of the tenant plane takes one as its first argument. */
export type Tx = Db & { readonly __business: string }

export interface Entering {
  /**
   * Every named statement (and what its triggers ask) is planned once a connection, not anew for the ids of each call: for the
   * counter, whose statements find rows by their keys. What is asked by dates or beginnings of words needs its own plan.
   */
  readonly keepsPlans?: boolean
}

/**
 * Runs `work` in one transaction of the business: row-level security sees nothing else. Two transactions that got in each
 * other's way are tried once more, which is safe because nothing of the first try was kept.
 */
export async function inBusiness<Result>(
  db: Db,
  businessId: string,
  work: (tx: Tx) => Promise<Result>,
  entering: Entering = {},
): Promise<Result> {
  if (!isId(businessId)) throw new NotFound('no business')
  try {
    return await attempt(db, businessId, work, entering)
  } catch (error) {
    if (!isRetryable(error)) throw error
    return attempt(db, businessId, work, entering)
  }
}

function attempt<Result>(
  db: Db,
  businessId: string,
  work: (tx: Tx) => Promise<Result>,
  { keepsPlans = false }: Entering,
): Promise<Result> {
  // A literal, not set_config: Citus hands only the literal on to its workers.
  const enter = `set local app.business_id = '${businessId}'${keepsPlans ? onePlan : ''}`
  if (!db.isTransaction) return db.transaction((plain) => work(plain as unknown as Tx), { beginning: `; ${enter}` })
  // One within another, for work on several businesses that belongs together.
  return db.transaction(async (plain) => {
    await plain.raw(enter)
    return work(plain as unknown as Tx)
  })
}

const onePlan = '; set local plan_cache_mode = force_generic_plan'
