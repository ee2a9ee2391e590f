import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { aDue, aParty, rs } from '../../../testing/dues.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { receivePayment } from '../../payments/index.ts'

t.test('the reports on parties and money', async (t) => {
  const kit = await testApp(t)
  const { as } = kit

  t.test('a figure leads from the party to its bills and on to the paper', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '1,250.50', onDate: '2026-09-01', number: 'B7' })
    const chitra = as(shop.chitra)
    const page = await chitra.get('/reports/receivables')
    t.match(text(page.body), /Outstanding ₹1,250\.50 Overdue ₹1,250\.50/)
    const bills = `/reports/receivables/bills?party=${meera}&amp;on=2026-11-21`
    t.match(page.body, `href="${bills}"`)
    const one = await chitra.get(bills.replace('&amp;', '&'))
    t.match(text(one.body), /What Meera Shah owes, bill by bill.*B7 Meera Shah 1 Sept 2026 81 1,250\.50/)
    const [entry] = await kit.root('voucher').where({ business_id: shop.id, number: 'B7' })
    t.match(one.body, `href="/vouchers/${entry?.id}"`)
    for (const answer of [page, one]) t.same(await validHtml(answer.body), [])
  })

  t.test(
    'a past day is asked for by its date, and what it came to is the same on paper and in every file',
    async (t) => {
      const shop = await aShop(kit)
      const meera = await aParty(kit, shop)
      await aDue(kit, shop, meera, { amount: '500', onDate: '2026-09-01' })
      await pay(shop, meera, '500', '2026-10-05')
      const chitra = as(shop.chitra)
      t.match(text((await chitra.get('/reports/receivables')).body), /Nothing was open/)
      t.match(text((await chitra.get('/reports/receivables?on=30/9/26')).body), /Meera Shah 500\.00 500\.00/)
      const csv = (await chitra.get('/reports/receivables.csv?on=2026-09-30')).body
      t.match(csv, /Meera Shah,500\.00,,500\.00,,500\.00/)
      t.match(csv, /All together,500\.00,,500\.00/)
      for (const url of ['/reports/receivables/print?on=2026-09-30', '/reports/receivables.xlsx?on=2026-09-30'])
        t.equal((await chitra.get(url)).statusCode, 200, url)
      t.match(await chitra.get('/reports/receivables?on=30/2/26'), { statusCode: 422 })
    },
  )

  t.test('more parties than a page holds come page by page, with the sums of all on each', async (t) => {
    const shop = await aShop(kit)
    for (let n = 1; n <= 51; n++)
      await aDue(kit, shop, await aParty(kit, shop, { name: `Party ${n}` }), { amount: String(n), number: `B${n}` })
    const chitra = as(shop.chitra)
    const first = await chitra.get('/reports/receivables')
    t.match(text(first.body), /Party 51 .*Party 3 3\.00.*All together 1,326\.00/)
    t.notMatch(text(first.body), /Party 2 2\.00/)
    const next = /href="([^"]+after=[^"]+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    t.match(text((await chitra.get(next)).body), /Party 2 2\.00.*Party 1 1\.00.*All together 1,326\.00/)
    const { body } = await chitra.get('/reports/receivables/bills.csv')
    t.equal(body.trim().split('\n').length, 53, 'a file has all of them')
  })

  t.test('money, tax, expenses and every register open in a shop that has nothing yet', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    for (const path of ['payables', 'payables/bills', 'cash-flow', 'tax', 'expenses', ...registers]) {
      const page = await chitra.get(`/reports/${path}?compare=year`.replace(/(bills)\?.*/, '$1'))
      t.equal(page.statusCode, 200, path)
      t.match(page.body, /class="void"|empty/, path)
      t.same(await validHtml(page.body), [], path)
    }
  })

  t.test('cash flow says where the money is, and each line leads to its ledger', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '500' })
    await pay(shop, meera, '300', '2026-11-10')
    const page = await as(shop.chitra).get('/reports/cash-flow')
    t.match(text(page.body), /From customers Customers 300\.00 300\.00.*Money at the end 300\.00.*UPI Clearing 300\.00/)
    t.match(page.body, /href="\/reports\/ledger\?account=[^"]+&amp;from=2026-04-01&amp;to=2026-11-21"/)
    t.match(text((await as(shop.chitra).get('/reports/registers/receipt')).body), /Nov 2026 1 entry 300\.00/)
  })

  t.test('nothing of another shop is seen, and none of it by who may not see the books', async (t) => {
    const [shop, devs] = [await aShop(kit), await devsShop(kit)]
    const theirs = await aParty(kit, devs)
    await aDue(kit, devs, theirs, { amount: '500' })
    const chitra = as(shop.chitra)
    t.match(text((await chitra.get('/reports/receivables')).body), /Nothing was open/)
    t.match(await chitra.get(`/reports/receivables/bills?party=${theirs}`), { statusCode: 404 })
    t.match(await chitra.get('/reports/receivables/bills?party=x'), { statusCode: 404 })
    const karigar = await aMember(kit, shop, 'karigar')
    for (const path of ['receivables', 'payables/bills', 'cash-flow', 'tax', 'expenses', ...registers])
      t.match(await as(karigar).get(`/reports/${path}`), { statusCode: 403 }, path)
  })

  const pay = (shop: Shop, partyId: string, amount: string, onDate: string) =>
    inBusiness(kit.db, shop.id, (tx) => {
      const tenders = [{ mode: 'upi', amount: rs(amount), reference: 'R1' }] as const
      const money = { id: newId(), partyId, onDate, tenders, against: 'oldest', restAs: 'advance', note: '' } as const
      return receivePayment(tx, shop.id, money, actorFor(shop.asha, kit), { mayBackdate: true })
    })
})

const registers = [
  ...['sales', 'purchase', 'receipt', 'payment', 'contra', 'journal', 'credit-note', 'debit-note', 'stock-journal'],
  ...['opening', 'reversal'],
].map((kind) => `registers/${kind}`)
