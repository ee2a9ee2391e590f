import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Browser, type Fields, htmx, type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { setLockDate } from '../books/index.ts'
import { issueOnce } from '../sales/index.ts'

t.test('money in and out', async (t) => {
  const kit = await testApp(t)

  t.test('GET /payments/receipts/new', async (t) => {
    t.test('asks who pays, those who owe most first', async (t) => {
      const shop = await aShop(kit)
      const [meera, ravi] = [await aParty(kit, shop), await aParty(kit, shop, { name: '<b>Ravi</b>' })]
      await aDue(kit, shop, meera, { amount: '100' })
      await aDue(kit, shop, ravi, { amount: '2,500' })
      const { body, statusCode } = await kit.as(shop.bharat).get('/payments/receipts/new')
      t.equal(statusCode, 200)
      t.match(text(body), /Who pays\?.*<b>Ravi<\/b> 2,500.00 Dr Meera Shah 100.00 Dr/)
      t.notMatch(body, '<b>Ravi')
      t.same(await validHtml(body), [])
      t.match(text((await kit.as(shop.bharat).get('/payments/payments/new')).body), /We owe nobody anything/)
    })
    t.test('shows what is due once it is known who pays', async (t) => {
      const shop = await aShop(kit)
      const meera = await aParty(kit, shop)
      await aDue(kit, shop, meera, { amount: '300', dueOn: '2026-11-11', number: 'B7' })
      for (const name of ['party', 'party_id']) {
        const { body } = await kit.as(shop.bharat).get(`/payments/receipts/new?${name}=${meera}`)
        t.match(
          text(body),
          /Receive from Meera Shah.*Owes us ₹300.00 1 open bill.*late ₹300.00.*B7 10 days late 300.00/,
        )
        t.same(await validHtml(body), [])
      }
    })
    t.test('sets a bill that was named whole against the money', async (t) => {
      const shop = await aShop(kit)
      const { id, partyId } = await aSale(kit, shop, '100')
      await aDue(kit, shop, partyId, { amount: '300', onDate: '2026-01-01' })
      const form = fieldsOf(await kit.as(shop.asha).get(`/payments/receipts/new?document=${id}`))
      t.equal(form['tenders.0.amount'], '100.00')
      t.same(billsOf(form), ['100.00', ''])
    })
    t.test("of another shop's party, or none, is not found", async (t) => {
      const [shop, devs] = [await aShop(kit), await devsShop(kit)]
      const theirs = await aParty(kit, devs)
      for (const id of [theirs, newId(), 'x'])
        t.equal((await kit.as(shop.asha).get(`/payments/receipts/new?party=${id}`)).statusCode, 404)
    })
    t.test('is for those who handle money', async (t) => {
      const shop = await aShop(kit)
      const auditor = await aMember(kit, shop, 'auditor')
      t.equal((await kit.as(auditor).get('/payments/receipts/new')).statusCode, 403)
    })
  })

  t.test('POST /payments/receipts/split', async (t) => {
    t.test('proposes the oldest due first, keeps what was typed, and answers htmx with the part alone', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30', '50', '20'])
      const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
      const typed = { ...form, 'tenders.0.amount': '40', note: '<b>x' }
      const part = await bharat.post('/payments/receipts/split', typed, htmx)
      t.notMatch(part.body, /<html|<form/)
      t.same(billsOf(fieldsOf(part)), ['30.00', '10.00', ''])
      t.match(text(part.body), /Received ₹40.00 Set against bills ₹40.00 Left ₹0.00/)
      t.same(await validHtml(part.body), [])
      const page = await bharat.post('/payments/receipts/split', typed)
      t.match(page.body, /<html.*value="&lt;b&gt;x"/s)
      t.same(await openOf(kit, shop, meera), ['B1 30', 'B2 50', 'B3 20'], 'nothing is written')
    })
    t.test('follows the amount until a person chose, and then keeps the choice', async (t) => {
      const { meera, bharat } = await threeBills(kit, ['30', '50', '20'])
      const split = async (fields: Fields) => {
        const part = await bharat.post('/payments/receipts/split', fields, htmx)
        return { ...fields, ...fieldsOf(part), said: text(part.body) }
      }
      const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
      const { said: _1, ...first } = await split({ ...form, 'tenders.0.amount': '40' })
      const { said: _2, ...more } = await split({ ...first, 'tenders.0.amount': '60' })
      t.same(billsOf(more), ['30.00', '30.00', ''])
      const [, second = ''] = billNames(more)
      const { said, ...chosen } = await split({ ...more, [second]: '50.01' })
      t.match(said, /Only 50.00 of this is still open.*Too much by ₹20.01/)
      const { said: _3, ...kept } = await split({ ...chosen, 'tenders.0.amount': '90' })
      t.same(billsOf(kept), ['30.00', '50.01', ''])
      t.same(billsOf(await split({ ...kept, propose: '1' })), ['30.00', '50.00', '10.00'])
    })
    t.test('warns near the cash limit and tells it when it is passed', async (t) => {
      const { meera, bharat } = await threeBills(kit, ['10'])
      const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
      const said = async (amount: string) => {
        const fields = { ...form, 'tenders.0.amount': amount, 'tenders.0.mode': 'cash' }
        return text((await bharat.post('/payments/receipts/split', fields, htmx)).body)
      }
      t.match(await said('1,60,000'), /Only ₹39,999 more cash today/)
      t.match(await said('2,00,000'), /₹2,00,000 in cash is too much.*At most ₹1,99,999 in cash/)
    })
    t.test('warns of cash paid out before it is saved, also where a bill is wrong', async (t) => {
      const shop = await aShop(kit)
      const mills = await aParty(kit, shop, { isCustomer: false, isSupplier: true })
      await aDue(kit, shop, mills, { amount: '12,000', side: 'credit' })
      const bharat = kit.as(shop.bharat)
      const form = fieldsOf(await bharat.get(`/payments/payments/new?party=${mills}`))
      const said = async (fields: Fields) =>
        text((await bharat.post('/payments/payments/split', { ...form, ...fields }, htmx)).body)
      const warning = /More than ₹10,000 in cash to one person in a day does not count as an expense/
      const cash = { 'tenders.0.mode': 'cash' }
      t.notMatch(await said({ ...cash, 'tenders.0.amount': '10,000' }), warning)
      t.match(await said({ ...cash, 'tenders.0.amount': '10,000.01' }), warning)
      t.notMatch(await said({ 'tenders.0.mode': 'upi', 'tenders.0.amount': '12,000' }), warning)
      const [first = ''] = billNames(form)
      const typed = { ...cash, 'tenders.0.amount': '11,000', proposed_for: '11,000.00', [first]: '12,500' }
      t.match(await said(typed), /Only 12,000.00 of this is still open.*More than ₹10,000 in cash/)
    })
  })

  t.test('POST /payments/receipts', async (t) => {
    t.test('takes money and sets it against the bills, as the shopkeeper sees it', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30', '50', '20'])
      const saved = await save(bharat, 'receipts', meera, { 'tenders.0.amount': '40', 'tenders.0.reference': 'U1' })
      t.equal(saved.statusCode, 303)
      t.same(await openOf(kit, shop, meera), ['B1 0', 'B2 40', 'B3 20', 'against 0'])
      const page = await bharat.get(String(saved.headers.location))
      t.match(text(page.body), /Receipt RC\/26-27\/00001 saved: ₹40.00/)
      t.match(text(page.body), /RC\/26-27\/00001.*Received ₹40.00 UPI · U1.*B1.*30.00 0.00 B2.*10.00 40.00/)
      t.same(await validHtml(page.body), [])
    })
    t.test('the vectors of the trade', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['60', '100', '40'])
      await save(bharat, 'receipts', meera, { 'tenders.0.amount': '40' })
      t.same(await openOf(kit, shop, meera), ['B1 20', 'B2 100', 'B3 40', 'against 0'])
      // A credit of 100: it takes 20 of the first and 80 of the middle one.
      const note = await aDue(kit, shop, meera, { amount: '100', side: 'credit', kind: 'note' })
      const url = `/parties/${meera}/allocation`
      const form = fieldsOf(await bharat.get(`${url}?from=${note}`))
      t.same(billsOf(form), ['20.00', '80.00', ''])
      t.equal((await bharat.post(url, form)).statusCode, 303)
      t.same(await openOf(kit, shop, meera), ['note 0', 'B1 0', 'B2 20', 'B3 40', 'against 0'])
      t.same(await faultsOf(kit, shop), [])
    })
    t.test('keeps an advance apart from money on account', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      await save(bharat, 'receipts', meera, { 'tenders.0.amount': '50', rest_as: 'advance' })
      await save(bharat, 'receipts', meera, { 'tenders.0.amount': '5', rest_as: 'on-account' })
      t.same(await openOf(kit, shop, meera), ['B1 0', 'against 0', 'advance 20', 'on-account 5'])
    })
    t.test('offers what was paid ahead before a supplier is paid anew', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['60'])
      const paying = `/payments/payments/new?party=${meera}`
      await aDue(kit, shop, meera, { amount: '100', side: 'credit', kind: 'bill' })
      t.notMatch((await bharat.get(paying)).body, /allocation\?from=/, 'a bill of ours is no money paid')
      const advance = await aDue(kit, shop, meera, { amount: '30', side: 'debit', kind: 'advance' })
      await aDue(kit, shop, meera, { amount: '5', side: 'debit', kind: 'note' })
      const { body } = await bharat.get(paying)
      t.match(text(body), /You have ₹35.00 with them already/)
      const url = `/parties/${meera}/allocation`
      t.match(body, `href="${url}?from=${advance}"`)
      t.same(billsOf(fieldsOf(await bharat.get(`${url}?from=${advance}`))), ['30.00'])
    })
    t.test('leaves bills alone that a person left blank', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30', '50'])
      const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
      const proposed = {
        ...form,
        ...fieldsOf(await bharat.post('/payments/receipts/split', { ...form, 'tenders.0.amount': '20' })),
      }
      const [first = '', second = ''] = billNames(proposed)
      const answer = await bharat.post('/payments/receipts', { ...proposed, [first]: '', [second]: '15' })
      t.equal(answer.statusCode, 303)
      t.same(await openOf(kit, shop, meera), ['B1 30', 'B2 35', 'against 0', 'on-account 5'])
    })
    t.test('says what is wrong, at its field, and keeps all that was typed', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      const cases: [Fields, RegExp][] = [
        [{ 'tenders.0.amount': '1.5l' }, /Write the amount as rupees/],
        [{ 'tenders.0.amount': '' }, /Write an amount above zero/],
        [{ 'tenders.0.amount': '-5' }, /Write an amount of zero or more/],
        [{ 'tenders.0.amount': '99,99,99,99,99,999' }, /Write an amount of at most/],
        [{ 'tenders.0.amount': '5', 'tenders.0.reference': '4111 1111 1111 1111' }, /Do not write card numbers/],
        [{ 'tenders.0.amount': '5', note: '4111111111111111' }, /Do not write card numbers/],
        [{ 'tenders.0.amount': '5', on_date: 'soon' }, /Write the date as/],
        [{ 'tenders.0.amount': '5', on_date: '+1' }, /Write a date up to today/],
        [{ 'tenders.0.amount': '2,00,000', 'tenders.0.mode': 'cash' }, /At most ₹1,99,999 in cash/],
        [{ 'tenders.0.amount': '5', 'tenders.0.mode': 'gold' }, /Choose one of the list/],
      ]
      const chitra = kit.as(shop.chitra)
      for (const [fields, said] of cases) {
        const answer = await save(chitra, 'receipts', meera, { note: 'By <i>hand</i>', ...fields })
        t.equal(answer.statusCode, 422, String(said))
        t.match(answer.body, /<title>Error: /)
        t.match(text(answer.body), said)
        for (const [name, value] of Object.entries(fields))
          if (!name.endsWith('mode')) t.match(answer.body, `value="${value}"`)
        t.same(await validHtml(answer.body), [])
      }
      const yesterday = await save(bharat, 'receipts', meera, { 'tenders.0.amount': '5', on_date: '-1' })
      t.match(text(yesterday.body), /Only today can be written here/)
      t.same(await openOf(kit, shop, meera), ['B1 30'])
    })
    t.test('says at which bill too much was written', async (t) => {
      const { meera, bharat } = await threeBills(kit, ['30', '50'])
      const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
      const [first = '', second = ''] = billNames(form)
      const typed = { ...form, 'tenders.0.amount': '40', [first]: '31', [second]: 'x' }
      const unread = await bharat.post('/payments/receipts', typed)
      t.match(unread, { statusCode: 422 })
      t.match(text(unread.body), /Write the amount as rupees/)
      const over = await bharat.post('/payments/receipts', { ...typed, [second]: '5' })
      t.match(text(over.body), /There is a problem Only 30.00 of this is still open/)
      const tooMuch = await bharat.post('/payments/receipts', { ...typed, [first]: '30', [second]: '11' })
      t.match(text(tooMuch.body), /More is set against the bills than was paid.*Too much by ₹1.00/)
    })
    t.test('tells the loser of two at one instant, with the form kept', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      const forms = await Promise.all(
        [1, 2].map(async () => {
          const form = fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`))
          const typed = { ...form, 'tenders.0.amount': '30' }
          return { ...typed, ...fieldsOf(await bharat.post('/payments/receipts/split', typed, htmx)) }
        }),
      )
      const answers = await Promise.all(forms.map((form) => bharat.post('/payments/receipts', form)))
      t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
      const loser = answers.find(({ statusCode }) => statusCode === 409)
      t.match(text(loser?.body ?? ''), /One of these bills is not open any more/)
      t.match(loser?.body, 'value="30"')
      t.same(await openOf(kit, shop, meera), ['B1 0', 'against 0'])
    })
    t.test('a second press gives the first result, another body under its id 409', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      const form = { ...fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`)), 'tenders.0.amount': '30' }
      const answers = await Promise.all([1, 2, 3].map(() => bharat.post('/payments/receipts', form)))
      t.equal(new Set(answers.map(({ statusCode, headers }) => `${statusCode} ${headers.location}`)).size, 1)
      t.equal((await bharat.post('/payments/receipts', { ...form, note: 'x' })).statusCode, 409)
      t.same(await openOf(kit, shop, meera), ['B1 0', 'against 0'])
    })
    t.test('refuses a closed period, in words', async (t) => {
      const { shop, meera } = await threeBills(kit, ['30'])
      const lock = { lockDate: '2026-11-10', reason: 'Filed' }
      await inBusiness(kit.db, shop.id, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
      const answer = await save(kit.as(shop.chitra), 'receipts', meera, { 'tenders.0.amount': '5', on_date: '10/11' })
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), /The books are locked up to that date/)
      t.equal(
        (await save(kit.as(shop.chitra), 'receipts', meera, { 'tenders.0.amount': '5', on_date: '11/11' })).statusCode,
        303,
      )
    })
    t.test("another shop's party or bill, and bodies of another shape", async (t) => {
      const [{ shop, meera, bharat }, devs] = [await threeBills(kit, ['30']), await devsShop(kit)]
      const theirs = await aParty(kit, devs)
      const bill = await aDue(kit, devs, theirs, { amount: '100' })
      const form = { ...fieldsOf(await bharat.get(`/payments/receipts/new?party=${meera}`)), 'tenders.0.amount': '5' }
      t.equal((await bharat.post('/payments/receipts', { ...form, party_id: theirs })).statusCode, 404)
      t.equal((await bharat.post('/payments/receipts', { ...form, [`bills.${bill}`]: '5' })).statusCode, 409)
      for (const odd of [
        { id: 'x' },
        { extra: 'x' },
        { 'bills.x': '5' },
        { note: ['a', 'b'] },
        { note: 'x'.repeat(301) },
      ])
        t.equal((await bharat.post('/payments/receipts', { ...form, ...odd })).statusCode, 400, JSON.stringify(odd))
      t.ok([400, 422].includes((await bharat.post('/payments/receipts', { ...form, note: 'a\0b' })).statusCode))
      t.same(await openOf(kit, shop, meera), ['B1 30'])
    })
  })

  t.test('POST /payments/payments', async (t) => {
    t.test('pays a supplier, and warns of much cash', async (t) => {
      const shop = await aShop(kit)
      const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
      await aDue(kit, shop, mills, { amount: '15,000', side: 'credit', number: 'S9' })
      const browser = kit.as(shop.bharat)
      const saved = await save(browser, 'payments', mills, { 'tenders.0.amount': '12,000', 'tenders.0.mode': 'cash' })
      t.equal(saved.statusCode, 303)
      const page = text((await browser.get(String(saved.headers.location))).body)
      t.match(page, /Payment PY\/26-27\/00001 saved.*More than ₹10,000 in cash/)
      t.same(await openOf(kit, shop, mills), ['S9 3000', 'against 0'])
    })
    t.test('is for those who handle money', async (t) => {
      const { shop, meera } = await threeBills(kit, ['30'])
      const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
      t.equal((await keeper.post('/payments/payments', { party_id: meera })).statusCode, 403)
    })
  })

  t.test('GET /payments/:id', async (t) => {
    t.test('shows what it settled, its entries and what happened', async (t) => {
      const { meera, bharat } = await threeBills(kit, ['30'])
      const saved = await save(bharat, 'receipts', meera, { 'tenders.0.amount': '50', note: '<b>note' })
      const { body } = await bharat.get(String(saved.headers.location))
      t.match(text(body), /On account Not used yet 20.00.*Entries it made.*UPI Clearing 50.00.*Meera Shah 50.00/)
      t.match(text(body), /What happened Money received.*Bharat/)
      t.match(body, /href="https:\/\/wa\.me\/\?text=Received%20with%20thanks.*Nothing%20is%20due/)
      t.match(body, '&lt;b&gt;note')
      t.notMatch(body, /cancellation/, 'the counter may not cancel')
      t.same(await validHtml(body), [])
    })
    t.test("is not found in another shop, nor by a bill's id", async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      const saved = await save(bharat, 'receipts', meera, { 'tenders.0.amount': '50' })
      const devs = await devsShop(kit)
      for (const part of ['', '/cancellation'])
        t.equal((await kit.as(devs.dev).get(`${saved.headers.location}${part}`)).statusCode, 404, part)
      const { id } = await aSale(kit, shop, '100')
      t.equal((await bharat.get(`/payments/${id}`)).statusCode, 404)
      t.equal((await bharat.get('/payments/x')).statusCode, 400)
    })
  })

  t.test('POST /payments/:id/cancellation', async (t) => {
    t.test('takes it back with a reason; what it settled is open again', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30', '50'])
      const url = String((await save(bharat, 'receipts', meera, { 'tenders.0.amount': '40' })).headers.location)
      const asha = kit.as(shop.asha)
      t.match(text((await asha.get(`${url}/cancellation`)).body), /Open again: B1 ₹30.00 Open again: B2 ₹10.00/)
      const blank = await asha.post(`${url}/cancellation`, { reason: ' ' })
      t.match(blank, { statusCode: 422 })
      t.match(text(blank.body), /Write why it is cancelled/)
      const odd = await asha.post(`${url}/cancellation`, { reason: 'Twice', on_date: 'soon' })
      t.match(odd.body, /Write the date as.*Twice/s)
      for (const _press of [1, 2])
        t.equal((await asha.post(`${url}/cancellation`, { reason: 'Cheque <b>bounced' })).statusCode, 303)
      t.same(await openOf(kit, shop, meera), ['B1 30', 'B2 50', 'against 0'])
      const { body } = await asha.get(url)
      t.match(text(body), /RC\/26-27\/00001 Cancelled.*Cancelled: Cheque <b>bounced.*Entries that took it back/)
      t.notMatch(body, '<b>bounced')
      t.match(text((await asha.get('/payments')).body), /00001 Cancelled/)
      t.match(text((await asha.get('/payments')).body), /₹0.00 came in/)
      t.match(await asha.get(`${url}/cancellation`), { statusCode: 303, headers: { location: url } })
      t.same(await faultsOf(kit, shop), [])
    })
    t.test('is not for the counter', async (t) => {
      const { meera, bharat } = await threeBills(kit, ['30'])
      const url = String((await save(bharat, 'receipts', meera, { 'tenders.0.amount': '40' })).headers.location)
      t.equal((await bharat.get(`${url}/cancellation`)).statusCode, 403)
      t.equal((await bharat.post(`${url}/cancellation`, { reason: 'x' })).statusCode, 403)
    })
  })

  t.test('GET /payments', async (t) => {
    t.test('says what it is while it is empty', async (t) => {
      const shop = await aShop(kit)
      const { body } = await kit.as(shop.bharat).get('/payments')
      t.match(text(body), /No money has come or gone yet/)
      t.same(await validHtml(body), [])
    })
    t.test('lists the newest first, with sums, and finds by every filter', async (t) => {
      const { shop, meera } = await threeBills(kit, ['300'])
      const asha = kit.as(shop.asha)
      const ravi = await aParty(kit, shop, { name: 'Ravi <b>', phone: '+919879520144', isSupplier: true })
      await save(asha, 'receipts', meera, { 'tenders.0.amount': '100', on_date: '1/10' })
      await save(asha, 'receipts', meera, {
        'tenders.0.amount': '50',
        'tenders.0.mode': 'bank',
        'tenders.0.reference': 'CHQ9',
      })
      await save(asha, 'payments', ravi, { 'tenders.0.amount': '70', 'tenders.0.mode': 'cash' })
      const found = async (query: string) => {
        const { body, statusCode } = await asha.get(`/payments${query}`)
        t.equal(statusCode, 200)
        return { rows: rowsOf(body), said: text(body), body }
      }
      const all = await found('')
      t.same(all.rows, [
        'PY/26-27/00001 21 Nov 2026 Ravi <b> Cash 70.00',
        'RC/26-27/00002 21 Nov 2026 Meera Shah Bank CHQ9 50.00',
        'RC/26-27/00001 1 Oct 2026 Meera Shah UPI 100.00',
      ])
      t.match(all.said, /This month ₹50.00 came in and ₹70.00 went out/)
      t.same(await validHtml(all.body), [])
      t.match((await found('?show=receipts')).said, /2 entries · ₹150.00 came in · ₹0.00 went out/)
      const counts = [
        '?show=payments',
        '?mode=bank',
        '?q=meera',
        '?q=98795',
        '?q=1',
        '?q=rc/26-27/00002',
        `?party=${meera}`,
      ]
      const more = ['?from=1/11', '?to=31/10', '?least=71', '?most=50', '?show=cancelled', '?q=nobody']
      const sizes = await Promise.all([...counts, ...more].map(async (query) => (await found(query)).rows.length))
      t.same(sizes, [1, 1, 2, 1, 2, 1, 2, 2, 1, 1, 1, 0, 0])
      t.notMatch((await asha.get('/payments', htmx)).body, '<html')
      const odd = await asha.get('/payments?from=soon&least=x')
      t.match(odd, { statusCode: 422 })
      t.match(odd.body, /value="soon".*value="x"/s)
    })
    t.test('pages by fifty, forth and back', async (t) => {
      const { shop, meera } = await threeBills(kit, [])
      const asha = kit.as(shop.asha)
      for (let n = 0; n < 52; n++) await save(asha, 'receipts', meera, { 'tenders.0.amount': String(n + 1) })
      const first = (await asha.get('/payments')).body
      t.equal(rowsOf(first).length, 50)
      const link = (body: string, rel: string) =>
        new RegExp(`href="([^"]*)" rel="${rel}"`).exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const second = (await asha.get(link(first, 'next'))).body
      t.same(rowsOf(second).length, 2)
      t.same(rowsOf((await asha.get(link(second, 'prev'))).body), rowsOf(first))
    })
    t.test('shows nothing of another shop, and nothing to who may not look', async (t) => {
      const { shop, meera, bharat } = await threeBills(kit, ['30'])
      await save(bharat, 'receipts', meera, { 'tenders.0.amount': '40' })
      t.notMatch((await kit.as((await devsShop(kit)).dev).get('/payments')).body, 'Meera')
      t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).get('/payments')).statusCode, 403)
    })
  })
})

/** Meera with bills that were due one day after the other, and Bharat at the counter. */
async function threeBills(kit: TestApp, amounts: readonly string[]) {
  const shop = await aShop(kit)
  const meera = await aParty(kit, shop)
  for (const [at, amount] of amounts.entries()) {
    const number = `B${at + 1}`
    await aDue(kit, shop, meera, { amount, onDate: '2026-11-01', dueOn: `2026-11-1${at}`, number })
  }
  return { shop, meera, bharat: kit.as(shop.bharat) }
}

/** A real bill of a service, all of it on credit. */
async function aSale(kit: TestApp, shop: Shop, amount: string) {
  const partyId = await aParty(kit, shop)
  const itemId = newId()
  const at = kit.clock()
  await inBusiness(kit.db, shop.id, async (tx) => {
    const gst = await tx('gst_class').where({ kind: 'exempt' }).first('id')
    const made = { created_at: at, updated_at: at }
    const item = { business_id: shop.id, id: itemId, kind: 'service', name: 'Polish', unit: 'NA', gst_class_id: gst.id }
    await tx('item').insert({ ...item, ...made })
  })
  const price = rs(amount)
  const line = { itemId, quantity: 1000n, price, priceIncludesTax: true, discount: { kind: 'none' } }
  const request = {
    id: newId(),
    onDate: '2026-11-21',
    buyer: { kind: 'party', partyId },
    lines: [line],
    billDiscount: { kind: 'none' },
    tenders: [],
    placeOfSupply: null,
    note: '',
  }
  const { id } = await issueOnce(kit.db, shop.id, request as never, actorFor(shop.asha, kit))
  return { id, partyId }
}

/** Opens the form, fills it in and saves it. */
async function save(browser: Browser, kind: 'receipts' | 'payments', partyId: string, fields: Fields): Promise<Answer> {
  const form = fieldsOf(await browser.get(`/payments/${kind}/new?party=${partyId}`))
  return browser.post(`/payments/${kind}`, { ...form, 'tenders.0.mode': 'upi', ...fields })
}

/** What a browser would send of the page's main form, nothing changed. */
function fieldsOf({ body }: Answer): Record<string, string> {
  const main = /<form[^>]*novalidate data-enter-next[\s\S]*<\/form>/.exec(body)?.[0] ?? body
  const value = (tag: string) => unescaped(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '')
  const name = (tag: string) => /\bname="([^"]*)"/.exec(tag)?.[1] ?? ''
  const inputs = [...main.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) =>
    /type="(radio|checkbox)"/.test(tag) && !/\bchecked\b/.test(tag) ? [] : [[name(tag), value(tag)]],
  )
  const selects = [...main.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/g)].map(([tag]) => {
    const option = /<option\b[^>]*\bselected\b[^>]*>/.exec(tag)?.[0] ?? /<option\b[^>]*>/.exec(tag)?.[0] ?? ''
    return [name(tag), value(option)]
  })
  const { _csrf, ...fields } = Object.fromEntries([...inputs, ...selects])
  return fields
}

const unescaped = (escaped: string): string => text(`<p>${escaped}</p>`)
const billNames = (form: Fields): string[] => Object.keys(form).filter((name) => name.startsWith('bills.'))
const billsOf = (form: Fields) => billNames(form).map((name) => form[name])

const rowsOf = (body: string): string[] =>
  [...body.matchAll(/<tr id="m-[\s\S]*?<\/tr>/g)].map(([row]) =>
    text(row.replaceAll('</span>', '').replaceAll('<span class="hs">', '')),
  )
