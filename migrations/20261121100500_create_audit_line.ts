import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/** The edit log of the Companies (Accounts) Rules 3(1): one chain of hashes a business, written by one function. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table audit_head (
      business_id uuid primary key references business, seq bigint not null, hash bytea not null
    );
    create table audit_line (
      business_id uuid not null references business, seq bigint not null,
      at timestamptz not null, by_user uuid, by_name text not null, action text not null,
      entity text not null, entity_id text not null, before jsonb, after jsonb,
      previous bytea not null, hash bytea not null,
      primary key (business_id, seq)
    );
    create index audit_line_entity_idx on audit_line (business_id, entity, entity_id, seq);
    create table outbox (
      business_id uuid not null references business, id uuid not null, topic text not null, payload jsonb not null,
      at timestamptz not null, relayed_at timestamptz,
      primary key (business_id, id)
    );
    create index outbox_waiting_idx on outbox (business_id, at) where relayed_at is null;
  `)
  for (const table of ['audit_head', 'audit_line', 'outbox']) await tenantTable(db, table)
  await postedTable(db, 'audit_line')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table outbox; drop table audit_line; drop table audit_head;')
}
