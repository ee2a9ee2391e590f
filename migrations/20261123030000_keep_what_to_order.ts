import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * What is to be ordered, a row for each item and branch, and what it comes to of each supplier (of none: the business): kept
 * between two looks, so that a page reads the rows it shows and not all that runs low. `reorder_kept` says up to which line of
 * the edit log it is true.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table reorder_line (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null, supplier_id uuid not null,
      name_key text collate "C" not null, free_milli bigint not null, coming_milli bigint not null, min_milli bigint not null,
      week_milli bigint not null, lead_days integer not null, price_paise bigint not null, quantity_milli bigint not null,
      amount_paise bigint not null,
      reason text not null constraint reorder_line_reason check (reason in ('minimum', 'forecast')),
      primary key (business_id, item_id, branch_id)
    );
    create index reorder_line_supplier_idx on reorder_line (business_id, supplier_id, name_key, item_id, branch_id);

    create table reorder_sum (
      business_id uuid not null references business, supplier_id uuid not null, branch_id uuid not null,
      lines integer not null, amount_paise bigint not null,
      primary key (business_id, supplier_id, branch_id)
    );

    create table reorder_kept (
      business_id uuid not null references business, seq bigint not null, reckoned_at timestamptz,
      primary key (business_id)
    );
  `)
  for (const table of ['reorder_line', 'reorder_sum', 'reorder_kept']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table reorder_kept; drop table reorder_sum; drop table reorder_line')
}
