import { type Bucket, buckets } from '../../../core/allocation.ts'
import { paise } from '../../../core/money.ts'
import type { AgeBy, Aged, Stands } from './outstanding.rules.ts'

// The parts of which the statements of this report are made; the partial indexes of open_item have the same conditions.

/** Those items of `open_item i` that stand on one of the two lists. */
export const standsSql = (stands: Stands): string =>
  `i.commodity = 'INR' and (i.side = 'debit') ${stands === 'receivable' ? '=' : '<>'} (i.kind in ('bill', 'opening'))`

export const billedOnSql = (alias: string): string => `coalesce(${alias}.billed_on, ${alias}.on_date)`

/** The day from which an item's age is counted. */
export const agedFromSql = (by: AgeBy, alias: string): string => (by === 'due' ? `${alias}.due_on` : billedOnSql(alias))

/** 0 not due, 1 up to thirty days, ... 5 over 120: as `bucketOf` in core/allocation.ts. */
const ageSql = (from: string, asOf: string): string =>
  `case when ${from} >= ${asOf} then 0 else least((${asOf} - ${from} + 29) / 30, 5) end`

/** The columns of `AgedRow`, of rows with `kind`, an amount that is open, and the day from which it ages. */
export const agedSql = ({ from, asOf, open }: { from: string; asOf: string; open: string }): string =>
  [
    ...buckets.map(
      (_, age) =>
        `coalesce(sum(${open}) filter (where kind in ('bill', 'opening') and ${ageSql(from, asOf)} = ${age}), 0)::bigint as b${age}`,
    ),
    `coalesce(sum(${open}) filter (where kind not in ('bill', 'opening')), 0)::bigint as advances`,
  ].join(', ')

/** The same columns of what is kept by day: each row's age is told once, and seven sums remain. */
export const agedDaysSql = ({ from, asOf, source }: { from: string; asOf: string; source: string }): string => `
  select ${[0, 1, 2, 3, 4, 5].map((age) => `coalesce(sum(amount) filter (where age = ${age}), 0)::bigint as b${age}`).join(', ')},
    coalesce(sum(amount) filter (where age = 6), 0)::bigint as advances
  from (
    select case when kind in ('bill', 'opening') then ${ageSql(from, asOf)} else 6 end as age, sum(open_amount) as amount
    from ${source} group by 1
  ) ages`

export type AgedRow = Record<'b0' | 'b1' | 'b2' | 'b3' | 'b4' | 'b5' | 'advances', bigint>

export function agedOfRow(row: AgedRow): Aged {
  const { b0, b1, b2, b3, b4, b5 } = row
  const amounts = [b0, b1, b2, b3, b4, b5]
  const of = (bucket: Bucket) => paise(amounts[buckets.indexOf(bucket)] ?? 0n)
  return {
    buckets: {
      'not-due': of('not-due'),
      '1-30': of('1-30'),
      '31-60': of('31-60'),
      '61-90': of('61-90'),
      '91-120': of('91-120'),
      'over-120': of('over-120'),
    },
    advances: paise(row.advances),
  }
}

const itemColumns = `
  i.id, i.kind, i.number, i.party_id, i.on_date, i.billed_on, i.due_on, i.amount, i.document_id, i.voucher_id`

/**
 * `items`: those of one list as they stood at the end of day $2, in parts that add up: what is open now, and what has been
 * settled since, by the allocations dated after that day. What was settled before it, which is nearly all of history, is
 * not looked at. `$1` is the business; `of` narrows to one party.
 */
export function itemsOnSql(stands: Stands, of = ''): string {
  const isThere = `i.on_date <= $2::date and ${standsSql(stands)} ${of}`
  const settledSince = (end: 'from' | 'to') => `
    select ${itemColumns}, a.amount as open_then
    from allocation a join open_item i on i.business_id = $1 and i.id = a.${end}_item_id
    where a.business_id = $1 and a.on_date > $2::date and ${isThere}`
  return `
  items as (
    select ${itemColumns}, i.open_amount as open_then from open_item i
    where i.business_id = $1 and i.open_amount > 0 and ${isThere}
    union all ${settledSince('from')}
    union all ${settledSince('to')}
  )`
}

/** `whole`: each of these items once. */
export const wholeItemsSql = `
  whole as (
    select id, kind, number, party_id, on_date, billed_on, due_on, amount, document_id, voucher_id, sum(open_then)::bigint as open_then
    from items group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  )`
