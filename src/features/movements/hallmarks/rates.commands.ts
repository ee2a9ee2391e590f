import type { Actor } from '../../../core/actor.ts'
import type { HallmarkRate } from '../../../core/hallmark.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'

/** The shop's own charges, oldest first; the standard ones stand in the rules. */
export const listHallmarkRates = (tx: Tx, businessId: string): Promise<HallmarkRate[]> =>
  named(tx, ratesOf, [businessId])

/** A charge from a day on; the same day again is put right. */
export async function setHallmarkRate(tx: Tx, businessId: string, rate: HallmarkRate, actor: Actor): Promise<void> {
  const { metal, fromOn, article, least } = rate
  await together([
    named(tx, rateSet, [businessId, metal, fromOn, article, least]),
    audit(tx, businessId, actor, {
      action: 'hallmark.rate',
      entity: 'hallmark-rate',
      entityId: businessId,
      after: { metal, from_on: fromOn, article_paise: article, least_paise: least },
    }),
  ])
}

const ratesOf = {
  name: 'movements.hallmark_rates',
  text: `
    select metal, from_on as "fromOn", article_paise as article, least_paise as least from hallmark_rate
    where business_id = $1 order by from_on, metal limit 200`,
}

const rateSet = {
  name: 'movements.hallmark_rates.set',
  text: `
    insert into hallmark_rate (business_id, metal, from_on, article_paise, least_paise) values ($1, $2, $3, $4, $5)
    on conflict (business_id, metal, from_on) do update set article_paise = excluded.article_paise, least_paise = excluded.least_paise`,
}
