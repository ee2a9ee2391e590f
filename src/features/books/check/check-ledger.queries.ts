import { checkStatement, fault, ofVoucher } from './check.findings.ts'

/** 1: debits are credits in every commodity of every voucher; a voucher has lines, and they have its date. */
export const vouchersBalance = checkStatement(
  'vouchers',
  `sums as materialized (
    select voucher_id, commodity, sum(amount) as off, min(on_date) as first, max(on_date) as last
    from posting where business_id = $1 group by voucher_id, commodity
  ),
  found as (
    select ${fault('unbalanced', { ...ofVoucher, amounts: { off: 's.off' }, texts: { commodity: 's.commodity' } })}
    from sums s join voucher v on v.business_id = $1 and v.id = s.voucher_id where s.off <> 0
    union all
    select ${fault('otherDate', ofVoucher)}
    from sums s join voucher v on v.business_id = $1 and v.id = s.voucher_id where s.first <> v.on_date or s.last <> v.on_date
    union all
    select ${fault('noLines', ofVoucher)}
    from voucher v where v.business_id = $1 and not exists (select 1 from sums s where s.voucher_id = v.id)
  ),
  counted as (select count(*) as checked from voucher where business_id = $1)`,
)

/** What the lines say of every account by day and by month; by day first, since there are few days and many lines. */
const postedMonths = `
  posted_days as materialized (
    select account_id, commodity, on_date, sum(greatest(amount, 0)) as debit, sum(greatest(-amount, 0)) as credit
    from posting where business_id = $1 group by account_id, commodity, on_date
  ),
  posted as materialized (
    select account_id, commodity, date_trunc('month', on_date)::date as month,
      sum(debit)::bigint as debit, sum(credit)::bigint as credit
    from posted_days group by 1, 2, 3
  )`

/** 2: the kept balances come to nothing in every commodity. */
export const trialBalanceIsZero = checkStatement(
  'trial_balance',
  `found as (
    select ${fault('trialBalance', { amounts: { off: 'sum(debit - credit)' }, texts: { commodity: 'commodity' } })}
    from account_month where business_id = $1 group by commodity having sum(debit - credit) <> 0
  ),
  counted as (select 0::bigint as checked)`,
)

/** 2: and are what the lines add up to, those of a month and those of a day. */
export const accountsArePostings = checkStatement(
  'accounts',
  `${postedMonths},
  kept as (select account_id, commodity, month, debit, credit from account_month where business_id = $1),
  kept_days as (select account_id, on_date, debit_paise, credit_paise from account_day where business_id = $1),
  found as (
    select ${fault('accountMonth', {
      of: 'a.name',
      place: 'account',
      id: 'a.id',
      amounts: {
        kept: 'coalesce(k.debit, 0) - coalesce(k.credit, 0)',
        posted: 'coalesce(p.debit, 0) - coalesce(p.credit, 0)',
      },
      texts: { month: 'month' },
    })}
    from kept k full join posted p using (account_id, commodity, month)
    join account a on a.business_id = $1 and a.id = account_id
    where (coalesce(k.debit, 0), coalesce(k.credit, 0)) <> (coalesce(p.debit, 0), coalesce(p.credit, 0))
    union all
    select ${fault('keptDay', {
      of: 'a.name',
      place: 'account',
      id: 'a.id',
      amounts: {
        kept: 'coalesce(k.debit_paise, 0) - coalesce(k.credit_paise, 0)',
        posted: 'coalesce(p.debit, 0) - coalesce(p.credit, 0)',
      },
      texts: { date: 'on_date' },
    })}
    from kept_days k full join (select * from posted_days where commodity = 'INR') p using (account_id, on_date)
    join account a on a.business_id = $1 and a.id = account_id
    where (coalesce(k.debit_paise, 0), coalesce(k.credit_paise, 0)) <> (coalesce(p.debit, 0), coalesce(p.credit, 0))
  ),
  counted as (select (select count(*) from kept) + (select count(*) from kept_days) as checked)`,
)

/** 4: what every account closed a month with is what it opens the next one with. */
export const accountsOpenAsTheyClosed = checkStatement(
  'account_edges',
  `${postedMonths},
  edges as (
    select a.id, a.name, e.day
    from account a cross join (select distinct month as day from account_month where business_id = $1) e
    where a.business_id = $1 and not a.is_group
  ),
  compared as (
    select e.*,
      (select coalesce(sum(debit - credit), 0) from account_month m
        where m.business_id = $1 and m.account_id = e.id and m.commodity = 'INR' and m.month < e.day) as opening,
      (select coalesce(sum(debit - credit), 0) from posted p
        where p.account_id = e.id and p.commodity = 'INR' and p.month < e.day) as closing
    from edges e
  ),
  found as (
    select ${fault('edge', {
      of: 'name',
      place: 'account',
      id: 'id',
      amounts: { opening: 'opening', closing: 'closing' },
      texts: { date: 'day' },
    })}
    from compared where opening <> closing
  ),
  counted as (select count(*) as checked from compared)`,
)

/** 4: and of a sample of parties, another one every day. */
export const partiesOpenAsTheyClosed = checkStatement(
  'party_edges',
  `sample as (
    select id, name from party where business_id = $1 order by md5(id::text || current_date) limit 50
  ),
  compared as (
    select s.id, s.name, e.month as day,
      (select coalesce(sum(debit - credit), 0) from party_month m
        where m.business_id = $1 and m.party_id = s.id and m.commodity = 'INR' and m.month < e.month) as opening,
      (select coalesce(sum(amount), 0) from posting p
        where p.business_id = $1 and p.party_id = s.id and p.commodity = 'INR' and p.on_date < e.month) as closing
    from sample s join party_month e on e.business_id = $1 and e.party_id = s.id and e.commodity = 'INR'
  ),
  found as (
    select ${fault('edge', {
      of: 'name',
      place: 'party',
      id: 'id',
      amounts: { opening: 'opening', closing: 'closing' },
      texts: { date: 'day' },
    })}
    from compared where opening <> closing
  ),
  counted as (select count(*) as checked from compared)`,
)

/**
 * 8: nothing that is dated in a locked period was made after the lock, but what an exception let in; the edit log knows when
 * the lock date moved.
 */
export const nothingAfterTheLock = checkStatement(
  'lock',
  `locks as materialized (
    select at, (after ->> 'lockDate')::date as lock_date, lead(at) over (order by seq) as until from audit_line
    where business_id = $1 and entity = 'books' and entity_id = $1::text and action = 'books.locked'
  ),
  made as (
    select id as voucher_id, on_date, at, by_user from voucher where business_id = $1 and kind <> 'closing'
    union all
    select voucher_id, on_date, at, by_user from allocation where business_id = $1
  ),
  found as (
    select distinct on (v.id) ${fault('afterLock', { ...ofVoucher, texts: { date: 'm.on_date', locked: 'l.lock_date' } })}
    from locks l join made m on m.on_date <= l.lock_date and m.at > l.at and (l.until is null or m.at <= l.until)
    join voucher v on v.business_id = $1 and v.id = m.voucher_id
    where not exists (select 1 from lock_exception e where e.business_id = $1 and e.asked_by = m.by_user
      and m.on_date between e.from_date and e.to_date and m.at between e.decided_at and least(e.until, e.ended_at))
  ),
  counted as (select count(*) as checked from locks)`,
)

/** 9: no day ends with less than nothing in a cash box. */
export const cashIsThere = checkStatement(
  'cash',
  `days as (
    select p.on_date, sum(sum(p.amount)) over (partition by a.id order by p.on_date) as balance
    from posting p join account a on a.business_id = p.business_id and a.id = p.account_id
    where p.business_id = $1 and a.money = 'cash' and p.commodity = 'INR' group by a.id, p.on_date
  ),
  found as (
    select ${fault('cashNegative', { of: 'on_date::text', amounts: { balance: 'balance' } })} from days where balance < 0
  ),
  counted as (select count(*) as checked from days)`,
)
