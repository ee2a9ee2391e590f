import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

const tables = ['gst_registration', 'branch', 'series', 'file', 'paper', 'business_key']

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table gst_registration (
      business_id uuid not null references business, id uuid not null,
      gstin text not null, state text not null, from_date date not null, to_date date,
      primary key (business_id, id), constraint gst_registration_once unique (business_id, gstin)
    );
    create table branch (
      business_id uuid not null references business, id uuid not null,
      name text not null constraint branch_has_name check (name <> ''), code text not null,
      registration_id uuid, state text not null, address text not null default '', phone text not null default '',
      is_main boolean not null default false, archived_at timestamptz,
      primary key (business_id, id), constraint branch_code_once unique (business_id, code),
      foreign key (business_id, registration_id) references gst_registration
    );
    create index branch_registration_idx on branch (business_id, registration_id);
    create table series (
      business_id uuid not null references business, id uuid not null, document_kind text not null, branch_id uuid not null,
      fy text not null, prefix text not null, next bigint not null default 1 constraint series_next_positive check (next > 0),
      primary key (business_id, id), constraint series_once unique (business_id, document_kind, branch_id, fy, prefix),
      foreign key (business_id, branch_id) references branch
    );
    create index series_branch_idx on series (business_id, branch_id);
    create table file (
      business_id uuid not null references business, sha256 text not null, mime text not null, name text not null,
      bytes bytea not null, created_at timestamptz not null, primary key (business_id, sha256)
    );
    create table paper (
      business_id uuid not null references business, content_hash text not null, kind text not null, bytes bytea not null,
      created_at timestamptz not null, primary key (business_id, content_hash)
    );
    create table business_key (
      business_id uuid not null references business,
      number smallint not null constraint business_key_in_a_byte check (number between 1 and 255), wrapped bytea not null,
      primary key (business_id, number)
    );
  `)
  for (const table of tables) await tenantTable(db, table)
}

export async function down(db: Knex): Promise<void> {
  for (const table of tables.toReversed()) await db.raw(`drop table ${table}`)
}
