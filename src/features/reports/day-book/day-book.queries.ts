import type { IsoDate } from '../../../core/dates.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { VoucherKind } from '../../books/index.ts'
import { summedSql, voucherPageSql } from '../page-postings.sql.ts'
import type { Between } from '../period.rules.ts'

export interface DayVoucher {
  id: string
  onDate: IsoDate
  kind: VoucherKind
  number: string
  narration: string
  partyId: string | null
  partyName: string | null
  /** Of the largest line that is not the money's. */
  account: string | null
  /** What it is worth, as the registers count it; below zero where it takes another one back. */
  amount: bigint
  cameIn: bigint
  wentOut: bigint
  isReversed: boolean
}

/** Vouchers of some days after another one, in the order of their days and then as they were made. */
export function listDayVouchers(
  tx: Tx,
  businessId: string,
  { from, to, after, limit }: Between & { after: readonly [IsoDate, string] | undefined; limit: number },
): Promise<DayVoucher[]> {
  const [onDate, id] = after ?? [from, '00000000-0000-0000-0000-000000000000']
  return named<DayVoucher>(tx, vouchers, [businessId, onDate, id, to, limit])
}

// A sale or purchase is worth what the party and the tenders come to, any other voucher its debits (voucher_day counts so too).
// What stands beside a voucher is looked up one by one (`limit 1` keeps the planner from reading whole tables for a page).
const vouchers = {
  name: 'reports.day_book',
  text: `
    with page as materialized (${voucherPageSql('on_date <= $4::date and (on_date, id) > ($2::date, $3::uuid)', '$5')}),
    summed as (${summedSql(`
        coalesce(sum(l.amount) filter (where l.amount > 0), 0) as debits,
        coalesce(sum(l.amount) filter (where l.amount > 0 and a.money is not null), 0) as came_in,
        coalesce(-sum(l.amount) filter (where l.amount < 0 and a.money is not null), 0) as went_out,
        coalesce(sum(l.amount) filter (where a.money is not null or a.role in ('debtors', 'creditors', 'loyalty-points', 'loyalty-cost', 'gift-vouchers')), 0) as settled,
        (array_agg(a.name order by a.money is not null, abs(l.amount) desc, l.line))[1] as account`)})
    select v.id, v.on_date as "onDate", v.kind, v.number, v.narration, v.party_id as "partyId", p.name as "partyName", v.account,
      (case when r.id is null then 1 else -1 end * case when coalesce(r.kind, v.kind) in ('sales', 'purchase', 'credit-note', 'debit-note') and v.settled <> 0
        then abs(v.settled) else v.debits end)::bigint as amount,
      v.came_in::bigint as "cameIn", v.went_out::bigint as "wentOut",
      undone.id is not null as "isReversed"
    from summed v
    left join lateral (select r.id, r.kind from voucher r where r.business_id = $1 and r.id = v.reverses_id limit 1) r on true
    left join lateral (select u.id from voucher u where u.business_id = $1 and u.reverses_id = v.id limit 1) undone on true
    left join lateral (select c.name from party c where c.business_id = $1 and c.id = v.party_id limit 1) p on true
    order by v.on_date, v.id`,
}

export interface DayTotals {
  vouchers: number
  amount: bigint
  cameIn: bigint
  wentOut: bigint
}

/** The sums of some days, from what is kept of each. */
export async function dayTotals(tx: Tx, businessId: string, { from, to }: Between): Promise<DayTotals> {
  const [row] = await named<DayTotals>(tx, totals, [businessId, from, to])
  return row ?? { vouchers: 0, amount: 0n, cameIn: 0n, wentOut: 0n }
}

const totals = {
  name: 'reports.day_totals',
  text: `
    select v.vouchers, v.amount, m.came_in as "cameIn", m.went_out as "wentOut"
    from (select coalesce(sum(vouchers + reversed), 0)::int as vouchers, coalesce(sum(amount - reversed_amount), 0)::bigint as amount
      from voucher_day where business_id = $1 and on_date between $2::date and $3::date) v
    cross join (select coalesce(sum(d.debit_paise), 0)::bigint as came_in, coalesce(sum(d.credit_paise), 0)::bigint as went_out
      from account a join account_day d on d.business_id = $1 and d.account_id = a.id and d.on_date between $2::date and $3::date
      where a.business_id = $1 and a.money is not null) m`,
}
