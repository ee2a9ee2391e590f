import t from 'tap'
import { milli } from '../core/quantity.ts'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { makePayment } from '../features/payments/index.ts'
import { sendGoodsBack } from '../features/purchase-returns/index.ts'
import { testDatabase } from './database.ts'
import { rs, today } from './goods-shop.ts'
import { hledgerCheck, wholeJournal } from './hledger.ts'
import { hasOracle } from './oracles.ts'
import { aBilledShop } from './supplier-bills.ts'

/**
 * Order 20 kg at 50; worked by hand, in rupees:
 *
 * | step                                   | stock WA | stock FIFO | goods received | landed | input tax | supplier |
 * | receipt 12 at 50, freight 24           |   624    |   624      |  -600          |  -24   |           |          |
 * | receipt 8 at 50                        |  1024    |  1024      | -1000          |  -24   |           |          |
 * | bill 20 at 52 and 5 %: 1040 + 52       |  1064    |  1064      |     0          |  -24   |   52      | -1092    |
 * | its freight 100 and 18 %, put on goods |  1164    |  1164      |     0          |  -24   |   70      | -1210    |
 * | its freight 24, put on goods before    |  1164    |  1164      |     0          |    0   |   70      | -1234    |
 * | 5 go back: 260 + 13                    |   873    |   869      |     0          |    0   |   57      |  -961    |
 * | advance 300, then 661                  |   873    |   869      |     0          |    0   |   57      |     0    |
 *
 * In FIFO the first 12 cost 624 + 24 + 60 = 708, so 5 of them 295; on average 5 of 1164 / 20 are 291.
 */
const expected = { weighted: { stock: 873, loss: 31 }, fifo: { stock: 869, loss: 35 } } as const

t.test('order, two part receipts, bill with freight, return of a part, payment with an advance', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  for (const method of ['weighted', 'fifo'] as const)
    t.test(method, async (t) => {
      const shop = await aBilledShop(kit)
      if (method === 'fifo')
        await shop.read((tx) => tx('business').where({ id: shop.id }).update({ valuation: 'fifo' }))
      const orderId = await shop.order([{ itemId: shop.riceId, quantity: 20_000n, price: '50' }])
      const part = (quantity: bigint) =>
        shop.receiptLine(shop.riceId, { order: { id: orderId, line: 1 }, received: milli(quantity), price: null })
      const first = await shop.receive(shop.asked([part(12_000n)], { landed: rs('24') }))
      const second = await shop.receive(shop.asked([part(8_000n)]))
      const goods = (receiptId: string, quantity: bigint) =>
        shop.billLine({ kind: 'receipt', receiptId, line: 1 }, { quantity: milli(quantity), price: rs('52') })
      const freight = (isSpread: boolean, price: string, rateBp: number) =>
        shop.billLine({ kind: 'freight', isSpread }, { price: rs(price), rateBp })
      const lines = [
        goods(first.id, 12_000n),
        goods(second.id, 8_000n),
        freight(true, '100', 1800),
        freight(false, '24', 0),
      ]
      const bill = await shop.bill(shop.askedBill(lines))
      t.equal(bill.payable, rs('1234'))
      t.match(await shop.standing(), { stock: 1164, creditors: -1234, 'input-cgst': 35, 'input-sgst': 35 })
      const sent = [{ line: 2, quantity: milli(5_000n), pieceIds: [], isRejected: false }]
      const back = { id: newId(), onDate: today, reason: 'quality', note: '', lines: sent } as const
      await inBusiness(kit.db, shop.id, (tx) =>
        sendGoodsBack(tx, shop.id, { ...back, source: { kind: 'bill', id: bill.id } }, shop.actor),
      )
      const pay = (amount: string, isAdvance: boolean) => {
        const tenders = [{ mode: 'bank', amount: rs(amount), reference: '' }] as const
        const money = { id: newId(), partyId: shop.supplierId, onDate: today, tenders, note: '' }
        const against = isAdvance ? [] : ('oldest' as const)
        const restAs = isAdvance ? 'advance' : 'on-account'
        return inBusiness(kit.db, shop.id, (tx) => makePayment(tx, shop.id, { ...money, against, restAs }, shop.actor))
      }
      await pay('300', true)
      await pay('661', false)
      const { stock, loss } = expected[method]
      const standing = await shop.standing()
      const money = { bank: -961, 'input-cgst': 28.5, 'input-sgst': 28.5 }
      t.match(standing, { stock, 'purchase-return': loss, 'input-cgst': 28.5, 'input-sgst': 28.5 })
      for (const role of ['goods-received', 'landed-cost', 'creditors', 'cost-of-goods'])
        t.notOk(role in standing, role)
      t.equal(
        Object.values(standing).reduce((all, amount) => all + Math.round(amount * 100), 0),
        0,
        'trial balance',
      )
      t.equal(Object.values(money).reduce((all, amount) => all + amount, 0) + stock + loss, 0)
      const [level] = await shop.read((tx) => tx('stock_level').where({ business_id: shop.id, item_id: shop.riceId }))
      t.match(level, { quantity_milli: 15_000n, value_paise: BigInt(stock * 100) })
      t.same((await shop.open()).sort(), ['credit INR 30000', 'debit INR 30000'], 'the advance stands against the bill')
      t.same(await shop.faults(), [])
      if (hasOracle('hledger')) await hledgerCheck(await shop.read((tx) => wholeJournal(tx, shop.id)))
    })
})
