import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** How the columns of a bank's CSV are to be read, by its heads; and a file that waits for that to be told. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table bank_profile (
      business_id uuid not null references business, account_id uuid not null, fingerprint text not null, columns jsonb not null,
      by_name text not null, at timestamptz not null,
      primary key (business_id, account_id, fingerprint), foreign key (business_id, account_id) references account
    );
    create table bank_upload (
      business_id uuid not null references business, id uuid not null, account_id uuid not null, file_name text not null,
      bytes bytea not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, account_id) references account
    );
    create index bank_upload_account_idx on bank_upload (business_id, account_id, at);
  `)
  await tenantTable(db, 'bank_profile')
  await tenantTable(db, 'bank_upload')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table bank_upload; drop table bank_profile;')
}
