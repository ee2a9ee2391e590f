import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { readKept } from '../../features/reordering/suggesting/keeping.commands.ts'
import { listSuggestions } from '../../features/reordering/suggesting/suggesting.queries.ts'
import { listAsOf, stockAccountThen } from '../../features/stock/as-of/as-of.queries.ts'
import { markDue } from '../../features/stock/valuing/marks.commands.ts'
import { listDue } from '../../features/stock/valuing/starting.commands.ts'
import { valueAnew } from '../../features/stock/valuing/valuing.commands.ts'
import { batchNumbers, type GoodsModel, type GoodsWorld, type OpenedShop } from './goods-world.ts'
import { figuresOf, lookAtJewels } from './jewel-world.ts'
import { faultsIn } from './world.ts'

/** What the database says of what the model says, and how much stands in it. */
export interface GoodsSeen {
  /** By item or batch, and in it by branch. */
  levels: string
  batches: string
  transit: bigint[]
  cash: bigint
  supplier: bigint
  goodsReceived: bigint
  landed: bigint
  /** Of an item in batches at a branch, what is on the shelf and lies in none. */
  loose: bigint
  /** Of FIFO: levels that are not what is left of their layers. */
  astray: bigint
  below: bigint
  /** What an account of its own holds of goods that went there, less what its moves say. */
  apart: bigint
  /** Numbers that two papers of a kind have. */
  twice: bigint
  /** Of jewellery, by purity and branch: what the levels say, and which of them are not what is there or what moved. */
  figures: string
  unlike: string
  customer: bigint
  size: string
}

export const lookAtGoods = async (
  tx: Tx,
  { shop, items, branches, accounts, jewels }: OpenedShop,
): Promise<GoodsSeen> => {
  const numbers = batchNumbers.map(({ number }) => number)
  const { cash, goodsReceived, landed } = accounts
  const of = [shop.id, items, branches, numbers, shop.supplierId, cash, goodsReceived, landed]
  const [[row], jewelled] = await Promise.all([
    named<GoodsSeen>(tx, seen, of),
    lookAtJewels(tx, shop.id, jewels, branches),
  ])
  if (!row) throw new Error('a look that sees nothing')
  return { ...row, ...jewelled }
}

/** The same of the model; what is apart, astray or below zero must be nothing. */
export function wantedOf(
  model: GoodsModel,
  { setting, branches }: OpenedShop,
  { below: found }: Pick<GoodsSeen, 'below'>,
): Omit<GoodsSeen, 'size'> {
  const { levels, batches, cash, supplier, goodsReceived, landed } = model
  const transit = levels.map((_, item) =>
    model.transfers
      .flatMap(({ lines }) => lines)
      .reduce((sum, { of, open }) => (of.kind === 'goods' && of.item === item ? sum + open : sum), 0n),
  )
  const below = setting.negative === 'warn' ? found : 0n
  const { customer } = model.jewels
  const kept = {
    loose: 0n,
    astray: 0n,
    below,
    apart: 0n,
    twice: 0n,
    figures: figuresOf(model.jewels, branches.length),
    unlike: '',
    customer,
  }
  return { levels: tableOf(levels), batches: tableOf(batches), transit, cash, goodsReceived, landed, supplier, ...kept }
}

const tableOf = (rows: bigint[][]): string => rows.map((row) => row.join(' ')).join(', ')

const balance = (account: string) => `
    coalesce((select sum(debit - credit) from account_month where business_id = $1 and account_id = ${account}), 0)::bigint`

const seen = {
  name: 'model.goods.seen',
  text: `
  select
    (select string_agg(of_item, ', ' order by n) from (
      select i.n, string_agg((coalesce(l.quantity_milli, 0) / 1000)::text, ' ' order by b.n) as of_item
      from unnest($2::uuid[]) with ordinality as i (id, n) cross join unnest($3::uuid[]) with ordinality as b (id, n)
      left join stock_level l on l.business_id = $1 and l.item_id = i.id and l.branch_id = b.id group by i.n) x) as levels,
    (select string_agg(of_batch, ', ' order by n) from (
      select i.n, string_agg((coalesce(l.quantity_milli, 0) / 1000)::text, ' ' order by b.n) as of_batch
      from unnest($4::text[]) with ordinality as i (number, n) cross join unnest($3::uuid[]) with ordinality as b (id, n)
      left join batch t on t.business_id = $1 and t.number = i.number
      left join batch_level l on l.business_id = $1 and l.batch_id = t.id and l.branch_id = b.id group by i.n) x) as batches,
    (select array_agg(coalesce(t.open, 0) order by i.n) from unnest($2::uuid[]) with ordinality as i (id, n)
      left join (select l.item_id, sum(l.open_milli)::bigint / 1000 as open from movement_line l where l.business_id = $1 group by 1) t
        on t.item_id = i.id) as transit,
    ${balance('$6')} as cash, ${balance('$7')} as "goodsReceived", ${balance('$8')} as landed,
    coalesce((select amount from party_balance where business_id = $1 and party_id = $5 and commodity = 'INR'), 0)::bigint
      as supplier,
    (select coalesce(sum(abs(l.quantity_milli - coalesce((select sum(quantity_milli) from batch_level b
        where b.business_id = $1 and b.item_id = l.item_id and b.branch_id = l.branch_id), 0))), 0)::bigint
      from stock_level l join item i on i.business_id = $1 and i.id = l.item_id and i.tracks_batches where l.business_id = $1) as loose,
    (select count(*) from stock_level l join business u on u.id = $1 and u.valuation = 'fifo'
      left join lateral (select sum(left_milli) as milli, sum(left_paise) as paise from cost_layer c
        where c.business_id = $1 and c.item_id = l.item_id and c.branch_id = l.branch_id) c on true
      where l.business_id = $1 and not exists (select 1 from article a where a.business_id = $1 and a.item_id = l.item_id)
        and (coalesce(c.milli, 0) <> greatest(l.quantity_milli, 0)
        or l.quantity_milli > 0 and c.paise <> l.value_paise)) as astray,
    (select count(*) from stock_level where business_id = $1 and quantity_milli < 0) as below,
    (select coalesce(sum(abs(coalesce(b.amount, 0) + coalesce(m.amount, 0))), 0)::bigint
      from (select a.role, sum(x.debit - x.credit) as amount from account a join account_month x on x.business_id = $1 and x.account_id = a.id
        where a.business_id = $1 and a.role in ('own-use', 'samples', 'stock-wastage') group by 1) b
      full join (select case o.kind when 'own-use' then 'own-use' when 'sample' then 'samples' else 'stock-wastage' end as role,
          sum(r.value_paise + r.correction_paise) as amount
        from stock_move r join stock_move o on o.business_id = $1 and o.id = coalesce(r.revalues_id, r.id)
          and o.kind in ('own-use', 'sample', 'wastage', 'melting') where r.business_id = $1 group by 1) m using (role)) as apart,
    (select count(*) from (select kind, number from document where business_id = $1 group by 1, 2 having count(*) > 1) n) as twice,
    concat_ws(' ', (select count(*) from voucher where business_id = $1), (select count(*) from document where business_id = $1),
      (select count(*) from stock_move where business_id = $1), (select sum(next) from series where business_id = $1),
      (select count(*) from allocation where business_id = $1), (select count(*) from movement where business_id = $1)) as size`,
}

/** What of the books does not hold, and where the summary of a past day is not what the moves until then add up to. */
export const faultsOfGoods = async (tx: Tx, { shop }: OpenedShop, onDate: string): Promise<unknown[]> => {
  const points = await faultsIn(tx, shop.id)
  const { rows } = await listAsOf(tx, shop.id, { onDate, branchId: undefined })
  const shown = rows.map((row) => `${row.itemId} ${row.branchId} ${row.quantity} ${row.value}`).sort()
  const moved = await named<{ said: string }>(tx, movedUntil, [shop.id, onDate])
  const wanted = moved.map(({ said }) => said).sort()
  const isSame = JSON.stringify(shown) === JSON.stringify(wanted)
  const value = rows.reduce((sum, row) => sum + row.value, 0n)
  const account = await stockAccountThen(tx, shop.id, onDate)
  return [
    ...points,
    ...(isSame ? [] : [{ asOf: onDate, shown, wanted }]),
    ...(value === account ? [] : [{ stockOf: onDate, value: `${value}`, account: `${account}` }]),
  ]
}

const movedUntil = {
  name: 'model.goods.moved_until',
  text: `
    select concat_ws(' ', item_id, branch_id, sum(quantity_milli), sum(value_paise)) as said
    from stock_move where business_id = $1 and on_date <= $2
    group by item_id, branch_id having sum(quantity_milli) <> 0 or sum(value_paise) <> 0`,
}

/** Values what is due anew until nothing is, as the job does. Says how many moves changed. */
export async function valueDueNow(tx: Tx, { shop }: GoodsWorld): Promise<number> {
  let changed = 0
  const run = { id: newId(), reason: 'Test', fromOn: '2026-10-01' }
  for (let times = 0; times < 200; times++) {
    const pools = await listDue(tx, shop.id, 3)
    if (pools.length === 0) return changed
    changed += await valueAnew(tx, shop.id, { pools, run }, shop.actor)
  }
  throw new Error('what goods cost goes round in a circle')
}

/** Once nothing is due, all that ever moved is worth what it is worth: to value it again changes nothing. */
export const changedAnew = (real: GoodsWorld): Promise<number> =>
  inBusiness(real.kit.db, real.shop.id, async (tx) => {
    await valueDueNow(tx, real)
    const { rows: pools } = await tx.raw(
      `select item_id as "itemId", branch_id as "branchId", '2026-10-01' as "onDate" from stock_level l
        where business_id = ? and not exists (select 1 from article a where a.business_id = l.business_id and a.item_id = l.item_id)`,
      [real.shop.id],
    )
    await markDue(tx, real.shop.id, pools, real.shop.actor.at)
    return valueDueNow(tx, real)
  })

/**
 * What is kept of what to order, made true by what the edit log says of the steps since, beside what is so: every command
 * must tell the log whatever it touched.
 */
export const keptToOrder = ({
  kit,
  shop,
}: Pick<GoodsWorld, 'kit' | 'shop'>): Promise<{ kept: string; wanted: string }> =>
  inBusiness(kit.db, shop.id, async (tx) => {
    await readKept(tx, shop.id, { today: '2026-11-21', at: shop.actor.at }, async () => undefined)
    const [kept] = await named<{ said: string }>(tx, toOrder, [shop.id])
    const wanted = (await listSuggestions(tx, shop.id)).map((one) =>
      [one.itemId, one.branchId, one.supplierId ?? shop.id, one.free, one.coming, one.quantity, one.price].join(' '),
    )
    return { kept: kept?.said ?? '', wanted: wanted.sort().join() }
  })

const toOrder = {
  name: 'model.goods.to_order',
  text: `
    select coalesce(string_agg(said, ',' order by said collate "C"), '') as said from (
      select concat_ws(' ', item_id, branch_id, supplier_id, free_milli, coming_milli, quantity_milli, price_paise) as said
      from reorder_line where business_id = $1) l`,
}
