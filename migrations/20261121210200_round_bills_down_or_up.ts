import type { Knex } from 'knex'

const named = (names: string): string => `
  alter table business drop constraint business_rounding;
  alter table business add constraint business_rounding check (rounding in (${names}));`

/** Some shops round every bill down to the rupee, some up. */
export async function up(db: Knex): Promise<void> {
  await db.raw(named("'rupee', 'rupee-down', 'rupee-up', 'none'"))
}

export async function down(db: Knex): Promise<void> {
  await db.raw(named("'rupee', 'none'"))
}
