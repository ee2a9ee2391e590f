import type { PgConfig } from '../db/database.ts'

/** What the test runner tells the tests: where the server is, and the migrated database to copy. */
export type TestServer = { host: string; port: number; template: string }

/** The server that the runner started. */
export function testServer(): TestServer {
  const told = process.env['TEST_DATABASE']
  if (told === undefined)
    throw new Error('Run tests by `npm test`, or `npm test -- src/core/money.test.ts` for one file.')
  return JSON.parse(told)
}

/** Connects as the server's superuser, whom row security does not bind. */
export function asRoot(server: TestServer, database = 'postgres'): PgConfig {
  return { host: server.host, port: server.port, user: 'postgres', database }
}
