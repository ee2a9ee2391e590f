import type { Knex } from 'knex'

/** Those that may run low are few of the items: the home page counts them without looking at the rest. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index item_low_idx on item (business_id, id) include (low_stock_milli)
      where low_stock_milli > 0 and kind = 'goods' and archived_at is null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index item_low_idx;')
}
