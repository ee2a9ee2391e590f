import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { testApp } from '../../../testing/app.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { runJobs } from '../../../testing/jobs.ts'
import { pdfText, testPrinter } from '../../../testing/pdf.ts'
import { aPurchaseShop } from '../../../testing/purchase-shop.ts'
import type { Mail } from '../../auth/index.ts'

t.test('an order goes out', async (t) => {
  const sent: Mail[] = []
  const mail = async (one: Mail) => void sent.push(one)
  const kit = await testApp(t, { mail, printer: testPrinter(t) })
  const shop = await aPurchaseShop(kit)
  const asha = kit.as(shop.asha)
  const body = shop.form({ 'lines.0.their_name': 'Basmati A1', 'lines.0.their_code': 'BA1', terms: 'Freight paid' })
  const url = `/purchases/orders/${body['id']}`
  await asha.post('/purchases/orders', body)

  t.test('as a PDF in the words of the supplier', async (t) => {
    const pdf = await asha.get(`${url}/print.pdf`)
    t.match(pdf, { statusCode: 200, headers: { 'content-type': 'application/pdf' } })
    const words = (await pdfText(pdf.rawPayload)).join(' ').replaceAll(/\s+/g, ' ')
    t.match(words, /PURCHASE ORDER.*Bharat Traders.*GSTIN 24AABCB1234C1Z8.*PO\/26-27\/00001.*28 Nov 2026/)
    t.match(words, /Basmati A1.*Rice.*your code BA1.*20 kg.*45\.00.*18 %.*900\.00/)
    t.match(words, /Freight paid.*1,400\.00.*CGST.*126\.00.*SGST.*126\.00.*1,652\.00/)
  })

  t.test('by mail, once, with the paper', async (t) => {
    const page = await asha.get(`${url}/sending`)
    t.match(page.body, 'value="orders@bharat.test"')
    t.match(page.body, 'https://wa.me/919825000001?text=')
    t.match(text(page.body), /• Basmati A1 \(BA1\) - 20 kg @ ₹45.00/)
    t.same(await validHtml(page.body), [])
    const job = { job_id: newId(), email: 'nobody', message: 'Dear Bharat' }
    t.equal((await asha.post(`${url}/sending/mail`, job)).statusCode, 422)
    const fields = { ...job, email: 'Orders@Bharat.test' }
    for (const _ of [1, 2])
      t.match(await asha.post(`${url}/sending/mail`, fields), { headers: { location: `/jobs/${job.job_id}` } })
    for (const _ of [1, 2]) await runJobs(kit, { mail })
    t.match(sent, [{ to: 'orders@bharat.test', subject: /PO\/26-27\/00001/, text: 'Dear Bharat' }])
    t.equal(sent.length, 1)
    const [paper] = sent[0]?.attachments ?? []
    t.equal(paper?.filename, 'PO-26-27-00001.pdf')
    const order = await kit
      .root('purchase_order')
      .where({ document_id: String(body['id']) })
      .first()
    t.match(order, { sent_how: 'mail', sent_by: shop.actor.name })
    t.ok(order.sent_at)
    t.match(text((await asha.get(url)).body), 'Mailed by')
    t.equal((await kit.root('audit_line').where({ business_id: shop.id, action: 'purchase-order.sent' })).length, 1)
  })

  t.test('by hand, which is noted', async (t) => {
    t.equal((await asha.post(`${url}/sending`)).statusCode, 303)
    t.match(await kit.root('purchase_order').where({ document_id: String(body['id']) }), [{ sent_how: 'hand' }])
    await asha.post(`${url}/ending`, { reason: 'Too dear' })
    t.equal((await asha.get(`${url}/sending`)).statusCode, 409)
    t.equal((await asha.post(`${url}/sending`)).statusCode, 409)
  })
})
