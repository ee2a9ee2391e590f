import type { Paise } from '../../../core/money.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

export interface AskedParty {
  id: string
  name: string
  groupName: string | null
}

/** Customers by id, whole name or phone; two at most, so that the caller knows whether it is one. */
export function findAsked(tx: Tx, businessId: string, words: string): Promise<AskedParty[]> {
  const phone = words.replaceAll(/[^\d]/g, '').slice(-10)
  return named(tx, partiesCalled, [
    businessId,
    isId(words) ? words : null,
    words,
    phone.length === 10 ? `+91${phone}` : '',
  ])
}

export interface AskedItem {
  id: string
  name: string
  unit: string
  own: Paise
  includesTax: boolean
}

export async function findAskedItem(tx: Tx, businessId: string, id: string): Promise<AskedItem | undefined> {
  const [item] = await named<AskedItem>(tx, itemById, [businessId, id])
  return item
}

const partiesCalled = {
  name: 'price_list.ask.party',
  text: `
    select p.id, p.name, g.name as "groupName" from party p
    left join party_group g on g.business_id = p.business_id and g.id = p.group_id
    where p.business_id = $1 and p.archived_at is null
      and (p.id = $2::uuid or p.name_key = lower($3) or (p.phone = $4 and $4 <> '')) order by p.name_key, p.id limit 2`,
}

const itemById = {
  name: 'price_list.ask.item',
  text: `
    select id, name, unit, sale_price_paise as own, price_includes_tax as "includesTax"
    from item where business_id = $1 and id = $2`,
}
