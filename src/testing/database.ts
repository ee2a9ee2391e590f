import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { connect, type Db, type PgConfig } from '../db/database.ts'
import { appRole, ownerRole, withClient } from '../db/roles.ts'
import { asRoot, testServer } from './server.ts'

export type TestDatabase = {
  /** As the app sees it: role khata_app, bound by row security. */
  db: Db
  /** As the superuser, for what a test asserts or prepares. */
  root: Db
  name: string
  /** For what connects by itself: as the app, as the owner of the tables, as the superuser. */
  connections: { app: PgConfig; owner: PgConfig; root: PgConfig }
}

/**
 * A migrated database of this test's own, gone when the test ends; a copy of `template`, if that is given. The app reaches
 * it by `host`, if that is given.
 */
export async function testDatabase(
  t: Pick<Test, 'after'>,
  { host, template }: { host?: string; template?: string } = {},
): Promise<TestDatabase> {
  const server = testServer()
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  const onServer = (sql: string) => withClient(asRoot(server), (client) => client.query(sql))
  await onServer(
    `create database ${name} template ${template ?? server.template} strategy file_copy owner ${ownerRole}`,
  )
  const root = asRoot(server, name)
  const connections = {
    root,
    app: { ...root, ...(host && { host }), user: appRole },
    owner: { ...root, user: ownerRole },
  }
  // Idle connections end soon: tap waits for an empty event loop before the hooks of a file's outermost test. Where nothing
  // stands in between, a busy machine may let two hundred bills wait longer for theirs than a person would.
  const db = connect(connections.app, { max: 8, idleMs: 200, ...(!host && { waitMs: 30_000 }) })
  const rootDb = connect(root, { max: 2, idleMs: 200 })
  t.after(async () => {
    await Promise.all([db.destroy(), rootDb.destroy()])
    await onServer(`drop database if exists ${name} with (force)`)
  })
  return { db, root: rootDb, name, connections }
}
