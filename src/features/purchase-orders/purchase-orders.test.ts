import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aPurchaseShop, type PurchaseShop } from '../../testing/purchase-shop.ts'
import { booksCheck } from '../books/index.ts'
import { lockOrderLines, onOrder, receiveOrderLines, unreceiveOrderLines } from './index.ts'

const locationOf = (answer: Answer): string => String(answer.headers.location)

t.test('purchase orders', async (t) => {
  const kit = await testApp(t)
  const aShop = () => aPurchaseShop(kit)
  const orderOf = (id: unknown) =>
    kit
      .root('purchase_order')
      .where({ document_id: String(id) })
      .first()
  const linesOf = (id: unknown) =>
    kit
      .root('purchase_order_line')
      .where({ order_id: String(id) })
      .orderBy('line')
  const inShop = <Value>({ id }: PurchaseShop, work: Parameters<typeof inBusiness<Value>>[2]) =>
    inBusiness(kit.db, id, work)
  const receive = (shop: PurchaseShop, orderId: string, rows: readonly (readonly [line: number, quantity: bigint])[]) =>
    inShop(shop, async (tx) => {
      await lockOrderLines(tx, shop.id, orderId)
      const came = rows.map(([line, quantity]) => ({ orderId, line, quantity: milli(quantity) }))
      await receiveOrderLines(tx, shop.id, came, shop.actor)
    })

  t.test('an order from scratch: asked for, saved once, shown, printed', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/purchases/orders')).body), 'Nothing is on order')
    const pick = await asha.get('/purchases/orders/new')
    t.match(pick.body, `name="party" value="${shop.supplierId}"`)
    t.notMatch(pick.body, shop.partyId, 'a customer is no supplier')
    t.same(await validHtml(pick.body), [])
    const begun = await asha.get(`/purchases/orders/new?party=${shop.supplierId}`)
    t.match(text(begun.body), /Order to Bharat Traders.*Nothing is on this order yet/)
    t.same(await validHtml(begun.body), [])
    const empty = { id: newId(), party_id: shop.supplierId, expected_on: '+7', terms: 'Freight paid' }
    t.match(text((await asha.post('/purchases/orders', empty)).body), 'Add at least one item')
    const several = await asha.post('/purchases/orders/lines', { ...empty, scan: 'rice', do: 'add' })
    t.match(several.body, `name="lines.0.item" value="${shop.itemIds[0]}"`, 'one that is called just so is taken')
    t.match(several.body, 'Freight paid', 'what was typed stays')
    const twelve = await asha.post('/purchases/orders/lines', { ...empty, scan: '12*rice 1', do: 'add' })
    t.match(twelve.body, /name="lines.0.quantity" value="12"/)
    t.match(twelve.body, /name="lines.0.price" value="45.00"/, 'what it usually costs')
    t.match(text(twelve.body), /₹540.00.*₹637.20/, 'with 18 % tax')
    t.same(await validHtml(twelve.body), [])
    const unknown = await asha.post('/purchases/orders/lines', { ...empty, scan: '8901234', do: 'add' })
    t.equal(unknown.statusCode, 422)
    t.match(text(unknown.body), 'No item has the code 8901234')
    const body = shop.form({
      'lines.1.note': 'Old crop',
      'lines.0.their_name': 'Basmati A1',
      'lines.0.their_code': 'BA1',
    })
    t.equal(locationOf(await asha.post('/purchases/orders', body)), `/purchases/orders/${body['id']}`)
    t.equal(locationOf(await asha.post('/purchases/orders', body)), `/purchases/orders/${body['id']}`, 'pressed twice')
    t.equal((await asha.post('/purchases/orders', { ...body, note: 'Other' })).statusCode, 409)
    t.match(await kit.root('document').where({ business_id: shop.id, kind: 'purchase-order' }), [
      { number: 'PO/26-27/00001', taxable_paise: rs('1400'), cgst_paise: rs('126'), total_paise: rs('1652') },
    ])
    const page = await asha.get(`/purchases/orders/${body['id']}`)
    t.match(text(page.body), /PO\/26-27\/00001.*28 Nov 2026.*0 \/ 2.*Basmati A1 · BA1.*Old crop.*₹1,652.00/)
    t.same(await validHtml(page.body), [])
    const paper = await asha.get(`/purchases/orders/${body['id']}/print`)
    t.match(text(paper.body), /PURCHASE ORDER.*Bharat Traders.*Basmati A1 Rice your code BA1.*1,652.00/)
    t.same(await validHtml(paper.body), [])
    const list = await asha.get('/purchases/orders?q=bharat')
    t.match(text(list.body), /PO\/26-27\/00001.*Bharat Traders.*28 Nov 2026.*0 of 2 lines.*1,652.00/)
    t.same(await validHtml(list.body), [])
    t.match(text((await asha.get('/purchases/orders?q=rice')).body), 'PO/26-27/00001', 'by an item')
    t.match(text((await asha.get('/purchases/orders?list=all&q=1')).body), 'PO/26-27/00001', 'by its number')
    t.match(text((await asha.get('/purchases/orders?q=zinc')).body), 'Nothing found')
    t.equal(locationOf(await asha.get('/find?q=PO%2F26-27%2F00001')), `/purchases/orders/${body['id']}`)
  })

  t.test('says at each field what is wrong, and keeps what was typed', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const wrong = shop.form({ expected_on: '1/11/2026', 'lines.0.quantity': '0', 'lines.1.price': 'x', note: 'Kept' })
    const answer = await asha.post('/purchases/orders', wrong)
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), /This day is past.*Write the quantity.*Write the amount/)
    t.match(answer.body, 'Kept')
    t.same(await validHtml(answer.body), [])
    const gone = await asha.post('/purchases/orders/lines', { ...shop.form(), remove: '0' })
    t.match(gone.body, `name="lines.0.item" value="${shop.itemIds[1]}"`)
    t.notMatch(gone.body, 'lines.1.item')
    t.same(await kit.root('document').where({ business_id: shop.id, kind: 'purchase-order' }), [])
    const cashier = kit.as(await aMember(kit, shop, 'cashier'))
    t.equal((await cashier.get('/purchases/orders')).statusCode, 403)
    const elsewhere = await aShop()
    t.equal((await asha.post('/purchases/orders', elsewhere.form())).statusCode, 404)
  })

  t.test('the price and the words of the supplier are remembered', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    await asha.post('/purchases/orders', shop.form({ 'lines.0.price': '44.50', 'lines.0.their_code': 'BA1' }))
    const again = { id: newId(), party_id: shop.supplierId, expected_on: '+7', scan: 'ba1', do: 'add' }
    const found = await asha.post('/purchases/orders/lines', again)
    t.match(found.body, `name="lines.0.item" value="${shop.itemIds[0]}"`, "by the supplier's own code")
    t.match(found.body, 'name="lines.0.price" value="44.50"')
    const url = `/purchases/orders/suppliers/${shop.supplierId}/items`
    const page = await asha.get(url)
    t.match(text(page.body), /What Bharat Traders sells to us.*Rice ₹44.50 on 21 Nov 2026/)
    t.same(await validHtml(page.body), [])
    const field = (name: string, of = 0) => `${name}.${shop.itemIds[of]}`
    const fields = {
      ...{
        [field('their_name')]: 'Basmati',
        [field('their_code')]: 'B1',
        [field('price')]: '46',
        [field('days')]: '12',
      },
      [field('minimum')]: '25',
    }
    const bad = await asha.post(url, { ...fields, [field('days')]: '400' })
    t.equal(bad.statusCode, 422)
    t.match(bad.body, 'value="400"')
    t.equal((await asha.post(url, fields)).statusCode, 303)
    const row = await kit.root('party_item').where({ party_id: shop.supplierId, item_id: shop.itemIds[0] }).first()
    t.match(row, {
      their_name: 'Basmati',
      their_code: 'B1',
      price_paise: rs('46'),
      lead_days: 12,
      minimum_milli: 25_000n,
    })
    const begun = await asha.get(`/purchases/orders/new?items=${shop.itemIds[0]}:30,${shop.itemIds[2]}:2.5,junk`)
    t.match(begun.body, `name="items"`, 'the supplier is asked for, and what is wanted is kept')
    const asked = `/purchases/orders/new?party=${shop.supplierId}&items=${shop.itemIds[0]}:30,${shop.itemIds[2]}:2.5`
    const filled = await asha.get(asked)
    t.match(filled.body, /name="lines.0.quantity" value="30".*name="lines.1.quantity" value="2.5"/s)
    t.match(filled.body, /name="expected_on"[^>]*value="3\/12\/2026"/, 'in the days that he takes')
    t.match(text(filled.body), 'Basmati · B1')
  })

  t.test('above the limit it waits, and its maker does not sign it', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const manager = kit.as(await aMember(kit, shop, 'manager'))
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    const settings = '/purchases/orders/settings'
    t.same(await validHtml((await asha.get(settings)).body), [])
    t.equal((await asha.post(settings, { limit: 'x' })).statusCode, 422)
    t.equal((await asha.post(settings, { limit: '1,000' })).statusCode, 303)
    t.match((await asha.get(settings)).body, 'value="1,000"')
    const body = shop.form()
    const url = `/purchases/orders/${body['id']}`
    t.equal(locationOf(await manager.post('/purchases/orders', body)), url)
    t.match(await orderOf(body['id']), { state: 'waiting' })
    t.match(text((await asha.get('/purchases/orders')).body), 'Waiting for approval (1)')
    t.match(text((await manager.get(`${url}/print`)).body), 'NOT YET APPROVED')
    t.equal((await manager.get(`${url}/sending`)).statusCode, 409)
    t.equal((await manager.post(`${url}/approval`)).statusCode, 403)
    t.equal((await keeper.post(`${url}/approval`)).statusCode, 403)
    await t.rejects(receive(shop, String(body['id']), [[1, 1000n]]), { message: 'purchaseOrders.refusal.waiting' })
    t.same(await inShop(shop, (tx) => onOrder(tx, shop.id, shop.itemIds)), [], 'not on order yet')
    t.equal((await asha.post(`${url}/approval`)).statusCode, 303)
    t.equal((await asha.post(`${url}/approval`)).statusCode, 303, 'a second press changes nothing')
    t.match(await orderOf(body['id']), { state: 'open', approved_by: shop.asha.id })
    t.match(text((await asha.get(url)).body), /Approved by/)
    const small = shop.form({ 'lines.0.quantity': '1', 'lines.1.quantity': '1' })
    await keeper.post('/purchases/orders', small)
    t.match(await orderOf(small['id']), { state: 'open' })
    const own = shop.form()
    await asha.post('/purchases/orders', own)
    t.match(
      await orderOf(own['id']),
      { state: 'open', approved_by: shop.asha.id },
      "the owner's own is signed by making it",
    )
    const log = await kit
      .root('audit_line')
      .where({ business_id: shop.id, entity_id: String(body['id']) })
      .orderBy('seq')
    t.same(
      log.map(({ action }) => action),
      ['purchase-order.made', 'purchase-order.approved'],
    )
  })

  t.test('what comes moves the state; more than was ordered is kept as it came', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const body = shop.form()
    const id = String(body['id'])
    await asha.post('/purchases/orders', body)
    const [rice, second] = shop.itemIds
    t.match(await inShop(shop, (tx) => onOrder(tx, shop.id, shop.itemIds)), [
      { itemId: rice, branchId: shop.branchId, quantity: 20_000n, firstOn: '2026-11-28' },
      { itemId: second, quantity: 10_000n },
    ])
    await receive(shop, id, [[1, 5000n]])
    t.match(await orderOf(id), { state: 'part-received' })
    t.match(await inShop(shop, (tx) => onOrder(tx, shop.id, [String(rice)])), [{ quantity: 15_000n }])
    t.match(text((await asha.get('/purchases/orders?list=part-received')).body), '0 of 2 lines')
    t.equal((await asha.post(`/purchases/orders/${id}/ending`, { reason: 'x' })).statusCode, 303)
    t.match(await orderOf(id), { state: 'short-closed', closed_reason: 'x' })
    t.match(await linesOf(id), [{ received_milli: 5000n, closed_milli: 15_000n }, { closed_milli: 10_000n }])
    t.same(await inShop(shop, (tx) => onOrder(tx, shop.id, shop.itemIds)), [])
    await t.rejects(receive(shop, id, [[1, 1000n]]), { message: 'purchaseOrders.refusal.done' })
    const back = [{ orderId: id, line: 1, quantity: milli(5000n) }]
    await inShop(shop, (tx) => unreceiveOrderLines(tx, shop.id, back, shop.actor))
    t.match(await orderOf(id), { state: 'short-closed' })
    t.match(await linesOf(id), [{ received_milli: 0n, closed_milli: 20_000n }, {}], 'closed stays closed')
    const two = shop.form()
    const other = String(two['id'])
    await asha.post('/purchases/orders', two)
    await receive(shop, other, [
      [1, 22_000n],
      [2, 10_000n],
    ])
    t.match(await orderOf(other), { state: 'received' })
    t.match(await linesOf(other), [{ received_milli: 22_000n }, { received_milli: 10_000n }])
    const [over] = [[{ orderId: other, line: 1, quantity: milli(23_000n) }]]
    await t.rejects(
      inShop(shop, (tx) => unreceiveOrderLines(tx, shop.id, over, shop.actor)),
      { message: 'purchaseOrders.refusal.cameLess' },
    )
    await inShop(shop, (tx) =>
      unreceiveOrderLines(tx, shop.id, [{ orderId: other, line: 1, quantity: milli(22_000n) }], shop.actor),
    )
    t.match(await orderOf(other), { state: 'part-received' })
    await inShop(shop, (tx) =>
      unreceiveOrderLines(tx, shop.id, [{ orderId: other, line: 2, quantity: milli(10_000n) }], shop.actor),
    )
    t.match(await orderOf(other), { state: 'open' })
    const nobody = { orderId: newId(), line: 1, quantity: milli(1n) }
    await t.rejects(
      inShop(shop, (tx) => receiveOrderLines(tx, shop.id, [nobody], shop.actor)),
      { name: 'NotFound' },
    )
  })

  t.test('two receipts at one instant are both counted', async (t) => {
    const shop = await aShop()
    const body = shop.form()
    await kit.as(shop.asha).post('/purchases/orders', body)
    await Promise.all([1, 2, 3, 4].map(() => receive(shop, String(body['id']), [[1, 5000n]])))
    t.match(await linesOf(body['id']), [{ received_milli: 20_000n }, { received_milli: 0n }])
  })

  t.test('cancelled where nothing came; a reason is asked for', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const body = shop.form()
    const url = `/purchases/orders/${body['id']}`
    await asha.post('/purchases/orders', body)
    const ask = await asha.get(`${url}/ending`)
    t.match(text(ask.body), /Cancel the order.*Nothing came of this order yet/)
    t.same(await validHtml(ask.body), [])
    t.match(text((await asha.post(`${url}/ending`, { reason: ' ' })).body), 'Write why')
    for (const _ of [1, 2]) t.equal((await asha.post(`${url}/ending`, { reason: 'Too dear' })).statusCode, 303)
    t.match(await orderOf(body['id']), { state: 'cancelled' })
    t.match(await kit.root('document').where({ id: String(body['id']) }), [
      { state: 'cancelled', cancel_reason: 'Too dear' },
    ])
    t.match(text((await asha.get(`${url}/print`)).body), /CANCELLED.*Too dear/)
    t.match(text((await asha.get('/purchases/orders?list=cancelled')).body), 'PO/26-27/00001')
    t.equal((await asha.post(`${url}/expected`, { expected_on: '+3' })).statusCode, 409)
  })

  t.test('a changed order takes the place of the old with what is left and its advances', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const body = shop.form()
    const [id, url] = [String(body['id']), `/purchases/orders/${body['id']}`]
    await asha.post('/purchases/orders', body)
    t.equal((await asha.post(`${url}/expected`, { expected_on: '+10' })).statusCode, 303)
    t.match(await linesOf(id), [{ expected_on: '2026-12-01' }, { expected_on: '2026-12-01' }])
    const pay = { payment_id: newId(), amount: '500', mode: 'bank', reference: 'NEFT 1' }
    t.equal((await asha.post(`${url}/advances`, { ...pay, amount: '0' })).statusCode, 422)
    for (const _ of [1, 2]) t.equal((await asha.post(`${url}/advances`, pay)).statusCode, 303)
    t.match(await kit.root('open_item').where({ business_id: shop.id, party_id: shop.supplierId, kind: 'advance' }), [
      { side: 'debit', open_amount: rs('500') },
    ])
    t.match(text((await asha.get(url)).body), /PY\/26-27\/00001.*₹500.00 not used yet/)
    await receive(shop, id, [[1, 8000n]])
    const form = await asha.get(`/purchases/orders/new?replace=${id}`)
    t.match(form.body, /name="lines.0.quantity" value="12".*name="lines.1.quantity" value="10"/s)
    t.match(text(form.body), /Change PO\/26-27\/00001.*takes its place/)
    const changed = shop.form({ replaces: id, 'lines.0.quantity': '15' })
    t.equal((await asha.post('/purchases/orders', changed)).statusCode, 303)
    t.match(await orderOf(id), { state: 'short-closed', closed_reason: 'PO/26-27/00002' })
    t.match(text((await asha.get(url)).body), 'Order PO/26-27/00002 took its place')
    t.match(text((await asha.get(`/purchases/orders/${changed['id']}`)).body), /Takes the place of PO\/26-27\/00001/)
    t.match(text((await asha.get(`/purchases/orders/${changed['id']}`)).body), 'PY/26-27/00001', 'with its advance')
    t.match(await inShop(shop, (tx) => onOrder(tx, shop.id, shop.itemIds)), [
      { quantity: 15_000n },
      { quantity: 10_000n },
    ])
    t.equal((await asha.post('/purchases/orders', shop.form({ replaces: id }))).statusCode, 409)
    const copy = await asha.get(`/purchases/orders/new?copy=${id}`)
    t.match(copy.body, /name="lines.0.quantity" value="20"/)
    const faults = (await inShop(shop, (tx) => booksCheck(tx, shop.id))).filter(({ holds }) => !holds)
    t.same(faults, [])
  })

  t.test('what a customer ordered and did not get is ordered for him', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const order = {
      ...{ id: newId(), receipt_id: newId(), party_id: shop.partyId, due_on: '+10', basis: 'delivery' },
      ...{ 'lines.0.words': 'rice', 'lines.0.quantity': '5', 'lines.0.price': '100', 'lines.1.words': 'Hamper' },
    }
    await asha.post('/orders', order)
    const url = `/purchases/orders/new?sales_order=${order.id}&party=${shop.supplierId}`
    const begun = await asha.get(url)
    t.match(begun.body, /name="lines.0.quantity" value="5"/)
    t.notMatch(begun.body, 'lines.1.item', 'what is said in words alone names no item')
    t.match(text(begun.body), "For the customer's order SO/26-27/00001")
    const body = shop.form({ sales_order: order.id })
    await asha.post('/purchases/orders', body)
    t.match(await orderOf(body['id']), { sales_order_id: order.id })
    t.equal((await asha.get(`/purchases/orders/new?copy=${newId()}&party=${shop.supplierId}`)).statusCode, 404)
  })

  t.test('a list of many pages goes on where it stopped', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    for (let i = 0; i < 52; i += 1) await asha.post('/purchases/orders', shop.form({ expected_on: `+${1 + (i % 9)}` }))
    const first = await asha.get('/purchases/orders')
    const next = /href="([^"]*before=[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&')
    const second = await asha.get(String(next))
    const numbers = (body: string) => [...body.matchAll(/PO\/26-27\/\d{5}/g)].map(([number]) => number)
    t.equal(new Set([...numbers(first.body), ...numbers(second.body)]).size, 52)
    t.equal(new Set(numbers(second.body)).size, 2)
    await kit
      .root('purchase_order')
      .where({ business_id: shop.id, expected_on: '2026-11-22' })
      .update({ expected_on: '2026-11-18' })
    t.match(text((await asha.get('/purchases/orders?list=late')).body), /3 days late/)
  })
})
