import { open, readFile, rename, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Runs the work while no other process does this under the same file; a lock whose holder died does not count. */
export async function whileAlone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const release = await take(file)
  try {
    return await work()
  } finally {
    await release()
  }
}

async function take(file: string): Promise<() => Promise<void>> {
  const me = await identity(process.pid)
  for (;;) {
    try {
      const handle = await open(file, 'wx', 0o600)
      await handle.writeFile(me)
      await handle.close()
      return () => rm(file, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    if (!(await isHeld(file))) await discard(file)
    await delay(20)
  }
}

/** An empty file is one that is just being written, unless it stays so. */
async function isHeld(file: string): Promise<boolean> {
  for (let tries = 0; tries < 25; tries++) {
    const holder = await readFile(file, 'utf8').catch(() => undefined)
    if (holder === undefined) return true
    if (holder !== '') return holder === (await identity(Number.parseInt(holder, 10)))
    await delay(20)
  }
  return false
}

/** Renaming lets one of several waiters discard it. */
async function discard(file: string): Promise<void> {
  const aside = `${file}.${process.pid}`
  await rename(file, aside).catch(() => undefined)
  await rm(aside, { force: true })
}

/** A process id comes again after a while; with the tick it started at, it does not. */
async function identity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields) return fields[0] === 'Z' ? 'gone' : `${pid} ${fields[19]}`
  return isAlive(pid) ? `${pid}` : 'gone'
}

/** True for a process of any user. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
