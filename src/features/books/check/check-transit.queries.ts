import { checkStatement, fault } from './check.findings.ts'

/** 6: what is on the road between branches, line by line, is the balance of goods in transit. */
export const transitIsItsAccount = checkStatement(
  'transit',
  `roads as (
    select coalesce(sum(l.open_paise), 0) as value, count(*) as lines
    from movement m join movement_line l on l.business_id = m.business_id and l.movement_id = m.id
    where m.business_id = $1 and m.form = 'transfer' and m.state in ('in-transit', 'differs') and l.open_milli > 0
  ),
  accounts as (
    select coalesce(sum(m.debit - m.credit), 0) as value
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id
    where a.business_id = $1 and a.role = 'stock-in-transit' and m.commodity = 'INR'
  ),
  found as (
    select ${fault('transit', { amounts: { level: 'r.value', account: 'a.value' } })}
    from roads r cross join accounts a where r.value <> a.value
  ),
  counted as (select lines as checked from roads)`,
)
