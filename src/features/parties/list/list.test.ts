import t from 'tap'
import { paise } from '../../../core/money.ts'
import { htmx, type TestApp, testApp } from '../../../testing/app.ts'
import { aMember, aShop, devsShop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aParty } from '../../../testing/parties.ts'

const gstin = '27AAPFU0939F1ZV'

t.test('the list of parties', async (t) => {
  const kit = await testApp(t)

  t.test('GET /parties', async (t) => {
    t.test('an empty shop is told what to do', async (t) => {
      const { browser } = await aCounter(kit)
      const page = await browser.get('/parties')
      t.equal(page.statusCode, 200)
      t.match(text(page.body), /No parties yet.*Begin with one/)
      t.strictSame(await validHtml(page.body), [])
    })

    t.test('finds by any word of the name, by phone, by GSTIN, in digits of any script', async (t) => {
      const { browser, shop } = await aCounter(kit)
      await aParty(kit, shop, { name: 'Meera Shah', phone: '+919879520144' })
      await aParty(kit, shop, { name: 'Ambika Jewellers (Surat)', gstin })
      await aParty(kit, shop, { name: 'રમેશભાઈ પટેલ' })
      const found = async (q: string) => namesIn((await browser.get(`/parties?q=${encodeURIComponent(q)}`)).body)
      for (const q of [
        'mee',
        'SHAH',
        'meera sh',
        'shah meera',
        '98795',
        '98795 20',
        '0144',
        '+91 98795',
        '९८७९५',
        '૯૮૭૯૫૨',
      ]) {
        t.strictSame(await found(q), ['Meera Shah'], q)
      }
      for (const q of ['surat', 'jewellers s', '27aapfu', 'AAPFU0939F']) {
        t.strictSame(await found(q), ['Ambika Jewellers (Surat)'], q)
      }
      t.strictSame(await found('પટેલ'), ['રમેશભાઈ પટેલ'])
      for (const q of ['eera', 'zzz', 'meera patel', '5551']) t.strictSame(await found(q), [], q)
      for (const q of ['%', '_', '"', '  ']) t.equal((await found(q)).length, 3, q)
    })

    t.test('an edited party is found by what it is now', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah' })
      await browser.post(`/parties/${id}`, { name: 'Kavita Rao', is_customer: 'yes' })
      t.strictSame(namesIn((await browser.get('/parties?q=meera')).body), [])
      t.strictSame(namesIn((await browser.get('/parties?q=kavita')).body), ['Kavita Rao'])
    })

    t.test('filters by role, and shows who owes most first', async (t) => {
      const { browser, shop } = await aCounter(kit)
      await aParty(kit, shop, { name: 'Small', opening: { amount: paise(100_00n), onDate: '2026-04-01' } })
      await aParty(kit, shop, { name: 'Large', opening: { amount: paise(900_00n), onDate: '2026-04-02' } })
      await aParty(kit, shop, {
        name: 'Wholesaler',
        isCustomer: false,
        isSupplier: true,
        opening: { amount: paise(-50_00n), onDate: '2026-04-01' },
      })
      await aParty(kit, shop, { name: 'Nobody' })
      const shown = async (show: string) => namesIn((await browser.get(`/parties?show=${show}`)).body)
      t.strictSame(await shown('all'), ['Large', 'Nobody', 'Small', 'Wholesaler'])
      t.strictSame(await shown('customers'), ['Large', 'Nobody', 'Small'])
      t.strictSame(await shown('suppliers'), ['Wholesaler'])
      t.strictSame(await shown('karigars'), [])
      t.strictSame(await shown('dues'), ['Large', 'Small'])
      t.strictSame(await shown('nonsense'), ['Large', 'Nobody', 'Small', 'Wholesaler'])
      t.strictSame(namesIn((await browser.get('/parties?show=dues&q=sm')).body), ['Small'])
      const page = text((await browser.get('/parties')).body)
      t.match(page, /Large Gujarat 2 Apr 2026 900\.00 ?Dr/)
      t.match(page, /Wholesaler Gujarat 1 Apr 2026 50\.00 ?Cr/)
    })

    t.test('shows fifty at a time, on and back, by name, by dues and by what was found', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const names = Array.from({ length: 120 }, (_one, at) => `Party ${String(at).padStart(3, '0')}`)
      for (const [at, name] of names.entries()) {
        await aParty(kit, shop, { name, opening: { amount: paise(BigInt(1000 - at)), onDate: '2026-04-01' } })
      }
      for (const url of ['/parties', '/parties?show=dues', '/parties?q=party', '/parties?q=pa&show=customers']) {
        const first = await browser.get(url)
        const second = await browser.get(linkIn(first.body, 'next'))
        const third = await browser.get(linkIn(second.body, 'next'))
        t.strictSame(
          [first, second, third].map(({ body }) => namesIn(body)),
          [names.slice(0, 50), names.slice(50, 100), names.slice(100)],
          url,
        )
        t.equal(linkIn(third.body, 'next'), '')
        t.equal(linkIn(first.body, 'prev'), '')
        const back = await browser.get(linkIn(third.body, 'prev'))
        t.strictSame(namesIn(back.body), names.slice(50, 100), url)
        const start = await browser.get(linkIn(back.body, 'prev'))
        t.strictSame(namesIn(start.body), names.slice(0, 50), url)
        t.equal(linkIn(start.body, 'prev'), '')
      }
      for (const key of ['x', 'W10', Buffer.from('["a","b"]').toString('base64url')]) {
        t.equal((await browser.get(`/parties?show=dues&after=${key}`)).statusCode, 200)
      }
    })

    t.test("shows nothing of another shop's, to whoever may not see parties nothing, and names as text", async (t) => {
      const { browser, shop } = await aCounter(kit)
      const dev = await devsShop(kit)
      await aParty(kit, dev, { name: 'Ramesh' })
      await aParty(kit, shop, { name: '<b>Ram</b>' })
      const page = await browser.get('/parties?q=ram')
      t.strictSame(namesIn(page.body), ['&lt;b&gt;Ram&lt;/b&gt;'])
      t.strictSame(await validHtml(page.body), [])
      const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
      t.equal((await keeper.get('/parties')).statusCode, 403)
      t.equal((await kit.anonymous.get('/parties')).statusCode, 303)
      t.equal((await browser.get(`/parties?q=${'x'.repeat(101)}`)).statusCode, 400)
    })

    t.test('answers htmx with the body of the page', async (t) => {
      const { browser } = await aCounter(kit)
      const { body } = await browser.get('/parties?q=me', htmx)
      t.notMatch(body, '<html')
      t.match(body, '<title>')
    })
  })

  t.test('GET /parties/picks', async (t) => {
    const { browser, shop } = await aCounter(kit)
    const opening = { amount: paise(1250_50n), onDate: '2026-04-01' }
    const id = await aParty(kit, shop, { name: 'Meera <Shah>', phone: '+919879520144', opening })
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await aParty(kit, shop, { name: `Other ${at}` })

    t.test('is a list of buttons for htmx', async (t) => {
      const { body } = await browser.get('/parties/picks?q=meera', htmx)
      t.match(body, `<button type="submit" name="party_id" value="${id}">`)
      t.match(text(body), /^Meera <Shah> 98795 20144 1,250\.50 Dr$/)
      t.strictSame(await validHtml(body), [])
      t.equal((await browser.get('/parties/picks', htmx)).body.match(/<button/g)?.length, 8)
    })
    t.test('says when nobody is found', async (t) => {
      t.match((await browser.get('/parties/picks?q=zzz', htmx)).body, 'Nobody found.')
    })
    t.test('is a page that leads on without a script', async (t) => {
      const page = await browser.get('/parties/picks?q=meera&to=/payments/receipts/new')
      t.match(page.body, /<form action="\/payments\/receipts\/new">[\s\S]*name="party" value=/)
      t.strictSame(await validHtml(page.body), [])
      t.match((await browser.get('/parties/picks?to=//evil.test')).body, '<form action="/sales/new">')
    })
    t.test('is not for who may not see parties', async (t) => {
      t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).get('/parties/picks')).statusCode, 403)
    })
  })
})

async function aCounter(kit: TestApp) {
  const shop = await aShop(kit)
  return { shop, browser: kit.as(shop.bharat) }
}

const namesIn = (html: string): string[] =>
  [...html.matchAll(/<tr id="p-[^>]*><th scope="row"><a [^>]*>([^<]*)<\/a>/g)].map(([, name = '']) => name)
const linkIn = (html: string, rel: 'next' | 'prev'): string =>
  (new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&')
