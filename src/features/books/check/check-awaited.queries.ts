import { checkStatement, fault } from './check.findings.ts'

/** 6: what receipts hold that no bill and no return took from them is the balance of goods whose bill is awaited. */
export const awaitedIsItsAccount = checkStatement(
  'awaited',
  `receipts as (
    select coalesce(sum(l.cost_paise - l.billed_cost_paise), 0) as value, count(*) as lines
    from document d join goods_receipt_line l on l.business_id = d.business_id and l.receipt_id = d.id
    where d.business_id = $1 and d.kind = 'goods-receipt' and d.state = 'issued'
  ),
  accounts as (
    select coalesce(sum(m.credit - m.debit), 0) as value
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id
    where a.business_id = $1 and a.role = 'goods-received' and m.commodity = 'INR'
  ),
  found as (
    select ${fault('awaited', { amounts: { level: 'r.value', account: 'a.value' } })}
    from receipts r cross join accounts a where r.value <> a.value
  ),
  counted as (select lines as checked from receipts)`,
)
