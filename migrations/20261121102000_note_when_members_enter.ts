import type { Knex } from 'knex'

/** The business that a person entered last is the one that the next sign-in opens; staff are seen by it too. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table membership add column entered_at timestamptz')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table membership drop column entered_at')
}
