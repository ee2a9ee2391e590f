import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import { periodParts } from './period-parts.rules.ts'
import type { Place } from './stock-filters.ts'

/** Quantities in thousandths, values in paise at cost. */
export interface Moved {
  readonly openingMilli: bigint
  readonly openingPaise: bigint
  readonly inMilli: bigint
  readonly inPaise: bigint
  readonly outMilli: bigint
  readonly outPaise: bigint
  /** The gross weight that is there at the end, in milligrams; 0 of what is not weighed. */
  readonly grossMg: bigint
}

export interface SummaryRow extends Moved {
  readonly itemId: string
  readonly name: string
  readonly unit: string
  readonly category: string
  readonly tracking: 'piece' | 'lot' | null
  readonly nameKey: string
}

export type SummaryCursor = readonly [nameKey: string, itemId: string]

interface Asked extends Between, Place {
  readonly after: SummaryCursor | undefined
  readonly limit: number
}

/** What goods had, took in, gave and have, by name: the months that are kept, and the moves of the days beside them alone. */
export async function listSummary(
  tx: Tx,
  businessId: string,
  asked: Asked,
): Promise<{ rows: SummaryRow[]; next: SummaryCursor | undefined }> {
  let { after } = asked
  for (;;) {
    const page = await listSome(tx, businessId, { ...asked, after })
    // Of many items in a row nothing was there: what follows is looked at, so that no page is empty before the last.
    if (page.rows.length > 0 || !page.next) return page
    after = page.next
  }
}

async function listSome(tx: Tx, businessId: string, { from, to, branchId, category, after, limit }: Asked) {
  const [nameKey, itemId] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  const looked = limit * 4
  const candidates = [branchId ?? businessId, to, nameKey, itemId, category ?? null, looked]
  const found = await named<SummaryRow>(tx, page, [
    ...valuesOf(businessId, { from, to, branchId }),
    ...candidates,
    limit + 1,
  ])
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  if (found.length > limit && last) return { rows, next: [last.nameKey, last.itemId] as const }
  const [beyond] = await named<{ nameKey: string; itemId: string }>(tx, lastLooked, [businessId, ...candidates])
  return { rows, next: beyond && ([beyond.nameKey, beyond.itemId] as const) }
}

/** Of everything together, or of one category. */
export async function totalMoved(
  tx: Tx,
  businessId: string,
  { from, to, branchId, category }: Between & Place,
): Promise<Moved> {
  const values = valuesOf(businessId, { from, to, branchId })
  const [total] = await named<Moved>(tx, category === undefined ? totalOfAll : totalOfCategory, [
    ...values,
    ...(category === undefined ? [] : [category]),
  ])
  if (!total) throw new Error('a sum has one row')
  return total
}

/** $1 business, $2 branch, $3 and $4 the days of the first month before it, $5 and $6 whole months, $7 to $10 the days beside them. */
function valuesOf(businessId: string, { from, to, branchId }: Between & Pick<Place, 'branchId'>): unknown[] {
  const { lead, whole, head, tail } = periodParts({ from, to })
  return [businessId, branchId ?? null, ...lead, ...whole, ...head, ...tail]
}

const monthsSql = (phase: 0 | 1, item: string, when: string): string => `
  select ${phase} as phase, m.item_id, m.in_milli, m.out_milli, m.in_paise, m.out_paise, m.gross_mg
  from stock_month m where m.business_id = $1 and ${item} and ($2::uuid is null or m.branch_id = $2) and ${when}`

// A revaluation goes to the side of the move that it puts right, as in the months.
const movesSql = (item: string, stretches: string): string => `
  select r.phase, m.item_id, case when s.is_in then m.quantity_milli else 0 end, case when s.is_in then 0 else -m.quantity_milli end,
    case when s.is_in then m.value_paise else 0 end, case when s.is_in then 0 else -m.value_paise end, m.gross_mg
  from (values ${stretches}) as r (phase, first, before)
  join stock_move m on m.business_id = $1 and ${item} and ($2::uuid is null or m.branch_id = $2)
    and m.on_date >= r.first and m.on_date < r.before
  left join stock_move o on o.business_id = $1 and o.id = m.revalues_id
  cross join lateral (select coalesce(o.quantity_milli, m.quantity_milli) > 0 as is_in) s`

const beside = '(1, $7::date, $8::date), (1, $9::date, $10::date)'
const within = 'm.month >= $5::date and m.month < $6::date'

/** Every figure of the items: what came before the period has the phase 0, what lies in it the phase 1. */
const movedSql = (item: string): string =>
  [
    monthsSql(0, item, 'm.month < $3::date'),
    monthsSql(1, item, within),
    movesSql(item, `(0, $3::date, $4::date), ${beside}`),
  ].join(' union all ')

const sums = `
  coalesce(sum(in_milli - out_milli) filter (where phase = 0), 0)::bigint as "openingMilli",
  coalesce(sum(in_paise - out_paise) filter (where phase = 0), 0)::bigint as "openingPaise",
  coalesce(sum(in_milli) filter (where phase = 1), 0)::bigint as "inMilli",
  coalesce(sum(in_paise) filter (where phase = 1), 0)::bigint as "inPaise",
  coalesce(sum(out_milli) filter (where phase = 1), 0)::bigint as "outMilli",
  coalesce(sum(out_paise) filter (where phase = 1), 0)::bigint as "outPaise",
  coalesce(sum(gross_mg), 0)::bigint as "grossMg"`

const candidatesSql = (at: number): string => {
  const [place, to, key, item, category] = [0, 1, 2, 3, 4].map((more) => `$${at + more}`)
  return `
    select s.item_id, s.name_key, s.category from stock_standing s
    where s.business_id = $1 and s.place_id = ${place} and s.first_on <= ${to}::date
      and (s.name_key, s.item_id) > (${key}, ${item}::uuid) and (${category}::text is null or s.category = ${category})
    order by s.name_key, s.item_id`
}

const page = {
  name: 'reports.stock.summary',
  text: `
    select c.item_id as "itemId", i.name, i.unit, c.category, a.tracking, c.name_key as "nameKey", f.*
    from (${candidatesSql(11)} limit $16) c
    cross join lateral (select ${sums} from (${movedSql('m.item_id = c.item_id')}) x) f
    join item i on i.business_id = $1 and i.id = c.item_id
    left join article a on a.business_id = $1 and a.item_id = c.item_id
    where (f."openingMilli", f."openingPaise", f."inMilli", f."inPaise", f."outMilli", f."outPaise") <> (0, 0, 0, 0, 0, 0)
    order by c.name_key, c.item_id limit $17`,
}

const lastLooked = {
  name: 'reports.stock.summary.looked',
  text: `select c.item_id as "itemId", c.name_key as "nameKey" from (${candidatesSql(2)} offset $7::bigint - 1 limit 1) c`,
}

// What was there before the period is known by the sums of days: no item is asked.
const totalOfAll = {
  name: 'reports.stock.summary.total',
  text: `
    select (select coalesce(sum(quantity_milli), 0) from stock_day
        where business_id = $1 and ($2::uuid is null or branch_id = $2) and on_date < $4::date)::bigint as "openingMilli",
      (select coalesce(sum(value_paise), 0) from stock_day
        where business_id = $1 and ($2::uuid is null or branch_id = $2) and on_date < $4::date)::bigint as "openingPaise",
      coalesce(sum(in_milli), 0)::bigint as "inMilli", coalesce(sum(in_paise), 0)::bigint as "inPaise",
      coalesce(sum(out_milli), 0)::bigint as "outMilli", coalesce(sum(out_paise), 0)::bigint as "outPaise", 0::bigint as "grossMg"
    from (${monthsSql(1, '$3::date is not null', within)} union all ${movesSql('true', beside)}) x`,
}

const inCategory = 'm.item_id in (select id from item where business_id = $1 and category = $11)'

const totalOfCategory = {
  name: 'reports.stock.summary.category',
  text: `select ${sums} from (${movedSql(inCategory)}) x`,
}
