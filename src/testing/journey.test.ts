import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'puppeteer'
import t, { type Test } from 'tap'
import { type TestApp, testApp } from './app.ts'
import { type Look, type TestBrowser, testBrowser, type WatchedPage } from './browser.ts'
import { aShop, type Shop, testPassword } from './cast.ts'
import { text } from './html.ts'
import { pdfPageSizes, pdfText } from './pdf.ts'
import { serve } from './serve.ts'

/** A day of the shop by a real browser: on a desk and on a tablet, with its script and without. */
t.test('the journey of a bill', { timeout: 240_000 }, async (t) => {
  const kit = await testApp(t)
  const missing = needed.filter((url) => !kit.app.hasRoute({ method: 'GET', url }))
  if (missing.length > 0) return t.comment(`not there yet: ${missing.join(', ')}`)
  const url = await serve(kit)
  const chrome = await testBrowser(t)
  for (const screen of ['desk', 'tablet'] as const)
    for (const hasScript of [true, false])
      t.test(`on a ${screen} ${hasScript ? 'with' : 'without'} a script`, { timeout: 100_000 }, (t) =>
        journey(t, { kit, url, chrome }, { screen, hasScript }),
      )
})

const needed = [
  '/sales/new',
  '/sales/:id/invoice.pdf',
  '/parties/:id/statement.pdf',
  '/payments/receipts/new',
  '/d/:token',
]

interface Stage {
  kit: TestApp
  url: string
  chrome: TestBrowser
}

async function journey(t: Test, { kit, url, chrome }: Stage, look: Look): Promise<void> {
  const shop = await aShop(kit, {
    name: 'Asha Stores',
    taxScheme: 'regular',
    gstin: '24AAACG2115R1ZN',
    address: '4 Ring Road',
    city: 'Surat',
    pin: '395002',
    upiVpa: 'asha@upi',
  })
  const watched = await chrome.open(look)
  const walk = walker(t, watched, url)

  await walk.open('/sign-in')
  await walk.fill({ email: shop.asha.email, password: testPassword })
  await walk.press('main form button[type=submit]')
  t.match(await walk.read(), 'Asha Stores')

  await walk.open('/parties/new')
  await walk.fill({ name: 'Meera Shah', phone: '98250 12345' })
  await walk.check('input[name=is_customer]')
  await walk.press('main form button[type=submit]')
  t.match(await walk.read(), /Meera Shah.*98250 12345/s)
  const party = await kit.root('party').where({ business_id: shop.id, name: 'Meera Shah' }).first('id')
  t.equal(walk.path(), `/parties/${party?.id}`)

  await walk.open('/items/new')
  await walk.fill({ name: 'Basmati rice', sale_price: '1,180.00', hsn: '1006' })
  await walk.choose('gst_class', 'Standard')
  await walk.fill({ [`opening.${shop.branchId}.quantity`]: '20', [`opening.${shop.branchId}.value`]: '16,000' })
  await walk.press('main form button[type=submit]')
  t.match(await walk.read(), /Basmati rice.*20/s)

  await walk.open(`/sales/new?party=${party?.id}`)
  t.match(await walk.read(), 'Meera Shah')
  await walk.fill({ scan: 'Basmati rice' })
  await walk.enter(() => walk.sees('#lines', 'Basmati rice'))
  await walk.fill({ 'lines.1.quantity': '2' })
  await walk.fill({ cash: '1000' })
  // The script sends what was changed when one leaves the field; without it a button does.
  if (look.hasScript) await walk.leave(() => walk.sees('#money', '1,360'))
  else await walk.act('#add', () => walk.sees('#money', '1,360'))
  t.match(await walk.read('#money'), /2,360.*1,360/s)
  await walk.press('#go button[value=khata]')
  const bill = await kit.root('document').where({ business_id: shop.id, kind: 'invoice' }).first()
  t.match(walk.path(), `/sales/${bill?.id}`)
  t.match(await walk.read(), /1,360/)
  t.match(bill, {
    state: 'issued',
    party_id: party?.id,
    total_paise: 2360_00n,
    cgst_paise: 180_00n,
    sgst_paise: 180_00n,
  })
  t.same(await openItems(kit, shop), [{ kind: 'bill', amount: 2360_00n - 1000_00n, open_amount: 1360_00n }])

  await walk.open(`/parties/${party?.id}`)
  t.match(await walk.read(), /1,360\.00/)

  await walk.open(`/payments/receipts/new?party=${party?.id}`)
  await walk.fill({ 'tenders.0.amount': '360' })
  await walk.press('.saves button[type=submit]')
  t.match(walk.path(), /^\/payments\/[0-9a-f-]{36}$/)
  t.match(await walk.read(), '360.00')
  t.match(await openItems(kit, shop), [
    { kind: 'bill', open_amount: 1000_00n },
    { kind: 'against', open_amount: 0n },
  ])

  await walk.open(`/sales/${bill?.id}`)
  const invoice = await walk.paper('a[href$="/invoice.pdf"]', `/sales/${bill?.id}/invoice.pdf`)
  t.match(invoice.sizes, [{ widthMm: 210, heightMm: 297 }])
  t.match(invoice.words, /Asha Stores/)
  t.match(invoice.words, /Meera Shah/)
  t.match(invoice.words, /2,360\.00/)
  t.match(invoice.words, bill?.number)

  const statement = await walk.paper('', `/parties/${party?.id}/statement.pdf`)
  t.match(statement.words, /Meera Shah/)
  t.match(statement.words, /1,000\.00/)

  await duesLink(t, { kit, url, chrome }, { look, walk, partyId: party?.id ?? '' })
  t.same(watched.faults, [])
  t.equal((await kit.as(shop.asha).get('/books/check')).statusCode, 200)
}

/** Made from the khata, and opened by the customer's own browser, who is not signed in. */
async function duesLink(
  t: Test,
  { chrome }: Stage,
  { look, walk, partyId }: { look: Look; walk: Walker; partyId: string },
): Promise<void> {
  await walk.open(`/parties/${partyId}/dues-link`)
  await walk.press('form[action$="/dues-link"] button[type=submit]')
  const [link = ''] = /https?:\/\/[^\s"'<>]+\/d\/[\w-]{43}/.exec(await walk.html()) ?? []
  t.match(link, /\/d\/[\w-]{43}$/)
  const customer = await chrome.open({ ...look, screen: 'phone' })
  const seen = walker(t, customer, new URL(walk.url()).origin)
  await seen.open(new URL(link).pathname)
  t.match(await seen.read('body'), /1,000\.00/)
  t.notMatch(await seen.read('body'), '98250 12345', 'a phone is masked')
  t.same(customer.faults, [])
}

const openItems = ({ root }: TestApp, { id }: Shop): Promise<unknown[]> =>
  root('open_item').where({ business_id: id }).orderBy('id').select('kind', 'amount', 'open_amount')

type Walker = ReturnType<typeof walker>

/** What a person does at a page, with or without a script. */
function walker(t: Test, { page, faults }: WatchedPage, origin: string) {
  const read = async (selector = 'body') => text(await page.$eval(selector, (found) => found.outerHTML))
  const until = async (what: string, isDone: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      // While one page makes way for the next there is nothing to ask.
      if (await isDone().catch(() => false)) return
      await delay(50)
    }
    throw new Error(`${what} on ${page.url()}: ${(await read()).slice(0, 600)} ${faults.join(' ')}`)
  }
  /** Presses what leads to another page; one that only changes its address is still the same. */
  const press = async (selector: string) => {
    await page.evaluate(() => document.documentElement.setAttribute('data-left', ''))
    await page.click(selector)
    await until(selector, () =>
      page.evaluate(() => document.readyState === 'complete' && !document.documentElement.hasAttribute('data-left')),
    )
  }
  const sees = async (selector: string, words: string): Promise<boolean> => (await read(selector)).includes(words)
  return {
    read,
    press,
    sees,
    html: () => page.content(),
    url: () => page.url(),
    path: () => new URL(page.url()).pathname,
    open: (path: string) => page.goto(`${origin}${path}`, { waitUntil: 'load' }),
    fill: async (fields: Record<string, string>) => {
      for (const [name, words] of Object.entries(fields)) await type(page, `[name="${name}"]`, words)
    },
    check: async (selector: string) => {
      if (!(await page.$eval(selector, (box) => box.matches(':checked')))) await page.click(selector)
    },
    choose: async (name: string, words: string) => {
      const options = await page.$$eval(`select[name="${name}"] option`, (all) =>
        all.map((one) => ({ words: one.textContent ?? '', value: one.getAttribute('value') ?? '' })),
      )
      await page.select(`select[name="${name}"]`, options.find((option) => option.words.includes(words))?.value ?? '')
    },
    /** Presses what changes the page, in place or by loading it anew, and waits for what it should say. */
    act: async (selector: string, isDone: () => Promise<boolean>) => {
      await page.click(selector)
      await until(selector, isDone)
    },
    enter: async (isDone: () => Promise<boolean>) => {
      await page.keyboard.press('Enter')
      await until('Enter', isDone)
    },
    leave: async (isDone: () => Promise<boolean>) => {
      await page.keyboard.press('Tab')
      await until('leaving a field', isDone)
    },
    /** The paper behind a link of this page, as the person's browser gets it. */
    paper: async (selector: string, path: string) => {
      if (selector) t.ok(await page.$(selector), `${page.url()} leads to ${path}`)
      const cookie = (await page.browserContext().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      const answer = await fetch(`${origin}${path}`, { headers: { cookie } })
      t.match(answer.headers.get('content-type'), 'application/pdf', path)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      return { words: (await pdfText(bytes)).join('\n'), sizes: await pdfPageSizes(bytes) }
    },
  }
}

async function type(page: Page, selector: string, words: string): Promise<void> {
  await page.$eval(selector, (field) => {
    for (let box = field.closest('details'); box; box = box.parentElement?.closest('details') ?? null) box.open = true
  })
  await page.click(selector, { count: 3 })
  await page.keyboard.press('Backspace')
  await page.type(selector, words)
}
