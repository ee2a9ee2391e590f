import Fastify from 'fastify'
import { connect, type PgConfig } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { EventHandler, OutboxEvent } from '../jobs/jobs.ts'
import { once } from '../jobs/once.ts'
import { createQueue, type Queue } from '../jobs/queue.ts'

/** Leaves a draft for each effect, so that a test can count them. */
export const leaveDraft = (afterwards: (event: OutboxEvent) => Promise<void>): EventHandler => ({
  topic: 'test.effect',
  queue: 'test.effect',
  async work(db, event) {
    await once(db, 'test.effect', event, (tx) =>
      tx('draft').insert({
        ...{ business_id: event.businessId, id: newId(), user_id: newId(), kind: 'effect', body: '{}' },
        updated_at: new Date(),
      }),
    )
    await afterwards(event)
  },
})

export const quickPace = { pollSeconds: 0.5, lostSeconds: 1, retrySeconds: 1 }

/** A queue of a test with these handlers; nothing of it is logged. */
export function testQueue(
  app: PgConfig,
  handlers: readonly EventHandler[],
): { queue: Queue; end: () => Promise<void> } {
  const db = connect(app, { max: 2, idleMs: 200 })
  const { log } = Fastify({ logger: { level: 'silent' } })
  const clock = () => new Date()
  const queue = createQueue({ target: app, db, clock, log, handlers, timed: [], pace: quickPace })
  return { queue, end: () => queue.stop().then(() => db.destroy()) }
}

// As a process of its own it is killed between the effect and the word that it was done.
const [, file, told] = process.argv
if (file === import.meta.filename && told !== undefined) {
  const { queue } = testQueue(JSON.parse(told), [leaveDraft(async () => void process.kill(process.pid, 'SIGKILL'))])
  await queue.start()
}
