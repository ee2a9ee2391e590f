import type { Knex } from 'knex'

/** A file may bring pieces: what lay in the counters on the first day, each with its tag, weights and cost. */
export async function up(db: Knex): Promise<void> {
  await db.raw(kinds("'parties', 'items', 'accounts', 'bills', 'pieces'"))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(kinds("'parties', 'items', 'accounts', 'bills'"))
}

const kinds = (list: string): string => `
  alter table import_run drop constraint import_run_kind;
  alter table import_run add constraint import_run_kind check (kind in (${list}));`
