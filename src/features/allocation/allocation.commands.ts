import type { Actor } from '../../core/actor.ts'
import { decideSettlement, type Pair } from '../../core/allocation.ts'
import type { IsoDate } from '../../core/dates.ts'
import { Refusal } from '../../core/errors.ts'
import { sum } from '../../core/money.ts'
import { newId } from '../../db/ids.ts'
import { hashOfRequest } from '../../db/request-hash.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { outbox } from '../../jobs/outbox.ts'
import { audit } from '../audit/index.ts'
import { allocate, type ListedItem, reverse, reverseOpenItems, undoAllocation } from '../books/index.ts'
import { loadSettling } from './allocation.facts.ts'
import { type FoundAllocation, findAllocationOf } from './allocation.queries.ts'
import { insertSettlement, isRepeat } from './allocation.rows.ts'
import { proposeAll } from './allocation.rules.ts'

export interface SettleRequest {
  readonly id: string
  readonly partyId: string
  /** A pair stands on a later day where one of its items was not open on this one. */
  readonly onDate: IsoDate
  /** From what waits (money, a note) to what it settles (a bill); 'oldest': all that waits, oldest due first. */
  readonly shares: 'oldest' | readonly Pair[]
}

/**
 * Settles open items of a party with each other. No voucher comes of it, for no account moves: each allocation names the
 * voucher of the item that settles. The same id with the same request is done once. Throws NotFound, Refusal 409
 * 'allocation.refusal.otherBody', PairRefused and Refusal 'allocation.refusal.*', 'fields.date.future', 'errors.locked'.
 */
export async function settle(tx: Tx, businessId: string, request: SettleRequest, actor: Actor): Promise<void> {
  const { id, partyId, onDate } = request
  const requestHash = hashOfSettle(request)
  const { party, today, items, lastUndone, existing } = await loadSettling(tx, businessId, partyId, {
    id,
    at: actor.at,
    lock: true,
  })
  if (isRepeat(existing, requestHash)) return
  if (onDate > today) throw new Refusal('fields.date.future')
  const shares = request.shares === 'oldest' ? proposeAll(party, items) : request.shares
  const voucherOf = new Map(items.map((item) => [item.id, item.voucherId]))
  const rows = decideSettlement(items, shares, { onDate, lastUndone }).map((row) => ({
    ...row,
    voucherId: voucherOf.get(row.fromItemId) ?? '',
  }))
  const used = sum(rows.map(({ amount }) => amount))
  const numbers = { from: numbersOf(items, shares, 'fromItemId'), bills: numbersOf(items, shares, 'toItemId') }
  await together([
    insertSettlement(tx, businessId, { id, partyId, kind: 'settle', voucherId: null, onDate, requestHash }, actor),
    allocate(tx, businessId, rows, actor),
    ...papersOf(items, shares).map(({ entity, entityId }) =>
      audit(tx, businessId, actor, {
        action: 'payment.used',
        entity,
        entityId: entityId ?? partyId,
        after: { party: party.name, on_date: onDate, used_paise: used, ...numbers },
      }),
    ),
    outbox(tx, businessId, 'payment.used', { id, partyId }, actor.at),
  ])
}

function hashOfSettle({ partyId, onDate, shares }: SettleRequest): string {
  const pairs = shares === 'oldest' ? shares : shares.map((pair) => [pair.fromItemId, pair.toItemId, pair.amount])
  return hashOfRequest(['settle', partyId, onDate, pairs])
}

export interface UndoRequest {
  readonly partyId: string
  readonly allocationId: string
  readonly onDate: IsoDate
}

/**
 * Takes one allocation back by a dated opposite row; a write-off or discount goes whole, its entry reversed, for it was
 * made for that bill alone. A second press does nothing more. Throws NotFound; Refusal 'allocation.refusal.undoDate' for
 * a day before it, 'fields.date.future', 'allocation.refusal.ofReversal' for what a cancelled paper settled.
 */
export async function undoOne(tx: Tx, businessId: string, request: UndoRequest, actor: Actor): Promise<void> {
  const { partyId, allocationId, onDate } = request
  const { today } = await loadSettling(tx, businessId, partyId, { at: actor.at, lock: true })
  const found = await findAllocationOf(tx, businessId, partyId, allocationId)
  if (found.isUndone) return
  if (found.isOfReversal) throw new Refusal('allocation.refusal.ofReversal', {}, 409)
  if (onDate > today) throw new Refusal('fields.date.future')
  if (onDate < found.onDate) throw new Refusal('allocation.refusal.undoDate')
  await takeBack(tx, businessId, found, { ...request, undoId: newId() }, actor)
  await together([
    audit(tx, businessId, actor, {
      action: 'allocation.undone',
      entity: 'party',
      entityId: partyId,
      before: { from: found.fromNumber, bill: found.toNumber, amount_paise: found.amount, on_date: found.onDate },
      after: { on_date: onDate },
    }),
    outbox(tx, businessId, 'allocation.undone', { id: allocationId, partyId }, actor.at),
  ])
}

async function takeBack(
  tx: Tx,
  businessId: string,
  { adjustmentVoucherId: voucherId, id: allocationId, narration: reason, voucherNumber: number }: FoundAllocation,
  { onDate, undoId }: UndoRequest & { undoId: string },
  actor: Actor,
): Promise<void> {
  if (voucherId === null) return undoAllocation(tx, businessId, { allocationId, onDate }, actor)
  await reverse(tx, businessId, { voucherId, newId: undoId, onDate, reason, number }, actor)
  await reverseOpenItems(tx, businessId, { voucherId, reversalId: undoId, onDate }, actor)
}

/** The papers whose money it was, so that each shows what became of it; the party for what has no paper of money. */
function papersOf(items: readonly ListedItem[], shares: readonly Pair[]) {
  const ids = new Set(shares.map(({ fromItemId }) => fromItemId))
  const papers = items.filter(({ id, kind }) => ids.has(id) && moneyKinds.has(kind)).map((item) => item.documentId)
  const known = [...new Set(papers.filter((id) => id !== null))].slice(0, 20)
  if (known.length === 0) return [{ entity: 'party', entityId: undefined }]
  return known.map((entityId) => ({ entity: 'payment', entityId }))
}

const moneyKinds: ReadonlySet<string> = new Set(['against', 'advance', 'on-account'])

function numbersOf(items: readonly ListedItem[], shares: readonly Pair[], end: 'fromItemId' | 'toItemId'): string {
  const ids = new Set(shares.map((share) => share[end]))
  return items
    .filter(({ id }) => ids.has(id))
    .map(({ number, onDate }) => number || onDate)
    .join(', ')
}
