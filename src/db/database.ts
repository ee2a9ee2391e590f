import knex, { type Knex } from 'knex'
import pg from 'pg'

/** A pool or an open transaction: every query and command takes one as its first argument. */
export type Db = Knex

export type ConnectOptions = {
  /** The most connections that are open at once. */
  max?: number
  /** Off behind a pooler that refuses start-up settings; the app's role carries the same limits. */
  startupSettings?: boolean
  /** How long an idle connection stays open. */
  idleMs?: number
}

const limits = '-c statement_timeout=8s -c idle_in_transaction_session_timeout=15s -c lock_timeout=3s'

/** A pool of connections. A connection that is lost while idle is replaced; one that is lost at work rejects that work. */
export function connect(
  config: pg.ClientConfig,
  { max = 10, startupSettings = true, idleMs = 30_000 }: ConnectOptions = {},
): Db {
  const options = startupSettings ? { options: limits } : {}
  return knex({
    client: 'pg',
    connection: async () => ({
      application_name: 'khata',
      ...options,
      ...config,
      types,
    }),
    pool: {
      min: 0,
      max,
      idleTimeoutMillis: idleMs,
      reapIntervalMillis: Math.min(idleMs, 1000),
    },
    acquireConnectionTimeout: 5000,
  })
}

const { builtins } = pg.types
const textArray = pg.types.getTypeParser(1009)
const int8Array = 1016
const dateArray = 1182

/**
 * How values come from Postgres: int8 as bigint, a date as its text (a Date would move it between zones), numeric as
 * text. Of these connections only: the queue has a pool of its own and expects pg's own types.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.INT8) return BigInt
    if (oid === builtins.DATE) return (text: string) => text
    if (oid === int8Array)
      return (text: string) => textArray(text).map((item: string | null) => (item === null ? null : BigInt(item)))
    if (oid === dateArray) return textArray
    return pg.types.getTypeParser(oid, format)
  },
}
