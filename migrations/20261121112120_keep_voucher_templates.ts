import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** A voucher that is made often, as it stood in the form: to be filled in again, not posted. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table voucher_template (
      business_id uuid not null references business, id uuid not null,
      name text not null constraint voucher_template_has_name check (name <> ''),
      name_key text not null generated always as (lower(name)) stored,
      form text not null, body jsonb not null, by_user uuid, by_name text not null, updated_at timestamptz not null,
      primary key (business_id, id), constraint voucher_template_once unique (business_id, name_key)
    );
  `)
  await tenantTable(db, 'voucher_template')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table voucher_template;')
}
