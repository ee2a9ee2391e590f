import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** `name_key` is a column and not an expression: under row security only a plain column can be compared within an index. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table party (
      business_id uuid not null references business, id uuid not null,
      name text not null constraint party_has_name check (name <> ''),
      name_key text collate "C" not null generated always as (lower(name)) stored,
      is_customer boolean not null default true, is_supplier boolean not null default false, is_karigar boolean not null default false,
      phone text not null default '', email text not null default '', gstin text not null default '',
      pan_encrypted bytea, pan_index bytea, state text not null default '',
      terms_days integer not null default 0 constraint party_terms check (terms_days between 0 and 3650),
      credit_limit_paise bigint constraint party_credit_limit check (credit_limit_paise >= 0),
      preferred_payment text not null default '', locale text not null default '', notes text not null default '',
      request_hash text not null default '',
      created_at timestamptz not null, updated_at timestamptz not null, archived_at timestamptz,
      primary key (business_id, id),
      constraint party_is_someone check (is_customer or is_supplier or is_karigar)
    );
    create index party_name_idx on party (business_id, name_key, id) where archived_at is null;
    create index party_supplier_idx on party (business_id, name_key, id) where is_supplier and archived_at is null;
    create index party_karigar_idx on party (business_id, name_key, id) where is_karigar and archived_at is null;
    create index party_archived_idx on party (business_id, name_key, id) where archived_at is not null;
    create index party_phone_idx on party (business_id, phone) where phone <> '';
    create index party_gstin_idx on party (business_id, gstin) where gstin <> '';
    create index party_pan_idx on party (business_id, pan_index) where pan_index is not null;

    create table party_address (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      kind text not null constraint party_address_kind check (kind in ('billing', 'delivery')),
      address text not null, city text not null default '', pin text not null default '', state text not null default '',
      primary key (business_id, id), foreign key (business_id, party_id) references party
    );
    create index party_address_party_idx on party_address (business_id, party_id);
  `)
  for (const table of ['party', 'party_address']) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table party_address; drop table party;')
}
