import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'

/** The one link of a party that was not revoked. */
export interface LiveLink {
  id: string
  tokenHash: string
  createdAt: Date
  /** 90 days after the last due, whatever was said when it was made. */
  expiresAt: Date
}

export async function findLiveLinkIfAny(tx: Tx, businessId: string, partyId: string): Promise<LiveLink | undefined> {
  const [link] = await named<LiveLink>(tx, liveLink, [businessId, partyId])
  return link
}

/**
 * When a party's link ends at the latest: 90 days after the last day on which something of it falls due, at midnight in
 * the shop. Of the bills that are paid only the newest count, so that an old khata costs no more than a new one.
 */
export const endsSql = (party: string, zone: string, today: string): string => `
  ((greatest(${today}::date,
    (select max(o.due_on) from open_item o
      where o.business_id = $1 and o.party_id = ${party} and o.open_amount > 0 and o.side = 'debit'),
    (select max(n.due_on) from (
      select r.due_on from open_item r where r.business_id = $1 and r.party_id = ${party} and r.side = 'debit'
      order by r.on_date desc limit 20) n)
  ) + 91)::timestamp at time zone ${zone})`

const liveLink = {
  name: 'portal.link.live',
  text: `
    select l.id, l.token_hash as "tokenHash", l.created_at as "createdAt",
      greatest(l.expires_at, ${endsSql('l.party_id', 'b.zone', "'0001-01-01'")}) as "expiresAt"
    from portal_link l join business b on b.id = l.business_id
    where l.business_id = $1 and l.party_id = $2 and l.revoked_at is null`,
}
