import t from 'tap'
import { newId } from '../../db/ids.ts'
import { htmx, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aBilledShop } from '../../testing/supplier-bills.ts'

t.test("the pages of suppliers' bills", async (t) => {
  const kit = await testApp(t)
  const shop = await aBilledShop(kit)
  await shop.receive(shop.asked([shop.receiptLine()]))
  const owner = kit.as(shop.asha)

  await t.test('an empty list says what to do, and who may not see it is told', async (t) => {
    const { body } = await owner.get('/purchases/bills')
    t.match(text(body), /No bills of suppliers yet/)
    t.same(await validHtml(body), [])
    t.equal((await kit.as(await aMember(kit, shop, 'cashier')).get('/purchases/bills')).statusCode, 403)
  })

  const fresh = async (query = '&take=all') =>
    fieldsOf((await owner.get(`/purchases/bills/new?party=${shop.supplierId}${query}`)).body)

  await t.test('a bill is made of what was received, without a script', async (t) => {
    t.match(text((await owner.get('/purchases/bills/new')).body), /Shakti Traders/)
    const page = await owner.get(`/purchases/bills/new?party=${shop.supplierId}&take=all`)
    t.same(await validHtml(page.body), [])
    const form = { ...(await fresh()), their_number: 'S 1', 'r.0.price': '52' }
    const worked = await owner.post('/purchases/bills/figures', { ...form, said: '613.60', do: 'sum' })
    t.match(text(worked.body), /₹20.00 above the receipt/)
    t.match(text(worked.body), /Same as the paper/)
    const part = await owner.post('/purchases/bills/figures', form, htmx)
    t.notMatch(part.body, /<html|<form/)
    const wrong = await owner.post('/purchases/bills', { ...form, 'r.0.quantity': '11', their_number: '' })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /There is a problem.*Write the number.*Only 10 of Rice/)
    t.same(await validHtml(wrong.body), [])
    const saved = await owner.post('/purchases/bills', form)
    t.match(saved.headers.location, /^\/purchases\/bills\//)
    const shown = await owner.get(String(saved.headers.location))
    t.match(
      text(shown.body),
      /PB\/26-27\/00001.*Lines that differ.*: 1. The goods cost ₹20.00 more.*₹613.60.*above the receipt/,
    )
    t.same(await validHtml(shown.body), [])
    t.match(text((await owner.get('/purchases/bills?q=s1&show=differences')).body), /Shakti Traders S 1/)
    t.match(text((await owner.get('/purchases/bills?show=overdue')).body), /Nothing found/)
    t.notMatch((await owner.get('/sales?status=due')).body, /PB\/26-27/, 'what is owed is not among what is to come')
    t.match((await owner.get('/find?q=S%201')).headers.location ?? '', /^\/purchases\/bills\//)
  })

  await t.test('goods with their bill in one screen; the same number again leads to the first', async (t) => {
    const form = {
      ...(await fresh('')),
      their_number: 'S 2',
      'n.0.item': '8901234567890',
      'n.0.quantity': '5',
      'n.0.price': '40',
    }
    const saved = await owner.post('/purchases/bills', { ...form, 'n.0.rate': '500', note: 'by hand' })
    t.match(saved.headers.location, /^\/purchases\/bills\//)
    const again = await owner.post('/purchases/bills', { ...form, id: newId() })
    t.equal(again.statusCode, 409)
    t.match(again.body, `href="${saved.headers.location}"`)
    const cancelled = await owner.post(`${saved.headers.location}/cancellation`, { reason: 'Twice' })
    t.equal(cancelled.headers.location, saved.headers.location)
    t.match(text((await owner.get(String(saved.headers.location))).body), /Cancelled: Twice/)
  })

  await t.test('a bill whose goods came with it is cancelled together with their receipt', async (t) => {
    const form = { ...(await fresh('')), their_number: 'S 3', 'n.0.item': '8901234567890', 'n.0.quantity': '2' }
    const saved = await owner.post('/purchases/bills', { ...form, 'n.0.price': '40', 'n.0.rate': '500' })
    const at = String(saved.headers.location)
    const asked = await owner.get(`${at}/cancellation`)
    t.match(text(asked.body), /Cancel receipt GR\/26-27\/0000\d too: its goods leave the stock/)
    t.same(await validHtml(asked.body), [])
    const cancelled = await owner.post(`${at}/cancellation`, { reason: 'Twice', receipt: 'yes' })
    t.equal(cancelled.headers.location, at)
    const receipts = await shop.read((tx) => tx('document').where({ kind: 'goods-receipt' }).orderBy('number', 'desc'))
    t.equal(receipts[0]?.state, 'cancelled')
    t.same(await shop.faults(), [])
  })

  await t.test('goods bought on approval begin one bill, and who would bill them again is told which', async (t) => {
    const id = newId()
    const left = {
      id,
      party_id: shop.supplierId,
      due_on: '+10',
      number: 'A/9',
      'lines.0.words': 'Rice',
      'lines.0.pieces': '2',
    }
    t.equal((await owner.post('/challans/in', left)).statusCode, 303)
    t.equal((await owner.post(`/challans/in/${id}/lines/1`, { outcome: 'bought' })).statusCode, 303)
    const form = { ...(await fresh(`&approval=${id}`)), their_number: 'S 9', 'n.0.item': '8901234567890' }
    t.match(form, { approval: id, 'n.0.quantity': '2' })
    const bill = { ...form, 'n.0.price': '40', 'n.0.rate': '500' }
    const saved = await owner.post('/purchases/bills', bill)
    t.equal(
      (await owner.post('/purchases/bills', bill)).headers.location,
      saved.headers.location,
      'the same press once',
    )
    const second = await owner.post('/purchases/bills', { ...bill, id: newId(), their_number: 'S 10' })
    t.equal(second.statusCode, 409)
    t.match(text(second.body), /stand in bill PB\/26-27\/\d+, entered by Asha/)
    const query = `/purchases/bills/new?party=${shop.supplierId}&approval=${id}`
    t.match(text((await owner.get(query)).body), /stand in bill PB/)
    t.notMatch((await owner.get(`/challans/in/${id}`)).body, 'approval=')
    await owner.post(`${saved.headers.location}/cancellation`, { reason: 'Wrong', receipt: 'yes' })
    t.match(await fresh(`&approval=${id}`), { 'n.0.quantity': '2' }, 'taken back it may be billed anew')
    t.same(await shop.faults(), [])
  })

  await t.test('a price within the tolerance of the business is accepted, and shown', async (t) => {
    t.same(await validHtml((await owner.get('/purchases/bills/tolerance')).body), [])
    const wrong = await owner.post('/purchases/bills/tolerance', { share: '101', amount: 'x' })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /percentage up to 100.*zero or more/)
    const saved = await owner.post('/purchases/bills/tolerance', { share: '5', amount: '' })
    t.equal(saved.headers.location, '/purchases/bills')
    t.match(
      (await owner.get('/purchases/bills/tolerance')).body,
      /name="share"[^>]*value="5"|value="5"[^>]*name="share"/,
    )
    t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).get('/purchases/bills/tolerance')).statusCode, 403)
    await shop.receive(shop.asked([shop.receiptLine()]))
    const form = { ...(await fresh()), their_number: 'T 1', 'r.1.price': '51', 'r.1.hsn': '1006', 'r.1.cess': '10' }
    const worked = await owner.post('/purchases/bills/figures', { ...form, do: 'sum' })
    t.match(text(worked.body), /Cess 10.00.*₹10.00 above the receipt, within the tolerance/)
    const done = await owner.post('/purchases/bills', form)
    const shown = text((await owner.get(String(done.headers.location))).body)
    t.match(shown, /HSN 1006 · Cess ₹10.00 ₹10.00 above the receipt, within the tolerance/)
    t.notMatch(shown, /Lines that differ/)
  })

  await t.test('whether TDS is kept back is a setting of the owner', async (t) => {
    t.match(text((await owner.get('/purchases/tds')).body), /ten crore.*Keep back TDS/)
    t.equal((await owner.post('/purchases/tds', { keep: 'yes' })).headers.location, '/purchases/tds')
    t.match((await owner.get('/purchases/tds')).body, /name="keep" value="yes" checked|checked[^>]*name="keep"/)
    t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).post('/purchases/tds', {})).statusCode, 403)
    await owner.post('/purchases/tds', {})
    const [row] = await shop.read((tx) => tx('business').where({ id: shop.id }).select('keeps_back_tds'))
    t.equal(row?.keeps_back_tds, false)
  })

  await t.test('the other pages', async (t) => {
    const bill = await shop.read((tx) =>
      tx('document').where({ kind: 'supplier-bill', state: 'issued' }).orderBy('number').first('id'),
    )
    for (const path of [
      '/purchases/rate-cuts',
      '/purchases/tds',
      `/purchases/bills/${bill.id}/cancellation`,
      `/purchases/bills/${bill.id}/print`,
    ]) {
      const { body, statusCode } = await owner.get(path)
      t.equal(statusCode, 200, path)
      t.same(await validHtml(body), [], path)
    }
    t.match(text((await owner.get(`/purchases/bills/${bill.id}/print`)).body), /PURCHASE VOUCHER.*Rice.*613.60/)
    t.same(await shop.faults(), [])
  })
})

/** What a form would send as it stands. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const [, name] = /name="([^"]+)"/.exec(tag) ?? []
    if (name === undefined || /type="(file|search)"/.test(tag) || name === '_csrf' || name === 'q') continue
    if (/type="(checkbox|radio)"/.test(tag) && !/ checked/.test(tag)) continue
    fields[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
  }
  for (const [, name = '', options = ''] of html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options)
    if (name !== 'q') fields[name] = chosen?.[1] ?? ''
  }
  return fields
}
