import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { columnsOf, type Pool, placeOf } from './pools.queries.ts'

/** Marks as due what came in elsewhere, on these papers, at the cost of what changed here. */
export async function markFollowing(
  tx: Tx,
  businessId: string,
  { documents, pools }: { documents: readonly string[]; pools: readonly Pool[] },
  at: Date,
): Promise<void> {
  if (documents.length === 0) return
  const following = await named<Pool & { onDate: IsoDate }>(tx, followingOf, [businessId, [...new Set(documents)]])
  const own = new Set(pools.map(placeOf))
  await markDue(
    tx,
    businessId,
    following.filter((pool) => !own.has(placeOf(pool)) || pools.length > 1),
    at,
  )
}

/** Marks pools as due to be valued anew. */
export async function markDue(
  tx: Tx,
  businessId: string,
  pools: readonly (Pool & { onDate: IsoDate })[],
  at: Date,
): Promise<void> {
  if (pools.length === 0) return
  await named(tx, marksInsert, [businessId, ...columnsOf(pools), pools.map(({ onDate }) => onDate), at])
}

const followingOf = {
  name: 'stock.valuing.following',
  text: `
    select item_id as "itemId", branch_id as "branchId", min(on_date) as "onDate" from stock_move
    where business_id = $1 and document_id = any($2::uuid[]) and quantity_milli > 0
      and kind in ('transfer', 'assembly', 'melting') and piece_id is null and lot_id is null
    group by item_id, branch_id order by item_id, branch_id`,
}

const marksInsert = {
  name: 'stock.valuing.mark',
  text: `
    insert into revaluation_due (business_id, item_id, branch_id, from_on, since)
    select $1, p.*, $5 from unnest($2::uuid[], $3::uuid[], $4::date[]) as p
    on conflict (business_id, item_id, branch_id)
      do update set from_on = least(revaluation_due.from_on, excluded.from_on), since = excluded.since`,
}
