import t, { type Test } from 'tap'
import { milli } from '../core/quantity.ts'
import { newId } from '../db/ids.ts'
import { issueOnce } from '../features/sales/index.ts'
import { testApp } from './app.ts'
import { rs, today } from './goods-shop.ts'
import { text } from './html.ts'
import { aJewelCounter } from './jewel-counter.ts'
import { aBilledShop } from './supplier-bills.ts'
import { rowsOf, visitor } from './visitor.ts'

/** What cannot be is answered with what to do; what was typed stands there still, and nothing half-done lies behind it. */
t.test('of goods, what cannot be', async (t) => {
  const kit = await testApp(t)
  const shop = await aBilledShop(kit)
  const jewels = await aJewelCounter(kit)
  const asha = visitor(kit.as(shop.asha))
  const says = (t: Test, [status, words, kept]: readonly [number, RegExp, RegExp]) => {
    t.equal(asha.status(), status)
    t.match(asha.words(), words)
    t.match(asha.html(), kept, 'what was typed is kept')
  }
  /** Nothing is written by what is done. */
  const nothing = async (t: Test, id: string, work: () => Promise<void>) => {
    const before = await rowsOf(kit.root, id)
    await work()
    t.same(await rowsOf(kit.root, id), before, 'nothing is left behind')
  }

  const orderId = await shop.order([{ itemId: shop.riceId, quantity: 20_000n, price: '50' }])
  const order = `/purchases/orders/${orderId}`

  t.test('more than was ordered comes: it is told, and kept only where somebody says so', (t) =>
    nothing(t, shop.id, async () => {
      await asha.open(order)
      await asha.follow('Receive goods')
      await asha.press('Write the receipt', { 'lines.0.received': '21', their_number: 'DC 9' })
      says(t, [422, /20 were awaited, 1 more came.*More came than was ordered, and we keep it/, /value="21"/])
      t.match(asha.html(), 'value="DC 9"')
    }),
  )

  t.test('a cost below zero', (t) =>
    nothing(t, shop.id, async () => {
      await asha.open(order)
      await asha.follow('Receive goods')
      await asha.press('Write the receipt', { 'lines.0.received': '5', 'lines.0.price': '-50', landed: '-1' })
      says(t, [422, /Write an amount of zero or more/, /value="-50"/])
      t.match(asha.html(), 'value="-1"')
    }),
  )

  t.test('a barcode that nobody knows, as it is scanned and as the receipt is sent', (t) =>
    nothing(t, shop.id, async () => {
      for (const button of ['Add', 'Write the receipt']) {
        await asha.open(order)
        await asha.follow('Receive goods')
        await asha.press(button, { scan: '4006381333931', 'lines.0.received': '5' })
        says(t, [422, /No item is known by “4006381333931”.*Make/, /name="lines.0.received" value="5"/])
      }
    }),
  )

  t.test('more is billed than came', async (t) => {
    await shop.receive(shop.asked([shop.receiptLine()]))
    await nothing(t, shop.id, async () => {
      await asha.open('/purchases/receipts')
      await asha.follow('GR/26-27/00001')
      await asha.follow('Write their bill')
      await asha.press('Save the bill', { their_number: 'S 9', 'r.0.quantity': '11', note: 'By road' })
      says(t, [422, /Only 10 of Rice/, /value="11"/])
      t.match(asha.words(), 'By road')
    })
  })

  t.test('an expired batch is sold', async (t) => {
    const batch = { number: 'OLD', madeOn: null, expiresOn: '2026-11-20', mrp: null }
    await shop.receive(shop.asked([shop.receiptLine(shop.medicineId, { batch })], { takesExpired: true }))
    await nothing(t, shop.id, async () => {
      const lines = { 'lines.1.item': shop.medicineId, 'lines.1.quantity': '3', 'lines.1.price': '20' }
      const answer = await kit.as(shop.asha).post('/sales', { id: newId(), ...lines, cash: '60', note: 'By hand' })
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), /Paracetamol 500: what is left of it is over its date. Write it off under Batches/)
      t.match(answer.body, /name="lines\.1\.quantity"[^>]* value="3"/)
      t.match(answer.body, 'By hand')
    })
  })

  t.test('a transfer is received twice', async (t) => {
    const to = newId()
    const { registration_id } = await kit.root('branch').where({ id: shop.branchId }).first()
    const branch = { business_id: shop.id, id: to, name: 'Ring Road', code: 'RR', state: '24', registration_id }
    await kit.root('branch').insert(branch)
    await asha.open('/stock/transfers/new')
    await asha.press('Add', { scan: 'Rice' })
    await asha.press('Send', { to_branch: to, 'lines.0.quantity': '4' })
    const sent = asha.path()
    const [here, there] = [visitor(kit.as(shop.asha)), visitor(kit.as(shop.asha))]
    await here.open(`${sent}/receive`)
    await there.open(`${sent}/receive`)
    await here.press('Receive', { 'lines.1.quantity': '4' })
    t.equal(here.status(), 303)
    await nothing(t, shop.id, async () => {
      await there.press('Receive', { 'lines.1.quantity': '3', note: 'One bag torn' })
      t.equal(there.status(), 409)
      t.match(there.words(), /Asha counted this in on 21 Nov/)
      t.match(there.html(), /name="lines\.1\.quantity"[^>]* value="3"/)
      t.match(there.html(), 'One bag torn')
    })
  })

  t.test('a piece is counted that was just sold', async (t) => {
    const owner = kit.as(jewels.asha)
    const id = newId()
    const begun = await owner.post('/stock/counts', { id, kind: 'pieces', scope: 'all', branch: jewels.branchId })
    t.equal(begun.statusCode, 303)
    const of = { kind: 'piece', id: jewels.first } as const
    const piece = { of, rate: null, making: null, wastage: null, orderId: null }
    const line = { itemId: jewels.itemId, quantity: milli(1000n), price: rs('0'), priceIncludesTax: false }
    const lines = [{ ...line, discount: { kind: 'none' }, piece }] as const
    const paper = { tenders: [], billDiscount: { kind: 'none' }, placeOfSupply: null, note: '' } as const
    const buyer = { kind: 'party', partyId: jewels.partyId } as const
    await issueOnce(kit.db, jewels.id, { id: newId(), onDate: today, buyer, lines, ...paper }, jewels.actor)
    await nothing(t, jewels.id, async () => {
      const scanned = await owner.post(`/stock/counts/${id}/scans`, { id: newId(), code: 'N-2210' })
      t.match(text(scanned.body), /N-2210 Necklace 22K · 22K 916 Sold on GJ\/26-27\/00001 at 12:00 pm: put it aside/)
    })
    await owner.post(`/stock/counts/${id}/closing`)
    const review = text((await owner.get(`/stock/counts/${id}`)).body)
    t.match(review, /N-2211 .*Missing/)
    t.notMatch(review, /N-2210 .{0,60}Missing/, 'what was sold is not missing')
  })
})
