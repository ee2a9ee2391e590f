import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/** What a jeweller sells metal in, and the board: each purity's own rate with its time, never changed, the newest holds. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table purity (
      business_id uuid not null references business, id uuid not null,
      metal text not null constraint purity_metal check (metal in ('gold', 'silver', 'platinum')),
      name text not null constraint purity_has_name check (name <> ''),
      fineness integer not null constraint purity_fineness check (fineness between 1 and 10000),
      is_hallmarked boolean not null default false, is_on_board boolean not null default true,
      place smallint not null default 0, archived_at timestamptz,
      primary key (business_id, id), constraint purity_once unique (business_id, metal, name)
    );

    create table board_rate (
      business_id uuid not null references business, id uuid not null, purity_id uuid not null,
      side text not null constraint board_rate_side check (side in ('sell', 'buy')),
      rate_paise bigint not null constraint board_rate_positive check (rate_paise > 0),
      from_at timestamptz not null, by_user uuid, by_name text not null,
      primary key (business_id, id), foreign key (business_id, purity_id) references purity
    );
    create index board_rate_newest_idx on board_rate (business_id, purity_id, side, from_at desc, id desc);
    create index board_rate_history_idx on board_rate (business_id, from_at desc, id desc);
  `)
  await tenantTable(db, 'purity')
  await tenantTable(db, 'board_rate')
  await postedTable(db, 'board_rate')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table board_rate; drop table purity;')
}
