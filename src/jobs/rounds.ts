import type { Db } from '../db/database.ts'
import { listBusinesses } from './jobs.ts'
import { listWaiting } from './waiting.ts'

const roundMs = 60_000
const mostAtOnce = 20

/** Whose outbox is looked at next: those that left word here, and of all the others a few each second, in rounds. */
export class Rounds {
  #left: string[] = []
  #share = 0
  #began = Number.NEGATIVE_INFINITY

  async next(db: Db): Promise<Set<string>> {
    const now = performance.now()
    if (this.#left.length === 0 && now - this.#began >= roundMs) {
      this.#left = (await listBusinesses(db)).map(({ id }) => id)
      this.#share = Math.min(mostAtOnce, Math.ceil((this.#left.length * 1000) / roundMs))
      this.#began = now
    }
    return new Set([...listWaiting(), ...this.#left.splice(0, this.#share)])
  }
}
