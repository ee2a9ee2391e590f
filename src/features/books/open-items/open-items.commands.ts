import type { Actor } from '../../../core/actor.ts'
import type { OpenItemKind, Side } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Commodity } from '../../../core/ledger.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation, sqlState } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { refuseLocked } from '../lock/lock.rules.ts'
import { addToDueFlows, type DueMove, findDueKeys, movesOfAllocations, type SettledItem } from './due-flows.commands.ts'
import { findAllocation, listItemsOfVoucher, listLiveAllocations } from './open-items.queries.ts'

export type NewOpenItem = {
  readonly id: string
  readonly partyId: string
  /** A debit item is what the party owes, a credit item what the party has paid or is owed. */
  readonly side: Side
  readonly kind: OpenItemKind
  readonly documentId?: string | null
  readonly voucherId: string
  readonly number: string
  readonly commodity?: Commodity
  readonly amount: bigint
  readonly onDate: IsoDate
  readonly dueOn: IsoDate
  /** Of an opening: the day of the bill itself, before the books began. */
  readonly billedOn?: IsoDate | null
}

/** An amount still to be settled, made in the transaction of its voucher (which stands before it on the wire). */
export const openItem = (tx: Tx, businessId: string, item: NewOpenItem): Promise<void> =>
  openItems(tx, businessId, [item])

/**
 * Items with what settles them at once, by each other or by items that stand: what they add to their days and take from them
 * again is written once. Throws as `allocate`; Error for an opening, of which only the database tells what it is.
 */
export async function openSettled(
  tx: Tx,
  businessId: string,
  { items, settling }: { items: readonly NewOpenItem[]; settling: readonly NewAllocation[] },
  actor: Actor,
): Promise<void> {
  if (items.some(({ kind }) => kind === 'opening')) throw new Error('an opening is settled by itself')
  const opened = items.map((item) => ({ id: item.id, ...moveOf(item, false) }))
  const ids = new Set(items.map(({ id }) => id))
  const standing = settling.flatMap(({ fromItemId, toItemId }) => [fromItemId, toItemId].filter((id) => !ids.has(id)))
  const keep = (found: readonly SettledItem[]) =>
    addToDueFlows(tx, businessId, [...opened, ...movesOfAllocations(settling, [...opened, ...found])])
  await together([
    items.length > 0 ? insertItems(tx, businessId, items) : undefined,
    settling.length > 0 ? insertAllocations(tx, businessId, newRows(settling), actor) : undefined,
    standing.length > 0 ? findDueKeys(tx, businessId, standing).then(keep) : keep([]),
  ])
}

/** Several at once, with what they add to their days (`due_flow`). */
export async function openItems(tx: Tx, businessId: string, items: readonly NewOpenItem[]): Promise<void> {
  if (items.length === 0) return
  const made = insertItems(tx, businessId, items)
  const keep = (advances: ReadonlySet<string>): Promise<void> =>
    addToDueFlows(
      tx,
      businessId,
      items.map((item) => moveOf(item, advances.has(item.id))),
    )
  // Whether an opening is an advance, the database tells from its voucher; of all others it is known before.
  if (items.some(({ kind }) => kind === 'opening')) await keep(advancesOf(await made))
  else await together([made, keep(new Set())])
}

const insertItems = (tx: Tx, businessId: string, items: readonly NewOpenItem[]): Promise<MadeItem[]> =>
  named(tx, itemsInsert, [
    businessId,
    items.map((item) => item.id),
    items.map((item) => item.partyId),
    items.map((item) => item.side),
    items.map((item) => item.kind),
    items.map((item) => item.documentId ?? null),
    items.map((item) => item.voucherId),
    items.map((item) => item.number),
    items.map((item) => item.commodity ?? 'INR'),
    items.map((item) => item.amount),
    items.map((item) => item.onDate),
    items.map((item) => item.dueOn),
    items.map((item) => item.billedOn ?? null),
  ])

type MadeItem = { readonly id: string; readonly isAdvance: boolean }

const advancesOf = (made: readonly MadeItem[]): ReadonlySet<string> =>
  new Set(made.filter(({ isAdvance }) => isAdvance).map(({ id }) => id))

const moveOf = (item: NewOpenItem, isAdvance: boolean): DueMove => ({
  commodity: item.commodity ?? 'INR',
  side: item.side,
  kind: isAdvance ? 'advance' : item.kind,
  dueOn: item.dueOn,
  billedOn: item.billedOn ?? item.onDate,
  onDate: item.onDate,
  amount: item.amount,
})

export type NewAllocation = {
  /** What settles: money, an advance, a note. */
  readonly fromItemId: string
  /** What is settled: a bill. */
  readonly toItemId: string
  readonly voucherId: string
  readonly amount: bigint
  readonly onDate: IsoDate
}

/**
 * Settles items by others; the database moves both open amounts. Throws Refusal 'books.refusal.overAllocated' when an
 * item has less open than is taken, 'books.refusal.itemsDoNotFit' for items of two parties or of one side, and
 * 'errors.locked'; Error for an amount that is not above zero.
 */
export async function allocate(
  tx: Tx,
  businessId: string,
  allocations: readonly NewAllocation[],
  actor: Actor,
): Promise<void> {
  await insertAndKeep(tx, businessId, newRows(allocations), actor)
}

/** Sorted, so that two receipts of one party lock its bills in one order. */
function newRows(allocations: readonly NewAllocation[]): AllocationRow[] {
  if (allocations.some((allocation) => allocation.amount <= 0n)) throw new Error('an allocation is above zero')
  const sorted = [...allocations].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  return sorted.map((row) => ({ ...row, reversesId: null }))
}

const key = ({ toItemId, fromItemId }: NewAllocation): string => `${toItemId} ${fromItemId}`

/**
 * Takes back every allocation from or to these items by a dated row with its negative, so that a past day can still be
 * shown as it was. Throws Refusal 'books.refusal.alreadyReversed' when another did it at the same moment.
 */
export async function undoAllocations(
  tx: Tx,
  businessId: string,
  { itemIds, voucherId, onDate }: { itemIds: readonly string[]; voucherId: string; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  const live = await listLiveAllocations(tx, businessId, itemIds)
  await insertAndKeep(
    tx,
    businessId,
    live.map((row) => undone(row, voucherId, onDate)),
    actor,
  )
}

/**
 * Takes back one allocation by a dated row with its negative, under the voucher that it named itself. Lock the party
 * before. Throws Refusal 'books.refusal.alreadyReversed', also for another's press at the same moment, and
 * 'errors.locked'; NotFound.
 */
export async function undoAllocation(
  tx: Tx,
  businessId: string,
  { allocationId, onDate }: { allocationId: string; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  const { isLive, ...row } = await findAllocation(tx, businessId, allocationId)
  if (!isLive) throw new Refusal('books.refusal.alreadyReversed', {}, 409)
  await insertAndKeep(tx, businessId, [undone(row, row.voucherId, onDate)], actor)
}

/**
 * Closes the open items of a reversed voucher: what settled them is free again, and an item of kind 'reversal' on the
 * reversing voucher settles each in full. To be called after `reverse`.
 */
export async function reverseOpenItems(
  tx: Tx,
  businessId: string,
  { voucherId, reversalId, onDate }: { voucherId: string; reversalId: string; onDate: IsoDate },
  actor: Actor,
): Promise<void> {
  const items = await listItemsOfVoucher(tx, businessId, voucherId)
  const itemIds = items.map((item) => item.id)
  const contras = items.map((item) => ({ item, id: newId() }))
  await undoAllocations(tx, businessId, { itemIds, voucherId: reversalId, onDate }, actor)
  const closing = contras.map(
    ({ item, id }): NewOpenItem => ({
      id,
      partyId: item.party_id,
      side: item.side === 'debit' ? 'credit' : 'debit',
      kind: 'reversal',
      documentId: item.document_id,
      voucherId: reversalId,
      number: item.number,
      commodity: item.commodity,
      amount: item.amount,
      onDate,
      dueOn: onDate,
    }),
  )
  const settling = contras.map(({ item, id }) => ({
    fromItemId: id,
    toItemId: item.id,
    voucherId: reversalId,
    amount: item.amount,
    onDate,
  }))
  await together([openItems(tx, businessId, closing), allocate(tx, businessId, settling, actor)])
}

type AllocationRow = NewAllocation & { readonly reversesId: string | null }

const undone = (row: NewAllocation & { id: string }, voucherId: string, onDate: IsoDate): AllocationRow => ({
  fromItemId: row.fromItemId,
  toItemId: row.toItemId,
  amount: -row.amount,
  voucherId,
  onDate,
  reversesId: row.id,
})

async function insertAndKeep(tx: Tx, businessId: string, rows: readonly AllocationRow[], actor: Actor): Promise<void> {
  if (rows.length === 0) return
  const itemIds = rows.flatMap(({ fromItemId, toItemId }) => [fromItemId, toItemId])
  const [, items] = await together([
    insertAllocations(tx, businessId, rows, actor),
    findDueKeys(tx, businessId, itemIds),
  ])
  await addToDueFlows(tx, businessId, movesOfAllocations(rows, items))
}

async function insertAllocations(
  tx: Tx,
  businessId: string,
  rows: readonly AllocationRow[],
  actor: Actor,
): Promise<void> {
  const values = [
    rows.map(() => newId()),
    rows.map((row) => row.fromItemId),
    rows.map((row) => row.toItemId),
    rows.map((row) => row.voucherId),
    rows.map((row) => row.amount),
    rows.map((row) => row.onDate),
    rows.map((row) => row.reversesId),
  ]
  await named(tx, allocationsInsert, [businessId, actor.userId, actor.at, ...values]).catch(refuseUnfit)
}

function refuseUnfit(error: unknown): never {
  if (sqlState(error) === '23514') throw new Refusal('books.refusal.overAllocated', {}, 409)
  if (sqlState(error) === 'KH004') throw new Refusal('books.refusal.itemsDoNotFit', {}, 409)
  if (isUniqueViolation(error)) throw new Refusal('books.refusal.alreadyReversed', {}, 409)
  return refuseLocked(error)
}

const itemsInsert = {
  name: 'books.open_item.insert',
  text: `
    insert into open_item (business_id, id, party_id, side, kind, document_id, voucher_id, number, commodity, amount, open_amount, on_date, due_on, billed_on)
    select $1, i.id, i.party_id, i.side, i.kind, i.document_id, i.voucher_id, i.number, i.commodity, i.amount, i.amount, i.on_date, i.due_on, i.billed_on
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::bigint[], $11::date[], $12::date[], $13::date[])
      as i (id, party_id, side, kind, document_id, voucher_id, number, commodity, amount, on_date, due_on, billed_on)
    returning id, is_advance as "isAdvance"`,
}

const allocationsInsert = {
  name: 'books.allocation.insert',
  text: `
    insert into allocation (business_id, by_user, at, id, from_item_id, to_item_id, voucher_id, amount, on_date, reverses_id)
    select $1, $2, $3, a.* from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::date[], $10::uuid[]) as a`,
}
