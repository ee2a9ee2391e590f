import type { Knex } from 'knex'

/** Keys that a person chose in the place of ours, by ours: {"Alt+H": "Alt+X"}; an empty one is switched off. */
export async function up(db: Knex): Promise<void> {
  await db.raw("alter table app_user add column keys jsonb not null default '{}';")
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table app_user drop column keys;')
}
