import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** Where an account of the books is kept in the world. The number is sealed; its last four are what a screen shows. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table bank_account (
      business_id uuid not null references business, account_id uuid not null,
      bank_name text not null default '', branch text not null default '', holder text not null default '',
      ifsc text not null default '' constraint bank_account_ifsc check (ifsc = '' or ifsc ~ '^[A-Z]{4}0[A-Z0-9]{6}$'),
      number_encrypted bytea, number_last4 text not null default '' constraint bank_account_last4 check (length(number_last4) <= 4),
      opened_on date, updated_at timestamptz not null,
      primary key (business_id, account_id), foreign key (business_id, account_id) references account
    );
  `)
  await tenantTable(db, 'bank_account')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table bank_account;')
}
