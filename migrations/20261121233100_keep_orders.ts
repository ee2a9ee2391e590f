import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * An order is a paper of kind 'sales-order' without a voucher. Beside it stand when it is due, how its rate is found, its
 * articles, the receipts of its advances with the grams that they booked, and what each bill delivered of it: what a
 * cancelled bill delivered counts no more.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table sales_order (
      business_id uuid not null references business, document_id uuid not null, due_on date not null,
      state text not null constraint sales_order_state check (state in ('open', 'part-delivered', 'delivered', 'cancelled')),
      rate_basis text not null constraint sales_order_basis check (rate_basis in ('booked', 'delivery', 'by-weight')),
      purity_id uuid, rate_paise bigint constraint sales_order_rate check (rate_paise > 0), rate_from timestamptz, rate_by text not null default '',
      refund_id uuid,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document,
      foreign key (business_id, purity_id) references purity, foreign key (business_id, refund_id) references document,
      constraint sales_order_books_rate check ((rate_basis = 'booked') = (rate_paise is not null)),
      constraint sales_order_books_purity check (rate_basis = 'delivery' or purity_id is not null)
    );
    create index sales_order_list_idx on sales_order (business_id, state, due_on, document_id);
    create index sales_order_purity_idx on sales_order (business_id, purity_id);
    create index sales_order_refund_idx on sales_order (business_id, refund_id);
    create index document_order_party_idx on document (business_id, party_id, on_date desc, id desc) where kind = 'sales-order';

    create table sales_order_line (
      business_id uuid not null references business, order_id uuid not null, line smallint not null,
      item_id uuid, piece_id uuid, purity_id uuid,
      description text not null constraint sales_order_line_words check (description <> ''),
      quantity_milli bigint not null constraint sales_order_line_quantity check (quantity_milli > 0),
      weight_mg bigint not null default 0 constraint sales_order_line_weight check (weight_mg >= 0),
      tolerance_bp integer not null default 0 constraint sales_order_line_tolerance check (tolerance_bp between 0 and 10000),
      size text not null default '', stones text not null default '', making text not null default '', wastage text not null default '',
      price_paise bigint not null default 0 constraint sales_order_line_price check (price_paise >= 0), photo_sha256 text,
      primary key (business_id, order_id, line), foreign key (business_id, order_id) references document,
      foreign key (business_id, item_id) references item, foreign key (business_id, piece_id) references piece,
      foreign key (business_id, purity_id) references purity
    );
    create index sales_order_line_item_idx on sales_order_line (business_id, item_id);
    create index sales_order_line_piece_idx on sales_order_line (business_id, piece_id);
    create index sales_order_line_purity_idx on sales_order_line (business_id, purity_id);

    create table sales_order_advance (
      business_id uuid not null references business, receipt_id uuid not null, order_id uuid not null,
      rate_paise bigint, rate_from timestamptz, rate_by text not null default '',
      booked_mg bigint not null default 0 constraint sales_order_advance_booked check (booked_mg >= 0 and (booked_mg > 0) = (rate_paise is not null)),
      primary key (business_id, receipt_id), foreign key (business_id, receipt_id) references document,
      foreign key (business_id, order_id) references document
    );
    create index sales_order_advance_order_idx on sales_order_advance (business_id, order_id);

    create table sales_order_delivery (
      business_id uuid not null references business, bill_id uuid not null, bill_line smallint not null,
      order_id uuid not null, order_line smallint not null,
      quantity_milli bigint not null constraint sales_order_delivery_quantity check (quantity_milli > 0), weight_mg bigint not null default 0,
      primary key (business_id, bill_id, bill_line), foreign key (business_id, bill_id) references document,
      foreign key (business_id, order_id, order_line) references sales_order_line
    );
    create index sales_order_delivery_order_idx on sales_order_delivery (business_id, order_id, order_line);

    alter table business add order_advance_bp integer not null default 2500
      constraint business_order_advance check (order_advance_bp between 0 and 10000);
  `)
  for (const table of ['sales_order', 'sales_order_line', 'sales_order_advance', 'sales_order_delivery'])
    await tenantTable(db, table)
  for (const table of ['sales_order_advance', 'sales_order_delivery']) await postedTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table business drop order_advance_bp;
    drop table sales_order_delivery; drop table sales_order_advance; drop table sales_order_line;
    drop index document_order_party_idx; drop table sales_order;
  `)
}
