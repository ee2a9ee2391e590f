import type { Page } from 'puppeteer'
import t, { type Test } from 'tap'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { axeFaults, type Look, testBrowser } from '../../testing/browser.ts'
import { aShop } from '../../testing/cast.ts'
import { aDue, aParty, faultsOf, openOf } from '../../testing/dues.ts'
import { serve } from '../../testing/serve.ts'

t.test('entries by the keys alone, in a browser', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t)
  const shop = await aShop(kit)
  const meera = await aParty(kit, shop)
  await aDue(kit, shop, meera, { amount: '100' })
  const url = await serve(kit)
  const [name = '', value = ''] = (await kit.as(shop.asha).cookie()).split('=')

  /** A page of the entry, where nobody touches a mouse. */
  async function opened(t: Test, path: string, look: Look = {}) {
    const { open } = await testBrowser(t)
    const watched = await open(look)
    await watched.page.browserContext().setCookie({ name, value, domain: new URL(url).hostname, path: '/' })
    await watched.goto(`${url}${path}`)
    const { page } = watched
    const type = (text: string) => page.keyboard.type(text)
    const key = async (...keys: Parameters<Page['keyboard']['press']>[0][]) => {
      for (const one of keys) await page.keyboard.press(one)
    }
    const arrive = (work: Promise<unknown>) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), work])
    const pick = async (text: string, ref: string) => {
      await type(text)
      await page.waitForSelector(`#name-list [aria-selected=true][data-text="${ref}"]`)
      await key('Enter')
    }
    return { ...watched, type, key, arrive, pick, said: () => page.$eval('.v-said', (one) => one.textContent.trim()) }
  }

  t.test('a journal: F7, names as one types, the missing amount offered, Ctrl+A', async (t) => {
    const { page, faults, type, key, arrive, pick, said } = await opened(t, '/vouchers')
    await arrive(key('F7'))
    await pick('oth inc', 'Other Income')
    await key('Enter')
    await type('1,250.5')
    t.equal(await said(), 'Credit is 1,250.50 more')
    await key('Enter')
    await pick('mee', 'Meera Shah')
    t.equal(await focused(page), 'lines.1.as')
    await key('Enter')
    t.equal(await focused(page), 'lines.1.debit')
    t.equal(await valueIn(page, '[name="lines.1.debit"]'), '1,250.50', 'the missing amount is offered')
    await type('1000')
    t.equal(await said(), 'Credit is 250.50 more')
    await key('Enter')
    await pick('ren', 'Rent')
    t.equal(await valueIn(page, '[name="lines.2.debit"]'), '250.50')
    t.equal(await said(), 'Both sides are equal')
    await key('Enter')
    t.equal(await focused(page), 'lines.3.name')
    await key('Enter')
    t.equal(await focused(page), 'narration', 'an empty line ends the lines')
    await type('Interest and more')
    await page.keyboard.down('Control')
    await arrive(key('a'))
    await page.keyboard.up('Control')
    const shown = await page.$eval('main', (main) => main.textContent)
    t.match(shown, /JV\/26-27\/00001 is saved: ₹1,250\.50/)
    t.match(shown, /Interest and more/)
    t.same(await openOf(kit, shop, meera), ['B1 100', 'on-account 1000'])
    t.same(faults, [])
    await arrive(key('F7'))
    t.match(page.url(), /kind=journal/, 'and the next one by the same key')
  })

  t.test('arrows choose among names, Escape leaves them, and more lines come by themselves', async (t) => {
    const { page, faults, type, key } = await opened(t, '/vouchers/new?kind=payment')
    t.equal(await focused(page), 'lines.0.name')
    await type('c')
    await page.waitForSelector('#name-list [aria-selected=true]')
    const first = await page.$eval('#name-list [aria-selected=true]', (one) => one.textContent)
    await key('ArrowDown')
    t.not(await page.$eval('#name-list [aria-selected=true]', (one) => one.textContent), first)
    await key('Escape')
    t.equal(await page.$('#name-list'), null)
    await page.focus('[name="lines.5.debit"]')
    await type('5')
    await key('Enter')
    t.equal(await focused(page), 'lines.6.name')
    t.equal(await valueIn(page, '[name=rows]'), '7')
    t.same(faults, [])
  })

  t.test('a credit note sums its tax and offers the bills of whom one chose', async (t) => {
    const { page, faults, type, pick } = await opened(t, '/vouchers/new?kind=credit-note')
    await pick('meera', 'Meera Shah')
    await page.waitForSelector('#tax [name=against]')
    await page.focus('[name=taxable]')
    await type('50')
    await page.select('[name=rate]', '0')
    await page.waitForFunction(() => document.querySelector('#tax')?.textContent.includes('50.00'))
    t.match(await page.$eval('#tax', (tax) => tax.textContent), /B1 of 1 Nov 2026, open 100\.00/)
    // A request that another one replaced is no fault.
    t.same(
      faults.filter((fault) => !fault.endsWith('ERR_ABORTED')),
      [],
    )
  })

  for (const screen of ['desk', 'phone'] as const) {
    t.test(`axe finds nothing on a ${screen}, the names open too`, async (t) => {
      const { page, goto, faults, type } = await opened(t, '/vouchers/new?kind=journal', { screen })
      await type('c')
      await page.waitForSelector('#name-list [aria-selected=true]')
      t.same(await axeFaults(page), [])
      for (const path of [
        '/vouchers',
        '/vouchers/new?kind=expense',
        '/vouchers/new?kind=debit-note',
        '/vouchers/templates',
      ]) {
        await goto(`${url}${path}`)
        t.same(await axeFaults(page), [], path)
        const [wide, full] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
        t.ok((wide ?? 0) <= (full ?? 0), `${path} fits its screen`)
      }
      t.same(faults, [])
    })
  }

  t.test('and without a script all of it by plain forms', async (t) => {
    const { page, type, arrive } = await opened(t, '/vouchers/new?kind=contra', { hasScript: false })
    await page.focus('[name="lines.0.name"]')
    await type('bank')
    await page.focus('[name="lines.0.debit"]')
    await type('20')
    await arrive(page.click('#add-line'))
    t.equal((await page.$$('[data-line]')).length, 7)
    await page.focus('[name="lines.6.name"]')
    await type('cash')
    await page.focus('[name="lines.6.credit"]')
    await type('20')
    await arrive(page.click('.saves [type=submit]'))
    t.match(await page.$eval('main', (main) => main.textContent), /CV\/26-27\/00001 is saved/)
  })

  t.test('the books hold', async (t) => {
    t.same(await faultsOf(kit, shop), [])
    const made = await inBusiness(kit.db, shop.id, (tx) => tx('voucher_entry').where({ business_id: shop.id }))
    t.equal(made.length, 2)
  })
})

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('name') ?? '')

const valueIn = (page: Page, selector: string): Promise<string> =>
  page.evaluate((asked) => {
    const field = document.querySelector(asked)
    return field instanceof HTMLInputElement ? field.value : ''
  }, selector)
