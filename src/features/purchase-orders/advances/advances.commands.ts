import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { isAwaited } from '../../../core/purchase-order.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { lockMoneyOf, type MoneyRequest, makePayment } from '../../payments/index.ts'
import { lockOrderLines } from '../receiving/receiving.commands.ts'

export interface PayAdvance {
  readonly orderId: string
  /** Of the new payment. */
  readonly paymentId: string
  readonly tender: MoneyRequest['tenders'][number]
  readonly onDate: IsoDate
}

/**
 * Pays the supplier ahead of the goods: a payment that waits on his khata as an advance, and is offered when his bill is
 * settled. The same payment again answers with the first. Throws MoneyRefused, NotFound, Refusal 409 for an order that
 * waits for approval or is ended.
 */
export async function payAdvance(
  tx: Tx,
  businessId: string,
  { orderId, paymentId, tender, onDate }: PayAdvance,
  actor: Actor,
  options: { branchId?: string | undefined },
): Promise<{ number: string }> {
  const [of] = await named<{ partyId: string }>(tx, partyOf, [businessId, orderId])
  // The supplier before the order: as whoever receives or bills takes them.
  if (of) await lockMoneyOf(tx, businessId, of.partyId)
  const order = await lockOrderLines(tx, businessId, orderId)
  const [before] = await named(tx, advanceBefore, [businessId, paymentId])
  if (!before && order.state === 'waiting')
    throw new Refusal('purchaseOrders.refusal.waiting', { number: order.number }, 409)
  if (!before && !isAwaited(order.state) && order.state !== 'received')
    throw new Refusal('purchaseOrders.refusal.done', { number: order.number }, 409)
  const paid = await makePayment(
    tx,
    businessId,
    {
      ...{ id: paymentId, partyId: order.partyId, onDate, tenders: [tender], against: [], restAs: 'advance' as const },
      note: order.number,
    },
    actor,
    options,
  )
  if (before) return { number: paid.number }
  await together([
    named(tx, advanceInsert, [businessId, paymentId, orderId]),
    audit(tx, businessId, actor, {
      action: 'purchase-order.advance',
      entity: 'purchase-order',
      entityId: orderId,
      after: { number: order.number, payment: paid.number, amount_paise: paid.total },
    }),
  ])
  return { number: paid.number }
}

const partyOf = {
  name: 'purchase_orders.party',
  text: `select party_id as "partyId" from document where business_id = $1 and id = $2 and kind = 'purchase-order'`,
}

const advanceBefore = {
  name: 'purchase_orders.advance.find',
  text: 'select 1 from purchase_order_advance where business_id = $1 and payment_id = $2',
}

const advanceInsert = {
  name: 'purchase_orders.advance.insert',
  text: 'insert into purchase_order_advance (business_id, payment_id, order_id) values ($1, $2, $3)',
}
