import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** The sheet that a shop usually prints a kind of paper on; what it did not choose is printed as most shops do. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sheet_choice (
      business_id uuid not null references business, kind text not null,
      sheet text not null constraint sheet_choice_sheet check (sheet in ('a4', 'a5', '80', '58')),
      primary key (business_id, kind)
    );
  `)
  await tenantTable(db, 'sheet_choice')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table sheet_choice')
}
