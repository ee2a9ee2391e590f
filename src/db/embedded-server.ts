import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, open, readdir, readFile, readlink, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { EmbeddedError, type Place } from './embedded-place.ts'
import { isAlive } from './start-lock.ts'

export type ServerOptions = {
  /** Postgres settings over the ones of a lasting book. */
  settings?: Record<string, string> | undefined
  /** For tests: nothing is forced to disk, and the server dies with the process that started it (Linux). */
  throwaway?: boolean | undefined
}

export const keeperName = 'khata keeper'

const patience = 60_000
const lasting = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  max_connections: '100',
  log_checkpoints: 'off',
}
const clean = { LC_ALL: 'C', TZ: 'UTC' }

/** A connection to this place's server, which is made, started, waited for or adopted as need be. Call it alone. */
export async function reachServer(place: Place, options: ServerOptions): Promise<pg.Client> {
  if (!(await exists(join(place.cluster, 'PG_VERSION')))) await makeCluster(place, options)
  let giveUpAt = performance.now() + patience
  let child: Started | undefined
  while (performance.now() < giveUpAt) {
    const answer = await connectTo(place)
    if (answer instanceof pg.Client) return answer
    if (answer === 'busy') giveUpAt = performance.now() + patience
    if (child?.process.exitCode != null) child = await excuse(place, child)
    if (answer === 'absent' && !child && !(await isRunning(place))) child = await start(place, options)
    await delay(10)
  }
  throw new EmbeddedError(`The embedded Postgres did not answer in time; its log is ${place.log}.`)
}

/** Ends the server in an orderly way: open transactions roll back, all that was committed is on disk. */
export async function endServer(place: Place): Promise<void> {
  const pid = await postmaster(place)
  if (pid === undefined) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signalTo(pid, signal)
    for (let waited = 0; waited < 10_000; waited += 10) {
      if (!(await isRunning(place))) return
      await delay(10)
    }
  }
  throw new EmbeddedError(`The embedded Postgres (process ${pid}) does not end; its log is ${place.log}.`)
}

async function makeCluster(place: Place, options: ServerOptions): Promise<void> {
  const making = `${place.cluster}.making`
  await rm(making, { recursive: true, force: true })
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const args = ['-D', making, '-U', 'postgres', '-A', 'trust', ...locale, ...(options.throwaway ? ['--no-sync'] : [])]
  try {
    await promisify(execFile)(join(place.bin, 'initdb'), args, {
      cwd: place.home,
      env: clean,
      ...place.runAs,
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new EmbeddedError(`The embedded Postgres could not make its files in ${place.home}: ${said}`, {
      cause: error,
    })
  }
  await rename(making, place.cluster)
}

type Started = { process: ChildProcess; logFrom: number }

async function start(place: Place, options: ServerOptions): Promise<Started> {
  await dropForeignPidFile(place)
  const log = await openLog(place.log)
  try {
    const logFrom = (await log.stat()).size
    const [command, args] = await commandLine(place, options)
    // A group of its own: Ctrl-C in the terminal is for the app, which ends the server when its requests are done.
    const process = spawn(command, args, {
      cwd: place.home,
      env: clean,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...place.runAs,
    })
    process.on('error', () => undefined)
    process.unref()
    if (process.pid === undefined)
      throw new EmbeddedError(`${command} does not start here: set DATABASE_URL, or start as an ordinary user.`)
    return { process, logFrom }
  } finally {
    await log.close()
  }
}

async function commandLine(place: Place, options: ServerOptions): Promise<[string, string[]]> {
  const sockets = `"${place.sockets.replaceAll('"', '""')}"`
  const settings = {
    ...lasting,
    ...options.settings,
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
  }
  const args = ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const server = join(place.bin, 'postgres')
  const leash = '/usr/bin/setpriv'
  return options.throwaway && (await exists(leash)) ? [leash, ['--pdeathsig', 'INT', server, ...args]] : [server, args]
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  )
  if (size > 5_000_000) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

/** A server that came up just as the one before it was dying ends at once, and is started again. */
async function excuse(place: Place, child: Started): Promise<undefined> {
  const log = (await readFile(place.log)).subarray(child.logFrom).toString().trim()
  if (/shared memory block|lock file ".*" already exists|being shut down/.test(log)) return delay(200, undefined)
  throw new EmbeddedError(
    `The embedded Postgres ended at its start. It says (${place.log}):\n${log.split('\n').slice(-5).join('\n')}`,
  )
}

/** Connected; 'absent' when nobody listens; 'busy' when the server is starting, recovering or ending. */
async function connectTo(place: Place): Promise<pg.Client | 'absent' | 'busy'> {
  const client = new pg.Client({
    host: place.sockets,
    user: 'postgres',
    database: 'postgres',
    application_name: keeperName,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ at: string }>(`select current_setting('data_directory') as at`)
    if (rows[0]?.at === place.cluster) return client
    await client.end()
    throw new EmbeddedError(`Another Postgres (${rows[0]?.at}) listens in ${place.sockets}: end it first.`)
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    await client.end().catch(() => undefined)
    return error instanceof Error && 'code' in error && error.code === '57P03' ? 'busy' : 'absent'
  }
}

async function postmaster(place: Place): Promise<number | undefined> {
  const text = await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return pid > 0 && (await processesOf(place, pid)).includes(pid) ? pid : undefined
}

/** A killed server may look alive for a moment, and its sessions outlive it for another. */
async function isRunning(place: Place): Promise<boolean> {
  const text = await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  return (await processesOf(place, Number.parseInt(text, 10))).length > 0
}

/** Every process of Postgres stands in its cluster's folder; where that cannot be seen, the noted one is asked for. */
async function processesOf(place: Place, noted: number): Promise<number[]> {
  const all = await readdir('/proc').catch(() => undefined)
  if (!all?.includes('self')) return noted > 0 && isAlive(noted) ? [noted] : []
  const pids = all.map(Number).filter((pid) => pid > 0)
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)))
  return pids.filter((_, index) => folders[index] === place.cluster)
}

/** After a crash of the machine the noted process id may be another program's, which Postgres would take for a server. */
async function dropForeignPidFile(place: Place): Promise<void> {
  if (await exists('/proc/self')) await rm(join(place.cluster, 'postmaster.pid'), { force: true })
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself meanwhile, which is what was asked for.
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
