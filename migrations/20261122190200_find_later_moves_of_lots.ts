import type { Knex } from 'knex'

/** Whether a lot moved after a day is asked at each of its moves, and a lot of old gold has thousands of them. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index stock_move_lot_day_idx on stock_move (business_id, lot_id, on_date) where lot_id is not null;
    drop index stock_move_lot_idx;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create index stock_move_lot_idx on stock_move (business_id, lot_id) where lot_id is not null;
    drop index stock_move_lot_day_idx;
  `)
}
