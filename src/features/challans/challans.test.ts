import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter, looseGoods } from '../../testing/jewel-counter.ts'
import { booksCheck } from '../books/index.ts'

const locationOf = (answer: Answer): string => String(answer.headers.location)

t.test('approval', async (t) => {
  const kit = await testApp(t)
  const faults = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)
  const form = (shop: { partyId: string }, tags: string, has: Fields = {}): Fields => ({
    id: newId(),
    party_id: shop.partyId,
    tags,
    due_on: '+15',
    ...has,
  })
  const stateOf = async (id: string) => (await kit.root('piece').where({ id }).first()).state

  t.test('pieces go out by their tags, one comes back, the other is billed', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/challans')).body), 'Nothing is out on approval')
    const begun = await asha.get(`/challans/new?party=${shop.partyId}`)
    t.same(await validHtml(begun.body), [])
    const body = form(shop, '')
    const one = await asha.post('/challans/pieces', { ...body, scan: 'n-2210' })
    t.match(one.body, 'name="tags" value="N-2210"')
    t.equal((await asha.post('/challans/pieces', { ...body, tags: 'N-2210', scan: 'X-9' })).statusCode, 422)
    const gone = await asha.post('/challans/pieces', { ...body, tags: 'N-2210 N-2211', remove: 'N-2211' })
    t.match(gone.body, 'name="tags" value="N-2210"')
    const full = { ...body, tags: 'N-2210 N-2211' }
    t.equal(locationOf(await asha.post('/challans', full)), `/challans/${body['id']}`)
    t.equal((await asha.post('/challans', full)).statusCode, 303, 'the same press once')
    t.equal((await asha.post('/challans', form(shop, 'N-2210'))).statusCode, 409)
    t.equal(await stateOf(shop.first), 'on-approval')
    t.same(
      await kit.root('stock_move').where({ business_id: shop.id, document_id: body['id'] }),
      [],
      "still the shop's",
    )
    t.same(await faults(shop.id), [])
    const page = await asha.get(`/challans/${body['id']}`)
    t.match(text(page.body), /DC\/26-27\/00001 Out.*N-2210.*3,45,831.00/)
    t.same(await validHtml(page.body), [])
    const paper = await asha.get(`/challans/${body['id']}/print`)
    t.match(text(paper.body), /DELIVERY CHALLAN.*on approval.*HSN.*N-2211/)
    t.same(await validHtml(paper.body), [])
    t.equal((await asha.post(`/challans/${body['id']}/back`, { scan: 'N-2211' })).statusCode, 303)
    t.equal(await stateOf(shop.second), 'in-stock')
    const twice = await asha.post(`/challans/${body['id']}/back`, { scan: 'N-2211' })
    t.match(text(twice.body), 'N-2211 is not out on this challan')
    const into = await asha.post(`/challans/${body['id']}/bill`)
    const draft = String(/draft=(.+)$/.exec(locationOf(into))?.[1])
    t.match(text((await asha.get(locationOf(into))).body), 'N-2210')
    const bill = {
      ...{ id: draft, party: shop.partyId, from: String(body['id']), discount: '2,00,000', pay: 'khata' },
      ...{ 'lines.1.item': shop.itemId, 'lines.1.piece': shop.first, 'lines.1.order': String(body['id']) },
    }
    t.equal((await asha.post('/sales', bill)).statusCode, 303)
    t.equal(await stateOf(shop.first), 'sold')
    t.match(text((await asha.get(`/challans/${body['id']}`)).body), /Closed.*Kept, on/)
    t.match(text((await asha.get('/challans?list=closed')).body), '0 of 2')
    t.equal((await asha.post(`/challans/${body['id']}/bill`)).statusCode, 409)
    t.same(await faults(shop.id), [])
  })

  t.test('grams of a lot and carats of a packet go out, come back in part, and are billed in part', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const goods = await looseGoods(kit, shop)
    const lotOf = (id: string) => kit.root('lot').where({ id }).first()
    const scanned = await asha.post('/challans/pieces', { ...form(shop, ''), scan: 'b-1' })
    t.match(scanned.body, `<option value="${goods.lot}" selected>`)
    t.same(await validHtml(scanned.body), [])
    const add = (has: Fields, lots = '') =>
      asha.post('/challans/pieces', { ...form(shop, ''), lots, scan: '', do: 'lot', lot: goods.lot, ...has })
    const over = await add({ weight: '101' })
    t.match(text(over.body), /only 100\.000/i)
    t.match(over.body, 'value="101"')
    const one = await add({ weight: '10', gross: '', count: '5' })
    const first = `${goods.lot}:10::5:`
    t.match(one.body, `name="lots" value="${first}"`)
    t.match(text((await add({ weight: '1' }, first)).body), 'This lot stands on the challan already')
    const two = await add({ lot: goods.packet, weight: '2.5', count: '4' }, first)
    t.match(text(two.body), /Beads.*10\.000 g · 5 pc.*2\.50 ct · 4 pc/)
    const lots = `${first} ${goods.packet}:2.5::4:`
    const body = form(shop, 'N-2211', { lots })
    const id = String(body['id'])
    t.equal(locationOf(await asha.post('/challans', body)), `/challans/${id}`)
    t.equal((await asha.post('/challans', body)).statusCode, 303, 'the same press once')
    t.match(await lotOf(goods.lot), { net_mg: 100_000n, held_net_mg: 10_000n, held_gross_mg: 10_000n, held_pieces: 5 })
    t.match(await lotOf(goods.packet), { carat_mct: 10_000n, held_carat_mct: 2_500n, held_gross_mg: 500n })
    t.same(await kit.root('stock_move').where({ business_id: shop.id, document_id: id }), [], "still the shop's")
    t.same(await faults(shop.id), [])
    t.match(text((await asha.get(`/lots/${goods.lot}`)).body), '10.000 g of it out on approval')
    const line = { 'lines.1.item': goods.beads, 'lines.1.lot': goods.lot, 'lines.1.quantity': '1', party: shop.partyId }
    const held = await asha.post(`/sales/drafts/${newId()}`, { id: newId(), ...line, 'lines.1.net': '91' }, htmx)
    t.match(text(held.body), /90\.000/, 'what is out is nobody else’s')
    const page = await asha.get(`/challans/${id}`)
    t.match(text(page.body), /B-1.*10\.000 g out 10\.000 g.*R-1.*2\.50 ct out 2\.50 ct 4,500\.00/)
    t.same(await validHtml(page.body), [])
    const paper = await asha.get(`/challans/${id}/print`)
    t.match(text(paper.body), /Beads.*5 10\.000 10\.000 9\.160.*Rubies.*4 0\.500 2\.50 4,500\.00/)
    t.same(await validHtml(paper.body), [])
    const back = (has: Fields) => asha.post(`/challans/${id}/back`, { scan: '', lot: goods.lot, ...has })
    const more = await back({ weight: '10.5' })
    t.match(text(more.body), 'only 10.000 g and 5 pieces are out')
    t.match(more.body, 'value="10.5"')
    t.equal((await back({ weight: '4', count: '2' })).statusCode, 303)
    t.match(await lotOf(goods.lot), { held_net_mg: 6_000n, held_pieces: 3 })
    const into = await asha.post(`/challans/${id}/bill`)
    const draft = String(/draft=(.+)$/.exec(locationOf(into))?.[1])
    const counter = (await asha.get(locationOf(into))).body
    t.match(counter, /name="lines\.2\.net"[^>]*value="6\.000"/)
    t.match(counter, /name="lines\.3\.net"[^>]*value="2\.50"/)
    const from = { party: shop.partyId, from: id, pay: 'khata', 'lines.1.order': id, 'lines.2.order': id }
    const ruby = { 'lines.2.item': goods.rubies, 'lines.2.lot': goods.packet, 'lines.2.quantity': '1' }
    const kept = { ...from, ...line, 'lines.1.net': '4', 'lines.1.count': '1', ...ruby, 'lines.2.net': '2.5' }
    const sold = await asha.post('/sales', { id: draft, ...kept, 'lines.2.count': '4' })
    t.equal(sold.statusCode, 303, text(sold.body))
    const left = { net_mg: 96_000n, fine_mg: 87_936n, value_paise: rs('960000'), pieces: 49 }
    t.match(await lotOf(goods.lot), { ...left, held_net_mg: 2_000n, held_pieces: 2 })
    t.match(await lotOf(goods.packet), { carat_mct: 7_500n, gross_mg: 1_500n, pieces: 16, held_carat_mct: 0n })
    t.match(text((await asha.get(`/challans/${id}`)).body), /4\.000 g kept, on .* 2\.000 g out.*2\.50 ct kept, on/)
    t.match(text((await asha.get('/challans')).body), '2 of 3')
    t.equal((await back({ weight: '' })).statusCode, 303, 'all that is out')
    t.equal((await back({ weight: '1' })).statusCode, 422)
    t.equal((await asha.post(`/challans/${id}/back`, { scan: 'N-2211' })).statusCode, 303)
    t.match(text((await asha.get('/challans?list=closed')).body), '0 of 3')
    t.match(await lotOf(goods.lot), { ...left, held_net_mg: 0n, held_gross_mg: 0n, held_pieces: 0 })
    t.same(await faults(shop.id), [])
  })

  t.test('who is late is listed, and six months are warned of', async (t) => {
    const shop = await aJewelCounter(kit)
    const body = form(shop, 'N-2210')
    await kit.as(shop.asha).post('/challans', body)
    await kit.root('challan').where({ document_id: body['id'] }).update({ due_on: '2026-11-01' })
    const list = await kit.as(shop.asha).get('/challans?list=overdue')
    t.match(text(list.body), /DC\/26-27\/00001 Overdue/)
    t.same(await validHtml(list.body), [])
    await kit.root.raw('alter table document disable trigger document_stays')
    await kit.root('document').where({ id: body['id'] }).update({ on_date: '2026-05-10' })
    await kit.root.raw('alter table document enable trigger document_stays')
    t.match(text((await kit.as(shop.asha).get(`/challans/${body['id']}`)).body), /Six months were over on 10 Nov 2026/)
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    t.equal((await keeper.get('/challans')).statusCode, 403)
  })

  t.test('what a supplier leaves is noted without stock, returned or bought', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const asked = await asha.get(`/challans/in/new?party=${shop.partyId}`)
    t.same(await validHtml(asked.body), [])
    const body = { id: newId(), party_id: shop.partyId, due_on: '+10', number: 'A/12' }
    t.equal((await asha.post('/challans/in', body)).statusCode, 422)
    const full = {
      ...body,
      'lines.0.words': 'Bangles',
      'lines.0.pieces': '4',
      'lines.0.gross': '40',
      'lines.1.words': 'Ring',
    }
    t.equal((await asha.post('/challans/in', full)).statusCode, 303)
    t.equal((await asha.post('/challans/in', full)).statusCode, 303)
    const url = `/challans/in/${body.id}`
    t.equal((await asha.post(`${url}/lines/1`, { outcome: 'bought' })).statusCode, 303)
    t.equal((await asha.post(`${url}/lines/1`, { outcome: 'returned' })).statusCode, 409)
    const page = await asha.get(url)
    t.match(text(page.body), /Bangles Bought 4 40.000.*Tag it/)
    t.same(await validHtml(page.body), [])
    const bill = `/purchases/bills/new?party=${shop.partyId}&approval=${body.id}`
    t.match(page.body, `href="${bill.replace('&', '&amp;')}"`)
    const begun = await asha.get(bill)
    t.match(begun.body, /name="n.0.words" value="Bangles"[\s\S]*name="n.0.quantity" value="4"/)
    t.notMatch(begun.body, 'value="Ring"')
    const list = await asha.get('/challans?list=in')
    t.match(text(list.body), /A\/12.*1 of 5/)
    t.same(await validHtml(list.body), [])
    t.same(await faults(shop.id), [])
  })
})
