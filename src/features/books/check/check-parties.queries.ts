import { checkStatement, fault } from './check.findings.ts'

/**
 * 3: a party's open items, their ageing, the balance that the khata and the dues link show, the months of the statement and
 * the lines are one figure.
 */
export const partiesAgree = checkStatement(
  'parties',
  `figures as (
    select party_id, commodity, sum(items) as items, sum(aged) as aged, sum(balance) as balance, sum(months) as months, sum(lines) as lines
    from (
      select party_id, commodity, sum(case side when 'debit' then open_amount else -open_amount end) as items,
        0 as aged, 0 as balance, 0 as months, 0 as lines
      from open_item where business_id = $1 and open_amount > 0 group by party_id, commodity
      union all
      select party_id, commodity, 0, sum(case stands when 'receivable' then due - advance else advance - due end), 0, 0, 0
      from party_due where business_id = $1 group by party_id, commodity
      union all
      select party_id, commodity, 0, 0, amount, 0, 0 from party_balance where business_id = $1
      union all
      select party_id, commodity, 0, 0, 0, sum(debit - credit), 0 from party_month where business_id = $1 group by party_id, commodity
      union all
      select party_id, commodity, 0, 0, 0, 0, sum(amount)
      from posting where business_id = $1 and party_id is not null group by party_id, commodity
    ) kinds group by party_id, commodity
  ),
  found as (
    select ${fault('party', {
      of: 'p.name',
      place: 'party',
      id: 'p.id',
      amounts: { items: 'f.items', aged: 'f.aged', balance: 'f.balance', months: 'f.months', lines: 'f.lines' },
    })}
    from figures f join party p on p.business_id = $1 and p.id = f.party_id
    where f.items <> f.balance or f.aged <> f.balance or f.balance <> f.months or f.months <> f.lines
  ),
  counted as (select count(*) as checked from figures)`,
)

/** 3: what is open of an item is its amount less what was allocated. */
export const openItemsAreAllocated = checkStatement(
  'open_items',
  `settled as (
    select item_id, sum(amount) as amount from (
      select from_item_id as item_id, amount from allocation where business_id = $1
      union all select to_item_id, amount from allocation where business_id = $1
    ) sides group by item_id
  ),
  found as (
    select ${fault('openItem', {
      of: `coalesce(nullif(i.number, ''), i.kind || ' ' || i.on_date)`,
      place: 'voucher',
      id: 'i.voucher_id',
      amounts: { open: 'i.open_amount', left: 'i.amount - coalesce(s.amount, 0)' },
    })}
    from open_item i left join settled s on s.item_id = i.id
    where i.business_id = $1 and i.open_amount <> i.amount - coalesce(s.amount, 0)
  ),
  counted as (select count(*) as checked from open_item where business_id = $1)`,
)

/** 3: all parties together are the control accounts. */
export const partiesAreControlAccounts = checkStatement(
  'control',
  `parties as (select coalesce(sum(amount), 0) as amount from party_balance where business_id = $1 and commodity = 'INR'),
  accounts as (
    select coalesce(sum(m.debit - m.credit), 0) as amount
    from account a join account_month m on m.business_id = a.business_id and m.account_id = a.id
    where a.business_id = $1 and a.role in ('debtors', 'creditors') and m.commodity = 'INR'
  ),
  found as (
    select ${fault('control', { amounts: { parties: 'p.amount', accounts: 'a.amount' } })}
    from parties p cross join accounts a where p.amount <> a.amount
  ),
  counted as (select 1::bigint as checked)`,
)
