import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { isAwaited } from '../../../core/purchase-order.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { lockOrderLines } from '../receiving/receiving.commands.ts'

export const sentBy = ['mail', 'hand'] as const
export type SentHow = (typeof sentBy)[number]

/**
 * Notes that the supplier has the order. Each time counts: what stands on the order is the last. Throws NotFound, Refusal
 * 409 for an order that waits for approval or is ended.
 */
export async function markSent(
  tx: Tx,
  businessId: string,
  { id, how, to }: { id: string; how: SentHow; to: string },
  actor: Actor,
): Promise<{ number: string }> {
  const { number, state } = await lockOrderLines(tx, businessId, id)
  if (state === 'waiting') throw new Refusal('purchaseOrders.refusal.waiting', { number }, 409)
  if (!isAwaited(state)) throw new Refusal('purchaseOrders.refusal.done', { number }, 409)
  await together([
    named(tx, orderSent, [businessId, id, actor.at, actor.name, how]),
    audit(tx, businessId, actor, {
      action: 'purchase-order.sent',
      entity: 'purchase-order',
      entityId: id,
      after: { number, how, ...(to && { to }) },
    }),
  ])
  return { number }
}

const orderSent = {
  name: 'purchase_orders.sent',
  text: `
    update purchase_order set sent_at = $3, sent_by = $4, sent_how = $5 where business_id = $1 and document_id = $2`,
}
