import type { Actor } from '../../core/actor.ts'
import type { ExpiredStock } from '../../core/batches.ts'
import type { IsoDate } from '../../core/dates.ts'
import { type Milli, milli } from '../../core/quantity.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { adjustStock } from '../stock/index.ts'
import type { BatchRow } from './list.queries.ts'

export interface WriteOff {
  readonly batch: BatchRow
  readonly quantity: Milli
  readonly reason: string
  readonly onDate: IsoDate
}

/** Goods of a batch leave the stock at their cost, as an adjustment. Throws what `adjustStock` throws. */
export async function writeOffBatch(
  tx: Tx,
  businessId: string,
  { batch, quantity, reason, onDate }: WriteOff,
  actor: Actor,
): Promise<{ number: string }> {
  const { id: batchId, itemId, branchId, number } = batch
  const out = { itemId, branchId, quantity: milli(-quantity) }
  await adjustStock(tx, businessId, { ...out, batchId, reason, onDate }, actor)
  const after = { number, quantity_milli: quantity, on_date: onDate }
  await audit(tx, businessId, actor, { action: 'batch.written-off', entity: 'batch', entityId: batchId, after })
  return { number }
}

/** What the counter does with goods whose date is over. */
export async function setExpiredStock(tx: Tx, businessId: string, policy: ExpiredStock, actor: Actor): Promise<void> {
  await named(tx, policySet, [businessId, policy])
  const after = { expired_stock: policy }
  await audit(tx, businessId, actor, { action: 'settings.edited', entity: 'business', entityId: businessId, after })
}

const policySet = { name: 'batches.policy.set', text: 'update business set expired_stock = $2 where id = $1' }
