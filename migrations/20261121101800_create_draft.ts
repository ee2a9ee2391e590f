import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table draft (
      business_id uuid not null references business, id uuid not null, user_id uuid not null,
      kind text not null, body jsonb not null, label text not null default '', updated_at timestamptz not null,
      primary key (business_id, id)
    );
    create index draft_user_idx on draft (business_id, user_id, kind, updated_at desc);

    create table portal_link (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      token_hash text not null, created_by uuid not null, created_at timestamptz not null, expires_at timestamptz not null,
      revoked_at timestamptz,
      primary key (business_id, id), foreign key (business_id, party_id) references party
    );
    create index portal_link_party_idx on portal_link (business_id, party_id);
    create unique index portal_link_live_once on portal_link (business_id, party_id) where revoked_at is null;
  `)
  for (const table of ['draft', 'portal_link']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table portal_link; drop table draft;')
}
