import type { Knex } from 'knex'

/** A line of a movement may say of which batch it is; without one, the earliest expiry goes first. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table movement_line add column batch_id uuid,
      add constraint movement_line_batch_fkey foreign key (business_id, batch_id) references batch;
    create index movement_line_batch_idx on movement_line (business_id, batch_id) where batch_id is not null;
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index movement_line_batch_idx; alter table movement_line drop column batch_id;')
}
