import type { Milli } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { reservedByOrders } from '../../stock/index.ts'

/** Between which levels an item is kept at a branch, beside what demand would have. */
export interface LevelRow {
  itemId: string
  nameKey: string
  name: string
  unit: string
  category: string
  free: Milli
  hasOwn: boolean
  /** Where none was set for the branch, what the item's own card says. */
  min: Milli
  max: Milli
  leadDays: number | null
  supplierId: string | null
  /** As demand and the supplier have them. */
  point: Milli
  level: Milli
  week: Milli
  usualDays: number | null
  usualSupplier: string | null
}

export interface LevelsAsked {
  branchId: string
  category: string
  itemId: string
  after: readonly [nameKey: string, id: string] | undefined
}

export async function listLevels(tx: Tx, businessId: string, asked: LevelsAsked): Promise<Page<LevelRow>> {
  const { branchId, category, itemId, after } = asked
  const values: unknown[] = [businessId, branchId]
  const value = (one: unknown): string => `$${values.push(one)}`
  const narrowed = [
    ...(category === '' ? [] : [['category', `s.category = ${value(category)}`] as const]),
    ...(isId(itemId) ? [['item', `s.item_id = ${value(itemId)}::uuid`] as const] : []),
    ...(after ? [['after', `(s.name_key, s.item_id) > (${value(after[0])}, ${value(after[1])}::uuid)`] as const] : []),
  ]
  const name = ['reorder.levels', ...narrowed.map(([what]) => what)].join('.')
  return pageOf(
    await named<LevelRow>(tx, { name, text: levelsText(narrowed.map(([, condition]) => condition)) }, values),
  )
}

/** Of these items, wherever they stand in the list. */
export const levelsOf = (
  tx: Tx,
  businessId: string,
  branchId: string,
  itemIds: readonly string[],
): Promise<LevelRow[]> => named(tx, levelsById, [businessId, branchId, itemIds])

export const listCategories = async (tx: Tx, businessId: string): Promise<string[]> =>
  (await named<{ category: string }>(tx, categories, [businessId])).map(({ category }) => category)

/** Goods by their barcode or whole name, in small letters. */
export const findPasted = (
  tx: Tx,
  businessId: string,
  words: readonly string[],
): Promise<{ id: string; word: string }[]> => named(tx, pasted, [businessId, words])

const columns = `
  i.id as "itemId", i.name_key as "nameKey", i.name, i.unit, i.category, (coalesce(l.quantity_milli, 0) - coalesce(o.quantity, 0))::bigint as free,
  r.item_id is not null as "hasOwn", coalesce(r.min_milli, i.low_stock_milli) as min, coalesce(r.max_milli, 0) as max,
  r.lead_days as "leadDays", r.supplier_id as "supplierId", coalesce(d.lead_milli + d.safety_milli, 0) as point,
  coalesce(d.level_milli, 0) as level, coalesce(d.week_milli, 0) as week, coalesce(p.lead_days, d.lead_days) as "usualDays",
  p.name as "usualSupplier"`

const beside = `
  left join item_reorder r on r.business_id = $1 and r.item_id = i.id and r.branch_id = $2
  left join stock_level l on l.business_id = $1 and l.item_id = i.id and l.branch_id = $2
  left join item_demand d on d.business_id = $1 and d.item_id = i.id and d.place_id = $2
  left join lateral (select sum(r.quantity) as quantity from (${reservedByOrders('and l.item_id = i.id')}) r where r.branch_id = $2) o on true
  left join lateral (select k.name, z.lead_days from party_item z
    join party k on k.business_id = $1 and k.id = z.party_id and k.archived_at is null
    where z.business_id = $1 and z.item_id = i.id order by z.price_on desc nulls last, z.updated_at desc, z.party_id limit 1) p on true`

const fits = `i.business_id = $1 and i.kind = 'goods' and i.archived_at is null
  and not exists (select 1 from article a where a.business_id = $1 and a.item_id = i.id)`

// The first of them in the order of an index of how goods stand: twenty thousand items are not sorted for fifty.
const levelsText = (conditions: readonly string[]): string => `
    select ${columns} from (
      select i.* from (
        select s.item_id from stock_standing s
        where s.business_id = $1 and s.place_id = $1 and s.is_listed and s.is_offered and not s.is_article
          ${conditions.map((one) => ` and ${one}`).join('')}
        order by s.name_key, s.item_id limit ${pageSize + 1}) s
      join item i on i.business_id = $1 and i.id = s.item_id) i ${beside} order by i.name_key, i.id`

const levelsById = {
  name: 'reorder.levels.some',
  text: `select ${columns} from item i ${beside} where ${fits} and i.id = any($3::uuid[]) order by i.id`,
}

// Hopped through in their index: goods are many and categories few.
const categories = {
  name: 'reorder.categories',
  text: `
    with recursive c as (
      (select category from stock_standing where business_id = $1 and place_id = $1 and is_listed and category > '' order by category limit 1)
      union all
      select (select s.category from stock_standing s where s.business_id = $1 and s.place_id = $1 and s.is_listed and s.category > c.category
        order by s.category limit 1)
      from c where c.category is not null)
    select category from c where category is not null limit 100`,
}

const pasted = {
  name: 'reorder.pasted',
  text: `
    select distinct on (w.word) i.id, w.word from unnest($2::text[]) as w (word)
    join item i on (i.barcode = w.word or i.name_key = lower(w.word)) and ${fits}
    order by w.word, i.barcode = w.word desc, i.id`,
}
