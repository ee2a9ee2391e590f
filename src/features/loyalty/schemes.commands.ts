import type { Actor } from '../../core/actor.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import type { KeptScheme } from './points.facts.ts'

/**
 * A scheme from a day on. One that was is never changed: what is decided otherwise later is a new one. Twice under one id is
 * once.
 */
export async function setScheme(
  tx: Tx,
  businessId: string,
  { id, ...scheme }: KeptScheme & { id: string },
  actor: Actor,
): Promise<void> {
  const { from, earnBy, per, pointValue, minRedeem, maxRedeemBp, expiresAfterDays } = scheme
  const figures = [from, earnBy, per, pointValue, minRedeem, maxRedeemBp, expiresAfterDays]
  const made = await named(tx, schemeInsert, [businessId, id, ...figures, actor.userId, actor.name, actor.at])
  if (made.length === 0) return
  const after = {
    ...{ from, earn_by: earnBy, per, point_paise: pointValue, min_redeem: minRedeem },
    ...{ max_redeem_bp: maxRedeemBp, expires_after_days: expiresAfterDays },
  }
  await audit(tx, businessId, actor, { action: 'loyalty.scheme', entity: 'loyalty', entityId: id, after })
}

const schemeInsert = {
  name: 'loyalty.scheme.insert',
  text: `
    insert into point_scheme (business_id, id, from_date, earn_by, per, point_paise, min_redeem, max_redeem_bp, expires_after_days,
      by_user, by_name, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (business_id, id) do nothing returning id`,
}
