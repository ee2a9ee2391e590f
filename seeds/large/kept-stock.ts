import type { Tx } from '../../src/db/tenant.ts'
import { dayColumns, daySums, monthColumns, monthSums } from '../../src/features/stock/stock.moves.sql.ts'

/** What the app keeps of stock by month and by day, added up anew from all moves. */
export async function keepStock(tx: Tx, businessId: string): Promise<void> {
  for (const table of ['stock_month', 'stock_day']) await tx(table).where({ business_id: businessId }).delete()
  for (const kept of [months, days]) await tx.raw(kept, { businessId })
}

const months = `
  insert into stock_month (business_id, item_id, branch_id, month, ${monthColumns.join(', ')})
  select :businessId, m.item_id, m.branch_id, date_trunc('month', m.on_date)::date, ${monthSums('m.kind', 'm.quantity_milli > 0')}
  from stock_move m where m.business_id = :businessId group by 2, 3, 4`

const days = `
  insert into stock_day (business_id, branch_id, on_date, ${dayColumns})
  select :businessId, m.branch_id, m.on_date, ${daySums} from stock_move m where m.business_id = :businessId group by 2, 3`
