import type { Knex } from 'knex'

/** What the supplier calls an article stands on the order as it was sent, whatever he calls it later. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table purchase_order_line add column their_name text not null default '', add column their_code text not null default '';
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table purchase_order_line drop column their_name, drop column their_code')
}
