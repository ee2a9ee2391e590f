import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { anOldGoldShop } from '../../../testing/old-gold.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../../testing/pdf.ts'

t.test('the voucher of old gold as a PDF', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const shop = await anOldGoldShop(kit)
  const id = newId()
  const line = { 'og.0.words': 'Bangles', 'og.0.purity': shop.purityId, 'og.0.gross': '10', 'og.0.dust': '0.2' }
  const seller = {
    og_id_kind: 'aadhaar',
    og_id: '432187651234',
    og_declared: 'yes',
    address: 'Ring Road',
    settle: 'khata',
  }
  const loss = { 'og.0.touch': '91', 'og.0.melting': '2' }
  const buy = (og_document: string) =>
    kit
      .as(shop.bharat)
      .post('/old-gold', { party_id: shop.partyId, og_document, payment_id: newId(), ...line, ...loss, ...seller })
  const pdf = async (of: string, width: string) => {
    const answer = await kit.as(shop.bharat).get(`/old-gold/${of}/print.pdf?width=${width}`)
    t.match(answer, { statusCode: 200, headers: { 'content-type': 'application/pdf' } })
    return answer.rawPayload
  }
  await buy(id)

  t.test('the worked example stands on one A4 page to the paisa', async (t) => {
    const bytes = await pdf(id, 'a4')
    t.same(await pdfPageSizes(bytes), [{ widthMm: 210, heightMm: 297 }])
    const words = (await pdfText(bytes)).join('\n')
    for (const part of ['10.000', '0.200', '9.800', '8.918', '8.740', '13,350.00', '1,16,679.00']) t.match(words, part)
    t.match(words, 'URD/26-27/00001')
    t.match(words, 'ending in 1234')
    t.notMatch(words, '43218765')
  })

  t.test('and on a roll', async (t) => {
    const [page] = await pdfPageSizes(await pdf(id, '80'))
    t.equal(page?.widthMm, 80)
  })

  for (const [locale, sign] of [
    ['hi', 'बेचने वाले के हस्ताक्षर'],
    ['gu', 'વેચનારની સહી'],
  ] as const) {
    t.test(`in the seller's language: ${locale}`, async (t) => {
      const of = newId()
      await inBusiness(kit.db, shop.id, (tx) => tx('party').where({ id: shop.partyId }).update({ locale }))
      await buy(of)
      const { body } = await kit.as(shop.bharat).get(`/old-gold/${of}/print`)
      t.match(body, sign)
      t.same(await pdfPageSizes(await pdf(of, 'a4')), [{ widthMm: 210, heightMm: 297 }])
    })
  }
})
