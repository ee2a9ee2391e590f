import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Between which levels goods are kept at a branch, how long they take to come and of whom they come; how many pieces of an
 * article a jeweller wants in each range of weight; and what each item sells, reckoned once a day from the months.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table item_reorder (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null,
      min_milli bigint not null default 0 constraint item_reorder_min check (min_milli >= 0),
      max_milli bigint not null default 0 constraint item_reorder_max check (max_milli = 0 or max_milli > min_milli),
      lead_days integer constraint item_reorder_lead check (lead_days between 0 and 365),
      supplier_id uuid, updated_at timestamptz not null,
      primary key (business_id, item_id, branch_id), foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, supplier_id) references party
    );
    create index item_reorder_branch_idx on item_reorder (business_id, branch_id);
    create index item_reorder_supplier_idx on item_reorder (business_id, supplier_id);

    create table article_reorder (
      business_id uuid not null references business, item_id uuid not null, branch_id uuid not null,
      from_mg bigint not null constraint article_reorder_from check (from_mg >= 0),
      to_mg bigint not null, target integer not null constraint article_reorder_target check (target between 1 and 9999),
      updated_at timestamptz not null,
      primary key (business_id, item_id, branch_id, from_mg), foreign key (business_id, item_id) references item,
      foreign key (business_id, branch_id) references branch,
      constraint article_reorder_range check (to_mg > from_mg)
    );
    create index article_reorder_branch_idx on article_reorder (business_id, branch_id);

    create table item_demand (
      business_id uuid not null references business, item_id uuid not null, place_id uuid not null,
      week_milli bigint not null, lead_days integer not null, lead_milli bigint not null, safety_milli bigint not null,
      level_milli bigint not null, method text not null constraint item_demand_method check (method in ('none', 'average', 'seasonal')),
      value_paise bigint not null, variation_bp bigint,
      abc text not null constraint item_demand_abc check (abc in ('A', 'B', 'C')),
      xyz text not null constraint item_demand_xyz check (xyz in ('X', 'Y', 'Z')),
      primary key (business_id, item_id, place_id), foreign key (business_id, item_id) references item
    );
    create index item_demand_class_idx on item_demand (business_id, place_id, abc, xyz, value_paise desc, item_id);

    create table reorder_setting (
      business_id uuid not null references business,
      months integer not null default 6 constraint reorder_setting_months check (months in (3, 6, 12)),
      review_days integer not null default 7 constraint reorder_setting_review check (review_days between 1 and 90),
      reckoned_on date, reckoned_at timestamptz,
      primary key (business_id)
    );
  `)
  for (const table of ['item_reorder', 'article_reorder', 'item_demand', 'reorder_setting'])
    await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(
    'drop table reorder_setting; drop table item_demand; drop table article_reorder; drop table item_reorder',
  )
}
