import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/** How the price of a piece came about, beside its line on the paper; and who sold the line. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table salesperson (
      business_id uuid not null references business, id uuid not null, name text not null constraint salesperson_has_name check (name <> ''),
      user_id uuid, branch_id uuid,
      commission_kind text not null default 'none' constraint salesperson_commission
        check (commission_kind in ('none', 'value', 'making', 'per-gram', 'per-line')),
      commission_rate bigint not null default 0 constraint salesperson_rate check (commission_rate >= 0),
      archived_at timestamptz, updated_at timestamptz not null,
      primary key (business_id, id), constraint salesperson_once unique (business_id, name),
      foreign key (business_id, branch_id) references branch
    );
    create index salesperson_branch_idx on salesperson (business_id, branch_id);
    alter table document_line add column salesperson_id uuid, add column commission_paise bigint not null default 0,
      add constraint document_line_salesperson_fkey foreign key (business_id, salesperson_id) references salesperson;
    create index document_line_salesperson_idx on document_line (business_id, salesperson_id, document_id) where salesperson_id is not null;

    create table piece_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null, piece_id uuid, lot_id uuid,
      tag text not null, huid text not null, metal text not null, purity text not null, fineness integer not null,
      gross_mg bigint not null, stone_mg bigint not null, other_mg bigint not null, net_mg bigint not null, fine_mg bigint not null,
      carat_mct bigint not null, weight_mg bigint not null, wastage_mg bigint not null, rate_paise bigint not null,
      rate_basis text not null constraint piece_line_rate check (rate_basis in ('board', 'booked', 'own', 'fixed', 'typed')),
      making_kind text not null, making_value bigint not null, wastage_kind text not null, wastage_value bigint not null,
      metal_paise bigint not null, wastage_paise bigint not null, making_paise bigint not null, stones_paise bigint not null,
      hallmark_paise bigint not null, other_paise bigint not null, other_words text not null default '', total_paise bigint not null,
      floor_paise bigint not null, stones jsonb not null default '[]', approved_by uuid, approved_by_name text not null default '',
      primary key (business_id, document_id, line), foreign key (business_id, document_id, line) references document_line,
      foreign key (business_id, piece_id) references piece, foreign key (business_id, lot_id) references lot,
      constraint piece_line_adds_up check (metal_paise + wastage_paise + making_paise + stones_paise + hallmark_paise + other_paise = total_paise)
    );
    create index piece_line_piece_idx on piece_line (business_id, piece_id);
    create index piece_line_lot_idx on piece_line (business_id, lot_id);

    create table old_gold_line (
      business_id uuid not null references business, document_id uuid not null, line smallint not null, lot_id uuid not null,
      words text not null, metal text not null, purity_id uuid not null,
      gross_mg bigint not null constraint old_gold_gross check (gross_mg > 0), dust_mg bigint not null, stone_mg bigint not null, net_mg bigint not null,
      touch integer not null constraint old_gold_touch check (touch between 1 and 10000), fine_mg bigint not null,
      melting_bp integer not null, melted_mg bigint not null, rate_paise bigint not null, board_paise bigint not null, value_paise bigint not null,
      photo_sha256 text, approved_by uuid, approved_by_name text not null default '',
      primary key (business_id, document_id, line), foreign key (business_id, document_id) references document,
      foreign key (business_id, lot_id) references lot, foreign key (business_id, purity_id) references purity,
      constraint old_gold_weighs_up check (net_mg = gross_mg - dust_mg - stone_mg and net_mg > 0 and dust_mg >= 0 and stone_mg >= 0)
    );
    create index old_gold_line_lot_idx on old_gold_line (business_id, lot_id);
    create index old_gold_line_purity_idx on old_gold_line (business_id, purity_id);

    alter table document_tender drop constraint document_tender_mode;
    alter table document_tender add constraint document_tender_mode
      check (mode in ('cash', 'upi', 'card', 'bank', 'cheque', 'points', 'gift-voucher'));
  `)
  await tenantTable(db, 'salesperson')
  for (const table of ['piece_line', 'old_gold_line']) {
    await tenantTable(db, table)
    await postedTable(db, table)
  }
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table document_tender drop constraint document_tender_mode;
    alter table document_tender add constraint document_tender_mode check (mode in ('cash', 'upi', 'card', 'bank', 'cheque'));
    drop table old_gold_line; drop table piece_line;
    alter table document_line drop column salesperson_id, drop column commission_paise;
    drop table salesperson;
  `)
}
