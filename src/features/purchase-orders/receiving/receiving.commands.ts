import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { isAwaited, leftOf, type PurchaseOrderState, stateAfter } from '../../../core/purchase-order.ts'
import { type Milli, milli } from '../../../core/quantity.ts'
import type { Mg } from '../../../core/weight.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

/** A line as it stands while its order is locked. Quantities in thousandths of the item's unit, weight of the whole line. */
export interface LockedOrderLine {
  line: number
  itemId: string
  quantity: Milli
  received: Milli
  closed: Milli
  weight: Mg
  price: Paise
}

export interface LockedOrder {
  id: string
  number: string
  state: PurchaseOrderState
  partyId: string
  branchId: string
  lines: LockedOrderLine[]
}

/** What came of one line by one receipt; the same of what is taken back when that receipt is cancelled. */
export interface ReceivedOfOrder {
  readonly orderId: string
  readonly line: number
  readonly quantity: Milli
}

/**
 * Locks an order and its lines, and reads them as they stand then. Any state is answered: whoever receives looks at it, or
 * lets `receiveOrderLines` refuse. Throws NotFound.
 */
export async function lockOrderLines(tx: Tx, businessId: string, orderId: string): Promise<LockedOrder> {
  const [order] = await lockOrders(tx, businessId, [orderId])
  if (!order) throw new NotFound(`no purchase order ${orderId}`)
  return order
}

/**
 * Adds what came to the lines of orders and moves the orders' state. More than was ordered is kept as it came: the receipt
 * asks about the difference. Orders are locked by their ids. Throws NotFound, Refusal 409 for an order that waits for
 * approval or of which nothing is awaited any more.
 */
export async function receiveOrderLines(
  tx: Tx,
  businessId: string,
  rows: readonly ReceivedOfOrder[],
  actor: Actor,
): Promise<void> {
  const orders = await lockAll(tx, businessId, rows)
  for (const { state, number } of orders) {
    if (state === 'waiting') throw new Refusal('purchaseOrders.refusal.waiting', { number }, 409)
    if (!isAwaited(state)) throw new Refusal('purchaseOrders.refusal.done', { number }, 409)
  }
  await change(tx, businessId, { orders, rows, by: 1n, action: 'purchase-order.received' }, actor)
}

/**
 * Takes back what a cancelled receipt had brought. An order that was closed short stays closed: what came no more is closed
 * too. Throws NotFound, Refusal 409 where less came than is taken back.
 */
export async function unreceiveOrderLines(
  tx: Tx,
  businessId: string,
  rows: readonly ReceivedOfOrder[],
  actor: Actor,
): Promise<void> {
  const orders = await lockAll(tx, businessId, rows)
  for (const { id, number, lines } of orders)
    for (const { line, received } of lines)
      if (sumOf(rows, id, line) > received) throw new Refusal('purchaseOrders.refusal.cameLess', { number }, 409)
  await change(tx, businessId, { orders, rows, by: -1n, action: 'purchase-order.unreceived' }, actor)
}

interface Change {
  orders: readonly LockedOrder[]
  rows: readonly ReceivedOfOrder[]
  by: 1n | -1n
  action: string
}

async function change(tx: Tx, businessId: string, { orders, rows, by, action }: Change, actor: Actor): Promise<void> {
  const changed = orders.map((order) => {
    const lines = order.lines.map((one) => after(order, one, sumOf(rows, order.id, one.line) * by))
    return { order, lines, state: stateAfter(order.state, lines) }
  })
  const flat = changed.flatMap(({ order, lines }) => lines.map((one) => ({ ...one, orderId: order.id })))
  await together([
    named(tx, linesChanged, [
      businessId,
      flat.map(({ orderId }) => orderId),
      flat.map(({ line }) => line),
      flat.map(({ received }) => received),
      flat.map(({ closed }) => closed),
    ]),
    named(tx, statesChanged, [businessId, changed.map(({ order }) => order.id), changed.map(({ state }) => state)]),
    ...changed.map(({ order, state }) =>
      audit(tx, businessId, actor, {
        action,
        entity: 'purchase-order',
        entityId: order.id,
        before: { number: order.number, state: order.state },
        after: {
          state,
          lines: order.lines.flatMap(({ line }) => {
            const quantity = sumOf(rows, order.id, line)
            return quantity === 0n ? [] : [{ line, quantity_milli: quantity }]
          }),
        },
      }),
    ),
  ])
}

function after(order: LockedOrder, line: LockedOrderLine, delta: bigint): LockedOrderLine {
  const received = milli(line.received + delta)
  if (order.state !== 'short-closed') return { ...line, received }
  return { ...line, received, closed: leftOf({ ...line, received, closed: milli(0n) }) }
}

const sumOf = (rows: readonly ReceivedOfOrder[], orderId: string, line: number): bigint =>
  rows.reduce((sum, row) => (row.orderId === orderId && row.line === line ? sum + row.quantity : sum), 0n)

/** All orders that the rows name, each line of them known. */
async function lockAll(tx: Tx, businessId: string, rows: readonly ReceivedOfOrder[]): Promise<LockedOrder[]> {
  const orders = await lockOrders(
    tx,
    businessId,
    rows.map(({ orderId }) => orderId),
  )
  for (const { orderId, line } of rows)
    if (!orders.find(({ id }) => id === orderId)?.lines.some((one) => one.line === line))
      throw new NotFound(`no line ${line} of a purchase order ${orderId}`)
  return orders
}

async function lockOrders(tx: Tx, businessId: string, orderIds: readonly string[]): Promise<LockedOrder[]> {
  const ids = [...new Set(orderIds)].toSorted()
  if (ids.length === 0) return []
  if (!ids.every(isId)) throw new NotFound('no purchase order has such an id')
  // The lines in a statement of their own after the lock: they are what the holder before left.
  const [heads, lines] = await together([
    named<Omit<LockedOrder, 'lines'>>(tx, ordersLocked, [businessId, ids]),
    named<LockedOrderLine & { orderId: string }>(tx, linesLocked, [businessId, ids]),
  ])
  return heads.map((head) => ({
    ...head,
    lines: lines.flatMap(({ orderId, ...line }) => (orderId === head.id ? [line] : [])),
  }))
}

const ordersLocked = {
  name: 'purchase_orders.lock',
  text: `
    select d.id, d.number, o.state, d.party_id as "partyId", d.branch_id as "branchId"
    from purchase_order o join document d on d.business_id = o.business_id and d.id = o.document_id
    where o.business_id = $1 and o.document_id = any($2::uuid[]) order by o.document_id for update of o`,
}

const linesLocked = {
  name: 'purchase_orders.lines.lock',
  text: `
    select order_id as "orderId", line, item_id as "itemId", quantity_milli as quantity, received_milli as received,
      closed_milli as closed, weight_mg as weight, price_paise as price
    from purchase_order_line where business_id = $1 and order_id = any($2::uuid[]) order by order_id, line for update`,
}

const linesChanged = {
  name: 'purchase_orders.lines.receive',
  text: `
    update purchase_order_line l set received_milli = c.received, closed_milli = c.closed
    from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[]) as c (order_id, line, received, closed)
    where l.business_id = $1 and l.order_id = c.order_id and l.line = c.line`,
}

const statesChanged = {
  name: 'purchase_orders.states',
  text: `
    update purchase_order o set state = c.state from unnest($2::uuid[], $3::text[]) as c (id, state)
    where o.business_id = $1 and o.document_id = c.id and o.state <> c.state`,
}
