import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'puppeteer'
import t from 'tap'
import { testApp } from '../../testing/app.ts'
import { axeFaults, testBrowser } from '../../testing/browser.ts'
import { testPassword } from '../../testing/cast.ts'
import { text } from '../../testing/html.ts'
import { aPriceShop } from '../../testing/price-shop.ts'
import { serve } from '../../testing/serve.ts'

const signIn = async (page: Page, url: string, email: string): Promise<void> => {
  await page.goto(`${url}/sign-in`)
  await page.type('[name=email]', email)
  await page.type('[name=password]', testPassword)
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
}

const sees = async (page: Page, selector: string, words: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const shown = await page.$eval(selector, (found) => found.outerHTML).catch(() => '')
    if (text(shown).includes(words)) return
    await delay(25)
  }
  throw new Error(`no "${words}" in ${selector}: ${text(await page.content())}`)
}

const write = async (page: Page, selector: string, words: string): Promise<void> => {
  await page.click(selector, { count: 3 })
  await page.keyboard.type(words)
}

t.test('price lists at the counter in a browser', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)

  t.test('customer and quantity move the price, what is typed stays', async (t) => {
    const shop = await aPriceShop(kit)
    const { page, faults } = await chrome.open({})
    await signIn(page, url, shop.asha.email)
    await page.goto(`${url}/sales/new?party=${shop.partyId}`, { waitUntil: 'load' })
    await write(page, '#scan', '8901000000011')
    await page.keyboard.press('Enter')
    await sees(page, '#lines', 'Wholesale 2026; usual price ₹118.00')
    const price = () => page.$eval('#lines-1-price', (found) => (found instanceof HTMLInputElement ? found.value : ''))
    t.equal(await price(), '110.00')
    await write(page, '#lines-1-quantity', '12')
    await sees(page, '#money', 'To pay ₹1,200')
    t.equal(await price(), '100.00')
    await write(page, '#lines-1-price', '99')
    await sees(page, '#money', 'To pay ₹1,188')
    await write(page, '#lines-1-quantity', '2')
    await sees(page, '#money', 'To pay ₹198')
    t.equal(await price(), '99')
    t.same(await axeFaults(page), [])
    t.same(faults, [])
  })

  t.test('without a script too', async () => {
    const shop = await aPriceShop(kit)
    const { page } = await chrome.open({ hasScript: false })
    await signIn(page, url, shop.asha.email)
    await page.goto(`${url}/sales/new?party=${shop.partyId}`)
    const scan = async (words: string) => {
      await write(page, '#scan', words)
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    }
    await scan('8901000000011')
    await sees(page, '#money', 'To pay ₹110')
    await scan('11*8901000000011')
    await sees(page, '#money', 'To pay ₹1,200')
    await write(page, '#lines-1-price', '99')
    await scan('8901000000011')
    await sees(page, '#money', 'To pay ₹1,287')
  })

  t.test('the pages have no faults, wide and narrow', async (t) => {
    const shop = await aPriceShop(kit)
    const { page, faults } = await chrome.open({})
    await signIn(page, url, shop.asha.email)
    const change = new URLSearchParams({
      of: 'all',
      price: 'sale',
      kind: 'percent',
      by: '35',
      rounding: 'x9',
      show: 'yes',
    })
    for (const path of [
      '',
      `/${shop.listId}`,
      '/new',
      `/ask?item=Rice&party=Meera&quantity=12`,
      '/groups',
      `/changes/new?${change}`,
      '/labels',
    ]) {
      await page.goto(`${url}/price-lists${path}`, { waitUntil: 'load' })
      t.same(await axeFaults(page), [], path)
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      t.equal(over, 0, `${path} fits`)
    }
    t.same(faults, [])
  })
})
