import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** The photo or PDF of a supplier's bill. The bytes are kept once in `file`, however many vouchers show them. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table voucher_attachment (
      business_id uuid not null references business, voucher_id uuid not null, sha256 text not null,
      name text not null constraint voucher_attachment_has_name check (name <> ''), size_bytes integer not null,
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, voucher_id, sha256),
      foreign key (business_id, voucher_id) references voucher, foreign key (business_id, sha256) references file
    );
    create index voucher_attachment_file_idx on voucher_attachment (business_id, sha256);
  `)
  await tenantTable(db, 'voucher_attachment')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table voucher_attachment;')
}
