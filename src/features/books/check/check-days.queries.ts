import { dayTotalsSql } from '../vouchers/day-totals.commands.ts'
import { checkStatement, fault } from './check.findings.ts'

/** What is kept by day beside what the rows of the day add up to: columns `name`, `day`, `kept`, `posted`. */
const daysAgree = (name: string, kept: string, posted: string) =>
  checkStatement(
    name,
    `kept as materialized (${kept}), posted as materialized (${posted}),
    compared as (
      select name, day, coalesce(k.amount, 0) as kept, coalesce(p.amount, 0) as posted
      from kept k full join posted p using (name, day)
    ),
    found as (
      select ${fault('keptDay', { of: 'name', amounts: { kept: 'kept', posted: 'posted' }, texts: { date: 'day' } })}
      from compared where kept <> posted
    ),
    counted as (select count(*) as checked from kept)`,
  )

/** 3: what is open by the day it fell due is what the open items of that day say. */
export const dueDaysAreOpenItems = daysAgree(
  'due_day',
  `select '' as name, due_on as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from due_day where business_id = $1 group by due_on`,
  `select '' as name, due_on as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from open_item where business_id = $1 and open_amount > 0 group by due_on`,
)

/** 3: and by the day it was billed. */
export const billDaysAreOpenItems = daysAgree(
  'bill_day',
  `select '' as name, billed_on as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from due_day where business_id = $1 group by billed_on`,
  `select '' as name, coalesce(billed_on, on_date) as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from open_item where business_id = $1 and open_amount > 0 group by 2`,
)

/** 2: the registers' totals and the flow of money, kept of each day, are what the vouchers of that day come to. */
export const voucherDaysAreVouchers = checkStatement(
  'voucher_day',
  `kept as materialized (
    select kind, null::uuid as account_id, on_date as day, vouchers + reversed as counted, amount - reversed_amount as amount
    from voucher_day where business_id = $1
    union all
    select '', account_id, on_date, 0, inflow - outflow from money_flow_day where business_id = $1
  ),
  posted as materialized (
    with vouchers as (
      select v.id as n, coalesce(r.kind, v.kind) as kind, v.on_date, v.reverses_id is not null as is_back
      from voucher v left join voucher r on r.business_id = $1 and r.id = v.reverses_id where v.business_id = $1
    ),
    lines as (select voucher_id as n, account_id, amount from posting where business_id = $1 and commodity = 'INR'),
    ${dayTotalsSql('$1')}
    select kind, null::uuid as account_id, on_date as day, vouchers + reversed as counted, amount - reversed_amount as amount from counted
    union all
    select '', account_id, on_date, 0, inflow - outflow from flows
  ),
  compared as (
    select kind, account_id, day, sum(kept) as kept, sum(posted) as posted from (
      select kind, account_id, day, amount as kept, 0::bigint as posted, counted from kept
      union all
      select kind, account_id, day, 0, amount, -counted from posted
    ) sides group by kind, account_id, day having sum(kept) <> sum(posted) or sum(counted) <> 0
  ),
  found as (
    select ${fault('keptDay', {
      of: `case when c.kind = '' then a.name else c.kind || ' ' || c.day end`,
      place: 'account',
      id: 'c.account_id',
      amounts: { kept: 'c.kept', posted: 'c.posted' },
      texts: { date: 'c.day' },
    })}
    from compared c left join account a on a.business_id = $1 and a.id = c.account_id
  ),
  counted as (select count(*) as checked from kept)`,
)

/** 5: the sales of each day are the bills of that day that stand. */
export const salesDaysAreBills = daysAgree(
  'sales_day',
  `select '' as name, on_date as day, total_paise + taxable_paise + cost_paise as amount from sales_day where business_id = $1`,
  `select '' as name, on_date as day, sum(total_paise + taxable_paise + cost_paise) as amount from document
    where business_id = $1 and kind in ('invoice', 'bill-of-supply') and state = 'issued' group by on_date`,
)
