import type { Config } from '../config.ts'
import { connect, type Db, type PgConfig } from '../db/database.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { useNamedStatements } from '../db/named.ts'
import { databaseTargets } from '../db/targets.ts'
import { CommandError } from './command.ts'

export interface Opened {
  db: Db
  /** For rows by the hundred thousand: the superuser of the embedded server, else the tables' owner. */
  bulk: PgConfig
  /** The migrations that ran just now. */
  migrated: readonly string[]
}

/**
 * Works on the database of the settings, its tables brought up to date as a start does. An embedded server is started where
 * none runs, and ended where nobody else uses it: a running app keeps its own.
 */
export async function withDatabase<Result>(config: Config, work: (opened: Opened) => Promise<Result>): Promise<Result> {
  const targets = await databaseTargets(config, (text) => console.error(text))
  try {
    const migrated = await migrateToLatest(targets.owner)
    useNamedStatements(config.hasNamedStatements)
    const db = connect(targets.app, { max: 4, startupSettings: config.hasNamedStatements })
    const bulk = config.databaseUrl === undefined ? { ...targets.owner, user: 'postgres' } : targets.owner
    return await work({ db, bulk, migrated }).finally(() => db.destroy())
  } finally {
    await targets.stop()
  }
}

export interface Listed {
  id: string
  name: string
}

/** The businesses of the directory, by name; or the one that is named, by its name or id. Throws CommandError. */
export async function listBusinesses(db: Db, named: string | undefined): Promise<Listed[]> {
  const all: Listed[] = await db('business_directory').orderBy('name').orderBy('id').select('id', 'name')
  if (named === undefined) return all
  const found = all.filter(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase())
  if (found.length > 0) return found
  const names = all.map(({ name }) => name).slice(0, 10)
  throw new CommandError(
    `There is no business ${named}. ${names.length > 0 ? `There are: ${names.join(', ')}.` : 'There are none yet.'}`,
  )
}
