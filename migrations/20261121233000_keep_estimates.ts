import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * An estimate is a paper of kind 'estimate', with lines like a bill's and no voucher. Beside it stand until when it holds,
 * the bill as it was typed, to be made of it again, and old gold as it was reckoned.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table estimate (
      business_id uuid not null references business, document_id uuid not null, valid_until date not null,
      bill_kind text not null constraint estimate_bill_kind check (bill_kind in ('invoice', 'bill-of-supply')),
      body jsonb not null, old_gold jsonb not null default '[]',
      old_gold_paise bigint not null default 0 constraint estimate_old_gold check (old_gold_paise >= 0),
      primary key (business_id, document_id), foreign key (business_id, document_id) references document
    );
    create index document_estimate_idx on document (business_id, on_date desc, id desc) where kind = 'estimate';
    alter table business add estimate_days integer not null default 7
      constraint business_estimate_days check (estimate_days between 0 and 365);
  `)
  await tenantTable(db, 'estimate')
  await postedTable(db, 'estimate')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table business drop estimate_days;
    drop index document_estimate_idx; drop table estimate;
  `)
}
