import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * A supplier's list of pieces, as it was read for a receipt that is being written: too long for the fields of a form. How its
 * columns are called is kept by supplier, so that the next list needs nobody to say it.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table receipt_sheet (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      file_name text not null, headings text[] not null, columns jsonb not null,
      cells jsonb not null, total integer not null constraint receipt_sheet_total check (total between 1 and 5000),
      pieces integer not null, gross_mg bigint not null, cost_paise bigint not null,
      faults jsonb not null default '[]', faulty integer not null default 0,
      by_user uuid, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, party_id) references party
    );
    create index receipt_sheet_party_idx on receipt_sheet (business_id, party_id);
    create index receipt_sheet_at_idx on receipt_sheet (business_id, at);

    create table party_sheet (
      business_id uuid not null references business, party_id uuid not null, columns jsonb not null, updated_at timestamptz not null,
      primary key (business_id, party_id), foreign key (business_id, party_id) references party
    );
  `)
  for (const table of ['receipt_sheet', 'party_sheet']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table party_sheet; drop table receipt_sheet')
}
