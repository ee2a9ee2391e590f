import type { Knex } from 'knex'

/** What of a note went back as it had been paid, as points and gift vouchers: it is no credit and no money. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table sale_return add owed_paise bigint not null default 0
      constraint sale_return_owed check (owed_paise >= 0)
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table sale_return drop owed_paise')
}
