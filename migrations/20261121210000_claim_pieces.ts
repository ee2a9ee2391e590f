import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** Which bill in the making has a piece: the second till that scans its tag is told at once, and not when the bill is issued. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table piece_claim (
      business_id uuid not null references business, piece_id uuid not null, draft_id uuid not null, user_id uuid not null,
      user_name text not null, at timestamptz not null,
      primary key (business_id, piece_id), foreign key (business_id, piece_id) references piece
    );
    create index piece_claim_draft_idx on piece_claim (business_id, draft_id);
  `)
  await tenantTable(db, 'piece_claim')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table piece_claim;')
}
