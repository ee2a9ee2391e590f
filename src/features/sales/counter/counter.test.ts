import { gzipSync } from 'node:zlib'
import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { type Answer, type Browser, type Fields, htmx, type TestApp, testApp } from '../../../testing/app.ts'
import { aMember, devsShop } from '../../../testing/cast.ts'
import { aGoodsShop, type GoodsShop, type GoodsShopOptions, rs } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { addSalesperson } from '../../salespeople/index.ts'

/** Rice and tea with prices and codes of their own, at 18 % inside the price; Meera may owe 500. */
async function aCounter(kit: TestApp, has: GoodsShopOptions = {}) {
  const shop = await aGoodsShop(kit, { items: 2, ...has })
  const [rice = '', tea = ''] = shop.itemIds
  const named = [
    { id: rice, name: 'Rice', sale_price_paise: rs('118'), barcode: '8901000000011' },
    { id: tea, name: 'Tea, 500 g', sale_price_paise: rs('285'), barcode: '8901000000028' },
  ]
  await inBusiness(kit.db, shop.id, async (tx) => {
    for (const { id, ...row } of named) await tx('item').where({ id }).update(row)
    await tx('party')
      .where({ id: shop.partyId })
      .update({ phone: '+919825012345', credit_limit_paise: rs('500') })
  })
  return { ...shop, rice, tea }
}

/** A form as the page holds it: lines of an item and a quantity, and what else was typed. */
function bill(id: string, lines: readonly [item: string, quantity: string][], more: Fields = {}): Fields {
  const typed = lines.flatMap(([item, quantity], i) => [
    [`lines.${i + 1}.item`, item],
    [`lines.${i + 1}.quantity`, quantity],
  ])
  return { id, ...Object.fromEntries(typed), ...more }
}

const change = (browser: Browser, fields: Fields, headers = htmx): Promise<Answer> =>
  browser.post(`/sales/drafts/${fields['id']}`, fields, headers)

const documents = (kit: TestApp, shop: Pick<GoodsShop, 'id'>) =>
  kit.root('document').where({ business_id: shop.id }).orderBy('number')
const drafts = (kit: TestApp, shop: Pick<GoodsShop, 'id'>) => kit.root('draft').where({ business_id: shop.id })

t.test('the counter', async (t) => {
  const kit = await testApp(t)

  t.test('an empty counter is a page of good HTML that keeps nothing', async (t) => {
    const shop = await aCounter(kit)
    const page = await kit.as(shop.asha).get('/sales/new')
    t.equal(page.statusCode, 200)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), 'Scan the first item')
    t.match(text(page.body), 'To pay ₹0')
    t.match(page.body, /<dialog id="keys"[\s\S]*Alt D[\s\S]*<\/dialog>/)
    t.equal((await drafts(kit, shop)).length, 0)
    const weight = gzipSync(page.body).length
    t.ok(weight < 25 * 1024, `${weight} bytes`)
  })

  t.test('each line names who sold it, and the commission goes by the line', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const [kavita, ravi] = [newId(), newId()]
    const common = { kind: 'value', userId: null, branchId: null } as const
    await inBusiness(kit.db, shop.id, async (tx) => {
      await addSalesperson(tx, shop.id, { id: kavita, name: 'Kavita', rate: 200n, ...common }, shop.actor)
      await addSalesperson(tx, shop.id, { id: ravi, name: 'Ravi', rate: 500n, ...common }, shop.actor)
    })
    const lines: [string, string][] = [
      [shop.rice, '1'],
      [shop.tea, '1'],
    ]
    const fields = bill(newId(), lines, { seller: kavita, 'lines.2.seller': ravi })
    const made = await change(asha, fields)
    t.match(made.body, `id="lines-1-seller" name="lines.1.seller" aria-label="Sold by, Rice`)
    t.match(made.body, `<option value="${ravi}" selected>Ravi</option>`)
    const page = await asha.get(`/sales/new?draft=${fields['id']}`)
    t.same(await validHtml(page.body), [])
    t.match(page.body, 'data-key="Alt+S"')
    t.equal((await asha.post('/sales', { ...fields, pay: 'cash' })).statusCode, 303)
    const sold = await kit.root('document_line').where({ document_id: fields['id'] }).orderBy('line')
    t.match(sold, [{ salesperson_id: kavita }, { salesperson_id: ravi }])
    const due = ([line, bp]: [number, bigint]) => (sold[line].taxable_paise * bp + 5000n) / 10_000n
    t.same(
      sold.map(({ commission_paise }) => commission_paise),
      [due([0, 200n]), due([1, 500n])],
    )
  })

  t.test('a code adds a line, the same code raises it, and the draft is kept each time', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const first = await change(asha, { id, scan: '8901000000028', do: 'add' })
    t.equal(first.statusCode, 200)
    t.equal(first.headers['hx-replace-url'], `/sales/new?draft=${id}`)
    t.match(first.body, 'value="1" aria-label="Quantity of Tea, 500 g"')
    const second = await change(asha, bill(id, [[shop.tea, '1']], { scan: '3*8901000000028', do: 'add' }))
    t.match(second.body, 'value="4" aria-label="Quantity of Tea, 500 g"')
    t.match(text(second.body), 'To pay ₹1,140')
    t.match(await drafts(kit, shop), [{ id, body: { lines: [{ item: shop.tea, quantity: '4' }] } }])
    const again = await asha.get(`/sales/new?draft=${id}`)
    t.match(text(again.body), 'To pay ₹1,140')
    t.same(await validHtml(again.body), [])
  })

  t.test('the last bill is made again, to the same customer at the prices of today', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/sales/new?repeat=last')).body), 'Scan the first item')
    const id = newId()
    const lines: [string, string][] = [
      [shop.rice, '2'],
      [shop.tea, '1'],
    ]
    await asha.post('/sales', bill(id, lines, { party: shop.partyId, cash: '521', pay: 'cash', total: '52100' }))
    for (const repeat of ['last', id]) {
      const again = await asha.get(`/sales/new?repeat=${repeat}`)
      t.match(again.body, 'value="2" aria-label="Quantity of Rice"')
      t.match(text(again.body), 'To pay ₹521')
      t.match(text(again.body), 'Meera')
    }
    t.equal((await asha.get(`/sales/new?repeat=${newId()}`)).statusCode, 404)
  })

  t.test('one change answers with its regions in a few kilobytes', async (t) => {
    const shop = await aCounter(kit, { items: 10 })
    const lines = shop.itemIds.map((item): [string, string] => [item, '1'])
    const answer = await change(kit.as(shop.asha), bill(newId(), lines, { party: shop.partyId, cash: '100' }))
    t.notMatch(answer.body, '<html')
    t.equal(answer.body.match(/<hx-partial/g)?.length, 10)
    const weight = gzipSync(answer.body).length
    t.ok(weight <= 6 * 1024, `${weight} bytes`)
  })

  t.test('letters find items with price and stock; a name written out or alone is taken at once', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const found = await asha.get('/sales/new/items?scan=te', htmx)
    t.match(text(found.body), 'Tea, 500 g 10 kg in stock ₹285.00')
    t.same(await validHtml(found.body), [])
    t.match(text((await change(asha, { id: newId(), scan: 'rice', do: 'add' })).body), 'Rice GST 18 % inside')
    await inBusiness(kit.db, shop.id, (tx) => tx('item').where({ id: shop.rice }).update({ name: 'Tea leaves' }))
    const id = newId()
    const several = await change(asha, { id, scan: '2*tea', do: 'add' })
    t.match(several.body, `name="pick_item" value="${shop.rice}"`)
    t.match(several.body, 'data-typed="2*tea"')
    const picked = await change(asha, { id, scan: '2*tea', pick_item: shop.rice })
    t.match(picked.body, 'value="2" aria-label="Quantity of Tea leaves"')
  })

  t.test('an unknown code says so, keeps what was typed, and leads who may to a new item', async (t) => {
    const shop = await aCounter(kit)
    const answer = await change(kit.as(shop.asha), { id: newId(), scan: '<b>99999', do: 'add' })
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), 'No item has the code <b>99999.')
    t.notMatch(answer.body, '<b>99999')
    t.match(answer.body, 'href="/items/new"')
    t.notMatch((await change(kit.as(shop.bharat), { id: newId(), scan: '99999', do: 'add' })).body, '/items/new')
  })

  t.test('without a script each press comes back as the whole page, at an address that finds the bill', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const added = await change(asha, { id, scan: 'Rice', do: 'add' }, {})
    t.same([added.statusCode, added.headers.location], [303, `/sales/new?draft=${id}`])
    const people = await change(asha, bill(id, [[shop.rice, '1']], { q: 'meer', do: 'find' }), {})
    t.equal(people.statusCode, 200)
    t.match(people.body, `name="party_id" value="${shop.partyId}"`)
    t.same(await validHtml(people.body), [])
    const chosen = await change(asha, bill(id, [[shop.rice, '1']], { party_id: shop.partyId }), {})
    t.equal(chosen.statusCode, 303)
    const page = await asha.get(`/sales/new?draft=${id}`)
    t.match(text(page.body), 'Meera · 98250 12345 Owes nothing of ₹500 limit')
    const unknown = await change(asha, bill(id, [[shop.rice, '1']], { scan: '12345678', do: 'add' }), {})
    t.equal(unknown.statusCode, 422)
    t.match(unknown.body, /<title>Error: /)
    t.match(unknown.body, 'value="12345678"')
    t.same(await validHtml(unknown.body), [])
    const key = await change(asha, bill(id, [[shop.rice, '1']], { key: 'exact' }), {})
    t.equal(key.statusCode, 303)
    t.match((await asha.get(`/sales/new?draft=${id}`)).body, 'id="cash" name="cash" value="118"')
    const gone = await change(asha, bill(id, [[shop.rice, '1']], { remove: '1' }), {})
    t.equal(gone.statusCode, 303)
    t.match(text((await asha.get(`/sales/new?draft=${id}`)).body), '0 items')
  })

  t.test('nonsense is told at its field and stays as it was typed', async (t) => {
    const shop = await aCounter(kit)
    const typed = {
      'lines.1.price': '1.5l',
      'lines.1.discount': 'half',
      cash: 'lots',
      discount: '5 percent',
      date: 'someday',
    }
    for (const headers of [htmx, {}]) {
      const answer = await change(kit.as(shop.asha), bill(newId(), [[shop.rice, 'two']], typed), headers)
      t.equal(answer.statusCode, 422)
      for (const value of ['two', '1.5l', 'half', 'lots', 'someday']) t.match(answer.body, `value="${value}"`, value)
      t.match(text(answer.body), 'Write the quantity as a number')
      t.match(text(answer.body), 'Write the discount in rupees')
      t.match(answer.body, 'id="lines-1-quantity" name="lines.1.quantity" value="two"')
      t.match(answer.body, 'aria-invalid="true" aria-describedby="say-lines-1-quantity"')
    }
    const id = newId()
    const refused = await kit.as(shop.asha).post('/sales', bill(id, [[shop.rice, 'two']], typed))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /<title>Error: /)
    t.match(refused.body, 'href="#lines-1-quantity"')
    t.same(await validHtml(refused.body), [])
    t.same(await documents(kit, shop), [])
    t.match(await drafts(kit, shop).where({ id }), [{ body: { fields: { cash: 'lots' } } }])
  })

  t.test('what no form of ours sends is refused before it is read', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const wrong: Fields[] = [
      { id, scan: 'a\0b', do: 'add' },
      { id, scan: ['a', 'b'] },
      { id, scan: 'x'.repeat(300) },
      { id, 'lines.1.item': 'tea' },
      { id, 'lines.x.item': shop.tea },
      { id, state: 'GJ' },
      { id, extra: '1' },
      {},
    ]
    for (const fields of wrong) {
      const answer = await asha.post(`/sales/drafts/${id}`, fields)
      t.ok([400, 422].includes(answer.statusCode), JSON.stringify(fields))
      t.ok([400, 422].includes((await asha.post('/sales', fields)).statusCode), JSON.stringify(fields))
    }
    t.equal((await asha.get('/sales/new/items?scan=%00')).statusCode, 400)
    t.same(await drafts(kit, shop), [])
  })

  t.test('things of another shop are not there', async (t) => {
    const [shop, other] = [await aCounter(kit), await aCounter(kit)]
    const asha = kit.as(shop.asha)
    const theirs = newId()
    await change(kit.as(other.asha), bill(theirs, [[other.rice, '1']]))
    const id = newId()
    const asked: [string, Promise<Answer>][] = [
      ['their draft', asha.get(`/sales/new?draft=${theirs}`)],
      ['a draft of nobody', asha.get(`/sales/new?draft=${newId()}`)],
      ['no draft at all', asha.get('/sales/new?draft=x')],
      ['their party', asha.get(`/sales/new?party=${other.partyId}`)],
      ['their item', change(asha, { id, pick_item: other.rice })],
      ['a line of theirs', change(asha, bill(id, [[other.rice, '1']]))],
      ['their party on a bill', change(asha, bill(id, [[shop.rice, '1']], { party: other.partyId }))],
      ['their draft thrown away', asha.post(`/sales/drafts/${theirs}/discard`)],
      ['their code', asha.get(`/sales/drafts/${theirs}/upi`)],
      ['a bill of theirs', asha.post('/sales', bill(id, [[other.rice, '1']]))],
      ['a held line of theirs', asha.post(`/sales/drafts/${id}/hold`, bill(id, [[other.rice, '1']]))],
    ]
    for (const [what, answer] of asked) t.equal((await answer).statusCode, 404, what)
    t.notMatch((await asha.get('/sales/drafts')).body, theirs)
    t.equal((await drafts(kit, other)).length, 1)
    t.same(await documents(kit, shop), [])
  })

  t.test('a draft belongs to one person', async (t) => {
    const shop = await aCounter(kit)
    const id = newId()
    await change(kit.as(shop.asha), bill(id, [[shop.rice, '1']]))
    const bharat = kit.as(shop.bharat)
    t.equal((await bharat.get(`/sales/new?draft=${id}`)).statusCode, 404)
    t.equal((await change(bharat, bill(id, [[shop.rice, '9']]))).statusCode, 404)
    t.match(await drafts(kit, shop), [{ body: { lines: [{ quantity: '1' }] } }])
  })

  t.test('who may not sell is turned away', async (t) => {
    const shop = await aCounter(kit)
    const id = newId()
    for (const role of ['auditor', 'accountant', 'stock-keeper', 'karigar'] as const) {
      const browser = kit.as(await aMember(kit, shop, role))
      for (const url of ['/sales/new', '/sales/new/items?scan=t', '/sales/drafts', `/sales/drafts/${id}/upi`])
        t.equal((await browser.get(url)).statusCode, 403, `${role} ${url}`)
      for (const url of ['/sales', `/sales/drafts/${id}`, `/sales/drafts/${id}/hold`, `/sales/drafts/${id}/discard`])
        t.equal((await browser.post(url, { id })).statusCode, 403, `${role} ${url}`)
    }
  })

  t.test('a cashier sells at the price of the list, today', async (t) => {
    const shop = await aCounter(kit)
    const typed = { 'lines.1.price': '1', date: '1/11/2026', cash: '118' }
    const page = await change(kit.as(shop.bharat), bill(newId(), [[shop.rice, '1']], typed))
    t.notMatch(page.body, 'name="lines.1.price"')
    t.notMatch(page.body, 'name="date"')
    const id = newId()
    const issued = await kit.as(shop.bharat).post('/sales', bill(id, [[shop.rice, '1']], typed))
    t.equal(issued.statusCode, 303)
    t.match(await documents(kit, shop), [{ id, on_date: '2026-11-21', total_paise: rs('118') }])
    const dated = newId()
    await kit
      .as(shop.asha)
      .post('/sales', bill(dated, [[shop.rice, '1']], { ...typed, cash: '', 'lines.1.price': '100' }))
    t.match(await documents(kit, shop).where({ id: dated }), [{ on_date: '2026-11-01', total_paise: rs('100') }])
  })
})

t.test('issuing', async (t) => {
  const kit = await testApp(t)

  t.test('nothing typed is all in cash, and the slip comes at once', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const lines = bill(id, [
      [shop.rice, '2'],
      [shop.tea, '1'],
    ])
    await change(asha, lines)
    const issued = await asha.post('/sales', { ...lines, pay: 'cash', total: '52100' })
    t.same([issued.statusCode, issued.headers.location], [303, `/sales/${id}/print`])
    t.match(await documents(kit, shop), [{ id, number: 'GJ/26-27/00001', total_paise: rs('521'), party_id: null }])
    t.match(await kit.root('document_tender').where({ document_id: id }), [{ mode: 'cash', amount_paise: rs('521') }])
    t.same(await drafts(kit, shop), [])
    t.match(text((await asha.get('/sales/new')).body), 'Bill GJ/26-27/00001 is issued.')
  })

  t.test('part of it is paid, the rest goes on the khata', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const fields = bill(id, [[shop.rice, '2']], { party: shop.partyId, cash: '36', upi: '100', upi_ref: '4421' })
    const look = await change(asha, fields)
    t.match(text(look.body), 'Taxable value 200.00 CGST 18.00 SGST 18.00 Round-off 0.00 To pay ₹236')
    t.match(text(look.body), 'On khata ₹100')
    const issued = await asha.post('/sales', { ...fields, pay: 'khata', total: '23600' }, htmx)
    t.same([issued.statusCode, issued.headers['hx-redirect']], [204, `/sales/${id}?issued=1`])
    t.match(await kit.root('open_item').where({ document_id: id }), [
      { open_amount: rs('100'), party_id: shop.partyId },
    ])
    t.match(await kit.root('document_tender').where({ document_id: id }).orderBy('line'), [
      { mode: 'cash', amount_paise: rs('36'), reference: '' },
      { mode: 'upi', amount_paise: rs('100'), reference: '4421' },
    ])
    t.match(text((await asha.get(`/sales/${id}`)).body), 'Bill GJ/26-27/00001 is issued.')
  })

  t.test('change is told before and after', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const fields = bill(newId(), [[shop.rice, '1']], { cash: '200' })
    t.match(text((await change(asha, fields)).body), 'Give back ₹82')
    const issued = await asha.post('/sales', fields)
    t.equal(issued.statusCode, 303)
    t.match(text((await asha.get('/sales/new')).body), 'Give back ₹82.')
  })

  t.test('pressed twice, from two tabs, and once more after Back: one bill', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const fields = bill(id, [[shop.rice, '1']], { total: '11800' })
    const answers = await Promise.all([asha.post('/sales', fields), asha.post('/sales', fields)])
    t.same(
      answers.map(({ statusCode }) => statusCode),
      [303, 303],
    )
    t.equal((await asha.post('/sales', fields)).headers.location, `/sales/${id}/print`)
    const other = await asha.post('/sales', bill(id, [[shop.rice, '5']]))
    t.same([other.statusCode, other.headers.location], [303, `/sales/${id}`])
    t.match(text((await asha.get(`/sales/${id}`)).body), 'This bill was issued before')
    t.equal((await asha.post('/sales', bill(id, [[shop.rice, 'x']]))).headers.location, `/sales/${id}`)
    t.equal((await change(asha, fields, {})).headers.location, `/sales/${id}`)
    t.equal((await asha.post(`/sales/drafts/${id}/hold`, fields)).headers.location, `/sales/${id}`)
    t.equal((await asha.get(`/sales/new?draft=${id}`)).headers.location, `/sales/${id}`)
    t.equal((await documents(kit, shop)).length, 1)
    t.same(await drafts(kit, shop), [])
  })

  t.test('another total than was shown is not issued before it was seen', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const fields = bill(newId(), [[shop.rice, '2']])
    const refused = await asha.post('/sales', { ...fields, total: '11800' }, htmx)
    t.equal(refused.statusCode, 409)
    t.match(text(refused.body), 'the bill is now ₹236.00')
    t.match(refused.body, 'name="total" value="23600"')
    t.match(refused.body, /<title>Error: /)
    t.equal((await asha.post('/sales', { ...fields, total: '23600' })).statusCode, 303)
  })

  t.test('a refusal keeps everything and says why', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.bharat)
    const refusedWith = async (fields: Fields) => {
      const answer = await asha.post('/sales', fields)
      t.equal(answer.statusCode, 422)
      t.same(await validHtml(answer.body), [])
      return text(answer.body)
    }
    t.match(await refusedWith({ id: newId() }), 'Add at least one item.')
    t.match(await refusedWith(bill(newId(), [[shop.rice, '1']], { cash: '100' })), '18.00 is missing')
    t.match(await refusedWith(bill(newId(), [[shop.rice, '1']], { card: '200' })), 'bring ₹82.00 more than the bill')
    t.match(await refusedWith(bill(newId(), [[shop.rice, '99']])), 'Only 10 of Rice is in stock')
    const onKhata = bill(newId(), [[shop.tea, '5']], { party: shop.partyId, pay: 'khata' })
    t.match(await refusedWith(onKhata), 'Over the credit limit of ₹500.00')
    t.same(await documents(kit, shop), [])
    t.equal((await kit.as(shop.asha).post('/sales', { ...onKhata, id: newId() })).statusCode, 303)
    t.equal((await documents(kit, shop)).length, 1)
  })

  t.test('cash is warned of at 80 % of two lakh and refused at it', async (t) => {
    const shop = await aCounter(kit, { stock: 10_000_000n })
    const asha = kit.as(shop.asha)
    const cashOf = async (quantity: string) =>
      text((await change(asha, bill(newId(), [[shop.rice, quantity]], { cash: '1,99,999', name: 'Ravi' }))).body)
    t.notMatch(await cashOf('1000'), 'more cash today')
    t.match(await cashOf('1400'), 'Only ₹34,799 more cash today')
    const fields = bill(newId(), [[shop.rice, '2000']], {
      cash: '2,36,000',
      name: 'Ravi',
      address: 'Ring Road',
      state: '24',
    })
    const refused = await change(asha, fields)
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), 'At most ₹1,99,999 in cash; take the rest by UPI, card or bank.')
    t.match(text(refused.body), 'PAN of the buyer')
    t.equal((await asha.post('/sales', fields)).statusCode, 422)
    t.same(await documents(kit, shop), [])
  })

  t.test('discounts, the place of supply and a note reach the bill', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const typed = { 'lines.1.discount': '10%', discount: '12.40', place: '27', note: 'Deliver <b>home</b>' }
    const fields = bill(id, [[shop.rice, '2']], typed)
    const look = text((await change(asha, fields)).body)
    t.match(look, 'Place of supply 27 Maharashtra · IGST')
    t.match(look, 'Items 236.00 Discount -36.00 Taxable value 169.49 IGST 30.51 Round-off 0.00 To pay ₹200')
    t.match(text((await asha.post('/sales', fields)).body), 'Write why the place of supply is another')
    t.equal((await asha.post('/sales', { ...fields, place_reason: 'Delivered there' })).statusCode, 303)
    t.match(await documents(kit, shop), [
      { total_paise: rs('200'), supply: 'inter', supply_reason: 'Delivered there', note: 'Deliver <b>home</b>' },
    ])
  })

  t.test('without a regular registration it is a bill of supply without tax', async (t) => {
    for (const taxScheme of ['composition', 'unregistered'] as const) {
      const shop = await aCounter(kit, { business: { taxScheme } })
      const asha = kit.as(shop.asha)
      const id = newId()
      const look = text((await change(asha, bill(id, [[shop.rice, '1']]))).body)
      t.match(look, 'Bill of supply')
      t.notMatch(look, /GST \d|[CSI]GST/)
      await asha.post('/sales', bill(id, [[shop.rice, '1']]))
      t.match(await documents(kit, shop), [{ kind: 'bill-of-supply', cgst_paise: 0n, total_paise: rs('118') }])
    }
  })
})

t.test('bills that wait', async (t) => {
  const kit = await testApp(t)

  t.test('a bill is held, listed, taken up and thrown away', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/sales/drafts')).body), 'No bill is held')
    const id = newId()
    const fields = bill(id, [[shop.rice, '2']], { name: '<b>Ravi</b>' })
    const held = await asha.post(`/sales/drafts/${id}/hold`, fields)
    t.same([held.statusCode, held.headers.location], [303, '/sales/new'])
    const next = await asha.get('/sales/new')
    t.match(text(next.body), 'The bill is held.')
    t.match(text(next.body), 'Held bills · 1')
    const list = await asha.get('/sales/drafts')
    t.same(await validHtml(list.body), [])
    t.match(text(list.body), '<b>Ravi</b> 1 item: Rice')
    t.notMatch(list.body, '<b>Ravi</b>')
    t.match((await asha.get(`/sales/new?draft=${id}`)).body, 'value="2" aria-label="Quantity of Rice"')
    const gone = await asha.post(`/sales/drafts/${id}/discard`)
    t.same([gone.statusCode, gone.headers.location], [303, '/sales/drafts'])
    t.equal((await asha.post(`/sales/drafts/${id}/discard`)).statusCode, 404)
    t.same(await drafts(kit, shop), [])
  })

  t.test('a new customer is made on the way, and the bill waits', async (t) => {
    const shop = await aCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const gone = await change(asha, bill(id, [[shop.rice, '2']], { q: 'Kiran', do: 'new-party' }), {})
    t.same([gone.statusCode, gone.headers.location], [303, '/parties/new?to=%2Fsales%2Fnew&name=Kiran'])
    const back = await asha.get(`/sales/new?party=${shop.partyId}`)
    t.match(back.body, `name="id" value="${id}"`)
    t.match(text(back.body), 'Meera')
    t.match(back.body, 'value="2" aria-label="Quantity of Rice"')
    await change(asha, bill(id, [[shop.rice, '2']], { party: shop.partyId }))
    t.notMatch((await asha.get(`/sales/new?party=${shop.partyId}`)).body, id)
  })

  t.test('the code asks for what is to come by UPI', async (t) => {
    const shop = await aCounter(kit, { business: { upiVpa: 'asha@okbank' } })
    const asha = kit.as(shop.asha)
    const id = newId()
    await change(asha, bill(id, [[shop.rice, '1']], { cash: '18' }))
    const page = await asha.get(`/sales/drafts/${id}/upi`)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), 'to asha@okbank ₹100.00')
    t.match(page.body, '<svg class="qr"')
    const part = await asha.get(`/sales/drafts/${id}/upi`, htmx)
    t.notMatch(part.body, '<html')
    t.ok(gzipSync(part.body).length <= 6 * 1024)
    const without = await aCounter(kit)
    await change(kit.as(without.asha), bill(id, [[without.rice, '1']]))
    t.equal((await kit.as(without.asha).get(`/sales/drafts/${id}/upi`)).statusCode, 404)
  })

  t.test('a shop in Hindi and one in Gujarati read their own words', async (t) => {
    const shop = await devsShop(kit)
    for (const [locale, words] of [
      ['hi', 'नई बिक्री'],
      ['gu', 'નવું વેચાણ'],
    ] as const) {
      await kit.root('app_user').where({ id: shop.dev.id }).update({ locale })
      t.match(text((await kit.as(shop.dev).get('/sales/new')).body), words)
    }
  })
})
