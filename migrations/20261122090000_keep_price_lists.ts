import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What an item costs for whom: groups of parties, price lists for one of them or for everyone from a day to a day, with lines of
 * an item or a category that begin at a quantity and give a price or a part off the item's own. A change of many prices by a
 * rule keeps what each item had before. Barcodes that the shop gives itself are counted on.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table party_group (
      business_id uuid not null references business, id uuid not null,
      name text not null constraint party_group_has_name check (name <> ''),
      name_key text not null generated always as (lower(name)) stored,
      archived_at timestamptz, created_at timestamptz not null, updated_at timestamptz not null,
      primary key (business_id, id), constraint party_group_once unique (business_id, name_key)
    );
    alter table party add column group_id uuid,
      add constraint party_group_fkey foreign key (business_id, group_id) references party_group;
    create index party_group_idx on party (business_id, group_id, name_key, id) where group_id is not null;

    create table price_list (
      business_id uuid not null references business, id uuid not null,
      name text not null constraint price_list_has_name check (name <> ''), group_id uuid,
      from_on date not null, to_on date, copied_from_id uuid, created_at timestamptz not null, updated_at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, group_id) references party_group,
      foreign key (business_id, copied_from_id) references price_list,
      constraint price_list_ends_after_it_begins check (to_on is null or to_on >= from_on)
    );
    create index price_list_group_idx on price_list (business_id, group_id);
    create index price_list_copied_idx on price_list (business_id, copied_from_id);
    create index price_list_newest_idx on price_list (business_id, from_on desc, id desc);

    create table price_list_line (
      business_id uuid not null references business, list_id uuid not null, id uuid not null,
      item_id uuid, category text not null default '',
      min_milli bigint not null constraint price_list_line_quantity check (min_milli > 0),
      price_paise bigint constraint price_list_line_price check (price_paise > 0),
      change_bp integer constraint price_list_line_change check (change_bp between -10000 and 100000 and change_bp <> 0),
      primary key (business_id, id), foreign key (business_id, list_id) references price_list, foreign key (business_id, item_id) references item,
      constraint price_list_line_of_one check ((item_id is null) = (category <> '')),
      constraint price_list_line_is_one check ((price_paise is null) <> (change_bp is null))
    );
    create unique index price_list_line_item_idx on price_list_line (business_id, item_id, list_id, min_milli) where item_id is not null;
    create unique index price_list_line_category_idx on price_list_line (business_id, category, list_id, min_milli) where item_id is null;
    create index price_list_line_list_idx on price_list_line (business_id, list_id, id);
    create index price_list_line_of_item_idx on price_list_line (business_id, item_id);

    create table price_change (
      business_id uuid not null references business, id uuid not null,
      price text not null constraint price_change_price check (price in ('sale', 'purchase')),
      rule jsonb not null, chosen jsonb not null, items integer not null constraint price_change_items check (items > 0),
      request_hash text not null, by_user uuid, by_name text not null, at timestamptz not null,
      undone_at timestamptz, undone_by_name text not null default '',
      kept integer not null default 0 constraint price_change_kept check (kept >= 0 and kept <= items),
      primary key (business_id, id)
    );
    create index price_change_newest_idx on price_change (business_id, at desc, id desc);

    create table price_change_line (
      business_id uuid not null references business, change_id uuid not null, item_id uuid not null,
      old_paise bigint not null constraint price_change_line_old check (old_paise >= 0),
      new_paise bigint not null constraint price_change_line_new check (new_paise >= 0),
      primary key (business_id, change_id, item_id), foreign key (business_id, change_id) references price_change,
      foreign key (business_id, item_id) references item
    );
    create index price_change_line_item_idx on price_change_line (business_id, item_id);

    create table price_change_kept (
      business_id uuid not null references business, change_id uuid not null, item_id uuid not null,
      found_paise bigint not null constraint price_change_kept_found check (found_paise >= 0),
      primary key (business_id, change_id, item_id), foreign key (business_id, change_id, item_id) references price_change_line
    );

    create table own_barcode (
      business_id uuid not null references business,
      last bigint not null default 0 constraint own_barcode_last check (last between 0 and 999999999),
      primary key (business_id)
    );
  `)
  const tables = [
    'party_group',
    'price_list',
    'price_list_line',
    'price_change',
    'price_change_line',
    'price_change_kept',
  ]
  for (const table of [...tables, 'own_barcode']) await tenantTable(db, table)
  for (const table of ['price_change_line', 'price_change_kept']) await postedTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table own_barcode; drop table price_change_kept; drop table price_change_line; drop table price_change;
    drop table price_list_line; drop table price_list;
    drop index party_group_idx; alter table party drop column group_id; drop table party_group;
  `)
}
