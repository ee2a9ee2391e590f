import type pg from 'pg'
import { standingSql } from '../seeds/large/kept-standing.ts'
import { standardPurities } from '../src/core/metal.ts'
import { newId } from '../src/db/ids.ts'
import type { Shop } from './shops.ts'

/** How large the stock is. */
export interface StockSize {
  readonly items: number
  /** Of each item, a week apart: so many weeks back. */
  readonly movesEach: number
  readonly articles: number
  readonly piecesEach: number
}

/**
 * A stock of many items, pieces and moves in a shop that is there already, written by the server from numbers. What the app
 * keeps beside them is added up once at the end; the stock account gets what came and went each day.
 */
export async function seedStock(client: pg.Client, { businessId }: Shop, size: StockSize): Promise<void> {
  await client.query("select set_config('app.business_id', $1, false)", [businessId])
  const { rows } = await client.query<{ is_there: boolean }>(
    `select exists (select 1 from item where business_id = $1 and category = 'Bench 1') as is_there`,
    [businessId],
  )
  if (rows[0]?.is_there) return
  const ask = (text: string, more: readonly unknown[] = []) => client.query(text, [businessId, ...more])
  await ask("update business set kind = 'jeweller' where id = $1")
  await ask("update business_directory set kind = 'jeweller' where id = $1")
  await client.query('set session_replication_role = replica')
  // The month and the day are added up anew from all moves, those of the shop's own year too.
  for (const table of ['stock_month', 'stock_day', 'stock_standing', 'stock_idle'])
    await ask(`delete from ${table} where business_id = $1`)
  await client.query("set maintenance_work_mem = '1GB'")
  await client.query("set work_mem = '256MB'")
  await ask(items, [size.items])
  await withoutIndexes(client, 'stock_move', () => ask(moves, [size.movesEach]))
  await ask(levels)
  await seedPieces(client, businessId, size)
  for (const text of [months, days, accountMonths, accountDays, ...standingSql('$1')]) await ask(text)
  await ask(tally)
  await client.query('set session_replication_role = origin')
  await client.query('vacuum (analyze)')
}

/** A row at a time, two million moves would be put into ten indexes: those that nothing rests on are made again once all are there. */
async function withoutIndexes(client: pg.Client, table: string, write: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as made from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = $1::regclass and not i.indisprimary and not i.indisunique`,
    [table],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await write()
  for (const { made } of rows) await client.query(made)
}

async function seedPieces(client: pg.Client, businessId: string, size: StockSize): Promise<void> {
  const purityId = newId()
  const purity = standardPurities.find(({ name }) => name === '22K 916')
  await client.query(
    `insert into purity (business_id, id, metal, name, fineness) values ($1, $2, 'gold', 'Bench 22K', $3)`,
    [businessId, purityId, purity?.fineness ?? 9160],
  )
  await client.query(articles, [businessId, purityId, size.articles])
  await client.query(articleRows, [businessId, purityId])
  await client.query(pieces, [businessId, purityId, size.piecesEach])
  await client.query(pieceMoves, [businessId])
  await client.query(pieceLevels, [businessId])
}

const uuid = `overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid`
const branch = '(select id from branch where business_id = $1 order by is_main desc, id limit 1)'
const gst = '(select id from gst_class where business_id = $1 order by name limit 1)'

const items = `
  insert into item (business_id, id, kind, name, unit, hsn, gst_class_id, category, shelf, low_stock_milli, purchase_price_paise,
    created_at, updated_at)
  select $1, ${uuid}, 'goods', 'Bench ' || md5(n::text), 'PCS', '1006', ${gst}, 'Bench ' || 1 + n % 40, 'R' || n % 90,
    case when n % 5 = 0 then 60000 else 0 end, 1000 + n % 5000, now(), now()
  from generate_series(1, $2::int) n`

// Each tenth brings a hundred, the others sell eleven: an item in seven sells nothing in the last half year. They are written day
// by day, as a shop writes them: the moves of an item lie far apart.
const moves = `
  insert into stock_move (business_id, id, item_id, branch_id, kind, quantity_milli, value_paise, note, on_date, at)
  select $1, uuidv7(m.on_date - now()), m.item_id, ${branch}, m.kind, m.milli, m.milli * m.price / 1000, '', m.on_date, m.on_date
  from (select i.id as item_id, i.purchase_price_paise as price, q.*,
      current_date - (($2::int - k) * 7 + case when i.purchase_price_paise % 7 = 0 then 200 else 0 end) as on_date
    from item i cross join generate_series(0, $2::int - 1) k
    cross join lateral (select case when k = 0 then 'opening' when k % 10 = 0 then 'purchase' else 'sale' end as kind,
      case when k % 10 = 0 then 100000 else -11000 end::bigint as milli) q
    where i.business_id = $1 and i.category like 'Bench %' offset 0) m
  order by m.on_date, m.item_id`

const levels = `
  insert into stock_level (business_id, item_id, branch_id, quantity_milli, value_paise)
  select m.business_id, m.item_id, m.branch_id, sum(m.quantity_milli), sum(m.value_paise)
  from stock_move m join item i on i.business_id = m.business_id and i.id = m.item_id and i.category like 'Bench %'
  where m.business_id = $1 group by 1, 2, 3`

const articles = `
  insert into item (business_id, id, kind, name, unit, hsn, gst_class_id, category, created_at, updated_at)
  select $1, ${uuid}, 'goods', 'Article ' || n, 'GMS', '711319', ${gst}, 'Bench gold', now(), now()
  from generate_series(1, $3::int) n where $2::uuid is not null`

const articleRows = `
  insert into article (business_id, item_id, purity_id, tracking)
  select $1, id, $2, 'piece' from item where business_id = $1 and category = 'Bench gold'`

const pieces = `
  insert into piece (business_id, id, item_id, branch_id, purity_id, tag, counter, gross_mg, net_mg, fineness, fine_mg, cost_paise, state,
    came_on, created_at, updated_at)
  select $1, ${uuid}, i.id, ${branch}, $2, 'B' || row_number() over (order by i.id, n), 'Counter ' || 1 + n % 8, w, w, 9160, round(w * 0.916),
    w * 1100, 'in-stock', current_date - n % 700, now(), now()
  from item i cross join generate_series(1, $3::int) n cross join lateral (select 1000 + (n::bigint * 7919) % 60000 as w) x
  where i.business_id = $1 and i.category = 'Bench gold'`

const pieceMoves = `
  insert into stock_move (business_id, id, item_id, branch_id, kind, quantity_milli, value_paise, gross_mg, net_mg, fine_mg, piece_id, on_date, at)
  select p.business_id, ${uuid}, p.item_id, p.branch_id, 'opening', 1000, p.cost_paise, p.gross_mg, p.net_mg, p.fine_mg, p.id, p.came_on, now()
  from piece p where p.business_id = $1 and p.tag like 'B%'`

const pieceLevels = `
  insert into stock_level (business_id, item_id, branch_id, quantity_milli, value_paise, gross_mg, net_mg, fine_mg)
  select business_id, item_id, branch_id, 1000 * count(*), sum(cost_paise), sum(gross_mg), sum(net_mg), sum(fine_mg)
  from piece where business_id = $1 and tag like 'B%' group by 1, 2, 3`

const sold = `kind in ('sale', 'sale-cancelled', 'return', 'return-cancelled')`
const bought = `kind in ('purchase', 'purchase-cancelled', 'purchase-return', 'purchase-return-cancelled')`
const months = `
  insert into stock_month (business_id, item_id, branch_id, month, in_milli, out_milli, in_paise, out_paise, sold_milli, sold_paise,
    bought_milli, bought_paise, gross_mg, net_mg, fine_mg, carat_mct)
  select business_id, item_id, branch_id, date_trunc('month', on_date::timestamp)::date,
    coalesce(sum(quantity_milli) filter (where quantity_milli > 0), 0), coalesce(-sum(quantity_milli) filter (where quantity_milli < 0), 0),
    coalesce(sum(value_paise) filter (where quantity_milli > 0), 0), coalesce(-sum(value_paise) filter (where quantity_milli < 0), 0),
    coalesce(-sum(quantity_milli) filter (where ${sold}), 0), coalesce(-sum(value_paise) filter (where ${sold}), 0),
    coalesce(sum(quantity_milli) filter (where ${bought}), 0), coalesce(sum(value_paise) filter (where ${bought}), 0),
    sum(gross_mg), sum(net_mg), sum(fine_mg), sum(carat_mct)
  from stock_move where business_id = $1 group by 1, 2, 3, 4`

const days = `
  insert into stock_day (business_id, branch_id, on_date, quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct)
  select business_id, branch_id, on_date, sum(quantity_milli), sum(value_paise), sum(gross_mg), sum(net_mg), sum(fine_mg), sum(carat_mct)
  from stock_move where business_id = $1 group by 1, 2, 3`

const account = `(select id from account where business_id = $1 and role = 'stock')`
const benchMoves = `
  from stock_move m join item i on i.business_id = m.business_id and i.id = m.item_id and i.category like 'Bench%'
  where m.business_id = $1 group by 1, 2, 3`
const sides = `greatest(sum(m.value_paise), 0) as debit, greatest(-sum(m.value_paise), 0) as credit`
const accountMonths = `
  insert into account_month as a (business_id, account_id, month, commodity, debit, credit)
  select m.business_id, ${account}, date_trunc('month', m.on_date::timestamp)::date, 'INR', ${sides} ${benchMoves}
  on conflict (business_id, account_id, commodity, month) do update set debit = a.debit + excluded.debit, credit = a.credit + excluded.credit`
const accountDays = `
  insert into account_day as a (business_id, account_id, on_date, debit_paise, credit_paise)
  select m.business_id, ${account}, m.on_date, ${sides} ${benchMoves}
  on conflict (business_id, account_id, on_date) do update
    set debit_paise = a.debit_paise + excluded.debit_paise, credit_paise = a.credit_paise + excluded.credit_paise`

const tally = `
  insert into piece_tally (business_id, kind, group_key, branch_id, pieces, gross_mg, net_mg, fine_mg, value_paise)
  select p.business_id, g.kind, g.group_key, p.branch_id, count(*), sum(gross_mg), sum(net_mg), sum(fine_mg), sum(cost_paise)
  from piece p cross join lateral (values ('counter', p.counter), ('purity', p.purity_id::text), ('article', p.item_id::text || ' ' || p.counter),
    ('month', to_char(p.came_on, 'YYYY-MM')), ('weight', case when gross_mg < 2000 then '0' when gross_mg < 5000 then '2000'
      when gross_mg < 10000 then '5000' when gross_mg < 20000 then '10000' when gross_mg < 50000 then '20000' else '50000' end)) g (kind, group_key)
  where p.business_id = $1 and p.tag like 'B%' group by 1, 2, 3, 4`
