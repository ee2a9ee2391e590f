import { type Paise, paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { findLastCheckIfAny } from '../check/check.commands.ts'
import { isOnlyWarning } from '../check/check.rules.ts'
import type { Ready } from './year.views.ts'

/** What is to be done before a year is closed. */
export async function findReady(tx: Tx, businessId: string): Promise<Ready> {
  const [row] = await named<{ difference: Paise; drafts: number }>(tx, ready, [businessId])
  const run = await findLastCheckIfAny(tx, businessId)
  return {
    difference: row?.difference ?? paise(0n),
    drafts: row?.drafts ?? 0,
    isSound: run?.results.every(({ point, holds }) => holds || isOnlyWarning(point)),
  }
}

const ready = {
  name: 'books.year.ready',
  text: `
    select coalesce((select sum(m.debit - m.credit) from account a join account_month m on m.business_id = $1
        and m.account_id = a.id and m.commodity = 'INR' where a.business_id = $1 and a.role = 'opening-difference'), 0)::bigint as difference,
      (select count(*)::int from (select 1 from draft
        where business_id = $1 and kind = 'sale' and body->'lines' <> '[]' limit 100) d) as drafts`,
}
