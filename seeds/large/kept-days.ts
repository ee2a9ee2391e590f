import type { Tx } from '../../src/db/tenant.ts'
import { dueFlowsSql } from '../../src/features/books/open-items/due-flows.sql.ts'
import { soldSql } from '../../src/features/sold/index.ts'
import { keepFlows } from './kept-flows.ts'
import { standingSql } from './kept-standing.ts'
import { keepStock } from './kept-stock.ts'

/** What the app keeps by day, added up once from all rows; where the triggers ran, only what commands keep is left to do. */
export async function keepDays(tx: Tx, businessId: string, { hasTriggers }: { hasTriggers: boolean }): Promise<void> {
  await tx.raw(tallied)
  await keepFlows(tx, businessId)
  await keepStock(tx, businessId)
  for (const kept of [taxes, dueFlows, sold]) await tx.raw(kept, { businessId })
  const byTriggers = [sales, dues, partyDues, personCash, ...standingSql(':businessId')]
  if (!hasTriggers) for (const kept of byTriggers) await tx.raw(kept, { businessId })
  await tx.raw('set local enable_nestloop = on')
}

// What was written a moment ago is unknown to the planner: it would look up line after line what one reading gives.
const tallied = `analyze account, voucher, posting, open_item, allocation, document; set local enable_nestloop = off`

const sales = `
  insert into sales_day (business_id, on_date, bills, total_paise, taxable_paise, cost_paise)
  select business_id, on_date, count(*), sum(total_paise), sum(taxable_paise), sum(cost_paise)
  from document where business_id = :businessId and kind in ('invoice', 'bill-of-supply') and state = 'issued'
  group by business_id, on_date`

const dues = `
  insert into due_day (business_id, commodity, side, kind, due_on, billed_on, open_amount)
  select business_id, commodity, side, kind, due_on, coalesce(billed_on, on_date), sum(open_amount)
  from open_item where business_id = :businessId group by 1, 2, 3, 4, 5, 6`

const partyDues = `
  insert into party_due (business_id, party_id, commodity, stands, due, advance)
  select business_id, party_id, commodity, case when (side = 'debit') = (kind in ('bill', 'opening')) then 'receivable' else 'payable' end,
    coalesce(sum(open_amount) filter (where kind in ('bill', 'opening')), 0),
    coalesce(sum(open_amount) filter (where kind not in ('bill', 'opening')), 0)
  from open_item where business_id = :businessId group by 1, 2, 3, 4`

// As the trigger of `posting` keeps it; there are no reversals here.
const personCash = `
  insert into person_cash (business_id, voucher_id, document_id, party_id, phone, name_key, number, on_date, at, in_paise, out_paise)
  select v.business_id, v.id, v.document_id, v.party_id, case when v.party_id is null then coalesce(d.party_snapshot->>'phone', '') else '' end,
    case when v.party_id is null then lower(btrim(coalesce(d.party_snapshot->>'name', ''))) else '' end, v.number, v.on_date, v.at, m.plus, -m.minus
  from (select n.voucher_id, coalesce(sum(n.amount) filter (where n.amount > 0), 0) as plus,
      coalesce(sum(n.amount) filter (where n.amount < 0), 0) as minus
    from posting n join account a on a.business_id = n.business_id and a.id = n.account_id and a.money = 'cash'
    where n.business_id = :businessId and n.commodity = 'INR' group by n.voucher_id) m
  join voucher v on v.business_id = :businessId and v.id = m.voucher_id and v.kind not in ('opening', 'closing', 'contra', 'reversal')
  left join document d on d.business_id = v.business_id and d.id = v.document_id
  where v.party_id is not null or coalesce(d.party_snapshot->>'phone', '') <> '' or btrim(coalesce(d.party_snapshot->>'name', '')) <> ''`

const taxes = `
  insert into tax_day (business_id, on_date, side, rate_bp, taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise)
  select business_id, on_date, side, rate_bp, sum(taxable_paise), sum(cgst_paise), sum(sgst_paise), sum(igst_paise), sum(cess_paise)
  from voucher_tax where business_id = :businessId group by 1, 2, 3, 4`

const dueFlows = `
  with ${dueFlowsSql(':businessId')}
  insert into due_flow (business_id, commodity, span, on_date, side, kind, due_on, billed_on, amount)
  select :businessId, f.* from flows f`

const sold = `
  with ${soldSql(':businessId')}
  insert into sold_month (business_id, split, of_id, branch_id, month, quantity_milli, taxable_paise, cost_paise)
  select :businessId, s.* from sold s`
