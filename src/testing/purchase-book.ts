import { milli } from '../core/quantity.ts'
import { mg } from '../core/weight.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { sendGoodsBack } from '../features/purchase-returns/index.ts'
import { issueOnce } from '../features/sales/index.ts'
import { fixRate } from '../features/supplier-bills/index.ts'
import type { CastKit } from './cast.ts'
import { cash, rs, today, walkIn } from './goods-shop.ts'
import { aBilledShop } from './supplier-bills.ts'

/**
 * The book of a shop that buys: 10 kg of rice came at 50 with 24.50 of freight; the bill is of 8 of them at 52.35 and of 100 of
 * freight; 4 were sold and 2 went back. A bar of 10 g of gold is owed by weight at 12,000, of which 4 g were fixed at 12,500.
 */
export async function aPurchaseBook(kit: CastKit & { db: Db }) {
  const shop = await aBilledShop(kit)
  const [saleId, returnId, cutId] = [newId(), newId(), newId()]
  const receipt = shop.asked([shop.receiptLine()], { landed: rs('24.50') })
  await shop.receive(receipt)
  const came = { kind: 'receipt', receiptId: receipt.id, line: 1 } as const
  const rice = shop.billLine(came, { quantity: milli(8_000n), price: rs('52.35') })
  const freight = shop.billLine({ kind: 'freight', isSpread: true }, { price: rs('100'), rateBp: 1800 })
  const { id: billId } = await shop.bill(shop.askedBill([rice, freight], { theirNumber: 'ST 81' }))
  const sold = { lines: [shop.line(0, 4000n)], tenders: [cash('400')], billDiscount: { kind: 'none' } } as const
  const sale = { ...sold, id: saleId, onDate: today, buyer: walkIn, placeOfSupply: null, note: '' }
  await issueOnce(kit.db, shop.id, sale, shop.actor)
  const back = {
    id: returnId,
    source: { kind: 'bill', id: billId },
    onDate: today,
    reason: 'damaged',
    note: '',
  } as const
  const lines = [{ line: 1, isRejected: false, pieceIds: [], quantity: milli(2_000n) }]
  await shop.read((tx) => sendGoodsBack(tx, shop.id, { ...back, lines }, shop.actor, { mayBackdate: true }))
  const bar = shop.billLine(
    { kind: 'goods', itemId: shop.riceId },
    { quantity: milli(1_000n), price: rs('10'), rateBp: 300 },
  )
  const basis = { kind: 'weight', metal: 'gold', fine: mg(10_000n), rate: rs('12,000') } as const
  const { id: barId } = await shop.bill(shop.askedBill([bar], { basis, theirNumber: 'BAR 7' }))
  const cut = { id: cutId, billId: barId, onDate: today, fine: mg(4_000n), rate: rs('12,500') }
  await shop.read((tx) => fixRate(tx, shop.id, cut, shop.actor, { today }))
  return { ...shop, receiptId: receipt.id, billId, saleId, returnId, barId, cutId }
}
