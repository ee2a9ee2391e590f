import { NotFound } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import type { Milli } from '../../core/quantity.ts'
import { afterAll, termsOf } from '../../core/search-terms.ts'
import { named } from '../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../db/paging.ts'
import type { Tx } from '../../db/tenant.ts'

export type ItemKind = 'goods' | 'service'

export interface ItemRow {
  id: string
  kind: ItemKind
  name: string
  unit: string
  hsn: string
  gst_class_id: string
  sale_price_paise: Paise
  price_includes_tax: boolean
  purchase_price_paise: Paise
  barcode: string
  low_stock_milli: Milli
  notes: string
  category: string
  shelf: string
  tracks_batches: boolean
  archived_at: Date | null
}

export interface ListedItem extends ItemRow {
  rate_bp: number
  gst_kind: GstKind
  quantity_milli: Milli
  value_paise: Paise
  /** What the list is sorted by. */
  key: string
}

export type GstKind = 'taxable' | 'exempt' | 'nil' | 'non-gst'

export interface ItemFilter {
  q: string
  show: 'all' | 'goods' | 'service' | 'low' | 'archived'
  /** Empty for every one. */
  category: string
  /** What the last item seen was sorted by, and its id. */
  after: readonly [key: string, id: string] | undefined
  /** The day whose GST rates are shown. */
  today: string
}

/** Items by name, or by what a search finds them under, with what is in stock over all branches. */
export async function listItems(tx: Tx, businessId: string, filter: ItemFilter): Promise<Page<ListedItem>> {
  const { show, today } = filter
  const terms = termsOf(filter.q)
  if (filter.q && !terms) return { rows: [], hasMore: false }
  const phrase = terms?.phrase ?? ''
  const after = terms && !filter.after?.[0].startsWith(phrase) ? undefined : filter.after
  const [key, id] = after ?? [phrase, '00000000-0000-0000-0000-000000000000']
  const values = [businessId, show, key, id, pageSize + 1, today, filter.category, ...(terms ? [afterAll(phrase)] : [])]
  const statement = terms ? itemsFound : show === 'archived' ? itemsArchived : itemsListed
  const page = pageOf(await named<ListedItem>(tx, statement, values))
  // A word and a barcode may begin alike: the item is found under both.
  const once = new Map(page.rows.map((item) => [item.id, item]))
  return { rows: [...once.values()], hasMore: page.hasMore }
}

export async function findItem(tx: Tx, businessId: string, id: string): Promise<ItemRow> {
  const item: ItemRow | undefined = await tx('item')
    .where({ business_id: businessId, id })
    .first([...itemColumns])
  if (!item) throw new NotFound(`no item ${id}`)
  return item
}

export interface LevelRow {
  branch_id: string
  branch_name: string
  quantity_milli: Milli
  value_paise: Paise
}

/** What each branch that is open has of an item, those with nothing too. */
export async function listLevels(tx: Tx, businessId: string, itemId: string): Promise<LevelRow[]> {
  return named(tx, levelsOfItem, [businessId, itemId])
}

/** Where goods can lie: the branches that are open, the main one first. */
export async function listBranches(tx: Tx, businessId: string): Promise<{ id: string; name: string }[]> {
  return named(tx, openBranches, [businessId])
}

export interface GstClassRow {
  id: string
  name: string
  kind: GstKind
  rate_bp: number
}

/** The categories that goods are sorted into, by the alphabet; hopped through in their index, not counted. */
export async function listCategories(tx: Tx, businessId: string): Promise<string[]> {
  const rows = await named<{ category: string }>(tx, categoriesSkipped, [businessId])
  return rows.map(({ category }) => category)
}

const categoriesSkipped = {
  name: 'item.categories',
  text: `
    with recursive c as (
      (select category from item where business_id = $1 and category > '' order by category limit 1)
      union all
      select (select i.category from item i where i.business_id = $1 and i.category > c.category order by i.category limit 1)
      from c where c.category is not null)
    select category from c where category is not null limit 100`,
}

/** What goods may be taxed as, with the rate of the day. */
export async function listGstClasses(tx: Tx, businessId: string, today: string): Promise<GstClassRow[]> {
  return named(tx, gstClasses, [businessId, today])
}

const itemColumns = [
  'id',
  'kind',
  'name',
  'unit',
  'hsn',
  'gst_class_id',
  'sale_price_paise',
  'price_includes_tax',
  'purchase_price_paise',
  'barcode',
  'low_stock_milli',
  'notes',
  'category',
  'shelf',
  'tracks_batches',
  'archived_at',
] as const

const rateOfDay = (day: string): string => `(select r.rate_bp from gst_class_rate r where r.business_id = i.business_id
    and r.gst_class_id = i.gst_class_id and r.from_date <= ${day}::date order by r.from_date desc limit 1)`

const listText = ({ source, by, id, where }: { source: string; by: string; id: string; where: string }): string => `
  select ${itemColumns.map((column) => `i.${column}`).join(', ')}, c.kind as gst_kind, coalesce(${rateOfDay('$6')}, 0) as rate_bp,
    coalesce(s.quantity, 0)::bigint as quantity_milli, coalesce(s.value, 0)::bigint as value_paise, ${by} as key
  from ${source}
  join gst_class c on c.business_id = i.business_id and c.id = i.gst_class_id
  left join lateral (select sum(l.quantity_milli) as quantity, sum(l.value_paise) as value from stock_level l
    where l.business_id = i.business_id and l.item_id = i.id) s on true
  where ${where} and (${by}, ${id}) > ($3, $4::uuid)
    and ($2 not in ('goods', 'service') or i.kind = $2) and ($7::text = '' or i.category = $7)
    and ($2 <> 'low' or (i.kind = 'goods' and i.low_stock_milli > 0 and coalesce(s.quantity, 0) <= i.low_stock_milli))
  order by ${by}, ${id} limit $5`

const byName = { source: 'item i', by: 'i.name_key', id: 'i.id' }
const itemsListed = {
  name: 'item.list',
  text: listText({ ...byName, where: 'i.business_id = $1 and i.archived_at is null' }),
}
const itemsArchived = {
  name: 'item.list.archived',
  text: listText({ ...byName, where: 'i.business_id = $1 and i.archived_at is not null' }),
}
const itemsFound = {
  name: 'item.search',
  text: listText({
    source: 'item_search f join item i on i.business_id = f.business_id and i.id = f.item_id',
    by: 'f.term',
    id: 'f.item_id',
    where: "f.business_id = $1 and f.term < $8 and (i.archived_at is not null) = ($2 = 'archived')",
  }),
}

const levelsOfItem = {
  name: 'item.levels',
  text: `
    select b.id as branch_id, b.name as branch_name, coalesce(l.quantity_milli, 0)::bigint as quantity_milli,
      coalesce(l.value_paise, 0)::bigint as value_paise
    from branch b left join stock_level l on l.business_id = b.business_id and l.branch_id = b.id and l.item_id = $2
    where b.business_id = $1 and (b.archived_at is null or l.quantity_milli <> 0) order by b.is_main desc, b.name, b.id`,
}

const gstClasses = {
  name: 'item.gstClasses',
  text: `
    select i.id, i.name, i.kind, coalesce((select r.rate_bp from gst_class_rate r where r.business_id = i.business_id
      and r.gst_class_id = i.id and r.from_date <= $2::date order by r.from_date desc limit 1), 0) as rate_bp
    from gst_class i where i.business_id = $1 order by rate_bp, i.name`,
}

const openBranches = {
  name: 'item.branches',
  text: 'select id, name from branch where business_id = $1 and archived_at is null order by is_main desc, name, id',
}
