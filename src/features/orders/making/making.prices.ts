import type { IsoDate } from '../../../core/dates.ts'
import { divRound, type Paise, paise } from '../../../core/money.ts'
import type { Milli } from '../../../core/quantity.ts'
import type { Mct } from '../../../core/weight.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type ItemOffers, offersFor, priceAt } from '../../price-lists/index.ts'

/** An item of the shop that the words of a line name, and the lists that bear on it for the customer. */
export interface ListedItem {
  readonly id: string
  readonly name: string
  readonly price: Paise
  /** Of a jeweller's article with a rate of its own: of a gram, of loose stones of a carat. */
  readonly ownRate: Paise | null
  readonly lists: ItemOffers | undefined
}

/** The items that these words name, by the words as they were asked: a whole name or a barcode. */
export async function itemsNamed(
  tx: Tx,
  businessId: string,
  { words, partyId, onDate }: { words: readonly string[]; partyId: string; onDate: IsoDate },
): Promise<ReadonlyMap<string, ListedItem>> {
  const asked = [...new Set(words.filter((one) => one !== ''))]
  if (asked.length === 0) return new Map()
  const rows = await named<Omit<ListedItem, 'lists'> & { asked: string }>(tx, itemsNamedSo, [businessId, asked])
  const lists = await offersFor(tx, businessId, { itemIds: rows.map(({ id }) => id), partyId, onDate })
  return new Map(rows.map(({ asked, ...item }) => [asked, { ...item, lists: lists.get(item.id) }]))
}

/** About what so many carats of an article's stones come to, by its own rate; undefined where it has none. */
export function stonesAt({ ownRate }: ListedItem, carat: Mct): Paise | undefined {
  return ownRate === null || carat <= 0n ? undefined : paise(divRound(ownRate * carat, 1000n, 'half-up'))
}

/** What one costs at this quantity, and by which list; undefined where the item has no price. */
export function listedAt(
  { price, lists }: ListedItem,
  quantity: Milli,
): { price: Paise; list: string | undefined } | undefined {
  const found = priceAt(price, lists, quantity)
  return found.price > 0n ? { price: found.price, list: found.offer?.listName } : undefined
}

const itemsNamedSo = {
  name: 'orders.items_named',
  text: `
    select w.asked, i.id, i.name, i.price, a.own_rate_paise as "ownRate"
    from unnest($2::text[]) as w (asked)
    cross join lateral (
      select id, name, sale_price_paise as price from item
      where business_id = $1 and archived_at is null and (name_key = lower(w.asked) or (barcode = w.asked and barcode <> ''))
      order by (name_key = lower(w.asked)) desc, id limit 1) i
    left join article a on a.business_id = $1 and a.item_id = i.id`,
}
