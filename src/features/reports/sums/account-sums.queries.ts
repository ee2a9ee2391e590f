import type { AccountRole, Nature } from '../../../core/chart.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import { edgeAfter, edgeBefore } from './edges.rules.ts'

export interface AccountSums {
  id: string
  parentId: string | null
  code: string
  name: string
  nature: Nature
  role: AccountRole | null
  isGroup: boolean
  /** Before the first day, above zero a debit. Of a group everything is zero: its accounts hold it. */
  opening: bigint
  /** Of the period. */
  debit: bigint
  credit: bigint
  /** How much of `debit` less `credit` is the closing of a year, and its undoing: both are vouchers of kind 'closing'. */
  yearEnd: bigint
}

/**
 * Every account by code with its opening balance and what was posted in a period, in paise: the kept months, and the days of at
 * most the first and the last of them. No line is read but those of year-ends.
 */
export async function accountSums(
  tx: Tx,
  businessId: string,
  { from, to }: Between,
  today: IsoDate,
): Promise<AccountSums[]> {
  const [first, last] = [edgeBefore(from, today), edgeAfter(to, today)]
  const edges = [first, last].flatMap((edge) => [edge.month, edge.sign, edge.from, edge.to])
  return named(tx, sums, [businessId, from, to, ...edges])
}

// Of one account from a day up to another.
const days = (from: string, to: string) => `
        select coalesce(sum(d.debit_paise), 0) as debit, coalesce(sum(d.credit_paise), 0) as credit from account_day d
        where d.business_id = $1 and d.account_id = m.account_id and d.on_date >= ${from}::date and d.on_date < ${to}::date`

// Days are read only of accounts that have a month, which whatever has a day has: of a chart that is a part.

const sums = {
  name: 'reports.account_sums',
  text: `
    with closed as materialized (
      select p.account_id, sum(p.amount) as amount from voucher c join posting p on p.business_id = $1 and p.voucher_id = c.id
      where c.business_id = $1 and c.kind = 'closing' and c.on_date between $2::date and $3::date and p.commodity = 'INR'
      group by p.account_id
    )
    select a.id, a.parent_id as "parentId", a.code, a.name, a.nature, a.role, a.is_group as "isGroup",
      coalesce(s.opening, 0)::bigint as opening, coalesce(s.debit, 0)::bigint as debit, coalesce(s.credit, 0)::bigint as credit,
      coalesce(closed.amount, 0)::bigint as "yearEnd"
    from account a
    left join (
      select m.account_id, m.debit1 - m.credit1 + $5 * (e1.debit - e1.credit) as opening,
        m.debit2 - m.debit1 + $9 * e2.debit - $5 * e1.debit as debit,
        m.credit2 - m.credit1 + $9 * e2.credit - $5 * e1.credit as credit
      from (
        select m.account_id, coalesce(sum(m.debit) filter (where m.month < $4::date), 0) as debit1,
          coalesce(sum(m.credit) filter (where m.month < $4::date), 0) as credit1,
          coalesce(sum(m.debit) filter (where m.month < $8::date), 0) as debit2,
          coalesce(sum(m.credit) filter (where m.month < $8::date), 0) as credit2
        from account_month m
        where m.business_id = $1 and m.commodity = 'INR'
        group by m.account_id
      ) m
      cross join lateral (${days('$6', '$7')}) e1
      cross join lateral (${days('$10', '$11')}) e2
    ) s on s.account_id = a.id
    left join closed on closed.account_id = a.id
    where a.business_id = $1
    order by a.code`,
}
