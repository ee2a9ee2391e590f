import { type Bucket, buckets } from '../../../core/allocation.ts'
import { paise } from '../../../core/money.ts'
import { isDueSql, itemsThenSql } from '../../books/index.ts'
import type { AgeBy, Aged, Stands } from './outstanding.rules.ts'

// The parts of which the statements of this report are made; the partial indexes of open_item have the same conditions.

/** Those items of `open_item i` that stand on one of the two lists. */
export const standsSql = (stands: Stands): string =>
  `i.commodity = 'INR' and (i.side = 'debit') ${stands === 'receivable' ? '=' : '<>'} ${isDueSql('i')}`

/** The same of what is kept by day, whose keys begin with the side and the kind. */
function standsKeptSql(stands: Stands): string {
  const [dues, advances] = stands === 'receivable' ? ['debit', 'credit'] : ['credit', 'debit']
  const rest = "'against', 'advance', 'on-account', 'note', 'reversal'"
  return `i.commodity = 'INR' and (i.side = '${dues}' and i.kind in ('bill', 'opening') or i.side = '${advances}' and i.kind in (${rest}))`
}

export const billedOnSql = (alias: string): string => `coalesce(${alias}.billed_on, ${alias}.on_date)`

/** The day from which an item's age is counted. */
export const agedFromSql = (by: AgeBy, alias: string): string => (by === 'due' ? `${alias}.due_on` : billedOnSql(alias))

/** 0 not due, 1 up to thirty days, ... 5 over 120: as `bucketOf` in core/allocation.ts. */
const ageSql = (from: string, asOf: string): string =>
  `case when ${from} >= ${asOf} then 0 else least((${asOf} - ${from} + 29) / 30, 5) end`

/** Where the amount stands among the columns of `AgedRow`: its age, or 6 for what was paid ahead. */
const columnSql = (from: string, asOf: string): string =>
  `case when kind in ('bill', 'opening') then ${ageSql(from, asOf)} else 6 end`

/** The columns of `AgedRow`, of rows with an `age` and an `amount`. */
const agedColumns = [
  ...buckets.map((_, age) => `coalesce(sum(amount) filter (where age = ${age}), 0)::bigint as b${age}`),
  'coalesce(sum(amount) filter (where age = 6), 0)::bigint as advances',
].join(', ')

interface AgedOf {
  from: string
  asOf: string
  source: string
}

/** The columns of `AgedRow`, and how many, of items with what was open `then`: `offset 0`, so that each item's age is told once. */
export const agedSql = ({ from, asOf, source }: AgedOf): string => `
  select ${agedColumns}, count(*) as items
  from (select ${columnSql(from, asOf)} as age, i.open_then as amount from ${source} i offset 0) ages`

/** The same columns of what is kept by day: the ages are added up first, and seven sums remain. */
export const agedDaysSql = ({ from, asOf, source }: AgedOf): string => `
  select ${agedColumns}
  from (select ${columnSql(from, asOf)} as age, sum(open_amount) as amount from ${source} i group by 1) ages`

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

/**
 * What was open at the end of day $2 by the day it falls due and the day it was billed, in parts that add up: what is open
 * now, less what came after, of which the rest of that day's month is kept by day and every later month as one. Columns
 * `kind`, `due_on`, `billed_on` and `open_amount`; `of` narrows each part.
 */
export function daysThenSql(stands: Stands, of = ''): string {
  const nextMonth = `(date_trunc('month', $2::date::timestamp) + interval '1 month')::date`
  const after = (span: 'day' | 'month', dates: string) => `
    select i.kind, i.due_on, i.billed_on, -i.amount as open_amount from due_flow i
    where i.business_id = $1 and i.span = '${span}' and ${dates} and i.amount <> 0 and ${standsKeptSql(stands)} ${of}`
  return `(
    select i.kind, i.due_on, i.billed_on, i.open_amount from due_day i
    where i.business_id = $1 and i.open_amount <> 0 and ${standsKeptSql(stands)} ${of}
    union all ${after('day', `i.on_date > $2::date and i.on_date < ${nextMonth}`)}
    union all ${after('month', `i.on_date >= ${nextMonth}`)}
  )`
}

/** The items of one list at the end of day $2, of one party or of one due day. */
export const listThenSql = (stands: Stands, of: string): string =>
  itemsThenSql({ of, day: '$2::date', and: standsSql(stands) })
