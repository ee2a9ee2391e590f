import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from '../src/db/embedded.ts'
import { migrateToLatest, migrationsFolder } from '../src/db/migrate.ts'
import { ensureRoles, ownerRole, withClient } from '../src/db/roles.ts'
import { isAlive } from '../src/db/start-lock.ts'
import type { TestServer } from '../src/testing/server.ts'

// Nothing of a test's server has to outlive the machine's next crash.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '300',
  shared_buffers: '64MB',
}

const uid = process.getuid?.() ?? 0
const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 8)
const freshPrefix = `khata-test-${uid}-${checkout}-`

/** Where `--keep` leaves its server for the next run. */
export const keptFolder = join('/tmp', `khata-test-${uid}-${checkout}`)

type TestEmbedded = Embedded & { remove: () => Promise<void> }

/** A server for this run alone. */
export async function freshServer(): Promise<TestEmbedded> {
  for (const folder of ['/tmp', inMemory]) if (existsSync(folder)) sweepOld(folder)
  return removable(join(hasRoom(inMemory) ? inMemory : '/tmp', `${freshPrefix}${process.pid}`), true)
}

/** A database of the test's own is two thousand small files: to copy and remove them takes a third of the time there. */
const inMemory = '/dev/shm'
const room = 6 * 1024 ** 3

/** A container has no more than 64 MB there as a rule. */
function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= room
}

/** The server that stays between runs, started when it is not there. */
export function keptServer(): Promise<TestEmbedded> {
  return removable(keptFolder, false)
}

async function removable(dataDir: string, throwaway: boolean): Promise<TestEmbedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const server = await startEmbedded({ dataDir, settings, throwaway })
  const remove = async () => {
    if (!(await server.stop())) return
    rmSync(server.home, { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...server, remove }
}

/** Folders of runs that were killed. */
function sweepOld(folder: string): void {
  const old = readdirSync(folder).filter(
    (name) => name.startsWith(freshPrefix) && !isAlive(Number(name.slice(freshPrefix.length))),
  )
  for (const name of old) rmSync(join(folder, name), { recursive: true, force: true })
}

/**
 * The migrated database that tests copy, named after what the migrations say: a changed one makes another. Earlier ones
 * stay, since another run may be copying one just now.
 */
export async function prepareTemplate(admin: Embedded['admin']): Promise<TestServer> {
  const template = `khata_template_${migrationsHash()}`
  const server = { host: admin.host, port: 5432, template }
  await withClient(admin, async (client) => {
    await client.query('select pg_advisory_lock(747284003)')
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname ~ '^(khata_template_|test_)'`,
    )
    const names = rows.map((row) => row.datname)
    for (const name of names.filter((name) => isLeftOver(name)))
      await client.query(`drop database if exists ${name} with (force)`)
    if (names.includes(template)) return
    await ensureRoles(admin, `${template}_making`)
    await migrateToLatest({ ...admin, user: ownerRole, database: `${template}_making` })
    await client.query(`alter database ${template}_making rename to ${template}`)
  })
  return server
}

/** Of a test process that was killed, or a template whose migration failed. */
function isLeftOver(name: string): boolean {
  const test = /^test_(\d+)_/.exec(name)
  return test ? !isAlive(Number(test[1])) : name.endsWith('_making')
}

function migrationsHash(): string {
  if (!existsSync(migrationsFolder)) return 'none'
  const hash = createHash('sha256')
  for (const name of readdirSync(migrationsFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort())
    hash.update(name).update(readFileSync(join(migrationsFolder, name)))
  return hash.digest('hex').slice(0, 12)
}
