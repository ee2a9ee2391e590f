import { addDays, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import { pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Side } from '../board.rules.ts'

export interface HistoryRow {
  id: string
  side: Side
  rate: Paise
  /** What it was before; null for the first. */
  before: Paise | null
  fromAt: Date
  by: string
}

export interface HistoryPage {
  purityId: string
  zone: string
  from: IsoDate
  to: IsoDate
  /** The row beside which the page begins. */
  cursor: { direction: 'earlier' | 'later'; fromAt: string; id: string } | undefined
}

/** One row more than a page, of both sides in the order of time: newest first, or backwards from a later page. */
export const listHistory = (
  tx: Tx,
  businessId: string,
  { purityId, zone, from, to, cursor }: HistoryPage,
): Promise<HistoryRow[]> =>
  named(tx, cursor?.direction === 'later' ? later : earlier, [
    ...[businessId, purityId, from, addDays(to, 1), zone],
    ...[cursor?.fromAt ?? null, cursor?.id ?? null, pageSize + 1],
  ])

export interface PointRow {
  /** The last day that the point stands for. */
  onDate: IsoDate
  sell: Paise | null
  buy: Paise | null
}

/** The rates that held when each of these days ended. One look into the index a day and side. */
export const listPoints = (
  tx: Tx,
  businessId: string,
  { purityId, zone, days }: { purityId: string; zone: string; days: readonly IsoDate[] },
): Promise<PointRow[]> => named(tx, points, [businessId, purityId, days, zone])

const rowsOf = (side: Side, than: string, order: string): string => `
  (select r.id, r.side, r.rate_paise as rate, r.from_at, r.by_name from board_rate r
  where r.business_id = $1 and r.purity_id = $2 and r.side = '${side}'
    and r.from_at >= $3::timestamp at time zone $5 and r.from_at < $4::timestamp at time zone $5
    and ($6::timestamptz is null or (r.from_at, r.id) ${than} ($6::timestamptz, $7::uuid))
  order by r.from_at ${order}, r.id ${order} limit $8)`

const page = (than: string, order: string): string => `
  select r.id, r.side, r.rate, r.from_at as "fromAt", r.by_name as by,
    (select b.rate_paise from board_rate b
      where b.business_id = $1 and b.purity_id = $2 and b.side = r.side and (b.from_at, b.id) < (r.from_at, r.id)
      order by b.from_at desc, b.id desc limit 1) as before
  from (${rowsOf('sell', than, order)} union all ${rowsOf('buy', than, order)}) r
  order by r.from_at ${order}, r.id ${order} limit $8`

const earlier = { name: 'board.history.earlier', text: page('<', 'desc') }
const later = { name: 'board.history.later', text: page('>', 'asc') }

const atEndOf = (side: Side): string => `
  (select r.rate_paise from board_rate r
  where r.business_id = $1 and r.purity_id = $2 and r.side = '${side}'
    and r.from_at < (d.day + 1)::timestamp at time zone $4
  order by r.from_at desc, r.id desc limit 1)`

const points = {
  name: 'board.history.points',
  text: `
    select d.day as "onDate", ${atEndOf('sell')} as sell, ${atEndOf('buy')} as buy
    from unnest($3::date[]) as d (day) order by d.day`,
}
