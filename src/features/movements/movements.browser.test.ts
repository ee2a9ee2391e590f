import type { Page } from 'puppeteer'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { axeFaults, type Look, testBrowser } from '../../testing/browser.ts'
import { aMember } from '../../testing/cast.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { serve } from '../../testing/serve.ts'
import { booksCheck } from '../books/index.ts'

const tags = [
  { tag: 'N-1', huid: '' },
  { tag: 'N-2', huid: '' },
]

t.test('goods move in a browser', async (t) => {
  const kit = await testApp(t)
  const base = await serve(kit)
  const { open } = await testBrowser(t)

  const aShop = async () => {
    const shop = await aJewelShop(kit, tags)
    const { registration_id } = await kit.root('branch').where({ id: shop.branchId }).first()
    const to = newId()
    await kit
      .root('branch')
      .insert({ business_id: shop.id, id: to, name: 'Ring Road', code: 'RR', state: '24', registration_id })
    return { ...shop, to }
  }
  const enter = async (person: Parameters<typeof kit.as>[0], look: Look) => {
    const watched = await open(look)
    const [name = '', value = ''] = (await kit.as(person).cookie()).split('=')
    await watched.page.browserContext().setCookie({ name, value, domain: new URL(base).hostname, path: '/' })
    return watched
  }
  // Without a script axe cannot run either.
  const fits = async (page: Page, what: string, hasScript = true) => {
    if (hasScript) t.same(await axeFaults(page), [], what)
    t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} fits`)
  }
  /** Scrolled out from under the bar at the foot of a phone, as a thumb does. */
  const press = async (page: Page, selector: string) => {
    await page.$eval(selector, (button) => button.scrollIntoView({ block: 'center' }))
    await Promise.all([page.waitForNavigation(), page.click(selector)])
  }
  const scan = async (page: Page, code: string) => {
    await page.type('#scan', code)
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  }
  const said = (page: Page) => page.evaluate(() => document.querySelector('main')?.textContent ?? '')
  const holds = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter((point) => !point.holds)

  for (const [screen, hasScript] of [
    ['desk', true],
    ['tablet', true],
    ['phone', true],
    ['phone', false],
  ] as const)
    t.test(`a transfer on a ${screen}${hasScript ? '' : ' without a script'}`, async (t) => {
      const shop = await aShop()
      const { page, faults, goto } = await enter(shop.asha, { screen, hasScript })
      await goto(`${base}/stock/transfers/new`)
      await page.select('#to-branch', shop.to)
      await scan(page, 'N-1')
      t.match(await said(page), /N-1/)
      if (hasScript) t.equal(await page.evaluate(() => document.activeElement?.id), 'scan', 'the next scan goes there')
      await scan(page, 'N-9')
      await fits(page, 'a tag that is not there', hasScript)
      await page.click('#scan', { count: 3 })
      await scan(page, 'N-2')
      await fits(page, 'two scanned', hasScript)
      await press(page, '.saves .btn-primary')
      const here = page.url()
      t.match(await said(page), /In transit/)
      await fits(page, 'on the way', hasScript)
      await goto(`${here}/receive`)
      t.notMatch(await said(page), /N-1/, 'counted blind')
      await page.type('#tags', 'N-1\nN-2')
      await fits(page, 'counting in', hasScript)
      await press(page, '.saves .btn-primary')
      t.match(await said(page), /Received/)
      t.same(await holds(shop.id), [])
      t.same(faults, [])
    })

  t.test('a correction of a keeper, approved by the owner', async (t) => {
    const shop = await aShop()
    await kit.as(shop.asha).post('/stock/adjustments/limit', { limit: '100' })
    const keeper = await aMember(kit, shop, 'stock-keeper')
    const asked = await enter(keeper, { screen: 'phone' })
    await asked.goto(`${base}/stock/adjustments/new`)
    await scan(asked.page, 'N-1')
    await asked.page.select('#lines-0-reason', 'theft')
    await fits(asked.page, 'asking')
    await press(asked.page, '.saves .btn-primary')
    t.match(await said(asked.page), /waits for someone else/)
    const { page, faults, goto } = await enter(shop.asha, { screen: 'tablet' })
    await goto(asked.page.url())
    await fits(page, 'waiting')
    await press(page, 'form[action$="/approve"] button, button[formaction$="/approve"]')
    t.match(await kit.root('piece').where({ business_id: shop.id, tag: 'N-1' }).first(), { state: 'missing' })
    t.same([...asked.faults, ...faults], [])
  })

  t.test('pieces come back from the hallmark centre on a phone', async (t) => {
    const shop = await aShop()
    const party = newId()
    const own = { business_id: shop.id, created_at: kit.clock(), updated_at: kit.clock() }
    await kit.root('party').insert({ ...own, id: party, name: 'Surat Assay', state: '24', is_supplier: true })
    const { page, faults, goto } = await enter(shop.asha, { screen: 'phone' })
    await goto(`${base}/stock/hallmarks/new?party=${party}`)
    await scan(page, 'N-1')
    await scan(page, 'N-2')
    await fits(page, 'sending')
    await press(page, '.saves .btn-primary')
    await goto(`${page.url()}/receive`)
    await page.type('#lines-1-huid', 'AA1111')
    await page.type('#lines-2-rejected', 'Under 22K')
    await fits(page, 'coming back')
    await press(page, '.saves .btn-primary')
    t.match(await said(page), /AA1111/)
    t.match(await kit.root('piece').where({ business_id: shop.id, tag: 'N-1' }).first(), { huid: 'AA1111' })
    t.same(faults, [])
  })
})
