import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What is ordered, what came of it and what was billed of that. Each is a paper (`document`) with its lines; beside them stand
 * how much of a line is done, so that no list adds up papers: `received_milli` of an order's line, `billed_milli` and
 * `returned_milli` of a receipt's. An item may come in batches that end on a day.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table item add column category text not null default '', add column shelf text not null default '',
      add column tracks_batches boolean not null default false;
    create index item_category_idx on item (business_id, category, id);

    alter table business
      add column order_approval_paise bigint constraint business_order_approval check (order_approval_paise >= 0),
      add column adjustment_approval_paise bigint constraint business_adjustment_approval check (adjustment_approval_paise >= 0),
      add column expired_stock text not null default 'refuse' constraint business_expired_stock check (expired_stock in ('refuse', 'warn')),
      add column keeps_back_tds boolean not null default false;

    create table batch (
      business_id uuid not null references business, id uuid not null, item_id uuid not null,
      number text not null constraint batch_has_number check (number <> ''), made_on date, expires_on date,
      mrp_paise bigint constraint batch_mrp check (mrp_paise > 0), created_at timestamptz not null,
      primary key (business_id, id), constraint batch_once unique (business_id, item_id, number),
      foreign key (business_id, item_id) references item, constraint batch_ends_after_it_is_made check (expires_on is null or made_on is null or expires_on >= made_on)
    );
    create index batch_expiry_idx on batch (business_id, expires_on, id);
    alter table stock_move add constraint stock_move_batch_fkey foreign key (business_id, batch_id) references batch;
    create index stock_move_batch_idx on stock_move (business_id, batch_id) where batch_id is not null;

    create table batch_level (
      business_id uuid not null references business, batch_id uuid not null, branch_id uuid not null, item_id uuid not null,
      quantity_milli bigint not null constraint batch_level_not_negative check (quantity_milli >= 0),
      primary key (business_id, batch_id, branch_id), foreign key (business_id, batch_id) references batch,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, item_id) references item
    );
    create index batch_level_item_idx on batch_level (business_id, item_id, branch_id);
    create index batch_level_branch_idx on batch_level (business_id, branch_id);

    create table party_item (
      business_id uuid not null references business, party_id uuid not null, item_id uuid not null,
      their_name text not null default '', their_code text not null default '',
      price_paise bigint not null default 0 constraint party_item_price check (price_paise >= 0), price_on date,
      minimum_milli bigint not null default 0 constraint party_item_minimum check (minimum_milli >= 0),
      lead_days integer constraint party_item_lead check (lead_days between 0 and 365), updated_at timestamptz not null,
      primary key (business_id, party_id, item_id), foreign key (business_id, party_id) references party, foreign key (business_id, item_id) references item
    );
    create index party_item_item_idx on party_item (business_id, item_id, party_id);

    create table purchase_order (
      business_id uuid not null references business, document_id uuid not null,
      state text not null constraint purchase_order_state check (state in ('waiting', 'open', 'part-received', 'received', 'short-closed', 'cancelled')),
      expected_on date not null, sales_order_id uuid, copied_from_id uuid,
      approved_by uuid, approved_by_name text not null default '', approved_at timestamptz,
      sent_at timestamptz, sent_by text not null default '', sent_how text not null default '', closed_reason text not null default '',
      primary key (business_id, document_id), foreign key (business_id, document_id) references document,
      foreign key (business_id, sales_order_id) references document, foreign key (business_id, copied_from_id) references document
    );
    create index purchase_order_list_idx on purchase_order (business_id, state, expected_on, document_id);
    create index purchase_order_sales_order_idx on purchase_order (business_id, sales_order_id);
    create index purchase_order_copied_idx on purchase_order (business_id, copied_from_id);

    create table purchase_order_line (
      business_id uuid not null references business, order_id uuid not null, line smallint not null, item_id uuid not null,
      quantity_milli bigint not null constraint purchase_order_line_quantity check (quantity_milli > 0),
      weight_mg bigint not null default 0 constraint purchase_order_line_weight check (weight_mg >= 0),
      price_paise bigint not null constraint purchase_order_line_price check (price_paise >= 0),
      expected_on date not null, note text not null default '',
      received_milli bigint not null default 0 constraint purchase_order_line_received check (received_milli >= 0),
      closed_milli bigint not null default 0 constraint purchase_order_line_closed check (closed_milli >= 0),
      primary key (business_id, order_id, line), foreign key (business_id, order_id) references document, foreign key (business_id, item_id) references item
    );
    create index purchase_order_line_item_idx on purchase_order_line (business_id, item_id) where received_milli + closed_milli < quantity_milli;
    create index purchase_order_line_of_item_idx on purchase_order_line (business_id, item_id);

    create table goods_receipt (
      business_id uuid not null references business, document_id uuid not null,
      their_number text not null default '', their_date date,
      landed_paise bigint not null default 0 constraint goods_receipt_landed check (landed_paise >= 0),
      landed_by text not null default 'value' constraint goods_receipt_landed_by check (landed_by in ('value', 'quantity', 'weight')),
      primary key (business_id, document_id), foreign key (business_id, document_id) references document
    );
    create index document_goods_receipt_idx on document (business_id, on_date desc, id desc) where kind = 'goods-receipt';

    create table goods_receipt_line (
      business_id uuid not null references business, receipt_id uuid not null, line smallint not null, item_id uuid not null,
      order_id uuid, order_line smallint, batch_id uuid, lot_id uuid,
      received_milli bigint not null constraint goods_receipt_line_received check (received_milli > 0),
      rejected_milli bigint not null default 0, reject_reason text not null default '',
      pieces integer not null default 0, gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0, carat_mct bigint not null default 0,
      price_paise bigint not null, cost_paise bigint not null, landed_paise bigint not null default 0,
      billed_milli bigint not null default 0 constraint goods_receipt_line_billed check (billed_milli >= 0),
      billed_cost_paise bigint not null default 0,
      returned_milli bigint not null default 0 constraint goods_receipt_line_returned check (returned_milli >= 0),
      primary key (business_id, receipt_id, line), foreign key (business_id, receipt_id) references document,
      foreign key (business_id, item_id) references item, foreign key (business_id, order_id, order_line) references purchase_order_line,
      foreign key (business_id, batch_id) references batch, foreign key (business_id, lot_id) references lot,
      constraint goods_receipt_line_rejected check (rejected_milli >= 0 and rejected_milli <= received_milli),
      constraint goods_receipt_line_why check (rejected_milli = 0 or reject_reason <> ''),
      constraint goods_receipt_line_money check (price_paise >= 0 and cost_paise >= 0 and landed_paise >= 0)
    );
    create index goods_receipt_line_item_idx on goods_receipt_line (business_id, item_id, receipt_id);
    create index goods_receipt_line_order_idx on goods_receipt_line (business_id, order_id, order_line);
    create index goods_receipt_line_batch_idx on goods_receipt_line (business_id, batch_id);
    create index goods_receipt_line_lot_idx on goods_receipt_line (business_id, lot_id);

    create table goods_receipt_piece (
      business_id uuid not null references business, receipt_id uuid not null, line smallint not null, piece_id uuid not null,
      primary key (business_id, receipt_id, piece_id), foreign key (business_id, receipt_id, line) references goods_receipt_line,
      foreign key (business_id, piece_id) references piece
    );
    create index goods_receipt_piece_line_idx on goods_receipt_piece (business_id, receipt_id, line);
    create index goods_receipt_piece_idx on goods_receipt_piece (business_id, piece_id);

    create table supplier_bill (
      business_id uuid not null references business, document_id uuid not null, party_id uuid not null,
      their_number text not null constraint supplier_bill_number check (their_number <> ''), their_date date not null,
      -- Upper case without blanks: the same bill typed twice is the same bill.
      number_key text not null generated always as (upper(regexp_replace(their_number, '\\s', '', 'g'))) stored,
      -- The year that the supplier numbers in; nothing once the bill is cancelled.
      numbered_in text,
      is_reverse_charge boolean not null default false,
      basis text not null default 'rupees' constraint supplier_bill_basis check (basis in ('rupees', 'weight')),
      fine_mg bigint not null default 0 constraint supplier_bill_fine check (fine_mg >= 0), metal text not null default '',
      fixed_mg bigint not null default 0 constraint supplier_bill_fixed check (fixed_mg >= 0 and fixed_mg <= fine_mg),
      tds_paise bigint not null default 0 constraint supplier_bill_tds check (tds_paise >= 0), tds_bp integer not null default 0,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document,
      foreign key (business_id, party_id) references party,
      constraint supplier_bill_once unique (business_id, party_id, numbered_in, number_key)
    );
    create index document_supplier_bill_idx on document (business_id, on_date desc, id desc) where kind = 'supplier-bill';

    create table supplier_bill_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null,
      receipt_id uuid, receipt_line smallint, account_id uuid,
      has_input_credit boolean not null default true, cost_paise bigint not null default 0, landed_paise bigint not null default 0,
      primary key (business_id, document_id, line), foreign key (business_id, document_id, line) references document_line,
      foreign key (business_id, receipt_id, receipt_line) references goods_receipt_line, foreign key (business_id, account_id) references account
    );
    create index supplier_bill_line_receipt_idx on supplier_bill_line (business_id, receipt_id, receipt_line);
    create index supplier_bill_line_account_idx on supplier_bill_line (business_id, account_id);

    create table document_attachment (
      business_id uuid not null references business, document_id uuid not null, sha256 text not null,
      name text not null constraint document_attachment_has_name check (name <> ''), size_bytes integer not null,
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, document_id, sha256), foreign key (business_id, document_id) references document,
      foreign key (business_id, sha256) references file
    );
    create index document_attachment_file_idx on document_attachment (business_id, sha256);

    create table purchase_return (
      business_id uuid not null references business, document_id uuid not null, reason text not null constraint purchase_return_reason check (reason <> ''),
      bill_id uuid, has_tax boolean not null,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document, foreign key (business_id, bill_id) references document
    );
    create index purchase_return_bill_idx on purchase_return (business_id, bill_id);
    create index document_purchase_return_idx on document (business_id, on_date desc, id desc) where kind = 'purchase-return';

    create table purchase_return_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null, receipt_id uuid, receipt_line smallint,
      piece_id uuid, lot_id uuid, batch_id uuid, gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0, carat_mct bigint not null default 0,
      cost_paise bigint not null,
      primary key (business_id, document_id, line), foreign key (business_id, document_id, line) references document_line,
      foreign key (business_id, receipt_id, receipt_line) references goods_receipt_line, foreign key (business_id, piece_id) references piece,
      foreign key (business_id, lot_id) references lot, foreign key (business_id, batch_id) references batch
    );
    create index purchase_return_line_receipt_idx on purchase_return_line (business_id, receipt_id, receipt_line);
    create index purchase_return_line_piece_idx on purchase_return_line (business_id, piece_id);
    create index purchase_return_line_lot_idx on purchase_return_line (business_id, lot_id);
    create index purchase_return_line_batch_idx on purchase_return_line (business_id, batch_id);
  `)
  const tables = [
    ...['batch', 'batch_level', 'party_item', 'purchase_order', 'purchase_order_line', 'goods_receipt'],
    ...['goods_receipt_line', 'goods_receipt_piece', 'supplier_bill', 'supplier_bill_line', 'document_attachment'],
    ...['purchase_return', 'purchase_return_line'],
  ]
  for (const table of tables) await tenantTable(db, table)
  for (const table of ['supplier_bill_line', 'purchase_return_line', 'goods_receipt_piece'])
    await postedTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table purchase_return_line; drop index document_purchase_return_idx; drop table purchase_return; drop table document_attachment;
    drop table supplier_bill_line; drop index document_supplier_bill_idx; drop table supplier_bill;
    drop table goods_receipt_piece; drop table goods_receipt_line; drop index document_goods_receipt_idx; drop table goods_receipt;
    drop table purchase_order_line; drop table purchase_order; drop table party_item; drop table batch_level;
    drop index stock_move_batch_idx; alter table stock_move drop constraint stock_move_batch_fkey; drop table batch;
    alter table business drop order_approval_paise, drop adjustment_approval_paise, drop expired_stock, drop keeps_back_tds;
    drop index item_category_idx; alter table item drop category, drop shelf, drop tracks_batches;
  `)
}
