import { dueKindSql } from './due-kind.sql.ts'

/**
 * `flows`: what due_flow keeps, added up from all open items and allocations of a business, by day and by month. An
 * allocation counts from the day on which its item stands, as in `outstandingOn` of core/allocation.ts.
 */
export const dueFlowsSql = (businessId: string): string => `
  moves as (
    select o.commodity, o.on_date, o.side, ${dueKindSql('o')} as kind, o.due_on, coalesce(o.billed_on, o.on_date) as billed_on, o.amount
    from open_item o where o.business_id = ${businessId}
    union all
    select i.commodity, greatest(a.on_date, i.on_date), i.side, ${dueKindSql('i')}, i.due_on, coalesce(i.billed_on, i.on_date), -a.amount
    from (
      select from_item_id as item_id, on_date, amount from allocation where business_id = ${businessId}
      union all select to_item_id, on_date, amount from allocation where business_id = ${businessId}
    ) a join open_item i on i.business_id = ${businessId} and i.id = a.item_id
  ),
  flows as (
    select m.commodity, s.span, s.on_date, m.side, m.kind, m.due_on, m.billed_on, sum(m.amount)::bigint as amount
    from moves m
    cross join lateral (values ('day', m.on_date), ('month', date_trunc('month', m.on_date)::date)) s (span, on_date)
    group by 1, 2, 3, 4, 5, 6, 7
  )`
