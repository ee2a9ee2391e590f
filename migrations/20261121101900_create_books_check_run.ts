import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** What the books check found when it was last run: the pages show it without running it again. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table books_check_run (
      business_id uuid not null references business, id uuid not null,
      at timestamptz not null, by_user uuid, by_name text not null, took_ms integer not null, results jsonb not null,
      primary key (business_id, id)
    );
  `)
  await tenantTable(db, 'books_check_run')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table books_check_run;')
}
