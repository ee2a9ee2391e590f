import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, testApp } from '../../testing/app.ts'
import { devsShop } from '../../testing/cast.ts'
import { aGoodsShop, cash, type GoodsShop, rs, walkIn } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../testing/pdf.ts'
import { hashPassword } from '../auth/index.ts'
import { booksCheck, isOnlyWarning } from '../books/index.ts'
import { issueOnce } from '../sales/index.ts'

t.test('returns', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const sell = (shop: GoodsShop, has: Parameters<GoodsShop['bill']>[0] = {}) =>
    issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 3000n)], ...has }), shop.actor)
  const form = (has: Fields = {}): Fields => ({
    id: newId(),
    payment_id: newId(),
    'part.1': '1',
    'condition.1': 'stock',
    reason: 'One too many',
    settle: 'khata',
    refund_mode: 'cash',
    ...has,
  })
  const locationOf = (answer: Answer): string => String(answer.headers.location)
  const faults = ({ id }: GoodsShop) =>
    inBusiness(kit.db, id, async (tx) =>
      (await booksCheck(tx, id)).filter(({ holds, point }) => !holds && !isOnlyWarning(point)),
    )

  t.test('are none at first, and say what they are for', async (t) => {
    const shop = await aGoodsShop(kit)
    const { body } = await kit.as(shop.asha).get('/returns')
    t.match(text(body), /Nothing has come back/)
    t.same(await validHtml(body), [])
    t.same(await validHtml((await kit.as(shop.asha).get('/returns/new')).body), [])
  })

  t.test('a bill is found by its number, whole or its digits, and by nothing else', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    for (const q of [bill.number, bill.number.toLowerCase(), '1'])
      t.equal(locationOf(await asha.get(`/returns/new?q=${encodeURIComponent(q)}`)), `/sales/${bill.id}/returns/new`, q)
    const none = await asha.get('/returns/new?q=77')
    t.match(text(none.body), /No bill has this number/)
    t.same(await validHtml(none.body), [])
    t.match((await asha.get(`/sales/${bill.id}`)).body, `/sales/${bill.id}/returns/new`)
  })

  t.test('without a script: work it out, send it, see and print the note', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    const page = await asha.get(`/sales/${bill.id}/returns/new?all=1`)
    t.match(page.body, 'value="3"')
    t.same(await validHtml(page.body), [])
    const asked = form()
    const sums = await asha.post(`/sales/${bill.id}/returns/figures`, asked)
    t.match(text(sums.body), /Taxable value 84\.75 .*Credit note 100\.00 .*Settles the bill 100\.00/)
    const part = await asha.post(`/sales/${bill.id}/returns/figures`, asked, htmx)
    t.match(part.body, /^<div id="figures"/)
    const made = await asha.post(`/sales/${bill.id}/returns`, asked)
    t.equal(made.statusCode, 303, text(made.body).slice(0, 400))
    const shown = await asha.get(locationOf(made))
    t.match(text(shown.body), /CN\/26-27\/00001.*made: ₹100\.00.*Rice Back to stock.*One too many/)
    t.same(await validHtml(shown.body), [])
    const print = await asha.get(`${locationOf(made)}/print`)
    t.match(text(print.body), /CREDIT NOTE.*Original bill.*GJ\/26-27\/00001.*21 Nov 2026/)
    t.same(await validHtml(print.body), [])
    const pdf = await asha.get(`${locationOf(made)}/print.pdf`)
    t.match(pdf, { statusCode: 200, headers: { 'content-type': 'application/pdf' } })
    t.same(await pdfPageSizes(pdf.rawPayload), [{ widthMm: 210, heightMm: 297 }])
    t.match((await pdfText(pdf.rawPayload)).join(' '), /CREDIT NOTE[\s\S]*GJ\/26-27\/00001/)
    for (const [width, size] of [
      ['80', 80],
      ['58', 58],
      ['a5', 148],
    ] as const) {
      const other = await asha.get(`${locationOf(made)}/print.pdf?width=${width}`)
      t.equal((await pdfPageSizes(other.rawPayload))[0]?.widthMm, size)
      t.match((await pdfText(other.rawPayload)).join(' '), /CREDIT NOTE[\s\S]*GJ\/26-27\/00001[\s\S]*100\.00/)
    }
    t.same(await validHtml((await asha.get(`${locationOf(made)}/print?width=58`)).body), [])
    const list = await asha.get('/returns')
    t.match(text(list.body), /00001 .*Meera/)
    t.same(await validHtml(list.body), [])
    t.equal(locationOf(await asha.get(`/sales/${locationOf(made).split('/').at(-1)}`)), locationOf(made))
    t.equal((await asha.post(`/sales/${bill.id}/returns`, asked)).statusCode, 303, 'a second press')
    t.equal(
      await kit
        .root('sale_return')
        .where({ business_id: shop.id })
        .then((rows) => rows.length),
      1,
    )
    t.same(await faults(shop), [])
  })

  t.test('what is wrong is said at its field, and nothing typed is lost', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    const send = async (has: Fields) => asha.post(`/sales/${bill.id}/returns`, form(has))
    const much = await send({ 'part.1': '3.5' })
    t.equal(much.statusCode, 422)
    t.match(text(much.body), /Only 3 of it can still come back/)
    t.match(much.body, 'value="3.5"')
    t.match(much.body, 'value="One too many"')
    t.same(await validHtml(much.body), [])
    t.match(text((await send({ 'part.1': '' })).body), /Say what comes back/)
    t.match(text((await send({ 'part.1': 'x' })).body), /Write the quantity as a number/)
    t.match(text((await send({ reason: '' })).body), /Write why it comes back/)
    t.match(text((await send({ 'wear.1': 'x' })).body), /Write rupees, or a percentage/)
    t.match(text((await send({ 'wear.1': '10%' })).body), /Write why it is kept back/)
    t.match(text((await send({ 'wear.1': '900', 'why.1': 'torn' })).body), /More is kept back than it is worth/)
    const kept = await send({ 'wear.1': '10%', 'why.1': 'torn' })
    t.match(text((await asha.get(locationOf(kept))).body), /₹8\.48 kept back: torn.*Credit note 90\.00/)
    t.same(await faults(shop), [])
  })

  t.test('cash goes out by whoever may, or by a manager’s PIN', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop, { tenders: [cash('300')] })
    const bharat = kit.as(shop.bharat)
    const asked = form({ settle: 'refund' })
    const refused = await bharat.post(`/sales/${bill.id}/returns`, asked)
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), /₹100\.00 in cash goes out: a manager has to allow it/)
    t.same(await validHtml(refused.body), [])
    await kit
      .root('membership')
      .where({ business_id: shop.id, user_id: shop.asha.id })
      .update({
        till_pin_hash: await hashPassword('7319'),
      })
    t.match((await bharat.post(`/sales/${bill.id}/returns`, asked)).body, /name="pin"/)
    const wrong = await bharat.post(`/sales/${bill.id}/returns`, { ...asked, approver: shop.asha.id, pin: '1111' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /name="pin"/)
    const given = await bharat.post(`/sales/${bill.id}/returns`, { ...asked, approver: shop.asha.id, pin: '7319' })
    t.equal(given.statusCode, 303)
    t.match(text((await bharat.get(locationOf(given))).body), /Allowed by Asha.*|PY\/26-27\/00001/)
    t.match(await kit.root('sale_return').where({ business_id: shop.id }), [
      { approved_by_name: 'Asha', refund_mode: 'cash' },
    ])
  })

  t.test('are cancelled by a manager, with a reason', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    const note = form()
    await asha.post(`/sales/${bill.id}/returns`, note)
    const url = `/returns/${note['id']}/cancellation`
    t.match((await asha.get(`/returns/${note['id']}`)).body, url)
    const page = await asha.get(url)
    t.same(await validHtml(page.body), [])
    const without = await asha.post(url, { reason: ' ' })
    t.equal(without.statusCode, 422)
    t.match(text(without.body), /Write why the return is cancelled/)
    t.equal((await kit.as(shop.bharat).post(url, { reason: 'x' })).statusCode, 403)
    t.equal(locationOf(await asha.post(url, { reason: 'Wrong bill' })), `/returns/${note['id']}`)
    const shown = await asha.get(`/returns/${note['id']}`)
    t.match(text(shown.body), /Cancelled: Wrong bill/)
    t.notMatch(shown.body, url)
    t.same(await validHtml(shown.body), [])
    t.equal(locationOf(await asha.get(url)), `/returns/${note['id']}`)
    const list = await asha.get('/returns')
    t.match(list.body, /<tr id="r-[^"]+" class="void-row">/)
    t.match(text(list.body), /Credit notes 0 Came back ₹0\.00.*00001 Cancelled/, 'it counts no more')
    t.same(await validHtml(list.body), [])
    for (const size of ['', '?width=58']) {
      const paper = await asha.get(`/returns/${note['id']}/print${size}`)
      t.match(text(paper.body), /CANCELLED.*This paper is cancelled: Wrong bill/, size)
      t.same(await validHtml(paper.body), [])
    }
    t.same(await faults(shop), [])
  })

  t.test('of a walk-in: the money goes back, or a customer is named; an exchange goes on at the counter', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop, { buyer: walkIn, tenders: [cash('300')] })
    const asha = kit.as(shop.asha)
    const page = await asha.get(`/sales/${bill.id}/returns/new`)
    t.notMatch(page.body, 'value="khata"')
    const picks = await asha.get(`/sales/${bill.id}/returns/new?pick=1`)
    t.match(text(picks.body), /Meera/)
    const named = await asha.get(`/sales/${bill.id}/returns/new?party=${shop.partyId}`)
    t.match(named.body, 'value="exchange"')
    t.same(await validHtml(named.body), [])
    const exchanged = form({ settle: 'exchange', party_id: shop.partyId })
    const to = locationOf(await asha.post(`/sales/${bill.id}/returns`, exchanged))
    t.equal(to, `/sales/new?party=${shop.partyId}&note=${exchanged['id']}`)
    const counter = await asha.get(to)
    const [, exchange = ''] = /name="exchange" value="([^"]+)"/.exec(counter.body) ?? []
    t.same(await validHtml(counter.body), [])
    t.ok(exchange, 'the note is taken in already')
    // As much as the bill needs: half a kilo, then two, then an amount of one's own.
    await kit
      .root('item')
      .where({ id: shop.itemIds[0] })
      .update({ sale_price_paise: rs('100') })
    const draft = { id: newId(), party: shop.partyId, exchange, 'lines.1.item': shop.itemIds[0] ?? '' }
    const add = async (has: Fields) => (await asha.post(`/sales/drafts/${draft.id}`, { ...draft, ...has }, htmx)).body
    t.match(await add({ 'lines.1.quantity': '0.5' }), /name="exchange_was" value="50"/)
    const was = { [`take.${exchange}`]: '50', exchange_was: '50', 'lines.1.quantity': '2' }
    const grown = await add(was)
    t.match(grown, /name="exchange_was" value="100"/)
    t.match(text(grown), /To pay ₹100/)
    const own = await add({ ...was, [`take.${exchange}`]: '30' })
    t.notMatch(own, 'exchange_was')
    t.match(text(own), /To pay ₹170/)
    const paid = { ...draft, 'lines.1.quantity': '2', [`take.${exchange}`]: '100', exchange_was: '100', upi: '100' }
    t.equal((await asha.post('/sales', paid)).statusCode, 303)
    t.match(await kit.root('open_item').where({ id: exchange }).first(), { open_amount: 0n })
    const refund = await asha.post(`/sales/${bill.id}/returns`, form({ settle: 'refund', refund_mode: 'upi' }))
    t.match(text((await asha.get(locationOf(refund))).body), /Given back · UPI 100\.00/)
    t.same(await faults(shop), [])
  })

  t.test('a bill with returns is not cancelled, and of a cancelled one nothing comes back', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    await asha.post(`/sales/${bill.id}/returns`, form())
    const kept = await asha.post(`/sales/${bill.id}/cancellation`, { reason: 'Wrong', date: '21/11/2026' })
    t.equal(kept.statusCode, 409)
    t.match(text(kept.body), /Goods of this bill have come back/)
    const other = await sell(shop)
    await asha.post(`/sales/${other.id}/cancellation`, { reason: 'Wrong', date: '21/11/2026' })
    const gone = await asha.post(`/sales/${other.id}/returns`, form())
    t.equal(gone.statusCode, 409)
    t.match(text(gone.body), /This bill is cancelled/)
    t.same(await faults(shop), [])
  })

  t.test('what the shop usually keeps back is filled in for jewellery', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    t.match((await asha.get('/returns')).body, 'href="/returns/choices"')
    t.equal((await kit.as(shop.bharat).get('/returns/choices')).statusCode, 403)
    const wrong = await asha.post('/returns/choices', { making: 'yes', wear: '200' })
    t.equal(wrong.statusCode, 422)
    t.same(await validHtml(wrong.body), [])
    t.equal((await asha.post('/returns/choices', { making: 'yes', wear: '1.5' })).statusCode, 303)
    const kept = await asha.get('/returns/choices')
    t.match(kept.body, 'value="1.5"')
    t.same(await validHtml(kept.body), [])
    const id = newId()
    const line = { 'lines.1.item': shop.itemId, 'lines.1.piece': shop.first, 'lines.1.quantity': '1' }
    await asha.post('/sales', { id, ...line, party: shop.partyId, upi: '3,56,206', pay: 'cash', total: '35620600' })
    t.equal(locationOf(await asha.get('/returns/new?q=n-2210')), `/sales/${id}/returns/new?tag=N-2210`)
    const { body } = await asha.get(`/sales/${id}/returns/new?tag=N-2210`)
    t.match(body, 'value="1.5%"')
    t.match(body, /name="making.1" value="yes" checked/)
    t.same(await validHtml(body), [])
  })

  t.test('are nobody else’s, and speak the three languages', async (t) => {
    const shop = await aGoodsShop(kit)
    const bill = await sell(shop)
    const asha = kit.as(shop.asha)
    const made = await asha.post(`/sales/${bill.id}/returns`, form())
    const { dev } = await devsShop(kit)
    for (const url of [locationOf(made), `${locationOf(made)}/print`, `/sales/${bill.id}/returns/new`])
      t.equal((await kit.as(dev).get(url)).statusCode, 404, url)
    t.equal((await kit.as(shop.chitra).get(`/sales/${bill.id}/returns/new`)).statusCode, 403)
    for (const locale of ['hi', 'gu']) {
      await kit.root('app_user').where({ id: shop.asha.id }).update({ locale })
      for (const url of ['/returns', '/returns/new', `/sales/${bill.id}/returns/new`, locationOf(made)]) {
        const { body, statusCode } = await asha.get(url)
        t.equal(statusCode, 200)
        t.same(await validHtml(body), [], `${locale} ${url}`)
      }
    }
  })
})
