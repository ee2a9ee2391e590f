import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { bookedWeight } from '../../../core/order.ts'
import { mg } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { currentRates, rateProblem } from '../../board/index.ts'
import { lockMoneyOf, receivePayment } from '../../payments/index.ts'
import type { OrderRequest } from './making.form.ts'

export interface AdvanceTaken {
  readonly id: string
  readonly number: string
}

interface Asked {
  readonly orderId: string
  readonly receiptId: string
  readonly partyId: string
  /** Of the order, for the note of the receipt. */
  readonly number: string
  readonly advance: OrderRequest['advance']
  readonly onDate: IsoDate
}

/**
 * Takes an advance by a receipt voucher (CGST Rules, rule 50) that waits on the customer's khata for the bill. With an order
 * that is booked by weight it books so many grams at the board's rate. The same receipt again answers with the first.
 * Throws MoneyRefused, Refusal for an order that is done or a rate that is not on the board.
 */
export async function takeAdvance(
  tx: Tx,
  businessId: string,
  { orderId, receiptId, partyId, number, advance, onDate }: Asked,
  actor: Actor,
  options: { branchId?: string | undefined },
): Promise<AdvanceTaken> {
  await lockMoneyOf(tx, businessId, partyId)
  const [order] = await named<OrderRow>(tx, orderLocked, [businessId, orderId])
  const [before] = await named<{ receiptId: string }>(tx, advanceById, [businessId, receiptId])
  if (!order || (!before && order.state !== 'open' && order.state !== 'part-delivered'))
    throw new Refusal('orders.refusal.done', { number }, 409)
  const received = await receivePayment(
    tx,
    businessId,
    {
      ...{ id: receiptId, partyId, onDate, tenders: [advance], against: [], restAs: 'advance' },
      note: `${number}`,
    },
    actor,
    options,
  )
  if (before) return received
  await named(tx, advanceInsert, [
    businessId,
    receiptId,
    orderId,
    ...(await bookingOf(tx, businessId, order, advance, actor.at)),
  ])
  const after = { number, receipt: received.number, amount_paise: advance.amount }
  await audit(tx, businessId, actor, { action: 'order.advance', entity: 'order', entityId: orderId, after })
  return received
}

interface OrderRow {
  state: string
  basis: string
  purityId: string | null
}

async function bookingOf(
  tx: Tx,
  businessId: string,
  { basis, purityId }: OrderRow,
  { amount }: OrderRequest['advance'],
  at: Date,
): Promise<unknown[]> {
  if (basis !== 'by-weight') return [null, null, '', mg(0n)]
  const board = (await currentRates(tx, businessId, at)).find((one) => one.purityId === purityId)
  if (!board?.sell || rateProblem(board)) throw new Refusal('orders.refusal.noRate', { purity: board?.name ?? '' })
  return [board.sell, board.sellFrom, board.sellBy ?? '', bookedWeight(amount, board.sell)]
}

const orderLocked = {
  name: 'orders.lock',
  text: `
    select state, rate_basis as basis, purity_id as "purityId" from sales_order
    where business_id = $1 and document_id = $2 for update`,
}

const advanceById = {
  name: 'orders.advance.find',
  text: 'select receipt_id as "receiptId" from sales_order_advance where business_id = $1 and receipt_id = $2',
}

const advanceInsert = {
  name: 'orders.advance.insert',
  text: `
    insert into sales_order_advance (business_id, receipt_id, order_id, rate_paise, rate_from, rate_by, booked_mg)
    values ($1, $2, $3, $4, $5, $6, $7)`,
}
