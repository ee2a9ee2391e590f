import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { htmx, testApp } from '../../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { booksCheck, isOnlyWarning, setLockDate } from '../index.ts'
import { listOpeningBills } from './opening.queries.ts'

t.test('the pages of openings', async (t) => {
  const kit = await testApp(t)
  const { db, root, as } = kit
  const accountOf = async (shop: Shop, code: string): Promise<string> =>
    (await root('account').where({ business_id: shop.id, code }).first('id')).id
  const aParty = async (shop: Shop, name: string): Promise<string> => {
    const id = newId()
    const made = { created_at: kit.clock(), updated_at: kit.clock() }
    await root('party').insert({ business_id: shop.id, id, name, ...made })
    return id
  }
  const faults = (shop: Shop) =>
    inBusiness(db, shop.id, async (tx) =>
      (await booksCheck(tx, shop.id)).filter(({ point, holds }) => !holds && !isOnlyWarning(point)),
    )

  t.test('accounts are typed on their side until the difference is nil', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const [cash, capital] = [await accountOf(shop, '5110'), await accountOf(shop, '1010')]
    const blank = await chitra.get('/books/opening')
    t.match(text(blank.body), /Opening balance difference ₹0\.00.*Nil: both sides agree\..*The books begin on/)
    t.same(await validHtml(blank.body), [])
    t.match(await chitra.post('/books/opening', { [`dr.${cash}`]: '1,250.50', [`cr.${cash}`]: '' }), {
      statusCode: 303,
      headers: { location: '/books/opening' },
    })
    const shown = await chitra.get('/books/opening')
    t.match(text(shown.body), /1 opening is saved\..*difference ₹1,250\.50 Cr.*The debit side is larger/)
    t.match(shown.body, `name="dr.${cash}" value="1,250.50"`)
    t.notMatch(text(shown.body), 'The books begin on', 'the beginning stays while openings stand on it')
    t.same(await validHtml(shown.body), [])
    await chitra.post('/books/opening', { [`dr.${capital}`]: '', [`cr.${capital}`]: '1250.50' })
    t.match(text((await chitra.get('/books/opening')).body), /Nil: both sides agree/)
    await chitra.post('/books/opening', { [`dr.${capital}`]: '', [`cr.${capital}`]: '1250.50' })
    t.match(text((await chitra.get('/books/opening')).body), /Nothing differs, so nothing was written/)
    t.same(await faults(shop), [])
  })

  t.test('what is wrong is said at its field, and what was typed stays', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const [cash, bank] = [await accountOf(shop, '5110'), await accountOf(shop, '5210')]
    const wrong = await chitra.post('/books/opening', {
      [`dr.${cash}`]: 'lots',
      [`cr.${cash}`]: '',
      [`dr.${bank}`]: '5',
      [`cr.${bank}`]: '6',
    })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /There is a problem.*Write the amount as rupees.*Write the debit or the credit, not both/)
    t.match(wrong.body, 'value="lots"')
    t.same(await validHtml(wrong.body), [])
    const debtors = await accountOf(shop, '5410')
    const control = await chitra.post('/books/opening', { [`dr.${debtors}`]: '5', [`cr.${debtors}`]: '' })
    t.equal(control.statusCode, 422)
    t.match(text(control.body), 'Customers has no opening of its own')
    await inBusiness(db, shop.id, (tx) =>
      setLockDate(tx, shop.id, { lockDate: '2026-04-30', reason: '' }, actorFor(shop.chitra, kit)),
    )
    const locked = await chitra.post('/books/opening', { [`dr.${cash}`]: '77', [`cr.${cash}`]: '' })
    t.equal(locked.statusCode, 422)
    t.match(locked.body, 'value="77"')
    t.same(await validHtml(locked.body), [])
  })

  t.test('the beginning of the books is set while nothing stands on it', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    for (const typed of ['someday', '22/11/2026'])
      t.equal((await chitra.post('/books/opening/begin', { begin_on: typed })).statusCode, 422)
    t.match(await chitra.post('/books/opening/begin', { begin_on: '1/4/2025' }), { statusCode: 303 })
    t.match(text((await chitra.get('/books/opening')).body), /The books begin on 1 Apr 2025\./)
    await chitra.post('/books/opening', { [`dr.${await accountOf(shop, '5110')}`]: '5' })
    const refused = await chitra.post('/books/opening/begin', { begin_on: '1/4/2026' })
    t.equal(refused.statusCode, 409)
    t.match(text(refused.body), 'Openings stand on the day of before')
  })

  t.test('a party is found, and its bills are written line by line', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const meera = await aParty(shop, 'Meera Shah')
    const empty = await chitra.get('/books/opening/parties')
    t.match(text(empty.body), 'No party has an opening yet')
    t.same(await validHtml(empty.body), [])
    const found = await chitra.get('/books/opening/parties?q=mee')
    t.match(found.body, `href="/books/opening/parties/${meera}"`)
    t.match(text((await chitra.get('/books/opening/parties?q=zzz')).body), 'Nobody is found by this')
    t.notMatch((await chitra.get('/books/opening/parties?q=mee', htmx)).body, /<html/)
    const url = `/books/opening/parties/${meera}`
    t.same(await validHtml((await chitra.get(url)).body), [])
    const lines = {
      'number.0': 'A/1',
      'on.0': '10/2/2026',
      'due.0': '12/3/2026',
      'dr.0': '1,000',
      'number.1': 'A/2',
      'on.1': '1/3/2026',
      'due.1': '',
      'cr.1': '200',
    }
    t.match(await chitra.post(url, lines), { statusCode: 303, headers: { location: url } })
    t.match(text((await chitra.get(url)).body), /2 openings are saved\./)
    t.match(text((await chitra.get(url)).body), /Total 1,000\.00 200\.00/)
    await chitra.post(url, lines)
    const standing = () => inBusiness(db, shop.id, (tx) => listOpeningBills(tx, shop.id, [meera]))
    t.match(await standing(), [
      { number: 'A/1', amount: 1000_00n },
      { number: 'A/2', dueOn: '2026-03-01', amount: -200_00n },
    ])
    t.match(
      text((await chitra.get(`/parties/${meera}/open-bills`)).body),
      /A\/1.*10 Feb 2026/,
      'the khata knows the bill by its own day',
    )
    const list = await chitra.get('/books/opening/parties')
    t.match(text(list.body), /difference: ₹800\.00 Cr\..*Meera Shah 2 1,000\.00 200\.00/)
    t.same(await validHtml(list.body), [])
    const [first, second] = await standing()
    const shown = { ...lines, 'id.0': first?.itemId ?? '', 'id.1': second?.itemId ?? '' }
    await chitra.post(url, { ...shown, 'dr.0': '900', 'cr.1': '' })
    t.match(await standing(), [{ number: 'A/1', amount: 900_00n }], 'a line without amounts takes its bill back')
    t.same(await faults(shop), [])
  })

  t.test('a wrong line keeps all that was typed', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const url = `/books/opening/parties/${await aParty(shop, 'Meera Shah')}`
    const wrong = await chitra.post(url, {
      'number.0': 'A/1',
      'on.0': 'then',
      'dr.0': '5',
      'number.1': 'A/2',
      'on.1': '1/3/2026',
      'dr.1': '5',
      'cr.1': '6',
      'number.2': 'A/3',
    })
    t.equal(wrong.statusCode, 422)
    t.match(
      text(wrong.body),
      /Write the date as day.*Write the debit or the credit, not both\..*Write an amount above zero/,
    )
    t.match(wrong.body, 'value="then"')
    t.same(await validHtml(wrong.body), [])
    const later = await chitra.post(url, { 'number.0': 'A/9', 'on.0': '2/4/2026', 'dr.0': '5' })
    t.equal(later.statusCode, 422)
    t.match(text(later.body), 'Bill A/9 is younger than the books')
    t.match(later.body, 'value="A/9"')
  })

  t.test('are for those who may, and of their own business', async (t) => {
    const [shop, theirs] = [await aShop(kit), await devsShop(kit)]
    const party = await aParty(shop, 'Meera Shah')
    const urls = ['/books/opening', '/books/opening/parties', `/books/opening/parties/${party}`]
    const statuses = (browser: { get(url: string): Promise<{ statusCode: number }> }) =>
      Promise.all(urls.map(async (url) => (await browser.get(url)).statusCode))
    const auditor = as(await aMember(kit, shop, 'auditor'))
    t.same(await statuses(as(shop.chitra)), [200, 200, 200])
    t.same(await statuses(auditor), [200, 200, 200])
    t.same(await statuses(as(shop.bharat)), [403, 403, 403])
    t.same(await statuses(as(theirs.dev)), [200, 200, 404])
    t.notMatch((await auditor.get('/books/opening')).body, /<button[^>]*>Save/)
    t.equal((await auditor.post('/books/opening', {})).statusCode, 403)
    t.equal((await auditor.post(`/books/opening/parties/${party}`, {})).statusCode, 403)
    const cash = await accountOf(shop, '5110')
    t.equal((await as(theirs.dev).post('/books/opening', { [`dr.${cash}`]: '5' })).statusCode, 404)
    t.equal((await as(theirs.dev).post(`/books/opening/parties/${party}`, { 'dr.0': '5' })).statusCode, 404)
    const line = { 'number.0': 'A', 'on.0': '1/3/2026', 'dr.0': '5' }
    t.equal((await as(theirs.dev).post(`/books/opening/parties/${party}`, line)).statusCode, 404)
  })
})
