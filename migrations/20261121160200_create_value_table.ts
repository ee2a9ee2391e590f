import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Making and wastage by weight: for each slab what is asked and the least that may be taken. A figure is paise a gram,
 * basis points, paise or milligrams, as its kind says.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table value_table (
      business_id uuid not null references business, id uuid not null, name text not null constraint value_table_has_name check (name <> ''),
      making_on_wastage boolean not null default false, note text not null default '', archived_at timestamptz,
      updated_at timestamptz not null,
      primary key (business_id, id), constraint value_table_once unique (business_id, name)
    );

    create table value_slab (
      business_id uuid not null references business, table_id uuid not null,
      from_mg bigint not null constraint value_slab_from check (from_mg >= 0),
      making_kind text not null constraint value_slab_making check (making_kind in ('none', 'per-gram', 'percent', 'fixed')),
      making_list bigint not null default 0, making_floor bigint not null default 0,
      wastage_kind text not null constraint value_slab_wastage check (wastage_kind in ('none', 'percent', 'weight')),
      wastage_list bigint not null default 0, wastage_floor bigint not null default 0,
      primary key (business_id, table_id, from_mg), foreign key (business_id, table_id) references value_table,
      constraint value_slab_floor_under_list check (making_floor between 0 and making_list and wastage_floor between 0 and wastage_list)
    );

    create table article (
      business_id uuid not null references business, item_id uuid not null, purity_id uuid not null,
      tracking text not null constraint article_tracking check (tracking in ('piece', 'lot')),
      category text not null default '', design text not null default '',
      weight_basis text not null default 'net' constraint article_basis check (weight_basis in ('net', 'gross')),
      sale_mode text not null default 'weight' constraint article_mode check (sale_mode in ('weight', 'fixed', 'pieces', 'own-rate')),
      own_rate_paise bigint constraint article_own_rate check (own_rate_paise > 0),
      value_table_id uuid, is_old_metal boolean not null default false,
      primary key (business_id, item_id), foreign key (business_id, item_id) references item,
      foreign key (business_id, purity_id) references purity, foreign key (business_id, value_table_id) references value_table,
      constraint article_own_rate_known check (sale_mode <> 'own-rate' or own_rate_paise is not null)
    );
    create index article_purity_idx on article (business_id, purity_id);
    create index article_value_table_idx on article (business_id, value_table_id);
    create unique index article_old_metal_once on article (business_id, purity_id) where is_old_metal;
  `)
  for (const table of ['value_table', 'value_slab', 'article']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table article; drop table value_slab; drop table value_table;')
}
