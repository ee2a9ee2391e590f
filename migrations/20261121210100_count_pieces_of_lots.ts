import type { Knex } from 'knex'

/** How many pieces went with the weight of a lot: a cancelled bill brings the same number back. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table stock_move add column lot_pieces integer not null default 0;')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table stock_move drop column lot_pieces;')
}
