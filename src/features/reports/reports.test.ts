import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import t from 'tap'
import { parseRupees } from '../../core/money.ts'
import { can, roles } from '../../core/permissions.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Browser, htmx, testApp } from '../../testing/app.ts'
import { aBook, type Book, bookkeeper } from '../../testing/book.ts'
import { testBrowser } from '../../testing/browser.ts'
import { actorFor, aMember, aPerson, aShop, devsShop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { pdfPageSizes, pdfText } from '../../testing/pdf.ts'
import { serve } from '../../testing/serve.ts'
import { addMember } from '../auth/index.ts'
import { post } from '../books/index.ts'
import { reportDefinitions } from './definitions.ts'

t.test('what every report has: a page, a paper, and files', async (t) => {
  const kit = await testApp(t)
  const { db, as } = kit

  /** Sixty sales for cash this month, 1.00 the first and 60.00 the last, and a party whose name is a formula. */
  async function busyShop(): Promise<{ book: Book; owner: Browser }> {
    const book = await aBook(db)
    const person = { ...(await aPerson(kit, 'Asha')), businessId: book.id }
    await addMember(db, book.id, { userId: person.id, role: 'owner' }, actorFor(person, kit))
    await inBusiness(db, book.id, async (tx) => {
      await tx('party')
        .where({ business_id: book.id, id: book.sita })
        .update({ name: '=HYPERLINK("http://evil.test")' })
      const sale = (amount: bigint, onDate: string, more = {}) =>
        post(
          tx,
          book.id,
          {
            id: newId(),
            kind: 'journal',
            onDate,
            number: '',
            narration: '',
            lines: [
              { accountId: accountOf(book.roles, 'cash'), commodity: 'INR', amount },
              { accountId: accountOf(book.roles, 'sales'), commodity: 'INR', amount: -amount },
            ],
            ...more,
          },
          bookkeeper,
        )
      for (let n = 1; n <= 60; n += 1) await sale(BigInt(n) * 100n, n <= 30 ? '2026-11-03' : '2026-11-04')
      await sale(5_00n, '2026-11-05', { partyId: book.sita, narration: '+1 @cmd' })
    })
    return { book, owner: as(person) }
  }

  const { book, owner } = await busyShop()
  const shop = await aShop(kit)

  t.test('the page of all reports names each with what it answers', async (t) => {
    const page = await as(shop.chitra).get('/reports')
    t.match(text(page.body), /Trial balance Every account with its opening.*Balance sheet What the shop owns/)
    for (const { url } of reportDefinitions) t.match(page.body, `href="${url}"`)
    t.same(await validHtml(page.body), [])
  })

  t.test('each opens in a shop without entries, in every form, in good HTML and in each language', async (t) => {
    const chitra = as(shop.chitra)
    for (const { url } of reportDefinitions) {
      const page = await chitra.get(url)
      t.equal(page.statusCode, 200, url)
      t.same(await validHtml(page.body), [], url)
      for (const more of ['/print', '.csv', '.xlsx'])
        t.equal((await chitra.get(url + more)).statusCode, 200, url + more)
      t.notMatch((await chitra.get(url, htmx)).body, /<html/)
    }
    for (const locale of ['hi', 'gu']) {
      await kit.root('app_user').where({ id: shop.chitra.id }).update({ locale })
      for (const { url } of reportDefinitions) t.notMatch((await as(shop.chitra).get(url)).body, 'reports.', url)
    }
  })

  t.test('are for those who may see the books, and for their own', async (t) => {
    const dev = await devsShop(kit)
    const cash = accountOf(book.roles, 'cash')
    for (const role of roles) {
      const browser = as(await aMember(kit, shop, role))
      const answers = await Promise.all(
        ['/books/balance-sheet', '/day-book.csv', '/reports/cash-book/print', '/reports/ledger.xlsx'].map(
          async (url) => (await browser.get(url)).statusCode,
        ),
      )
      t.same(answers, Array(4).fill(can(role, 'books.view') ? 200 : 403), role)
    }
    for (const url of ['/reports/ledger', '/reports/ledger.csv', '/reports/cash-book'])
      t.equal((await as(dev.dev).get(`${url}?account=${cash}`)).statusCode, 404, 'an account of another shop')
    t.equal((await owner.get('/reports/ledger?account=nonsense')).statusCode, 404)
    t.equal((await owner.get('/reports/ledger?unknown=1')).statusCode, 400)
  })

  t.test('dates that are none are refused with what was typed', async (t) => {
    const page = await owner.get('/books/profit-and-loss?from=<b>&to=31/2&compare=year')
    t.equal(page.statusCode, 422)
    t.match(page.body, /<title>Error: /)
    t.match(page.body, 'value="&lt;b&gt;"')
    t.match(page.body, 'value="31/2"')
    t.match(page.body, /<option value="year" selected>/)
    t.match(text(page.body), /There is a problem Write the date as day\/month\/year.*/)
    t.notMatch(text(page.body), 'Net profit', 'and no figures beside them')
    t.same(await validHtml(page.body), [])
    const order = await owner.get('/reports/cash-book?from=5/11&to=4/11')
    t.match(text(order.body), 'The last date comes before the first')
    for (const form of ['/print', '.pdf', '.csv', '.xlsx'])
      t.equal((await owner.get(`/books/balance-sheet${form}?on=someday`)).statusCode, 422, form)
  })

  t.test('the dates are kept by what leads on from the page', async (t) => {
    const { body } = await owner.get('/reports/cash-book?from=3/11&to=4/11&by=days&compare=year')
    t.match(body, 'href="/reports/cash-book.pdf?from=2026-11-03&amp;to=2026-11-04&amp;by=days&amp;compare=year"')
    t.match(body, 'href="/reports/cash-book?period=last-month&amp;by=days&amp;compare=year"')
    t.match(body, /name="from" type="text" value="03\/11\/2026"/)
    t.match(text(body), /Compared: 3 Nov 2025 to 4 Nov 2025/)
  })

  t.test('a long book goes on page by page, each with the balance that it begins with', async (t) => {
    const url = '/reports/cash-book?from=1/11&to=30/11'
    const first = await owner.get(url)
    t.match(text(first.body), /Opening balance 1,000\.00 Dr 3 Nov 2026 Sales Journal 1\.00 1,001\.00 Dr/)
    t.match(text(first.body), /Carried forward 2,225\.00 Dr/)
    t.notMatch(text(first.body), 'Closing balance 1,835')
    const next = /href="([^"]+)" rel="next"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await owner.get(next)
    t.match(text(second.body), /brought forward 2,225\.00 Dr 4 Nov 2026 Sales Journal 50\.00 2,275\.00 Dr/)
    t.match(text(second.body), /Closing balance 1,835\.00 0\.00 2,835\.00 Dr/)
    t.match(second.body, /rel="prev"/)
    t.same(await validHtml(second.body), [])
    t.equal((await owner.get(`${url}&after=nonsense`)).statusCode, 200, 'a place that is none is the beginning')
  })

  t.test('CSV has every row, plain numbers, and no formula', async (t) => {
    const answer = await owner.get('/day-book.csv?period=this-month')
    t.match(answer.headers, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="day-book-2026-11-21.csv"',
      'cache-control': 'private, no-store',
    })
    t.same([...answer.rawPayload.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'the mark by which Excel knows UTF-8')
    const rows = parse(answer.rawPayload, { bom: true })
    t.equal(rows.length, 1 + 61 + 1)
    t.same(rows.at(-2), [
      '2026-11-05',
      `'=HYPERLINK("http://evil.test")`,
      `'+1 @cmd`,
      'Journal',
      '',
      '5.00',
      '5.00',
      '',
    ])
    t.same(rows.at(-1), ['', 'Total', '', '', '', '1835.00', '1835.00', '0.00'])
    t.notMatch(answer.body, /(^|,)"?[=+@\t\r]/m)
  })

  t.test('a sheet has the figures of the page as numbers, and no formula', async (t) => {
    const url = '/reports/cash-book'
    const answer = await owner.get(`${url}.xlsx?by=days`)
    t.match(answer.headers['content-type'], 'spreadsheetml')
    const [sheet] = await readXlsxFile(answer.rawPayload)
    const page = await owner.get(`${url}?by=days`)
    const shown = [...page.body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
      .slice(1)
      .map(([, row = '']) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => text(cell)))
    const rows = sheet?.data ?? []
    t.equal(rows.length, shown.length + 1)
    for (const [at, row] of shown.entries())
      t.same(
        rows[at + 1],
        row.map((cell, n) =>
          n === 0 ? cell : cell === '' ? null : Number(parseRupees(cell.replace(/ (Dr|Cr)$/, ''))) / 100,
        ),
      )
    const book = await readXlsxFile((await owner.get('/day-book.xlsx?period=this-month')).rawPayload)
    const last = book[0]?.data.at(-2) ?? []
    t.same(last.slice(1, 3), [`'=HYPERLINK("http://evil.test")`, `'+1 @cmd`])
    t.ok(last[0] instanceof Date && last[0].toISOString().startsWith('2026-11-05'), 'a date is a date')
  })

  t.test('the paper has the letterhead, every row and the totals of the page', async (t) => {
    const answer = await owner.get('/reports/cash-book.pdf?from=1/11&to=30/11')
    t.match(answer.headers, {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="cash-book-2026-11-21.pdf"',
    })
    const pages = await pdfText(answer.rawPayload)
    t.ok(pages.length > 1)
    t.match(pages[0], /Asha Stores[\s\S]*Cash book: Cash[\s\S]*1 Nov 2026 to 30 Nov 2026/)
    for (const page of pages) t.match(page, /Money in\s₹/, 'the head is repeated')
    t.match(pages.at(-1), /Closing balance[\s\S]*1,835\.00[\s\S]*2,835\.00/)
    t.match(pages.at(-1), new RegExp(`${pages.length} / ${pages.length}`))
    const across = await owner.get('/books/trial-balance.pdf?compare=year')
    t.same((await pdfPageSizes(across.rawPayload))[0], { widthMm: 297, heightMm: 210 }, 'many columns lie across')
    const print = await owner.get('/books/trial-balance/print?compare=year')
    t.match(print.body, 'href="/books/trial-balance.pdf?compare=year"')
    t.same(await validHtml(print.body), [])
  })

  t.test(
    'more rows than a paper or a sheet holds are refused with what to do instead',
    { timeout: 60_000 },
    async (t) => {
      const big = await busyShop()
      await kit.root.transaction(async (trx) => {
        await trx.raw('set local session_replication_role = replica')
        const of = { b: big.book.id, cash: accountOf(big.book.roles, 'cash') }
        await trx.raw(
          `insert into voucher (business_id, id, kind, on_date, by_name, at)
           select :b, gen_random_uuid(), 'journal', '2026-11-06', 'x', now() from generate_series(1, 10100)`,
          of,
        )
        await trx.raw(
          `insert into posting (business_id, voucher_id, line, account_id, commodity, amount, on_date)
           select :b, id, 1, :cash, 'INR', 100, on_date from voucher where business_id = :b and by_name = 'x'`,
          of,
        )
      })
      const refused = await big.owner.get('/reports/cash-book.pdf')
      t.equal(refused.statusCode, 422)
      t.match(text(refused.body), 'more than 5,000 rows')
      t.equal((await big.owner.get('/reports/cash-book.xlsx')).statusCode, 422)
      const rows = parse((await big.owner.get('/reports/cash-book.csv')).rawPayload, { bom: true })
      t.equal(rows.length, 1 + 1 + 61 + 10_100 + 1, 'CSV takes them all')
      t.match(rows.at(-1), ['', 'Closing balance', '', '', '', '11935.00', '0.00', '12935.00'])
    },
  )

  t.test('without a script the dates, the presets and the drill-down work', async (t) => {
    const url = await serve(kit)
    const { open } = await testBrowser(t)
    const { page, faults, goto } = await open({ hasScript: false })
    const [name = '', value = ''] = (await owner.cookie()).split('=')
    await page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
    await goto(`${url}/books/profit-and-loss`)
    await page.$eval('#from', (field) => field.setAttribute('value', '4/11'))
    await page.select('#compare', 'year')
    await Promise.all([page.waitForNavigation(), page.click('.filters button')])
    t.match(await page.$eval('h1 + p', (one) => one.textContent), '4 Nov 2026 to 21 Nov 2026')
    await Promise.all([page.waitForNavigation(), page.click('.rep th a')])
    t.match(await page.$eval('h1', (one) => one.textContent), 'Sales')
    t.same(faults, [])
  })
})
