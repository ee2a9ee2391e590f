import type { Position } from '../../../core/bank-match.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { type Paise, subtract, zero } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { isOpenEntry } from './reconciling.queries.ts'

interface Sums {
  debit: Paise
  credit: Paise
}

/** How the books stand to the bank at the end of a day, as sums: a handful of rows for each month of the account's life. */
export async function findPosition(
  tx: Tx,
  businessId: string,
  accountId: string,
  { on, closing }: { on: IsoDate; closing: Paise | null },
): Promise<Position> {
  const [[book], [entries], [lines]] = await together([
    named<Sums>(tx, bookSums, [businessId, accountId, on]),
    named<Sums>(tx, openEntrySums, [businessId, accountId, on]),
    named<Sums>(tx, openLineSums, [businessId, accountId, on]),
  ])
  return {
    book: minus(book),
    entriesIn: entries?.debit ?? zero,
    entriesOut: negated(entries?.credit),
    linesIn: lines?.debit ?? zero,
    linesOut: negated(lines?.credit),
    closing,
  }
}

const minus = (sums: Sums | undefined): Paise => (sums === undefined ? zero : subtract(sums.debit, sums.credit))
const negated = (amount: Paise | undefined): Paise => (amount === undefined ? zero : subtract(zero, amount))

const bookSums = {
  name: 'bank.book.sums',
  text: `
    select sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select 0 as debit, 0 as credit
      union all
      select debit, credit from account_month where business_id = $1 and account_id = $2 and commodity = 'INR'
        and month < date_trunc('month', $3::date::timestamp)::date
      union all
      select debit_paise, credit_paise from account_day where business_id = $1 and account_id = $2
        and on_date between date_trunc('month', $3::date::timestamp)::date and $3::date
    ) b`,
}

/** Matches that stand and reach beyond the day: on it, their earlier parts were still open. */
const reachingOn = `
  from bank_match m
  join bank_match_part p on p.business_id = m.business_id and p.match_id = m.id
  where m.business_id = $1 and m.account_id = $2 and m.last_on > $3::date and m.undoes_id is null and p.on_date <= $3::date
    and not exists (select 1 from bank_match u where u.business_id = m.business_id and u.undoes_id = m.id)`

// Whole months by their sums; the month of the day by its entries.
const openEntrySums = {
  name: 'bank.open.entry.sums',
  text: `
    select sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select 0 as debit, 0 as credit
      union all
      select m.debit - coalesce(b.debit, 0), m.credit - coalesce(b.credit, 0) from account_month m
        left join bank_month b on b.business_id = m.business_id and b.account_id = m.account_id and b.month = m.month
        where m.business_id = $1 and m.account_id = $2 and m.commodity = 'INR' and m.month < date_trunc('month', $3::date::timestamp)::date
      union all
      select greatest(p.amount, 0), greatest(-p.amount, 0) from posting p
        where ${isOpenEntry} and p.on_date between date_trunc('month', $3::date::timestamp)::date and $3::date
      union all
      select greatest(p.amount, 0), greatest(-p.amount, 0) ${reachingOn} and p.voucher_id is not null
    ) s`,
}

const openLineSums = {
  name: 'bank.open.line.sums',
  text: `
    select sum(greatest(s.amount, 0))::bigint as debit, sum(greatest(-s.amount, 0))::bigint as credit from (
      select 0::bigint as amount
      union all
      select l.open_amount from bank_line l
        where l.business_id = $1 and l.account_id = $2 and l.open_amount <> 0 and l.on_date <= $3::date
      union all
      select p.amount ${reachingOn} and p.bank_line_id is not null
    ) s`,
}
