import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { connect } from './database.ts'
import { type Embedded, EmbeddedError, startEmbedded } from './embedded.ts'
import { withClient } from './roles.ts'

/** These servers end with the test even where it is killed; those that outlive their app on purpose have a line of their own. */
const quick = { throwaway: true }
const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' }

/** A book just made, for the other tests to start from: making one takes a second. */
let empty: string | undefined

async function folder(t: Test, name = 'kh'): Promise<string> {
  const dir = await mkdtemp(`/tmp/${name}-`)
  t.after(() => rm(dir, { recursive: true, force: true }))
  await chmod(dir, 0o755)
  const dataDir = join(dir, 'a book')
  if (empty) await promisify(execFile)('cp', ['-a', empty, dataDir])
  return dataDir
}

/** A process that nobody waited for stays in the list after its end, but stands nowhere. */
const runs = (pid: number): boolean => existsSync(`/proc/${pid}/cwd`)

async function serverPid({ home }: Embedded): Promise<number> {
  return Number.parseInt(await readFile(join(home, 'cluster', 'postmaster.pid'), 'utf8'), 10)
}

const count = (server: Embedded) =>
  withClient(server.admin, async (client) => (await client.query('select * from kept')).rows.length)

t.before(async () => {
  const dataDir = await folder(t)
  const server = await startEmbedded({ dataDir, settings, ...quick })
  await server.stop()
  empty = dataDir
})

t.test('a book is kept from one start to the next', async (t) => {
  const dataDir = await folder(t)
  const first = await startEmbedded({ dataDir, settings, ...quick })
  await withClient(first.admin, (client) => client.query('create table kept as select 1 as id'))
  t.match(first.admin.host, /^\//, 'reached over a socket')
  const pid = await serverPid(first)
  t.equal(await first.stop(), true)
  t.equal(runs(pid), false, 'the server ended with the app')
  const second = await startEmbedded({ dataDir, settings, ...quick })
  t.equal(await count(second), 1)
  await second.stop()
})

t.test('a server that is killed comes back with what was committed', async (t) => {
  const dataDir = await folder(t)
  const events: string[] = []
  const server = await startEmbedded({ dataDir, settings, ...quick, onEvent: (text) => events.push(text) })
  await withClient(server.admin, (client) => client.query('create table kept as select 1 as id'))
  const db = connect(server.admin)
  await db.raw('select 1')
  process.kill(await serverPid(server), 'SIGKILL')
  await eventually(async () => events.length === 2)
  t.equal((await db.raw('select * from kept')).rows.length, 1)
  t.match(events[0], /lost/)
  t.match(events[1], /back/)
  await db.destroy()
  t.equal(await server.stop(), true)
})

t.test('a killed session does not take the server away', async (t) => {
  const server = await startEmbedded({ dataDir: await folder(t), settings, ...quick })
  const backend = await withClient(
    server.admin,
    async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid,
  )
  t.type(backend, 'number')
  const db = connect(server.admin)
  const { rows } = await db.raw('select pg_backend_pid() as pid')
  process.kill(rows[0].pid, 'SIGKILL')
  await eventually(async () => (await db.raw('select 1 as one')).rows.length === 1)
  await db.destroy()
  t.equal(await server.stop(), true)
})

t.test('the server of a killed app is adopted by the next', async (t) => {
  const dataDir = await folder(t)
  const app = await otherApp(dataDir)
  app.kill('SIGKILL')
  const server = await startEmbedded({ dataDir, settings, ...quick })
  t.equal(await serverPid(server), app.server, 'it is the same server')
  t.equal(await server.stop(), true, 'and it ends with the one that adopted it')
  t.equal(runs(app.server), false)
})

t.test('two apps on one book share its server, which ends with the last', async (t) => {
  const dataDir = await folder(t)
  const [first, second] = await Promise.all([startEmbedded({ dataDir, settings, ...quick }), otherApp(dataDir)])
  t.equal(await serverPid(first), second.server)
  t.equal(await first.stop(), false, 'the other still uses it')
  t.equal(runs(second.server), true)
  second.kill('SIGKILL')
  const last = await startEmbedded({ dataDir, settings, ...quick })
  t.equal(await last.stop(), true)
})

t.test('an app and its server that are killed together leave nothing in the way', async (t) => {
  const dataDir = await folder(t)
  const app = await otherApp(dataDir)
  process.kill(app.server, 'SIGKILL')
  app.kill('SIGKILL')
  const server = await startEmbedded({ dataDir, settings, ...quick })
  t.not(await serverPid(server), app.server)
  await server.stop()
})

t.test('a socket in a deep folder is kept in a short one', async (t) => {
  const dataDir = join(await folder(t), 'deep'.repeat(20))
  const server = await startEmbedded({ dataDir, settings, ...quick })
  t.ok(server.admin.host.length < 90)
  t.after(() => rm(server.admin.host, { recursive: true, force: true }))
  await server.stop()
})

t.test('a copied book is another book', async (t) => {
  const dataDir = await folder(t)
  const first = await startEmbedded({ dataDir, settings, ...quick })
  await withClient(first.admin, (client) => client.query('create table kept as select 1 as id'))
  await first.stop()
  await promisify(execFile)('cp', ['-a', dataDir, `${dataDir} copy`])
  const [one, copy] = await Promise.all([
    startEmbedded({ dataDir, settings, ...quick }),
    startEmbedded({ dataDir: `${dataDir} copy`, settings, ...quick }),
  ])
  await withClient(copy.admin, (client) => client.query('insert into kept values (2)'))
  t.same([await count(one), await count(copy)], [1, 2])
  await Promise.all([one.stop(), copy.stop()])
})

t.test('a setting that Postgres refuses is told with its own words', async (t) => {
  const dataDir = await folder(t)
  await t.rejects(startEmbedded({ dataDir, settings: { shared_buffers: 'lots' } }), EmbeddedError)
  await t.rejects(startEmbedded({ dataDir, settings: { shared_buffers: 'lots' } }), /shared_buffers/)
})

t.test(
  'as root under a folder that only root may enter, the server lives where its user can go',
  { skip: process.getuid?.() !== 0 && 'not root' },
  async (t) => {
    const outer = await mkdtemp('/tmp/kh-closed-')
    t.after(() => rm(outer, { recursive: true, force: true }))
    const dataDir = join(outer, 'data')
    const first = await startEmbedded({ dataDir, settings, ...quick })
    t.after(() => rm(first.home, { recursive: true, force: true }))
    t.notOk(first.home.startsWith(outer))
    await withClient(first.admin, (client) => client.query('create table kept as select 1 as id'))
    await first.stop()
    const again = await startEmbedded({ dataDir, settings, ...quick })
    t.equal(again.home, first.home, 'it is remembered')
    t.equal(await count(again), 1)
    await cp(dataDir, join(outer, 'copy'), { recursive: true })
    const copy = await startEmbedded({ dataDir: join(outer, 'copy'), settings, ...quick })
    t.after(() => rm(copy.home, { recursive: true, force: true }))
    t.not(copy.home, first.home, 'a copied folder does not share it')
    await Promise.all([again.stop(), copy.stop()])
  },
)

/** Another process that uses the book, which the test may kill. */
async function otherApp(dataDir: string): Promise<{ server: number; kill: (signal: NodeJS.Signals) => void }> {
  const code = `
    import { readFileSync } from 'node:fs'
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const { home } = await startEmbedded(${JSON.stringify({ dataDir, settings })})
    console.log(Number.parseInt(readFileSync(home + '/cluster/postmaster.pid', 'utf8')))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout }))
    return { server: Number(line), kill: (signal) => child.kill(signal) }
  throw new Error('the other app did not start')
}

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it did not come to be')
}
