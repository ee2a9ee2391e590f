import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import type { IsoDate } from '../../core/dates.ts'
import { type Paise, rupees } from '../../core/money.ts'
import { accountOf } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Browser, type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { aParty, rs } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { accountsByRole, booksCheck, post, setLockDate } from '../books/index.ts'
import { receivePayment } from '../payments/index.ts'
import { enterVoucher } from '../vouchers/index.ts'
import { match } from './matching/matching.commands.ts'
import { listOpenEntries, listOpenLines } from './reconciling/reconciling.queries.ts'

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name))

t.test('bank reconciliation', async (t) => {
  const kit = await testApp(t)

  t.test('GET /books/bank', async (t) => {
    t.test('lists what banks keep, with what is left to do', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      const before = await chitra.get('/books/bank')
      t.equal(before.statusCode, 200)
      t.match(text(before.body), /Bank Not begun 1,47,222.50 – No statement yet/)
      await read(chitra, bank, 'hdfc.csv')
      t.match(text((await chitra.get('/books/bank')).body), /Bank 7 lines 1,47,222.50 1,39,722.50 7 Nov 2026/)
      t.same(await validHtml(before.body), [])
    })
    t.test('is for who keeps the books; changes need their own right', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      const [auditor, bharat] = [kit.as(await aMember(kit, shop, 'auditor')), kit.as(shop.bharat)]
      t.equal((await bharat.get(`/books/bank/${bank}`)).statusCode, 403)
      t.equal((await auditor.get(`/books/bank/${bank}`)).statusCode, 200)
      t.equal((await auditor.get(`/books/bank/${bank}/import`)).statusCode, 403)
      t.equal((await auditor.post(`/books/bank/${bank}/matches/certain`)).statusCode, 403)
      await read(chitra, bank, 'hdfc.csv')
      t.notMatch((await auditor.get(`/books/bank/${bank}`)).body, /name="lines"|Read a statement/)
    })
    t.test("of another shop's account, or one that no bank keeps, is not found", async (t) => {
      const { shop, chitra } = await aBankShop(kit)
      const theirs = await bankOf(kit, await devsShop(kit))
      const cash = await inBusiness(kit.db, shop.id, async (tx) => accountOf(await accountsByRole(tx, shop.id), 'cash'))
      for (const id of [theirs, cash, newId()])
        for (const path of ['', '/import', '/columns', '/matches', '/statements', '/voucher', '/statement'])
          t.equal((await chitra.get(`/books/bank/${id}${path}`)).statusCode, 404, path)
      t.equal((await read(chitra, theirs, 'hdfc.csv')).statusCode, 404)
    })
  })

  t.test('POST /books/bank/:accountId/import', async (t) => {
    t.test('reads all four formats, and knows the lines again in another', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      const names = [
        'hdfc.csv',
        'camt-v2.xml',
        'camt-v8.xml',
        'mt940-plain.sta',
        'ofx1.ofx',
        'ofx2.ofx',
        'icici.csv',
        'sbi.csv',
      ]
      for (const [at, name] of names.entries()) {
        const answer = await read(chitra, bank, name)
        t.match(answer, { statusCode: 303, headers: { location: `/books/bank/${bank}` } }, name)
        t.equal(await linesOf(kit, shop), 7, name)
        const said = at === 0 ? /6 lines read\./ : /0 new lines read; 6 were known before\./
        t.match(text((await chitra.get(`/books/bank/${bank}`)).body), said, name)
      }
      await read(chitra, bank, 'hdfc.csv')
      t.match(text((await chitra.get(`/books/bank/${bank}`)).body), /This very file was read before/)
    })
    t.test('keeps two equal withdrawals of a day, and adds only what is new of a longer one', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      await sendText(chitra, bank, table(['03/11/2026,ATM,,500,,9500', '03/11/2026,ATM,,500,,9000']))
      t.equal(await linesOf(kit, shop), 3)
      await sendText(
        chitra,
        bank,
        table([
          '03/11/2026,ATM,,500,,9500',
          '03/11/2026,ATM,,500,,9000',
          '03/11/2026,ATM,,500,,8500',
          '04/11/2026,X,R1,,100,8600',
        ]),
      )
      t.equal(await linesOf(kit, shop), 5)
      t.match(text((await chitra.get(`/books/bank/${bank}`)).body), /2 new lines read; 2 were known before/)
    })
    t.test('refuses what is broken on the form itself, with the line', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      const cases: [Buffer | string, RegExp][] = [
        ['', /Choose the file of the bank first/],
        ['%PDF-1.4 x', /This is a PDF/],
        [table(['03/11/2026,ATM,,5oo,,9500']), /Line 2: “5oo” is no amount/],
        [table(['33/11/2026,ATM,,500,,9500']), /Line 2: “33\/11\/2026” is no date/],
        [
          '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]><Document/>',
          /Line 2: the file declares a document type/,
        ],
        [Buffer.alloc(6 * 1024 * 1024, 'a,b\n'), /larger than 5 MB. Download a shorter period/],
      ]
      for (const [bytes, wanted] of cases) {
        const { statusCode, body } = await send(chitra, bank, bytes, 'x.csv')
        t.ok(statusCode === 422 || statusCode === 413, `${wanted}: ${statusCode}`)
        t.match(text(body), wanted)
        t.match(body, /<title>Error: /)
        t.same(await validHtml(body), [])
      }
      t.equal(await linesOf(kit, shop), 0)
      const huge = await send(chitra, bank, Buffer.alloc(50 * 1024 * 1024, 'a,b,c\n'), 'huge.csv')
      t.equal(huge.statusCode, 413)
    })
    t.test('refuses the statement of another account', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'camt-v2.xml')
      const other = fixture('mt940-plain.sta').toString().replace(':25:50100123456789', ':25:50100123450000')
      const { statusCode, body } = await send(chitra, bank, other, 'x.sta')
      t.equal(statusCode, 422)
      t.match(text(body), /ends in 0000; this account ends in 6789/)
    })
    t.test('keeps the name of the file as text', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await send(chitra, bank, fixture('hdfc.csv'), '../<b>nov.csv')
      const { body } = await chitra.get(`/books/bank/${bank}/statements`)
      t.match(text(body), /1 Nov|2 Nov 2026 to 7 Nov 2026 CSV file · <b>nov.csv · 6 new, 0 known before Read by Chitra/)
      t.notMatch(body, '<b>nov')
      t.same(await validHtml(body), [])
    })
    t.test('lists statements page by page', async (t) => {
      const { bank, shop, chitra } = await aBankShop(kit)
      const rows = Array.from({ length: 55 }, (_, at) => ({
        ...{
          business_id: shop.id,
          id: newId(),
          account_id: bank,
          sha256: String(at),
          file_name: `${at}.csv`,
          format: 'csv',
        },
        ...{ from_date: '2026-01-01', to_date: '2026-01-31', added: 0, known: 0, by_name: 'x', at: kit.clock() },
      }))
      await inBusiness(kit.db, shop.id, (tx) => tx('bank_statement').insert(rows))
      const first = (await chitra.get(`/books/bank/${bank}/statements`)).body
      const next = /href="([^"]+)" rel="next"/.exec(first)?.[1] ?? ''
      const second = (await chitra.get(next)).body
      const ids = [first, second].map((body) => [...body.matchAll(/<tr id="s-([^"]+)"/g)].map(([, id = '']) => id))
      t.same(
        ids.map(({ length }) => length),
        [50, 5],
      )
      t.equal(new Set(ids.flat()).size, 55)
      t.same(await validHtml(second), [])
    })
    t.test('takes back the statement that was read last, until its lines are matched', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      const undo = async () => {
        const page = (await chitra.get(`/books/bank/${bank}/statements`)).body
        return chitra.post(/action="([^"]+\/removal)"/.exec(page)?.[1] ?? '/none')
      }
      t.equal((await undo()).statusCode, 303)
      t.equal(await linesOf(kit, shop), 0)
      await read(chitra, bank, 'hdfc.csv')
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      const refused = await undo()
      t.equal(refused.statusCode, 409)
      t.match(text(refused.body), /Lines of this statement have been matched/)
    })
  })

  t.test('a table of an unknown bank', async (t) => {
    t.test('is asked about once, tried, and then read by itself', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      const { location } = (await read(chitra, bank, 'village-bank.csv')).headers
      t.match(String(location), /\/columns\?file=/)
      const page = await chitra.get(String(location))
      t.match(text(page.body), /What are the columns\?.*Booked Valued What Token Rupees/)
      t.same(await validHtml(page.body), [])
      const file = /file=([0-9a-f-]+)/.exec(String(location))?.[1] ?? ''
      const url = `/books/bank/${bank}/columns`
      const typed = {
        file,
        date: '0',
        narration: '2',
        reference: '3',
        kind: 'signed',
        amount: '4',
        dateOrder: 'dmy',
        opening: '1,25,000',
      }
      const missing = await chitra.post(url, { ...typed, narration: '', do: 'read' })
      t.equal(missing.statusCode, 422)
      t.match(text(missing.body), /Choose the column/)
      t.same(await validHtml(missing.body), [])
      const wrong = await chitra.post(url, { ...typed, dateOrder: 'ymd', do: 'read' })
      t.equal(wrong.statusCode, 422)
      t.match(text(wrong.body), /Line 2: “02\/11\/2026” is no date/)
      const tried = await chitra.post(url, { ...typed, do: 'try' })
      t.match(text(tried.body), /So it is read.*2 Nov 2026 NEFT CR-MEERA SHAH-BILL 12 N306261234567 18,500.00 in/)
      t.equal(await linesOf(kit, shop), 0)
      for (const _press of [1, 2]) t.equal((await chitra.post(url, { ...typed, do: 'read' })).statusCode, 303)
      t.equal(await linesOf(kit, shop), 7)
      const again = fixture('village-bank.csv')
        .toString()
        .replace('02/11/2026,02/11/2026,NEFT', '01/11/2026,01/11/2026,NEFT')
      t.equal((await send(chitra, bank, again, 'dec.csv')).headers.location, `/books/bank/${bank}`, 'it is known now')
      const anew = await send(chitra, bank, again.replace('18500', '18600'), 'dec.csv', { anew: 'yes' })
      t.match(String(anew.headers.location), /columns/, 'unless a person wants to choose')
    })
  })

  t.test('matching', async (t) => {
    t.test('suggests with its reason, and one press matches', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      const page = await chitra.get(`/books/bank/${bank}`)
      t.same(await validHtml(page.body), [])
      t.match(
        text(page.body),
        /Certain M-1 · Meera Shah · 31 Oct 2026 same amount, 2 days apart, N306261234567 stands in both, the name is in the narration/,
      )
      t.match(text(page.body), /Balance before the first statement.*1 entry from before comes to this balance/)
      const [value = ''] = suggestionsIn(page)
      t.equal((await chitra.post(`/books/bank/${bank}/matches`, { suggestion: value })).statusCode, 303)
      t.equal(
        (await chitra.post(`/books/bank/${bank}/matches`, { suggestion: value })).statusCode,
        303,
        'twice is once',
      )
      const matched = await chitra.get(`/books/bank/${bank}/matches`)
      t.match(text(matched.body), /As suggested · Chitra/)
      t.same(await validHtml(matched.body), [])
    })
    t.test('matches all that is certain, and leads to the balance of the bank', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      const page = await chitra.get(`/books/bank/${bank}`)
      t.match(text(page.body), /4 lines matched\./)
      // In the books 1,47,222.50; the cheque of 10,000 is not in the bank; 1,118 of withdrawals not in the books... as sums.
      t.match(
        text(page.body),
        /In the books 1,47,222.50 .* Not yet in the bank 6,382.00 .* Not yet in the books -1,118.00 .* In the bank 1,39,722.50 .*Difference Nil/,
      )
      t.same(
        (await booksCheckOf(kit, shop)).filter(({ holds }) => !holds),
        [],
      )
    })
    t.test('one line with several entries, and several lines with one', async (t) => {
      const { shop, bank, chitra, enter } = await aBankShop(kit)
      await sendText(
        chitra,
        bank,
        table(['03/11/2026,CARD SETTLEMENT,,,300,300', '04/11/2026,PART,,,40,340', '05/11/2026,PART,,,60,400']),
      )
      const [one, two, hundred] = [
        await enter('2026-11-02', '120'),
        await enter('2026-11-02', '180'),
        await enter('2026-11-03', '100'),
      ]
      const [card = '', ...parts] = await lineIds(kit, shop)
      const page = await chitra.get(`/books/bank/${bank}`)
      t.match(text(page.body), /2 entries of one day come to this, 1 day apart/)
      const wrong = await chitra.post(`/books/bank/${bank}/matches`, {
        do: 'ticked',
        lines: [card],
        entries: [one, hundred],
      })
      t.equal(wrong.statusCode, 422)
      t.match(text(wrong.body), /The sums differ: ₹300.00 in the bank, ₹220.00 in the books, a difference of ₹80.00/)
      t.match(wrong.body, new RegExp(`value="${one}"[^>]* checked`), 'what was ticked stays')
      t.same(await validHtml(wrong.body), [])
      t.equal(
        (await chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked', lines: card, entries: [one, two] }))
          .statusCode,
        303,
      )
      t.equal(
        (await chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked', lines: parts, entries: hundred })).statusCode,
        303,
      )
      t.equal((await chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked' })).statusCode, 422)
      const taken = await chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked', lines: card, entries: [hundred] })
      t.equal(taken.statusCode, 409)
      t.match(text(taken.body), /One of these was matched in the meantime/)
    })
    t.test('a cheque and its bounce cancel each other without a line', async (t) => {
      const { bank, chitra, enter } = await aBankShop(kit)
      const entries = [await enter('2026-11-02', '500'), await enter('2026-11-03', '-500')]
      t.equal((await chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked', entries })).statusCode, 303)
      t.notMatch(text((await chitra.get(`/books/bank/${bank}`)).body), /500.00 out/)
    })
    t.test('is undone once, with who did it', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      const page = await chitra.get(`/books/bank/${bank}/matches`)
      const url = /action="([^"]+\/undo)"/.exec(page.body)?.[1] ?? '/none'
      t.equal((await chitra.post(url)).statusCode, 303)
      const again = await chitra.post(url)
      t.equal(again.statusCode, 409)
      t.match(text(again.body), /This match was undone before/)
      t.equal((await kit.as(shop.asha).get(`/books/bank/${bank}/matches`)).body.match(/\/undo"/g)?.length, 3)
      const rows = await inBusiness(kit.db, shop.id, (tx) =>
        tx('audit_line').where({ entity: 'bank' }).orderBy('seq').select('action', 'by_name'),
      )
      t.same(
        rows.map(({ action, by_name }) => `${action} ${by_name}`),
        ['bank.imported Chitra', 'bank.matched Chitra', 'bank.unmatched Chitra'],
      )
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      t.match(text((await chitra.get(`/books/bank/${bank}`)).body), /1 line matched\./, 'and matched anew')
    })
    t.test(
      'of an entry that is reversed is undone: the line is open, the entry and its reversal are not',
      async (t) => {
        const { shop, bank, chitra, voucher, payment } = await anEnteredShop(kit)
        const others = (await openOf(kit, shop)).entries
        t.match(
          text((await chitra.get(`/vouchers/${voucher}/reversal`)).body),
          /It is matched with the bank’s statement\. The line of the bank will be open again/,
        )
        const pages = [
          { url: `/vouchers/${voucher}/reversal`, fields: { new_id: newId(), reason: 'Wrong party', on_date: '' } },
          { url: `/payments/${payment}/cancellation`, fields: { reason: 'Wrong party', on_date: '' } },
        ]
        for (const { url, fields } of pages) {
          for (const _press of [1, 2]) t.equal((await chitra.post(url, fields)).statusCode, 303, url)
        }
        t.same(await openOf(kit, shop), { lines: ['500.00', '700.00'], entries: others })
        t.match(text((await chitra.get(`/books/bank/${bank}/matches`)).body), /Reversed · Chitra/)
        t.same(
          (await booksCheckOf(kit, shop)).filter(({ holds }) => !holds),
          [],
        )
      },
    )
    t.test('two at one moment: one of them wins', async (t) => {
      const { shop, bank, chitra, enter } = await aBankShop(kit)
      await sendText(chitra, bank, table(['03/11/2026,X,,,300,300']))
      const [line = ''] = await lineIds(kit, shop)
      const entries = [await enter('2026-11-02', '300'), await enter('2026-11-02', '300')]
      const answers = await Promise.all(
        entries.map((entry) =>
          chitra.post(`/books/bank/${bank}/matches`, { do: 'ticked', lines: line, entries: entry }),
        ),
      )
      t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
    })
    t.test("takes no line or entry of another shop's", async (t) => {
      const [mine, theirs] = [await aBankShop(kit), await aBankShop(kit)]
      await read(theirs.chitra, theirs.bank, 'hdfc.csv')
      const [line = ''] = await lineIds(kit, theirs.shop)
      const entry = await mine.enter('2026-11-02', '18,500')
      const answer = await mine.chitra.post(`/books/bank/${mine.bank}/matches`, {
        do: 'ticked',
        lines: line,
        entries: entry,
      })
      t.equal(answer.statusCode, 404)
    })
  })

  t.test('a closed period', async (t) => {
    t.test('takes no match and gives none back', async (t) => {
      const { shop, bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      await chitra.post(
        /action="([^"]+\/undo)"/.exec((await chitra.get(`/books/bank/${bank}/matches`)).body)?.[1] ?? '/none',
      )
      await inBusiness(kit.db, shop.id, (tx) =>
        setLockDate(tx, shop.id, { lockDate: '2026-11-20', reason: '' }, actorFor(shop.asha, kit)),
      )
      const [value = ''] = suggestionsIn(await chitra.get(`/books/bank/${bank}`))
      const refused = await chitra.post(`/books/bank/${bank}/matches`, { suggestion: value })
      t.equal(refused.statusCode, 422)
      t.match(text(refused.body), /The books are locked up to that date/)
      const undo = await chitra.post(
        /action="([^"]+\/undo)"/.exec((await chitra.get(`/books/bank/${bank}/matches`)).body)?.[1] ?? '/none',
      )
      t.equal(undo.statusCode, 422)
    })
    t.test('keeps what is matched in it: what the money was for is corrected by a journal', async (t) => {
      const { shop, chitra, voucher, payment } = await anEnteredShop(kit)
      await inBusiness(kit.db, shop.id, (tx) =>
        setLockDate(tx, shop.id, { lockDate: '2026-11-20', reason: '' }, actorFor(shop.asha, kit)),
      )
      const before = await openOf(kit, shop)
      const fields = { new_id: newId(), reason: 'Wrong party', on_date: '' }
      const refused = await chitra.post(`/vouchers/${voucher}/reversal`, fields)
      t.equal(refused.statusCode, 422)
      t.match(text(refused.body), /the money did move\. Correct what it was for by a journal/)
      t.match(refused.body, />Wrong party</)
      t.equal((await chitra.post(`/payments/${payment}/cancellation`, { reason: 'x', on_date: '' })).statusCode, 422)
      t.same(await openOf(kit, shop), before)
    })
    t.test('is kept by the database too, as are both sides of a match', async (t) => {
      const { shop, bank, chitra, enter } = await aBankShop(kit)
      await sendText(chitra, bank, table(['03/11/2026,X,,,300,300']))
      const [line = ''] = await lineIds(kit, shop)
      const [voucher_id = '', n = ''] = (await enter('2026-11-02', '300')).split(':')
      const id = newId()
      const head = {
        business_id: shop.id,
        account_id: bank,
        last_on: '2026-11-03',
        reason: '',
        parts: 2,
        by_name: 'x',
        at: kit.clock(),
      }
      const part = { business_id: shop.id, match_id: id, part: 0 }
      const insert = (parts: object[]) =>
        inBusiness(kit.db, shop.id, async (tx) => {
          await tx('bank_match').insert({ ...head, id })
          await tx('bank_match_part').insert(parts)
        })
      const ofLine = {
        ...part,
        bank_line_id: line,
        on_date: '2026-11-03',
        amount: 30_000n,
        voucher_id: null,
        line: null,
      }
      const ofEntry = {
        ...part,
        part: 1,
        bank_line_id: null,
        voucher_id,
        line: Number(n),
        on_date: '2026-11-02',
        amount: 30_000n,
      }
      await t.rejects(insert([{ ...ofLine, part: 1 }]), { code: 'KH004' })
      await t.rejects(insert([{ ...ofLine, on_date: '2026-11-04' }, ofEntry]), { code: 'KH004' })
      await t.rejects(
        insert([
          { ...ofLine, amount: 40_000n },
          { ...ofEntry, amount: 40_000n },
        ]),
        { code: '23514' },
      )
      await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ lock_date: '2026-11-02' }))
      await t.rejects(insert([ofLine, ofEntry]), { code: 'KH003' })
      await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ lock_date: '2026-11-01' }))
      await t.rejects(
        insert([ofLine, ofEntry, { ...ofLine, part: 2 }]),
        { code: 'KH004' },
        'no part more than was said',
      )
      await insert([ofLine, ofEntry])
      await t.rejects(
        inBusiness(kit.db, shop.id, (tx) => tx('bank_match_part').update({ amount: 1n })),
        { code: '42501' },
      )
      await t.rejects(
        inBusiness(kit.db, shop.id, (tx) => tx('bank_line').update({ amount: 1n })),
        { code: 'KH001' },
      )
      await t.rejects(
        inBusiness(kit.db, shop.id, (tx) =>
          match(tx, shop.id, bank, { lineIds: [line], entries: [], reason: '' }, actorFor(shop.asha, kit)),
        ),
        { message: 'bank.refusal.nothingChosen' },
      )
    })
  })

  t.test('GET and POST /books/bank/:accountId/voucher', async (t) => {
    t.test('enters charges, a receipt on account and cash drawn, each matched at once', async (t) => {
      const { shop, bank, chitra, meera } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      const hrefs = [
        ...(await chitra.get(`/books/bank/${bank}`)).body.matchAll(/href="([^"]+\/voucher\?line=[^"]+)"/g),
      ].map(([, href = '']) => href)
      t.equal(hrefs.length, 3)
      const form = await chitra.get(hrefs[0] ?? '')
      t.same(await validHtml(form.body), [])
      t.match(form.body, /value="charges" checked/, 'guessed from the narration')
      const fields = (page: Answer) => ({
        id: /name="id" value="([^"]+)"/.exec(page.body)?.[1] ?? '',
        line: /name="line" value="([^"]+)"/.exec(page.body)?.[1] ?? '',
      })
      const url = `/books/bank/${bank}/voucher`
      const none = await chitra.post(url, { ...fields(form), what: 'party', narration: '<b>x' })
      t.equal(none.statusCode, 422)
      t.match(none.body, /value="&lt;b&gt;x"/)
      const charges = { ...fields(form), what: 'charges', narration: 'SMS' }
      for (const _press of [1, 2]) t.equal((await chitra.post(url, charges)).statusCode, 303)
      t.match(text((await chitra.get(`/books/bank/${bank}`)).body), /PY\/26-27\/\d+ is entered and matched/)
      const cash = await inBusiness(kit.db, shop.id, async (tx) => accountOf(await accountsByRole(tx, shop.id), 'cash'))
      t.equal(
        (await chitra.post(url, { ...fields(await chitra.get(hrefs[1] ?? '')), what: 'money', money: cash }))
          .statusCode,
        303,
      )
      t.equal(
        (await chitra.post(url, { ...fields(await chitra.get(hrefs[2] ?? '')), what: 'party', party: meera }))
          .statusCode,
        303,
      )
      const page = await chitra.get(`/books/bank/${bank}`)
      t.match(
        text(page.body),
        /Not yet in the books 0.00 .*Difference Nil .*Reconciled up to 7 Nov 2026: every line of the bank is in the books/,
      )
      t.same(
        (await booksCheckOf(kit, shop)).filter(({ holds }) => !holds),
        [],
      )
    })
    t.test('finds a party by a part of the name', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      const href = /href="([^"]+\/voucher\?line=[^"]+)"/.exec((await chitra.get(`/books/bank/${bank}`)).body)?.[1] ?? ''
      t.match((await chitra.get(`${href}&q=Balaji`)).body, /<option value="[^"]+" selected>Balaji Traders/)
    })
  })

  t.test('GET /books/bank/:accountId/statement', async (t) => {
    t.test('prints how the books come to the balance of the bank, also later', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      const before = text((await chitra.get(`/books/bank/${bank}/statement`)).body)
      t.match(
        before,
        /Balance that the bank should show 1,39,722.50 Balance by the bank's statement 1,39,722.50 Difference Nil/,
      )
      await chitra.post(`/books/bank/${bank}/matches/certain`)
      const paper = await chitra.get(`/books/bank/${bank}/statement`)
      t.same(await validHtml(paper.body), [])
      t.match(
        text(paper.body),
        /Balance in the books on 7 Nov 2026 1,47,222.50 .*Less: received, not yet in the bank 10,000.00 .*10,000.00 .*Difference Nil/,
      )
      // A line of after that day, matched with the cheque of before it: on that day it was still on its way.
      await sendText(chitra, bank, table(['09/11/2026,CLG CHEQUE,,,10000,149722.50']))
      const [value = ''] = suggestionsIn(await chitra.get(`/books/bank/${bank}?from=9/11/2026`))
      t.equal((await chitra.post(`/books/bank/${bank}/matches`, { suggestion: value })).statusCode, 303)
      t.equal(
        text((await chitra.get(`/books/bank/${bank}/statement?on=2026-11-08`)).body).replace(/&#39;/g, "'"),
        text(paper.body),
      )
      t.match(
        text((await chitra.get(`/books/bank/${bank}/statement`)).body),
        /received, not yet in the bank 0.00 .*Difference Nil/,
      )
    })
    t.test('tells when a statement between is missing', async (t) => {
      const { bank, chitra } = await aBankShop(kit)
      await read(chitra, bank, 'hdfc.csv')
      await sendText(chitra, bank, table(['12/11/2026,X,,,100,139922.50']))
      t.match(text((await chitra.get(`/books/bank/${bank}`)).body), /Difference 100.00 .*₹100.00 is missing/)
      t.match(text((await chitra.get(`/books/bank/${bank}/statements`)).body), /a statement between is missing/)
    })
  })

  t.test('a full page is light', async (t) => {
    const { bank, chitra, enter } = await aBankShop(kit)
    const amounts = Array.from({ length: 60 }, (_, at) => String(1000 + at))
    for (const [at, amount] of amounts.entries())
      await enter('2026-11-02', amount, { narration: `Cheque ${700_000 + at} of a customer` })
    await sendText(
      chitra,
      bank,
      table(amounts.map((amount, at) => `03/11/2026,CLG CHEQUE ${700_000 + at} SURAT,,,${amount},`)),
    )
    const { body } = await chitra.get(`/books/bank/${bank}`)
    t.same(body.match(/name="(lines|entries)"/g)?.length, 100)
    const nodes = body.match(/<[a-z]/g)?.length ?? 0
    t.ok(nodes <= 1500, `${nodes} nodes`)
    const weight = gzipSync(body).length / 1024
    t.ok(weight <= 20, `${weight} KB`)
    t.same(await validHtml(body), [])
  })

  t.test('pages of fifty, by the key of the last row', async (t) => {
    const { bank, chitra, shop } = await aBankShop(kit)
    const rows = Array.from(
      { length: 120 },
      (_, at) => `${String((at % 20) + 1).padStart(2, '0')}/10/2026,L${at},R${at},,${at + 1},`,
    )
    await sendText(chitra, bank, table(rows))
    const seen = new Set<string>()
    let href = `/books/bank/${bank}`
    for (let page = 0; href !== '' && page < 5; page += 1) {
      const { body } = await chitra.get(href.replaceAll('&amp;', '&'))
      const ids = [...body.matchAll(/name="lines" value="([^"]+)"/g)].map(([, id = '']) => id)
      t.ok(ids.length <= 50)
      for (const id of ids) seen.add(id)
      href = /href="([^"]+)">Earlier lines/.exec(body)?.[1] ?? ''
    }
    t.equal(seen.size, await linesOf(kit, shop))
  })
})

/** A shop whose books know most of what the sample statements say. */
async function aBankShop(kit: TestApp) {
  const shop = await aShop(kit)
  const bank = await bankOf(kit, shop)
  const meera = await aParty(kit, shop, { name: 'Meera Shah' })
  const balaji = await aParty(kit, shop, { name: 'Balaji Traders', isSupplier: true })
  const ramesh = await aParty(kit, shop, { name: 'Ramesh Patel' })
  const actor = actorFor(shop.asha, kit)
  type Entry = { number?: string; partyId?: string; narration?: string; kind?: 'receipt' | 'payment' | 'opening' }
  /** The entry's key, "voucher:line". */
  const enter = async (onDate: IsoDate, amount: string, of: Entry = {}): Promise<string> => {
    const { number = '', partyId = null, narration = '', kind = 'receipt' } = of
    const id = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      const lines = [
        { accountId: bank, commodity: 'INR', amount: rs(amount) },
        { accountId: accountOf(roles, 'capital'), commodity: 'INR', amount: -rs(amount) },
      ] as const
      await post(tx, shop.id, { id, kind, onDate, number, partyId, narration, lines }, actor)
    })
    return `${id}:1`
  }
  await enter('2026-04-01', '1,25,000', { kind: 'opening' })
  await enter('2026-10-31', '18,500', { number: 'M-1', partyId: meera, narration: 'UTR N306261234567' })
  await enter('2026-10-30', '-5,000', {
    number: 'P-1',
    partyId: balaji,
    narration: 'Cheque 000123',
    kind: 'payment',
  })
  await enter('2026-11-06', '2,340.50', { number: 'M-2', partyId: ramesh, narration: 'UPI 426112345678' })
  await enter('2026-11-06', '10,000', { number: 'M-3', partyId: meera, narration: 'Cheque 445566' })
  await enter('2026-11-06', '-3,618', {
    number: 'P-2',
    partyId: balaji,
    narration: 'Cheque 000124',
    kind: 'payment',
  })
  return { shop, bank, meera, enter, chitra: kit.as(shop.chitra) }
}

const november = { from: '2026-11-03', to: undefined }

/** A receipt of 500 by hand and one of 700 with a paper, each matched with its line of the bank. */
async function anEnteredShop(kit: TestApp) {
  const { shop, bank, meera, chitra } = await aBankShop(kit)
  await inBusiness(kit.db, shop.id, async (tx) => tx('party').where({ id: meera }).update({ is_customer: true }))
  const [voucher, payment] = [newId(), newId()]
  const actor = actorFor(shop.chitra, kit)
  await inBusiness(kit.db, shop.id, async (tx) => {
    const common = { onDate: '2026-11-03', narration: '' } as const
    const lines = [
      { accountId: bank, amount: rs('500') },
      { partyId: meera, amount: rs('-500'), itemAs: 'on-account' },
    ] as const
    await enterVoucher(tx, shop.id, { id: voucher, kind: 'receipt', lines, ...common }, actor, { mayBackdate: true })
    const tenders = [{ mode: 'bank', amount: rs('700'), reference: '', accountId: bank }] as const
    const request = {
      id: payment,
      partyId: meera,
      onDate: '2026-11-03',
      tenders,
      against: [],
      restAs: 'advance',
      note: '',
    } as const
    await receivePayment(tx, shop.id, request, actor, { mayBackdate: true })
  })
  await sendText(chitra, bank, table(['03/11/2026,X,,,500,500', '03/11/2026,Y,,,700,1200']))
  await inBusiness(kit.db, shop.id, async (tx) => {
    const lines = await listOpenLines(tx, shop.id, bank, november)
    const entries = await listOpenEntries(tx, shop.id, bank, november)
    for (const amount of [rs('500'), rs('700')]) {
      const lineIds = lines.filter((line) => line.amount === amount).map(({ id }) => id)
      const matched = entries.filter((entry) => entry.amount === amount)
      await match(tx, shop.id, bank, { lineIds, entries: matched, reason: 'suggested' }, actor)
    }
  })
  return { shop, bank, chitra, voucher, payment }
}

/** Amounts that nothing is set against, of the bank's account in November. */
const openOf = (kit: TestApp, shop: Pick<Shop, 'id'>) =>
  inBusiness(kit.db, shop.id, async (tx) => {
    const bank = accountOf(await accountsByRole(tx, shop.id), 'bank')
    const lines = await listOpenLines(tx, shop.id, bank, november)
    const entries = await listOpenEntries(tx, shop.id, bank, november)
    const shown = (rows: readonly { amount: Paise }[]) => rows.map(({ amount }) => rupees(amount)).sort()
    return { lines: shown(lines), entries: shown(entries) }
  })

const bankOf = (kit: TestApp, shop: Pick<Shop, 'id'>): Promise<string> =>
  inBusiness(kit.db, shop.id, async (tx) => accountOf(await accountsByRole(tx, shop.id), 'bank'))

const read = (browser: Browser, bank: string, name: string): Promise<Answer> => send(browser, bank, fixture(name), name)
const sendText = (browser: Browser, bank: string, content: string): Promise<Answer> =>
  send(browser, bank, content, 'x.csv')

function send(
  browser: Browser,
  bank: string,
  content: Buffer | string,
  name: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData()
  form.set('id', newId())
  for (const [field, value] of Object.entries(more)) form.set(field, value)
  form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name)
  return browser.upload(`/books/bank/${bank}/import`, form)
}

const table = (rows: readonly string[]): string =>
  `Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.,Closing Balance\n${rows.join('\n')}\n`

const lineIds = (kit: TestApp, shop: Pick<Shop, 'id'>): Promise<string[]> =>
  inBusiness(kit.db, shop.id, async (tx) =>
    (await tx('bank_line').where({ kind: 'line' }).orderBy(['on_date', 'id']).select('id')).map(({ id }) => id),
  )

const linesOf = (kit: TestApp, shop: Pick<Shop, 'id'>): Promise<number> =>
  inBusiness(kit.db, shop.id, async (tx) => (await tx('bank_line').select('id')).length)

const suggestionsIn = ({ body }: Answer): string[] =>
  [...body.matchAll(/name="suggestion" value="([^"]+)"/g)].map(([, value = '']) => value)

const booksCheckOf = (kit: TestApp, shop: Pick<Shop, 'id'>) =>
  inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
