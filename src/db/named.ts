import type pg from 'pg'
import type { Db } from './database.ts'
import { inOnePacket } from './packet.ts'

/** A statement of a hot path: prepared once a connection under its name, so that Postgres parses and plans it once. */
export interface Statement {
  name: string
  text: string
}

let areNamesOn = true
/** Old pgbouncer in transaction mode cannot keep prepared statements: the setting NAMED_STATEMENTS turns the names off. */
export const useNamedStatements = (on: boolean): void => {
  areNamesOn = on
}

/** Runs a prepared statement on the transaction's own connection (or one of the pool). Rows are typed by the caller's SQL. */
export async function named<Row>(db: Db, statement: Statement, values: readonly unknown[]): Promise<Row[]> {
  const connection: pg.Client = await db.client.acquireConnection()
  inOnePacket(connection)
  try {
    const query = areNamesOn ? { ...statement, values: [...values] } : { text: statement.text, values: [...values] }
    return (await connection.query<Row & pg.QueryResultRow>(query)).rows
  } finally {
    await db.client.releaseConnection(connection)
  }
}
