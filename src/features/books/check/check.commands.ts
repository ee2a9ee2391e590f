import type { Actor } from '../../../core/actor.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { booksCheck } from './check.queries.ts'
import type { PointResult } from './check.rules.ts'

/** Checks the books and keeps what was found, for the pages that show it. */
export async function runBooksCheck(tx: Tx, businessId: string, actor: Actor): Promise<PointResult[]> {
  const began = performance.now()
  const results = await booksCheck(tx, businessId)
  const tookMs = Math.round(performance.now() - began)
  const by = [actor.at, actor.userId, actor.name]
  await named(tx, keep, [businessId, newId(), ...by, tookMs, JSON.stringify(results)])
  return results
}

const keep = {
  name: 'books.check.keep',
  text: `
    insert into books_check_run (business_id, id, at, by_user, by_name, took_ms, results) values ($1, $2, $3, $4, $5, $6, $7)`,
}

export interface CheckRun {
  at: Date
  byName: string
  tookMs: number
  results: PointResult[]
}

/** What was found when the books were last checked, if they ever were. */
export async function findLastCheckIfAny(tx: Tx, businessId: string): Promise<CheckRun | undefined> {
  const [run] = await named<CheckRun>(tx, last, [businessId])
  return run
}

const last = {
  name: 'books.check.last',
  text: `
    select at, by_name as "byName", took_ms as "tookMs", results from books_check_run
    where business_id = $1 order by id desc limit 1`,
}
