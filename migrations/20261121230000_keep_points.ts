import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Points of a loyalty scheme. They are owed at the value at which they were given, so each move has both; what a party has is
 * kept, and may be below zero once a bill is cancelled whose points were used.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table point_scheme (
      business_id uuid not null references business, id uuid not null, from_date date not null,
      earn_by text not null constraint point_scheme_earn_by check (earn_by in ('value', 'weight', 'none')),
      per bigint not null constraint point_scheme_per check (per > 0),
      point_paise bigint not null constraint point_scheme_value check (point_paise > 0),
      min_redeem bigint not null constraint point_scheme_least check (min_redeem >= 0),
      max_redeem_bp integer not null constraint point_scheme_most check (max_redeem_bp between 1 and 10000),
      expires_after_days integer constraint point_scheme_expiry check (expires_after_days > 0),
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id)
    );
    create index point_scheme_from_idx on point_scheme (business_id, from_date desc, id desc);

    create table point_balance (
      business_id uuid not null references business, party_id uuid not null, points bigint not null, value_paise bigint not null,
      next_expiry_on date, primary key (business_id, party_id), foreign key (business_id, party_id) references party
    );
    create index point_balance_expiry_idx on point_balance (business_id, next_expiry_on) where next_expiry_on is not null;
    create index point_balance_most_idx on point_balance (business_id, points desc, party_id);

    create table point_move (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      kind text not null constraint point_move_kind
        check (kind in ('earned', 'redeemed', 'expired', 'adjusted', 'given-back', 'taken-back')),
      on_date date not null, points bigint not null constraint point_move_not_zero check (points <> 0),
      value_paise bigint not null, expires_on date, document_id uuid, voucher_id uuid, reason text not null default '',
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id),
      foreign key (business_id, party_id) references party, foreign key (business_id, document_id) references document,
      foreign key (business_id, voucher_id) references voucher,
      constraint point_move_reason check (kind <> 'adjusted' or reason <> ''),
      constraint point_move_expires check (expires_on is null or points > 0)
    );
    create index point_move_party_idx on point_move (business_id, party_id, id desc);
    create index point_move_document_idx on point_move (business_id, document_id) where document_id is not null;
    create index point_move_voucher_idx on point_move (business_id, voucher_id) where voucher_id is not null;
  `)
  for (const table of ['point_scheme', 'point_balance', 'point_move']) await tenantTable(db, table)
  for (const table of ['point_scheme', 'point_move']) await postedTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table point_move; drop table point_balance; drop table point_scheme;')
}
