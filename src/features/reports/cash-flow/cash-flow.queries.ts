import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Between } from '../period.rules.ts'
import type { FlowAccount } from './cash-flow.rules.ts'

// It costs the days of the period: `money_flow_day` and `account_day` hold a row a day and account, kept by `post` in the
// voucher's own transaction (books/vouchers/day-totals.commands.ts). Reading the vouchers instead would cost a year's
// receipts, a hundred thousand in a busy shop; the price is one small statement more a voucher.

export type Flow = FlowAccount & { readonly isGroup: boolean; readonly inflow: bigint; readonly outflow: bigint }

/** Every account with what came in and went out against it, in paise; nothing of most. */
export const listFlows = (tx: Tx, businessId: string, { from, to }: Between): Promise<Flow[]> =>
  named(tx, flows, [businessId, from, to])

const flows = {
  name: 'reports.cash_flow',
  text: `
    select a.id, a.parent_id as "parentId", a.code, a.name, a.nature, a.role, a.is_group as "isGroup",
      coalesce(f.inflow, 0)::bigint as inflow, coalesce(f.outflow, 0)::bigint as outflow
    from account a left join (
      select account_id, sum(inflow) as inflow, sum(outflow) as outflow from money_flow_day
      where business_id = $1 and on_date between $2::date and $3::date group by account_id
    ) f on f.account_id = a.id
    where a.business_id = $1 order by a.code`,
}

export interface MoneyAccount {
  readonly id: string
  readonly name: string
  readonly opening: bigint
  readonly closing: bigint
}

/** Every account that holds money, at the beginning and the end of the period, in paise. */
export const listMoney = (tx: Tx, businessId: string, { from, to }: Between): Promise<MoneyAccount[]> =>
  named(tx, money, [businessId, from, to])

// Before a day: the months before its own, and the days of its own month before it.
const before = (day: string, sign: '<' | '<='): string => `(
  (select coalesce(sum(m.debit - m.credit), 0) from account_month m
    where m.business_id = $1 and m.account_id = a.id and m.commodity = 'INR' and m.month < date_trunc('month', ${day}::date)::date)
  + (select coalesce(sum(d.debit_paise - d.credit_paise), 0) from account_day d
    where d.business_id = $1 and d.account_id = a.id and d.on_date >= date_trunc('month', ${day}::date)::date and d.on_date ${sign} ${day}::date)
  )::bigint`

const money = {
  name: 'reports.cash_flow.money',
  text: `
    select a.id, a.name, ${before('$2', '<')} as opening, ${before('$3', '<=')} as closing
    from account a where a.business_id = $1 and a.money is not null order by a.code`,
}
