import { addDays, addMonths, type IsoDate, monthStart } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Place } from './stock-filters.ts'

/** The last day of each bucket but the last; what is older is in that. */
export const bucketEnds = [30, 60, 90, 180, 365] as const

export interface AgedItem {
  readonly id: string
  readonly name: string
  readonly nameKey: string
  readonly unit: string
  readonly category: string
  readonly tracking: 'piece' | 'lot' | null
  readonly quantity: bigint
  readonly value: bigint
  /** How much came in each of the buckets, the youngest first; of pieces those that are there. Without the oldest. */
  readonly came: readonly bigint[]
}

export type AgeCursor = readonly [nameKey: string, itemId: string]

interface Asked extends Place {
  readonly onDate: IsoDate
  readonly today: IsoDate
  readonly after?: AgeCursor | undefined
  /** Without it all of them. */
  readonly limit?: number
}

/**
 * What is there at the end of a day, by name, and how much of it came when: of counted goods by what came in within a year
 * before that day, whatever history holds; of pieces by the day on which each came.
 */
export function listAged(tx: Tx, businessId: string, asked: Asked): Promise<AgedItem[]> {
  const { onDate, today, branchId, category, after, limit } = asked
  const [nameKey, itemId] = after ?? ['', '00000000-0000-0000-0000-000000000000']
  return named(tx, aged, [
    ...[businessId, branchId ?? businessId, branchId ?? null, category ?? null, nameKey, itemId, limit ?? null, onDate],
    ...[addMonths(monthStart(onDate), 1), addDays(onDate, -365), onDate >= today],
  ])
}

// What came back, was found or moved between branches is no purchase; of one branch what was sent there came there.
const inKinds = `('opening', 'purchase', 'old-gold', 'assembly', 'melting')`

const buckets = (age: string, amount: string): string =>
  bucketEnds
    .map((end, at) => {
      const least = at === 0 ? '' : `${age} > ${bucketEnds[at - 1]} and `
      return `coalesce(sum(${amount}) filter (where ${least}${age} <= ${end}), 0)::bigint`
    })
    .join(', ')

// Pieces on the road between branches stand in no level.
// What is there now, less what came later; for most people the day is today and nothing came later.
const aged = {
  name: 'reports.stock.ageing',
  text: `
    select i.id, i.name, c.name_key as "nameKey", i.unit, c.category, a.tracking, f.quantity, f.value, g.came
    from (
      select s.item_id, s.name_key, s.category, s.quantity_milli, s.value_paise from stock_standing s
      where s.business_id = $1 and s.place_id = $2 and ($4::text is null or s.category = $4)
        and (s.name_key, s.item_id) > ($5, $6::uuid) and s.first_on <= $8::date
    ) c
    cross join lateral (
      select (c.quantity_milli - coalesce(sum(x.quantity), 0))::bigint as quantity, (c.value_paise - coalesce(sum(x.value), 0))::bigint as value
      from (
        select m.in_milli - m.out_milli as quantity, m.in_paise - m.out_paise as value from stock_month m
        where m.business_id = $1 and m.item_id = c.item_id and ($3::uuid is null or m.branch_id = $3) and m.month >= $9::date
        union all
        select m.quantity_milli, m.value_paise from stock_move m
        where m.business_id = $1 and m.item_id = c.item_id and ($3::uuid is null or m.branch_id = $3)
          and m.on_date > $8::date and m.on_date < $9::date
      ) x
    ) f
    join item i on i.business_id = $1 and i.id = c.item_id
    left join article a on a.business_id = $1 and a.item_id = c.item_id
    cross join lateral (
      select array[${buckets('x.age', 'x.amount')}] as came
      from (
        select $8::date - p.came_on as age, 1000 as amount from piece p
        where $11::boolean and a.tracking = 'piece' and p.business_id = $1 and p.item_id = c.item_id
          and ($3::uuid is null or p.branch_id = $3)
          and p.state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark')
        union all
        select $8::date - m.on_date, m.quantity_milli from stock_move m
        where ($11::boolean and a.tracking = 'piece') is not true and m.business_id = $1 and m.item_id = c.item_id
          and ($3::uuid is null or m.branch_id = $3)
          and (m.kind in ${inKinds} or m.kind = 'transfer' and $3::uuid is not null)
          and m.quantity_milli > 0 and m.on_date <= $8::date and m.on_date >= $10::date
      ) x
    ) g
    where f.quantity <> 0
    order by c.name_key, c.item_id limit $7`,
}
