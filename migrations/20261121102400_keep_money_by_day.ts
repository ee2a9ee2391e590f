import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** What came into and went out of the cash box, the bank and the clearing accounts each day; `post` keeps it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table money_day (
      business_id uuid not null references business, account_id uuid not null, on_date date not null,
      debit bigint not null, credit bigint not null,
      primary key (business_id, account_id, on_date),
      foreign key (business_id, account_id) references account (business_id, id)
    );
  `)
  await tenantTable(db, 'money_day')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table money_day;')
}
