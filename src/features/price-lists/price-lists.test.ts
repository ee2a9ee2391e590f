import t from 'tap'
import { newId } from '../../db/ids.ts'
import { type Answer, type Browser, type Fields, htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aPriceShop } from '../../testing/price-shop.ts'

t.test('price lists', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const lines = (listId: string) => root('price_list_line').where({ list_id: listId }).orderBy('min_milli')

  t.test('a list is made once, given lines, copied and ended', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const id = newId()
    const form = { id, name: 'Diwali', group: '', from: '1/11/26', to: '30/11/26', copy: '' }
    for (let press = 0; press < 2; press++)
      t.match(await asha.post('/price-lists', form), { statusCode: 303, headers: { location: `/price-lists/${id}` } })
    t.equal((await asha.post('/price-lists', { ...form, name: 'Other' })).statusCode, 409)
    t.equal((await asha.post(`/price-lists/${id}/lines`, { what: 'tea', min: '', price: '-10 %' })).statusCode, 303)
    t.equal((await asha.post(`/price-lists/${id}/lines`, { what: 'Grocery', min: '6', price: '+5%' })).statusCode, 303)
    t.equal((await asha.post(`/price-lists/${id}/lines`, { what: 'Tea', min: '1', price: '250' })).statusCode, 303)
    t.match(await lines(id), [
      { item_id: shop.tea, min_milli: 1000n, price_paise: rs('250'), change_bp: null },
      { item_id: null, category: 'Grocery', min_milli: 6000n, price_paise: null, change_bp: 500 },
    ])
    const page = await asha.get(`/price-lists/${id}`)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), /Tea.*1 .*and more.*₹250\.00.*285\.00.*250\.00/)
    t.match(text(page.body), 'Jewellery is priced by its weight')
    const copy = newId()
    await asha.post('/price-lists', { ...form, id: copy, name: 'Copy', group: shop.groupId, copy: id })
    t.equal((await lines(copy)).length, 2)
    t.match(text((await asha.get(`/price-lists/${copy}`)).body), /Diwali \(Everyone.*2 items or categories in both/)
    t.equal((await asha.post(`/price-lists/${id}/end`)).statusCode, 303)
    t.match(await root('price_list').where({ id }).first(), { to_on: '2026-11-20' })
    const [line] = await lines(copy)
    t.equal((await asha.post(`/price-lists/${copy}/lines/${line.id}/remove`)).statusCode, 303)
    t.equal((await lines(copy)).length, 1)
  })

  t.test('what is wrong is told at its field, with what was typed', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const at = `/price-lists/${shop.listId}/lines`
    for (const [change, words] of [
      [{ what: 'nothing such' }, 'No item and no category is called so'],
      [{ min: '0' }, 'quantity above zero'],
      [{ price: '0' }, 'Write a price such as 95'],
      [{ price: '-101 %' }, 'Write a price such as 95'],
      [{ price: '1,5' }, 'Write a price such as 95'],
    ] as const) {
      const answer = await asha.post(at, { what: 'Tea', min: '1', price: '5', ...change })
      t.equal(answer.statusCode, 422, words)
      t.match(text(answer.body), new RegExp(words, 'i'))
    }
    const wrong = { id: newId(), name: '', group: newId(), from: '10/11/26', to: '9/11/26', copy: '' }
    t.match(text((await asha.post('/price-lists', wrong)).body), /Write a name.*end before it begins/)
    t.equal((await asha.post('/price-lists', { ...wrong, name: 'X', to: '' })).statusCode, 422)
  })

  t.test('rows are pasted, all or none', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const at = `/price-lists/${shop.listId}/pasted`
    const bad = await asha.post(at, { rows: 'Tea,1,200\nNo such,1,5\nSalt,x,5' })
    t.equal(bad.statusCode, 422)
    t.match(text(bad.body), /Row 2: No item.*Row 3:/)
    t.equal((await lines(shop.listId)).length, 2)
    t.equal((await asha.post(at, { rows: '8901000000028\t12\t-5 %\nSalt\t18\n' })).statusCode, 303)
    t.equal((await lines(shop.listId)).length, 4)
    t.equal((await asha.post(at, { rows: '' })).statusCode, 422)
  })

  t.test('the counter asks what the lists say, until a price is typed', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const id = newId()
    const change = (fields: Fields): Promise<Answer> => asha.post(`/sales/drafts/${id}`, { id, ...fields }, htmx)
    const line = { 'lines.1.item': shop.rice, 'lines.1.quantity': '1' }
    const walkIn = await change(line)
    t.match(walkIn.body, /name="lines.1.price" value="118.00"/)
    t.match(walkIn.body, /name="lines.1.listed" value="118.00"/)
    const sent = { ...line, 'lines.1.price': '118.00', 'lines.1.listed': '118.00' }
    const meera = await change({ ...sent, party_id: shop.partyId })
    t.match(meera.body, /name="lines.1.price" value="110.00"/)
    t.match(text(meera.body), 'Wholesale 2026; usual price ₹118.00')
    t.match(text(meera.body), 'To pay ₹110')
    const dozen = { party: shop.partyId, ...sent, 'lines.1.price': '110', 'lines.1.listed': '110.00' }
    t.match(text((await change({ ...dozen, 'lines.1.quantity': '12' })).body), 'To pay ₹1,200')
    const typed = await change({ ...dozen, 'lines.1.quantity': '12', 'lines.1.price': '105' })
    t.match(text(typed.body), 'To pay ₹1,260')
    t.notMatch(typed.body, 'lines.1.listed')
    const stays = { ...line, party: shop.partyId, 'lines.1.quantity': '2', 'lines.1.price': '105' }
    t.match(text((await change(stays)).body), 'To pay ₹210')
    const early = await change({ ...dozen, date: '1/11/26' })
    t.match(text(early.body), 'To pay ₹118', 'before the list begins')
    const issued = await asha.post(`/sales`, { id, ...dozen, 'lines.1.quantity': '12', pay: 'cash' })
    t.equal(issued.statusCode, 303)
    t.match(await root('document').where({ id }).first(), { total_paise: rs('1200') })
  })

  t.test('who may not change a price sells at the list’s too', async (t) => {
    const shop = await aPriceShop(kit)
    const bharat = as(shop.bharat)
    const id = newId()
    const fields = {
      id,
      party: shop.partyId,
      'lines.1.item': shop.rice,
      'lines.1.quantity': '12',
      'lines.1.price': '1',
    }
    t.match(text((await bharat.post(`/sales/drafts/${id}`, fields, htmx)).body), 'To pay ₹1,200')
    t.equal((await bharat.get('/price-lists')).statusCode, 200)
    t.equal((await bharat.get('/price-lists/new')).statusCode, 403)
    t.equal((await bharat.get('/price-lists/changes')).statusCode, 403)
    t.equal((await bharat.post(`/price-lists/${shop.listId}/lines`, { what: 'Tea', price: '1' })).statusCode, 403)
    const stranger = await aPriceShop(kit)
    t.equal((await as(stranger.asha).get(`/price-lists/${shop.listId}`)).statusCode, 404)
  })

  t.test('what an item costs is asked for anyone', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const ask = async (browser: Browser, query: Record<string, string>) =>
      text((await browser.get(`/price-lists/ask?${new URLSearchParams(query)}`)).body)
    t.match(
      await ask(asha, { item: 'Rice', party: 'Meera', quantity: '12' }),
      /₹100\.00 By the price list “Wholesale 2026”.*This one counts.*A larger quantity goes before/,
    )
    t.match(
      await ask(asha, { item: shop.rice, party: shop.partyId, quantity: '1' }),
      /₹110\.00.*The quantity is not reached/,
    )
    t.match(await ask(asha, { item: 'ri' }), /₹118\.00 No list bears on it/)
    t.match(await ask(asha, { item: 'zz' }), 'No item is called so')
    t.match(await ask(asha, { item: 'Rice', party: 'Nobody' }), 'No party has this name or phone')
    const stock = as(await aMember(kit, shop, 'stock-keeper'))
    t.notMatch(await ask(stock, { item: 'Rice', party: 'Meera' }), 'Customer')
  })

  t.test('a party is put in a group by its form, and shows it', async (t) => {
    const shop = await aPriceShop(kit)
    const asha = as(shop.asha)
    const id = newId()
    const group = (await asha.get('/parties/new')).body
    t.match(group, `<option value="${shop.groupId}">Wholesale</option>`)
    const made = { id, name: 'Dev', is_customer: 'yes', group: shop.groupId, confirmed: 'yes' }
    t.equal((await asha.post('/parties', made)).statusCode, 303)
    t.match(text((await asha.get(`/parties/${id}`)).body), 'Customer · Wholesale')
    t.match(text((await asha.get(`/price-lists/groups/${shop.groupId}`)).body), /Dev.*Meera/)
    const ofGroup = await asha.get(`/parties?group=${shop.groupId}`)
    t.match(text(ofGroup.body), /Dev.*Meera/)
    t.same(await validHtml(ofGroup.body), [])
    t.notMatch(text((await asha.get(`/parties?group=${shop.groupId}&q=zzz`)).body), /Meera/)
    t.match(text((await asha.get(`/parties?group=${shop.groupId}&q=meera`)).body), /Meera/)
    t.match(text((await asha.get(`/parties?group=${shop.groupId}&show=suppliers`)).body), 'Nothing found')
    t.equal((await asha.post(`/price-lists/groups/${shop.groupId}/archive`)).statusCode, 303)
    t.match((await asha.get(`/parties/${id}/edit`)).body, `<option value="${shop.groupId}" selected>`)
    t.notMatch((await asha.get('/parties/new')).body, 'Wholesale')
    t.equal((await asha.post(`/parties/${id}`, { name: 'Dev', is_customer: 'yes', group: '' })).statusCode, 303)
    t.match(await root('party').where({ id }).first(), { group_id: null })
    t.equal((await asha.post('/price-lists/groups', { id: newId(), name: 'wholesale' })).statusCode, 422)
    t.equal((await asha.post(`/price-lists/groups/${shop.groupId}`, { name: 'Dealers' })).statusCode, 303)
    t.match(await root('party_group').where({ id: shop.groupId }).first(), { name: 'Dealers' })
  })
})
