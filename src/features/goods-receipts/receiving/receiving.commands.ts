import type { Actor } from '../../../core/actor.ts'
import { financialYear, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { decideReceipt } from '../../../core/goods-receipt.ts'
import type { ReceiptDecision, ReceiptRequest } from '../../../core/goods-receipt-facts.ts'
import type { Paise } from '../../../core/money.ts'
import { fineWeight } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { batchNumber, findBatches, knowBatches } from '../../batches/index.ts'
import { post, takeNumber } from '../../books/index.ts'
import { lockMoneyOf } from '../../payments/index.ts'
import { preparePieces, type WrittenPiece, weightsOf } from '../../pieces/index.ts'
import { receiveOrderLines } from '../../purchase-orders/index.ts'
import { loadFacts, partySnapshot, sellerSnapshot } from '../../sales/index.ts'
import { itemsOfReceipt, lockItems, lockOrders } from './receiving.facts.ts'
import { type GoodsReceiptLine, type GoodsReceiptRequest, hashOf, ReceiptRefused } from './receiving.request.ts'
import { insertReceipt } from './receiving.rows.ts'
import { lockReceivedLots, makeLots, takeIn } from './taking-in.commands.ts'

export interface ReceiveOptions {
  /** For whom may post into days that are over: 'books.backdate'. */
  readonly mayBackdate?: boolean
  /** Told how many more pieces are written, in the transaction that keeps all of them or none. */
  readonly onTaken?: (pieces: number) => void
}

export interface GoodsReceived {
  readonly id: string
  readonly number: string
  readonly cost: Paise
}

/**
 * Takes goods of a supplier in: the paper under its number, what came of the orders, batches, pieces and lots, the stock at
 * what it cost with freight and duty on it, and the voucher, together or not at all. The same id with the same request
 * answers with the first result. Throws ReceiptRefused with every reason; Refusal 409 for another request under the id, for
 * a tag that is taken, an order that nobody awaits any more; NotFound for a supplier, branch, order or article.
 */
export async function receiveGoods(
  tx: Tx,
  businessId: string,
  request: GoodsReceiptRequest,
  actor: Actor,
  { mayBackdate = false, onTaken }: ReceiveOptions = {},
): Promise<GoodsReceived> {
  const hash = hashOf(request)
  // Of two presses at one instant the second waits here, and finds what the first has made.
  await lockMoneyOf(tx, businessId, request.partyId)
  const before = await firstResult(tx, businessId, request.id, hash)
  if (before) return before
  const { house, party, known, items, asked, decision } = await decide(tx, businessId, request, actor, mayBackdate)
  const bill = asBill(request)
  const batchIds = await batchesOfLines(tx, businessId, asked, actor.at)
  const pieces = await piecesOfLines(tx, businessId, { request, decision, branchId: house.branchId })
  const fyLabel = financialYear(request.onDate, house.fyStartMonth).label
  const series = { documentKind: 'goods-receipt', branchId: house.branchId, fyLabel, defaultPrefix: 'GR' }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const voucherId = decision.postings.length > 0 ? newId() : null
  const voucher = { kind: 'stock-journal', onDate: request.onDate, number, documentId: request.id } as const
  const snapshots = { party: partySnapshot(bill, party), seller: sellerSnapshot(house) }
  const at = { request, branchId: house.branchId }
  await makeLots(tx, businessId, at, actor)
  const paper = { request, decision, items, batchIds, seriesId, number, hash, ...snapshots }
  await insertReceipt(tx, businessId, { ...paper, branchId: house.branchId, state: house.state }, actor).catch(
    refuseTwice,
  )
  const lines = { narration: snapshots.party.name, lines: decision.postings }
  if (voucherId !== null) await post(tx, businessId, { id: voucherId, ...voucher, ...lines }, actor)
  const negative = known[0]?.negative ?? 'refuse'
  await takeIn(tx, businessId, { ...at, decision, batchIds, pieces, voucherId, hash, negative, onTaken }, actor)
  await together([
    receiveOrderLines(tx, businessId, ofOrders(decision), actor),
    audit(tx, businessId, actor, {
      action: 'goods-receipt.received',
      entity: 'goods-receipt',
      entityId: request.id,
      after: auditOf(request, decision, { number, party: snapshots.party.name }),
    }),
    outbox(tx, businessId, 'goods.received', { id: request.id, number }, actor.at),
  ])
  return { id: request.id, number, cost: decision.cost }
}

/**
 * What `receiveGoods` would refuse of what is asked is thrown, and nothing is written: for a receipt that is too long to be
 * written while somebody waits.
 */
export async function refuseReceipt(
  tx: Tx,
  businessId: string,
  request: GoodsReceiptRequest,
  actor: Actor,
  { mayBackdate = false }: ReceiveOptions = {},
): Promise<void> {
  if (await firstResult(tx, businessId, request.id, hashOf(request))) return
  await decide(tx, businessId, request, actor, mayBackdate)
}

/** Everything that is asked is locked, and what comes of it decided. */
async function decide(tx: Tx, businessId: string, request: GoodsReceiptRequest, actor: Actor, mayBackdate: boolean) {
  const options = { branchId: request.branchId ?? undefined, isLook: true, at: actor.at, by: actor.userId }
  const { house, party, facts } = await loadFacts(tx, businessId, asBill(request), options)
  const orders = await lockOrders(tx, businessId, request)
  const known = await itemsOfReceipt(
    tx,
    businessId,
    request.lines.map(({ itemId }) => itemId),
  )
  const items = new Map(known.map((item) => [item.id, item]))
  await lockReceivedLots(tx, businessId, { request, branchId: house.branchId })
  const locked = await lockItems(tx, businessId, { branchId: house.branchId, items: known })
  const asked = await askedOf(tx, businessId, request, (itemId) => items.get(itemId)?.fineness ?? 0)
  const { today, roles } = { today: todayIn(actor.at, house.zone), roles: facts.roles }
  const outcome = decideReceipt({ today, lockDate: house.lockDate, mayBackdate, items: locked, orders, roles }, asked)
  if ('refused' in outcome) throw new ReceiptRefused(outcome.refused)
  return { house, party, known, items, asked, decision: outcome.ok }
}

async function firstResult(tx: Tx, businessId: string, id: string, hash: string): Promise<GoodsReceived | undefined> {
  const [made] = await named<{ number: string; cost: Paise; hash: string }>(tx, receiptById, [businessId, id])
  if (!made) return undefined
  if (made.hash !== hash) throw new Refusal('sales.refusal.otherBody', {}, 409)
  return { id, number: made.number, cost: made.cost }
}

const asBill = ({ id, partyId, note, onDate }: GoodsReceiptRequest) => ({
  ...{ id, onDate, note, lines: [], tenders: [], placeOfSupply: null },
  buyer: { kind: 'party', partyId } as const,
  billDiscount: { kind: 'none' } as const,
})

/** With each piece's weights, and with what is known already of each batch: its date counts, whether it was typed or not. */
async function askedOf(
  tx: Tx,
  businessId: string,
  request: GoodsReceiptRequest,
  finenessOf: (itemId: string) => number,
): Promise<ReceiptRequest> {
  const named = request.lines.flatMap(({ itemId, batch }) =>
    batch ? [{ itemId, number: batchNumber(batch.number) }] : [],
  )
  const there = await findBatches(tx, businessId, named)
  const lines = request.lines.map((line) => {
    const number = batchNumber(line.batch?.number ?? '')
    const before = there.find((one) => one.itemId === line.itemId && one.number === number)
    const batch = line.batch && {
      ...line.batch,
      number,
      madeOn: line.batch.madeOn ?? before?.madeOn ?? null,
      expiresOn: line.batch.expiresOn ?? before?.expiresOn ?? null,
    }
    const fineness = finenessOf(line.itemId)
    return { ...line, batch, pieces: line.pieces.map((piece) => weighed(piece, fineness)), lot: lotOf(line, fineness) }
  })
  return { ...request, lines }
}

function weighed(piece: GoodsReceiptLine['pieces'][number], fineness: number) {
  const { carat, net } = weightsOf(piece)
  return { id: piece.id, cost: piece.cost, gross: piece.gross, net, fine: fineWeight(net, fineness), carat }
}

const lotOf = ({ lot }: GoodsReceiptLine, fineness: number) => lot && { ...lot, fine: fineWeight(lot.net, fineness) }

/** Of each line the batch of what was accepted; an item without batches has none, whatever was typed. */
async function batchesOfLines(
  tx: Tx,
  businessId: string,
  { lines }: ReceiptRequest,
  at: Date,
): Promise<(string | null)[]> {
  const ids: (string | null)[] = []
  for (const { itemId, batch } of lines) {
    const [known] = batch && batch.number !== '' ? await knowBatches(tx, businessId, [{ itemId, ...batch }], at) : []
    ids.push(known?.id ?? null)
  }
  return ids
}

async function piecesOfLines(
  tx: Tx,
  businessId: string,
  { request, decision, branchId }: { request: GoodsReceiptRequest; decision: ReceiptDecision; branchId: string },
): Promise<WrittenPiece[][]> {
  const all: WrittenPiece[][] = []
  for (const [at, { itemId, pieces }] of request.lines.entries()) {
    const worth = decision.lines[at]?.pieces ?? []
    const made = pieces.map((piece, i) => ({ ...piece, cost: worth[i]?.worth ?? piece.cost }))
    all.push(made.length > 0 ? await preparePieces(tx, businessId, { itemId, branchId, pieces: made }) : [])
  }
  return all
}

/** What came of the orders: rejected goods did not come. */
const ofOrders = ({ lines }: ReceiptDecision) =>
  lines.flatMap(({ asked, accepted }) =>
    asked.order && accepted > 0n ? [{ orderId: asked.order.id, line: asked.order.line, quantity: accepted }] : [],
  )

function auditOf(
  { onDate, theirNumber, landed, takesExcess, takesExpired }: GoodsReceiptRequest,
  { lines, cost, differs }: ReceiptDecision,
  { number, party }: { number: string; party: string },
): Record<string, unknown> {
  return {
    ...{ number, party, on_date: onDate, lines: lines.length, cost_paise: cost },
    ...(theirNumber !== '' && { their_number: theirNumber }),
    ...(landed > 0n && { landed_paise: landed }),
    ...(lines.some(({ pieces }) => pieces.length > 0) && {
      pieces: lines.reduce((all, { pieces }) => all + pieces.length, 0),
    }),
    ...(differs && { differs }),
    ...(takesExcess && { confirmed: 'more than ordered' }),
    ...(takesExpired && { expired: 'confirmed' }),
  }
}

function refuseTwice(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('sales.refusal.otherBody', {}, 409) : error
}

const receiptById = {
  name: 'goods_receipts.existing',
  text: 'select number, cost_paise as cost, request_hash as hash from document where business_id = $1 and id = $2',
}
