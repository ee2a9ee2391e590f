import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aGoodsShop, type GoodsShop } from '../../testing/goods-shop.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { booksCheck, isOnlyWarning } from '../books/index.ts'
import { cancelInvoice, issueOnce } from '../sales/index.ts'
import { addSalesperson } from '../salespeople/index.ts'

t.test('what was sold by month', async (t) => {
  const kit = await testApp(t)
  const rows = (shop: { id: string }) =>
    kit
      .root('sold_month')
      .where({ business_id: shop.id })
      .orderBy(['split', 'month', 'of_id'])
      .select('split', 'of_id', 'month', 'quantity_milli', 'taxable_paise', 'cost_paise')
  const faults = ({ id }: { id: string }) =>
    inBusiness(kit.db, id, async (tx) =>
      (await booksCheck(tx, id)).filter(({ holds, point }) => !holds && !isOnlyWarning(point)),
    )
  const sell = (shop: GoodsShop, has: Parameters<GoodsShop['bill']>[0] = {}) =>
    issueOnce(kit.db, shop.id, shop.bill(has), shop.actor)

  t.test('counts a bill, takes back its cancelling and what came back of another', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 50_000n })
    const kavita = newId()
    const person = { id: kavita, name: 'Kavita', kind: 'none', rate: 0n, userId: null, branchId: null } as const
    await inBusiness(kit.db, shop.id, (tx) => addSalesperson(tx, shop.id, person, shop.actor))
    const line = shop.line(0, 3000n)
    await sell(shop, { lines: [{ ...line, salespersonId: kavita }] })
    const [item, who] = await rows(shop)
    t.match(item, { split: 'item', of_id: shop.itemIds[0], month: '2026-11-01', quantity_milli: 3000n })
    t.match(who, {
      split: 'salesperson',
      of_id: kavita,
      taxable_paise: item?.taxable_paise,
      cost_paise: item?.cost_paise,
    })
    const wrong = await sell(shop, { lines: [line] })
    t.match((await rows(shop))[0], { quantity_milli: 6000n })
    await inBusiness(kit.db, shop.id, (tx) =>
      cancelInvoice(tx, shop.id, { id: wrong.id, reason: 'Wrong', onDate: '2026-11-21' }, shop.actor),
    )
    t.same((await rows(shop))[0], item, 'as before')
    const back = await sell(shop, { lines: [line] })
    await kit.as(shop.asha).post(`/sales/${back.id}/returns`, {
      ...{ id: newId(), payment_id: newId(), 'part.1': '3', 'condition.1': 'stock', reason: 'Too many' },
      ...{ settle: 'khata', refund_mode: 'cash' },
    })
    t.same((await rows(shop))[0], item, 'as before')
    t.same(await faults(shop), [])
  })

  t.test('knows who supplied a piece', async (t) => {
    const shop = await aJewelCounter(kit)
    await kit.root('piece').where({ business_id: shop.id }).update({ supplier_id: shop.partyId })
    const id = newId()
    const line = { 'lines.1.item': shop.itemId, 'lines.1.piece': shop.first, 'lines.1.quantity': '1' }
    const sold = { id, ...line, party: shop.partyId, upi: '3,56,206', total: '35620600' }
    t.equal((await kit.as(shop.asha).post('/sales', sold)).statusCode, 303)
    t.match(await rows(shop), [
      { split: 'item', of_id: shop.itemId, quantity_milli: 1000n },
      { split: 'supplier', of_id: shop.partyId, quantity_milli: 1000n },
    ])
    t.same(await faults(shop), [])
  })
})
