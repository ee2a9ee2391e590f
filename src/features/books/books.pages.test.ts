import t from 'tap'
import { accountOf } from '../../core/vouchers.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aBill, aBook, cancelBill, postLines } from '../../testing/book.ts'
import { actorFor, aMember, aPerson, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { addMember } from '../auth/index.ts'
import { accountsByRole } from './index.ts'

t.test('the pages of the books', async (t) => {
  const kit = await testApp(t)
  const { db, as } = kit

  /** Cash of a day's sales in the shop's books. */
  const sell = (shop: Shop, amount: bigint, onDate = '2026-11-21') =>
    inBusiness(db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      return postLines(tx, shop.id, onDate, [
        { accountId: accountOf(roles, 'cash'), commodity: 'INR', amount },
        { accountId: accountOf(roles, 'sales'), commodity: 'INR', amount: -amount },
      ])
    })

  t.test('the check says what holds, when it was run, and names what is wrong', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    const never = await chitra.get('/books/check')
    t.match(text(never.body), /The books were not checked yet\..*1 Debits equal credits in every entry Not checked/)
    t.same(await validHtml(never.body), [])
    const id = await sell(shop, 1_250_50n)
    t.match(await chitra.post('/books/check'), { statusCode: 303, headers: { location: '/books/check' } })
    t.match(
      text((await chitra.get('/books/check')).body),
      /All ten points hold\. Checked on 21 Nov 2026, 12:00 pm by Chitra/,
    )
    await kit.root.transaction(async (trx) => {
      await trx.raw('set local session_replication_role = replica')
      await trx.raw(`update posting set amount = amount + 100 where business_id = ? and voucher_id = ? and line = 1`, [
        shop.id,
        id,
      ])
    })
    await chitra.post('/books/check')
    const wrong = await chitra.get('/books/check')
    t.match(text(wrong.body), /points do not hold.*Journal, 21 Nov 2026 : off by 1\.00 \(INR\)/)
    t.match(wrong.body, `<a href="/vouchers/${id}">`)
    t.same(await validHtml(wrong.body), [])
  })

  t.test('a cash book below zero is a warning, not a fault', async (t) => {
    const shop = await aShop(kit)
    await sell(shop, -5_00n, '2026-11-20')
    await as(shop.chitra).post('/books/check')
    const { body } = await as(shop.chitra).get('/books/check')
    t.match(text(body), /The books are sound; one point needs a look\..*20 Nov 2026: the cash box stands at -5\.00/)
  })

  t.test('the lock date is set, shown and opened again with a reason', async (t) => {
    const shop = await aShop(kit)
    const chitra = as(shop.chitra)
    t.match(text((await chitra.get('/books/lock')).body), 'Every period is open')
    t.match(await chitra.post('/books/lock', { lockDate: '31/10/2026', reason: '' }), { statusCode: 303 })
    const shown = await chitra.get('/books/lock')
    t.match(text(shown.body), /The lock date is set\..*Closed up to 31 Oct 2026.*12:00 pm Chitra None 31 Oct 2026/)
    t.same(await validHtml(shown.body), [])
    for (const [fields, said] of [
      [{ lockDate: '<b>', reason: '' }, 'Write the date as day/month/year'],
      [{ lockDate: '22/11/2026', reason: '' }, 'Write a date up to today'],
      [{ lockDate: '', reason: ' ' }, 'Write why closed days are opened again'],
    ] as const) {
      const answer = await chitra.post('/books/lock', fields)
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), said)
      t.match(text(answer.body), 'There is a problem')
      t.notMatch(answer.body, 'value="<b>"')
      t.same(await validHtml(answer.body), [])
    }
    await chitra.post('/books/lock', { lockDate: '', reason: 'GST was filed <late>' })
    const opened = await chitra.get('/books/lock')
    t.match(text(opened.body), /Every period is open.*31 Oct 2026 None GST was filed <late>/)
  })

  t.test('an entry shows its lines, its paper and what undid it', async (t) => {
    const book = await aBook(db)
    const owner = { ...(await aPerson(kit, 'Asha')), businessId: book.id }
    await addMember(db, book.id, { userId: owner.id, role: 'owner' }, actorFor(owner, kit))
    const bill = await inBusiness(db, book.id, (tx) => aBill(tx, book, book.ramesh, '2026-11-20'))
    const page = await as(owner).get(`/vouchers/${bill.voucherId}`)
    t.match(text(page.body), /Sale GJ\/26-27\/00001 20 Nov 2026 .* Party Ramesh Paper GJ\/26-27\/00001 By Chitra/)
    t.match(
      text(page.body),
      /Customers Ramesh 118\.00 Sales 100\.00 Output CGST 9\.00 Output SGST 9\.00 Cost of Goods Sold 50\.00 Stock 50\.00 Total 168\.00 168\.00/,
    )
    t.match(page.body, `href="/sales/${bill.documentId}"`)
    t.same(await validHtml(page.body), [])
    await inBusiness(db, book.id, (tx) => cancelBill(tx, book, bill, '2026-11-21'))
    const undone = await as(owner).get(`/vouchers/${bill.voucherId}`)
    const [, reversal = ''] = /<a href="\/vouchers\/([^"]+)"/.exec(undone.body) ?? []
    t.match(text(undone.body), /Reversed by See the entry/)
    const second = await as(owner).get(`/vouchers/${reversal}`)
    t.match(text(second.body), /Reversal 21 Nov 2026.*Customers Ramesh 118\.00.*Wrong rate.*Reverses See the entry/)
    t.match(second.body, `href="/vouchers/${bill.voucherId}"`)
  })

  t.test('are for those who may, and of their own business', async (t) => {
    const [shop, theirs] = [await aShop(kit), await devsShop(kit)]
    const id = await sell(shop, 100n)
    const auditor = as(await aMember(kit, shop, 'auditor'))
    const urls = ['/books/check', '/books/trial-balance', `/vouchers/${id}`, '/books/lock']
    const answers = async (browser: { get(url: string): Promise<{ statusCode: number }> }) =>
      Promise.all(urls.map(async (url) => (await browser.get(url)).statusCode))
    t.same(await answers(as(shop.asha)), [200, 200, 200, 200])
    t.same(await answers(auditor), [200, 200, 200, 200])
    t.same(await answers(as(shop.bharat)), [403, 403, 403, 403])
    t.equal((await auditor.post('/books/lock', { lockDate: '', reason: '' })).statusCode, 403)
    t.equal((await as(theirs.dev).get(`/vouchers/${id}`)).statusCode, 404)
    t.equal((await as(shop.asha).get('/vouchers/nonsense')).statusCode >= 400, true)
    t.equal((await as(shop.asha).get(`/vouchers/${shop.id}`)).statusCode, 404)
    t.notMatch((await auditor.get('/books/lock')).body, 'action="/books/lock', 'who may only look is offered no form')
  })
})
