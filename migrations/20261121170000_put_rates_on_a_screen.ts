import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * How a shop keeps its board, each entry of its rates, and the screens that show them. Who opens a screen belongs to no
 * business, so its place is found by the hash of its token, as with the link to dues.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table board (
      business_id uuid not null references business,
      rate_grams smallint not null default 1 constraint board_rate_grams check (rate_grams in (1, 10)),
      buy_less_bp integer not null default 0 constraint board_buy_less_percent check (buy_less_bp between 0 and 9999),
      buy_less_paise bigint not null default 0 constraint board_buy_less check (buy_less_paise >= 0),
      shows_buy boolean not null default true,
      primary key (business_id), constraint board_buy_less_once check (buy_less_bp = 0 or buy_less_paise = 0)
    );

    create table board_entry (
      business_id uuid not null references business, id uuid not null,
      request_hash text not null, by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id)
    );

    create table board_screen (
      business_id uuid not null references business, id uuid not null, token_hash text not null,
      by_user uuid, by_name text not null, created_at timestamptz not null, revoked_at timestamptz,
      primary key (business_id, id)
    );
    create unique index board_screen_live_once on board_screen (business_id) where revoked_at is null;

    create table board_directory (token_hash text primary key, business_id uuid not null, board_screen_id uuid not null);
  `)
  for (const table of ['board', 'board_entry', 'board_screen']) await tenantTable(db, table)
  await postedTable(db, 'board_entry')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table board_directory; drop table board_screen; drop table board_entry; drop table board;')
}
