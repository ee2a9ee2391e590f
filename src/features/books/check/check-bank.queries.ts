import { checkStatement, fault, ofVoucher } from './check.findings.ts'

/** What matches say of every line of the bank and every entry of the books; one that was undone says nothing in sum. */
const matched = `
  matched as materialized (
    select bank_line_id, voucher_id, line, sum(amount) as amount from bank_match_part
    where business_id = $1 group by bank_line_id, voucher_id, line
  )`

/** 2: what is open of a line of the bank is what no match took of it. */
export const bankLinesAreMatched = checkStatement(
  'bank_line',
  `${matched},
  found as (
    select ${fault('openItem', {
      of: 'l.on_date::text',
      amounts: { open: 'l.open_amount', left: 'l.amount - coalesce(m.amount, 0)' },
    })}
    from bank_line l left join matched m on m.bank_line_id = l.id
    where l.business_id = $1 and l.open_amount <> l.amount - coalesce(m.amount, 0)
  ),
  counted as (select count(*) as checked from bank_line where business_id = $1)`,
)

/** 2: and so of each entry, of which is kept what it came to. */
export const bankEntriesAreMatched = checkStatement(
  'bank_entry',
  `${matched},
  kept as materialized (select voucher_id, line, amount, matched from bank_entry where business_id = $1),
  compared as (
    select p.voucher_id, p.amount, coalesce(e.whole, p.amount) as kept_amount, e.kept, e.taken
    from (
      select voucher_id, line, k.amount as whole, coalesce(k.matched, 0) as kept, coalesce(m.amount, 0) as taken
      from kept k full join (select voucher_id, line, amount from matched where voucher_id is not null) m using (voucher_id, line)
    ) e join posting p on p.business_id = $1 and p.voucher_id = e.voucher_id and p.line = e.line
  ),
  found as (
    select ${fault('openItem', {
      ...ofVoucher,
      amounts: { open: 'c.kept_amount - c.kept', left: 'c.amount - c.taken' },
    })}
    from compared c join voucher v on v.business_id = $1 and v.id = c.voucher_id
    where (c.kept_amount, c.kept) <> (c.amount, c.taken)
  ),
  counted as (select count(*) as checked from kept)`,
)

/** 2: what is matched of an account by month is what was matched of its entries of the month. */
export const bankMonthsAreMatched = checkStatement(
  'bank_month',
  `${matched},
  kept as materialized (select account_id, month, debit, credit from bank_month where business_id = $1),
  posted as materialized (
    select p.account_id, date_trunc('month', p.on_date::timestamp)::date as month,
      coalesce(sum(m.amount) filter (where p.amount > 0), 0) as debit, coalesce(-sum(m.amount) filter (where p.amount < 0), 0) as credit
    from matched m join posting p on p.business_id = $1 and p.voucher_id = m.voucher_id and p.line = m.line group by 1, 2
  ),
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
    from kept k full join posted p using (account_id, month) join account a on a.business_id = $1 and a.id = account_id
    where (coalesce(k.debit, 0), coalesce(k.credit, 0)) <> (coalesce(p.debit, 0), coalesce(p.credit, 0))
  ),
  counted as (select count(*) as checked from kept)`,
)
