import { newId } from '../db/ids.ts'
import { named } from '../db/named.ts'
import type { Tx } from '../db/tenant.ts'
import { noteWaiting } from './waiting.ts'

const insert = {
  name: 'outbox.insert',
  text: 'insert into outbox (business_id, id, topic, payload, at) values ($1, $2, $3, $4, $5)',
}

const insertMany = {
  name: 'outbox.insert_many',
  text: `
    insert into outbox (business_id, at, id, topic, payload)
    select $1, $2, w.* from unnest($3::uuid[], $4::text[], $5::jsonb[]) as w`,
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

/** Word of several things that happened together, in one statement. */
export async function outboxAll(
  tx: Tx,
  businessId: string,
  words: readonly { topic: string; payload: Record<string, unknown> }[],
  at: Date,
): Promise<void> {
  noteWaiting(businessId)
  await named(tx, insertMany, [
    ...[businessId, at],
    words.map(() => newId()),
    words.map(({ topic }) => topic),
    words.map(({ payload }) => JSON.stringify(payload)),
  ])
}
