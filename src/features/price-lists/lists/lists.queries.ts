import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { listedPrice } from '../offers.rules.ts'
import type { WrittenLine } from './lists.commands.ts'

export interface PriceList {
  id: string
  name: string
  groupId: string | null
  groupName: string | null
  fromOn: IsoDate
  toOn: IsoDate | null
  lines: number
}

/** Those that begin last first. */
export async function listLists(
  tx: Tx,
  businessId: string,
  after: readonly [fromOn: string, id: string] | undefined,
): Promise<Page<PriceList>> {
  const [fromOn, id] = after ?? ['9999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  return pageOf(await named<PriceList>(tx, lists, [businessId, fromOn, id, pageSize + 1]))
}

/** Throws NotFound. */
export async function findList(tx: Tx, businessId: string, id: string): Promise<PriceList> {
  const [list] = await named<PriceList>(tx, listById, [businessId, id])
  if (!list) throw new NotFound('no such price list')
  return list
}

/** Nobody else writes the list until the transaction ends. Throws NotFound. */
export async function lockList(tx: Tx, businessId: string, id: string): Promise<PriceList> {
  await named(tx, listLock, [businessId, id])
  return findList(tx, businessId, id)
}

export interface ListedLine {
  id: string
  itemId: string | null
  name: string
  unit: string
  min: Milli
  amount: Paise | null
  bp: number | null
  /** The item's own price; null for a category. */
  own: Paise | null
  key: string
}

export type LineKey = readonly [key: string, min: string, id: string]

/** The lines of a list by name and quantity. */
export async function listLines(
  tx: Tx,
  businessId: string,
  listId: string,
  after: LineKey | undefined,
): Promise<Page<ListedLine>> {
  const [key, min, id] = after ?? ['', '0', '00000000-0000-0000-0000-000000000000']
  return pageOf(await named<ListedLine>(tx, lines, [businessId, listId, key, min, id, pageSize + 1]))
}

/** All lines of a list, to be copied. */
export async function readLines(tx: Tx, businessId: string, listId: string): Promise<WrittenLine[]> {
  type Row = Omit<WrittenLine, 'price'> & { amount: Paise | null; bp: number | null }
  const rows = await named<Row>(tx, linesToCopy, [businessId, listId])
  return rows.map(({ amount, bp, ...line }) => ({ ...line, price: listedPrice(amount, bp) }))
}

export interface OverlappingList {
  id: string
  name: string
  groupName: string | null
  fromOn: IsoDate
  toOn: IsoDate | null
  /** Items and categories that both name. */
  shared: number
}

/** Other lists that on some day bear on the same item or category for the same customer. */
export const listOverlaps = (tx: Tx, businessId: string, listId: string): Promise<OverlappingList[]> =>
  named(tx, overlaps, [businessId, listId])

const columns = `
  s.id, s.name, s.group_id as "groupId", g.name as "groupName", s.from_on as "fromOn", s.to_on as "toOn",
  (select count(*)::integer from price_list_line l where l.business_id = s.business_id and l.list_id = s.id) as lines
  from price_list s left join party_group g on g.business_id = s.business_id and g.id = s.group_id
  where s.business_id = $1`

const lists = {
  name: 'price_list.list',
  text: `select ${columns} and (s.from_on, s.id) < ($2::date, $3::uuid) order by s.from_on desc, s.id desc limit $4`,
}
const listById = { name: 'price_list.one', text: `select ${columns} and s.id = $2` }
const listLock = {
  name: 'price_list.lock',
  text: 'select 1 from price_list where business_id = $1 and id = $2 for no key update',
}

const lines = {
  name: 'price_list.lines',
  text: `
    select * from (
      select l.id, l.item_id as "itemId", coalesce(i.name, l.category) as name, coalesce(i.unit, '') as unit, l.min_milli as min,
        l.price_paise as amount, l.change_bp as bp, i.sale_price_paise as own, coalesce(i.name_key, lower(l.category)) as key
      from price_list_line l left join item i on i.business_id = l.business_id and i.id = l.item_id
      where l.business_id = $1 and l.list_id = $2) o
    where (o.key, o.min, o.id) > ($3, $4::bigint, $5::uuid) order by o.key, o.min, o.id limit $6`,
}

const linesToCopy = {
  name: 'price_list.lines.all',
  text: `
    select item_id as "itemId", category, min_milli as min, price_paise as amount, change_bp as bp
    from price_list_line where business_id = $1 and list_id = $2 order by id`,
}

const overlaps = {
  name: 'price_list.overlaps',
  text: `
    select o.id, o.name, g.name as "groupName", o.from_on as "fromOn", o.to_on as "toOn",
      count(distinct coalesce(l.item_id::text, l.category))::integer as shared
    from price_list s
    join price_list o on o.business_id = s.business_id and o.id <> s.id and o.from_on <= coalesce(s.to_on, 'infinity')
      and s.from_on <= coalesce(o.to_on, 'infinity') and (s.group_id is null or o.group_id is null or s.group_id = o.group_id)
    left join party_group g on g.business_id = o.business_id and g.id = o.group_id
    join price_list_line l on l.business_id = o.business_id and l.list_id = o.id
    where s.business_id = $1 and s.id = $2
      and exists (select 1 from price_list_line m where m.business_id = s.business_id and m.list_id = s.id
        and m.item_id is not distinct from l.item_id and m.category = l.category)
    group by o.id, o.name, g.name, o.from_on, o.to_on order by shared desc, o.id limit 20`,
}
