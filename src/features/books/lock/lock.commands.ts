import type { Actor } from '../../../core/actor.ts'
import type { IsoDate } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { isMovedBack } from './lock.rules.ts'

export type NewLock = {
  /** The last closed day; null opens every period. */
  readonly lockDate: IsoDate | null
  readonly reason: string
}

/**
 * Closes the books up to a day for posting, reversal and allocation. It waits for the vouchers that are being written, and
 * those that come later see it. Throws Refusal 'books.refusal.lockReason' when a closed day is opened without a reason.
 */
export async function setLockDate(
  tx: Tx,
  businessId: string,
  { lockDate, reason }: NewLock,
  actor: Actor,
): Promise<void> {
  const [row] = await named<{ lock_date: IsoDate | null }>(tx, lockBusiness, [businessId])
  const before = row?.lock_date ?? null
  if (before === lockDate) return
  if (isMovedBack(before, lockDate) && reason === '') throw new Refusal('books.refusal.lockReason')
  await Promise.all([
    named(tx, moveLock, [businessId, lockDate]),
    audit(tx, businessId, actor, {
      action: 'books.locked',
      entity: 'books',
      entityId: businessId,
      before: { lockDate: before },
      after: { lockDate, reason },
    }),
  ])
}

// Stronger than an update would take: it waits for every voucher whose foreign key holds the row.
const lockBusiness = { name: 'books.lock.hold', text: 'select lock_date from business where id = $1 for update' }
const moveLock = { name: 'books.lock.move', text: 'update business set lock_date = $2 where id = $1' }
