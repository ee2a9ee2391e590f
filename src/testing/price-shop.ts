import { addDays } from '../core/dates.ts'
import { milli } from '../core/quantity.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { createGroup, createList, putLines, setPartyGroup } from '../features/price-lists/index.ts'
import type { CastKit } from './cast.ts'
import { aGoodsShop, rs, today } from './goods-shop.ts'

/** Rice at 118, Tea at 285 and Salt at 20 in Grocery; Meera is Wholesale, whose list has rice at 110, from 12 at 100. */
export async function aPriceShop(kit: CastKit & { db: Db }) {
  const shop = await aGoodsShop(kit, { items: 3, stock: 500_000n })
  const [rice = '', tea = '', salt = ''] = shop.itemIds
  const [groupId, listId] = [newId(), newId()]
  const named = [
    { id: rice, name: 'Rice', sale_price_paise: rs('118'), barcode: '8901000000011' },
    { id: tea, name: 'Tea', sale_price_paise: rs('285'), barcode: '8901000000028' },
    { id: salt, name: 'Salt', sale_price_paise: rs('20'), category: 'Grocery' },
  ]
  await inBusiness(kit.db, shop.id, async (tx) => {
    for (const { id, ...row } of named) await tx('item').where({ id }).update(row)
    await createGroup(tx, shop.id, { id: groupId, name: 'Wholesale' }, shop.actor)
    await setPartyGroup(tx, shop.id, { partyId: shop.partyId, groupId }, shop.actor)
    const list = { id: listId, name: 'Wholesale 2026', groupId, fromOn: addDays(today, -10), toOn: null }
    await createList(tx, shop.id, list, shop.actor)
    const line = (min: bigint, price: string) =>
      ({ itemId: rice, category: '', min: milli(min), price: { kind: 'fixed', amount: rs(price) } }) as const
    await putLines(tx, shop.id, { listId, lines: [line(1000n, '110'), line(12_000n, '100')] }, shop.actor)
  })
  return { ...shop, rice, tea, salt, groupId, listId }
}
