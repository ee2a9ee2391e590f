import { parse } from 'csv-parse/sync'
import t from 'tap'
import type { AccountRole } from '../../core/chart.ts'
import { reversed } from '../../core/ledger.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Browser, testApp } from '../../testing/app.ts'
import { aBill, aBook, aReceipt, type Book, bookkeeper, postLines } from '../../testing/book.ts'
import { actorFor, aPerson } from '../../testing/cast.ts'
import { text } from '../../testing/html.ts'
import { addMember } from '../auth/index.ts'
import { post } from '../books/index.ts'

/** A small shop by hand: every figure below can be added up on paper. */
t.test('the reports of a small shop', async (t) => {
  const kit = await testApp(t)
  const { db } = kit

  /** Last year's sale of 500.00 for cash, and this year: capital, two bills, a receipt, rent, and money to the bank. */
  async function shopWithBooks(): Promise<{
    book: Book
    owner: Browser
    rent: string
    id: (role: AccountRole) => string
  }> {
    const book = await aBook(db)
    const person = { ...(await aPerson(kit, 'Asha')), businessId: book.id }
    await addMember(db, book.id, { userId: person.id, role: 'owner' }, actorFor(person, kit))
    const id = (role: AccountRole) => accountOf(book.roles, role)
    const rent = await inBusiness(db, book.id, async (tx) => {
      const account = await tx('account').where({ business_id: book.id, code: '8110' }).first('id')
      await move(tx, '2026-03-15', id('cash'), id('sales'), 500_00n)
      const bill = await aBill(tx, book, book.ramesh, '2026-10-20')
      await aBill(tx, book, book.sita, '2026-11-05')
      await aReceipt(tx, book, book.ramesh, 60_00n, '2026-11-10', bill)
      await move(tx, '2026-11-12', account.id, id('cash'), 300_00n)
      await move(tx, '2026-11-20', id('bank'), id('cash'), 200_00n)
      return account.id
    })
    return { book, owner: kit.as(person), rent, id }

    function move(tx: Parameters<typeof postLines>[0], day: string, debit: string, credit: string, amount: bigint) {
      return postLines(tx, book.id, day, [
        { accountId: debit, commodity: 'INR', amount },
        { accountId: credit, commodity: 'INR', amount: -amount },
      ])
    }
  }

  const { book, owner, rent, id } = await shopWithBooks()

  /** Rows of the report's CSV, without its head. */
  async function rowsOf(url: string): Promise<string[][]> {
    const answer = await owner.get(url)
    t.equal(answer.statusCode, 200, url)
    return parse(answer.rawPayload, { bom: true }).slice(1)
  }

  t.test('trial balance: opening, movement and closing, groups as sums', async (t) => {
    t.same(await rowsOf('/books/trial-balance.csv'), [
      ['Capital Account', '', '', '6000.00', '', '6000.00'],
      ["Owner's Capital", '', '', '6000.00', '', '6000.00'],
      ['Current Liabilities', '', '', '36.00', '', '36.00'],
      ['Duties & Taxes', '', '', '36.00', '', '36.00'],
      ['Output CGST', '', '', '18.00', '', '18.00'],
      ['Output SGST', '', '', '18.00', '', '18.00'],
      ['Current Assets', '500.00', '6496.00', '660.00', '6336.00', ''],
      ['Cash-in-Hand', '500.00', '1060.00', '500.00', '1060.00', ''],
      ['Cash', '500.00', '1060.00', '500.00', '1060.00', ''],
      ['Bank Accounts', '', '200.00', '', '200.00', ''],
      ['Bank', '', '200.00', '', '200.00', ''],
      ['Stock-in-Hand', '', '5000.00', '100.00', '4900.00', ''],
      ['Stock', '', '5000.00', '100.00', '4900.00', ''],
      ['Sundry Debtors', '', '236.00', '60.00', '176.00', ''],
      ['Customers', '', '236.00', '60.00', '176.00', ''],
      ['Sales Accounts', '-500.00', '', '200.00', '', '700.00'],
      ['Sales', '-500.00', '', '200.00', '', '700.00'],
      ['Direct Expenses', '', '100.00', '', '100.00', ''],
      ['Cost of Goods Sold', '', '100.00', '', '100.00', ''],
      ['Indirect Expenses', '', '300.00', '', '300.00', ''],
      ['Rent', '', '300.00', '', '300.00', ''],
      ['Both sides', '0.00', '6896.00', '6896.00', '6736.00', '6736.00'],
    ])
  })

  t.test('trial balance of part of a month, beside the month before', async (t) => {
    const rows = await rowsOf('/books/trial-balance.csv?from=2026-11-06&to=2026-11-15&compare=year')
    t.same(
      rows.filter(([name = '']) => ['Cash', 'Customers', 'Both sides'].includes(name)),
      [
        ['Cash', '1500.00', '60.00', '300.00', '1260.00', '', '', '1260.00'],
        ['Customers', '236.00', '', '60.00', '176.00', '', '', '176.00'],
        ['Both sides', '0.00', '360.00', '360.00', '6736.00', '6736.00', '0.00', ''],
      ],
    )
  })

  t.test('profit and loss: gross profit, net profit, and the year before beside it', async (t) => {
    t.same(await rowsOf('/books/profit-and-loss.csv'), [
      ['Sales and direct income', ''],
      ['Sales Accounts', '200.00'],
      ['Sales', '200.00'],
      ['Less: cost of goods and direct expenses', ''],
      ['Direct Expenses', '100.00'],
      ['Cost of Goods Sold', '100.00'],
      ['Gross profit', '100.00'],
      ['Less: indirect expenses', ''],
      ['Indirect Expenses', '300.00'],
      ['Rent', '300.00'],
      ['Net loss', '-200.00'],
    ])
    const beside = await rowsOf('/books/profit-and-loss.csv?period=this-year&compare=year')
    t.same(beside.at(-1), ['Net loss', '-200.00', '0.00', '-200.00'])
    const lastYear = await rowsOf('/books/profit-and-loss.csv?period=last-year')
    t.same(lastYear.at(-1), ['Net profit', '500.00'])
    t.match(text((await owner.get('/books/profit-and-loss')).body), /Gross profit ₹100\.00 50\.0 % of sales/)
  })

  t.test('balance sheet: both sides agree, with the profit that no closing has carried', async (t) => {
    t.same(await rowsOf('/books/balance-sheet.csv'), [
      ['Capital and liabilities', ''],
      ['Capital Account', '6000.00'],
      ["Owner's Capital", '6000.00'],
      ['Current Liabilities', '36.00'],
      ['Duties & Taxes', '36.00'],
      ['Output CGST', '18.00'],
      ['Output SGST', '18.00'],
      ['Profit not yet carried to capital', '300.00'],
      ['Earlier years, not closed', '500.00'],
      ['1 Apr 2026 to 21 Nov 2026', '-200.00'],
      ['Total', '6336.00'],
      ['Assets', ''],
      ['Current Assets', '6336.00'],
      ['Cash-in-Hand', '1060.00'],
      ['Cash', '1060.00'],
      ['Bank Accounts', '200.00'],
      ['Bank', '200.00'],
      ['Stock-in-Hand', '4900.00'],
      ['Stock', '4900.00'],
      ['Sundry Debtors', '176.00'],
      ['Customers', '176.00'],
      ['Total', '6336.00'],
    ])
    const march = await rowsOf('/books/balance-sheet.csv?on=31/3/2026')
    t.same(
      march.filter(([name = '']) => /Profit|Apr|Total|Cash$/.test(name)),
      [
        ['Profit not yet carried to capital', '500.00'],
        ['1 Apr 2025 to 31 Mar 2026', '500.00'],
        ['Total', '500.00'],
        ['Cash', '500.00'],
        ['Total', '500.00'],
      ],
    )
  })

  t.test('cash book: each entry with the balance after it, by day and by month', async (t) => {
    t.same(await rowsOf('/reports/cash-book.csv'), [
      ['', 'Opening balance', '', '', '', '', '', '1500.00'],
      ['2026-11-10', 'Ramesh', '', 'Receipt', '', '60.00', '', '1560.00'],
      ['2026-11-12', 'Rent', '', 'Journal', '', '', '300.00', '1260.00'],
      ['2026-11-20', 'Bank', '', 'Journal', '', '', '200.00', '1060.00'],
      ['', 'Closing balance', '', '', '', '60.00', '500.00', '1060.00'],
    ])
    t.same(await rowsOf('/reports/cash-book.csv?by=days'), [
      ['Opening balance', '', '', '1500.00'],
      ['10 Nov 2026', '60.00', '', '1560.00'],
      ['12 Nov 2026', '', '300.00', '1260.00'],
      ['20 Nov 2026', '', '200.00', '1060.00'],
      ['Closing balance', '60.00', '500.00', '1060.00'],
    ])
    t.same(await rowsOf('/reports/cash-book.csv?by=months&from=2026-03-01&to=2026-11-15'), [
      ['Opening balance', '', '', '0.00'],
      ['1 Mar 2026 to 31 Mar 2026', '500.00', '', '500.00'],
      ['1 Apr 2026 to 30 Apr 2026', '1000.00', '', '1500.00'],
      ['1 Nov 2026 to 15 Nov 2026', '60.00', '300.00', '1260.00'],
      ['Closing balance', '1560.00', '300.00', '1260.00'],
    ])
  })

  t.test('bank book: every account that holds money, and one of them', async (t) => {
    const rows = await rowsOf('/reports/bank-book.csv?compare=before')
    t.same(rows[0], ['Bank', '', '200.00', '', '200.00', ''])
    t.same(rows.at(-1), ['Total', '0.00', '200.00', '0.00', '200.00', '0.00'])
    t.same(await rowsOf(`/reports/bank-book.csv?account=${id('bank')}`), [
      ['', 'Opening balance', '', '', '', '', '', '0.00'],
      ['2026-11-20', 'Cash', '', 'Journal', '', '200.00', '', '200.00'],
      ['', 'Closing balance', '', '', '', '200.00', '0.00', '200.00'],
    ])
    t.equal((await owner.get(`/reports/bank-book?account=${id('cash')}`)).statusCode, 404, 'the cash box is no bank')
  })

  t.test('ledger: a control account names the party of each line', async (t) => {
    t.same(await rowsOf(`/reports/ledger.csv?account=${id('debtors')}&from=2026-11-01&to=2026-11-30&compare=before`), [
      ['', 'Opening balance', '', '', '', '', '', '118.00'],
      ['2026-11-05', 'Sita', '', 'GJ/26-27/00002', 'Sale', '118.00', '', '236.00'],
      ['2026-11-10', 'Ramesh', '', 'Receipt', '', '', '60.00', '176.00'],
      ['', 'Closing balance', '', '', '', '118.00', '60.00', '176.00'],
      ['', 'Compared: 1 Oct 2026 to 31 Oct 2026', '', '', '', '118.00', '0.00', '118.00'],
    ])
    const page = await owner.get(`/reports/ledger?account=${id('debtors')}`)
    t.match(page.body, `href="/parties/${book.ramesh}?from=2026-04-01&amp;to=2026-11-21"`)
    t.match(page.body, 'href="/reports/receivables"')
    t.same(await rowsOf(`/reports/ledger.csv?account=${rent}`), [
      ['', 'Opening balance', '', '', '', '', '', '0.00'],
      ['2026-11-12', 'Cash', '', 'Journal', '', '300.00', '', '300.00'],
      ['', 'Closing balance', '', '', '', '300.00', '0.00', '300.00'],
    ])
    t.same(await rowsOf('/reports/ledger.csv'), [], 'and nothing until one is chosen')
  })

  t.test('day book: what was entered, with the totals of the days', async (t) => {
    t.same(await rowsOf('/day-book.csv?period=this-month&compare=before'), [
      ['2026-11-05', 'Sita', '', 'GJ/26-27/00002', 'Sale', '118.00', '', ''],
      ['2026-11-10', 'Ramesh', '', 'Receipt', '', '60.00', '60.00', ''],
      ['2026-11-12', 'Rent', '', 'Journal', '', '300.00', '', '300.00'],
      ['2026-11-20', 'Bank', '', 'Journal', '', '200.00', '200.00', '200.00'],
      ['', 'Total', '', '', '', '678.00', '260.00', '500.00'],
      ['', 'Compared: 1 Oct 2026 to 21 Oct 2026', '', '', '', '118.00', '0.00', '0.00'],
    ])
  })

  t.test('from the figure to the account, to the entry, to the paper', async (t) => {
    const href = (body: string, pattern: RegExp): string => (pattern.exec(body)?.[1] ?? '').replaceAll('&amp;', '&')
    const profit = await owner.get('/books/profit-and-loss')
    const ledger = await owner.get(href(profit.body, /href="([^"]+)">Sales</))
    t.match(text(ledger.body), /Sales 1 Apr 2026 to 21 Nov 2026.*Opening balance ₹500\.00 Cr/)
    const voucher = await owner.get(href(ledger.body, /href="([^"]+)">GJ\/26-27\/00001</))
    t.match(text(voucher.body), 'Sale GJ/26-27/00001')
    const bill = href(voucher.body, /href="(\/sales\/[0-9a-f-]{36})"/)
    t.match(bill, /^\/sales\/[0-9a-f-]{36}$/)
  })

  t.test('the closing of a year leaves its profit to be read, and is undone by its reversal', async (t) => {
    const closed = await shopWithBooks()
    const lines = [
      { accountId: closed.id('sales'), commodity: 'INR', amount: 500_00n },
      { accountId: closed.id('capital'), commodity: 'INR', amount: -500_00n },
    ] as const
    const [voucherId, reversalId] = [newId(), newId()]
    const onDate = '2026-03-31'
    const plain = { onDate, number: '', narration: '' }
    await inBusiness(db, closed.book.id, (tx) =>
      post(tx, closed.book.id, { ...plain, id: voucherId, kind: 'closing', lines }, bookkeeper),
    )
    const last = async (url: string) => parse((await closed.owner.get(url)).rawPayload, { bom: true }).at(-1)
    t.same(await last('/books/profit-and-loss.csv?period=last-year'), ['Net profit', '500.00'])
    const sheet = text((await closed.owner.get('/books/balance-sheet')).body)
    t.notMatch(sheet, 'Earlier years')
    t.match(sheet, /Owner's Capital 6,500\.00/)
    const undoing = {
      ...plain,
      id: reversalId,
      kind: 'closing',
      reversesId: voucherId,
      lines: reversed(lines),
    } as const
    await inBusiness(db, closed.book.id, (tx) => post(tx, closed.book.id, undoing, bookkeeper))
    t.same(await last('/books/profit-and-loss.csv?period=last-year'), ['Net profit', '500.00'])
    t.match(text((await closed.owner.get('/books/balance-sheet')).body), /Earlier years, not closed 500\.00/)
  })
})
