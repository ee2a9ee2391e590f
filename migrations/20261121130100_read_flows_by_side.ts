import type { Knex } from 'knex'

const key = (columns: string): string => `
  alter table due_flow drop constraint due_flow_pkey;
  alter table due_flow add constraint due_flow_pkey primary key (${columns});`

/**
 * A list of dues reads one side of the bills and the other of the advances: of a shop that sells much and owes little, the
 * payables pass over none of its sales. And party_due is found by the list on which a party ever stood.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ${key('business_id, commodity, side, kind, span, on_date, due_on, billed_on')}
    create index party_due_stands_idx on party_due (business_id, commodity, stands, party_id);
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop index party_due_stands_idx;
    ${key('business_id, commodity, span, on_date, side, kind, due_on, billed_on')}
  `)
}
