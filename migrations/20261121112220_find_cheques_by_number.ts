import type { Knex } from 'knex'

/** A bank's slip names a cheque by its number and nothing else. */
export async function up(db: Knex): Promise<void> {
  await db.raw('create index cheque_number_idx on cheque (business_id, number, cheque_date, id)')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index cheque_number_idx')
}
