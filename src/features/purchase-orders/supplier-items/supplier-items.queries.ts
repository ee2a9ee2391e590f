import type { IsoDate } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { type Page, pageOf, pageSize } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { countedUnit } from '../counted-unit.ts'

export interface SupplierItem {
  itemId: string
  name: string
  nameKey: string
  unit: string
  theirName: string
  theirCode: string
  price: Paise
  priceOn: IsoDate | null
  minimum: Milli
  leadDays: number | null
}

/** What one supplier sells to the shop, by our names for it. Throws NotFound for a party that is not there. */
export async function listSupplierItems(
  tx: Tx,
  businessId: string,
  partyId: string,
  after: readonly [name: string, id: string] | undefined,
): Promise<Page<SupplierItem> & { party: { id: string; name: string } }> {
  if (!isId(partyId)) throw new NotFound('no supplier has such an id')
  const from = after ?? ['', '00000000-0000-0000-0000-000000000000']
  const [[party], rows] = await together([
    named<{ id: string; name: string }>(tx, partyById, [businessId, partyId]),
    named<SupplierItem>(tx, itemsOf, [businessId, partyId, ...from, pageSize + 1]),
  ])
  if (!party) throw new NotFound(`no party ${partyId}`)
  return { ...pageOf(rows), party }
}

const partyById = {
  name: 'purchase_orders.supplier',
  text: 'select id, name from party where business_id = $1 and id = $2',
}

const itemsOf = {
  name: 'purchase_orders.supplier.items',
  text: `
    select s.item_id as "itemId", i.name, i.name_key as "nameKey", ${countedUnit} as unit, s.their_name as "theirName", s.their_code as "theirCode",
      s.price_paise as price, s.price_on as "priceOn", s.minimum_milli as minimum, s.lead_days as "leadDays"
    from party_item s join item i on i.business_id = s.business_id and i.id = s.item_id
    left join article a on a.business_id = i.business_id and a.item_id = i.id
    where s.business_id = $1 and s.party_id = $2 and (i.name_key, i.id) > ($3, $4::uuid)
    order by i.name_key, i.id limit $5`,
}
