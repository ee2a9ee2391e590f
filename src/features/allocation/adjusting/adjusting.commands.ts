import type { Actor } from '../../../core/actor.ts'
import { type Adjustment, adjustmentLines, adjustmentRole } from '../../../core/adjustment.ts'
import { decideSettlement, type OpenItem } from '../../../core/allocation.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { outbox } from '../../../jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { accountsByRole, allocate, type ListedItem, openItem, post, takeVoucherNumber } from '../../books/index.ts'
import { controlOfItem, loadSettling, type Settling } from '../allocation.facts.ts'
import { insertSettlement, isRepeat } from '../allocation.rows.ts'

export interface Adjusting {
  /** Of the journal that it makes. */
  readonly id: string
  readonly partyId: string
  readonly itemId: string
  readonly amount: Paise
  readonly onDate: IsoDate
  readonly reason: string
}

export interface AdjustingOptions {
  /** Whose series the journal counts in; none: the main branch's. */
  readonly branchId?: string | undefined
}

/**
 * Gives up a rest of an open item that will not come: bad debts for what a customer owes, other income for what nobody
 * claims from us. A journal of its own with an open item of its own, which settles the item. The same id with the same
 * request is done once. Throws NotFound, Refusal 409 'allocation.refusal.otherBody', 'allocation.refusal.*',
 * 'fields.date.future', 'errors.locked'.
 */
export const writeOff = (
  tx: Tx,
  businessId: string,
  request: Adjusting,
  actor: Actor,
  options: AdjustingOptions = {},
): Promise<void> => adjust(tx, businessId, { ...request, ...options, what: 'write-off' }, actor)

/** A discount for paying in time: allowed to a customer, received from a supplier. Like `writeOff`. */
export const giveDiscount = (
  tx: Tx,
  businessId: string,
  request: Adjusting,
  actor: Actor,
  options: AdjustingOptions = {},
): Promise<void> => adjust(tx, businessId, { ...request, ...options, what: 'discount' }, actor)

async function adjust(
  tx: Tx,
  businessId: string,
  request: Adjusting & AdjustingOptions & { what: Adjustment },
  actor: Actor,
): Promise<void> {
  const { id, partyId, itemId, amount, onDate, what, branchId } = request
  const reason = request.reason.trim()
  const requestHash = hashOfRequest([what, partyId, itemId, amount, onDate, reason])
  const settling = await loadSettling(tx, businessId, partyId, { id, at: actor.at, lock: true })
  if (isRepeat(settling.existing, requestHash)) return
  const item = findAdjustable(settling, { ...request, reason })
  const [controlId, roles] = await together([
    controlOfItem(tx, businessId, item, partyId),
    accountsByRole(tx, businessId),
  ])
  const contraId = accountOf(roles, adjustmentRole(what, item.side))
  const lines = adjustmentLines({ partyId, side: item.side, amount, controlId, contraId })
  const number = await takeVoucherNumber(tx, businessId, { kind: 'journal', onDate, branchId })
  const own = { ...ownItem(item, request), number }
  const voucher = { id, kind: 'journal', onDate, number, partyId, narration: reason, lines } as const
  await together([
    post(tx, businessId, voucher, actor),
    insertSettlement(tx, businessId, { id, partyId, kind: what, voucherId: id, onDate, requestHash }, actor),
    openItem(tx, businessId, own),
    allocate(tx, businessId, [{ fromItemId: own.id, toItemId: itemId, voucherId: id, amount, onDate }], actor),
    audit(tx, businessId, actor, {
      action: what === 'write-off' ? 'allocation.writtenOff' : 'allocation.discounted',
      entity: 'party',
      entityId: partyId,
      after: { number, party: settling.party.name, of: item.number, amount_paise: amount, on_date: onDate, reason },
    }),
    outbox(tx, businessId, `allocation.${what}`, { id, partyId }, actor.at),
  ])
}

function findAdjustable({ items, today, lastUndone }: Settling, request: Adjusting): ListedItem {
  const { itemId, amount, onDate, reason } = request
  const item = items.find(({ id }) => id === itemId)
  if (!item) throw new Refusal('allocation.refusal.notOpen', {}, 409)
  if (reason === '') throw new Refusal('allocation.refusal.reason')
  if (onDate > today) throw new Refusal('fields.date.future')
  const own = { ...ownItem(item, request), openAmount: amount }
  const [settled] = decideSettlement([item, own], [{ fromItemId: own.id, toItemId: itemId, amount }], {
    onDate,
    lastUndone,
  })
  // The journal and what it settles have one date, or the journal would wait for its bill.
  if (settled?.onDate !== onDate) throw new Refusal('allocation.refusal.beforeItem')
  return item
}

/** What the journal makes of the party: wholly used for the item it was written for. */
function ownItem({ side }: ListedItem, { id, partyId, amount, onDate }: Adjusting) {
  const other: OpenItem['side'] = side === 'debit' ? 'credit' : 'debit'
  const made = { partyId, side: other, kind: 'against', voucherId: id, amount, onDate, dueOn: onDate } as const
  return { ...made, id: newId() }
}
