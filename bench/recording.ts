import { Agent } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { pino } from 'pino'
import { buildApp } from '../src/app.ts'
import { connect, type PgConfig } from '../src/db/database.ts'
import { newId } from '../src/db/ids.ts'
import { createPrinter } from '../src/pdf/printer.ts'
import { type Loaded, type Shot, send, Tally } from './load.ts'
import type { Stage } from './stage.ts'

/** Statements that one request sent, in groups that went out without waiting for each other. */
export type Recording = readonly (readonly Recorded[])[]

export interface Recorded {
  readonly text: string
  readonly name?: string
  readonly values: readonly unknown[]
}

/** Serves requests in this very process, one after another, and writes down the SQL of each. */
export async function recordRequests({ config, app: target }: Stage, shots: readonly Shot[]): Promise<Recording[]> {
  const db = connect(target, { max: 4 })
  const printer = createPrinter({ dataDir: config.dataDir })
  const log = pino({ level: 'silent' })
  const app = await buildApp({ config, db, clock: () => new Date(), printer, log })
  try {
    await app.listen({ host: '127.0.0.1', port: 0 })
    const port = portOf(app.server.address())
    const agent = new Agent()
    // The first time connections are made and what is kept in memory is read.
    const [first] = shots
    if (first) await send(agent, port, first.method === 'GET' ? first : { ...first, method: 'GET', body: undefined })
    const recordings: Recording[] = []
    for (const shot of shots) recordings.push(await record(agent, port, shot))
    agent.destroy()
    return recordings
  } finally {
    await app.close()
    await printer.close()
    await db.destroy()
  }
}

async function record(agent: Agent, port: number, shot: Shot): Promise<Recording> {
  const groups: Recorded[][] = []
  const stop = listen(groups)
  const { status } = await send(agent, port, shot).finally(stop)
  if (status !== shot.expect) throw new Error(`${shot.path} answered ${status} while its SQL was recorded`)
  return groups
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0

/** Every statement passes here, whoever sends it: Knex, or `named`. */
function listen(groups: Recorded[][]): () => void {
  const original = pg.Client.prototype.query
  let waiting = 0
  const wrapped = function (this: pg.Client, ...args: unknown[]): unknown {
    if (waiting === 0) groups.push([])
    groups.at(-1)?.push(read(args))
    waiting += 1
    const answer: unknown = Reflect.apply(
      original,
      this,
      hearing(args, () => waiting--),
    )
    if (answer instanceof pg.Query) answer.once('end', () => waiting--)
    if (answer instanceof Promise) void answer.catch(() => undefined).finally(() => waiting--)
    return answer
  }
  Reflect.set(pg.Client.prototype, 'query', wrapped)
  return () => void Reflect.set(pg.Client.prototype, 'query', original)
}

/** Knex gives a callback as the last argument. */
function hearing(args: unknown[], heard: () => void): unknown[] {
  const last = args.at(-1)
  if (typeof last !== 'function') return args
  const callback = (...given: unknown[]) => {
    heard()
    Reflect.apply(last, undefined, given)
  }
  return [...args.slice(0, -1), callback]
}

function read([query, values]: unknown[]): Recorded {
  const of = typeof query === 'object' && query !== null ? query : { text: query, values }
  const text = 'text' in of && typeof of.text === 'string' ? of.text : ''
  const list = 'values' in of && Array.isArray(of.values) ? of.values : []
  return { text, values: list, ...('name' in of && typeof of.name === 'string' && { name: of.name }) }
}

/** Sends the recordings again and again, straight through pg: what the same work costs without the app. */
export async function replay(
  target: PgConfig,
  recordings: readonly Recording[],
  { clients, seconds, requests, isNewEachTime = false, onWarm }: ReplayOptions,
): Promise<Loaded> {
  const born = Date.now() - recordedWithin
  const next = (index: number): Recording => {
    const recording = recordings[index % recordings.length] ?? []
    return isNewEachTime ? renewed(recording, born) : recording
  }
  const connections = Array.from({ length: clients }, () => new pg.Client({ ...target, pipeline: true }))
  try {
    await Promise.all(connections.map((connection) => connection.connect()))
    // Postgres settles for a plan after five times.
    for (let i = 0; i < 7; i++) await Promise.all(connections.map((connection) => play(connection, next(i))))
    onWarm?.()
    const tally = new Tally()
    const began = performance.now()
    let sent = 0
    const client = async (connection: pg.Client) => {
      while (sent < requests && performance.now() < began + seconds * 1000) {
        const statements = next(sent++)
        const from = performance.now()
        const error = await play(connection, statements)
        tally.add({ ms: performance.now() - from, bytes: 0, error })
      }
    }
    await Promise.all(connections.map(client))
    return tally.result(performance.now() - began)
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
  }
}

interface ReplayOptions {
  clients: number
  seconds: number
  requests: number
  /** Ids that the recorded request made, and its number, are others each time. */
  isNewEachTime?: boolean
  /** Told when the measuring begins. */
  onWarm?: () => void
}

async function play(connection: pg.Client, recording: Recording): Promise<string> {
  try {
    for (const group of recording)
      await Promise.all(
        group.map(({ values, ...statement }) => connection.query({ ...statement, values: [...values] })),
      )
    return ''
  } catch (error) {
    await connection.query('rollback').catch(() => undefined)
    return error instanceof Error ? error.message : String(error)
  }
}

/** Ids of version 7 tell when they were made: those of the recorded request are made anew. */
function renewed(recording: Recording, born: number): Recording {
  renewals += 1
  const ids = new Map<string, string>()
  const anew = (text: string): string =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        if (Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) < born) return id
        const known = ids.get(id) ?? newId()
        ids.set(id, known)
        return known
      })
      .replace(/\b([A-Z]{2}\/\d\d-\d\d\/)(\d{5})\b/g, (_all, series: string) => `${series}R${renewals}`)
  const renew = (value: unknown): unknown => {
    if (typeof value === 'string') return anew(value)
    return Array.isArray(value) ? value.map(renew) : value
  }
  return recording.map((group) => group.map((one) => ({ ...one, values: one.values.map(renew) })))
}

/** A recording is replayed at once after it was made. */
const recordedWithin = 5000
let renewals = 0
