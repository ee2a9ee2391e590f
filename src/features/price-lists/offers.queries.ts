import type { IsoDate } from '../../core/dates.ts'
import type { Paise } from '../../core/money.ts'
import type { PriceOffer } from '../../core/price-list.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { type ItemOffers, listedPrice } from './offers.rules.ts'

/** Of these items those that a list bears on for the customer (none: whoever comes) on the day; one statement. */
export async function offersFor(
  tx: Tx,
  businessId: string,
  { itemIds, partyId, onDate }: { itemIds: readonly string[]; partyId: string | undefined; onDate: IsoDate },
): Promise<ReadonlyMap<string, ItemOffers>> {
  if (itemIds.length === 0) return new Map()
  const rows = await named<OfferRow>(tx, offersOn, [businessId, [...new Set(itemIds)], partyId ?? null, onDate])
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId)
  return new Map(
    [...byItem].map(([itemId, of]) => [
      itemId,
      { offers: of.map(offerOf), groupId: of[0]?.partyGroup ?? null, onDate },
    ]),
  )
}

interface OfferRow extends Omit<PriceOffer, 'price'> {
  itemId: string
  partyGroup: string | null
  amount: Paise | null
  bp: number | null
}

const offerOf = ({ itemId: _item, partyGroup: _group, amount, bp, ...offer }: OfferRow): PriceOffer => ({
  ...offer,
  price: listedPrice(amount, bp),
})

const columns = `
  i.id as "itemId", (select p.group_id from party p where p.business_id = $1 and p.id = $3) as "partyGroup", l.list_id as "listId",
  s.name as "listName", s.from_on as "fromOn", s.to_on as "toOn", s.group_id as "groupId", l.item_id is not null as "isOfItem",
  l.min_milli as min, l.price_paise as amount, l.change_bp as bp`
const inForce = `s.from_on <= $4::date and (s.to_on is null or s.to_on >= $4::date)
      and (s.group_id is null or s.group_id = (select p.group_id from party p where p.business_id = $1 and p.id = $3))`

const offersOn = {
  name: 'price_list.offers',
  text: `
    select ${columns} from item i
    join price_list_line l on l.business_id = i.business_id and l.item_id = i.id
    join price_list s on s.business_id = l.business_id and s.id = l.list_id
    where i.business_id = $1 and i.id = any($2::uuid[]) and ${inForce}
    union all
    select ${columns} from item i
    join price_list_line l on l.business_id = i.business_id and l.item_id is null and l.category = i.category
    join price_list s on s.business_id = l.business_id and s.id = l.list_id
    where i.business_id = $1 and i.id = any($2::uuid[]) and i.category <> '' and ${inForce}`,
}
