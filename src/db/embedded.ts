import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { PgConfig } from './database.ts'
import { findPlace, type Place } from './embedded-place.ts'
import { endServer, keeperName, reachServer, type ServerOptions } from './embedded-server.ts'
import { whileAlone } from './start-lock.ts'

export { EmbeddedError } from './embedded-place.ts'

export type EmbeddedOptions = ServerOptions & {
  dataDir: string
  /** Told when the server was lost and when it is back. */
  onEvent?: ((text: string) => void) | undefined
}

export type Embedded = {
  /** Connects as the server's superuser; give it another user or database to be someone else. */
  admin: PgConfig
  /** The folder of the cluster, the log and, mostly, the socket. */
  home: string
  /** Ends the server, unless another process still uses it; says whether it ended. */
  stop: () => Promise<boolean>
  /** Lets go of the server and leaves it running. */
  leave: () => Promise<void>
}

/**
 * A real Postgres of this app's own, out of the npm package that ships it, reached over a private socket. One left by
 * a killed app is adopted, one that is lost is started again; throws an EmbeddedError that says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = await findPlace(options.dataDir)
  const keeper = new Keeper(place, options)
  await keeper.start()
  const admin = {
    host: place.sockets,
    port: 5432,
    user: 'postgres',
    database: 'postgres',
  }
  return { admin, home: place.home, stop: () => keeper.stop(), leave: () => keeper.leave() }
}

/**
 * Holds one idle connection: its end tells that the server is lost, and its being there tells other processes on the
 * same data (a second app, the command line) that the server is in use.
 */
class Keeper {
  #place: Place
  #options: EmbeddedOptions
  #client: pg.Client | undefined
  #reviving: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(place: Place, options: EmbeddedOptions) {
    this.#place = place
    this.#options = options
  }

  async start(): Promise<void> {
    this.#client = await this.#alone(() => reachServer(this.#place, this.#options))
    this.#client.once('end', () => {
      this.#client = undefined
      if (!this.#stopping) this.#reviving = this.#revive()
    })
  }

  async stop(): Promise<boolean> {
    this.#stopping = true
    await this.#reviving
    return this.#alone(async () => {
      const others = await this.#countOthersForAWhile()
      await this.#client?.end().catch(() => undefined)
      if (others === 0) await endServer(this.#place)
      return others === 0
    })
  }

  async leave(): Promise<void> {
    this.#stopping = true
    await this.#reviving
    await this.#client?.end().catch(() => undefined)
  }

  async #revive(): Promise<void> {
    this.#options.onEvent?.('The embedded Postgres was lost; starting it again.')
    while (!this.#stopping) {
      try {
        await this.start()
        this.#options.onEvent?.('The embedded Postgres is back.')
        return
      } catch (error) {
        this.#options.onEvent?.(
          `The embedded Postgres does not start: ${error instanceof Error ? error.message : error}`,
        )
        await delay(1000)
      }
    }
  }

  /** The connection of a killed process goes a moment after it. */
  async #countOthersForAWhile(): Promise<number> {
    let others = await this.#countOthers()
    for (let tries = 0; others > 0 && tries < 20; tries++) {
      await delay(25)
      others = await this.#countOthers()
    }
    return others
  }

  async #countOthers(): Promise<number> {
    const sql =
      'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()'
    const answer = await this.#client?.query<{ others: number }>(sql, [keeperName]).catch(() => undefined)
    return answer?.rows[0]?.others ?? 0
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return whileAlone(join(this.#place.home, 'start.lock'), work)
  }
}
