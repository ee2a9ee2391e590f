import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * What moves goods without selling or buying them: between branches and counters, put right, made of others, melted, sent to
 * be hallmarked. A movement has its own state beside the paper it is written on; one that waits for someone's word has no
 * paper yet. `open_*` of a line is what is still on the road, in all six figures: their sum is the account of goods in transit.
 */
export async function up(db: Knex): Promise<void> {
  const open = [
    'pieces integer',
    'milli bigint',
    'gross_mg bigint',
    'net_mg bigint',
    'fine_mg bigint',
    'carat_mct bigint',
  ]
  const columns = open.map((one) => `open_${one} not null default 0`).join(', ')
  await db.raw(`
    create table movement (
      business_id uuid not null references business, id uuid not null,
      form text not null constraint movement_form
        check (form in ('transfer', 'counter', 'adjustment', 'assembly', 'breaking', 'melting', 'hallmark')),
      state text not null constraint movement_state
        check (state in ('waiting', 'refused', 'done', 'in-transit', 'differs', 'received', 'cancelled', 'out', 'back')),
      document_id uuid, branch_id uuid not null, to_branch_id uuid, to_counter text not null default '', party_id uuid,
      on_date date not null, due_on date, note text not null default '', value_paise bigint not null default 0,
      figures jsonb not null default '{}', request_hash text not null,
      asked_by uuid not null, asked_by_name text not null, asked_at timestamptz not null,
      closed_by uuid, closed_by_name text not null default '', closed_at timestamptz, closed_reason text not null default '',
      primary key (business_id, id), foreign key (business_id, document_id) references document,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, to_branch_id) references branch,
      foreign key (business_id, party_id) references party
    );
    create index movement_list_idx on movement (business_id, form, on_date desc, id desc);
    create index movement_open_idx on movement (business_id, state, form) where state in ('waiting', 'in-transit', 'differs', 'out');
    create index movement_document_idx on movement (business_id, document_id);
    create index movement_branch_idx on movement (business_id, branch_id);
    create index movement_to_branch_idx on movement (business_id, to_branch_id);
    create index movement_party_idx on movement (business_id, party_id);

    create table movement_line (
      business_id uuid not null references business, movement_id uuid not null, line smallint not null,
      side text not null constraint movement_line_side check (side in ('out', 'in', 'same')),
      item_id uuid not null, piece_id uuid, lot_id uuid, words text not null, about text not null default '', hsn text not null default '',
      unit text not null, quantity_milli bigint not null constraint movement_line_quantity check (quantity_milli > 0),
      pieces integer not null default 0, gross_mg bigint not null default 0, net_mg bigint not null default 0,
      fine_mg bigint not null default 0, carat_mct bigint not null default 0,
      value_paise bigint not null constraint movement_line_value check (value_paise >= 0),
      reason text not null default '', credit_paise bigint not null default 0 constraint movement_line_credit check (credit_paise >= 0),
      ${columns}, open_paise bigint not null default 0,
      outcome text not null default '', outcome_note text not null default '',
      primary key (business_id, movement_id, line), foreign key (business_id, movement_id) references movement,
      foreign key (business_id, item_id) references item, foreign key (business_id, piece_id) references piece,
      foreign key (business_id, lot_id) references lot,
      constraint movement_line_open check (open_milli between 0 and quantity_milli and open_paise between 0 and value_paise
        and (open_milli > 0 or open_paise = 0))
    );
    create index movement_line_item_idx on movement_line (business_id, item_id);
    create index movement_line_piece_idx on movement_line (business_id, piece_id);
    create index movement_line_lot_idx on movement_line (business_id, lot_id);
    create index movement_line_open_idx on movement_line (business_id, movement_id) where open_milli > 0;

    create table movement_event (
      business_id uuid not null references business, id uuid not null, movement_id uuid not null, kind text not null,
      words text not null default '', amount bigint not null default 0, voucher_id uuid,
      by_user uuid not null, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, movement_id) references movement,
      foreign key (business_id, voucher_id) references voucher
    );
    create index movement_event_list_idx on movement_event (business_id, movement_id, id);
    create index movement_event_voucher_idx on movement_event (business_id, voucher_id);

    create table kit (
      business_id uuid not null references business, item_id uuid not null, note text not null default '', updated_at timestamptz not null,
      primary key (business_id, item_id), foreign key (business_id, item_id) references item
    );

    create table kit_line (
      business_id uuid not null references business, kit_id uuid not null, line smallint not null, item_id uuid not null,
      quantity_milli bigint not null constraint kit_line_quantity check (quantity_milli > 0),
      share_bp integer not null default 0 constraint kit_line_share check (share_bp between 0 and 10000),
      primary key (business_id, kit_id, line), foreign key (business_id, kit_id) references kit (business_id, item_id),
      foreign key (business_id, item_id) references item, constraint kit_line_not_itself check (item_id <> kit_id)
    );
    create index kit_line_item_idx on kit_line (business_id, item_id);

    create table hallmark_rate (
      business_id uuid not null references business, metal text not null constraint hallmark_rate_metal check (metal in ('gold', 'silver')),
      from_on date not null, article_paise bigint not null constraint hallmark_rate_article check (article_paise >= 0),
      least_paise bigint not null constraint hallmark_rate_least check (least_paise >= 0),
      primary key (business_id, metal, from_on)
    );

    create index stock_move_day_idx on stock_move (business_id, on_date desc, id desc);
  `)
  for (const table of ['movement', 'movement_line', 'movement_event', 'kit', 'kit_line', 'hallmark_rate'])
    await tenantTable(db, table)
  await postedTable(db, 'movement_event')
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index stock_move_day_idx; drop table hallmark_rate; drop table kit_line; drop table kit; drop table movement_event;
    drop table movement_line; drop table movement;
  `)
}
