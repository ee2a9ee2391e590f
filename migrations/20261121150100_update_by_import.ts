import type { Knex } from 'knex'

/**
 * A row of a file may change what is here already. What each of its fields was and is now stands beside it, sealed as the
 * row is: for the person to see before, and for the import to be taken back.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table import_run add updates boolean not null default false;
    alter table import_row add changes bytea;
    alter table import_row drop constraint import_row_state;
    alter table import_row add constraint import_row_state
      check (state in ('read', 'new', 'same', 'change', 'refused', 'made', 'changed', 'failed', 'kept', 'undone'));
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table import_row drop constraint import_row_state;
    alter table import_row add constraint import_row_state
      check (state in ('read', 'new', 'same', 'refused', 'made', 'failed', 'kept', 'undone'));
    alter table import_row drop changes;
    alter table import_run drop updates;
  `)
}
