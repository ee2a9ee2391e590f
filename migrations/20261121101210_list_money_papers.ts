import type { Knex } from 'knex'

/** Receipts and payments are listed together, newest first, with their sums: from this index alone, whatever else was sold. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index document_money_idx on document (business_id, on_date desc, id desc) include (kind, state, total_paise)
      where kind in ('receipt', 'payment');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index document_money_idx;')
}
