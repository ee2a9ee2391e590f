import type { AccountRole, Nature } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface AccountFigure {
  id: string
  parentId: string | null
  code: string
  name: string
  nature: Nature
  role: AccountRole | null
  isGroup: boolean
  /** Above zero a debit. Of a group: zero, its accounts hold it. */
  balance: bigint
}

/**
 * Every account, parents before children by code, with its balance in rupees at the end of a day: the months up to that
 * day's, less those days of the month that come after it. For today nothing comes after, so no day is read.
 */
export async function trialBalanceFigures(tx: Tx, businessId: string, asOf: IsoDate): Promise<AccountFigure[]> {
  return named(tx, figures, [businessId, asOf])
}

const figures = {
  name: 'books.trial_balance',
  text: `
    select a.id, a.parent_id as "parentId", a.code, a.name, a.nature, a.role, a.is_group as "isGroup",
      (coalesce(m.amount, 0) - coalesce(d.amount, 0))::bigint as balance
    from account a
    left join lateral (
      select sum(debit - credit) as amount from account_month m
      where m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR' and m.month <= $2::date
    ) m on true
    left join lateral (
      select sum(d.debit_paise - d.credit_paise) as amount from account_day d
      where d.business_id = $1 and d.account_id = a.id and d.on_date > $2::date
        and d.on_date < (date_trunc('month', $2::date) + interval '1 month')::date
    ) d on true
    where a.business_id = $1
    order by a.code`,
}
