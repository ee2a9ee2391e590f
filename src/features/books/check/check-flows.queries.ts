import { dueFlowsSql } from '../open-items/due-flows.sql.ts'
import { checkStatement, fault } from './check.findings.ts'

/** 3: what became open and was settled in each month and on each day is what the items and the allocations say. */
export const dueFlowsAreItems = checkStatement(
  'due_flow',
  `kept as materialized (
    select commodity, span, on_date, side, kind, due_on, billed_on, amount from due_flow where business_id = $1
  ),
  ${dueFlowsSql('$1')},
  compared as (
    select span, on_date as day, sum(kept) as kept, sum(posted) as posted from (
      select commodity, span, on_date, side, kind, due_on, billed_on, amount as kept, 0::bigint as posted from kept
      union all
      select commodity, span, on_date, side, kind, due_on, billed_on, 0, amount from flows
    ) sides group by commodity, span, on_date, side, kind, due_on, billed_on having sum(kept) <> sum(posted)
  ),
  found as (
    select ${fault('keptDay', { of: 'span', amounts: { kept: 'kept', posted: 'posted' }, texts: { date: 'day' } })}
    from compared
  ),
  counted as (select count(*) as checked from kept)`,
)

/** 3: nothing settled an item after the last day on which it is said to have changed, from which on nothing is asked. */
export const itemsMovedWhenSettled = checkStatement(
  'moved_on',
  `sides as (
    select from_item_id as item_id, on_date, amount from allocation where business_id = $1
    union all select to_item_id, on_date, amount from allocation where business_id = $1
  ),
  later as (
    select i.id, i.number, i.voucher_id, i.moved_on, i.open_amount, sum(s.amount) as amount
    from sides s join open_item i on i.business_id = $1 and i.id = s.item_id and s.on_date > i.moved_on group by 1, 2, 3, 4, 5
  ),
  found as (
    select ${fault('keptDay', {
      of: 'number',
      place: 'voucher',
      id: 'voucher_id',
      amounts: { kept: 'open_amount', posted: 'open_amount + amount' },
      texts: { date: 'moved_on' },
    })}
    from later
  ),
  counted as (select count(*) as checked from open_item where business_id = $1)`,
)
