import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What the books began with. An opening stands by its voucher; here is which voucher it is for each account, so that the
 * page of openings costs what it shows. An opening bill is open since the books began, and older than they are.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table business add column books_begin_on date;
    alter table open_item add column billed_on date
      constraint open_item_billed_before check (billed_on is null or kind = 'opening' and billed_on <= on_date);

    create table account_opening (
      business_id uuid not null references business, account_id uuid not null, voucher_id uuid not null,
      amount bigint not null constraint account_opening_not_zero check (amount <> 0),
      primary key (business_id, account_id),
      foreign key (business_id, account_id) references account, foreign key (business_id, voucher_id) references voucher
    );
    create index account_opening_voucher_idx on account_opening (business_id, voucher_id);
  `)
  await tenantTable(db, 'account_opening')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table account_opening;
    alter table open_item drop column billed_on;
    alter table business drop column books_begin_on;
  `)
}
