import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { isAwaited, leftOf, type PurchaseOrderState } from '../../../core/purchase-order.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { type LockedOrder, lockOrderLines } from '../receiving/receiving.commands.ts'

export interface EndOrder {
  readonly id: string
  /** replaced: another order takes its place, and `reason` is the number of that one. */
  readonly how: 'cancelled' | 'short-closed' | 'replaced'
  readonly reason: string
}

/**
 * Ends an order. Cancelled is one of which nothing came; closed short one of which something came and the rest is given up.
 * A second time answers with the first. Throws NotFound, Refusal without a reason, or 409 where it cannot end so.
 */
export async function endOrder(
  tx: Tx,
  businessId: string,
  { id, how, reason }: EndOrder,
  actor: Actor,
): Promise<{ number: string; state: PurchaseOrderState }> {
  const words = reason.trim()
  if (words === '') throw new Refusal('purchaseOrders.refusal.reason')
  const order = await lockOrderLines(tx, businessId, id)
  const { number, state } = order
  const next = endOf(order, how)
  if (state === next) return { number, state }
  if (state !== 'waiting' && !isAwaited(state)) throw new Refusal('purchaseOrders.refusal.done', { number }, 409)
  if (next === 'cancelled' && hasReceived(order)) throw new Refusal('purchaseOrders.refusal.came', { number }, 409)
  if (next === 'short-closed' && !hasReceived(order))
    throw new Refusal('purchaseOrders.refusal.nothingCame', { number }, 409)
  await together([
    named(tx, orderEnded, [businessId, id, next, words]),
    named(tx, linesClosed, [businessId, id]),
    ...(next === 'cancelled' ? [named(tx, paperCancelled, [businessId, id, actor.userId, actor.at, words])] : []),
    audit(tx, businessId, actor, {
      action: `purchase-order.${how}`,
      entity: 'purchase-order',
      entityId: id,
      before: { number, state },
      after: {
        state: next,
        ...(how === 'replaced' ? { replaced_by: words } : { reason: words }),
        given_up: order.lines.flatMap((line) =>
          leftOf(line) > 0n ? [{ line: line.line, quantity_milli: leftOf(line) }] : [],
        ),
      },
    }),
  ])
  return { number, state: next }
}

const hasReceived = ({ lines }: LockedOrder): boolean => lines.some(({ received }) => received > 0n)

function endOf(order: LockedOrder, how: EndOrder['how']): 'cancelled' | 'short-closed' {
  if (how !== 'replaced') return how
  return hasReceived(order) ? 'short-closed' : 'cancelled'
}

const orderEnded = {
  name: 'purchase_orders.end',
  text: 'update purchase_order set state = $3, closed_reason = $4 where business_id = $1 and document_id = $2',
}

const linesClosed = {
  name: 'purchase_orders.end.lines',
  text: `
    update purchase_order_line set closed_milli = greatest(quantity_milli - received_milli, 0)
    where business_id = $1 and order_id = $2 and received_milli + closed_milli < quantity_milli`,
}

const paperCancelled = {
  name: 'purchase_orders.end.paper',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}
