import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table stock_move (
      business_id uuid not null, id uuid not null, item_id uuid not null, branch_id uuid not null,
      kind text not null constraint stock_move_kind check (kind in ('opening', 'sale', 'sale-cancelled', 'adjustment')),
      quantity_milli bigint not null constraint stock_move_not_nothing check (quantity_milli <> 0),
      value_paise bigint not null, document_id uuid, voucher_id uuid, note text not null default '', on_date date not null,
      by_user uuid, at timestamptz not null,
      primary key (business_id, id),
      foreign key (business_id, item_id) references item, foreign key (business_id, branch_id) references branch,
      foreign key (business_id, document_id) references document, foreign key (business_id, voucher_id) references voucher
    );
    create index stock_move_item_idx on stock_move (business_id, item_id, on_date desc, id desc);
    create index stock_move_branch_idx on stock_move (business_id, branch_id);
    create index stock_move_document_idx on stock_move (business_id, document_id);
    create index stock_move_voucher_idx on stock_move (business_id, voucher_id);

    create table stock_level (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null,
      quantity_milli bigint not null, value_paise bigint not null, reserved_milli bigint not null default 0,
      allows_negative boolean not null default false,
      primary key (business_id, item_id, branch_id),
      constraint stock_level_not_negative check (quantity_milli >= 0 or allows_negative),
      constraint stock_level_empty_is_worthless check (quantity_milli <> 0 or value_paise = 0),
      foreign key (business_id, item_id) references item, foreign key (business_id, branch_id) references branch
    );
    create index stock_level_branch_idx on stock_level (business_id, branch_id);
  `)
  for (const table of ['stock_move', 'stock_level']) await tenantTable(db, table)
  await postedTable(db, 'stock_move')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table stock_level; drop table stock_move;')
}
