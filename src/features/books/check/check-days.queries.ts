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

/** 2: the money of each day is what was posted to its account that day. */
export const moneyDaysArePostings = daysAgree(
  'money_day',
  `select a.name, d.on_date as day, d.debit - d.credit as amount from money_day d
    join account a on a.business_id = d.business_id and a.id = d.account_id where d.business_id = $1`,
  `select a.name, p.on_date as day, sum(p.amount) as amount from account a
    join posting p on p.business_id = a.business_id and p.account_id = a.id and p.commodity = 'INR'
    where a.business_id = $1 and a.money is not null group by a.name, p.on_date`,
)

/** 3: what is open by the day it fell due is what the open items of that day say. */
export const dueDaysAreOpenItems = daysAgree(
  'due_day',
  `select '' as name, due_on as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from due_day where business_id = $1 group by due_on`,
  `select '' as name, due_on as day, sum(case side when 'debit' then open_amount else -open_amount end) as amount
    from open_item where business_id = $1 and open_amount > 0 group by due_on`,
)

/** 5: the sales of each day are the bills of that day that stand. */
export const salesDaysAreBills = daysAgree(
  'sales_day',
  `select '' as name, on_date as day, total_paise + taxable_paise + cost_paise as amount from sales_day where business_id = $1`,
  `select '' as name, on_date as day, sum(total_paise + taxable_paise + cost_paise) as amount from document
    where business_id = $1 and kind in ('invoice', 'bill-of-supply') and state = 'issued' group by on_date`,
)
