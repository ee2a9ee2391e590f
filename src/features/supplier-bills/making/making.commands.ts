import type { Actor } from '../../../core/actor.ts'
import { financialYear } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { add, type Paise, subtract, zero } from '../../../core/money.ts'
import { commodityOf, decideSupplierBill } from '../../../core/supplier-bill.ts'
import type {
  SupplierBillDecision,
  SupplierBillOutcome,
  SupplierBillRequest,
} from '../../../core/supplier-bill-facts.ts'
import { newId } from '../../../db/ids.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { addToTaxDays, branchPrefix, type NewOpenItem, openItems, post, takeNumber } from '../../books/index.ts'
import { billReceiptLines } from '../../goods-receipts/index.ts'
import { lockLevels, lockRoads } from '../../stock/index.ts'
import { rememberBilled } from './billed-prices.commands.ts'
import { receiveForBill } from './direct.commands.ts'
import { type LoadedBill, loadBill } from './making.facts.ts'
import { type BillOptions, billHash, SupplierBillRefused } from './making.request.ts'
import { type BillPaper, insertBill, type PaperLine } from './making.rows.ts'
import { type CostChange, revalueGoods } from './revaluing.commands.ts'

export interface BillDone {
  readonly id: string
  readonly number: string
  readonly payable: Paise
  readonly hasDifference: boolean
}

/**
 * Takes a supplier's bill: number, paper, voucher, what is owed in rupees and in metal, input tax, what is billed of its
 * receipts, and what their goods cost more or less for it, together or not at all. Goods that no receipt names are received
 * in the same step. The same id with the same request answers with the first result.
 * Throws SupplierBillRefused with every reason; Refusal 'supplierBills.refusal.otherBody' (409),
 * 'goodsReceipts.refusal.lineGone' (409), 'errors.locked'; NotFound.
 */
export async function enterSupplierBill(
  tx: Tx,
  businessId: string,
  request: SupplierBillRequest,
  actor: Actor,
  options: BillOptions = {},
): Promise<BillDone> {
  const loaded = await loadBill(tx, businessId, request, { ...options, at: actor.at, by: actor.userId, lock: true })
  const hash = billHash(request)
  if (loaded.existing) {
    if (loaded.existing.hash !== hash) throw new Refusal('supplierBills.refusal.otherBody', {}, 409)
    return { id: request.id, number: loaded.existing.number, payable: zero, hasDifference: false }
  }
  const outcome = decideSupplierBill(loaded.facts, request)
  if ('refused' in outcome) throw new SupplierBillRefused(outcome.refused, loaded.facts.twin?.id)
  return write(tx, businessId, { request, loaded, hash, decision: outcome.ok, options }, actor).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('supplierBills.refusal.otherBody', {}, 409) : error
  })
}

/** What would come of a bill; nothing is locked nor written. */
export async function lookAtBill(
  tx: Tx,
  businessId: string,
  request: SupplierBillRequest,
  options: BillOptions & { readonly at: Date; readonly by: string | null },
): Promise<{ loaded: LoadedBill; outcome: SupplierBillOutcome }> {
  const loaded = await loadBill(tx, businessId, request, { ...options, lock: false })
  return { loaded, outcome: decideSupplierBill(loaded.facts, request) }
}

interface Decided {
  request: SupplierBillRequest
  loaded: LoadedBill
  hash: string
  decision: SupplierBillDecision
  options: BillOptions
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<BillDone> {
  const { request, loaded, hash, decision, options } = decided
  const { house, party, received } = loaded
  const itemIds = [...received, ...decision.lines].flatMap(({ itemId }) => itemId ?? [])
  await lockRoads(tx, businessId, [...new Set(itemIds)])
  const direct = await receiveForBill(tx, businessId, { request, lines: decision.lines, options }, actor)
  const lines = decision.lines.map((line): PaperLine => {
    const { of } = line
    if (of.kind === 'receipt') return { ...line, receipt: { receiptId: of.receiptId, line: of.line } }
    const made = direct.get(line.field)
    return made ? { ...line, receipt: made.receipt, receiptCost: made.cost } : { ...line, receipt: null }
  })
  const billed = lines.flatMap(({ receipt, quantity, receiptCost }) =>
    receipt ? [{ ...receipt, quantity, cost: receiptCost ?? zero }] : [],
  )
  if (billed.length > 0) await billReceiptLines(tx, businessId, billed)
  for (const branchId of new Set(received.map((one) => one.branchId)))
    await lockLevels(tx, businessId, branchId, itemsAt(received, branchId))
  const fyLabel = financialYear(request.onDate, house.fyStartMonth).label
  const series = { documentKind: 'supplier-bill', branchId: house.branchId, fyLabel }
  const { seriesId, number } = await takeNumber(tx, businessId, {
    ...series,
    defaultPrefix: branchPrefix('PB', house.ordinal),
  })
  const paper: BillPaper = { request, decision, lines, house, party, seriesId, number, hash }
  const voucherId = newId()
  await together([
    insertBill(tx, businessId, paper, actor),
    rememberBilled(tx, businessId, { ...request, lines }, actor),
  ])
  await revalueGoods(tx, businessId, revaluingOf(paper, received, direct), actor)
  const head = { id: voucherId, kind: 'purchase', onDate: request.onDate, number, partyId: request.partyId } as const
  await together([
    post(tx, businessId, { ...head, documentId: request.id, narration: request.note, lines: decision.postings }, actor),
    openItems(tx, businessId, itemsOf(paper, voucherId)),
    addToTaxDays(tx, businessId, decision.taxes),
    audit(tx, businessId, actor, {
      action: 'supplierBill.entered',
      entity: 'supplier-bill',
      entityId: request.id,
      after: auditOf(paper),
    }),
    outbox(tx, businessId, 'supplier-bill.entered', { id: request.id, number }, actor.at),
  ])
  const { payable, hasDifference } = decision
  return { id: request.id, number, payable, hasDifference }
}

const itemsAt = (received: LoadedBill['received'], branchId: string): string[] =>
  [...new Set(received.filter((one) => one.branchId === branchId).map(({ itemId }) => itemId))].sort()

/** By how much the goods cost another price than their receipt took them in for. */
function revaluingOf(
  { lines, request, number }: BillPaper,
  received: LoadedBill['received'],
  direct: Awaited<ReturnType<typeof receiveForBill>>,
) {
  const changes = lines.flatMap((line): CostChange[] => {
    const { receipt, receiptCost, cost, landed, field } = line
    if (!receipt) return []
    const found = received.find((one) => one.receiptId === receipt.receiptId && one.line === receipt.line)
    const moveIds = found ? found.moves.map(({ moveId }) => moveId) : (direct.get(field)?.moveIds ?? [])
    return [{ moveIds, delta: subtract(add(cost, landed), receiptCost ?? zero) }]
  })
  return { changes, onDate: request.onDate, documentId: request.id, reason: number }
}

/** Rupees and metal, each a bill of its own, named by the supplier's number: by it he asks for them. */
function itemsOf({ request, decision }: BillPaper, voucherId: string): NewOpenItem[] {
  const { partyId, theirNumber, onDate, basis } = request
  const common = { partyId, side: 'credit', kind: 'bill', documentId: request.id, voucherId, onDate } as const
  const item = { ...common, number: theirNumber, dueOn: decision.dueOn }
  const items: NewOpenItem[] = []
  if (decision.payable > 0n) items.push({ ...item, id: newId(), amount: decision.payable })
  if (basis.kind === 'weight')
    items.push({ ...item, id: newId(), amount: basis.fine, commodity: commodityOf(basis.metal) })
  return items
}

const auditOf = ({ request, decision, number, party }: BillPaper): Record<string, unknown> => ({
  ...{ number, supplier: party.name, their_number: request.theirNumber, their_date: request.theirDate },
  ...{ on_date: request.onDate, total_paise: decision.total, payable_paise: decision.payable },
  ...(decision.tds.amount > 0n && { tds_paise: decision.tds.amount }),
  ...(request.basis.kind === 'weight' && { fine_mg: request.basis.fine, metal: request.basis.metal }),
  ...(decision.hasDifference && { has_difference: true }),
})
