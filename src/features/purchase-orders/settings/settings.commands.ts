import type { Actor } from '../../../core/actor.ts'
import { type Paise, wholeRupees } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

/** The limit as a field holds it; empty where every order goes out at once. */
export async function findApprovalLimit(tx: Tx, businessId: string): Promise<{ limit: Paise | null; typed: string }> {
  const [row] = await named<{ limit: Paise | null }>(tx, limitOf, [businessId])
  const limit = row?.limit ?? null
  return { limit, typed: limit === null ? '' : wholeRupees(limit) }
}

/** Sets above which total an order waits for approval; null is never. Orders that are there stay as they are. */
export async function setApprovalLimit(tx: Tx, businessId: string, limit: Paise | null, actor: Actor): Promise<void> {
  const before = await findApprovalLimit(tx, businessId)
  if (before.limit === limit) return
  await together([
    named(tx, limitSet, [businessId, limit]),
    audit(tx, businessId, actor, {
      action: 'settings.order-approval',
      entity: 'business',
      entityId: businessId,
      before: { order_approval_paise: before.limit },
      after: { order_approval_paise: limit },
    }),
  ])
}

const limitOf = {
  name: 'purchase_orders.settings.limit',
  text: 'select order_approval_paise as "limit" from business where id = $1',
}

const limitSet = {
  name: 'purchase_orders.settings.set',
  text: 'update business set order_approval_paise = $2 where id = $1',
}
