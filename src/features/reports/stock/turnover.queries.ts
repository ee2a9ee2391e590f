import { addDays, type IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import type { Place } from './stock-filters.ts'

export interface Turned {
  readonly id: string
  readonly name: string
  readonly category: string
  /** What went out sold in the months, at cost. */
  readonly issued: bigint
  /** The mean of what was there before the first of the months and at the end of each. */
  readonly average: bigint
  readonly closing: bigint
  /** Its place among the others: how many thousandths of a time it was turned over; a great number where nothing lay there. */
  readonly turns: bigint
}

export type TurnOrder = 'fast' | 'slow'
export type TurnCursor = readonly [turns: string, id: string]

interface Asked extends Between, Place {
  readonly order: TurnOrder
  readonly after: TurnCursor | undefined
  readonly limit: number
}

/**
 * How often goods were turned over in whole months, the fastest or the slowest first. It costs the goods and their months,
 * however many bills there are.
 */
export function listTurnover(tx: Tx, businessId: string, { order, after, limit, ...of }: Asked): Promise<Turned[]> {
  const isFast = order === 'fast'
  const begin = after ?? (isFast ? [most, last] : ['-1', '00000000-0000-0000-0000-000000000000'])
  return named(tx, isFast ? fastest : slowest, [...valuesOf(businessId, of), ...begin, limit])
}

const most = '9223372036854775807'
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The same of each category; its id is its name. */
export const listTurnoverByCategory = (tx: Tx, businessId: string, of: Between & Place): Promise<Turned[]> =>
  named(tx, byCategory, valuesOf(businessId, of))

const valuesOf = (businessId: string, { from, to, branchId, category }: Between & Place): (string | null)[] => [
  businessId,
  branchId ?? null,
  from,
  // The first day after it.
  dayAfter(to),
  category ?? null,
]

const dayAfter = (day: IsoDate): IsoDate => addDays(day, 1)

// What was there before is what is there now, less all that came since: the months before are not read.
const months = `
  now as materialized (
    select item_id, sum(value_paise) as value from stock_level where business_id = $1 and ($2::uuid is null or branch_id = $2) group by 1
  ),
  counted as (
    select (extract(year from age($4::date::timestamp, $3::date::timestamp)) * 12 + extract(month from age($4::date::timestamp, $3::date::timestamp)))::int as n
  ),
  since as materialized (
    select item_id, sum(sold_paise) filter (where month < $4::date) as issued,
      sum(in_paise - out_paise) filter (where month >= $4::date) as later,
      sum((in_paise - out_paise) * case when month >= $4::date then c.n + 1
        else 1 + (extract(year from month) - extract(year from $3::date)) * 12 + extract(month from month) - extract(month from $3::date) end) as weighed
    from stock_month cross join counted c
    where business_id = $1 and ($2::uuid is null or branch_id = $2) and month >= $3::date group by item_id
  ),
  figures as materialized (
    select i.id, i.name, i.category, coalesce(s.issued, 0) as issued, n.value - coalesce(s.later, 0) as closing,
      -- At the end of each of the n + 1 points there was what is there now, less what came after it.
      n.value - coalesce(s.weighed, 0) / (c.n + 1) as average
    from now n
    join item i on i.business_id = $1 and i.id = n.item_id and ($5::text is null or i.category = $5)
    cross join counted c
    left join since s on s.item_id = n.item_id
  )`

const turned = `
  select id, name, category, issued::bigint as issued, round(average)::bigint as average, closing::bigint as closing,
    case when average <= 0 and issued > 0 then 1000000000000 when average <= 0 then 0 else round(issued * 1000 / average) end::bigint as turns
  from figures where issued <> 0 or round(average) <> 0 or closing <> 0`

const listed = (than: '<' | '>', order: 'asc' | 'desc') => `
    with ${months}
    select * from (${turned}) t where (turns, id) ${than} ($6::bigint, $7::uuid) order by turns ${order}, id ${order} limit $8`

const fastest = { name: 'reports.stock.turnover.fastest', text: listed('<', 'desc') }
const slowest = { name: 'reports.stock.turnover.slowest', text: listed('>', 'asc') }

const byCategory = {
  name: 'reports.stock.turnover.category',
  text: `
    with ${months}, grouped as (
      select category as id, category as name, category, sum(issued) as issued, sum(average) as average, sum(closing) as closing
      from figures group by category
    )
    ${turned.replace('from figures', 'from grouped')} order by turns desc, id`,
}
