import type { Actor } from '../../../core/actor.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

import type { ReorderSetting } from './setting.rules.ts'

export async function reorderSetting(tx: Tx, businessId: string): Promise<ReorderSetting> {
  const [row] = await named<ReorderSetting>(tx, settingRead, [businessId])
  return row ?? { months: 6, reviewDays: 7, reckonedOn: null, reckonedAt: null }
}

/** Changes how demand is reckoned; it is reckoned anew by who looks next. */
export async function setReorder(
  tx: Tx,
  businessId: string,
  { months, reviewDays }: Pick<ReorderSetting, 'months' | 'reviewDays'>,
  actor: Actor,
): Promise<void> {
  const before = await reorderSetting(tx, businessId)
  if (before.months === months && before.reviewDays === reviewDays) return
  await together([
    named(tx, settingKept, [businessId, months, reviewDays]),
    audit(tx, businessId, actor, {
      ...{ action: 'settings.reorder', entity: 'business', entityId: businessId },
      before: { months: before.months, review_days: before.reviewDays },
      after: { months, review_days: reviewDays },
    }),
  ])
}

/** What was reckoned is no longer true. */
export const forgetDemand = (tx: Tx, businessId: string): Promise<unknown> => named(tx, forgotten, [businessId])

const settingRead = {
  name: 'reorder.setting',
  text: `
    select months, review_days as "reviewDays", reckoned_on as "reckonedOn", reckoned_at as "reckonedAt"
    from reorder_setting where business_id = $1`,
}

const settingKept = {
  name: 'reorder.setting.keep',
  text: `
    insert into reorder_setting (business_id, months, review_days) values ($1, $2, $3)
    on conflict (business_id) do update set months = excluded.months, review_days = excluded.review_days, reckoned_on = null`,
}

const forgotten = {
  name: 'reorder.forget',
  text: 'update reorder_setting set reckoned_on = null where business_id = $1',
}
