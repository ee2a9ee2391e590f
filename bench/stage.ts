import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Config, readConfig } from '../src/config.ts'
import { connect, type Db, type PgConfig } from '../src/db/database.ts'
import { migrateToLatest } from '../src/db/migrate.ts'
import { withClient } from '../src/db/roles.ts'
import { databaseTargets } from '../src/db/targets.ts'
import type { Watched } from './processes.ts'

/** The app as a shop runs it, in a process of its own over a database of its own, on loopback. */
export interface Stage {
  readonly port: number
  readonly config: Config
  readonly watched: Watched
  /** As the app sees the database. */
  readonly db: Db
  readonly app: PgConfig
  readonly bulk: PgConfig
  readonly stop: () => Promise<void>
}

/** Seeds with `prepare` before the app starts. */
export async function openStage(
  dataDir: string,
  nodeFlags: readonly string[],
  prepare: (made: Pick<Stage, 'db' | 'bulk'>) => Promise<void>,
): Promise<Stage> {
  const port = await freePort()
  const env = {
    ...{
      NODE_ENV: 'production',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      DEMO: 'off',
      COOKIE_SECURE: 'never',
      PORT: String(port),
    },
    ...{ KHATA_DATA: dataDir, KHATA_SECRET: randomBytes(33).toString('base64url') },
    ...(process.env['CHROMIUM_PATH'] && { CHROMIUM_PATH: process.env['CHROMIUM_PATH'] }),
  }
  const config = readConfig(env)
  const targets = await databaseTargets(config)
  const stops: (() => Promise<unknown>)[] = [targets.stop]
  const stop = async () => {
    for (const each of stops.toReversed()) await each()
  }
  try {
    await migrateToLatest(targets.owner)
    const db = connect(targets.app, { max: 4 })
    stops.push(() => db.destroy())
    const bulk = { ...targets.owner, user: 'postgres' }
    await prepare({ db, bulk })
    const child = await startApp(env, nodeFlags)
    stops.push(() => endChild(child))
    const watched = { app: child.pid ?? 0, database: await postmasterOf(db) }
    return { port, config, watched, db, app: targets.app, bulk, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Does some work while the server tidies up nothing on its own: a minute after rows came by the million that would count as
 * the cost of whatever page is asked for.
 */
export async function untidied<Result>(bulk: PgConfig, work: () => Promise<Result>): Promise<Result> {
  const setAutovacuum = (verb: string) =>
    withClient(bulk, async (client) => {
      await client.query(`alter system ${verb}`)
      await client.query('select pg_reload_conf()')
    })
  await setAutovacuum('set autovacuum = off')
  try {
    return await work()
  } finally {
    await setAutovacuum('reset autovacuum')
  }
}

/** Waits until the app says that it serves; what else it says (with a LOG_LEVEL) is passed on. */
function startApp(env: Record<string, string>, nodeFlags: readonly string[]): Promise<ChildProcess> {
  const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  const child = spawn(process.execPath, [...nodeFlags, 'src/server.ts'], {
    // This checkout's app, from wherever the bench is started.
    cwd: join(import.meta.dirname, '..'),
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Nothing of a bench that was broken off runs on.
  process.once('exit', () => child.kill())
  return new Promise((resolve, reject) => {
    child.on('exit', () => reject(new Error('The app did not start; what it said stands above.')))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/^Khata is at/.test(line)) resolve(child)
      else console.error(line)
    })
  })
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** The parent of whatever serves a connection; 0 where there is no /proc to ask. */
async function postmasterOf(db: Db): Promise<number> {
  const { rows } = await db.raw('select pg_backend_pid() as pid')
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${rows[0].pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  return port
}
