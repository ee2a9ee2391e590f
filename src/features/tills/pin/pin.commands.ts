import type { Actor } from '../../../core/actor.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Db } from '../../../db/database.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { hashPassword } from '../../auth/index.ts'
import { pinKey } from '../approvals/pin-throttle.ts'

/** Sets or changes a member's PIN; only its hash is kept. Tries that went wrong before are forgotten. Throws NotFound. */
export async function setPin(db: Db, businessId: string, userId: string, pin: string, actor: Actor): Promise<void> {
  const hash = await hashPassword(pin)
  await inBusiness(db, businessId, async (tx) => {
    const changed = await named(tx, writePin, [businessId, userId, hash, actor.at])
    if (changed.length === 0) throw new NotFound('no such member')
    await tx('throttle')
      .where({ key: pinKey(businessId, userId) })
      .delete()
    const after = { name: actor.name }
    await audit(tx, businessId, actor, { action: 'member.pin-set', entity: 'member', entityId: userId, after })
  })
}

/** Takes the PIN away: the person approves nothing at a counter any more. */
export async function clearPin(db: Db, businessId: string, userId: string, actor: Actor): Promise<void> {
  await inBusiness(db, businessId, async (tx) => {
    const changed = await named(tx, writePin, [businessId, userId, null, null])
    if (changed.length === 0) return
    const after = { name: actor.name }
    await audit(tx, businessId, actor, { action: 'member.pin-cleared', entity: 'member', entityId: userId, after })
  })
}

const writePin = {
  name: 'tills.pin.write',
  text: `
    update membership set till_pin_hash = $3, till_pin_set_at = $4
    where business_id = $1 and user_id = $2 and ended_at is null and (till_pin_hash is not null or $3::text is not null) returning user_id`,
}
