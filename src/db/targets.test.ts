import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Environment, readConfig } from '../config.ts'
import type { PgConfig } from './database.ts'
import { startEmbedded } from './embedded.ts'
import { withClient } from './roles.ts'
import { databaseTargets } from './targets.ts'

const secret = 'kZ3v9Qm2Xr7Lw5Tn8Yb4Hc6Jd1Fg0PsA'
const otherSecret = 'Ub2e7Wf9Zq4Ax6Mn1Ks3Vd8Ty5Rj0LpC'

/** A server of somebody else's, where every role but the first must show its password. */
async function strictServer(t: Test) {
  const folder = mkdtempSync('/tmp/khata-strict-')
  chmodSync(folder, 0o755)
  const rules = join(folder, 'hba.conf')
  writeFileSync(rules, 'local all postgres trust\nlocal all all scram-sha-256\n')
  const server = await startEmbedded({
    dataDir: folder,
    throwaway: true,
    settings: { hba_file: rules, fsync: 'off', shared_buffers: '16MB' },
  })
  t.after(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const sql = (text: string) => withClient(server.admin, (client) => client.query(text))
  const url = (user: string, database: string) =>
    `postgres://${user}@${encodeURIComponent(server.admin.host)}/${database}`
  return { sql, url }
}

const targetsOf = (env: Environment) => databaseTargets(readConfig({ KHATA_SECRET: secret, ...env }))
const whoIs = (config: PgConfig) =>
  withClient(config, async (client) => (await client.query('select current_user as who')).rows[0].who)

t.test('a Postgres of the shop', async (t) => {
  const { sql, url } = await strictServer(t)
  await sql('create database shop')
  const env = { DATABASE_URL: url('postgres', 'shop') }

  await t.test('gets its roles, with passwords that follow from the secret', async (t) => {
    const [first, second] = await Promise.all([targetsOf(env), targetsOf(env)])
    t.equal(await whoIs(first.owner), 'khata_owner')
    t.equal(await whoIs(second.app), 'khata_app')
    await withClient(first.owner, (client) => client.query('create table made_by_owner (id int)'))
    await t.rejects(
      withClient(first.app, (client) => client.query('create table mine (id int)')),
      { code: '42501' },
    )
    await t.rejects(
      withClient(first.app, (client) => client.query('select * from made_by_owner')),
      { code: '42501' },
    )
    await t.rejects(whoIs({ ...first.app, password: 'guessed' }), { code: '28P01' })
  })

  await t.test('does not lock out another Khata on the same server, unless told to', async (t) => {
    const other = { ...env, KHATA_SECRET: otherSecret }
    await t.rejects(targetsOf(other), { name: 'DatabaseError', message: /DATABASE_RESET_ROLES=on/ })
    t.equal(await whoIs((await targetsOf(env)).app), 'khata_app', 'the first goes on')
    t.equal(await whoIs((await targetsOf({ ...other, DATABASE_RESET_ROLES: 'on' })).app), 'khata_app')
    await t.rejects(targetsOf(env), { name: 'DatabaseError' })
  })

  await t.test('is refused without the right to make roles, until the role of the app is given', async (t) => {
    await sql(`create role plain login password 'p'; alter role khata_app password 'a'`)
    await sql('create database plain_shop owner plain')
    const plain = { DATABASE_URL: url('plain:p', 'plain_shop') }
    await t.rejects(targetsOf(plain), {
      name: 'DatabaseError',
      message: /^DATABASE_URL: plain may not make roles\. Have `create role khata_app/,
    })
    const targets = await targetsOf({ ...plain, DATABASE_APP_URL: url('khata_app:a', 'plain_shop') })
    t.same([await whoIs(targets.owner), await whoIs(targets.app)], ['plain', 'khata_app'])
  })

  await t.test('is refused when the role of the app could see or change too much', async (t) => {
    await sql(`
      create role big login superuser password 'p';
      create role seer login bypassrls password 'p' in role khata_app;
      create role stranger login password 'p';
      create role maker login password 'p' in role khata_app;
    `)
    await withClient((await targetsOf({ ...env, DATABASE_RESET_ROLES: 'on' })).owner, (client) =>
      client.query('grant create on schema public to maker'),
    )
    const asApp = (user: string) => targetsOf({ ...env, DATABASE_APP_URL: url(`${user}:p`, 'shop') })
    await t.rejects(asApp('big'), { name: 'DatabaseError', message: /^DATABASE_APP_URL: the role big is a superuser/ })
    await t.rejects(asApp('seer'), { message: /bypasses row security/ })
    await t.rejects(asApp('stranger'), { message: /^DATABASE_APP_URL: .*permission denied/ })
    await sql('grant connect on database shop to stranger')
    await t.rejects(asApp('stranger'), { message: /is neither khata_app nor a member of it/ })
    await t.rejects(
      targetsOf({ DATABASE_URL: url('maker:p', 'shop'), DATABASE_APP_URL: url('maker:p', 'shop') }),
      /is DATABASE_URL's own/,
    )
    t.equal(await whoIs((await asApp('maker')).app), 'maker')
    const maker = (await asApp('maker')).app
    await withClient(maker, (client) => client.query('create table its_own (id int)'))
    await t.rejects(asApp('maker'), { message: /owns tables/ })
  })
})

t.test('a role that may make roles need not be a superuser', async (t) => {
  const { sql, url } = await strictServer(t)
  await sql(`create role keeper login createrole password 'p'`)
  await sql('create database shop owner keeper')
  const targets = await targetsOf({ DATABASE_URL: url('keeper:p', 'shop') })
  t.same([await whoIs(targets.owner), await whoIs(targets.app)], ['khata_owner', 'khata_app'])
  await withClient(targets.owner, (client) => client.query('create extension pg_trgm; create table thing (id int)'))
})

t.test('a database that is not there is said to be so in one line', async (t) => {
  const message = await targetsOf({ DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }).catch((error) => error.message)
  t.match(message, /^DATABASE_URL: .*ECONNREFUSED.*$/)
})
