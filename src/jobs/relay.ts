import type { Db } from '../db/database.ts'
import { named } from '../db/named.ts'
import { inBusiness } from '../db/tenant.ts'
import type { EventHandler, OutboxEvent } from './jobs.ts'

/** Puts events into a queue; one that is there already is left as it is. */
export type Enqueue = (queue: string, events: readonly OutboxEvent[]) => Promise<void>

const atOnce = 200

/**
 * Hands what waits in a business's outbox to the queues of its topics, and says how many rows it was. The queue has them
 * before the outbox says so: what ends in between is handed over again, under the same id. Two relays share the rows.
 */
export async function relayOutbox(
  db: Db,
  businessId: string,
  { handlers, enqueue, now }: { handlers: readonly EventHandler[]; enqueue: Enqueue; now: Date },
): Promise<number> {
  let total = 0
  for (;;) {
    const count = await relaySome(db, businessId, { handlers, enqueue, now })
    total += count
    if (count < atOnce) return total
  }
}

async function relaySome(
  db: Db,
  businessId: string,
  { handlers, enqueue, now }: { handlers: readonly EventHandler[]; enqueue: Enqueue; now: Date },
): Promise<number> {
  return inBusiness(db, businessId, async (tx) => {
    const rows = await named<Omit<OutboxEvent, 'at'> & { at: Date }>(tx, waiting, [businessId])
    if (rows.length === 0) return 0
    const events = rows.map((row) => ({ ...row, at: row.at.toISOString() }))
    for (const { queue, topic } of handlers) {
      const wanted = events.filter((event) => event.topic === topic)
      if (wanted.length > 0) await enqueue(queue, wanted)
    }
    await named(tx, relayed, [businessId, rows.map(({ id }) => id), now])
    return rows.length
  })
}

const waiting = {
  name: 'outbox.waiting',
  text: `
    select id, business_id as "businessId", topic, payload, at from outbox
    where business_id = $1 and relayed_at is null order by at limit ${atOnce} for update skip locked`,
}

const relayed = {
  name: 'outbox.relayed',
  text: 'update outbox set relayed_at = $3 where business_id = $1 and id = any($2::uuid[])',
}
