import type { Actor } from '../../core/actor.ts'
import { financialYear } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { decideInvoice, type InvoiceDecision } from '../../core/invoice.ts'
import type { InvoiceRequest, InvoiceSays } from '../../core/invoice-facts.ts'
import { type Paise, subtract, sum, zero } from '../../core/money.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/ids.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { outbox } from '../../jobs/outbox.ts'
import { audit } from '../audit/index.ts'
import { openItem, post, takeNumber } from '../books/index.ts'
import { moveStock } from '../stock/index.ts'
import { type Existing, type LoadedFacts, loadFacts } from './sales.facts.ts'
import { InvoiceRefused, requestHash } from './sales.request.ts'
import { insertDocument } from './sales.rows.ts'
import { partySnapshot, sellerSnapshot } from './sales.snapshots.ts'

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
  const issue = () =>
    inBusiness(db, businessId, async (tx) => {
      const [issued] = await together([issueInvoice(tx, businessId, request, actor, options), alongside?.(tx)])
      return issued
    })
  try {
    return await issue()
  } catch (error) {
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
  const loaded = await loadFacts(tx, businessId, request, { ...options, at: actor.at, by: actor.userId })
  if (loaded.existing) return firstResult(loaded.existing, request)
  const outcome = decideInvoice(loaded.facts, request)
  if ('refused' in outcome) throw new InvoiceRefused(outcome.refused)
  return writeInvoice(tx, businessId, { request, loaded, decision: outcome.ok }, actor)
}

function firstResult(existing: Existing, request: InvoiceRequest): IssuedInvoice {
  if (existing.requestHash !== requestHash(request)) throw new Refusal('sales.refusal.otherBody', {}, 409)
  const over = subtract(sum(request.tenders.map(({ amount }) => amount)), existing.total)
  const { number, total } = existing
  return { id: request.id, number, total, change: over > 0n ? over : zero, warnings: [] }
}

interface Decided {
  request: InvoiceRequest
  loaded: LoadedFacts
  decision: InvoiceDecision
}

async function writeInvoice(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<IssuedInvoice> {
  const { request, loaded, decision } = decided
  const { house, party, facts } = loaded
  const { id } = request
  const { label } = financialYear(decision.onDate, house.fyStartMonth)
  const series = { documentKind: decision.kind, branchId: house.branchId, fyLabel: label }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const partyId = party?.id ?? null
  const paper = { party: partySnapshot(request, party), seller: sellerSnapshot(house), note: request.note }
  const document = {
    id,
    seriesId,
    number,
    branchId: house.branchId,
    partyId,
    requestHash: requestHash(request),
    ...paper,
  }
  const voucherId = newId()
  const voucher = { id: voucherId, kind: 'sales', onDate: decision.onDate, number, partyId, documentId: id } as const
  const sale = { kind: 'sale', onDate: decision.onDate, documentId: id, voucherId } as const
  const moves = decision.moves.map((move) => ({ ...move, branchId: house.branchId }))
  await together([
    insertDocument(tx, businessId, document, decision, actor),
    post(tx, businessId, { ...voucher, narration: '', lines: decision.postings }, actor),
    openBill(tx, businessId, { id, number, voucherId, partyId, decision }),
    moveStock(tx, businessId, moves, { ...sale, negative: facts.business.negativeStock }, actor),
    audit(tx, businessId, actor, {
      action: 'sale.issued',
      entity: 'sale',
      entityId: id,
      after: auditOf(number, paper.party.name, decision),
    }),
    outbox(tx, businessId, 'invoice.issued', { id, number }, actor.at),
  ])
  return { id, number, total: decision.totals.payable, change: decision.change, warnings: decision.warnings }
}

/** What stays due; a bill that is paid at the counter opens nothing. */
async function openBill(
  tx: Tx,
  businessId: string,
  bill: { id: string; number: string; voucherId: string; partyId: string | null; decision: InvoiceDecision },
): Promise<void> {
  const { id, number, voucherId, partyId, decision } = bill
  if (partyId === null || decision.credit === 0n) return
  const { onDate, dueOn, credit: amount } = decision
  const item = { id: newId(), partyId, voucherId, documentId: id, number, amount, onDate, dueOn }
  await openItem(tx, businessId, { ...item, side: 'debit', kind: 'bill' })
}

const auditOf = (number: string, party: string, decision: InvoiceDecision): Record<string, unknown> => ({
  number,
  party,
  kind: decision.kind,
  on_date: decision.onDate,
  total_paise: decision.totals.payable,
  on_credit_paise: decision.credit,
  lines: decision.lines.length,
  ...(decision.warnings.length > 0 ? { warned: decision.warnings.map(({ key }) => key) } : {}),
})
