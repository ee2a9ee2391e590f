import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Fields, testApp } from '../../testing/app.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { runJobs } from '../../testing/jobs.ts'
import { pdfText } from '../../testing/pdf.ts'
import { aBuyingShop } from '../../testing/receipts.ts'
import { booksCheck } from '../books/index.ts'
import { issueOnce } from '../sales/index.ts'

t.test('the pages of goods that come', async (t) => {
  const kit = await testApp(t)
  const faults = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)

  t.test('an order is taken, all came, one is rejected; then it is cancelled', async (t) => {
    const shop = await aBuyingShop(kit)
    const asha = kit.as(shop.asha)
    t.match(text((await asha.get('/purchases/receipts')).body), 'Nothing was received yet')
    t.match(text((await asha.get('/purchases/receipts/new')).body), 'Shakti Traders')
    const order = await shop.order([{ itemId: shop.riceId, quantity: 20_000n, price: '48' }])
    const begun = await asha.get(`/purchases/receipts/new?party=${shop.supplierId}`)
    t.same(await validHtml(begun.body), [])
    t.match(text(begun.body), /Goods from Shakti Traders.*Take from PO\/26-27\/00001/)
    const form: Fields = { id: newId(), party_id: shop.supplierId, on_date: '', landed_by: 'value' }
    const taken = await asha.post('/purchases/receipts/lines', { ...form, add_order: order })
    t.match(text(taken.body), /Rice 20 kg awaited by PO\/26-27\/00001/)
    t.same(await validHtml(taken.body), [])
    const at = 'lines.0.'
    const line = { [`${at}item`]: shop.riceId, [`${at}order`]: order, [`${at}order_line`]: '1', [`${at}price`]: '48' }
    const all = await asha.post('/purchases/receipts/lines', { ...form, ...line, do: 'all' })
    t.match(all.body, 'name="lines.0.received" value="20"')
    const scan = await asha.post('/purchases/receipts', { ...form, ...line, scan: '8901234567890' })
    t.match(scan.body, 'name="lines.0.received" value="1"', 'Enter of a scanner counts one, and sends nothing')
    const unknown = await asha.post('/purchases/receipts/lines', {
      ...form,
      ...line,
      scan: '4006381333931',
      do: 'scan',
    })
    t.equal(unknown.statusCode, 422)
    t.match(text(unknown.body), 'No item is known by “4006381333931”')
    t.same(await validHtml(unknown.body), [])
    const over = { ...form, ...line, [`${at}received`]: '21', [`${at}rejected`]: '2', [`${at}reject_reason`]: 'Wet' }
    const asked = await asha.post('/purchases/receipts', over)
    t.equal(asked.statusCode, 422)
    t.match(text(asked.body), /20 were awaited, 1 more came.*More came than was ordered, and we keep it/)
    t.same(await validHtml(asked.body), [])
    const sure = { ...over, takes_excess: 'yes', their_number: 'C/9', landed: '95' }
    const done = await asha.post('/purchases/receipts', sure)
    t.equal(String(done.headers.location), `/purchases/receipts/${form['id']}`)
    t.equal((await asha.post('/purchases/receipts', sure)).statusCode, 303, 'the same press once')
    const page = await asha.get(`/purchases/receipts/${form['id']}`)
    t.same(await validHtml(page.body), [])
    t.match(page.body, `href="/price-lists/labels?receipt=${form['id']}"`)
    t.match(page.body, `href="/purchases/returns/new?receipt=${form['id']}"`)
    const file = new FormData()
    file.append('attachment', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])]), 'a.png')
    const at2 = `/purchases/receipts/${form['id']}`
    t.equal((await asha.upload(`${at2}/attachments`, file)).headers.location, at2)
    const [, sha] = /attachments\/([0-9a-f]{64})"/.exec((await asha.get(at2)).body) ?? []
    t.equal((await asha.get(`${at2}/attachments/${sha}`)).headers['content-type'], 'image/png')
    t.equal((await asha.get(`/purchases/bills/${form['id']}/attachments/${sha}`)).statusCode, 404, 'no bill has it')
    t.equal((await asha.post(`${at2}/attachments/${sha}/removal`, {})).headers.location, at2)
    t.match(text(page.body), /GR\/26-27\/00001.*1 kg more than ordered.*2 kg rejected: Wet.*912.00.*95.00/)
    const list = await asha.get('/purchases/receipts?q=C%2F9&show=differing')
    t.match(text(list.body), /GR\/26-27\/00001.*Shakti Traders.*Challan C\/9.*Bill awaited.*Differences/)
    t.same(await validHtml(list.body), [])
    const paper = await asha.get(`/purchases/receipts/${form['id']}/print`)
    t.match(text(paper.body), /GOODS RECEIVED NOTE.*Shakti Traders.*C\/9.*Rice/)
    t.same(await validHtml(paper.body), [])
    const pdf = await asha.get(`/purchases/receipts/${form['id']}/print.pdf`)
    t.match((await pdfText(pdf.rawPayload)).join(' '), /GOODS RECEIVED NOTE/)
    t.same(await faults(shop.id), [])
    const cancel = `/purchases/receipts/${form['id']}/cancellation`
    t.same(await validHtml((await asha.get(cancel)).body), [])
    t.match(text((await asha.post(cancel, {})).body), 'Say why it is cancelled.')
    t.equal((await asha.post(cancel, { reason: 'Wrong shop' })).statusCode, 303)
    t.equal((await asha.get(cancel)).statusCode, 303)
    t.match(text((await asha.get(`/purchases/receipts/${form['id']}`)).body), /Cancelled on .*: Wrong shop/)
    t.match(text((await asha.get(`/purchases/receipts/${form['id']}/print`)).body), /CANCELLED.*: Wrong shop/)
    const level = await kit.root('stock_level').where({ item_id: shop.riceId }).first()
    t.match(level, { quantity_milli: 0n, value_paise: 0n })
    t.match(await kit.root('purchase_order').where({ document_id: order }).first(), { state: 'open' })
    t.same(await faults(shop.id), [])
  })

  t.test('what was sold meanwhile stands in the way of a cancellation', async (t) => {
    const shop = await aBuyingShop(kit)
    const { id } = await shop.receive(shop.asked([shop.receiptLine()]))
    await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 2_000n)] }), shop.actor)
    const answer = await kit.as(shop.asha).post(`/purchases/receipts/${id}/cancellation`, { reason: 'x' })
    t.equal(answer.statusCode, 409)
    t.match(text(answer.body), '2 Rice of it was sold or moved on. Return what is left instead.')
    t.same(await faults(shop.id), [])
  })

  t.test('a list of more pieces than a form takes is one long work, its columns said once', async (t) => {
    const shop = await aJewelShop(kit)
    const supplierId = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
      await tx('party').insert({ ...own, id: supplierId, name: 'Rajesh Gold', is_supplier: true })
    })
    const asha = kit.as(shop.asha)
    const form: Record<string, string> = { id: newId(), party_id: supplierId, 'lines.0.item': shop.itemId }
    const headings = 'Sr,Label,Brutto,Labour,Rate/g'
    const list = (rows: readonly string[]) => [headings, 'Tray 4', ...rows].join('\r\n')
    const row = (i: number, tag = `L-${i}`) => `${i},${tag},10.${String(i % 1000).padStart(3, '0')},500,6000`
    const read = async (text: string, fields: Record<string, string> = form) => {
      const file = new FormData()
      for (const [name, value] of Object.entries({ ...fields, sheet: '0' })) file.append(name, value)
      file.append('file', new Blob([text]), 'rajesh.csv')
      const answer = await asha.upload('/purchases/receipts/sheet', file)
      const [, sheet = ''] = /name="lines\.0\.sheet" value="([^"]*)"/.exec(answer.body) ?? []
      return { ...answer, sheet }
    }
    const rows = Array.from({ length: 501 }, (_, i) => row(i))
    const unknown = await read(list(rows))
    t.equal(unknown.statusCode, 422)
    t.match(text(unknown.body), 'No heading of the list is known for gross weight')
    t.same(await validHtml(unknown.body), [])
    const columns = { 'lines.0.c.tag': '1', 'lines.0.c.gross': '2', 'lines.0.c.making': '3', 'lines.0.c.rate': '4' }
    const said = { ...form, 'lines.0.sheet': unknown.sheet, ...columns, columns: '0' }
    const known = await asha.post('/purchases/receipts/columns', said)
    t.match(text(known.body), /rajesh.csv: 501 pieces, .* g gross, ₹/)
    t.notMatch(known.body, 'name="lines.0.p.0.gross"', 'no fields for so many')
    t.same(await validHtml(known.body), [])
    const few = await read(list([row(1), row(2)]))
    t.match(few.body, 'name="lines.0.p.1.gross" value="10.002"', 'the next list needs nobody to say its columns')
    const wrong = await read(list(['1,N-2210,x,500,6000', ...rows, row(7)]))
    t.match(text(wrong.body), /Line 3, Gross g: .*Line 511|Line 3, Gross g/)
    const faulty = await asha.post('/purchases/receipts', { ...form, 'lines.0.sheet': wrong.sheet })
    t.equal(faulty.statusCode, 422)
    t.match(text(faulty.body), /The list has \d faults?/)
    const taken = await read(list([...rows, row(502, 'N-2210')]))
    t.match(text(taken.body), 'Line 504, Tag: N-2210 is on another piece already')
    const whole = { ...form, 'lines.0.sheet': unknown.sheet }
    const short = await asha.post('/purchases/receipts', { ...whole, 'lines.0.received': '600' })
    t.equal(short.statusCode, 422, 'what would be refused is refused before the work begins')
    t.match(text(short.body), '501 pieces are listed')
    const mended = await asha.post('/purchases/receipts', { ...whole, note: 'Of Tuesday' })
    const stopped = String(mended.headers.location)
    t.notMatch((await asha.get(stopped)).body, 'again=', 'while it runs there is nothing to mend')
    await asha.post(`${stopped}/cancellation`)
    const [, back = ''] = /href="(\/purchases\/receipts\/new\?again=[^"]+)"/.exec((await asha.get(stopped)).body) ?? []
    const again = await asha.get(back)
    t.match(again.body, `value="${unknown.sheet}"`, 'what was sent stands there again, its list with it')
    t.match(again.body, 'Of Tuesday')
    t.equal((await asha.get(`/purchases/receipts/new?again=${newId()}`)).statusCode, 404)
    const begun = await asha.post('/purchases/receipts', whole)
    t.match(String(begun.headers.location), /^\/jobs\//)
    t.equal((await asha.post('/purchases/receipts', whole)).headers.location, begun.headers.location, 'pressed twice')
    await runJobs(kit)
    const done = await asha.get(String(begun.headers.location))
    t.match(text(done.body), /501 of 501.*is written/)
    t.match(await kit.root('stock_level').where({ item_id: shop.itemId }).first(), { quantity_milli: 502_000n })
    t.match(await kit.root('piece').where({ tag: 'L-500' }).first(), { gross_mg: 10_500n, cost_paise: 63_500_00n })
    t.equal((await asha.post('/purchases/receipts', whole)).headers.location, begun.headers.location, 'and once more')
    t.same(await faults(shop.id), [])
  })

  t.test('a cashier keeps out, an accountant looks', async (t) => {
    const shop = await aBuyingShop(kit)
    t.equal((await kit.as(shop.bharat).get('/purchases/receipts')).statusCode, 403)
    t.equal((await kit.as(shop.chitra).get('/purchases/receipts')).statusCode, 200)
    t.equal((await kit.as(shop.chitra).get('/purchases/receipts/new')).statusCode, 403)
  })
})
