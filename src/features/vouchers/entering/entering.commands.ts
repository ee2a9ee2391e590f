import type { Actor } from '../../../core/actor.ts'
import { financialYear } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { taxOfEntry } from '../../../core/tax-days.ts'
import { decideLines } from '../../../core/voucher-entry.ts'
import {
  type EntryDecision,
  type EntryFacts,
  type EntryKind,
  type EntryOutcome,
  type EntrySays,
  isEntryTaxed,
  type VoucherRequest,
} from '../../../core/voucher-facts.ts'
import { decideExpense, decideNote } from '../../../core/voucher-tax.ts'
import { newId } from '../../../db/ids.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
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
import { requestHash, VoucherRefused } from '../vouchers.request.ts'
import { type LoadedEntry, loadEntry } from './entering.facts.ts'
import { insertEntry, insertNotePaper } from './entering.rows.ts'

export interface EntryDone {
  readonly id: string
  readonly number: string
  readonly total: Paise
  readonly warnings: readonly EntrySays[]
}

export interface EntryOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  /** For whom may post into days that are over: 'books.backdate'. */
  readonly mayBackdate?: boolean
}

/**
 * Writes a voucher by hand: number, voucher, open items, what a note settles, audit line and outbox row together or not at
 * all. The same id with the same request answers with the first result, also for two presses at one instant.
 * Throws VoucherRefused with every reason, Refusal 409 for another request under the id, NotFound for a branch not there.
 */
export async function enterVoucher(
  tx: Tx,
  businessId: string,
  request: VoucherRequest,
  actor: Actor,
  options: EntryOptions = {},
): Promise<EntryDone> {
  const loaded = await loadEntry(tx, businessId, request, {
    ...options,
    userId: actor.userId,
    at: actor.at,
    lock: true,
  })
  const hash = requestHash(request)
  if (loaded.existing) {
    const { number, total, requestHash: before } = loaded.existing
    if (before !== hash) throw new Refusal('vouchers.refusal.otherBody', {}, 409)
    return { id: request.id, number, total, warnings: [] }
  }
  const outcome = decideEntry(loaded.facts, request)
  if ('refused' in outcome) throw new VoucherRefused(outcome.refused)
  return write(tx, businessId, { request, hash, loaded, decision: outcome.ok }, actor).catch((error) => {
    throw isUniqueViolation(error) ? new Refusal('vouchers.refusal.otherBody', {}, 409) : error
  })
}

/** By the rules of its kind. */
function decideEntry(facts: EntryFacts, request: VoucherRequest): EntryOutcome {
  if (!isEntryTaxed(request)) return decideLines(facts, request)
  return request.kind === 'expense' ? decideExpense(facts, request) : decideNote(facts, request)
}

/** An expense is a purchase of what is used up. */
const postedAs = (kind: EntryKind): 'purchase' | Exclude<EntryKind, 'expense'> =>
  kind === 'expense' ? 'purchase' : kind

interface Decided {
  request: VoucherRequest
  hash: string
  loaded: LoadedEntry
  decision: EntryDecision
}

async function write(tx: Tx, businessId: string, decided: Decided, actor: Actor): Promise<EntryDone> {
  const { request, hash, loaded, decision } = decided
  const { id, kind, onDate, narration } = request
  const { branchId, fyStartMonth, ordinal } = loaded.house
  const fyLabel = financialYear(onDate, fyStartMonth).label
  const series = {
    documentKind: postedAs(kind),
    branchId,
    fyLabel,
    defaultPrefix: branchPrefix(voucherPrefixes[kind], ordinal),
  }
  const taken = await takeNumber(tx, businessId, series)
  const { number } = taken
  const isNote = kind === 'credit-note' || kind === 'debit-note'
  const head = { id, kind: postedAs(kind), onDate, number, partyId: decision.partyId, narration }
  const items = itemsOf(decided, number)
  await together([
    isNote ? writePaper(tx, businessId, decided, taken, actor) : undefined,
    post(tx, businessId, { ...head, documentId: isNote ? id : null, lines: decision.postings }, actor),
    insertEntry(tx, businessId, { request, hash, decision }),
    openItems(tx, businessId, items),
    allocate(tx, businessId, allocationsOf(decided, items), actor),
    addToTaxDays(tx, businessId, taxOfEntry(request, decision)),
    audit(tx, businessId, actor, {
      action: 'voucher.entered',
      entity: 'voucher',
      entityId: id,
      after: auditOf(number, decided),
    }),
    outbox(tx, businessId, 'voucher.entered', { id, kind, number }, actor.at),
  ])
  return { id, number, total: decision.total, warnings: decision.warnings }
}

function writePaper(
  tx: Tx,
  businessId: string,
  { request, hash, loaded, decision }: Decided,
  { seriesId, number }: { seriesId: string; number: string },
  actor: Actor,
): Promise<void> {
  if (request.kind !== 'credit-note' && request.kind !== 'debit-note') throw new Error(`${request.kind} is no note`)
  const against = loaded.open.find((item) => item.id === request.against)
  const party = loaded.parties[0]?.snapshot ?? {}
  const { branchId, seller } = loaded.house
  const fromDocumentId = request.kind === 'credit-note' ? (against?.documentId ?? null) : null
  const paper = { request, hash, decision, seriesId, number, branchId, fromDocumentId, party, seller }
  return insertNotePaper(tx, businessId, paper, actor)
}

/** Named by the supplier's own number, where there is one: by it he asks for his money. */
function itemsOf({ request, decision }: Decided, number: string): NewOpenItem[] {
  const theirs = request.kind === 'expense' ? request.billNumber : ''
  const common = { voucherId: request.id, number: theirs || number, onDate: request.onDate }
  return decision.items.map((item) => ({ ...item, ...common, id: newId() }))
}

function allocationsOf({ request, decision }: Decided, [from]: readonly NewOpenItem[]) {
  const { settles } = decision
  if (!settles || !from) return []
  return [
    {
      fromItemId: from.id,
      toItemId: settles.itemId,
      voucherId: request.id,
      amount: settles.amount,
      onDate: settles.onDate,
    },
  ]
}

const auditOf = (number: string, { request, loaded, decision }: Decided): Record<string, unknown> => ({
  number,
  kind: request.kind,
  on_date: request.onDate,
  total_paise: decision.total,
  ...(loaded.parties.length > 0 && { party: loaded.parties.map(({ name }) => name).join(', ') }),
  ...(request.narration !== '' && { narration: request.narration }),
  ...(decision.warnings.length > 0 && { warned: decision.warnings.map(({ key }) => key) }),
})
