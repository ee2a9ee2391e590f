import t from 'tap'
import { type Paise, paise } from '../../core/money.ts'
import { receiptLines, salesLines } from '../../core/vouchers.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { htmx, type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aParty } from '../../testing/parties.ts'
import { accountsByRole, openItem, post, reverse } from '../books/index.ts'
import { parsePeriod } from './khata.period.ts'

const usual = {
  phone: '+919879520144',
  billing: { address: 'Mandvi Road', city: 'Vadodara', pin: '390001', state: '24' },
}
const rs = (amount: number): Paise => paise(BigInt(amount) * 100n)

t.test('the dates of a khata', async (t) => {
  const today = '2026-11-21'
  const read = (from: string, to: string) => parsePeriod({ from, to }, today)
  t.match(read('', ''), { ok: true, value: { isOpen: true } })
  t.strictSame(read('1/11', ''), { ok: true, value: { from: '2026-11-01', to: today, isOpen: false } })
  t.strictSame(read('', '30/9'), { ok: true, value: { from: '2026-04-01', to: '2026-09-30', isOpen: false } })
  t.strictSame(read('x', 'y'), { ok: false, errors: { from: { key: 'fields.date' }, to: { key: 'fields.date' } } })
  t.strictSame(read('today', '-1'), { ok: false, errors: { to: { key: 'fields.date.order' } } })
})

t.test('khata', async (t) => {
  const kit = await testApp(t)

  t.test('GET /parties/:id', async (t) => {
    t.test('shows each entry with the balance after it, between opening and closing', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, { ...usual, opening: { amount: rs(1000), onDate: '2026-04-01' } })
      await aBill(kit, shop, id, { onDate: '2026-11-03', amount: rs(500), paid: rs(200) })
      await aReceipt(kit, shop, id, { onDate: '2026-11-10', amount: rs(700) })
      const page = await browser.get(`/parties/${id}?from=1/11&to=30/11`)
      t.equal(page.statusCode, 200)
      t.strictSame(await validHtml(page.body), [])
      t.strictSame(tableIn(page.body), [
        '1 Nov | Opening balance, brought forward | | | 1,000.00Dr',
        '3 Nov | Bill 7 | 500.00 | | 1,500.00Dr',
        '3 Nov | Paid on bill 7 | | 200.00 | 1,300.00Dr',
        '10 Nov | Receipt 9 | | 700.00 | 600.00Dr',
        '| Closing balance, 30 Nov 2026 | 500.00 | 900.00 | 600.00Dr',
      ])
      t.match(text(page.body), '1 Nov 2026 to 30 Nov 2026')
      t.match(page.body, /href="\/vouchers\/[0-9a-f-]{36}">Receipt 9/)
    })

    t.test('without dates shows the last entries, also those of other years', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, { ...usual, opening: { amount: rs(-100), onDate: '2024-04-01' } })
      const { body } = await browser.get(`/parties/${id}`)
      t.strictSame(tableIn(body), [
        '1 Apr 2024 | Opening balance | | 100.00 | 100.00Cr',
        '| Closing balance, 21 Nov 2026 | 0.00 | 100.00 | 100.00Cr',
      ])
      t.match(text(body), /Last entries/)
      t.match(body, `href="/parties/${id}/statement?from=2026-04-01&amp;to=2026-11-21"`)
    })

    t.test('shows fifty at a time, newest page first, each page adding up', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, usual)
      for (let day = 1; day <= 60; day++) {
        await aReceipt(kit, shop, id, {
          onDate: `2026-0${day > 30 ? 6 : 5}-${String((day % 30) + 1).padStart(2, '0')}`,
          amount: rs(10),
        })
      }
      const newest = await browser.get(`/parties/${id}?from=1/4`)
      const rows = tableIn(newest.body)
      t.equal(rows.length, 52)
      t.equal(rows[0]?.split(' | ').at(-1), '100.00Cr')
      t.equal(rows.at(-1), '| Closing balance, 21 Nov 2026 | 0.00 | 500.00 | 600.00Cr')
      const older = await browser.get(linkIn(newest.body, 'next'))
      const before = tableIn(older.body)
      t.equal(before.length, 12)
      t.equal(before[0], '1 Apr | Opening balance, brought forward | | | 0.00')
      t.equal(before.at(-1), '| Carried forward | 0.00 | 100.00 | 100.00Cr')
      t.equal(linkIn(older.body, 'next'), '')
      t.equal(linkIn(older.body, 'prev'), `/parties/${id}?from=2026-04-01&to=2026-11-21`)
      for (const page of ['x', Buffer.from('["a","b","c"]').toString('base64url')]) {
        t.equal((await browser.get(`/parties/${id}?page=${page}`)).statusCode, 200)
      }
    })

    t.test('says what is owed, what is overdue, what is left of the limit and what was paid last', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, { ...usual, creditLimit: rs(2000) })
      await aBill(kit, shop, id, { onDate: '2026-11-01', dueOn: '2026-11-14', amount: rs(1500), paid: rs(500) })
      const page = text((await browser.get(`/parties/${id}`)).body)
      t.match(page, 'Customer · 98795 20144 · Vadodara')
      t.match(page, 'Owes you ₹1,000 Dr Overdue, 7 days ₹1,000 Credit limit left ₹1,000 Last payment ₹500 1 Nov 2026')
      t.match(page, 'Open bills · 1')
      await aBill(kit, shop, id, { onDate: '2026-11-20', dueOn: '2026-12-20', amount: rs(1500), paid: rs(0) })
      t.match(text((await browser.get(`/parties/${id}`)).body), 'Over the credit limit ₹500 ₹2,000')
    })

    t.test('a new party has an empty khata, and an entry that was taken back says so', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, usual)
      const empty = await browser.get(`/parties/${id}`)
      t.match(text(empty.body), /Nothing due ₹0.*Nothing written yet/)
      t.strictSame(await validHtml(empty.body), [])
      const voucherId = await aReceipt(kit, shop, id, { onDate: '2026-11-10', amount: rs(700) })
      const undoing = { voucherId, newId: newId(), onDate: '2026-11-11', reason: 'wrong party' }
      await inBusiness(kit.db, shop.id, (tx) => reverse(tx, shop.id, undoing, actorFor(shop.asha, kit)))
      const page = await browser.get(`/parties/${id}`)
      t.strictSame(tableIn(page.body).slice(0, 2), [
        '10 Nov | Receipt 9 Reversed | | 700.00 | 700.00Cr',
        '11 Nov | Reversal wrong party | 700.00 | | 0.00',
      ])
      t.notMatch(text(page.body), 'Last payment')
    })

    t.test('dates that are none are told at their field and kept', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, usual)
      const answer = await browser.get(`/parties/${id}?from=never&to=1/4`)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, /<title>Error: [\s\S]*href="#from"[\s\S]*value="never"[\s\S]*value="1\/4"/)
      t.strictSame(await validHtml(answer.body), [])
      t.equal((await browser.get(`/parties/${id}?from=a&from=b`)).statusCode, 400)
    })

    t.test('offers what the person may do', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, {
        ...usual,
        opening: { amount: rs(1000), onDate: '2026-04-01' },
        locale: 'hi',
      })
      const { body } = await browser.get(`/parties/${id}`)
      for (const href of [`/payments/receipts/new?party=${id}`, `/sales/new?party=${id}`, `/parties/${id}/dues-link`]) {
        t.match(body, `href="${href}`)
      }
      t.notMatch(body, 'wa.me', 'a message of dues has a link, which must be made first')
      t.match(body, `<form method="post" action="/parties/${id}/dues-link">`)
      const before = await kit.root('portal_link').where({ party_id: id })
      t.strictSame(before, [], 'looking makes none')
      await browser.post(`/parties/${id}/dues-link`)
      const shared = (await browser.get(`/parties/${id}`)).body
      const said = /href="https:\/\/wa\.me\/919879520144\?text=([^"]+)"/.exec(shared)?.[1] ?? ''
      t.match(
        decodeURIComponent(said),
        /^नमस्ते Meera Shah, Asha Stores में आपके ₹1,000\.00 बाकी हैं।.*: http.*\/d\/[\w-]{43}$/,
      )
      t.strictSame(await validHtml(shared), [])
      const auditor = kit.as(await aMember(kit, shop, 'auditor'))
      const seen = (await auditor.get(`/parties/${id}`)).body
      for (const href of ['/payments/receipts/new', 'wa.me', 'dues-link']) t.notMatch(seen, href)
      t.match(seen, `/parties/${id}/statement`)
      const supplier = await aParty(kit, shop, { ...usual, isCustomer: false, isSupplier: true })
      t.match((await browser.get(`/parties/${supplier}`)).body, `/payments/payments/new?party=${supplier}`)
    })

    t.test("another shop's party is not found, a role without the right is refused, a name is text", async (t) => {
      const { shop, browser } = await aCounter(kit)
      const dev = await devsShop(kit)
      const theirs = await aParty(kit, dev, usual)
      for (const page of ['', '/open-bills', '/details', '/notes']) {
        t.equal((await browser.get(`/parties/${theirs}${page}`)).statusCode, 404)
        t.equal((await browser.get(`/parties/x${page}`)).statusCode, 404)
      }
      const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
      const id = await aParty(kit, shop, { ...usual, notes: '<i>first</i>', name: '<b>Ram</b>' })
      t.equal((await keeper.get(`/parties/${id}`)).statusCode, 403)
      t.match((await browser.get(`/parties/${id}`)).body, '<h1>&lt;b&gt;Ram&lt;/b&gt;')
      t.match((await browser.get(`/parties/${id}/notes`)).body, '&lt;i&gt;first&lt;/i&gt;')
    })

    t.test('answers htmx with the body of the page', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const { body, headers } = await browser.get(`/parties/${await aParty(kit, shop, usual)}`, htmx)
      t.notMatch(body, '<html')
      t.match(String(headers.vary), 'HX-Request-Type')
    })
  })

  t.test('GET /parties/:id/open-bills', async (t) => {
    t.test('shows what is open, oldest due first, with how late it is', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, usual)
      await aBill(kit, shop, id, { onDate: '2026-11-18', dueOn: '2026-12-18', amount: rs(300), paid: rs(0) })
      await aBill(kit, shop, id, { onDate: '2026-11-01', dueOn: '2026-11-14', amount: rs(1500), paid: rs(500) })
      const page = await browser.get(`/parties/${id}/open-bills`)
      t.strictSame(await validHtml(page.body), [])
      t.strictSame(tableIn(page.body), [
        'Bill 7 of 1 Nov 2026 | 14 Nov 2026 7 days late | 1,000.00 | 1,000.00Dr',
        'Bill 7 of 18 Nov 2026 | 18 Dec 2026 | 300.00 | 300.00Dr',
      ])
    })

    t.test('says when all is settled, and shows fifty at a time', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = await aParty(kit, shop, usual)
      t.match(text((await browser.get(`/parties/${id}/open-bills`)).body), 'Everything is settled')
      for (let bill = 0; bill < 51; bill++) {
        await aBill(kit, shop, id, { onDate: '2026-11-01', amount: rs(bill + 1), paid: rs(0) })
      }
      const first = await browser.get(`/parties/${id}/open-bills`)
      t.equal(tableIn(first.body).length, 50)
      t.equal(tableIn((await browser.get(linkIn(first.body, 'next'))).body).length, 1)
      t.equal((await browser.get(`/parties/${id}/open-bills?after=x`)).statusCode, 200)
    })
  })

  t.test('GET /parties/:id/details and /notes', async (t) => {
    const { shop, browser } = await aCounter(kit)
    const id = await aParty(kit, shop, {
      ...usual,
      pan: 'AAPFU0939F',
      termsDays: 15,
      creditLimit: rs(5000),
      notes: 'Likes\nrubies',
    })
    const details = await browser.get(`/parties/${id}/details`)
    const said = text(details.body)
    t.match(said, 'PAN ••••••939F')
    t.notMatch(details.body, 'AAPFU0939F')
    t.match(said, 'Billing address Mandvi Road, Vadodara, 390001, Gujarat')
    t.match(said, 'Pays within 15 days')
    t.match(details.body, `action="/parties/${id}/archive"`)
    t.strictSame(await validHtml(details.body), [])
    const notes = await browser.get(`/parties/${id}/notes`)
    t.match(notes.body, 'Likes\nrubies')
    t.strictSame(await validHtml(notes.body), [])
    const auditor = kit.as(await aMember(kit, shop, 'auditor'))
    t.notMatch((await auditor.get(`/parties/${id}/details`)).body, /archive"|\/edit"/)
    await browser.post(`/parties/${id}/archive`)
    t.match(text((await browser.get(`/parties/${id}`)).body), 'This party is archived.')
  })
})

async function aCounter(kit: TestApp) {
  const shop = await aShop(kit)
  return { shop, browser: kit.as(shop.bharat) }
}

interface Entry {
  onDate: string
  dueOn?: string
  amount: Paise
}

/** A bill of nothing but an amount, as the books see it. */
async function aBill(
  kit: TestApp,
  shop: Shop,
  partyId: string,
  { onDate, dueOn = onDate, amount, paid }: Entry & { paid: Paise },
) {
  await inBusiness(kit.db, shop.id, async (tx) => {
    const roles = await accountsByRole(tx, shop.id)
    const none = paise(0n)
    const totals = {
      taxable: amount,
      heads: { cgst: none, sgst: none, igst: none, cess: none },
      roundOff: none,
      payable: amount,
    }
    const tenders = paid > 0n ? [{ accountId: roles.cash ?? '', amount: paid }] : []
    const lines = salesLines({ partyId, tenders, totals, cost: none, roles })
    const id = newId()
    await post(
      tx,
      shop.id,
      { id, kind: 'sales', onDate, number: '7', partyId, narration: '', lines },
      actorFor(shop.asha, kit),
    )
    const left = paise(amount - paid)
    const item = {
      id: newId(),
      partyId,
      side: 'debit',
      kind: 'bill',
      voucherId: id,
      number: '7',
      amount: left,
      onDate,
      dueOn,
    } as const
    await openItem(tx, shop.id, item)
  })
}

async function aReceipt(kit: TestApp, shop: Shop, partyId: string, { onDate, amount }: Entry): Promise<string> {
  return inBusiness(kit.db, shop.id, async (tx: Tx) => {
    const roles = await accountsByRole(tx, shop.id)
    const lines = receiptLines({ partyId, control: 'debtors', accountId: roles.cash ?? '', amount, roles })
    const id = newId()
    await post(
      tx,
      shop.id,
      { id, kind: 'receipt', onDate, number: '9', partyId, narration: '', lines },
      actorFor(shop.asha, kit),
    )
    return id
  })
}

/** The table as a person reads it, one line a row. */
function tableIn(html: string): string[] {
  const rows = /<tbody>([\s\S]*)<\/table>/.exec(html)?.[1]?.match(/<tr[\s\S]*?<\/tr>/g) ?? []
  return rows.map((row) =>
    [...row.matchAll(/<t[dh][^>]*>([\s\S]*?)<\/t[dh]>/g)]
      .map(([, cell = '']) => cellText(cell))
      .join(' | ')
      .replaceAll(/ +/g, ' ')
      .trim(),
  )
}

const cellText = (cell: string): string => text(cell.replace('<span class="side-w">', '')).replace(/ (Dr|Cr)$/, '$1')
const linkIn = (html: string, rel: 'next' | 'prev'): string =>
  (new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&')
