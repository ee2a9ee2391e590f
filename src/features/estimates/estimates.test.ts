import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { aGoodsShop } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { booksCheck } from '../books/index.ts'

type Shop = Awaited<ReturnType<typeof aJewelCounter>>

const locationOf = (answer: Answer): string => String(answer.headers.location)

t.test('estimates', async (t) => {
  const kit = await testApp(t)
  const line = (shop: Shop, piece = shop.first): Fields => ({
    'lines.1.item': shop.itemId,
    'lines.1.piece': piece,
    'lines.1.quantity': '1',
  })
  const faults = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)
  const rows = (shop: { id: string }, kind: string) => kit.root('document').where({ business_id: shop.id, kind })

  t.test('a price on paper: nothing is posted, and nothing leaves the shelf', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const body = { id, ...line(shop), party: shop.partyId, cash: '1,000', total: '35620600' }
    await asha.post(`/sales/drafts/${id}`, body, htmx)
    const vouchers = () => kit.root('voucher').where({ business_id: shop.id })
    const before = (await vouchers()).length
    const issued = await asha.post('/estimates', body)
    t.equal(issued.statusCode, 303)
    t.equal(locationOf(issued), `/estimates/${id}`)
    const again = await asha.post('/estimates', body)
    t.equal(locationOf(again), `/estimates/${id}`, 'the same press answers with the first')
    t.equal((await asha.post('/estimates', { ...body, note: 'Other' })).statusCode, 409)
    t.match(await rows(shop, 'estimate'), [
      { number: 'EST/26-27/00001', total_paise: 356_206_00n, party_id: shop.partyId },
    ])
    t.equal((await vouchers()).length, before)
    t.match(await kit.root('piece').where({ business_id: shop.id, id: shop.first }), [{ state: 'in-stock' }])
    t.same(await kit.root('draft').where({ business_id: shop.id }), [], 'the counter is free again')
    t.same(await faults(shop.id), [])
    const page = await asha.get(`/estimates/${id}`)
    t.match(text(page.body), /EST\/26-27\/00001.*N-2210 · 22K/)
    t.same(await validHtml(page.body), [])
  })

  t.test('prints on A4 and on a roll, and says that it is no tax invoice', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const og = {
      og_document: newId(),
      og_rows: '1',
      'og.0.purity': shop.purityId,
      'og.0.gross': '10',
      'og.0.touch': '91',
    }
    t.equal(
      (await asha.post('/estimates', { id, ...line(shop), ...og })).statusCode,
      303,
      'without a name or a declaration',
    )
    for (const width of ['a4', '80']) {
      const paper = await asha.get(`/estimates/${id}/print?width=${width}`)
      t.match(text(paper.body), /ESTIMATE/)
      t.match(text(paper.body), 'not a tax invoice')
      t.match(text(paper.body), '28 Nov 2026')
      t.match(text(paper.body), /Less old gold/)
      t.notMatch(text(paper.body), /TAX INVOICE|Original for recipient/)
      t.same(await validHtml(paper.body), [])
    }
    t.same(await kit.root('old_gold_line').where({ business_id: shop.id }), [])
  })

  t.test('becomes a bill at the rates of today, once', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    // Under the sum from which the law asks who buys.
    const cheap = { discount: '2,00,000' }
    await asha.post('/estimates', { id, ...line(shop), ...cheap, party: shop.partyId })
    await shop.setRate('12500')
    const begun = await asha.post(`/estimates/${id}/bill`)
    t.equal(begun.statusCode, 303)
    const counter = await asha.get(locationOf(begun))
    t.match(text(counter.body), /22K 916: ₹12,400.00 then, ₹12,500.00 today/)
    t.match(counter.body, `name="from" value="${id}"`)
    t.equal(locationOf(await asha.post(`/estimates/${id}/bill`)), locationOf(begun), 'gone on with, not begun twice')
    const draft = String(/draft=(.+)$/.exec(locationOf(begun))?.[1])
    const bill = { id: draft, ...line(shop), ...cheap, party: shop.partyId, from: id, pay: 'khata' }
    t.equal((await asha.post('/sales', bill)).statusCode, 303)
    t.match(await rows(shop, 'invoice'), [{ id: draft, from_document_id: id }])
    t.equal((await asha.post(`/estimates/${id}/bill`)).statusCode, 409)
    const twice = await asha.post('/sales', { ...bill, id: newId(), ...line(shop, shop.second) })
    t.equal(twice.statusCode, 409)
    t.match(text(twice.body), /EST\/26-27\/00001 was billed already/)
    const page = await asha.get(`/estimates/${id}`)
    t.match(text(page.body), 'Billed')
    t.match(page.body, `/sales/${draft}`)
    t.match(text((await asha.get('/estimates?state=billed')).body), 'EST/26-27/00001')
    t.match(text((await asha.get('/estimates?state=open')).body), 'Nothing found')
    t.same(await faults(shop.id), [])
  })

  t.test('one of the past is marked, and a price under the floor needs a manager', async (t) => {
    const shop = await aJewelCounter(kit)
    const ravi = kit.as(await aMember(kit, shop, 'cashier'))
    const id = newId()
    const low = await ravi.post('/estimates', { id, ...line(shop), 'lines.1.rate': '100' })
    t.equal(low.statusCode, 422)
    t.equal((await ravi.post('/estimates', { id })).statusCode, 422, 'nothing on it')
    await kit.as(shop.asha).post('/settings/orders', { estimate_days: '0', order_advance_bp: '25' })
    t.equal((await ravi.post('/settings/orders', { estimate_days: '3', order_advance_bp: '25' })).statusCode, 403)
    await ravi.post('/estimates', { id, ...line(shop) })
    await kit.root.raw('alter table estimate disable trigger estimate_is_posted')
    await kit.root('estimate').where({ document_id: id }).update({ valid_until: '2026-11-20' })
    await kit.root.raw('alter table estimate enable trigger estimate_is_posted')
    const list = await ravi.get('/estimates?state=expired')
    t.match(text(list.body), /EST\/26-27\/00001 Expired/)
    t.same(await validHtml(list.body), [])
  })

  t.test("a grocer's estimate too", async (t) => {
    const shop = await aGoodsShop(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const body = { id, 'lines.1.item': String(shop.itemIds[0]), 'lines.1.quantity': '25', 'lines.1.price': '100' }
    t.equal((await asha.post('/estimates', body)).statusCode, 303, 'also for more than there is')
    const begun = await asha.post(`/estimates/${id}/bill`)
    t.match(text((await asha.get(locationOf(begun))).body), 'as the estimate said')
    t.same(await faults(shop.id), [])
  })
})
