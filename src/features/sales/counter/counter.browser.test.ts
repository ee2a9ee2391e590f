import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'puppeteer'
import t from 'tap'
import { inBusiness } from '../../../db/tenant.ts'
import { type TestApp, testApp } from '../../../testing/app.ts'
import { axeFaults, type Look, type TestBrowser, testBrowser } from '../../../testing/browser.ts'
import { testPassword } from '../../../testing/cast.ts'
import { aGoodsShop, rs } from '../../../testing/goods-shop.ts'
import { text } from '../../../testing/html.ts'
import { serve } from '../../../testing/serve.ts'

/** Rice and tea at the counter of a fresh shop, and Asha signed in before it. */
async function atTheCounter(kit: TestApp, url: string, chrome: TestBrowser, look: Look) {
  const shop = await aGoodsShop(kit, { items: 2, business: { upiVpa: 'asha@okbank' } })
  const [rice = '', tea = ''] = shop.itemIds
  await inBusiness(kit.db, shop.id, async (tx) => {
    await tx('item')
      .where({ id: rice })
      .update({ sale_price_paise: rs('118'), barcode: '8901000000011' })
    await tx('item')
      .where({ id: tea })
      .update({ name: 'Tea', sale_price_paise: rs('285'), barcode: '8901000000028' })
  })
  const { page, faults } = await chrome.open(look)
  await page.goto(`${url}/sign-in`)
  await page.type('[name=email]', shop.asha.email)
  await page.type('[name=password]', testPassword)
  await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
  await page.goto(`${url}/sales/new`, { waitUntil: 'load' })
  const read = async (selector: string) => text(await page.$eval(selector, (found) => found.outerHTML))
  const sees = async (selector: string, words: string) => {
    // Beside other browsers on a busy machine three scans take seconds.
    for (let tries = 0; tries < 800; tries++) {
      if ((await read(selector).catch(() => '')).includes(words)) return
      await delay(25)
    }
    throw new Error(`no "${words}" in ${selector}: ${await read('body')} ${faults.join(' ')}`)
  }
  const value = (selector: string) =>
    page.$eval(selector, (field) => (field instanceof HTMLInputElement ? field.value : ''))
  return { shop, rice, tea, page, faults, read, sees, value }
}

/**
 * As a scanner types: every key at once, with Enter behind it or not. Keys that wait for each other come too slowly, and beside
 * other browsers some that do not as well: each says itself that it came a millisecond after the one before.
 */
async function scan(page: Page, code: string, { hasEnter = true } = {}): Promise<void> {
  const client = await page.createCDPSession()
  const from = Date.now()
  const press = (key: string, text: string, at: number) => {
    const timestamp = (from + at) / 1000
    return [
      client.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, text, timestamp }),
      client.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, timestamp }),
    ]
  }
  const keys = [...code].flatMap((sign, at) => press(sign, sign, at))
  await Promise.all([...keys, ...(hasEnter ? press('Enter', '\r', code.length) : [])])
  await client.detach()
}

t.test('the counter in a browser', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)
  const documents = (businessId: string) => kit.root('document').where({ business_id: businessId })

  t.test('a bill on part credit by scans and keys', async (t) => {
    const { shop, page, faults, sees, value, read } = await atTheCounter(kit, url, chrome, {})
    await scan(page, '8901000000011')
    await sees('#lines', '1 item')
    // Faster than the answers come, and without Enter.
    await scan(page, '8901000000011')
    await scan(page, '8901000000028')
    await delay(120)
    await scan(page, '8901000000011', { hasEnter: false })
    await sees('#money', 'To pay ₹639')
    t.equal(await value('#lines-1-quantity'), '3')
    t.equal(await value('#scan'), '')
    t.match(page.url(), /\/sales\/new\?draft=/)

    await page.click('#lines-2-quantity')
    await delay(60)
    await scan(page, '8901000000011')
    await sees('#money', 'To pay ₹757')
    t.equal(await value('#lines-2-quantity'), '1', 'a scan never lands in a quantity')
    t.equal(await page.evaluate(() => document.activeElement?.id), 'scan')

    await page.click('#lines-2-quantity')
    await page.keyboard.press('Delete')
    await page.keyboard.type('2', { delay: 50 })
    await page.keyboard.press('Enter')
    await sees('#money', 'To pay ₹1,042')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Delete')
    await sees('#money', 'To pay ₹570')

    await page.keyboard.press('F2')
    await page.keyboard.type('mee', { delay: 50 })
    await sees('#people', 'Meera')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await sees('#who summary', 'Meera')
    await sees('#go', 'Khata')

    for (const key of ['2', '00', '2', 'del']) await page.click(`.pad [name=key][value="${key}"]`)
    await sees('#money', 'On khata ₹370')
    t.equal(await value('#cash'), '200')
    t.same(await axeFaults(page), [])

    await page.click('.tender [data-opens=upi-box]')
    await sees('#upi-box', 'to asha@okbank ₹370.00')
    await page.keyboard.press('Escape')

    await Promise.all([page.waitForNavigation(), chord(page, 'Control', 'a')])
    t.match(await documents(shop.id), [{ total_paise: rs('570'), party_id: shop.partyId }])
    t.match(await kit.root('open_item').where({ business_id: shop.id }), [{ open_amount: rs('370') }])
    t.match(await read('body'), 'is issued')
    t.same(faults, [])
  })

  t.test('the same without a script', async (t) => {
    const { shop, page, faults, sees } = await atTheCounter(kit, url, chrome, { hasScript: false })
    const submit = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)])
    await page.type('#scan', '2*rice')
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await sees('#money', 'To pay ₹236')
    await page.click('#who summary')
    await page.type('#q', 'meera')
    await submit('[name=do][value=find]')
    await submit('[name=party_id]')
    await sees('#who summary', 'Meera')
    await submit('.pad [value=note-500]')
    await sees('#money', 'Give back ₹264')
    await page.$eval('#cash', (field) => field.setAttribute('value', '36'))
    await submit('#go [value=khata]')
    t.match(await documents(shop.id), [{ total_paise: rs('236'), party_id: shop.partyId }])
    t.match(await kit.root('open_item').where({ business_id: shop.id }), [{ open_amount: rs('200') }])
    t.same(faults, [])
  })

  t.test('a lost net keeps the scan, and Retry sends it', async (t) => {
    const { page, sees, value } = await atTheCounter(kit, url, chrome, {})
    await scan(page, '8901000000011')
    await sees('#money', 'To pay ₹118')
    await page.setOfflineMode(true)
    await scan(page, '8901000000028')
    await page.waitForSelector('#net.lost')
    t.equal(await value('#scan'), '8901000000028')
    await page.setOfflineMode(false)
    await page.click('[data-retry]')
    await sees('#money', 'To pay ₹403')
    t.equal(await value('#scan'), '')

    await page.setOfflineMode(true)
    for (const code of ['8901000000028', '8901000000011']) await scan(page, code)
    await page.waitForSelector('#net.lost')
    await page.setOfflineMode(false)
    await scan(page, '8901000000011')
    await sees('#money', 'To pay ₹924')
    t.equal(await value('#scan'), '', 'what was scanned meanwhile followed, each by itself')
  })

  t.test('scans into a session that has ended follow after signing in', async (t) => {
    const { shop, page, faults, sees, value } = await atTheCounter(kit, url, chrome, {})
    await scan(page, '8901000000011')
    await sees('#money', 'To pay ₹118')
    const cookies = await page.browserContext().cookies()
    await page.browserContext().deleteCookie(...cookies)
    // The second one comes before the first one's answer has taken the page away.
    await page.emulateNetworkConditions({ download: -1, upload: -1, latency: 400 })
    for (const code of ['8901000000028', '8901000000011']) await scan(page, code)
    await page.waitForSelector('[name=password]')
    await page.emulateNetworkConditions(null)
    await page.type('[name=email]', shop.asha.email)
    await page.type('[name=password]', testPassword)
    await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
    await sees('#money', 'To pay ₹521')
    t.equal(await value('#scan'), '')
    await page.reload()
    await sees('#money', 'To pay ₹521')
    t.same(faults, [], 'and only once')
  })

  t.test('without Enter a code ends with a silence, short where the scanner is fast', async (t) => {
    const { page, sees } = await atTheCounter(kit, url, chrome, {})
    await scan(page, '8901000000011')
    await sees('#lines', '1 item')
    t.same(await page.evaluate(silencesAfter, [1]), [200], 'who sends Enter is not hurried')
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    const silences = await page.evaluate(silencesAfter, [1, 8, 30, 90, 1])
    t.same(silences, [100, 100, 180, 200, 100], 'a pause inside a code counts for that code')
  })

  t.test("a key of one's own holds the bill, and the hint says so", async (t) => {
    const { shop, page, faults, sees } = await atTheCounter(kit, url, chrome, { screen: 'desk' })
    await kit
      .root('app_user')
      .where({ id: shop.asha.id })
      .update({ keys: JSON.stringify({ 'Alt+H': 'Alt+X' }) })
    await page.goto(`${url}/sales/new`, { waitUntil: 'load' })
    await sees('.t-top', 'Alt X')
    await scan(page, '8901000000011')
    await sees('#lines', 'Rice')
    await page.keyboard.down('Alt')
    await page.keyboard.press('KeyH')
    await page.keyboard.press('KeyX')
    await page.keyboard.up('Alt')
    await sees('.t-top', 'Held bills · 1')
    t.same(faults, [])
  })

  t.test('three scans and one key are a cash bill, and its slip', async (t) => {
    const { shop, page, faults, sees } = await atTheCounter(kit, url, chrome, { screen: 'desk' })
    for (const code of ['8901000000011', '8901000000028', '8901000000011']) await scan(page, code)
    await sees('#money', '₹521')
    await page.keyboard.down('Control')
    await page.keyboard.press('KeyA')
    await page.keyboard.up('Control')
    await page.waitForFunction(() => location.pathname.endsWith('/receipt'), { timeout: 20_000 })
    t.match(await documents(shop.id), [{ total_paise: rs('521') }])
    t.same(faults, [])
  })

  t.test('held by its key, and taken up again', async () => {
    const { page, sees } = await atTheCounter(kit, url, chrome, {})
    await scan(page, '8901000000011')
    await sees('#money', 'To pay ₹118')
    await Promise.all([page.waitForNavigation(), chord(page, 'Alt', 'h')])
    await sees('body', 'The bill is held')
    await Promise.all([page.waitForNavigation(), chord(page, 'Alt', 'r')])
    await Promise.all([page.waitForNavigation(), page.click('.facts .acts a')])
    await sees('#money', 'To pay ₹118')
  })
})

async function chord(page: Page, held: 'Alt' | 'Control', key: 'a' | 'h' | 'r'): Promise<void> {
  await page.keyboard.down(held)
  await page.keyboard.press(key)
  await page.keyboard.up(held)
}

/** Runs in the page: how long it waits for more after a code whose keys come so many milliseconds apart, for each in turn. */
function silencesAfter(gaps: number[]): number[] {
  const box = document.querySelector('#scan')
  if (!(box instanceof HTMLInputElement)) throw new Error('no box to scan into')
  const { setTimeout: later } = window
  let waited = 0
  Object.assign(window, {
    setTimeout: (_work: unknown, ms: number) => {
      waited = ms
      return 0
    },
  })
  let at = performance.now() + 1000
  const press = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    Object.defineProperty(event, 'timeStamp', { value: at })
    box.dispatchEvent(event)
  }
  const silences = gaps.map((gap) => {
    at += 1000
    for (const sign of '8901000000011') {
      at += gap
      press(sign)
    }
    return waited
  })
  press('Escape')
  Object.assign(window, { setTimeout: later })
  box.value = ''
  return silences
}
