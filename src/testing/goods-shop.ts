import type { Actor } from '../core/actor.ts'
import type { InvoiceRequest } from '../core/invoice-facts.ts'
import { type Paise, paise, parseRupees, zero } from '../core/money.ts'
import { milli } from '../core/quantity.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import type { NewBusiness } from '../features/businesses/index.ts'
import { openStock } from '../features/stock/index.ts'
import { actorFor, aShop, type CastKit } from './cast.ts'

export const rs = (text: string): Paise => parseRupees(text) ?? zero
/** The day on which the clock of the tests stands. */
export const today = '2026-11-21'
export const walkIn = { kind: 'walk-in', name: '', phone: '', address: '', state: '' } as const
export const cash = (text: string) => ({ mode: 'cash', amount: rs(text), reference: '' }) as const

export interface GoodsShopOptions {
  items?: number
  /** Thousandths of each item, at 60 rupees apiece. */
  stock?: bigint
  negative?: 'refuse' | 'warn'
  kind?: 'goods' | 'service'
  business?: Partial<NewBusiness>
}
export type GoodsShop = Awaited<ReturnType<typeof aGoodsShop>>

/** A shop with goods and one customer, Meera, who buys rice on 15 days' credit. */
export async function aGoodsShop(kit: CastKit & { db: Db }, has: GoodsShopOptions = {}) {
  const { items = 1, stock = 10_000n, negative = 'refuse', kind = 'goods', business } = has
  const shop = await aShop(kit, { taxScheme: 'regular', ...business })
  const actor: Actor = actorFor(shop.asha, kit)
  const itemIds = Array.from({ length: items }, () => newId())
  const partyId = newId()
  await inBusiness(kit.db, shop.id, async (tx) => {
    const own = { business_id: shop.id, created_at: actor.at, updated_at: actor.at }
    const standard = await tx('gst_class').where({ name: 'Standard' }).first('id')
    const of = { ...own, kind, unit: 'KGS', hsn: '1006', gst_class_id: standard.id, purchase_price_paise: rs('45') }
    await tx('business').update({ negative_stock: negative })
    await tx('item').insert(itemIds.map((id, i) => ({ ...of, id, name: i === 0 ? 'Rice' : `Rice ${i}` })))
    await tx('party').insert({
      ...own,
      id: partyId,
      name: 'Meera',
      state: '24',
      gstin: '24AAACG2115R1ZN',
      terms_days: 15,
    })
    if (stock > 0n && kind === 'goods')
      for (const itemId of itemIds)
        await openStock(
          tx,
          shop.id,
          { itemId, branchId: shop.branchId, quantity: milli(stock), value: paise(stock * 6n), onDate: '2026-04-01' },
          actor,
        )
  })
  const line = (of = 0, quantity = 1000n) => ({
    itemId: itemIds[of] ?? '',
    quantity: milli(quantity),
    price: rs('100'),
    priceIncludesTax: true,
    discount: { kind: 'none' } as const,
  })
  const bill = (asked: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
    id: newId(),
    onDate: today,
    buyer: { kind: 'party', partyId },
    lines: [line()],
    billDiscount: { kind: 'none' },
    tenders: [],
    placeOfSupply: null,
    note: '',
    ...asked,
  })
  return { ...shop, actor, partyId, itemIds, line, bill }
}
