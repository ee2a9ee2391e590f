import t from 'tap'
import { testDatabase } from '../testing/database.ts'
import { asRoot, testServer } from '../testing/server.ts'
import { migrateToLatest } from './migrate.ts'
import { ensureRoles, ownerRole, withClient } from './roles.ts'

const ran = async (database: string) =>
  (await withClient(asRoot(testServer(), database), (client) => client.query('select name from knex_migrations'))).rows
    .length

t.test('instances that start together migrate once', async (t) => {
  const server = testServer()
  const name = `test_${process.pid}_race`
  t.after(() => withClient(asRoot(server), (client) => client.query(`drop database if exists ${name} with (force)`)))
  // More at once than a shop would ever start: the grants of two of them met only now and then.
  await Promise.all(Array.from({ length: 12 }, () => ensureRoles(asRoot(server), name)))
  const owner = { ...asRoot(server, name), user: ownerRole }
  const runs = await Promise.all([1, 2, 3].map(() => migrateToLatest(owner)))
  t.equal(runs.filter((files) => files.length > 0).length, 1, 'one did the work')
  t.equal(runs.flat().length, await ran(name))
})

t.test('a migration that was killed half-way does not lock out the next', async (t) => {
  const { root, name, connections } = await testDatabase(t)
  await root.raw('update knex_migrations_lock set is_locked = 1')
  t.same(await migrateToLatest(connections.owner), [])
  t.ok(await ran(name))
})
