import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What a receipt was to bring beside what it brought, whether anything of it waits for a bill, and from which batches the
 * goods of a paper's line came: of a bill what was sold, of a credit note what came back. What went back to the supplier
 * before any bill is told apart, for no bill will ever ask for it.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table goods_receipt add column differs boolean not null default false, add column waits_for_bill boolean not null default true;
    create index goods_receipt_waiting_idx on goods_receipt (business_id, document_id) where waits_for_bill;
    create index goods_receipt_differing_idx on goods_receipt (business_id, document_id) where differs;
    alter table goods_receipt_line
      add column ordered_milli bigint constraint goods_receipt_line_ordered check (ordered_milli >= 0),
      add column unbilled_milli bigint not null default 0 constraint goods_receipt_line_unbilled check (unbilled_milli between 0 and returned_milli);
    comment on column goods_receipt_line.ordered_milli is 'what was still awaited of its line of an order; nothing without an order';
    comment on column goods_receipt_line.unbilled_milli is 'of what went back, how much no bill had asked for';

    create table line_batch (
      business_id uuid not null references business, document_id uuid not null, line smallint not null, batch_id uuid not null,
      quantity_milli bigint not null constraint line_batch_quantity check (quantity_milli > 0),
      primary key (business_id, document_id, line, batch_id), foreign key (business_id, document_id, line) references document_line,
      foreign key (business_id, batch_id) references batch
    );
    create index line_batch_batch_idx on line_batch (business_id, batch_id);
  `)
  await tenantTable(db, 'line_batch')
  await postedTable(db, 'line_batch')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table line_batch;
    alter table goods_receipt_line drop column ordered_milli, drop column unbilled_milli;
    drop index goods_receipt_differing_idx; drop index goods_receipt_waiting_idx;
    alter table goods_receipt drop column differs, drop column waits_for_bill;
  `)
}
