import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { onOrder } from '../../purchase-orders/index.ts'
import type { LevelsFilter, Show, Sort } from './levels.form.ts'
import { type Beside, type BesideRow, mostCounted } from './levels.rules.ts'
import { reservedByOrders } from './reserved.sql.ts'

/** How an item stands: `empty` has run out below what it should not fall below, `out` has run out and nobody minds. */
export type Flag = 'empty' | 'out' | 'low' | 'excess' | 'ok'

export interface StandingRow {
  itemId: string
  name: string
  unit: string
  shelf: string
  category: string
  tracking: 'piece' | 'lot' | null
  quantity: Milli
  value: Paise
  gross: Mg
  net: Mg
  flag: Flag
  /** 99999 where nothing was sold. */
  coverDays: number
  isArchived: boolean
  /** What the list is sorted by. */
  sortKey: string
}

export type LevelsCursor = readonly [sortKey: string, id: string]

/** Every list reads the first rows of an index of its own, so that a page costs the same at twenty thousand items. */
export async function listStanding(
  tx: Tx,
  businessId: string,
  filter: LevelsFilter,
  { after, limit = pageSize }: { after?: LevelsCursor | undefined; limit?: number } = {},
): Promise<Page<StandingRow>> {
  const terms = termsOf(filter.search)
  if (filter.search && !terms) return { rows: [], hasMore: false }
  const values: unknown[] = [businessId, filter.branchId ?? businessId]
  const value = (one: unknown): string => `$${values.push(one)}`
  const order = terms ? byTerm : orders[filter.sort]
  const conditions = [
    ...(filter.category === undefined ? [] : [`s.category = ${value(filter.category)}`]),
    ...(filter.goods === 'all' ? [] : [filter.goods === 'articles' ? 's.is_article' : 'not s.is_article']),
    ...(terms
      ? [`f.business_id = $1 and f.term >= ${value(terms.phrase)} and f.term < ${value(afterAll(terms.phrase))}`]
      : []),
    ...(after
      ? [`(${order.by}, s.item_id) ${order.beyond} (${value(after[0])}::${order.type}, ${value(after[1])}::uuid)`]
      : []),
  ]
  const text = listText(conditions, order, { flags: flagsOf(filter.show), isSearch: terms !== undefined, limit })
  const page = pageOf(
    await named<StandingRow>(tx, { name: `${nameOf(filter, terms, after)}.${limit}`, text }, values),
    limit,
  )
  // A word and a barcode may begin alike: the item is found under both.
  const once = new Map(page.rows.map((row) => [row.itemId, row]))
  return { rows: [...once.values()], hasMore: page.hasMore }
}

interface Order {
  by: string
  direction: 'asc' | 'desc'
  beyond: '>' | '<'
  type: 'text' | 'bigint' | 'integer'
}

const up = { direction: 'asc', beyond: '>' } as const
const orders: Readonly<Record<Sort, Order>> = {
  name: { by: 's.name_key', type: 'text', ...up },
  value: { by: 's.value_paise', type: 'bigint', direction: 'desc', beyond: '<' },
  cover: { by: 's.cover_days', type: 'integer', ...up },
}
const byTerm: Order = { by: 'f.term', type: 'text', ...up }

function flagsOf(show: Show): readonly Flag[] {
  switch (show) {
    case 'all':
      return []
    case 'low':
      return ['empty', 'low']
    case 'out':
      return ['empty', 'out']
    case 'excess':
      return ['excess']
  }
}

const nameOf = ({ category, goods, show, sort }: LevelsFilter, terms: unknown, after: unknown): string =>
  `stock.levels.${terms ? 'found' : sort}.${show}.${goods}${category === undefined ? '' : '.category'}${after ? '.after' : ''}`

/** Each flag has its own stretch of an index: the first of each are merged. */
function listText(
  conditions: readonly string[],
  order: Order,
  { flags, isSearch, limit }: { flags: readonly Flag[]; isSearch: boolean; limit: number },
): string {
  const source = isSearch
    ? 'item_search f join stock_standing s on s.business_id = f.business_id and s.item_id = f.item_id'
    : 'stock_standing s'
  const some = (flag: string) => `(select s.*, ${order.by} as sort_key from ${source}
      where s.business_id = $1 and s.place_id = $2 and s.is_listed${flag}${conditions.map((one) => ` and ${one}`).join('')}
      order by ${order.by} ${order.direction}, s.item_id ${order.direction} limit ${limit + 1})`
  const parts =
    flags.length === 0 ? [some('')] : flags.map((flag) => some(` and s.flag = '${flag}' and s.flag <> 'ok'`))
  return `
    select s.item_id as "itemId", i.name, i.unit, i.shelf, s.category, a.tracking, s.quantity_milli as quantity, s.value_paise as value,
      s.gross_mg as gross, s.net_mg as net, s.flag, s.cover_days as "coverDays", not s.is_offered as "isArchived",
      s.sort_key::text as "sortKey"
    from (${parts.join(' union all ')}) s
    join item i on i.business_id = $1 and i.id = s.item_id
    left join article a on a.business_id = $1 and a.item_id = s.item_id
    order by s.sort_key ${order.direction}, s.item_id ${order.direction} limit ${limit + 1}`
}

export async function listBeside(tx: Tx, businessId: string, itemIds: readonly string[]): Promise<Beside> {
  if (itemIds.length === 0) return { levels: [], ordered: [], inTransit: [], reserved: [] }
  const [levels, ordered, inTransit, reserved] = await together([
    named<BesideRow>(tx, levelsOfItems, [businessId, itemIds]),
    onOrder(tx, businessId, itemIds),
    named<BesideRow>(tx, transitOfItems, [businessId, itemIds]),
    named<BesideRow>(tx, reservedOfItems, [businessId, itemIds]),
  ])
  return { levels, ordered, inTransit, reserved }
}

const levelsOfItems = {
  name: 'stock.levels.beside',
  text: `
    select item_id as "itemId", branch_id as "branchId", quantity_milli as quantity from stock_level
    where business_id = $1 and item_id = any($2::uuid[]) and quantity_milli <> 0`,
}

const transitOfItems = {
  name: 'stock.levels.transit',
  text: `
    select l.item_id as "itemId", coalesce(m.to_branch_id, m.branch_id) as "branchId", sum(l.open_milli)::bigint as quantity
    from movement_line l join movement m on m.business_id = l.business_id and m.id = l.movement_id
    where l.business_id = $1 and l.item_id = any($2::uuid[]) and l.open_milli > 0 group by 1, 2`,
}

// Pieces that orders hold, and of all that is counted what open orders still have to deliver.
const reservedOfItems = {
  name: 'stock.levels.reserved',
  text: `
    select item_id as "itemId", branch_id as "branchId", sum(quantity)::bigint as quantity from (
      select p.item_id, p.branch_id, 1000::bigint as quantity from piece p
      where p.business_id = $1 and p.item_id = any($2::uuid[]) and p.state = 'reserved'
      union all${reservedByOrders('and l.item_id = any($2::uuid[])')}
    ) r where quantity > 0 group by 1, 2`,
}

export interface StockTotals {
  quantity: Milli
  value: Paise
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
}

/** What lies there at the end of a day, from the sums of days: of one branch, or of all. */
export async function totalStock(
  tx: Tx,
  businessId: string,
  { branchId, onDate }: { branchId: string | undefined; onDate: string },
): Promise<StockTotals> {
  const [totals] = await named<StockTotals>(tx, daysTotal, [businessId, branchId ?? null, onDate])
  if (!totals) throw new Error('a sum has one row')
  return totals
}

const daysTotal = {
  name: 'stock.days.total',
  text: `
    select coalesce(sum(quantity_milli), 0)::bigint as quantity, coalesce(sum(value_paise), 0)::bigint as value,
      coalesce(sum(gross_mg), 0)::bigint as gross, coalesce(sum(net_mg), 0)::bigint as net, coalesce(sum(fine_mg), 0)::bigint as fine,
      coalesce(sum(carat_mct), 0)::bigint as carat
    from stock_day where business_id = $1 and ($2::uuid is null or branch_id = $2) and on_date <= $3::date`,
}

export interface Counts {
  low: number
  out: number
  excess: number
}

/** How many items stand in each way, counted as far as anyone reads. */
export async function countFlags(tx: Tx, businessId: string, branchId: string | undefined): Promise<Counts> {
  const [counts] = await named<Counts>(tx, flagsCounted, [businessId, branchId ?? businessId])
  if (!counts) throw new Error('a count has one row')
  return counts
}

const few = (flag: Flag): string => `(select count(*)::int from (select 1 from stock_standing s
      where s.business_id = $1 and s.place_id = $2 and s.is_listed and s.flag = '${flag}' and s.flag <> 'ok' limit ${mostCounted + 1}) x)`

const flagsCounted = {
  name: 'stock.levels.flags',
  text: `select ${few('low')} + ${few('empty')} as low, ${few('out')} + ${few('empty')} as out, ${few('excess')} as excess`,
}

/** The categories of goods that are listed, by the alphabet. */
export async function listStandingCategories(tx: Tx, businessId: string): Promise<string[]> {
  const rows = await named<{ category: string }>(tx, categoriesSkipped, [businessId])
  return rows.map(({ category }) => category)
}

const categoriesSkipped = {
  name: 'stock.levels.categories',
  text: `
    with recursive c as (
      (select category from stock_standing where business_id = $1 and place_id = $1 and is_listed and category > '' order by category limit 1)
      union all
      select (select s.category from stock_standing s where s.business_id = $1 and s.place_id = $1 and s.is_listed and s.category > c.category
        order by s.category limit 1)
      from c where c.category is not null)
    select category from c where category is not null limit 100`,
}
