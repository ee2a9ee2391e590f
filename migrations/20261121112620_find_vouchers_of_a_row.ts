import type { Knex } from 'knex'

/** An import that is taken back asks of each of its rows which voucher came with it. */
export async function up(db: Knex): Promise<void> {
  await db.raw('create index import_voucher_line_idx on import_voucher (business_id, run_id, at_line)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index import_voucher_line_idx')
}
