import { milli } from '../core/quantity.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { inBusiness, type Tx } from '../db/tenant.ts'
import { takeNumber } from '../features/books/index.ts'
import { type GoodsReceiptLine, type GoodsReceiptRequest, receiveGoods } from '../features/goods-receipts/index.ts'
import type { CastKit } from './cast.ts'
import { aGoodsShop, type GoodsShopOptions, rs, today } from './goods-shop.ts'

/** A shop that buys: rice, a medicine that comes in batches, and Shakti Traders, who bring both. */
export async function aBuyingShop(kit: CastKit & { db: Db }, has: GoodsShopOptions = {}) {
  const shop = await aGoodsShop(kit, { items: 2, stock: 0n, ...has })
  const supplierId = newId()
  const [riceId = '', medicineId = ''] = shop.itemIds
  await inBusiness(kit.db, shop.id, async (tx) => {
    const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
    await tx('party').insert({
      ...own,
      id: supplierId,
      name: 'Shakti Traders',
      state: '24',
      is_customer: false,
      is_supplier: true,
    })
    await tx('item').where({ id: riceId }).update({ barcode: '8901234567890' })
    await tx('item').where({ id: medicineId }).update({ tracks_batches: true, name: 'Paracetamol 500', unit: 'STP' })
  })
  const line = (itemId = riceId, has: Partial<GoodsReceiptLine> = {}): GoodsReceiptLine => ({
    ...{ itemId, order: null, received: milli(10_000n), rejected: milli(0n), rejectReason: '', price: rs('50') },
    ...{ batch: null, pieces: [], lot: null },
    ...has,
  })
  const asked = (lines: readonly GoodsReceiptLine[], has: Partial<GoodsReceiptRequest> = {}): GoodsReceiptRequest => ({
    ...{ id: newId(), partyId: supplierId, branchId: null, onDate: today, theirNumber: 'DC 71', theirDate: null },
    ...{ landed: rs('0'), landedBy: 'value', note: '', lines, takesExcess: false, takesExpired: false },
    ...has,
  })
  const receive = (request: GoodsReceiptRequest, options = { mayBackdate: true }) =>
    inBusiness(kit.db, shop.id, (tx) => receiveGoods(tx, shop.id, request, shop.actor, options))
  const order = (lines: readonly { itemId: string; quantity: bigint; price: string }[], days: OrderDays = {}) =>
    inBusiness(kit.db, shop.id, (tx) => anOrder(tx, { ...shop, supplierId }, lines, days))
  return { ...shop, supplierId, riceId, medicineId, receiptLine: line, asked, receive, order }
}

interface OrderDays {
  onDate?: string
  expectedOn?: string
}

type Ordering = Awaited<ReturnType<typeof aGoodsShop>> & { supplierId: string }

/** An order that is open, as the screen of orders would have written it. */
async function anOrder(
  tx: Tx,
  { id: business_id, branchId, supplierId, actor }: Ordering,
  lines: readonly { itemId: string; quantity: bigint; price: string }[],
  { onDate = today, expectedOn = today }: OrderDays,
): Promise<string> {
  const id = newId()
  const series = { documentKind: 'purchase-order', branchId, fyLabel: '26-27', defaultPrefix: 'PO' }
  const { seriesId, number } = await takeNumber(tx, business_id, series)
  await tx('document').insert({
    ...{ business_id, id, kind: 'purchase-order', state: 'issued', series_id: seriesId, number, on_date: onDate },
    ...{ party_id: supplierId, branch_id: branchId, place_of_supply: '24', supply: 'intra', total_paise: 0n },
    ...{ request_hash: '', issued_by: actor.userId, issued_by_name: actor.name, issued_at: actor.at },
    party_snapshot: { name: 'Shakti Traders' },
  })
  await tx('purchase_order').insert({ business_id, document_id: id, state: 'open', expected_on: expectedOn })
  await tx('purchase_order_line').insert(
    lines.map(({ itemId, quantity, price }, i) => ({
      ...{ business_id, order_id: id, line: i + 1, item_id: itemId, quantity_milli: quantity, price_paise: rs(price) },
      expected_on: expectedOn,
    })),
  )
  return id
}
