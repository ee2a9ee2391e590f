import { fileURLToPath } from 'node:url'
import knex from 'knex'
import type { PgConfig } from './database.ts'
import { withClient } from './roles.ts'

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

const lockKey = 747_284_002

/**
 * Brings the tables up to date as their owner and says which migrations ran. Instances that start together take turns;
 * a migration is kept whole or not at all.
 */
export async function migrateToLatest(owner: PgConfig): Promise<string[]> {
  return withClient(owner, async (client) => {
    // A transaction holds the lock, since a pooler may give every transaction another session.
    await client.query('begin')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    const done = await runMigrations(owner)
    await client.query('commit')
    return done
  })
}

async function runMigrations(owner: PgConfig): Promise<string[]> {
  const db = knex({
    client: 'pg',
    connection: { ...owner, application_name: 'khata migration' },
    pool: { min: 0, max: 2 },
    migrations: { directory: migrationsFolder, loadExtensions: ['.ts'] },
  })
  try {
    // Knex's own lock is a row that a killed migration leaves behind; ours goes with its connection.
    await db.migrate.forceFreeMigrationsLock()
    const [, files]: [number, string[]] = await db.migrate.latest()
    return files
  } finally {
    await db.destroy()
  }
}
