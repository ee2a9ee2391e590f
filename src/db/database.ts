import type { ConnectionOptions } from 'node:tls'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import { inOnePacket } from './packet.ts'

/** A pool or an open transaction: every query and command takes one as its first argument. */
export type Db = Knex

declare module 'knex' {
  namespace Knex {
    interface TransactionConfig {
      /** What is sent with the `begin`: statements that a semicolon leads in. */
      beginning?: string
    }
  }
}

/** How to reach a database as somebody; pg and Knex both take it. */
export type PgConfig = {
  /** A name, or the folder of a Unix socket. */
  host: string
  port: number
  user: string
  database: string
  password?: string
  ssl?: boolean | ConnectionOptions
  application_name?: string
}

export type ConnectOptions = {
  /** The most connections that are open at once. */
  max?: number
  /** Off behind a pooler that refuses start-up settings; the app's role carries the same limits. */
  startupSettings?: boolean
  /** How long an idle connection stays open. */
  idleMs?: number
  /** How long one waits for a connection while all are at work. */
  waitMs?: number
}

const limits = '-c statement_timeout=8s -c idle_in_transaction_session_timeout=15s -c lock_timeout=3s'

/** A pool of connections. A connection that is lost while idle is replaced; one that is lost at work rejects that work. */
export function connect(
  config: PgConfig,
  { max = 10, startupSettings = true, idleMs = 30_000, waitMs = 5000 }: ConnectOptions = {},
): Db {
  const db = knex({
    client: 'pg',
    connection: async () => ({
      application_name: 'khata',
      options: startupSettings ? limits : '',
      ...config,
      // Statements of one transaction that do not wait for each other travel together.
      pipeline: true,
      types,
    }),
    pool: {
      min: 0,
      max,
      idleTimeoutMillis: idleMs,
      reapIntervalMillis: Math.min(idleMs, 1000),
    },
    acquireConnectionTimeout: waitMs,
    // What goes wrong rejects the work that asked for it, and is told there.
    log: { warn: () => undefined, error: () => undefined },
  })
  beginWithoutWaiting(db)
  return db
}

/**
 * What opens a transaction travels with its first statements: nobody waits for the answer, which says nothing that they do
 * not say too. Knex would send it alone, and wait.
 */
function beginWithoutWaiting({ client }: Db): void {
  const { transaction } = client
  client.transaction = (container: unknown, config?: Knex.TransactionConfig, ...more: unknown[]) => {
    const made = transaction.call(client, container, config, ...more)
    const { begin } = made
    made.begin = (connection: pg.Client) => {
      if (made.isolationLevel || made.readOnly) return begin.call(made, connection)
      inOnePacket(connection)
      // A lost connection is told by what comes after it.
      connection.query(`begin${config?.beginning ?? ''}`).catch(() => undefined)
      return Promise.resolve()
    }
    return made
  }
}

const { builtins } = pg.types
const oids: Record<'textArray' | 'int8Array' | 'dateArray', number> = {
  textArray: 1009,
  int8Array: 1016,
  dateArray: 1182,
}
const textArray = pg.types.getTypeParser(oids.textArray)

/**
 * How values come from Postgres: int8 as bigint, a date as its text (a Date would move it between zones), numeric as
 * text. Of these connections only: the queue has a pool of its own and expects pg's own types.
 */
const types: Knex.PgCustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === builtins.INT8) return BigInt
    if (oid === builtins.DATE) return (text: string) => text
    if (oid === oids.int8Array)
      return (text: string) => textArray(text).map((item: string | null) => (item === null ? null : BigInt(item)))
    if (oid === oids.dateArray) return textArray
    return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
  },
}
