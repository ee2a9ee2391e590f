import type { GiftFacts } from '../../core/loyalty.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/**
 * Gift vouchers by their codes; a code that was never sold is left out. Who writes locks them by their ids, after the party
 * and before pieces, stock and the series: two tills never spend the same rupee.
 */
export async function giftFacts(
  tx: Tx,
  businessId: string,
  codes: readonly string[],
  { isLook }: { isLook: boolean },
): Promise<ReadonlyMap<string, GiftFacts>> {
  if (codes.length === 0) return new Map()
  const rows = await named<GiftFacts & { code: string }>(tx, isLook ? byCode : byCodeLocked, [businessId, codes])
  return new Map(rows.map(({ code, ...gift }) => [code, gift]))
}

const columns = `
  select id, code, left_paise as left, sold_on as "soldOn", expires_on as "expiresOn", voided_at is not null as "isCancelled"
  from gift_voucher where business_id = $1 and code = any($2::text[]) order by id`

const byCode = { name: 'gift_vouchers.by_code', text: columns }
const byCodeLocked = { name: 'gift_vouchers.by_code.lock', text: `${columns} for update` }
