import { newId } from '../db/ids.ts'
import type { Fields, TestApp } from './app.ts'
import { aGoodsShop } from './goods-shop.ts'

export type PurchaseShop = Awaited<ReturnType<typeof aPurchaseShop>>

/** A shop that orders rice of Bharat Traders, a registered supplier of its own State with an address for mail. */
export async function aPurchaseShop(kit: TestApp) {
  const shop = await aGoodsShop(kit, { items: 3 })
  const supplierId = newId()
  const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
  const supplier = { id: supplierId, name: 'Bharat Traders', state: '24', gstin: '24AABCB1234C1Z8', is_supplier: true }
  await kit.root('party').insert({ ...own, ...supplier, email: 'orders@bharat.test', phone: '+919825000001' })
  /** Twenty of the first item and ten of the second, in a week. */
  const form = (has: Fields = {}): Fields => ({
    ...{ id: newId(), party_id: supplierId, expected_on: '+7' },
    ...{ 'lines.0.item': String(shop.itemIds[0]), 'lines.0.quantity': '20', 'lines.0.price': '45' },
    ...{ 'lines.1.item': String(shop.itemIds[1]), 'lines.1.quantity': '10', 'lines.1.price': '50' },
    ...has,
  })
  return { ...shop, supplierId, form }
}
