import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { TenderMode } from '../../../core/invoice-facts.ts'
import { sum } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { lockMoneyOf, makePayment } from '../../payments/index.ts'
import { lockPieces, movePieces } from '../../pieces/index.ts'
import { findOrder } from '../showing/showing.queries.ts'

export interface CancelOrder {
  readonly id: string
  readonly reason: string
  /** Given back by a refund voucher, or left on the khata. */
  readonly settle: 'refund' | 'keep'
  readonly refund: { readonly id: string; readonly mode: TenderMode; readonly reference: string }
  readonly onDate: IsoDate
}

/**
 * Cancels what is left of an order: its pieces go back to the shelf, and what is open of its advances is given back by a
 * refund voucher (CGST Rules, rule 51) or stays the customer's. A second time answers with the first. Throws NotFound,
 * Refusal without a reason or for an order that is delivered, MoneyRefused where the money may not go so.
 */
export async function cancelOrder(
  tx: Tx,
  businessId: string,
  { id, reason, settle, refund, onDate }: CancelOrder,
  actor: Actor,
): Promise<{ refund: string | undefined }> {
  const words = reason.trim()
  if (words === '') throw new Refusal('orders.refusal.reason')
  const before = await findOrder(tx, businessId, id)
  await lockMoneyOf(tx, businessId, before.order.partyId)
  await named(tx, orderLocked, [businessId, id])
  // Read again: what was delivered or paid meanwhile counts.
  const { order, advances } = await findOrder(tx, businessId, id)
  if (order.state === 'cancelled') return { refund: order.refundNumber ?? undefined }
  if (order.state === 'delivered') throw new Refusal('orders.refusal.done', { number: order.number }, 409)
  const held = await named<{ id: string }>(tx, piecesHeld, [businessId, id])
  const pieces = await lockPieces(
    tx,
    businessId,
    held.map((piece) => piece.id),
  )
  const release = {
    from: ['reserved'],
    to: 'in-stock',
    kind: 'released',
    eventDocumentId: id,
    onDate,
    note: words,
  } as const
  await movePieces(tx, businessId, pieces, release, actor)
  const shares = advances.flatMap(({ itemId, open }) =>
    itemId !== null && open > 0n ? [{ itemId, amount: open }] : [],
  )
  const amount = sum(shares.map((share) => share.amount))
  const paid =
    settle === 'refund' && amount > 0n
      ? await makePayment(
          tx,
          businessId,
          {
            ...{ id: refund.id, partyId: order.partyId, onDate, against: shares, restAs: 'on-account' },
            tenders: [{ mode: refund.mode, amount, reference: refund.reference }],
            note: order.number,
          },
          actor,
          { branchId: order.branchId },
        )
      : undefined
  await together([
    named(tx, paperCancelled, [businessId, id, actor.userId, actor.at, words]),
    named(tx, orderCancelled, [businessId, id, paid?.id ?? null]),
    audit(tx, businessId, actor, {
      action: 'order.cancelled',
      entity: 'order',
      entityId: id,
      before: { number: order.number, state: order.state },
      after: { reason: words, advance: settle, ...(paid && { refund: paid.number, refund_paise: paid.total }) },
    }),
  ])
  return { refund: paid?.number }
}

const orderLocked = {
  name: 'orders.cancel.lock',
  text: `
    select 1 from document d join sales_order o on o.business_id = d.business_id and o.document_id = d.id
    where d.business_id = $1 and d.id = $2 for update of d, o`,
}

const piecesHeld = {
  name: 'orders.cancel.pieces',
  text: `select id from piece where business_id = $1 and document_id = $2 and state = 'reserved' order by id`,
}

const paperCancelled = {
  name: 'orders.cancel.paper',
  text: `
    update document set state = 'cancelled', cancelled_by = $3, cancelled_at = $4, cancel_reason = $5
    where business_id = $1 and id = $2 and state = 'issued'`,
}

const orderCancelled = {
  name: 'orders.cancel.order',
  text: `update sales_order set state = 'cancelled', refund_id = $3 where business_id = $1 and document_id = $2`,
}
