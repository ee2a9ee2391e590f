import { readdirSync, readFileSync } from 'node:fs'

/** Processor time that processes have used so far, in milliseconds. */
export interface Used {
  readonly app: number
  /** The browser that the app prints with. */
  readonly chromium: number
  readonly database: number
}

export interface Watched {
  readonly app: number
  /** The postmaster, whose children serve the connections. */
  readonly database: number
}

/** The kernel counts in hundredths of a second. */
const tick = 10

export function usedBy({ app, database }: Watched): Used {
  const all = processes()
  const own = all.find(({ pid }) => pid === app)
  const server = all.filter(({ pid, parent }) => pid === database || parent === database)
  // Of connections that are closed the postmaster keeps the sum.
  const closed = all.find(({ pid }) => pid === database)?.ended ?? 0
  return {
    app: own?.used ?? Number.NaN,
    chromium: below(all, app).reduce((sum, { used, ended }) => sum + used + ended, own?.ended ?? 0),
    database: server.length === 0 ? Number.NaN : server.reduce((sum, { used }) => sum + used, closed),
  }
}

export const since = (before: Used, after: Used): Used => ({
  app: after.app - before.app,
  chromium: after.chromium - before.chromium,
  database: after.database - before.database,
})

/** What a process holds in memory now, in bytes. */
export function residentOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '') ?? []
  return Number(kilobytes ?? Number.NaN) * 1024
}

interface Process {
  pid: number
  parent: number
  used: number
  /** Of its children that were waited for. */
  ended: number
}

function processes(): Process[] {
  return listed().flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`)
    if (stat === undefined) return []
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const at = (index: number) => Number(fields[index] ?? 0)
    return [{ pid, parent: at(1), used: (at(11) + at(12)) * tick, ended: (at(13) + at(14)) * tick }]
  })
}

function below(all: readonly Process[], pid: number): Process[] {
  return all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(all, child.pid)])
}

function listed(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Nothing for a process that has just ended, or a system without /proc. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
