import type { Knex } from 'knex'

/** An allocation knows its moment and not the name of who made it: the press of that moment does. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create index settlement_moment_idx on settlement (business_id, party_id, at);
    drop index settlement_party_idx;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    create index settlement_party_idx on settlement (business_id, party_id);
    drop index settlement_moment_idx;
  `)
}
