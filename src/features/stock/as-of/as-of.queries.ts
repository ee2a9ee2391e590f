import { type IsoDate, monthStart } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mct, Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface AsOfRow {
  itemId: string
  name: string
  unit: string
  category: string
  tracking: 'piece' | 'lot' | null
  branchId: string
  branchName: string
  quantity: Milli
  value: Paise
  gross: Mg
  net: Mg
  fine: Mg
  carat: Mct
  nameKey: string
}

/** The item and branch after which a page begins. */
export type AsOfCursor = readonly [nameKey: string, itemId: string, branchId: string]

export interface AsOfPage {
  rows: AsOfRow[]
  next: AsOfCursor | undefined
}

interface Asked {
  onDate: IsoDate
  branchId: string | undefined
  after?: AsOfCursor | undefined
  limit?: number
}

/**
 * What each item had at each branch at the end of a day, by name: the months before it, and the moves of that month alone.
 * Items that came later are passed over unread, so a page costs the same whatever history holds.
 */
export async function listAsOf(tx: Tx, businessId: string, asked: Asked): Promise<AsOfPage> {
  let after = asked.after
  for (;;) {
    const page = await listSome(tx, businessId, { ...asked, after })
    // Of many items in a row nothing was there: what follows is looked at, so that no page is empty before the last.
    if (page.rows.length > 0 || !page.next) return page
    after = page.next
  }
}

async function listSome(
  tx: Tx,
  businessId: string,
  { onDate, branchId, after, limit = pageSize }: Asked,
): Promise<AsOfPage> {
  const [key, itemId, afterBranch] = after ?? ['', least, least]
  const looked = limit * 4
  const from = [businessId, branchId ?? businessId, onDate, key, itemId, looked]
  const values = [...from, monthStart(onDate), afterBranch, limit + 1, branchId ?? null]
  const found = await named<AsOfRow>(tx, figuresOfDay, values)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (found.length > limit && last) return { rows, next: [last.nameKey, last.itemId, last.branchId] }
  const [beyond] = await named<{ nameKey: string; itemId: string }>(tx, lastLooked, from)
  return { rows, next: beyond && [beyond.nameKey, beyond.itemId, most] }
}

const least = '00000000-0000-0000-0000-000000000000'
const most = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const candidates = `
      select s.item_id, s.name_key from stock_standing s
      where s.business_id = $1 and s.place_id = $2 and s.first_on <= $3::date and (s.name_key, s.item_id) >= ($4, $5::uuid)
      order by s.name_key, s.item_id`

const figuresOfDay = {
  name: 'stock.as_of.page',
  text: `
    select c.item_id as "itemId", i.name, i.unit, i.category, a.tracking, f.branch_id as "branchId", b.name as "branchName",
      f.quantity, f.value, f.gross, f.net, f.fine, f.carat, c.name_key as "nameKey"
    from (${candidates} limit $6) c
    cross join lateral (
      select x.branch_id, sum(x.quantity)::bigint as quantity, sum(x.value)::bigint as value, sum(x.gross)::bigint as gross,
        sum(x.net)::bigint as net, sum(x.fine)::bigint as fine, sum(x.carat)::bigint as carat
      from (
        select m.branch_id, m.in_milli - m.out_milli as quantity, m.in_paise - m.out_paise as value, m.gross_mg as gross, m.net_mg as net,
          m.fine_mg as fine, m.carat_mct as carat
        from stock_month m where m.business_id = $1 and m.item_id = c.item_id and m.month < $7::date
        union all
        select m.branch_id, m.quantity_milli, m.value_paise, m.gross_mg, m.net_mg, m.fine_mg, m.carat_mct
        from stock_move m where m.business_id = $1 and m.item_id = c.item_id and m.on_date >= $7::date and m.on_date <= $3::date
      ) x
      where $10::uuid is null or x.branch_id = $10
      group by x.branch_id
    ) f
    join item i on i.business_id = $1 and i.id = c.item_id
    join branch b on b.business_id = $1 and b.id = f.branch_id
    left join article a on a.business_id = $1 and a.item_id = c.item_id
    where (f.quantity <> 0 or f.value <> 0) and (c.name_key, c.item_id, f.branch_id) > ($4, $5::uuid, $8::uuid)
    order by c.name_key, c.item_id, f.branch_id limit $9`,
}

const lastLooked = {
  name: 'stock.as_of.looked',
  text: `select c.item_id as "itemId", c.name_key as "nameKey" from (${candidates} offset $6::bigint - 1 limit 1) c`,
}

/** What the stock account held at the end of a day. */
export async function stockAccountThen(tx: Tx, businessId: string, onDate: IsoDate): Promise<Paise> {
  const [balance] = await named<{ amount: Paise }>(tx, accountThen, [businessId, onDate, monthStart(onDate)])
  if (!balance) throw new Error('a sum has one row')
  return balance.amount
}

const accountThen = {
  name: 'stock.as_of.account',
  text: `
    select (coalesce((select sum(m.debit - m.credit) from account a
        join account_month m on m.business_id = a.business_id and m.account_id = a.id and m.commodity = 'INR' and m.month < $3::date
        where a.business_id = $1 and a.role = 'stock'), 0)
      + coalesce((select sum(d.debit_paise - d.credit_paise) from account a
        join account_day d on d.business_id = a.business_id and d.account_id = a.id and d.on_date between $3::date and $2::date
        where a.business_id = $1 and a.role = 'stock'), 0))::bigint as amount`,
}
