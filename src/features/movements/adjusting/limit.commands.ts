import type { Actor } from '../../../core/actor.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

/** Above this a change waits for someone's word; nothing: never. */
export async function adjustmentLimit(tx: Tx, businessId: string): Promise<Paise | null> {
  const [row] = await named<{ limit: Paise | null }>(tx, limitOf, [businessId])
  return row?.limit ?? null
}

export async function setAdjustmentLimit(tx: Tx, businessId: string, limit: Paise | null, actor: Actor): Promise<void> {
  const before = await adjustmentLimit(tx, businessId)
  await together([
    named(tx, limitSet, [businessId, limit]),
    audit(tx, businessId, actor, {
      action: 'settings.changed',
      entity: 'business',
      entityId: businessId,
      before: { adjustment_approval_paise: before },
      after: { adjustment_approval_paise: limit },
    }),
  ])
}

const limitOf = {
  name: 'movements.adjustments.limit',
  text: 'select adjustment_approval_paise as "limit" from business where id = $1',
}

const limitSet = {
  name: 'movements.adjustments.limit.set',
  text: 'update business set adjustment_approval_paise = $2 where id = $1',
}
