import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aBilledShop } from '../../testing/supplier-bills.ts'

t.test('the pages of purchase returns', async (t) => {
  const kit = await testApp(t)
  const shop = await aBilledShop(kit)
  const owner = kit.as(shop.asha)

  await t.test('an empty list says what to do, and who may not see it is told', async (t) => {
    for (const path of ['/purchases/returns', '/purchases/returns/new']) {
      const { body, statusCode } = await owner.get(path)
      t.equal(statusCode, 200, path)
      t.same(await validHtml(body), [], path)
    }
    t.match(text((await owner.get('/purchases/returns')).body), /Nothing was sent back yet/)
    t.equal((await kit.as(await aMember(kit, shop, 'cashier')).get('/purchases/returns')).statusCode, 403)
  })

  const received = { received: milli(12_000n), rejected: milli(2_000n), rejectReason: 'Wet' }
  const receipt = await shop.receive(shop.asked([shop.receiptLine(undefined, received)]))
  const of = { kind: 'receipt', receiptId: receipt.id, line: 1 } as const
  const whole = shop.billLine(of, { quantity: milli(10_000n), price: rs('50') })
  const bill = await shop.bill(shop.askedBill([whole], { theirNumber: 'S 1' }))

  await t.test('what was rejected is offered first, against its receipt', async (t) => {
    t.match((await owner.get(`/purchases/receipts/${receipt.id}`)).body, `/purchases/returns/new?receipt=${receipt.id}`)
    const page = await owner.get(`/purchases/returns/new?receipt=${receipt.id}`)
    t.same(await validHtml(page.body), [])
    t.match(page.body, /name="x.1"[^>]* value="2"/)
    const saved = await owner.post('/purchases/returns', { id: newId(), source: `receipt:${receipt.id}`, 'x.1': '2' })
    t.match(saved.headers.location, /^\/purchases\/returns\//)
    t.match(text((await owner.get(String(saved.headers.location))).body), /Rejected at the door/)
  })

  await t.test('of a bill a part goes back, is shown, printed, found and cancelled', async (t) => {
    t.match((await owner.get(`/purchases/bills/${bill.id}`)).body, `/purchases/returns/new?bill=${bill.id}`)
    const form = { id: newId(), source: `bill:${bill.id}`, reason: 'quality', 'q.1': '11', note: 'Smells' }
    const wrong = await owner.post('/purchases/returns', form)
    t.equal(wrong.statusCode, 409)
    t.match(text(wrong.body), /There is a problem.*Only 10 of Rice can still go back/)
    t.match(wrong.body, /Smells/)
    t.same(await validHtml(wrong.body), [])
    t.equal((await owner.post('/purchases/returns', { ...form, 'q.1': 'x' })).statusCode, 422)
    t.equal((await owner.post('/purchases/returns', { ...form, 'q.1': '' })).statusCode, 422)
    const saved = await owner.post('/purchases/returns', { ...form, 'q.1': '4' })
    const at = String(saved.headers.location)
    t.equal((await owner.post('/purchases/returns', { ...form, 'q.1': '4' })).headers.location, at, 'pressed twice')
    const shown = await owner.get(at)
    t.match(text(shown.body), /DN\/26-27\/00002.*₹210.00.*Quality/)
    t.same(await validHtml(shown.body), [])
    const paper = await owner.get(`${at}/print`)
    t.match(text(paper.body), /DEBIT NOTE.*S 1.*Rice.*210.00/)
    t.same(await validHtml(paper.body), [])
    t.match(text((await owner.get('/purchases/returns?q=2')).body), /Shakti Traders Bill S 1/)
    t.equal((await owner.get('/purchases/returns?from=x')).statusCode, 422)
    t.match((await owner.get('/find?q=DN/26-27/00002')).headers.location ?? '', /^\/purchases\/returns\//)
    t.match(text((await owner.get(`/parties/${shop.supplierId}`)).body), /DN\/26-27\/00002/)
    const ask = await owner.get(`${at}/cancellation`)
    t.same(await validHtml(ask.body), [])
    t.equal((await owner.post(`${at}/cancellation`, { reason: '' })).statusCode, 422)
    t.equal((await owner.post(`${at}/cancellation`, { reason: 'Kept' })).headers.location, at)
    t.match(text((await owner.get(at)).body), /Cancelled: Kept/)
    t.same(await shop.faults(), [])
  })
})
