import type { Db } from '../db/database.ts'
import { named } from '../db/named.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import type { OutboxEvent } from './jobs.ts'

/**
 * Makes the effect of an event in the database once, however often the event comes: beside it stands a row that says so. Of
 * two at one instant the second waits for the first and does nothing. True where this call made it.
 */
export async function once(
  db: Db,
  queue: string,
  event: OutboxEvent,
  effect: (tx: Tx) => Promise<unknown>,
): Promise<boolean> {
  const { businessId, id } = event
  return inBusiness(db, businessId, async (tx) => {
    const isFirst = (await named(tx, noteDone, [businessId, id, queue])).length > 0
    if (isFirst) await effect(tx)
    return isFirst
  })
}

const noteDone = {
  name: 'outbox.done',
  text: `
    insert into outbox_done (business_id, outbox_id, queue, at) values ($1, $2, $3, now())
    on conflict (business_id, outbox_id, queue) do nothing returning outbox_id`,
}
