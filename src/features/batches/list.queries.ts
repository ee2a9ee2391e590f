import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

export interface BatchRow {
  id: string
  itemId: string
  itemName: string
  unit: string
  number: string
  expiresOn: IsoDate | null
  branchId: string
  branchName: string
  left: Milli
  /** At the average cost of the item at the branch. */
  value: Paise
}

export interface BatchAfter {
  readonly expiresOn: string
  readonly id: string
}

/** Batches of which something is left, the earliest expiry first, one more than a page holds. */
export const listBatches = (
  tx: Tx,
  businessId: string,
  { from, to, search, after }: { from: string; to: string; search: string; after: BatchAfter | undefined },
): Promise<BatchRow[]> =>
  named(tx, batchesLeft, [
    ...[businessId, from, to, `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`],
    ...[after?.expiresOn ?? '-infinity', after?.id ?? '00000000-0000-0000-0000-000000000000', pageSize + 1],
  ])

/** One batch with what is left of it where most of it lies; undefined where there is none. */
export async function findBatch(tx: Tx, businessId: string, id: string): Promise<BatchRow | undefined> {
  if (!isId(id)) return undefined
  const [row] = await named<BatchRow>(tx, batchById, [businessId, id])
  return row
}

const columns = `
    b.id, b.item_id as "itemId", i.name as "itemName", i.unit, b.number, b.expires_on as "expiresOn", r.id as "branchId",
      r.name as "branchName", l.quantity_milli as left,
      coalesce(case when s.quantity_milli > 0 then round(s.value_paise::numeric * l.quantity_milli / s.quantity_milli) end, 0)::bigint as value
    from batch b
    join batch_level l on l.business_id = b.business_id and l.batch_id = b.id and l.quantity_milli > 0
    join item i on i.business_id = b.business_id and i.id = b.item_id
    join branch r on r.business_id = b.business_id and r.id = l.branch_id
    left join stock_level s on s.business_id = b.business_id and s.item_id = b.item_id and s.branch_id = l.branch_id`

const batchesLeft = {
  name: 'batches.list',
  text: `
    select ${columns}
    where b.business_id = $1 and coalesce(b.expires_on, 'infinity') between $2::date and $3::date
      and (i.name ilike $4 or b.number ilike $4) and (coalesce(b.expires_on, 'infinity'), b.id) > ($5::date, $6::uuid)
    order by coalesce(b.expires_on, 'infinity'), b.id, r.name limit $7`,
}

const batchById = {
  name: 'batches.find',
  text: `select ${columns} where b.business_id = $1 and b.id = $2 order by l.quantity_milli desc, r.id limit 1`,
}
