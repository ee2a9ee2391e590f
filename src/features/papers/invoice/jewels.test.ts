import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { testApp } from '../../../testing/app.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aJewelCounter } from '../../../testing/jewel-counter.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../../testing/pdf.ts'

/** DOMAIN.md section 8 in full, as the paper says it. */
const said = [
  ['22K 916', 'HUID A1B2C3', 'tag N-2210', '25.480', '0.920', '24.560'],
  ['Gold', '12,400.00 /g', '3,04,544.00', 'Wastage 8 %', '1.965', '24,366.00', '350.00 /g', '8,596.00'],
  ['1,800.00 /ct', '8,280.00', 'Hallmark charge', '45.00', '3,45,831.00', '5,187.47', '0.06', '3,56,206.00'],
  ['10.000 − 0.200 = 9.800', '8.918', '8.740', '13,350.00', '1,16,679.00', 'Less old gold', 'Board rate 22K 916'],
].flat()

t.test('the bill of a necklace with old gold', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t, { printer: await testPrinter(t) })
  const shop = await aJewelCounter(kit)
  const asha = kit.as(shop.asha)
  const id = newId()
  const oldGold = {
    ...{ og_document: newId(), og_rows: '1', og_id_kind: 'aadhaar', og_id: '4321 8765 1234', og_declared: 'yes' },
    ...{ 'og.0.words': 'Bangles', 'og.0.purity': shop.purityId, 'og.0.gross': '10', 'og.0.dust': '0.2' },
    ...{ 'og.0.touch': '91', 'og.0.melting': '2' },
  }
  const line = { 'lines.1.item': shop.itemId, 'lines.1.piece': shop.first, 'lines.1.quantity': '1' }
  const bill = { id, ...line, ...oldGold, party: shop.partyId, upi: '1,50,000', total: '35620600' }
  const issued = await asha.post('/sales', bill)
  t.equal(issued.statusCode, 303, text(issued.body).slice(0, 600))
  const vouchers = await kit.root('voucher').where({ business_id: shop.id }).whereIn('kind', ['sales', 'purchase'])
  t.ok(vouchers.length === 2 && vouchers.every((voucher) => voucher.till_id), 'both are made at the till')

  t.test('stands on the A4 paper part by part, on one page', async (t) => {
    const answer = await asha.get(`/sales/${id}/invoice.pdf`)
    t.equal(answer.statusCode, 200)
    const words = (await pdfText(answer.rawPayload)).join('\n').replaceAll(/\s+/g, ' ')
    for (const part of said) t.ok(words.includes(part), part)
    t.ok(words.includes('89,527.00'), 'what is left to pay')
    t.equal((await pdfPageSizes(answer.rawPayload)).length, 1)
    const page = await asha.get(`/sales/${id}/invoice`)
    t.same(await validHtml(page.body), [])
  })

  t.test('and on the roll, and on the screen', async (t) => {
    const slip = text((await asha.get(`/sales/${id}/receipt`)).body)
    for (const part of ['HUID A1B2C3', '24.560 g', '3,04,544.00', '8,596.00', '3,56,206.00', '1,16,679.00'])
      t.ok(slip.includes(part), part)
    const page = await asha.get(`/sales/${id}`)
    t.same(await validHtml(page.body), [])
    for (const part of ['N-2210', 'metal 3,04,544.00', 'wastage 24,366.00', 'stones 8,280.00', '89,527.00'])
      t.ok(text(page.body).includes(part), part)
  })
})
