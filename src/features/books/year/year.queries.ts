import { addDays, addMonths, financialYear, type IsoDate } from '../../../core/dates.ts'
import type { Paise } from '../../../core/money.ts'
import { paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'

export interface ClosedYear {
  id: string
  label: string
  from: IsoDate
  to: IsoDate
  profit: Paise
  voucherId: string | null
  capital: string
  lockBefore: IsoDate | null
  closedByName: string
  closedAt: Date
}

export interface Year {
  label: string
  from: IsoDate
  to: IsoDate
  /** What was earned in it, closing entries left out. */
  profit: Paise
  closed: ClosedYear | undefined
}

/** The financial years of the books, the first one with an entry to the one of `today`, newest first. */
export async function listYears(tx: Tx, businessId: string, today: IsoDate): Promise<Year[]> {
  const [[began], closings, months] = await together([
    named<{ month: IsoDate | null; fyStartMonth: number }>(tx, firstMonth, [businessId]),
    named<ClosedYear>(tx, closedYears, [businessId]),
    named<{ month: IsoDate; profit: Paise }>(tx, monthProfits, [businessId]),
  ])
  const startMonth = began?.fyStartMonth ?? 4
  const years: Year[] = []
  let { from } = financialYear(began?.month ?? today, startMonth)
  while (from <= today) {
    const { label, to } = financialYear(from, startMonth)
    const earned = months.filter(({ month }) => month >= from && month <= to)
    const profit = paise(earned.reduce((sum, row) => sum + row.profit, 0n))
    years.unshift({ label, from, to, profit, closed: closings.find((year) => year.label === label) })
    from = addMonths(from, 12)
  }
  return years
}

const firstMonth = {
  name: 'books.year.first',
  text: `
    select (select min(m.month) from account_month m where m.business_id = $1) as month, fy_start_month as "fyStartMonth"
    from business where id = $1`,
}

const closedYears = {
  name: 'books.year.closed',
  text: `
    select y.id, y.fy_label as label, y.from_date as "from", y.to_date as "to", y.profit_paise as profit,
      y.voucher_id as "voucherId", a.name as capital, y.lock_before as "lockBefore", y.closed_by_name as "closedByName",
      y.closed_at as "closedAt"
    from year_close y join account a on a.business_id = y.business_id and a.id = y.capital_account_id
    where y.business_id = $1 and y.reopened_at is null order by y.to_date`,
}

// From the kept months; what closing entries took out of them is put back.
const monthProfits = {
  name: 'books.year.profits',
  text: `
    select month, sum(amount)::bigint as profit from (
      select m.month, m.credit - m.debit as amount
      from account a join account_month m on m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR'
      where a.business_id = $1 and a.nature in ('income', 'expense')
      union all
      select date_trunc('month', p.on_date)::date, p.amount
      from voucher v
      join posting p on p.business_id = $1 and p.voucher_id = v.id
      join account a on a.business_id = $1 and a.id = p.account_id and a.nature in ('income', 'expense')
      where v.business_id = $1 and v.kind = 'closing'
    ) moved group by month`,
}

export interface CapitalAccount {
  id: string
  name: string
  isUsual: boolean
}

/** Where the profit may go: live accounts of capital; the owner's own first. */
export const listCapitalAccounts = (tx: Tx, businessId: string): Promise<CapitalAccount[]> =>
  named<CapitalAccount>(tx, capitalAccounts, [businessId])

const capitalAccounts = {
  name: 'books.year.capital',
  text: `
    select id, name, role is not distinct from 'capital' as "isUsual" from account
    where business_id = $1 and nature = 'equity' and not is_group and archived_at is null
    order by role is distinct from 'capital', code`,
}

export interface CarriedAccount {
  name: string
  closing: Paise
  opening: Paise
}

/**
 * What each account closed the year with, line by line of its last month, and what the next year opens with, by the kept
 * months alone: two ways to one figure.
 */
export const listCarried = (tx: Tx, businessId: string, to: IsoDate): Promise<CarriedAccount[]> =>
  named<CarriedAccount>(tx, carried, [businessId, to, addDays(to, 1)])

const carried = {
  name: 'books.year.carried',
  text: `
    select a.name, coalesce(b.amount, 0)::bigint + coalesce(l.amount, 0)::bigint as closing, coalesce(o.amount, 0)::bigint as opening
    from account a
    left join lateral (select sum(debit - credit) as amount from account_month m where m.business_id = $1
      and m.account_id = a.id and m.commodity = 'INR' and m.month < date_trunc('month', $2::date)::date) b on true
    left join lateral (select sum(p.amount) as amount from posting p where p.business_id = $1 and p.account_id = a.id
      and p.commodity = 'INR' and p.on_date between date_trunc('month', $2::date)::date and $2::date) l on true
    left join lateral (select sum(debit - credit) as amount from account_month m where m.business_id = $1
      and m.account_id = a.id and m.commodity = 'INR' and m.month < $3::date) o on true
    where a.business_id = $1 and not a.is_group
      and (coalesce(b.amount, 0) + coalesce(l.amount, 0) <> 0 or coalesce(o.amount, 0) <> 0)
    order by a.code`,
}
