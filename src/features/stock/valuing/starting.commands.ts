import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { startJob } from '../../jobs/index.ts'
import { markDue } from './marks.commands.ts'
import type { Pool } from './pools.queries.ts'

export const valuingKind = 'stock.valuing'

/** Why goods are valued anew; its words stand under 'valuing.because.'. */
export type Because = 'backDated' | 'byHand' | 'method'

/** Begins to value what is due anew, where anything is and no job waits for it already. */
export async function valueDue(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  const [waiting] = await named<{ due: number; isQueued: boolean }>(tx, waitingOf, [businessId, valuingKind])
  if (!waiting || waiting.due === 0 || waiting.isQueued) return
  await begin(tx, businessId, { id, because: 'backDated', total: waiting.due }, actor)
}

/** Values all that is counted anew, from the first move on. The id is that of the job, and of what it will have changed. */
export async function valueAllAnew(
  tx: Tx,
  businessId: string,
  { id, because }: { id: string; because: Because },
  actor: Actor,
): Promise<void> {
  const pools = await named<Pool & { onDate: IsoDate }>(tx, poolsThatMoved, [businessId])
  await markDue(tx, businessId, pools, actor.at)
  await begin(tx, businessId, { id, because, total: pools.length }, actor)
}

async function begin(
  tx: Tx,
  businessId: string,
  { id, because, total }: { id: string; because: Because; total: number },
  actor: Actor,
): Promise<void> {
  await startJob(tx, businessId, { id, kind: valuingKind, input: { because }, total, needs: 'item.cost' }, actor)
}

/** Pools that are due, the first of them in the order in which they are locked. */
export const listDue = (tx: Tx, businessId: string, limit: number): Promise<(Pool & { onDate: IsoDate })[]> =>
  named(tx, dueOf, [businessId, limit])

const waitingOf = {
  name: 'stock.valuing.waiting',
  text: `
    select (select count(*) from revaluation_due where business_id = $1)::int as due,
      exists (select 1 from job where business_id = $1 and kind = $2 and state = 'queued') as "isQueued"`,
}

const poolsThatMoved = {
  name: 'stock.valuing.all',
  text: `
    select m.item_id as "itemId", m.branch_id as "branchId", min(m.on_date) as "onDate" from stock_move m
    where m.business_id = $1 and m.piece_id is null and m.lot_id is null
      and not exists (select 1 from article a where a.business_id = $1 and a.item_id = m.item_id)
    group by m.item_id, m.branch_id`,
}

const dueOf = {
  name: 'stock.valuing.due',
  text: `
    select item_id as "itemId", branch_id as "branchId", from_on as "onDate" from revaluation_due
    where business_id = $1 order by item_id, branch_id limit $2`,
}
