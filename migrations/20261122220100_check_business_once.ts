import type { Knex } from 'knex'

/**
 * Tables that every bill writes to, each with a key, never empty, that leads to a row of the same business: that row's own
 * key leads on to the business, so that naming it here too is checked again for nothing, row by row.
 */
const tables = [
  ...['account_day', 'account_month', 'money_flow_day', 'party_balance', 'party_due', 'party_month', 'person_cash'],
  ...['document', 'document_line', 'document_tender', 'piece_line', 'line_batch', 'old_gold_line', 'old_gold_purchase'],
  ...['open_item', 'allocation', 'point_balance', 'point_move', 'sold_month'],
  ...['lot', 'piece_claim', 'piece_event', 'batch_level', 'cost_layer'],
  ...['stock_level', 'stock_day', 'stock_month', 'stock_standing'],
]

const each = (change: (table: string) => string): string => tables.map(change).join('\n')

export async function up(db: Knex): Promise<void> {
  await db.raw(each((table) => `alter table ${table} drop constraint ${table}_business_id_fkey;`))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    each(
      (table) =>
        `alter table ${table} add constraint ${table}_business_id_fkey foreign key (business_id) references business (id);`,
    ),
  )
}
