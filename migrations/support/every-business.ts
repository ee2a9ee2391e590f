import type { Knex } from 'knex'

/** Runs a statement in each business that there is: row security hides every row from whoever names none. */
export async function inEveryBusiness(db: Knex, sql: string): Promise<void> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>('select id from business_directory order by id')
  for (const { id } of rows) {
    await db.raw("select set_config('app.business_id', ?, true)", [id])
    await db.raw(sql, { business: id })
  }
  await db.raw("select set_config('app.business_id', '', true)")
}
