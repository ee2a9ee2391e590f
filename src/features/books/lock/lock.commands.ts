import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { findClosedDays } from './exceptions/exceptions.queries.ts'
import { isMovedBack } from './lock.rules.ts'

export type NewLock = {
  /** The last closed day; null opens every period. */
  readonly lockDate: IsoDate | null
  readonly reason: string
}

/**
 * Closes the books up to a day for posting, reversal and allocation. It waits for the vouchers that are being written, and
 * those that come later see it. Throws Refusal 'books.refusal.lockReason' when a closed day is opened without a reason, and
 * 'lock.refusal.behindYear' for days of a closed year, which `reopenYear` opens.
 */
export async function setLockDate(
  tx: Tx,
  businessId: string,
  { lockDate, reason }: NewLock,
  actor: Actor,
): Promise<void> {
  const before = await holdLockDate(tx, businessId)
  if (before === lockDate) return
  const { closedYearEnd } = await findClosedDays(tx, businessId)
  if (closedYearEnd !== null && isMovedBack(closedYearEnd, lockDate))
    throw new Refusal('lock.refusal.behindYear', { date: closedYearEnd })
  if (isMovedBack(before, lockDate) && reason === '') throw new Refusal('books.refusal.lockReason')
  await together([
    moveLockDate(tx, businessId, lockDate),
    audit(tx, businessId, actor, {
      action: 'books.locked',
      entity: 'books',
      entityId: businessId,
      before: { lockDate: before },
      after: { lockDate, reason },
    }),
  ])
}

/** The last closed day; no voucher is written until the transaction ends, and it waits for those that are being written. */
export async function holdLockDate(tx: Tx, businessId: string): Promise<IsoDate | null> {
  const [row] = await named<{ lock_date: IsoDate | null }>(tx, lockBusiness, [businessId])
  return row?.lock_date ?? null
}

/** Moves it and asks nothing: for who holds it. */
export const moveLockDate = (tx: Tx, businessId: string, lockDate: IsoDate | null): Promise<unknown> =>
  named(tx, moveLock, [businessId, lockDate])

// Stronger than an update would take: it waits for every voucher whose foreign key holds the row.
const lockBusiness = { name: 'books.lock.hold', text: 'select lock_date from business where id = $1 for update' }
const moveLock = { name: 'books.lock.move', text: 'update business set lock_date = $2 where id = $1' }
