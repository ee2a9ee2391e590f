import type { Tx } from '../../src/db/tenant.ts'
import { dayTotalsSql } from '../../src/features/books/vouchers/day-totals.commands.ts'

/** What the app keeps of the days of vouchers and of the ways of money, added up once from all vouchers. */
export async function keepFlows(tx: Tx, businessId: string): Promise<void> {
  for (const insert of [days, flows])
    await tx.raw(`with ${sources}, ${dayTotalsSql(':businessId')} ${insert}`, { businessId })
}

const sources = `
  vouchers as materialized (
    select v.id as n, coalesce(r.kind, v.kind) as kind, v.on_date, v.reverses_id is not null as is_back
    from voucher v left join voucher r on r.business_id = v.business_id and r.id = v.reverses_id where v.business_id = :businessId
  ),
  lines as (select voucher_id as n, account_id, amount from posting where business_id = :businessId and commodity = 'INR')`

const days = `
  insert into voucher_day (business_id, kind, on_date, vouchers, amount, reversed, reversed_amount)
  select :businessId, kind, on_date, vouchers, amount, reversed, reversed_amount from counted`

const flows = `
  insert into money_flow_day (business_id, account_id, on_date, inflow, outflow)
  select :businessId, account_id, on_date, inflow, outflow from flows`
