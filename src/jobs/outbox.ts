import { newId } from '../db/ids.ts'
import { named } from '../db/named.ts'
import type { Tx } from '../db/tenant.ts'
import { noteWaiting } from './waiting.ts'

const insert = {
  name: 'outbox.insert',
  text: 'insert into outbox (business_id, id, topic, payload, at) values ($1, $2, $3, $4, $5)',
}

/** Leaves word of what happened, in the transaction in which it happened: a relay hands it on to the queue. */
export async function outbox(
  tx: Tx,
  businessId: string,
  topic: string,
  payload: Record<string, unknown>,
  at: Date,
): Promise<void> {
  noteWaiting(businessId)
  await named(tx, insert, [businessId, newId(), topic, JSON.stringify(payload), at])
}
