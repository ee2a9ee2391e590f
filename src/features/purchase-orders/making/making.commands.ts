import type { Actor } from '../../../core/actor.ts'
import { financialYear, type IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { type Paise, zero } from '../../../core/money.ts'
import { mustWait, type PricedOrder, priceOrder } from '../../../core/purchase-order.ts'
import { quantity } from '../../../core/quantity.ts'
import { type Supply, supplyOf } from '../../../core/tax.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { takeNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { insertDocument, loadFacts, partySnapshot, sellerSnapshot } from '../../sales/index.ts'
import { giveWay, rememberSupplier } from './beside.commands.ts'
import { nameOf, type OrderedLine, type PurchaseOrderRequest } from './making.form.ts'
import { listOrderable, type OrderableItem } from './making.queries.ts'

/** An order that is refused, at the field of its form. */
export class PurchaseOrderRefused extends Refusal {
  override name = 'PurchaseOrderRefused'
  readonly field: string

  constructor(field: string, key: string, values: Record<string, string | number> = {}, status: 409 | 422 = 422) {
    super(key, values, status)
    this.field = field
  }
}

export interface PurchaseOrderOptions {
  readonly today: IsoDate
  /** An owner's own order waits for nobody. */
  readonly isOwner: boolean
}

/**
 * Writes an order to a supplier: the paper under its number, its lines, and what the supplier calls and asks for them,
 * remembered for the next. Above the shop's limit it waits for approval. One that takes the place of another ends that
 * one: cancelled where nothing came of it, else closed short. The same id again answers with the first.
 * Throws PurchaseOrderRefused at a field, Refusal 409 for another request under the id, NotFound.
 */
export async function createPurchaseOrder(
  tx: Tx,
  businessId: string,
  request: PurchaseOrderRequest,
  actor: Actor,
  { today, isOwner }: PurchaseOrderOptions,
): Promise<{ number: string; isWaiting: boolean }> {
  const hash = JSON.stringify(request, (_name, part) => (typeof part === 'bigint' ? String(part) : part))
  await lockMoneyOf(tx, businessId, request.partyId)
  const { id, partyId, branchId, lines } = request
  const at = { partyId, branchId, onDate: today }
  const [loaded, items, [setting], [existing]] = await together([
    loadFacts(tx, businessId, asBill(request, today), { branchId, isLook: true, at: actor.at, by: actor.userId }),
    listOrderable(
      tx,
      businessId,
      lines.map(({ itemId }) => itemId),
      at,
    ),
    named<{ limit: Paise | null }>(tx, limitOf, [businessId]),
    named<{ state: string }>(tx, orderState, [businessId, id]),
  ])
  if (loaded.existing) {
    const { requestHash, number } = loaded.existing
    if (requestHash !== hash || !existing) throw new Refusal('sales.refusal.otherBody', {}, 409)
    return { number, isWaiting: existing.state === 'waiting' }
  }
  const { house, party } = loaded
  const snapshots = { party: partySnapshot(asBill(request, today), party), seller: sellerSnapshot(house) }
  const known = lines.map((line) => knownLine(line, items))
  const priced = priceLines(known, { party: snapshots.party, state: house.state })
  const isWaiting = mustWait(priced.total, setting?.limit ?? null) && !isOwner
  const fyLabel = financialYear(today, house.fyStartMonth).label
  const series = { documentKind: 'purchase-order', branchId: house.branchId, fyLabel, defaultPrefix: 'PO' }
  if (request.replacesId) await mayTakePlace(tx, businessId, { id: request.replacesId, partyId })
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const document = {
    ...{ id, kind: 'purchase-order', seriesId, number, branchId: house.branchId, partyId },
    ...{ ...snapshots, note: request.note, requestHash: hash },
  }
  const writing = [
    insertDocument(tx, businessId, document, paperOf(request, { priced, known, today, state: house.state }), actor),
    named(
      tx,
      orderInsert,
      orderValues(businessId, request, { isWaiting, isOwner, limit: setting?.limit, priced }, actor),
    ),
    named(tx, linesInsert, [businessId, id, ...columnsOf(known)]),
    rememberSupplier(tx, businessId, partyId, { lines, onDate: today }, actor),
    audit(tx, businessId, actor, {
      action: 'purchase-order.made',
      entity: 'purchase-order',
      entityId: id,
      after: auditOf(request, { number, priced, isWaiting, party: snapshots.party.name, known }),
    }),
  ]
  // The same request waits for the supplier; only another one, of another supplier, can meet the id here.
  await together(writing).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('sales.refusal.otherBody', {}, 409) : error
  })
  if (request.replacesId) await giveWay(tx, businessId, { id: request.replacesId, to: { id, number } }, actor)
  return { number, isWaiting }
}

/** Looked at before a number is taken; locked, so that nothing comes of it meanwhile. */
async function mayTakePlace(
  tx: Tx,
  businessId: string,
  { id, partyId }: { id: string; partyId: string },
): Promise<void> {
  const [order] = await named<{ state: string; number: string; partyId: string }>(tx, replacedLocked, [businessId, id])
  if (!order || order.partyId !== partyId)
    throw new PurchaseOrderRefused('scan', 'purchaseOrders.refusal.otherSupplier')
  if (!['waiting', 'open', 'part-received'].includes(order.state))
    throw new PurchaseOrderRefused('scan', 'purchaseOrders.refusal.done', { number: order.number }, 409)
}

interface KnownLine extends OrderedLine {
  readonly item: OrderableItem
}

function knownLine(line: OrderedLine, items: ReadonlyMap<string, OrderableItem>): KnownLine {
  const item = items.get(line.itemId)
  if (!item) throw new PurchaseOrderRefused(nameOf(line.row, 'quantity'), 'purchaseOrders.refusal.noItem')
  return { ...line, item }
}

/** Goods that come to us: their place of supply is our State (IGST Act, section 10(1)(a)). */
function priceLines(
  lines: readonly KnownLine[],
  { party, state }: { party: { state: string; gstin: string }; state: string },
): PricedOrder & { supply: Supply } {
  const supply = supplyOf(party.state || state, state)
  const asked = lines.map(({ quantity: ordered, price, item }) => ({
    quantity: ordered,
    price,
    rateBp: item.gstKind === 'taxable' ? (item.rateBp ?? 0) : 0,
  }))
  return { ...priceOrder(asked, { supply, isRegistered: party.gstin !== '' }), supply }
}

const asBill = ({ id, partyId, note }: PurchaseOrderRequest, onDate: IsoDate) => ({
  ...{ id, onDate, note, lines: [], tenders: [], placeOfSupply: null },
  buyer: { kind: 'party', partyId } as const,
  billDiscount: { kind: 'none' } as const,
})

interface Priced {
  priced: PricedOrder & { supply: Supply }
  known: readonly KnownLine[]
  today: IsoDate
  state: string
}

function paperOf({ expectedOn }: PurchaseOrderRequest, { priced, known, today, state }: Priced) {
  const { taxable, heads, total, supply } = priced
  return {
    ...{ kind: 'invoice' as const, onDate: today, dueOn: expectedOn, placeOfSupply: state, supply, supplyReason: '' },
    totals: {
      ...{ gross: taxable, discount: zero, taxable, beforeRounding: total, roundOff: zero, payable: total, heads },
    },
    ...{ cost: zero, tenders: [], change: zero, credit: zero, exchange: null, taken: [], warnings: [] },
    lines: known.map((line, i) => ({
      ...{ itemId: line.itemId, description: line.item.name, hsn: line.item.hsn, unit: line.item.unit },
      ...{ quantity: line.quantity, price: line.price, priceIncludesTax: false, discount: zero, cost: zero },
      gross: priced.lines[i]?.taxable ?? zero,
      taxable: priced.lines[i]?.taxable ?? zero,
      heads: priced.lines[i]?.heads ?? { cgst: zero, sgst: zero, igst: zero, cess: zero },
      total: priced.lines[i]?.total ?? zero,
      gstKind: line.item.gstKind,
      rateBp: line.item.gstKind === 'taxable' ? (line.item.rateBp ?? 0) : 0,
      ...{ piece: null, approvedBy: null, salespersonId: null, commission: zero },
    })),
  }
}

interface Outcome {
  isWaiting: boolean
  isOwner: boolean
  limit: Paise | null | undefined
  priced: PricedOrder
}

function orderValues(
  businessId: string,
  request: PurchaseOrderRequest,
  { isWaiting, isOwner, limit, priced }: Outcome,
  actor: Actor,
): unknown[] {
  // The owner's own signature stands where one was needed.
  const isSigned = isOwner && mustWait(priced.total, limit ?? null)
  return [
    ...[businessId, request.id, isWaiting ? 'waiting' : 'open', request.expectedOn, request.salesOrderId ?? null],
    ...[request.copiedFromId ?? null, request.replacesId ?? null, request.terms],
    ...(isSigned ? [actor.userId, actor.name, actor.at] : [null, '', null]),
  ]
}

const auditOf = (
  request: PurchaseOrderRequest,
  of: { number: string; priced: PricedOrder; isWaiting: boolean; party: string; known: readonly KnownLine[] },
) => ({
  ...{ number: of.number, party: of.party, total_paise: of.priced.total, expected_on: request.expectedOn },
  lines: of.known.map(({ item, quantity: ordered }) => `${item.name} ${quantity(ordered)}`).join(', '),
  ...(of.isWaiting && { state: 'waiting' }),
  ...(request.replacesId && { replaces: request.replacesId }),
})

function columnsOf(lines: readonly KnownLine[]): unknown[] {
  const of = (value: (line: KnownLine) => unknown) => lines.map(value)
  return [
    of(({ itemId }) => itemId),
    of((line) => line.quantity),
    of(({ weight }) => weight),
    of(({ price }) => price),
    of(({ expectedOn }) => expectedOn),
    of(({ note }) => note),
    of(({ theirName, item }) => theirName || item.theirName),
    of(({ theirCode, item }) => theirCode || item.theirCode),
  ]
}

const limitOf = {
  name: 'purchase_orders.limit',
  text: 'select order_approval_paise as "limit" from business where id = $1',
}

const orderState = {
  name: 'purchase_orders.state',
  text: 'select state from purchase_order where business_id = $1 and document_id = $2',
}

const replacedLocked = {
  name: 'purchase_orders.replaced.lock',
  text: `
    select o.state, d.number, d.party_id as "partyId"
    from purchase_order o join document d on d.business_id = o.business_id and d.id = o.document_id
    where o.business_id = $1 and o.document_id = $2 for update of o`,
}

const orderInsert = {
  name: 'purchase_orders.insert',
  text: `
    insert into purchase_order (business_id, document_id, state, expected_on, sales_order_id, copied_from_id, replaces_id, terms,
      approved_by, approved_by_name, approved_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}

const linesInsert = {
  name: 'purchase_orders.lines.insert',
  text: `
    insert into purchase_order_line (business_id, order_id, line, item_id, quantity_milli, weight_mg, price_paise, expected_on, note,
      their_name, their_code)
    select $1, $2, l.line, l.item, l.quantity, l.weight, l.price, l.expected, l.note, l.their_name, l.their_code
    from unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::date[], $8::text[], $9::text[], $10::text[])
      with ordinality as l (item, quantity, weight, price, expected, note, their_name, their_code, line)`,
}
