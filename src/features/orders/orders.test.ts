import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { aGoodsShop, rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter, looseGoods } from '../../testing/jewel-counter.ts'
import { aPriceShop } from '../../testing/price-shop.ts'
import { booksCheck } from '../books/index.ts'
import { cancelInvoice } from '../sales/index.ts'

type Shop = Awaited<ReturnType<typeof aJewelCounter>>

const locationOf = (answer: Answer): string => String(answer.headers.location)
const draftIn = (answer: Answer): string => String(/draft=(.+)$/.exec(locationOf(answer))?.[1])

t.test('orders', async (t) => {
  const kit = await testApp(t)
  const form = (shop: { partyId: string }, has: Fields = {}): Fields => ({
    id: newId(),
    receipt_id: newId(),
    party_id: shop.partyId,
    due_on: '+10',
    basis: 'delivery',
    ...has,
  })
  const chain = (shop: Shop): Fields => ({
    'lines.0.words': 'Chain, rope, 18 inches',
    'lines.0.purity': shop.purityId,
    'lines.0.weight': '10',
    'lines.0.tolerance': '5',
    'lines.0.making': '350/g',
    'lines.0.wastage': '8 %',
  })
  const faults = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)
  const orderOf = async (id: string) => kit.root('sales_order').where({ document_id: id }).first()
  const pieceOf = async (id: string) => kit.root('piece').where({ id }).first()
  const advances = (shop: { id: string }) => kit.root('open_item').where({ business_id: shop.id, kind: 'advance' })

  t.test('an order in words with an advance: asked for, written down, shown and printed', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/orders')).body), 'No open orders')
    const asked = await asha.get(`/orders/new?party=${shop.partyId}`)
    t.match(text(asked.body), /Order of Meera Shah.*22K 916 ₹12,400/)
    t.same(await validHtml(asked.body), [])
    const body = form(shop, { ...chain(shop), advance: '20,000', mode: 'upi', reference: 'UTR 9' })
    const more = await asha.post('/orders/lines', { ...body, do: 'add' })
    t.match(text(more.body), 'Article 2')
    const taken = await asha.post('/orders', body)
    t.equal(locationOf(taken), `/orders/${body['id']}`)
    t.equal(locationOf(await asha.post('/orders', body)), `/orders/${body['id']}`, 'once, however often it is sent')
    t.equal((await asha.post('/orders', { ...body, note: 'Other' })).statusCode, 409)
    t.match(await advances(shop), [{ amount: rs('20000'), open_amount: rs('20000') }])
    t.match(await kit.root('document').where({ business_id: shop.id, kind: 'sales-order' }), [
      { number: 'SO/26-27/00001' },
    ])
    const page = await asha.get(`/orders/${body['id']}`)
    t.match(text(page.body), /SO\/26-27\/00001.*₹1,37,420.00.*Chain, rope, 18 inches.*making 350\/g · wastage 8 %/)
    t.same(await validHtml(page.body), [])
    for (const width of ['a4', '80']) {
      const paper = await asha.get(`/orders/${body['id']}/print?width=${width}`)
      t.match(text(paper.body), /ORDER SLIP.*no tax invoice.*20,000.00/)
      t.same(await validHtml(paper.body), [])
    }
    const receipt = await asha.get(`/payments/${body['receipt_id']}/receipt`)
    t.match(text(receipt.body), /RECEIPT VOUCHER.*SO\/26-27\/00001/)
    const list = await asha.get('/orders?q=meera')
    t.match(text(list.body), /SO\/26-27\/00001 Open 1 Dec 2026 Meera Shah/)
    t.same(await validHtml(list.body), [])
    t.match(text((await asha.get('/orders?list=week')).body), 'Nothing found')
    t.same(await faults(shop.id), [])
  })

  t.test('says at each field what is missing', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const wrong = await asha.post('/orders', form(shop, { due_on: '1/11/2026' }))
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /The day of delivery is past.*Write what is ordered/)
    t.same(await validHtml(wrong.body), [])
    const none = await asha.post('/orders', form(shop, { 'lines.0.tag': 'X-1' }))
    t.match(text(none.body), 'No piece has the tag X-1')
    const booked = await asha.post('/orders', form(shop, { ...chain(shop), basis: 'booked', advance: '1000' }))
    t.equal(booked.statusCode, 422)
    t.match(text(booked.body), 'To book the rate, take at least ₹34,355.00 now')
    t.same(await kit.root('document').where({ business_id: shop.id }), [])
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    t.equal((await keeper.get('/orders')).statusCode, 403)
  })

  t.test('a piece is kept for one order, whoever else asks', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const [one, two] = [form(shop, { 'lines.0.tag': 'N-2210' }), form(shop, { 'lines.0.tag': 'n-2210' })]
    const answers = await Promise.all([asha.post('/orders', one), asha.post('/orders', two)])
    t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
    const told = answers.find(({ statusCode }) => statusCode === 409)
    t.match(text(told?.body ?? ''), 'N-2210 is not on the shelf any more: it is on SO/26-27/00001')
    t.match(await pieceOf(shop.first), { state: 'reserved' })
    const other = await asha.post(`/sales/drafts/${newId()}`, { id: newId(), scan: 'N-2210', do: 'add' }, htmx)
    t.equal(other.statusCode, 422)
    t.match(text(other.body), /N-2210/)
    t.same(await faults(shop.id), [])
  })

  t.test('a booked rate holds on the bill, its advance is taken in once, and the order is done', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, {
      ...{ 'lines.0.tag': 'N-2210', basis: 'booked', advance: '1,50,000', mode: 'upi' },
      ...{ 'lines.1.words': 'Pendant', 'lines.1.purity': shop.purityId, 'lines.1.weight': '5' },
    })
    const id = String(body['id'])
    t.equal((await asha.post('/orders', body)).statusCode, 303)
    await shop.setRate('13000')
    const begun = await asha.post(`/orders/${id}/bill`, { 'line.1': 'yes' })
    const draft = draftIn(begun)
    const counter = await asha.get(locationOf(begun))
    t.match(text(counter.body), /1 open order, ₹1,50,000 advance/)
    t.match(text(counter.body), /12,400/, 'not the 13,000 of today')
    const [advance] = await advances(shop)
    t.match(counter.body, `name="take.${advance.id}" value="1,50,000"`)
    const fields = {
      ...{ id: draft, party: shop.partyId, from: id, 'lines.1.item': shop.itemId, 'lines.1.piece': shop.first },
      ...{ 'lines.1.order': id, [`take.${advance.id}`]: '1,50,000', discount: '1,60,000', pay: 'khata' },
    }
    const issued = await asha.post('/sales', fields)
    t.equal(issued.statusCode, 303, text(issued.body).slice(0, 400))
    t.match(await kit.root('piece_line').where({ document_id: draft }), [
      { rate_paise: rs('12400'), rate_basis: 'booked' },
    ])
    t.match(await advances(shop), [{ open_amount: 0n }])
    t.match(await orderOf(id), { state: 'part-delivered' })
    t.match(await kit.root('document').where({ id: draft }), [{ from_document_id: id }])
    t.match(await pieceOf(shop.first), { state: 'sold' })
    const more = await asha.post('/sales', { ...fields, id: newId(), 'lines.1.piece': shop.second })
    t.equal(more.statusCode, 409, 'the advance is used up')
    const page = await asha.get(`/orders/${id}`)
    t.match(text(page.body), /Part delivered.*₹0.00 not used yet/)
    t.same(await faults(shop.id), [])
    const cancel = { id: draft, reason: 'Wrong', onDate: '2026-11-21' }
    await inBusiness(kit.db, shop.id, (tx) => cancelInvoice(tx, shop.id, cancel, shop.actor))
    t.match(await orderOf(id), { state: 'open' }, 'what a cancelled bill delivered is open again')
    t.match(await advances(shop), [{ open_amount: rs('150000') }])
    t.same(await faults(shop.id), [])
  })

  t.test('by weight: each advance books grams, and the rest is at the board', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, { ...chain(shop), basis: 'by-weight', advance: '62,000', mode: 'upi' })
    const id = String(body['id'])
    t.equal((await asha.post('/orders', body)).statusCode, 303)
    await shop.setRate('12800')
    const receipt = { receipt_id: newId(), advance: '64,000', mode: 'bank', reference: 'NEFT 1' }
    t.equal((await asha.post(`/orders/${id}/advances`, receipt)).statusCode, 303)
    t.equal((await asha.post(`/orders/${id}/advances`, receipt)).statusCode, 303, 'the same press is the same receipt')
    t.match(await kit.root('sales_order_advance').where({ order_id: id }).orderBy('receipt_id'), [
      { booked_mg: 5000n, rate_paise: rs('12400') },
      { booked_mg: 5000n, rate_paise: rs('12800') },
    ])
    t.equal((await advances(shop)).length, 2)
    await shop.setRate('14000')
    // 10 g at 12,600 on average, 14.56 g at 14,000: 13,429.967…
    const draft = newId()
    const fields = {
      id: draft,
      party: shop.partyId,
      from: id,
      'lines.1.item': shop.itemId,
      'lines.1.piece': shop.first,
    }
    const look = await asha.post(`/sales/drafts/${draft}`, fields, htmx)
    t.match(text(look.body), '13,429.97')
    t.same(await faults(shop.id), [])
  })

  t.test('the counter offers the order of the customer, and takes it into the bill', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, { 'lines.0.tag': 'N-2210', advance: '20,000', mode: 'upi' })
    await asha.post('/orders', body)
    const draft = newId()
    const shown = await asha.post(`/sales/drafts/${draft}`, { id: draft, party: shop.partyId }, htmx)
    t.match(text(shown.body), /1 open order, ₹20,000 advance.*Take SO\/26-27\/00001 into the bill/)
    const into = await asha.post(`/orders/${body['id']}/counter`, { id: draft, party: shop.partyId })
    t.equal(locationOf(into), `/sales/new?draft=${draft}`)
    const counter = await asha.get(locationOf(into))
    t.match(text(counter.body), /N-2210/)
    t.match(counter.body, `name="from" value="${body['id']}"`)
    t.same(await validHtml(counter.body), [])
  })

  t.test('loose stones are ordered by the carat, come to the counter by it, and are delivered in part', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const { rubies, packet } = await looseGoods(kit, shop)
    const body = form(shop, { 'lines.0.words': 'rubies', 'lines.0.carat': '2,5x' })
    const wrong = await asha.post('/orders', body)
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), 'Write the carats, such as 2.50')
    t.match(wrong.body, 'value="2,5x"')
    const both = await asha.post('/orders', { ...body, 'lines.0.carat': '2.5', 'lines.0.weight': '1' })
    t.match(text(both.body), 'Write grams or carats')
    const typed = { ...body, 'lines.0.carat': '4.5' }
    t.match(text((await asha.post('/orders/lines', typed)).body), '₹8,100.00 each')
    t.equal((await asha.post('/orders', typed)).statusCode, 303)
    const id = String(body['id'])
    const page = await asha.get(`/orders/${id}`)
    t.match(text(page.body), /Rubies.*4\.50 ct 4\.50 ct 8,100\.00/)
    t.match(text((await asha.get(`/orders/${id}/print`)).body), '4.50 ct')
    const begun = await asha.post(`/orders/${id}/bill`)
    const counter = (await asha.get(locationOf(begun))).body
    t.match(counter, new RegExp(`name="lines.1.lot" value="${packet}"`))
    t.match(counter, /name="lines\.1\.net"[^>]*value="4\.50"/)
    const bill = {
      ...{ id: draftIn(begun), party: shop.partyId, from: id, pay: 'khata', 'lines.1.quantity': '1' },
      ...{ 'lines.1.item': rubies, 'lines.1.lot': packet, 'lines.1.net': '1.3', 'lines.1.order': id },
    }
    const first = await asha.post('/sales', bill)
    t.equal(first.statusCode, 303, text(first.body))
    t.match(await orderOf(id), { state: 'part-delivered' })
    t.match(text((await asha.get(`/orders/${id}`)).body), '3.20 ct 4.50 ct')
    t.equal((await asha.post('/sales', { ...bill, id: newId(), 'lines.1.net': '3.2' })).statusCode, 303)
    t.match(await orderOf(id), { state: 'delivered' })
    t.match(await kit.root('lot').where({ id: packet }), [{ carat_mct: 5_500n }])
    t.same(await faults(shop.id), [])
  })

  t.test('cancelled: pieces are free, and the advance goes back once, by a refund voucher', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, { 'lines.0.tag': 'N-2210', advance: '5,000', mode: 'upi' })
    const base = `/orders/${body['id']}`
    await asha.post('/orders', body)
    const ask = await asha.get(`${base}/cancellation`)
    t.match(text(ask.body), 'Give back ₹5,000.00 now')
    t.same(await validHtml(ask.body), [])
    const refund = { refund_id: newId(), settle: 'refund', mode: 'bank', reference: 'NEFT 2' }
    t.match(text((await asha.post(`${base}/cancellation`, refund)).body), 'Write why the order is cancelled')
    for (const _ of [1, 2])
      t.equal((await asha.post(`${base}/cancellation`, { ...refund, reason: 'Wedding is off' })).statusCode, 303)
    t.match(await pieceOf(shop.first), { state: 'in-stock', document_id: null })
    t.match(await advances(shop), [{ open_amount: 0n }])
    t.equal((await kit.root('document').where({ business_id: shop.id, kind: 'payment' })).length, 1)
    t.match(text((await asha.get(`/payments/${refund.refund_id}/receipt`)).body), /REFUND VOUCHER.*SO\/26-27\/00001/)
    t.equal((await asha.post(`${base}/bill`)).statusCode, 409)
    t.match(text((await asha.get('/orders?list=done')).body), 'SO/26-27/00001 Cancelled')
    const kept = form(shop, { 'lines.0.words': 'Ring', advance: '1,000' })
    await asha.post('/orders', kept)
    await asha.post(`/orders/${kept['id']}/cancellation`, { refund_id: newId(), settle: 'keep', reason: 'Later' })
    t.match(await kit.root('open_item').where({ business_id: shop.id, kind: 'advance', open_amount: rs('1000') }), [{}])
    t.same(await faults(shop.id), [])
  })

  t.test('a photo of what is wanted', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, chain(shop))
    await asha.post('/orders', body)
    const url = `/orders/${body['id']}/photos/1`
    const send = (bytes: string) => {
      const sent = new FormData()
      sent.append('photo', new Blob([Buffer.from(bytes, 'base64')]), 'photo.png')
      return asha.upload(url, sent)
    }
    t.equal((await send('bm8gcGljdHVyZQ==')).statusCode, 422)
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    t.equal((await send(png)).statusCode, 303)
    const page = await asha.get(`/orders/${body['id']}`)
    const src = String(/src="([^"]*photos[^"]*)"/.exec(page.body)?.[1])
    t.match(await asha.get(src), { statusCode: 200, headers: { 'content-type': 'image/png' } })
  })

  t.test('items of an order are at what the lists of the customer ask for so many', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, {
      ...{
        'lines.0.words': 'rice',
        'lines.0.quantity': '2',
        'lines.1.words': '8901000000011',
        'lines.1.quantity': '12',
      },
      ...{ 'lines.2.words': 'Tea', 'lines.3.words': 'Rice', 'lines.3.price': '99' },
    })
    const shown = text((await asha.post('/orders/lines', body)).body)
    t.match(
      shown,
      /₹110.00 each, by the list Wholesale 2026.*₹100.00 each, by the list Wholesale 2026.*₹285.00 each, the price/,
    )
    await asha.post('/orders', body)
    const lines = await kit.root('sales_order_line').where({ order_id: body['id'] }).orderBy('line')
    t.same(
      lines.map((line) => line.price_paise),
      [rs('110'), rs('100'), rs('285'), rs('99')],
    )
    t.same(
      lines.map((line) => line.item_id),
      [shop.rice, shop.rice, shop.tea, shop.rice],
    )
  })

  t.test("a grocer's order of items is delivered in part", async (t) => {
    const shop = await aGoodsShop(kit)
    const asha = kit.as(shop.asha)
    const body = form(shop, {
      'lines.0.words': 'rice',
      'lines.0.quantity': '5',
      'lines.0.price': '100',
      advance: '100',
    })
    const id = String(body['id'])
    t.equal((await asha.post('/orders', body)).statusCode, 303)
    const begun = await asha.post(`/orders/${id}/bill`)
    const counter = await asha.get(locationOf(begun))
    t.match(counter.body, 'name="lines.1.quantity" value="5"')
    const bill = {
      ...{ id: draftIn(begun), party: shop.partyId, from: id, pay: 'khata' },
      ...{ 'lines.1.item': String(shop.itemIds[0]), 'lines.1.quantity': '3', 'lines.1.price': '100' },
    }
    t.equal((await asha.post('/sales', bill)).statusCode, 303)
    t.match(await orderOf(id), { state: 'part-delivered' })
    t.equal((await asha.post('/sales', { ...bill, id: newId(), 'lines.1.quantity': '2' })).statusCode, 303)
    t.match(await orderOf(id), { state: 'delivered' })
    t.equal((await asha.post(`/orders/${id}/bill`)).statusCode, 409)
    t.same(await faults(shop.id), [])
  })
})
