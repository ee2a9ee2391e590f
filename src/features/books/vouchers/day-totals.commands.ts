import type { IsoDate } from '../../../core/dates.ts'
import type { PostingLine } from '../../../core/ledger.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from './vouchers.rules.ts'

export interface DayVoucher {
  readonly kind: VoucherKind
  readonly onDate: IsoDate
  readonly reversesId?: string | null
  readonly lines: readonly PostingLine[]
}

/**
 * Adds vouchers to what is kept of their days: the registers' totals (`voucher_day`) and where money came from and went
 * to (`money_flow_day`). Kept by day, a year of either costs its days. For the doors of the books only, after
 * `addToBalances`: the rows of one day are locked by whoever holds the balances of the accounts that they stand for.
 */
export async function addToVoucherDays(tx: Tx, businessId: string, vouchers: readonly DayVoucher[]): Promise<void> {
  const lines = vouchers.flatMap((voucher, n) => voucher.lines.map((line) => ({ ...line, n })))
  const inRupees = lines.filter(({ commodity }) => commodity === 'INR')
  if (inRupees.length === 0) return
  await named(tx, addToDays, [
    businessId,
    vouchers.map((_, n) => n),
    vouchers.map(({ kind }) => kind),
    vouchers.map(({ onDate }) => onDate),
    vouchers.map(({ reversesId }) => reversesId ?? null),
    inRupees.map(({ n }) => n),
    inRupees.map(({ accountId }) => accountId),
    inRupees.map(({ amount }) => amount),
  ])
}

/**
 * The SQL of both, from what `vouchers` (n, kind, on_date, is_back) and `lines` (n, account_id, amount) hold; `kind` is that
 * of the voucher which a reversal undoes. `$1` is the business.
 *
 * A sale or purchase is worth what the party and the tenders come to, points and gift vouchers among them: its debits would
 * count the cost of the goods, and twice what was paid at once. Any other voucher is worth its debits. The money of a sale
 * came from the customer, whole, and that of goods bought went to the supplier; otherwise each line against it says what the
 * money was for.
 */
export const dayTotalsSql = (businessId: string): string => `
  known as materialized (
    select l.n, l.account_id, l.amount, a.role, a.money is not null as is_money
    from lines l join account a on a.business_id = ${businessId} and a.id = l.account_id
  ),
  facts as materialized (
    select v.n, v.kind, v.on_date, v.is_back,
      case when v.kind in ('sales', 'purchase', 'credit-note', 'debit-note') and f.settled <> 0 then abs(f.settled)
        else f.debits end as amount,
      f.has_money, f.money,
      case when v.kind in ('sales', 'credit-note') then 'debtors'
        when v.kind in ('purchase', 'debit-note') and f.has_goods then 'creditors' end as whole
    from vouchers v join (
      select n, coalesce(sum(amount) filter (where amount > 0), 0) as debits, bool_or(is_money) as has_money,
        coalesce(sum(amount) filter (where is_money), 0) as money,
        coalesce(sum(amount) filter (where is_money
          or role in ('debtors', 'creditors', 'loyalty-points', 'loyalty-cost', 'gift-vouchers')), 0) as settled,
        coalesce(bool_or(role in ('purchases', 'purchase-return', 'stock')), false) as has_goods
      from known group by n
    ) f on f.n = v.n
  ),
  counted as (
    select kind, on_date, count(*) filter (where not is_back)::int as vouchers,
      coalesce(sum(amount) filter (where not is_back), 0)::bigint as amount,
      count(*) filter (where is_back)::int as reversed, coalesce(sum(amount) filter (where is_back), 0)::bigint as reversed_amount
    from facts group by kind, on_date
  ),
  moved as (
    select a.id as account_id, f.on_date, f.money as amount from facts f
      join account a on a.business_id = ${businessId} and a.role = f.whole where f.has_money and f.money <> 0
    union all
    select k.account_id, f.on_date, -k.amount from facts f join known k on k.n = f.n
      where f.has_money and f.whole is null and not k.is_money
  ),
  flows as (
    select account_id, on_date, coalesce(sum(amount) filter (where amount > 0), 0)::bigint as inflow,
      coalesce(-sum(amount) filter (where amount < 0), 0)::bigint as outflow
    from moved group by account_id, on_date
  )`

const addToDays = {
  name: 'books.voucher_day.add',
  text: `
    with vouchers as (
      select v.n, v.on_date, v.reverses is not null as is_back, case when v.reverses is null then v.kind
          else (select r.kind from voucher r where r.business_id = $1 and r.id = v.reverses) end as kind
      from unnest($2::int[], $3::text[], $4::date[], $5::uuid[]) as v (n, kind, on_date, reverses)
    ),
    lines as (select * from unnest($6::int[], $7::uuid[], $8::bigint[]) as l (n, account_id, amount)),
    ${dayTotalsSql('$1')},
    days as (
      insert into voucher_day (business_id, kind, on_date, vouchers, amount, reversed, reversed_amount)
      select $1, kind, on_date, vouchers, amount, reversed, reversed_amount from counted order by kind, on_date
      on conflict (business_id, kind, on_date) do update set vouchers = voucher_day.vouchers + excluded.vouchers,
        amount = voucher_day.amount + excluded.amount, reversed = voucher_day.reversed + excluded.reversed,
        reversed_amount = voucher_day.reversed_amount + excluded.reversed_amount
    )
    insert into money_flow_day (business_id, account_id, on_date, inflow, outflow)
    select $1, account_id, on_date, inflow, outflow from flows order by account_id, on_date
    on conflict (business_id, account_id, on_date)
      do update set inflow = money_flow_day.inflow + excluded.inflow, outflow = money_flow_day.outflow + excluded.outflow`,
}
