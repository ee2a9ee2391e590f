import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import type { TreeAccount } from '../sums/account-tree.rules.ts'

/** An account of expenses with what was spent on it in the months that it moved in, in paise. */
export interface ExpenseHead extends TreeAccount {
  readonly months: readonly IsoDate[]
  readonly amounts: readonly bigint[]
}

/**
 * The accounts and groups of expenses in the order of the chart, of a period of whole months: it costs the accounts and
 * their months. What closes a year empties these accounts, and is no expense.
 */
export const listExpenses = (tx: Tx, businessId: string, { from, to }: Between): Promise<ExpenseHead[]> =>
  named(tx, expenses, [businessId, from, to])

const expenses = {
  name: 'reports.expenses',
  text: `
    with year_end as materialized (
      select c.id from voucher c where c.business_id = $1 and c.kind = 'closing' and c.on_date between $2::date and $3::date
      union all
      select r.id from voucher c join voucher r on r.business_id = $1 and r.reverses_id = c.id
      where c.business_id = $1 and c.kind = 'closing' and r.on_date between $2::date and $3::date
    ), closed as materialized (
      select p.account_id, date_trunc('month', p.on_date)::date as month, sum(p.amount) as amount
      from year_end y join posting p on p.business_id = $1 and p.voucher_id = y.id where p.commodity = 'INR' group by 1, 2
    )
    select a.id, a.parent_id as "parentId", a.code, a.name, a.nature, a.role, a.is_group as "isGroup",
      coalesce(s.months, '{}') as months, coalesce(s.amounts, '{}') as amounts
    from account a cross join lateral (
      select array_agg(month order by month) as months, array_agg(amount order by month) as amounts from (
        select m.month, (m.debit - m.credit - coalesce(
          (select c.amount from closed c where c.account_id = a.id and c.month = m.month), 0))::bigint as amount
        from account_month m
        where m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR' and m.month between $2::date and $3::date
      ) spent where amount <> 0
    ) s
    where a.business_id = $1 and a.nature = 'expense' order by a.code`,
}
