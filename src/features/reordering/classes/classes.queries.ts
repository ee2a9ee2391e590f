import type { Abc, Xyz } from '../../../core/abc-xyz.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface ClassCount {
  abc: Abc
  xyz: Xyz
  items: number
  value: Paise
}

/** How many items are in each class: of a branch, or of the whole shop, whose place is the business. */
export const countClasses = (tx: Tx, businessId: string, placeId: string): Promise<ClassCount[]> =>
  named(tx, counted, [businessId, placeId])

export interface ClassRow {
  itemId: string
  name: string
  unit: string
  week: Milli
  value: Paise
  variation: bigint | null
}

export async function listClass(
  tx: Tx,
  businessId: string,
  { placeId, abc, xyz, after }: { placeId: string; abc: Abc; xyz: Xyz; after: readonly [string, string] | undefined },
): Promise<Page<ClassRow>> {
  const values = [businessId, placeId, abc, xyz, ...(after ?? first)]
  return pageOf(await named<ClassRow>(tx, listed, values))
}

const first = ['9223372036854775807', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

const counted = {
  name: 'reorder.classes',
  text: `
    select abc, xyz, count(*)::int as items, sum(value_paise)::bigint as value from item_demand
    where business_id = $1 and place_id = $2 group by abc, xyz`,
}

const listed = {
  name: 'reorder.class',
  text: `
    select d.item_id as "itemId", i.name, i.unit, d.week_milli as week, d.value_paise as value, d.variation_bp as variation
    from item_demand d join item i on i.business_id = d.business_id and i.id = d.item_id
    where d.business_id = $1 and d.place_id = $2 and d.abc = $3 and d.xyz = $4
      and (d.value_paise, d.item_id) < ($5::bigint, $6::uuid)
    order by d.value_paise desc, d.item_id desc limit ${pageSize + 1}`,
}
