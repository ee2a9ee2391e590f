import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { isAwaited, leftOf, mayApprove } from '../../../core/purchase-order.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { lockOrderLines } from '../receiving/receiving.commands.ts'

/**
 * Signs an order that is above the limit: from then it may be sent, and goods may come of it. Who made it may not sign it,
 * but an owner. A second time changes nothing. Throws NotFound, Refusal 403 for its maker, 409 for one that is ended.
 */
export async function approveOrder(
  tx: Tx,
  businessId: string,
  { id, isOwner }: { id: string; isOwner: boolean },
  actor: Actor,
): Promise<{ number: string }> {
  const { number, state } = await lockOrderLines(tx, businessId, id)
  const [made] = await named<{ by: string; total: bigint }>(tx, madeBy, [businessId, id])
  if (isAwaited(state) || state === 'received') return { number }
  if (state !== 'waiting') throw new Refusal('purchaseOrders.refusal.done', { number }, 409)
  if (!mayApprove({ isOwner, isMaker: made?.by === actor.userId }))
    throw new Refusal('purchaseOrders.refusal.ownOrder', { number }, 403)
  await together([
    named(tx, orderApproved, [businessId, id, actor.userId, actor.name, actor.at]),
    audit(tx, businessId, actor, {
      action: 'purchase-order.approved',
      entity: 'purchase-order',
      entityId: id,
      before: { number, state },
      after: { state: 'open', total_paise: made?.total ?? 0n },
    }),
  ])
  return { number }
}

/**
 * Writes down the day that the supplier now promises, for all that is still to come. The paper keeps the day that was asked
 * for. Throws NotFound, Refusal 409 for an order of which nothing is awaited.
 */
export async function expectOn(
  tx: Tx,
  businessId: string,
  { id, expectedOn }: { id: string; expectedOn: IsoDate },
  actor: Actor,
): Promise<{ number: string }> {
  const { number, state, lines } = await lockOrderLines(tx, businessId, id)
  if (state !== 'waiting' && !isAwaited(state)) throw new Refusal('purchaseOrders.refusal.done', { number }, 409)
  const [before] = await named<{ expectedOn: IsoDate }>(tx, expectedBefore, [businessId, id])
  if (before?.expectedOn === expectedOn) return { number }
  const left = lines.filter((line) => leftOf(line) > 0n).map(({ line }) => line)
  await together([
    named(tx, orderExpected, [businessId, id, expectedOn]),
    named(tx, linesExpected, [businessId, id, expectedOn, left]),
    audit(tx, businessId, actor, {
      action: 'purchase-order.expected',
      entity: 'purchase-order',
      entityId: id,
      before: { number, expected_on: before?.expectedOn },
      after: { expected_on: expectedOn },
    }),
  ])
  return { number }
}

const madeBy = {
  name: 'purchase_orders.made_by',
  text: 'select issued_by as by, total_paise as total from document where business_id = $1 and id = $2',
}

const orderApproved = {
  name: 'purchase_orders.approve',
  text: `
    update purchase_order set state = 'open', approved_by = $3, approved_by_name = $4, approved_at = $5
    where business_id = $1 and document_id = $2 and state = 'waiting'`,
}

const expectedBefore = {
  name: 'purchase_orders.expected',
  text: 'select expected_on as "expectedOn" from purchase_order where business_id = $1 and document_id = $2',
}

const orderExpected = {
  name: 'purchase_orders.expect',
  text: 'update purchase_order set expected_on = $3 where business_id = $1 and document_id = $2',
}

const linesExpected = {
  name: 'purchase_orders.expect.lines',
  text: `
    update purchase_order_line set expected_on = $3 where business_id = $1 and order_id = $2 and line = any($4::int[])`,
}
