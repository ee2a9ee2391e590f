import type pg from 'pg'
import type { Shop } from './shops.ts'

/** How much was bought. */
export interface PurchasesSize {
  readonly suppliers: number
  readonly orders: number
  /** Each with a bill but for the last few. */
  readonly receipts: number
  readonly linesEach: number
  readonly lots: number
}

/**
 * Orders, receipts and bills of many suppliers over a year and a half, and lots of loose metal: what the lists of purchases
 * show. Papers only: what they moved stands in the stock already.
 */
export async function seedPurchases(client: pg.Client, { businessId }: Shop, size: PurchasesSize): Promise<void> {
  await client.query("select set_config('app.business_id', $1, false)", [businessId])
  const { rows } = await client.query(`select 1 from series where business_id = $1 and prefix = 'BGR'`, [businessId])
  if (rows.length > 0) return
  await client.query('set session_replication_role = replica')
  const ask = (text: string, more: readonly unknown[] = []) => client.query(text, [businessId, ...more])
  const { linesEach } = size
  await ask(suppliers, [size.suppliers])
  await ask(series)
  await ask(papers('purchase-order', 'BPO'), [size.orders])
  await ask(orders)
  await ask(lines('purchase-order'), [linesEach])
  await ask(orderLines)
  await ask(papers('goods-receipt', 'BGR'), [size.receipts])
  await ask(receipts, [size.receipts])
  await ask(lines('goods-receipt'), [linesEach])
  await ask(receiptLines)
  await ask(papers('supplier-bill', 'BPB'), [size.receipts])
  await ask(bills)
  await ask(lines('supplier-bill'), [linesEach])
  await ask(billLines)
  await ask(openBills)
  await ask(partyItems)
  await ask(lots, [size.lots])
  await client.query('set session_replication_role = origin')
  await client.query('vacuum (analyze)')
}

const uuid = `overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid`
const branch = '(select id from branch where business_id = $1 order by is_main desc, id limit 1)'
const bought = `from document d where d.business_id = $1 and d.number ~`

const suppliers = `
  update party set is_supplier = true
  where business_id = $1 and id in (select id from party where business_id = $1 order by id limit $2)`

const series = `
  insert into series (business_id, id, document_kind, branch_id, fy, prefix)
  select $1, ${uuid}, k.kind, ${branch}, '2000-01', k.prefix
  from (values ('purchase-order', 'BPO'), ('goods-receipt', 'BGR'), ('supplier-bill', 'BPB')) k (kind, prefix)`

// One after another over five hundred days; who supplies an item is always the same, and each tenth paper is of the largest.
const papers = (kind: string, prefix: string) => `
  with s as (select id from series where business_id = $1 and prefix = '${prefix}'),
  p as (select id, name, row_number() over (order by id) - 1 as place, count(*) over () as all_of from party where business_id = $1 and is_supplier)
  insert into document (business_id, id, kind, state, series_id, number, on_date, due_on, party_id, branch_id, party_snapshot, place_of_supply,
    supply, taxable_paise, cgst_paise, sgst_paise, total_paise, cost_paise, request_hash, issued_by, issued_by_name, issued_at)
  select $1, uuidv7(q.on_date - now() + n * interval '1 millisecond'), '${kind}', 'issued', s.id, '${prefix}-' || n, q.on_date, q.on_date + 30, p.id,
    ${branch}, jsonb_build_object('name', p.name), '24', 'intra', 1000000, 90000, 90000, 1180000, 1000000, '',
    (select user_id from membership where business_id = $1 limit 1), 'Bench', q.on_date
  from generate_series(1, $2::int) n cross join s
  cross join lateral (select current_date - 500 + (n::bigint * 500 / $2::int)::int as on_date) q
  join p on p.place = case when n % 10 = 0 then 0 else n % p.all_of end`

const lines = (kind: string) => `
  insert into document_line (business_id, document_id, line, item_id, description, unit, quantity_milli, price_paise, price_includes_tax,
    gross_paise, taxable_paise, rate_bp, cgst_paise, sgst_paise, total_paise)
  select $1, d.id, k, i.id, i.name, 'PCS', 10000, 20000, false, 200000, 200000, 1800, 18000, 18000, 236000
  from (select id, row_number() over (order by number) as n from document where business_id = $1 and kind = '${kind}' and number like 'B%') d
  cross join generate_series(1, $2::int) k
  join (select id, name, row_number() over (order by id) - 1 as place, count(*) over () as all_of
    from item where business_id = $1 and category ~ '^Bench [0-9]') i on i.place = (d.n * 13 + k * 997) % i.all_of`

// The last ones are on their way, some late; a few wait for approval.
const orders = `
  insert into purchase_order (business_id, document_id, state, expected_on)
  select $1, d.id, case when d.on_date > current_date - 3 then 'waiting' when d.on_date > current_date - 30 then 'open'
    when d.on_date > current_date - 40 then 'part-received' else 'received' end, d.on_date + 10
  ${bought} '^BPO'`

const orderLines = `
  insert into purchase_order_line (business_id, order_id, line, item_id, quantity_milli, price_paise, expected_on, received_milli)
  select $1, o.document_id, l.line, l.item_id, l.quantity_milli, l.price_paise, o.expected_on,
    case o.state when 'received' then l.quantity_milli when 'part-received' then l.quantity_milli / 2 else 0 end
  from purchase_order o join document_line l on l.business_id = $1 and l.document_id = o.document_id where o.business_id = $1`

const receipts = `
  insert into goods_receipt (business_id, document_id, their_number, differs, waits_for_bill)
  select $1, d.id, 'C' || d.number, substr(d.number, 5)::int % 20 = 0, substr(d.number, 5)::int > $2::int - 200 ${bought} '^BGR'`

const receiptLines = `
  insert into goods_receipt_line (business_id, receipt_id, line, item_id, received_milli, rejected_milli, reject_reason, price_paise, cost_paise,
    billed_milli, supplier_id, on_date)
  select $1, d.id, l.line, l.item_id, l.quantity_milli, case when g.differs and l.line = 1 then 1000 else 0 end,
    case when g.differs and l.line = 1 then 'Broken' else '' end, l.price_paise, l.taxable_paise,
    case when g.waits_for_bill then 0 else l.quantity_milli end, d.party_id, d.on_date
  from goods_receipt g join document d on d.business_id = $1 and d.id = g.document_id
  join document_line l on l.business_id = $1 and l.document_id = g.document_id where g.business_id = $1 and d.number ~ '^BGR'`

const bills = `
  insert into supplier_bill (business_id, document_id, party_id, their_number, their_date, numbered_in, goods_paise, has_difference)
  select $1, d.id, d.party_id, 'T' || d.number, d.on_date, '2000-01', 1000000, substr(d.number, 5)::int % 25 = 0 ${bought} '^BPB'`

const billLines = `
  insert into supplier_bill_line (business_id, document_id, line, cost_paise)
  select $1, d.id, l.line, l.taxable_paise from document d join document_line l on l.business_id = $1 and l.document_id = d.id
  where d.business_id = $1 and d.number ~ '^BPB'`

// What is not paid yet: all of the last weeks and a few old ones.
const openBills = `
  insert into open_item (business_id, id, party_id, side, kind, document_id, voucher_id, number, amount, open_amount, on_date, due_on, moved_on)
  select $1, ${uuid}, d.party_id, 'credit', 'bill', d.id, ${uuid}, d.number, 1180000,
    case when d.on_date > current_date - 40 or substr(d.number, 5)::int % 40 = 0 then 1180000 else 0 end, d.on_date, d.due_on, d.on_date
  ${bought} '^BPB'`

const partyItems = `
  insert into party_item (business_id, party_id, item_id, price_paise, price_on, lead_days, updated_at)
  select distinct on (l.supplier_id, l.item_id) $1::uuid, l.supplier_id, l.item_id, l.price_paise, l.on_date, 7, now()
  from goods_receipt_line l where l.business_id = $1 order by l.supplier_id, l.item_id, l.on_date desc
  on conflict do nothing`

const lots = `
  insert into lot (business_id, id, item_id, branch_id, purity_id, name, counter, kind, fineness, gross_mg, net_mg, fine_mg, value_paise, created_at)
  select $1, ${uuid}, a.item_id, ${branch}, a.purity_id, 'Bench ' || n, 'Counter ' || n % 8, 'metal', 9160, 100000 + n, 100000 + n, 91600, 5000000, now()
  from generate_series(1, $2::int) n
  cross join (select item_id, purity_id from article where business_id = $1 order by item_id limit 1) a`
