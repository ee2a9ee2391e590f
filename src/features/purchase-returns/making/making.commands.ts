import type { Actor } from '../../../core/actor.ts'
import { financialYear } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Commodity } from '../../../core/ledger.ts'
import { divRound, type Paise, paise, zero } from '../../../core/money.ts'
import { decidePurchaseReturn } from '../../../core/purchase-return.ts'
import type { PurchaseReturnDecision, PurchaseReturnRequest } from '../../../core/purchase-return-facts.ts'
import { milli } from '../../../core/quantity.ts'
import { commodityOf } from '../../../core/supplier-bill.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { moveBatches } from '../../batches/index.ts'
import {
  addToTaxDays,
  allocate,
  branchPrefix,
  type NewOpenItem,
  openItems,
  post,
  takeNumber,
  voucherPrefixes,
} from '../../books/index.ts'
import { returnReceiptLines } from '../../goods-receipts/index.ts'
import { moveLots, movePieces } from '../../pieces/index.ts'
import { moveStock, type NewMove } from '../../stock/index.ts'
import { type LoadedReturn, loadReturn } from './making.facts.ts'
import { hashOf, PurchaseReturnRefused } from './making.request.ts'
import { insertReturn, type ReturnPaper } from './making.rows.ts'

export interface SentBack {
  readonly id: string
  readonly number: string
  /** What the supplier credits in rupees; nothing where no bill asked for the goods. */
  readonly credit: Paise
}

/**
 * Sends goods back to their supplier: number, paper, voucher, the goods out of the stock at their cost, what he credits on his
 * khata and first against its own bill, input tax, and what is returned of the receipts, together or not at all. The same id
 * with the same request answers with the first result. Throws PurchaseReturnRefused with every reason; Refusal
 * 'purchaseReturns.refusal.otherBody' (409), 'goodsReceipts.refusal.lineGone' (409), 'errors.locked'; NotFound.
 */
export async function sendGoodsBack(
  tx: Tx,
  businessId: string,
  request: PurchaseReturnRequest,
  actor: Actor,
  { mayBackdate = false }: { readonly mayBackdate?: boolean } = {},
): Promise<SentBack> {
  const loaded = await loadReturn(tx, businessId, request, { mayBackdate, at: actor.at, by: actor.userId, lock: true })
  const hash = hashOf(request)
  if (loaded.existing) {
    if (loaded.existing.hash !== hash) throw new Refusal('purchaseReturns.refusal.otherBody', {}, 409)
    return { id: request.id, number: loaded.existing.number, credit: zero }
  }
  const outcome = decidePurchaseReturn(loaded.facts, request)
  if ('refused' in outcome) throw new PurchaseReturnRefused(outcome.refused)
  return write(tx, businessId, { request, loaded, hash, decision: outcome.ok }, actor).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('purchaseReturns.refusal.otherBody', {}, 409) : error
  })
}

interface Decided {
  request: PurchaseReturnRequest
  loaded: LoadedReturn
  hash: string
  decision: PurchaseReturnDecision
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<SentBack> {
  const { request, loaded, hash, decision } = decided
  const { source } = loaded
  const { id, onDate } = request
  const isBilled = request.source.kind === 'bill'
  await returnReceiptLines(tx, businessId, returnedOf(decision, isBilled))
  const open = isBilled ? await named<OpenBill>(tx, billItems, [businessId, request.source.id]) : []
  const settling = settlingOf(decided, open)
  const series = {
    documentKind: 'debit-note',
    branchId: source.branchId,
    fyLabel: financialYear(onDate, source.fyStartMonth).label,
    defaultPrefix: branchPrefix(voucherPrefixes['debit-note'], source.ordinal),
  }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const paper: ReturnPaper = { request, decision, source, seriesId, number, hash, settled: settling.metal }
  await insertReturn(tx, businessId, paper, actor)
  // The note's voucher has the note's id, as that of a note written by hand.
  const voucher = { id, onDate, number, documentId: id, partyId: source.partyId } as const
  const narration = [source.party.name, source.theirNumber || source.number].join(' · ')
  if (decision.postings.length > 0)
    await post(
      tx,
      businessId,
      { ...voucher, kind: isBilled ? 'debit-note' : 'stock-journal', narration, lines: decision.postings },
      actor,
    )
  await takeOut(tx, businessId, decided, actor)
  await together([
    openItems(tx, businessId, settling.items(number)),
    allocate(tx, businessId, settling.allocations, actor),
    addToTaxDays(tx, businessId, decision.taxes),
    settling.metal.fine > 0n
      ? named(tx, metalSettled, [businessId, request.source.id, settling.metal.fine, settling.metal.worth])
      : undefined,
    audit(tx, businessId, actor, {
      action: 'purchaseReturn.sent',
      entity: 'purchase-return',
      entityId: id,
      after: auditOf(decided, number),
    }),
    outbox(tx, businessId, 'purchase.returned', { id, number }, actor.at),
  ])
  return { id, number, credit: decision.credit }
}

/** Of each line of a receipt what goes back of its goods; what was rejected was never taken in. */
const returnedOf = ({ lines }: Pick<PurchaseReturnDecision, 'lines'>, isBilled: boolean) =>
  lines
    .filter(({ isRejected }) => !isRejected)
    .map(({ of, quantity, cleared }) => ({
      ...{ receiptId: of.receiptId, line: of.receiptLine, quantity, isBilled, cost: cleared },
    }))

interface OpenBill {
  id: string
  commodity: Commodity
  open: bigint
}

/** The note in rupees and in grams; each settles first what is due of its own bill, the rest stands as a credit. */
function settlingOf({ request, loaded, decision }: Decided, open: readonly OpenBill[]) {
  const { metal } = loaded.source
  const { id: voucherId, onDate } = request
  const notes = [
    { id: newId(), commodity: 'INR' as Commodity, amount: decision.credit as bigint },
    ...(metal === '' ? [] : [{ id: newId(), commodity: commodityOf(metal), amount: decision.fine as bigint }]),
  ].filter(({ amount }) => amount > 0n)
  const allocations = notes.flatMap((note) => {
    let left = note.amount
    return open.flatMap((bill) => {
      const amount = isBelow(bill.open, left) ? bill.open : left
      if (bill.commodity !== note.commodity || amount <= 0n) return []
      left -= amount
      return [{ fromItemId: note.id, toItemId: bill.id, voucherId, amount, onDate, commodity: note.commodity }]
    })
  })
  const fine = allocations.reduce((all, { commodity, amount }) => (commodity === 'INR' ? all : all + amount), 0n)
  const items = (number: string): NewOpenItem[] =>
    notes.map((note) => ({
      ...{ ...note, partyId: loaded.source.partyId, side: 'debit', kind: 'note', documentId: request.id, voucherId },
      ...{ number, onDate, dueOn: onDate },
    }))
  const worth = fine === 0n ? zero : paise(divRound(decision.metal * fine, decision.fine, 'half-up'))
  return { items, allocations, metal: { fine, worth } }
}

const isBelow = (a: bigint, b: bigint): boolean => a < b

/** Pieces by their tags, lots by weight, batches, and the stock, at what each stood at. */
async function takeOut(
  tx: Tx,
  businessId: string,
  { request, loaded, decision }: Decided,
  actor: Actor,
): Promise<void> {
  const { id, onDate, note } = request
  const { branchId } = loaded.source
  const voucherId = decision.postings.length > 0 ? id : null
  const goods = decision.lines.filter(({ isRejected }) => !isRejected)
  const moves = goods.map(
    ({ of, pieceId, goods: g }): NewMove => ({
      ...{ itemId: of.itemId, branchId, pieceId, lotId: of.lot?.id ?? null, batchId: of.batch?.id ?? null },
      ...{ lotPieces: of.lot ? g.pieces : 0, quantity: milli(-g.quantity), value: paise(-g.value) },
      ...{ gross: mg(-g.gross), net: mg(-g.net), fine: mg(-g.fine), carat: mct(-g.carat) },
    }),
  )
  const lots = goods.flatMap(({ of, goods: g }) => (of.lot ? [{ lotId: of.lot.id, sign: -1n as const, goes: g }] : []))
  const batches = goods.flatMap(({ of, quantity }) =>
    of.batch ? [{ batchId: of.batch.id, itemId: of.itemId, branchId, quantity: milli(-quantity) }] : [],
  )
  const gone = { from: ['in-stock'], to: 'gone', kind: 'gone', eventDocumentId: id, onDate, note } as const
  const happening = { kind: 'purchase-return', onDate, documentId: id, voucherId, note, negative: 'refuse' } as const
  await movePieces(tx, businessId, loaded.pieces, gone, actor)
  await together([
    moveStock(tx, businessId, moves, happening, actor),
    moveLots(tx, businessId, lots),
    moveBatches(tx, businessId, batches),
  ])
}

const auditOf = ({ request, loaded, decision }: Decided, number: string): Record<string, unknown> => ({
  ...{ number, supplier: loaded.source.party.name, of: loaded.source.number, on_date: request.onDate },
  ...{ reason: request.reason, lines: decision.lines.length, cost_paise: decision.cost },
  ...(decision.credit > 0n && { credit_paise: decision.credit }),
  ...(decision.fine > 0n && { fine_mg: decision.fine, metal: loaded.source.metal }),
})

const billItems = {
  name: 'purchase_returns.bill_items',
  text: `
    select id, commodity, open_amount as open from open_item
    where business_id = $1 and document_id = $2 and side = 'credit' and kind = 'bill' and open_amount > 0
    order by due_on, id for update`,
}

const metalSettled = {
  name: 'purchase_returns.metal_settled',
  text: `
    update supplier_bill set fixed_mg = fixed_mg + $3,
      metal_fixed_paise = greatest(0, least(metal_paise, metal_fixed_paise + $4))
    where business_id = $1 and document_id = $2`,
}
