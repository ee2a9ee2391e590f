import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { aGoodsShop } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { issueInvoice } from '../sales/index.ts'

t.test('go to anything', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, { items: 20, stock: 50_000n, business: { gstin: '24AAACG2115R1ZN' } })
  const bill = shop.bill()
  const { number } = await inBusiness(kit.db, shop.id, (tx) => issueInvoice(tx, shop.id, bill, shop.actor))
  const owner = kit.as(shop.asha)
  const find = (q: string, by = owner) => by.get(`/find?q=${encodeURIComponent(q)}`)
  const swap = (q: string, by = owner) => by.get(`/find?q=${encodeURIComponent(q)}`, htmx)

  t.test('finds parties, items, papers by number, and pages by name', async (t) => {
    const party = await swap('mee')
    t.match(party.body, `href="/parties/${shop.partyId}"`)
    t.notMatch(party.body, '<html')
    t.match((await swap('rice')).body, /\/items\/.*Rice 1</s)
    t.match((await swap('1')).body, `href="/sales/${bill.id}"`, 'by its number in any series')
    t.match((await swap(number)).body, `href="/sales/${bill.id}"`)
    t.match((await swap('trial bal')).body, 'href="/books/trial-balance"')
    t.match((await swap('gst rate')).body, 'href="/reports/tax/rates"')
    t.match(text((await swap('qqqq')).body), 'Nothing is found')
    t.equal(text((await swap('')).body), '')
    for (const q of ['r', 'rice', 'a', '1']) t.ok(Buffer.byteLength((await swap(q)).body) < 6 * 1024, `${q} is small`)
  })

  t.test('finds a jeweller his pieces by tag and HUID, and every paper by its number', async (t) => {
    const jeweller = await aJewelCounter(kit)
    const by = kit.as(jeweller.asha)
    const [piece] = await kit.root('piece').where({ business_id: jeweller.id }).orderBy('tag')
    await kit.root('piece').where({ business_id: jeweller.id, id: piece.id }).update({ huid: 'AZ4527' })
    t.match((await swap(piece.tag.slice(0, 3).toLowerCase(), by)).body, `href="/pieces/${piece.id}"`)
    t.match((await swap('az4527', by)).body, `href="/pieces/${piece.id}"`)
    const estimate = newId()
    const line = { 'lines.1.item': jeweller.itemId, 'lines.1.piece': jeweller.first, 'lines.1.quantity': '1' }
    await by.post('/estimates', { id: estimate, ...line })
    t.match((await swap('EST/26-27/00001', by)).body, `href="/estimates/${estimate}"`)
    t.match((await swap('estim', by)).body, 'href="/estimates"')
    t.match((await swap('lots', by)).body, 'href="/lots"')
    t.notMatch((await swap('lots')).body, 'href="/lots"', 'a grocer has none')
  })

  t.test('is a page without a script, and goes where only one thing is meant', async (t) => {
    const page = await find('ri')
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), /Go to anything.*Items.*Rice/)
    t.same((await find(number)).headers.location, `/sales/${bill.id}`)
    t.equal((await find('')).statusCode, 200)
    t.match(page.body, 'action="/find"')
  })

  t.test('finds pages in the language of the person, and in English', async (t) => {
    await kit.root('app_user').where({ id: shop.chitra.id }).update({ locale: 'gu' })
    const chitra = kit.as(shop.chitra)
    t.match((await swap('બેલેન્સ', chitra)).body + (await swap('balance', chitra)).body, '/books/balance-sheet')
    t.match((await swap('પાર્ટી', chitra)).body, 'href="/parties"')
  })

  t.test('shows each role what it may see', async (t) => {
    for (const role of ['stock-keeper', 'karigar'] as const) {
      const member = kit.as(await aMember(kit, shop, role))
      t.equal((await find('rice', member)).statusCode, 200, role)
      t.notMatch((await swap('meera', member)).body, shop.partyId, role)
      t.notMatch((await swap(number, member)).body, bill.id, role)
      t.notMatch((await swap('trial', member)).body, '/books/', role)
      const rice = await swap('rice', member)
      t[role === 'karigar' ? 'notMatch' : 'match'](rice.body, '/items/', role)
    }
    t.equal((await kit.as(await aMember(kit, shop, 'cashier')).get(`/find?q=${newId()}`)).statusCode, 200)
  })
})
