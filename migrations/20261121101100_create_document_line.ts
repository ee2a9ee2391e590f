import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table document_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null,
      item_id uuid, description text not null, hsn text not null default '', unit text not null,
      quantity_milli bigint not null, price_paise bigint not null, price_includes_tax boolean not null,
      gross_paise bigint not null, discount_paise bigint not null default 0, taxable_paise bigint not null,
      gst_kind text not null default 'taxable', rate_bp integer not null, cess_bp integer not null default 0,
      cgst_paise bigint not null default 0, sgst_paise bigint not null default 0, igst_paise bigint not null default 0,
      cess_paise bigint not null default 0, total_paise bigint not null, cost_paise bigint not null default 0,
      primary key (business_id, document_id, line),
      foreign key (business_id, document_id) references document, foreign key (business_id, item_id) references item
    );
    create index document_line_item_idx on document_line (business_id, item_id);

    create table document_tender (
      business_id uuid not null references business, document_id uuid not null, line smallint not null,
      mode text not null constraint document_tender_mode check (mode in ('cash', 'upi', 'card', 'bank')), account_id uuid not null,
      amount_paise bigint not null constraint document_tender_positive check (amount_paise > 0), reference text not null default '',
      primary key (business_id, document_id, line),
      foreign key (business_id, document_id) references document, foreign key (business_id, account_id) references account
    );
    create index document_tender_account_idx on document_tender (business_id, account_id);
  `)
  for (const table of ['document_line', 'document_tender']) {
    await tenantTable(db, table)
    await postedTable(db, table)
  }
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table document_tender; drop table document_line;')
}
