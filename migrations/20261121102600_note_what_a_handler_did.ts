import type { Knex } from 'knex'
import { tenantTable } from './support/tables.ts'

/** A handler leaves a row in the transaction of its effect: an event that is delivered again finds it and does nothing. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table outbox_done (
      business_id uuid not null references business, outbox_id uuid not null, queue text not null, at timestamptz not null,
      primary key (business_id, outbox_id, queue)
    );
  `)
  await tenantTable(db, 'outbox_done')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table outbox_done;')
}
