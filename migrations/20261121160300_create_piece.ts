import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Tagged pieces, what is set in them and what befell them; and lots, which are weighed and have no tags. A piece is worth
 * its own cost, and its level counts one of its article.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table piece (
      business_id uuid not null references business, id uuid not null, item_id uuid not null, branch_id uuid not null, purity_id uuid not null,
      tag text not null constraint piece_has_tag check (tag <> ''),
      huid text not null default '' constraint piece_huid check (huid ~ '^([A-Z0-9]{6})?$'),
      counter text not null default '', size text not null default '', note text not null default '', photo_sha256 text,
      gross_mg bigint not null constraint piece_gross check (gross_mg > 0), stone_mg bigint not null default 0, other_mg bigint not null default 0,
      net_mg bigint not null, fineness integer not null constraint piece_fineness check (fineness between 1 and 10000),
      fine_mg bigint not null, carat_mct bigint not null default 0,
      cost_paise bigint not null constraint piece_cost check (cost_paise >= 0),
      hallmark_paise bigint not null default 0, other_paise bigint not null default 0, other_words text not null default '',
      fixed_price_paise bigint constraint piece_fixed_price check (fixed_price_paise > 0),
      making_kind text constraint piece_making check (making_kind in ('none', 'per-gram', 'percent', 'fixed')), making_value bigint,
      wastage_kind text constraint piece_wastage check (wastage_kind in ('none', 'percent', 'weight')), wastage_value bigint,
      state text not null constraint piece_state
        check (state in ('in-stock', 'reserved', 'on-approval', 'at-hallmark', 'in-transit', 'sold', 'melted', 'missing', 'gone')),
      document_id uuid, supplier_id uuid, came_on date not null, version integer not null default 1,
      request_hash text not null default '', created_at timestamptz not null, updated_at timestamptz not null,
      primary key (business_id, id), constraint piece_tag_once unique (business_id, tag),
      constraint piece_weighs_up check (net_mg = gross_mg - stone_mg - other_mg and net_mg > 0 and stone_mg >= 0 and other_mg >= 0),
      constraint piece_money check (hallmark_paise >= 0 and other_paise >= 0 and carat_mct >= 0),
      foreign key (business_id, item_id) references item, foreign key (business_id, branch_id) references branch,
      foreign key (business_id, purity_id) references purity, foreign key (business_id, document_id) references document,
      foreign key (business_id, supplier_id) references party
    );
    create unique index piece_huid_once on piece (business_id, huid) where huid <> '';
    create index piece_list_idx on piece (business_id, state, tag);
    create index piece_item_idx on piece (business_id, item_id, state, tag);
    create index piece_branch_idx on piece (business_id, branch_id, state, counter);
    create index piece_purity_idx on piece (business_id, purity_id);
    create index piece_document_idx on piece (business_id, document_id);
    create index piece_supplier_idx on piece (business_id, supplier_id);

    create table piece_stone (
      business_id uuid not null references business, piece_id uuid not null, line smallint not null,
      kind text not null constraint piece_stone_has_kind check (kind <> ''), shape text not null default '', quality text not null default '',
      pieces integer not null constraint piece_stone_pieces check (pieces >= 0), carat_mct bigint not null constraint piece_stone_carat check (carat_mct >= 0),
      basis text not null constraint piece_stone_basis check (basis in ('piece', 'carat')),
      rate_paise bigint not null constraint piece_stone_rate check (rate_paise >= 0),
      primary key (business_id, piece_id, line), foreign key (business_id, piece_id) references piece
    );

    create table piece_event (
      business_id uuid not null references business, id uuid not null, piece_id uuid not null,
      kind text not null constraint piece_event_kind check (kind in ('tagged', 'changed', 'reserved', 'released', 'sold', 'sale-cancelled',
        'returned', 'approval-out', 'approval-back', 'hallmark-out', 'hallmark-back', 'moved', 'sent', 'arrived', 'melted', 'missed', 'found', 'printed', 'gone')),
      from_state text, to_state text not null, branch_id uuid not null, counter text not null default '', document_id uuid,
      on_date date not null, note text not null default '', by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id), foreign key (business_id, piece_id) references piece,
      foreign key (business_id, branch_id) references branch, foreign key (business_id, document_id) references document
    );
    create index piece_event_piece_idx on piece_event (business_id, piece_id, at desc, id desc);
    create index piece_event_branch_idx on piece_event (business_id, branch_id);
    create index piece_event_document_idx on piece_event (business_id, document_id);

    create table lot (
      business_id uuid not null references business, id uuid not null, item_id uuid not null, branch_id uuid not null, purity_id uuid,
      name text not null constraint lot_has_name check (name <> ''), barcode text not null default '', counter text not null default '',
      kind text not null constraint lot_kind check (kind in ('metal', 'stones', 'old-metal')),
      fineness integer not null default 0 constraint lot_fineness check (fineness between 0 and 10000),
      pieces integer not null default 0, gross_mg bigint not null default 0, net_mg bigint not null default 0, fine_mg bigint not null default 0,
      carat_mct bigint not null default 0, value_paise bigint not null default 0, note text not null default '',
      request_hash text not null default '', created_at timestamptz not null, archived_at timestamptz,
      primary key (business_id, id),
      constraint lot_not_below_nothing check (pieces >= 0 and gross_mg >= 0 and net_mg >= 0 and fine_mg >= 0 and carat_mct >= 0 and value_paise >= 0),
      foreign key (business_id, item_id) references item, foreign key (business_id, branch_id) references branch,
      foreign key (business_id, purity_id) references purity
    );
    create unique index lot_barcode_once on lot (business_id, barcode) where barcode <> '';
    create index lot_item_idx on lot (business_id, item_id, id);
    create index lot_branch_idx on lot (business_id, branch_id);
    create index lot_purity_idx on lot (business_id, purity_id);
  `)
  for (const table of ['piece', 'piece_stone', 'piece_event', 'lot']) await tenantTable(db, table)
  await postedTable(db, 'piece_event')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table lot; drop table piece_event; drop table piece_stone; drop table piece;')
}
