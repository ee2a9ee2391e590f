import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { htmx, testApp } from '../../testing/app.ts'
import { aMember, devsShop } from '../../testing/cast.ts'
import { aParty } from '../../testing/dues.ts'
import { aGoodsShop, cash, rs, walkIn } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { issueOnce } from './index.ts'

t.test('bills on the screen', async (t) => {
  const kit = await testApp(t)

  t.test('a shop without bills is told what to do', async (t) => {
    const shop = await aGoodsShop(kit)
    const page = await kit.as(shop.asha).get('/sales')
    t.equal(page.statusCode, 200)
    t.match(text(page.body), 'No bills yet')
    t.match(page.body, 'href="/sales/new"')
    t.same(await validHtml(page.body), [])
  })

  t.test('the list says of each bill what is open and how late it is', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 500_000n })
    const issue = (asked: Parameters<typeof shop.bill>[0]) => issueOnce(kit.db, shop.id, shop.bill(asked), shop.actor)
    await issue({ onDate: '2026-09-01' })
    await issue({ onDate: '2026-11-01' })
    await issue({ tenders: [cash('40')] })
    const paid = await issue({ buyer: { ...walkIn, name: '<b>Ravi</b>' }, tenders: [cash('100')] })
    const page = await kit.as(shop.bharat).get('/sales')
    t.same(await validHtml(page.body), [])
    const said = text(page.body)
    t.match(said, '4 bills in 26-27 · ₹260.00 still to receive')
    t.match(said, 'GJ/26-27/ 00001 1 Sept 2026 Meera 66 days late 100.00 100.00')
    t.match(said, '5 days late')
    t.match(said, 'Part paid 100.00 60.00')
    t.match(said, '<b>Ravi</b> Paid 100.00 0.00')
    t.notMatch(page.body, '<b>Ravi</b>')

    const seen = async (query: string) => numbersIn((await kit.as(shop.bharat).get(`/sales?${query}`)).body)
    t.same(await seen('status=due'), ['00003', '00002', '00001'])
    t.same(await seen('status=overdue'), ['00002', '00001'])
    t.same(await seen('status=part'), ['00003'])
    t.same(await seen('status=paid'), ['00004'])
    t.same(await seen('status=cancelled'), [])
    t.same(await seen('q=meer'), ['00003', '00002', '00001'])
    t.same(await seen('q=4'), ['00004'])
    t.same(await seen('q=gj/26-27/00002'), ['00002'])
    t.same(await seen('q=nobody'), [])
    t.same(await seen('from=1/10&to=10/11'), ['00002'])
    t.same(await seen('least=100&most=100'), ['00004', '00003', '00002', '00001'])
    t.same(await seen('least=100.01'), [])
    const narrowed = await kit.as(shop.bharat).get('/sales?status=due&q=meera')
    t.match(text(narrowed.body), '3 bills · ₹300.00 billed · ₹260.00 still to receive')

    const wrong = await kit.as(shop.bharat).get('/sales?from=someday&least=1.5l')
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /<title>Error: /)
    t.match(wrong.body, 'value="someday"')
    t.same(await validHtml(wrong.body), [])
    const part = await kit.as(shop.bharat).get('/sales?q=4', htmx)
    t.notMatch(part.body, '<html')
    t.match(part.body, paid.id)
  })

  t.test('fifty a page, onwards and back', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 500_000n })
    for (let i = 0; i < 120; i++) await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const asha = kit.as(shop.asha)
    const hrefOf = (html: string, rel: string) =>
      new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const first = (await asha.get('/sales')).body
    t.same([numbersIn(first)[0], numbersIn(first).at(-1), hrefOf(first, 'prev')], ['00120', '00071', ''])
    const second = (await asha.get(hrefOf(first, 'next'))).body
    t.same([numbersIn(second)[0], numbersIn(second).at(-1)], ['00070', '00021'])
    const third = (await asha.get(hrefOf(second, 'next'))).body
    t.same([numbersIn(third)[0], numbersIn(third).at(-1), hrefOf(third, 'next')], ['00020', '00001', ''])
    const back = (await asha.get(hrefOf(third, 'prev'))).body
    t.same(numbersIn(back), numbersIn(second))
    const top = (await asha.get(hrefOf(back, 'prev'))).body
    t.same([numbersIn(top), hrefOf(top, 'prev')], [numbersIn(first), ''])

    // A name that more customers have than are looked at one by one.
    for (let i = 0; i < 65; i++) await aParty(kit, shop, { name: `Meerut ${i}` })
    const found = (await asha.get('/sales?q=meer')).body
    t.same(numbersIn(found), numbersIn(first))
    t.match(text(found), 'more than 50 bills')
    t.same(numbersIn((await asha.get(hrefOf(found, 'next'))).body), numbersIn(second))
    t.match(text((await asha.get('/sales?q=meer&from=1/4&to=2/4')).body), '0 bills')
  })

  t.test('a bill shows its lines, heads, money, entries and what happened', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id } = await issueOnce(
      kit.db,
      shop.id,
      shop.bill({ tenders: [cash('40')], note: 'Deliver <b>home</b>' }),
      shop.actor,
    )
    const page = await kit.as(shop.asha).get(`/sales/${id}`)
    t.same(await validHtml(page.body), [])
    const said = text(page.body)
    for (const part of [
      'GJ/26-27/00001 Part paid',
      'Tax invoice · 21 Nov 2026, 12:00 pm · by Asha',
      'Rice HSN 1006 · GST 18 % 1 kg 100.00 84.74 100.00',
      'Taxable value 84.74 CGST 7.63 SGST 7.63 Bill 100.00 Cash -40.00 Open ₹60.00',
      'Due 6 Dec 2026.',
      'Output CGST 7.63',
      'Both sides 200.00 200.00',
      'Deliver <b>home</b>',
    ])
      t.match(said, part)
    t.notMatch(page.body, '<b>home</b>')
    t.match(page.body, `/payments/receipts/new?party=${shop.partyId}&amp;document=${id}`)
    for (const href of ['print', 'invoice.pdf', 'receipt', 'cancellation'])
      t.match(page.body, `href="/sales/${id}/${href}"`)
    t.match(page.body, 'https://wa.me/?text=Asha%20Stores')
    const counter = text((await kit.as(shop.bharat).get(`/sales/${id}`)).body)
    t.notMatch(counter, 'Both sides')
    t.notMatch(counter, 'Cancel bill')
  })

  t.test('a bill is cancelled with a reason, by who may', async (t) => {
    const shop = await aGoodsShop(kit)
    const manager = kit.as(await aMember(kit, shop, 'manager'))
    const { id } = await issueOnce(kit.db, shop.id, shop.bill({ tenders: [cash('40')] }), shop.actor)
    const url = `/sales/${id}/cancellation`
    const form = await manager.get(url)
    t.same(await validHtml(form.body), [])
    t.match(text(form.body), 'stays with you as credit of Meera')
    t.equal((await kit.as(shop.bharat).get(url)).statusCode, 403)
    t.equal((await kit.as(shop.bharat).post(url, { reason: 'x', date: 'today' })).statusCode, 403)

    const wrong = await manager.post(url, { reason: ' ', date: '31/2' })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), 'Write why the bill is cancelled')
    t.match(wrong.body, 'value="31/2"')
    const early = await manager.post(url, { reason: 'Wrong rate', date: '1/4' })
    t.equal(early.statusCode, 422)
    t.match(early.body, 'value="Wrong rate"')
    t.match(text(early.body), 'Write a date not before the bill')

    const done = await manager.post(url, { reason: '<b>Wrong</b> rate', date: 'today' })
    t.same([done.statusCode, done.headers.location], [303, `/sales/${id}`])
    const page = await manager.get(`/sales/${id}`)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), 'Bill GJ/26-27/00001 is cancelled.')
    t.match(text(page.body), 'Cancelled: <b>Wrong</b> rate')
    t.notMatch(page.body, '<b>Wrong</b>')
    t.match(text(page.body), 'Entries that cancelled it')
    t.equal((await manager.post(url, { reason: 'Again', date: 'today' })).statusCode, 303)
    t.match((await manager.get('/sales?status=cancelled')).body, 'void-row')
  })

  t.test('another shop sees and cancels nothing of it', async (t) => {
    const [shop, other] = await Promise.all([aGoodsShop(kit), devsShop(kit)])
    const { id } = await issueOnce(kit.db, shop.id, shop.bill(), shop.actor)
    const dev = kit.as(other.dev)
    for (const url of [`/sales/${id}`, `/sales/${id}/cancellation`, `/sales/${newId()}`, '/sales/nonsense'])
      t.equal((await dev.get(url)).statusCode, 404, url)
    t.equal((await dev.post(`/sales/${id}/cancellation`, { reason: 'x', date: 'today' })).statusCode, 404)
    t.notMatch((await dev.get('/sales')).body, id)
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    for (const url of ['/sales', `/sales/${id}`]) t.equal((await keeper.get(url)).statusCode, 403, url)
    const still = await inBusiness(kit.db, shop.id, (tx) => tx('document').where({ id }).first('state', 'total_paise'))
    t.same(still, { state: 'issued', total_paise: rs('100') })
  })

  t.test('odd addresses show a page and no fault', async (t) => {
    const asha = kit.as((await aGoodsShop(kit)).asha)
    for (const query of [
      'before=x',
      'status=odd',
      'q=%25_%5C',
      'least=-5',
      `q=${'9'.repeat(40)}`,
      'q=१२३',
      `before=${'W10'}`,
    ])
      t.ok((await asha.get(`/sales?${query}`)).statusCode < 500, query)
  })
})

const numbersIn = (html: string): string[] => [...html.matchAll(/<\/span>(\d{5})<\/a>/g)].map((match) => match[1] ?? '')
