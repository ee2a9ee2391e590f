import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table gst_class (
      business_id uuid not null references business, id uuid not null, name text not null,
      kind text not null constraint gst_class_kind check (kind in ('taxable', 'exempt', 'nil', 'non-gst')),
      primary key (business_id, id), constraint gst_class_once unique (business_id, name)
    );
    create table gst_class_rate (
      business_id uuid not null references business, gst_class_id uuid not null, from_date date not null,
      rate_bp integer not null constraint gst_rate_sane check (rate_bp between 0 and 10000),
      cess_bp integer not null default 0 constraint gst_cess_sane check (cess_bp between 0 and 100000),
      primary key (business_id, gst_class_id, from_date), foreign key (business_id, gst_class_id) references gst_class
    );
    create table item (
      business_id uuid not null references business, id uuid not null,
      kind text not null constraint item_kind check (kind in ('goods', 'service')),
      name text not null constraint item_has_name check (name <> ''), unit text not null, hsn text not null default '',
      gst_class_id uuid not null, sale_price_paise bigint not null default 0 constraint item_sale_price check (sale_price_paise >= 0),
      price_includes_tax boolean not null default true,
      purchase_price_paise bigint not null default 0 constraint item_purchase_price check (purchase_price_paise >= 0),
      barcode text not null default '', low_stock_milli bigint not null default 0, notes text not null default '',
      name_key text collate "C" not null generated always as (lower(name)) stored,
      created_at timestamptz not null, updated_at timestamptz not null, archived_at timestamptz,
      primary key (business_id, id), foreign key (business_id, gst_class_id) references gst_class
    );
    create unique index item_barcode_once on item (business_id, barcode) where barcode <> '';
    create index item_name_idx on item (business_id, name_key, id) where archived_at is null;
    create index item_archived_idx on item (business_id, name_key, id) where archived_at is not null;
    create index item_gst_class_idx on item (business_id, gst_class_id);
  `)
  for (const table of ['gst_class', 'gst_class_rate', 'item']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table item; drop table gst_class_rate; drop table gst_class;')
}
