import type { Actor } from '../../core/actor.ts'
import { financialYear } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { decideInvoice, type InvoiceDecision } from '../../core/invoice.ts'
import type { Authority, InvoiceRequest, InvoiceSays } from '../../core/invoice-facts.ts'
import { type Paise, subtract, sum, zero } from '../../core/money.ts'
import { taxOfBill } from '../../core/tax-days.ts'
import type { Db } from '../../db/database.ts'
import type { Vault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { outboxAll } from '../../jobs/outbox.ts'
import { isLocale } from '../../words/index.ts'
import { auditAll } from '../audit/index.ts'
import { insertLineBatches, moveBatches } from '../batches/index.ts'
import { addToTaxDays, type NewOpenItem, openSettled, post, postAll, takeNumber } from '../books/index.ts'
import { useGifts } from '../gift-vouchers/index.ts'
import { movePointsOfBill } from '../loyalty/index.ts'
import {
  newsOfOldGold,
  type PreparedOldGold,
  prepareOldGold,
  standingOfOldGold,
  writeOldGoldPaper,
} from '../old-gold/index.ts'
import { keepSold, type SoldLine } from '../sold/index.ts'
import { moveStock } from '../stock/index.ts'
import { type Batched, takeBatches } from './sales.batches.ts'
import { cashRefused, logRefused, writeCash } from './sales.cash.ts'
import { type Existing, type LoadedFacts, loadFacts } from './sales.facts.ts'
import { handOver } from './sales.jewels.ts'
import { batchMoveOf, stockMoveOf } from './sales.moves.ts'
import { InvoiceRefused, requestHash } from './sales.request.ts'
import { insertDocument } from './sales.rows.ts'
import { type PartySnapshot, partySnapshot, sellerSnapshot } from './sales.snapshots.ts'
import { deliverOrder, lockSource } from './sales.sources.ts'

export interface IssuedInvoice {
  readonly id: string
  readonly number: string
  readonly total: Paise
  /** What was given back in cash. */
  readonly change: Paise
  readonly warnings: readonly InvoiceSays[]
}

export interface IssueOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** True for an owner or a manager: a bill over the credit limit is then a warning. */
  readonly mayExceedCredit?: boolean
  /** Who allows what the clerk may not: the clerk with that right, or a manager by PIN. */
  readonly authority?: Authority | undefined
  /** Seals the id of who sells old gold, and a PAN or Form 60; needed where the bill takes some. */
  readonly vault?: Vault | undefined
  /** What the bill is decided from, where this transaction has locked and read it already. */
  readonly loaded?: LoadedFacts
}

/**
 * Issues a bill in a transaction of its own, once: of two presses at one instant the second waits for the first, meets its
 * key, and answers with what it made. `alongside` is written in the same transaction (the draft that became the bill).
 */
export async function issueOnce(
  db: Db,
  businessId: string,
  request: InvoiceRequest,
  actor: Actor,
  { alongside, ...options }: IssueOptions & { alongside?: (tx: Tx) => Promise<unknown> } = {},
): Promise<IssuedInvoice> {
  return issuingOnce(db, businessId, actor, async (tx) => {
    const [issued] = await together([issueInvoice(tx, businessId, request, actor, options), alongside?.(tx)])
    return issued
  })
}

/** The same for who finds out what is asked in the very transaction: `work` issues a bill at most. */
export async function issuingOnce<Result>(
  db: Db,
  businessId: string,
  actor: Actor,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const issue = () => inBusiness(db, businessId, work, { keepsPlans: true })
  try {
    return await issue()
  } catch (error) {
    if (error instanceof InvoiceRefused && error.cash) await logRefused(db, businessId, error.cash, actor)
    if (!isUniqueViolation(error)) throw error
    return issue()
  }
}

/**
 * Load, decide, write: number, paper, voucher, stock with its cost, open item, audit line and outbox row stand together or
 * not at all. The same id with the same request answers with the first bill.
 * Throws InvoiceRefused with every reason (nothing is written, no number taken), Refusal 409 for another request under the
 * id, NotFound for a party that is not there. Two presses at one instant need `issueOnce`.
 */
export async function issueInvoice(
  tx: Tx,
  businessId: string,
  request: InvoiceRequest,
  actor: Actor,
  options: IssueOptions = {},
): Promise<IssuedInvoice> {
  if (request.from !== undefined) await lockSource(tx, businessId, request, request.from)
  const loaded =
    options.loaded ?? (await loadFacts(tx, businessId, request, { ...options, at: actor.at, by: actor.userId }))
  if (loaded.existing) return firstResult(loaded.existing, request)
  const outcome = decideInvoice(loaded.facts, request)
  if ('refused' in outcome) throw new InvoiceRefused(outcome.refused, cashRefused(loaded, request))
  const batched = await takeBatches(tx, businessId, loaded, outcome.ok)
  if (batched.refused.length > 0) throw new InvoiceRefused(batched.refused)
  const decision = { ...outcome.ok, lines: batched.lines, warnings: [...outcome.ok.warnings, ...batched.warnings] }
  return writeInvoice(tx, businessId, { request, loaded, decision, batched, vault: options.vault }, actor)
}

function firstResult(existing: Existing, request: InvoiceRequest): IssuedInvoice {
  if (existing.requestHash !== requestHash(request)) throw new Refusal('sales.refusal.otherBody', {}, 409)
  const over = subtract(sum(request.tenders.map(({ amount }) => amount)), existing.kept)
  const { number, total } = existing
  return { id: request.id, number, total, change: over > 0n ? over : zero, warnings: [] }
}

interface Decided {
  request: InvoiceRequest
  loaded: LoadedFacts
  decision: InvoiceDecision
  /** The goods with the batches from which they go. */
  batched: Batched
  vault: Vault | undefined
}

async function writeInvoice(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<IssuedInvoice> {
  const { request, loaded, decision } = decided
  const { house, facts } = loaded
  const { id } = request
  const { label } = financialYear(decision.onDate, house.fyStartMonth)
  const series = { documentKind: decision.kind, branchId: house.branchId, fyLabel: label }
  const party = partySnapshot(request, loaded.party)
  const takeOwn = once(() => takeNumber(tx, businessId, series))
  const oldGold = await prepareExchange(tx, businessId, { ...decided, party, behind: takeOwn }, actor)
  const { seriesId, number } = await takeOwn()
  const partyId = loaded.party?.id ?? null
  const paper = { party, seller: sellerSnapshot(house), note: request.note }
  const document = {
    id,
    seriesId,
    number,
    branchId: house.branchId,
    partyId,
    requestHash: requestHash(request),
    from: request.from,
    ...paper,
  }
  const voucherId = newId()
  const voucher = { id: voucherId, kind: 'sales', onDate: decision.onDate, number, partyId, documentId: id } as const
  const entry = { ...voucher, narration: '', lines: decision.postings }
  const sale = { kind: 'sale', onDate: decision.onDate, documentId: id, voucherId } as const
  const moves = decided.batched.moves.map((move) => stockMoveOf(move, house.branchId, -1n))
  const exchanged = oldGold && standingOfOldGold(oldGold)
  await together([
    insertDocument(tx, businessId, document, decision, actor),
    oldGold && writeOldGoldPaper(tx, businessId, oldGold, actor),
    oldGold ? postAll(tx, businessId, [entry, oldGold.voucher], actor) : post(tx, businessId, entry, actor),
    openBill(tx, businessId, { id, number, voucherId, partyId, decision, oldGold: exchanged?.item }, actor),
    handOver(tx, businessId, { decision, documentId: id, onDate: decision.onDate, from: request.from }, facts, actor),
    moveStock(
      tx,
      businessId,
      [...moves, ...(exchanged?.moves ?? [])],
      { ...sale, negative: facts.business.negativeStock },
      actor,
    ),
    moveBatches(tx, businessId, moves.flatMap(batchMoveOf)),
    insertLineBatches(tx, businessId, { documentId: id, rows: decided.batched.rows }),
    movePointsOfBill(tx, businessId, { partyId, loyalty: decision.loyalty }, sale, actor),
    useGifts(tx, businessId, decision.loyalty.gifts, sale, actor),
    addToTaxDays(tx, businessId, taxOfBill(decision)),
    keepSold(tx, businessId, { branchId: house.branchId, onDate: decision.onDate }, decision.lines.map(soldLine)),
    writeCash(tx, businessId, { ...decided, number }, actor),
    tell(tx, businessId, { id, number, oldGold, after: auditOf(number, paper.party.name, decision) }, actor),
  ])
  if (request.from !== undefined)
    await deliverOrder(tx, businessId, { from: request.from, billId: id, lines: decision.lines })
  return { id, number, total: decision.totals.payable, change: decision.change, warnings: decision.warnings }
}

/** The edit log and whoever waits for a bill, of the bill and of the old gold that it took. */
async function tell(
  tx: Tx,
  businessId: string,
  bill: { id: string; number: string; oldGold: PreparedOldGold | undefined; after: Record<string, unknown> },
  actor: Actor,
): Promise<void> {
  const { id, number, oldGold, after } = bill
  const bought = oldGold && newsOfOldGold(oldGold)
  const entry = { action: 'sale.issued', entity: 'sale', entityId: id, after }
  const word = { topic: 'invoice.issued', payload: { id, number } }
  await together([
    auditAll(tx, businessId, actor, [entry, ...(bought ? [bought.entry] : [])]),
    outboxAll(tx, businessId, [word, ...(bought ? [bought.word] : [])], actor.at),
  ])
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | undefined
  return () => {
    asked ??= work()
    return asked
  }
}

const soldLine = ({
  itemId,
  salespersonId,
  piece,
  quantity,
  taxable,
  cost,
}: InvoiceDecision['lines'][number]): SoldLine => ({
  ...{ itemId, salespersonId, supplierId: piece?.sold.supplierId ?? null, quantity, taxable, cost },
})

/** Old gold of the bill, on its own paper and under its own number; its worth waits on the khata for the bill. */
async function prepareExchange(
  tx: Tx,
  businessId: string,
  { loaded, decision, vault, party, behind }: Decided & { party: PartySnapshot; behind: () => Promise<unknown> },
  actor: Actor,
): Promise<PreparedOldGold | undefined> {
  const { exchange, onDate } = decision
  const { house, facts } = loaded
  if (!exchange || !loaded.party) return undefined
  if (!vault) throw new Error('who buys old gold seals the id of its seller')
  const { branchId, state, fyStartMonth, locale } = house
  const of = { documentId: exchange.asked.documentId, partyId: loaded.party.id, branchId, state, onDate, fyStartMonth }
  const { authority, roles } = facts
  const purchase = {
    ...of,
    locale: isLocale(locale) ? locale : 'en',
    seller: sellerSnapshot(house),
    party,
    exchange,
    authority,
    roles,
  }
  return prepareOldGold(tx, businessId, purchase, actor, vault, behind)
}

/** What was not paid at once: it stays due, but for what old gold and the customer's credit settle of it. */
async function openBill(
  tx: Tx,
  businessId: string,
  bill: {
    id: string
    number: string
    voucherId: string
    partyId: string | null
    decision: InvoiceDecision
    oldGold: NewOpenItem | undefined
  },
  actor: Actor,
): Promise<void> {
  const { id, number, voucherId, partyId, decision, oldGold } = bill
  const { onDate, dueOn, credit, taken, exchange } = decision
  const used = exchange && oldGold ? [{ itemId: oldGold.id, amount: exchange.used }] : []
  const settlers = [...used, ...taken].filter(({ amount }) => amount > 0n)
  const amount = sum([credit, ...settlers.map((one) => one.amount)])
  const item = { id: newId(), voucherId, documentId: id, number, amount, onDate, dueOn }
  const due = partyId !== null && amount > 0n
  const settling = settlers.map((one) => ({
    ...{ fromItemId: one.itemId, toItemId: item.id, voucherId, amount: one.amount, onDate },
  }))
  const items: NewOpenItem[] = [
    ...(oldGold ? [oldGold] : []),
    ...(due ? [{ ...item, partyId, side: 'debit', kind: 'bill' } as const] : []),
  ]
  if (items.length > 0) await openSettled(tx, businessId, { items, settling: due ? settling : [] }, actor)
}

const auditOf = (number: string, party: string, decision: InvoiceDecision): Record<string, unknown> => ({
  number,
  party,
  kind: decision.kind,
  on_date: decision.onDate,
  total_paise: decision.totals.payable,
  on_credit_paise: decision.credit,
  ...(decision.exchange ? { old_gold_paise: decision.exchange.used } : {}),
  ...(decision.taken.length > 0 ? { taken_in_paise: sum(decision.taken.map(({ amount }) => amount)) } : {}),
  ...(decision.loyalty.redeemed ? { points_used: decision.loyalty.redeemed.points } : {}),
  ...(decision.loyalty.earned ? { points_earned: decision.loyalty.earned.points } : {}),
  ...(decision.loyalty.gifts.length > 0 ? { gift_paise: sum(decision.loyalty.gifts.map(({ amount }) => amount)) } : {}),
  lines: decision.lines.length,
  ...(decision.warnings.length > 0 ? { warned: decision.warnings.map(({ key }) => key) } : {}),
})
