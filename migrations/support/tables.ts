import type { Knex } from 'knex'

/**
 * Puts a new table under its business: row-level security that even the owner obeys, and on Citus a place beside `business`.
 * `key` is the column that names the business.
 */
export async function tenantTable(db: Knex, table: string, key = 'business_id'): Promise<void> {
  await db.raw(`
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${table}_of_business on ${table}
      using (${key} = (select current_business())) with check (${key} = (select current_business()));
  `)
  const citus = await db.raw("select 1 from pg_extension where extname = 'citus'")
  if (citus.rows.length > 0) await distribute(db, table, key)
}

async function distribute(db: Knex, table: string, key: string): Promise<void> {
  const beside = table === 'business' ? 'none' : 'business'
  await db.raw('select create_distributed_table(?, ?, colocate_with => ?)', [table, key, beside])
}

/** A table whose rows are never changed nor removed: the app may not, and a trigger refuses everyone else too. */
export async function postedTable(db: Knex, table: string): Promise<void> {
  await db.raw(`
    revoke update, delete, truncate on ${table} from khata_app;
    create trigger ${table}_is_posted before update or delete on ${table}
      for each row execute function refuse_change('${table}');
  `)
}
