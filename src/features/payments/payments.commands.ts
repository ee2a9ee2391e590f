import type { Actor } from '../../core/actor.ts'
import { financialYear } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { outbox } from '../../jobs/outbox.ts'
import { audit } from '../audit/index.ts'
import { allocate, type NewOpenItem, openItems, post, takeNumber } from '../books/index.ts'
import { type DecidedPaper, logCash } from '../compliance/index.ts'
import { type LoadedMoney, loadMoney } from './payments.facts.ts'
import { MoneyRefused, requestHash } from './payments.request.ts'
import { insertMoneyPaper } from './payments.rows.ts'
import {
  type Direction,
  decideMoney,
  type MoneyDecision,
  type MoneyRequest,
  type MoneySays,
  sideOf,
} from './payments.rules.ts'

export interface MoneyDone {
  readonly id: string
  readonly number: string
  readonly total: Paise
  readonly warnings: readonly MoneySays[]
}

export interface MoneyOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** For whom may post into days that are over. */
  readonly mayBackdate?: boolean
}

/**
 * Takes money from a party: number, paper, voucher, open items, what they settle, audit line and outbox row together or not
 * at all. The same id with the same request answers with the first result, also for two presses at one instant.
 * Throws MoneyRefused with every reason, Refusal 409 for another request under the id, NotFound for a party not there.
 */
export const receivePayment = (
  tx: Tx,
  businessId: string,
  request: MoneyRequest,
  actor: Actor,
  options: MoneyOptions = {},
): Promise<MoneyDone> => moveMoney(tx, businessId, 'receipt', request, { actor, options })

/** Gives money to a party: a supplier's bills, an advance to one, or a customer's money given back. Like `receivePayment`. */
export const makePayment = (
  tx: Tx,
  businessId: string,
  request: MoneyRequest,
  actor: Actor,
  options: MoneyOptions = {},
): Promise<MoneyDone> => moveMoney(tx, businessId, 'payment', request, { actor, options })

async function moveMoney(
  tx: Tx,
  businessId: string,
  direction: Direction,
  request: MoneyRequest,
  { actor, options }: { actor: Actor; options: MoneyOptions },
): Promise<MoneyDone> {
  const loaded = await loadMoney(tx, businessId, direction, request, {
    ...options,
    at: actor.at,
    by: actor.userId,
    lock: true,
  })
  const hash = requestHash(direction, request)
  if (loaded.existing) {
    const { number, total, requestHash: before } = loaded.existing
    if (before !== hash) throw new Refusal('payments.refusal.otherBody', {}, 409)
    return { id: request.id, number, total, warnings: [] }
  }
  const outcome = decideMoney(direction, loaded.facts, request)
  if ('refused' in outcome) {
    const isOfCash = outcome.cash.refused.length > 0
    throw new MoneyRefused(
      outcome.refused,
      isOfCash ? { verdict: outcome.cash, paper: paperOf(request, loaded, '') } : undefined,
    )
  }
  return write(tx, businessId, { direction, request, hash, loaded, decision: outcome.ok }, actor).catch((error) => {
    // The same request waits for the party; only another one, of another party, can meet the id here.
    throw isUniqueViolation(error) ? new Refusal('payments.refusal.otherBody', {}, 409) : error
  })
}

interface Decided {
  direction: Direction
  request: MoneyRequest
  hash: string
  loaded: LoadedMoney
  decision: MoneyDecision
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<MoneyDone> {
  const { direction, request, hash, loaded, decision } = decided
  const { id, partyId, onDate, note } = request
  const { branchId, fyStartMonth } = loaded.house
  const fyLabel = financialYear(onDate, fyStartMonth).label
  const series = { documentKind: direction, branchId, fyLabel, defaultPrefix: direction === 'receipt' ? 'RC' : 'PY' }
  const { seriesId, number } = await takeNumber(tx, businessId, series)
  const paper = { id, kind: direction, seriesId, number, onDate, partyId, branchId, note, requestHash: hash }
  const voucherId = newId()
  const voucher = { id: voucherId, kind: direction, onDate, number, partyId, documentId: id, narration: note }
  const items = itemsOf(decided, { voucherId, number })
  await together([
    insertMoneyPaper(tx, businessId, paper, decision, actor),
    post(tx, businessId, { ...voucher, lines: decision.postings }, actor),
    openItems(tx, businessId, items),
    allocate(tx, businessId, allocationsOf(decided, voucherId, items), actor),
    logCash(tx, businessId, decision.cash, paperOf(request, loaded, number), actor),
    audit(tx, businessId, actor, {
      action: direction === 'receipt' ? 'payment.received' : 'payment.made',
      entity: 'payment',
      entityId: id,
      after: auditOf(number, decided),
    }),
    outbox(tx, businessId, direction === 'receipt' ? 'payment.received' : 'payment.made', { id, number }, actor.at),
  ])
  return { id, number, total: decision.total, warnings: decision.warnings }
}

const paperOf = (
  { id, partyId, onDate }: MoneyRequest,
  { house, facts }: LoadedMoney,
  number: string,
): DecidedPaper => ({
  ...{ documentId: id, number, partyId, name: '', phone: '', branchId: house.branchId, onDate },
  papers: facts.cash?.papers ?? [],
})

/** What was set against bills, and the rest, kept apart: so that an advance is never taken for a bill's money. */
function itemsOf(
  { direction, request, decision }: Decided,
  { voucherId, number }: { voucherId: string; number: string },
): NewOpenItem[] {
  const { id: documentId, partyId, onDate } = request
  const side = sideOf(direction)
  const common = { partyId, side, documentId, voucherId, number, onDate, dueOn: onDate } as const
  const against: NewOpenItem[] =
    decision.against > 0n ? [{ ...common, id: newId(), kind: 'against', amount: decision.against }] : []
  return decision.rest ? [...against, { ...common, ...decision.rest, id: newId() }] : against
}

function allocationsOf({ decision }: Decided, voucherId: string, items: readonly NewOpenItem[]) {
  const from = items.find(({ kind }) => kind === 'against')
  if (!from) return []
  return decision.shares.map(({ itemId, amount, onDate }) => ({
    fromItemId: from.id,
    toItemId: itemId,
    voucherId,
    amount,
    onDate,
  }))
}

const auditOf = (number: string, { request, loaded, decision }: Decided): Record<string, unknown> => ({
  number,
  party: loaded.partyName,
  on_date: request.onDate,
  total_paise: decision.total,
  modes: decision.tenders.map(({ mode }) => mode).join(', '),
  against_paise: decision.against,
  ...(decision.rest && { rest: decision.rest.kind, rest_paise: decision.rest.amount }),
  ...(decision.warnings.length > 0 && { warned: decision.warnings.map(({ key }) => key) }),
})
