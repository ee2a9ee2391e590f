import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Permission } from '../../../core/permissions.ts'
import type { Db } from '../../../db/database.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { isPassword } from '../../auth/index.ts'
import { findPinHolderIfAny } from './approvals.queries.ts'
import { forgetTries, lockedUntil, pinKey } from './pin-throttle.ts'

export interface ApprovalAsked {
  /** Whose PIN it is said to be. */
  userId: string
  pin: string
  /** What one must be allowed to do to say yes. */
  permission: Permission
  /** What is approved, as `entity.verb`: 'sale.below-floor'. */
  action: string
  /** What the line in the audit tells of it: the bill, the price asked and taken. */
  details: Readonly<Record<string, unknown>>
}

export interface Approval {
  userId: string
  name: string
  at: Date
}

type Outcome = 'given' | 'wrong' | 'locked' | 'no-pin' | 'may-not'

/**
 * A manager says yes at somebody else's till by a PIN. Every try stands in the audit with who asked, the till, the browser and
 * the time, in a transaction of its own: also when what it was for is not done. Give the answer's `userId` and `name` on to
 * the command. Throws Refusal 'tills.refusal.noApprover', 'noPin', 'mayNot' (403), 'wrongPin' and 'pinLocked'.
 */
export async function approveByPin(db: Db, businessId: string, asked: ApprovalAsked, actor: Actor): Promise<Approval> {
  const { userId, pin, permission } = asked
  const holder = isId(userId) ? await findPinHolderIfAny(db, businessId, userId, permission) : undefined
  if (!holder) throw new Refusal('tills.refusal.noApprover')
  const { name } = holder
  const told = (outcome: Outcome) => tell(db, businessId, { asked, name, outcome }, actor)
  if (holder.hash === null) {
    await told('no-pin')
    throw new Refusal('tills.refusal.noPin', { name })
  }
  if (!holder.mayApprove) {
    await told('may-not')
    throw new Refusal('tills.refusal.mayNot', { name }, 403)
  }
  const key = pinKey(businessId, userId)
  const until = await lockedUntil(db, key, actor.at)
  if (until) {
    await told('locked')
    throw new Refusal('tills.refusal.pinLocked', { name, count: minutesUntil(until, actor.at) })
  }
  if (!(await isPassword(pin, holder.hash))) {
    await told('wrong')
    throw new Refusal('tills.refusal.wrongPin', { name })
  }
  await forgetTries(db, key)
  await told('given')
  return { userId, name, at: actor.at }
}

const minutesUntil = (until: Date, at: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 60_000))

/** By whom it was asked is the line's own; the PIN stands nowhere. */
function tell(
  db: Db,
  businessId: string,
  { asked, name, outcome }: { asked: ApprovalAsked; name: string; outcome: Outcome },
  actor: Actor,
): Promise<void> {
  const { userId: entityId, permission, action, details } = asked
  const machine = { ...(actor.tillId && { till: actor.tillId }), ...(actor.agent && { browser: actor.agent }) }
  const after = { name, outcome, for: action, permission, ...details, ...machine }
  const entry = {
    action: outcome === 'given' ? 'approval.given' : 'approval.refused',
    entity: 'member',
    entityId,
    after,
  }
  return inBusiness(db, businessId, (tx) => audit(tx, businessId, actor, entry))
}
