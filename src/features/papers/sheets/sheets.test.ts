import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { cash, rs, walkIn } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aPaperShop, type PaperShop } from '../../../testing/paper-shop.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../../testing/pdf.ts'
import { receivePayment } from '../../payments/index.ts'

t.test('the sheets of papers', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const pdfOf = async (shop: PaperShop, url: string): Promise<Buffer> => {
    const answer = await kit.as(shop.asha).get(url)
    t.match(answer, { statusCode: 200, headers: { 'content-type': 'application/pdf' } }, url)
    return answer.rawPayload
  }
  const sizesOf = async (shop: PaperShop, url: string) =>
    [...new Set((await pdfPageSizes(await pdfOf(shop, url))).map(({ widthMm }) => widthMm))].join()

  t.test('a bill leads to A4, a cash bill to a roll, until the shop chooses', async (t) => {
    const shop = await aPaperShop(kit)
    const asha = kit.as(shop.asha)
    const bill = await shop.issue()
    const quick = await shop.issue({ buyer: walkIn, lines: shop.lines(1), tenders: [cash('100')] })
    const ledTo = async (id: string) => (await asha.get(`/sales/${id}/print`)).headers.location
    t.same(await Promise.all([bill.id, quick.id].map(ledTo)), [
      `/sales/${bill.id}/invoice?width=a4`,
      `/sales/${quick.id}/receipt?width=80`,
    ])
    t.match((await asha.get(`/sales/${bill.id}`)).body, `href="/sales/${bill.id}/print"`)
    const page = await asha.get('/settings/sheets')
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), 'Credit note')
    t.notMatch(text(page.body), 'Old gold', 'a grocer buys none')
    const saved = await asha.post('/settings/sheets', { bill: 'a5', 'cash-bill': '58', money: 'a5' })
    t.equal(saved.statusCode, 303)
    t.same(await Promise.all([bill.id, quick.id].map(ledTo)), [
      `/sales/${bill.id}/invoice?width=a5`,
      `/sales/${quick.id}/receipt?width=58`,
    ])
    const kept = await inBusiness(kit.db, shop.id, (tx) =>
      tx('audit_line').where({ action: 'settings.sheets' }).count(),
    )
    t.match(kept, [{ count: 1n }])
  })

  t.test('what cannot be printed so is refused at its field, and nothing is kept', async (t) => {
    const shop = await aPaperShop(kit)
    const answer = await kit.as(shop.asha).post('/settings/sheets', { bill: 'a5', estimate: '58' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'id="estimate-e"')
    t.same(await inBusiness(kit.db, shop.id, (tx) => tx('sheet_choice')), [])
    t.equal((await kit.as(shop.bharat).get('/settings/sheets')).statusCode, 403)
  })

  t.test('A5 is the A4 paper made smaller, with the same words on as many pages', async (t) => {
    const shop = await aPaperShop(kit)
    const { id } = await shop.issue({ lines: shop.lines(40) })
    const [a4, a5] = await Promise.all(
      ['a4', 'a5'].map((width) => pdfOf(shop, `/sales/${id}/invoice.pdf?width=${width}`)),
    )
    if (!a4 || !a5) return
    const sizes = (pdf: Buffer) => pdfPageSizes(pdf)
    t.same(new Set((await sizes(a5)).map(({ widthMm, heightMm }) => `${widthMm} ${heightMm}`)), new Set(['148 210']))
    t.equal((await sizes(a5)).length, (await sizes(a4)).length)
    const words = async (pdf: Buffer) => (await pdfText(pdf)).join(' ').replaceAll(/\s+/g, ' ')
    t.equal(await words(a5), await words(a4))
  })

  t.test('a receipt comes on all four, as the shop chose when nobody says', async (t) => {
    const shop = await aPaperShop(kit)
    await shop.issue({ tenders: [] })
    await kit.as(shop.asha).post('/settings/sheets', { money: '58' })
    const paid = newId()
    const tenders = [{ mode: 'upi', amount: rs('50'), reference: '' } as const]
    const of = { id: paid, partyId: shop.partyId, onDate: '2026-11-21', tenders, note: '' }
    const money = { ...of, against: 'oldest', restAs: 'on-account' } as const
    await inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, money, shop.actor))
    const url = `/payments/${paid}/receipt.pdf`
    const widths = await Promise.all(
      ['', '?width=a4', '?width=a5', '?width=80', '?width=58'].map((q) => sizesOf(shop, url + q)),
    )
    t.same(widths, ['58', '210', '148', '80', '58'])
    t.match((await kit.as(shop.asha).get(`/payments/${paid}/receipt`)).body, 'class="slip mm58"')
  })
})
