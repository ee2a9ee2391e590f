import type { Knex } from 'knex'

/**
 * Goods that go out of two batches at once are two moves that share one cost: `parting` is the same of both, and of no others,
 * so that valuing anew shares it as it was shared when they were written.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table stock_move add column parting uuid')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table stock_move drop column parting')
}
