import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'puppeteer'
import t from 'tap'
import { inBusiness } from '../../../db/tenant.ts'
import { type TestApp, testApp } from '../../../testing/app.ts'
import { axeFaults, type Look, type TestBrowser, testBrowser } from '../../../testing/browser.ts'
import { testPassword } from '../../../testing/cast.ts'
import { text } from '../../../testing/html.ts'
import { aJewelCounter } from '../../../testing/jewel-counter.ts'
import { serve } from '../../../testing/serve.ts'
import { booksCheck } from '../../books/index.ts'

/** The jeweller of DOMAIN.md section 8: the necklace on the shelf, Meera with an address, and the board of the day. */
async function atTheCounter(kit: TestApp, url: string, chrome: TestBrowser, look: Look) {
  const shop = await aJewelCounter(kit)
  const { page, faults } = await chrome.open(look)
  await page.goto(`${url}/sign-in`)
  await page.type('[name=email]', shop.asha.email)
  await page.type('[name=password]', testPassword)
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
  await page.goto(`${url}/sales/new`, { waitUntil: 'load' })
  const read = async (selector: string) => text(await page.$eval(selector, (found) => found.outerHTML))
  const sees = async (selector: string, words: string) => {
    for (let tries = 0; tries < 400; tries++) {
      if ((await read(selector).catch(() => '')).includes(words)) return
      await delay(25)
    }
    throw new Error(`no "${words}" in ${selector}: ${await read('body')} ${faults.join(' ')}`)
  }
  return { shop, page, faults, read, sees }
}

/** As a hand types: what comes faster is a scanner's. */
const type = async (page: Page, selector: string, value: string) => {
  await page.focus(selector)
  await page.keyboard.type(value, { delay: 45 })
}

t.test('a jeweller at the counter', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)

  t.test('the worked bill by keys alone: necklace, old gold, UPI, the rest on the khata', async (t) => {
    const { shop, page, faults, read, sees } = await atTheCounter(kit, url, chrome, { screen: 'desk' })
    const began = performance.now()
    const { keyboard } = page
    await sees('.t-top', '12,400')
    await keyboard.type('N-2210\n')
    await sees('#lines', '3,45,831.00')
    await sees('#lines', '8,596.00')
    await sees('#money', '₹3,56,206')
    await keyboard.press('F2')
    await keyboard.type('meera')
    await sees('#people', 'Meera Shah')
    await keyboard.press('Enter')
    await keyboard.press('Enter')
    await sees('#who', 'Meera Shah')
    await keyboard.down('Alt')
    await keyboard.press('KeyG')
    await keyboard.up('Alt')
    await page.waitForSelector('#og-0-gross', { visible: true })
    await type(page, '#og-0-words', 'Bangles')
    await type(page, '#og-0-gross', '10')
    await type(page, '#og-0-dust', '0.2')
    await type(page, '#og-0-touch', '91')
    await type(page, '#og-0-melting', '2')
    await page.select('[name=og_id_kind]', 'aadhaar')
    await type(page, '[name=og_id]', '4321 8765 1234')
    await page.focus('[name=og_declared]')
    await keyboard.press('Space')
    await sees('#old', '1,16,679')
    await sees('#money', '₹2,39,527')
    await type(page, '#upi', '2,00,000')
    await keyboard.press('Enter')
    await sees('#money', '₹39,527')
    t.same(await axeFaults(page), [])
    await keyboard.down('Control')
    await keyboard.press('KeyA')
    await keyboard.up('Control')
    await page.waitForFunction(() => location.pathname !== '/sales/new', { timeout: 20_000 })
    t.ok(performance.now() - began < 60_000)
    t.match(await read('main'), 'is issued')
    const [invoice] = await kit.root('document').where({ business_id: shop.id, kind: 'invoice' })
    const [urd] = await kit.root('document').where({ business_id: shop.id, kind: 'urd-purchase' })
    t.match(invoice, {
      taxable_paise: 345_831_00n,
      cgst_paise: 5_187_47n,
      sgst_paise: 5_187_47n,
      total_paise: 356_206_00n,
    })
    t.equal(urd.total_paise, 116_679_00n)
    const items = await kit.root('open_item').where({ business_id: shop.id }).orderBy('kind')
    t.same(
      items.map(({ kind, amount, open_amount }) => [kind, amount, open_amount]),
      [
        ['bill', 156_206_00n, 39_527_00n],
        ['note', 116_679_00n, 0n],
      ],
    )
    t.match(await kit.root('piece').where({ business_id: shop.id, tag: 'N-2210' }), [
      { state: 'sold', document_id: invoice.id },
    ])
    const wrong = (await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))).filter(({ holds }) => !holds)
    t.same(wrong, [])
    t.same(faults, [])
  })

  t.test('the same by touch alone, amounts on the keypad', async (t) => {
    const { shop, page, faults, sees } = await atTheCounter(kit, url, chrome, { screen: 'touch' })
    const began = performance.now()
    const tap = async (selector: string) => {
      await page.waitForSelector(selector, { visible: true })
      // A finger waits until nothing moves under it.
      await page.waitForNetworkIdle({ idleTime: 120 })
      await page.$eval(selector, (element) => element.scrollIntoView({ block: 'center' }))
      await page.tap(selector)
    }
    const fill = async (selector: string, value: string) => {
      await tap(selector)
      await page.keyboard.type(value, { delay: 45 })
    }
    await fill('#scan', 'N-2210')
    await tap('#add')
    await sees('#lines', '3,45,831.00')
    await tap('#who > summary')
    await fill('#q', 'meera')
    await tap('#people [name=party_id]')
    await sees('#who', 'Meera Shah')
    await tap('#old > summary')
    await fill('#og-0-words', 'Bangles')
    await fill('#og-0-gross', '10')
    await fill('#og-0-dust', '0.2')
    await fill('#og-0-touch', '91')
    await fill('#og-0-melting', '2')
    await page.select('[name=og_id_kind]', 'aadhaar')
    await fill('[name=og_id]', '4321 8765 1234')
    await tap('[name=og_declared]')
    await sees('#money', '₹2,39,527')
    await tap('#upi')
    for (const digits of ['2', '00', '00', '0']) await tap(`.pad [value="${digits}"]`)
    await sees('#money', '₹39,527')
    await tap('#go [value=cash]')
    await page.waitForFunction(() => location.pathname !== '/sales/new', { timeout: 20_000 })
    t.ok(performance.now() - began < 60_000)
    const bills = await kit.root('document').where({ business_id: shop.id, kind: 'invoice' })
    t.match(bills, [{ total_paise: 356_206_00n }])
    t.same(faults, [])
  })
})
