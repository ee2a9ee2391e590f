import type { Knex } from 'knex'
import { inEveryBusiness } from './support/every-business.ts'

/** The session is read with its business: a report that knows from there when the year begins need not ask for it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table business_directory add column fy_start_month smallint not null default 4
      constraint business_directory_fy_month check (fy_start_month between 1 and 12)`)
  await inEveryBusiness(
    db,
    `update business_directory set fy_start_month = (select b.fy_start_month from business b where b.id = :business)
     where id = :business`,
  )
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table business_directory drop column fy_start_month')
}
