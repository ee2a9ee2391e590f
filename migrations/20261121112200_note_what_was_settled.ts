import type { Knex } from 'knex'
import { postedTable, tenantTable } from './support/tables.ts'

/**
 * Each press on the allocation screen once: which request it was, so that a second press is told from another one, and
 * which voucher a write-off or discount made.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table settlement (
      business_id uuid not null references business, id uuid not null, party_id uuid not null,
      kind text not null constraint settlement_kind check (kind in ('settle', 'write-off', 'discount')),
      voucher_id uuid, on_date date not null, request_hash text not null,
      by_user uuid, by_name text not null, at timestamptz not null,
      primary key (business_id, id),
      constraint settlement_voucher check ((voucher_id is null) = (kind = 'settle')),
      foreign key (business_id, party_id) references party, foreign key (business_id, voucher_id) references voucher
    );
    create index settlement_party_idx on settlement (business_id, party_id);
    create index settlement_voucher_idx on settlement (business_id, voucher_id);
  `)
  await tenantTable(db, 'settlement')
  await postedTable(db, 'settlement')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table settlement;')
}
