import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/**
 * Stock-taking: what the book said when a count began, every scan as it came from many hands at once, and what differed. A
 * count is a paper (`document`) with a number; nothing moves until its differences are approved. A scan is never changed:
 * one that was undone or counted anew has ended, and says why. What was counted so far is kept by person and counter, so
 * that looking at the progress reads no scans.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table business
      add column count_tolerance_mg bigint not null default 50 constraint business_count_tolerance check (count_tolerance_mg >= 0),
      add column count_tolerance_bp integer not null default 10 constraint business_count_tolerance_percent check (count_tolerance_bp between 0 and 10000);

    create table stock_count (
      business_id uuid not null references business, document_id uuid not null, branch_id uuid not null,
      kind text not null constraint stock_count_kind check (kind in ('pieces', 'items', 'lots')),
      scope text not null constraint stock_count_scope check (scope in ('all', 'counter', 'category', 'article', 'purity', 'chosen')),
      scope_text text not null default '', scope_id uuid,
      state text not null constraint stock_count_state check (state in ('open', 'review', 'approved', 'cancelled')),
      is_blind boolean not null default false,
      tolerance_mg bigint not null default 0 constraint stock_count_tolerance check (tolerance_mg >= 0),
      tolerance_bp integer not null default 0 constraint stock_count_tolerance_percent check (tolerance_bp between 0 and 10000),
      began_at timestamptz not null, closed_at timestamptz, closed_by_name text not null default '',
      approved_at timestamptz, approved_by uuid, approved_by_name text not null default '', alone_reason text not null default '',
      voucher_id uuid, expected integer not null default 0, counted integer not null default 0, gone integer not null default 0,
      wrong integer not null default 0, differences integer not null default 0,
      primary key (business_id, document_id), foreign key (business_id, document_id) references document,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, voucher_id) references voucher
    );
    create index stock_count_list_idx on stock_count (business_id, state, began_at desc, document_id desc);
    create index stock_count_branch_idx on stock_count (business_id, branch_id);
    create index stock_count_voucher_idx on stock_count (business_id, voucher_id);

    create table stock_count_person (
      business_id uuid not null references business, count_id uuid not null, user_id uuid not null, name text not null,
      primary key (business_id, count_id, user_id), foreign key (business_id, count_id) references stock_count
    );

    -- The thing is a piece, an item or a lot, as the count is of.
    create table stock_count_expected (
      business_id uuid not null, count_id uuid not null, thing_id uuid not null, place text not null default '',
      book_milli bigint not null default 0, book_mg bigint not null default 0,
      primary key (business_id, count_id, thing_id), foreign key (business_id, count_id) references stock_count
    );

    create table stock_count_place (
      business_id uuid not null references business, count_id uuid not null, place text not null, expected integer not null,
      primary key (business_id, count_id, place), foreign key (business_id, count_id) references stock_count
    );

    create table stock_count_scan (
      business_id uuid not null references business, id uuid not null, count_id uuid not null, thing_id uuid, code text not null,
      outcome text not null constraint stock_count_scan_outcome check (outcome in ('expected', 'came', 'moved', 'extra', 'other-branch', 'missing',
        'sold', 'on-approval', 'at-hallmark', 'in-transit', 'melted', 'gone', 'unknown', 'quantity', 'weight')),
      is_expected boolean not null default false, is_single boolean not null default true,
      place text not null default '', book_place text not null default '', words text not null default '', note text not null default '',
      quantity_milli bigint not null default 0 constraint stock_count_scan_quantity check (quantity_milli >= 0),
      weight_mg bigint not null default 0 constraint stock_count_scan_weight check (weight_mg >= 0),
      book_milli bigint not null default 0, book_mg bigint not null default 0,
      by_user uuid not null, by_name text not null, at timestamptz not null,
      ended_at timestamptz, ended_why text not null default '' constraint stock_count_scan_ended check (ended_why in ('', 'undone', 'replaced', 'recount')),
      ended_by_name text not null default '',
      primary key (business_id, id), foreign key (business_id, count_id) references stock_count,
      constraint stock_count_scan_says_why check ((ended_at is null) = (ended_why = ''))
    );
    create unique index stock_count_scan_once on stock_count_scan (business_id, count_id, thing_id)
      where ended_at is null and is_single and thing_id is not null;
    create unique index stock_count_scan_code_once on stock_count_scan (business_id, count_id, code) where ended_at is null and thing_id is null;
    create index stock_count_scan_mine_idx on stock_count_scan (business_id, count_id, by_user, at desc, id desc) where ended_at is null;
    create index stock_count_scan_thing_idx on stock_count_scan (business_id, count_id, thing_id, at);
    create index stock_count_scan_outcome_idx on stock_count_scan (business_id, count_id, outcome, at, id) where ended_at is null;

    create table stock_count_tally (
      business_id uuid not null references business, count_id uuid not null, user_id uuid not null, place text not null, name text not null,
      counted integer not null default 0, strange integer not null default 0, last_at timestamptz not null,
      primary key (business_id, count_id, user_id, place), foreign key (business_id, count_id) references stock_count
    );

    create table stock_count_line (
      business_id uuid not null references business, count_id uuid not null, line integer not null,
      kind text not null constraint stock_count_line_kind check (kind in ('missing', 'found', 'elsewhere', 'moved', 'item', 'lot', 'uncounted', 'note')),
      thing_id uuid, item_id uuid, code text not null, words text not null default '', outcome text not null default '',
      place text not null default '', book_place text not null default '', said text not null default '',
      book_milli bigint not null default 0, counted_milli bigint not null default 0, book_mg bigint not null default 0, counted_mg bigint not null default 0,
      value_paise bigint not null default 0, moved_meanwhile boolean not null default false,
      decision text not null constraint stock_count_line_decision check (decision in ('post', 'leave')), reason text not null default '',
      result text not null default '' constraint stock_count_line_result check (result in ('', 'posted', 'left', 'changed')),
      result_state text not null default '',
      primary key (business_id, count_id, line), foreign key (business_id, count_id) references stock_count,
      foreign key (business_id, item_id) references item
    );
    create index stock_count_line_kind_idx on stock_count_line (business_id, count_id, kind, line);
    create index stock_count_line_item_idx on stock_count_line (business_id, item_id);
    create index document_stock_count_idx on document (business_id, on_date desc, id desc) where kind = 'stock-count';
  `)
  const tables = ['', '_person', '_expected', '_place', '_scan', '_tally', '_line']
  for (const table of tables) await tenantTable(db, `stock_count${table}`)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index document_stock_count_idx; drop table stock_count_line; drop table stock_count_tally; drop table stock_count_scan;
    drop table stock_count_place; drop table stock_count_expected; drop table stock_count_person; drop table stock_count;
    alter table business drop count_tolerance_mg, drop count_tolerance_bp;
  `)
}
