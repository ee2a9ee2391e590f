import type pg from 'pg'
import type { Db } from './database.ts'
import { inOnePacket } from './packet.ts'
import { Prepared } from './prepared.ts'

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
    if (areNamesOn) return await run<Row & pg.QueryResultRow>(connection, statement, values)
    return (await connection.query<Row & pg.QueryResultRow>({ text: statement.text, values: [...values] })).rows
  } finally {
    await db.client.releaseConnection(connection)
  }
}

function run<Row extends pg.QueryResultRow>(
  connection: pg.Client,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const onAnswer = (error: Error | null | undefined, result: pg.ResultBuilder<Row>) => {
      if (!error) return resolve(result.rows)
      // Where it was read from the socket says nothing.
      Error.captureStackTrace(error)
      reject(error)
    }
    connection.query(new Prepared<Row>(statement, [...values], onAnswer))
  })
}
