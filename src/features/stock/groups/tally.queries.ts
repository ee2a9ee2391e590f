import type { Paise } from '../../../core/money.ts'
import type { Mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** What pieces are counted by; `article` is the id of an item, a blank and a counter. */
export type TallyKind = 'counter' | 'purity' | 'article' | 'month' | 'weight'

export interface TallyRow {
  kind: TallyKind
  groupKey: string
  pieces: number
  gross: Mg
  net: Mg
  fine: Mg
  value: Paise
}

/** The shop's pieces by counter, purity, weight and the month they came in: of one branch, or of all. */
export async function readTally(tx: Tx, businessId: string, branchId: string | undefined): Promise<TallyRow[]> {
  await foldTally(tx, businessId)
  return named<TallyRow>(tx, tallied, [businessId, branchId ?? null])
}

/** The pieces of one article by counter. */
export async function tallyOfArticle(tx: Tx, businessId: string, itemId: string): Promise<TallyRow[]> {
  return named<TallyRow>(tx, talliedOfArticle, [businessId, `${itemId} `, `${itemId}!`])
}

/** Above this what changed is folded into the tally by who reads it: reading stays short whatever was changed. */
const mostLoose = 200

async function foldTally(tx: Tx, businessId: string): Promise<void> {
  const [loose] = await named<{ count: number }>(tx, looseCounted, [businessId])
  if ((loose?.count ?? 0) > mostLoose) await named(tx, looseFolded, [businessId])
}

const looseCounted = {
  name: 'stock.tally.loose',
  text: `select count(*)::int as count from (select 1 from piece_change where business_id = $1 limit ${mostLoose + 1}) x`,
}

const heavy = 'abs(c.gross_mg)'
const groups = `(values ('counter', c.counter), ('purity', c.purity_id::text), ('article', c.item_id::text || ' ' || c.counter),
      ('month', to_char(c.came_on, 'YYYY-MM')), ('weight', case when ${heavy} < 2000 then '0' when ${heavy} < 5000 then '2000'
        when ${heavy} < 10000 then '5000' when ${heavy} < 20000 then '10000' when ${heavy} < 50000 then '20000'
        when ${heavy} < 100000 then '50000' else '100000' end)) g (kind, group_key)`
const sums =
  'sum(pieces)::int as pieces, sum(gross_mg)::bigint as gross, sum(net_mg)::bigint as net, sum(fine_mg)::bigint as fine, sum(value_paise)::bigint as value'

// Two readers fold different rows: what one has removed the other does not see.
const looseFolded = {
  name: 'stock.tally.fold',
  text: `
    with c as (
      delete from piece_change where (business_id, id) in (
        select business_id, id from piece_change where business_id = $1 for update skip locked) returning *)
    insert into piece_tally as t (business_id, kind, group_key, branch_id, pieces, gross_mg, net_mg, fine_mg, value_paise)
    select $1, g.kind, g.group_key, c.branch_id, ${sums} from c cross join lateral ${groups}
    group by g.kind, g.group_key, c.branch_id order by g.kind, g.group_key, c.branch_id
    on conflict (business_id, kind, group_key, branch_id) do update set pieces = t.pieces + excluded.pieces,
      gross_mg = t.gross_mg + excluded.gross_mg, net_mg = t.net_mg + excluded.net_mg, fine_mg = t.fine_mg + excluded.fine_mg,
      value_paise = t.value_paise + excluded.value_paise`,
}

const read = (kept: string, loose: string): string => `
    select kind, group_key as "groupKey", ${sums} from (
      select kind, group_key, pieces, gross_mg, net_mg, fine_mg, value_paise from piece_tally where business_id = $1 and ${kept}
      union all
      select g.kind, g.group_key collate "C", c.pieces, c.gross_mg, c.net_mg, c.fine_mg, c.value_paise
      from piece_change c cross join lateral ${groups} where c.business_id = $1 and ${loose}) x
    group by kind, group_key having sum(pieces) <> 0 order by kind, group_key`

const tallied = {
  name: 'stock.tally.read',
  text: read(
    `kind <> 'article' and ($2::uuid is null or branch_id = $2)`,
    `g.kind <> 'article' and ($2::uuid is null or c.branch_id = $2)`,
  ),
}

const talliedOfArticle = {
  name: 'stock.tally.article',
  text: read(
    `kind = 'article' and group_key >= $2 and group_key < $3`,
    `g.kind = 'article' and g.group_key collate "C" >= $2 and g.group_key collate "C" < $3`,
  ),
}
