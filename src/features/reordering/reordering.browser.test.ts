import t from 'tap'
import { testApp } from '../../testing/app.ts'
import { axeFaults, testBrowser } from '../../testing/browser.ts'
import { testPassword } from '../../testing/cast.ts'
import { aPurchaseShop } from '../../testing/purchase-shop.ts'
import { serve } from '../../testing/serve.ts'

t.test('what to order, in a browser', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)

  for (const look of [{ screen: 'desk' }, { screen: 'tablet' }, { screen: 'desk', hasScript: false }] as const)
    t.test(JSON.stringify(look), async (t) => {
      const shop = await aPurchaseShop(kit)
      const own = { business_id: shop.id, party_id: shop.supplierId, price_paise: 4600n, price_on: '2026-11-01' }
      const names = shop.itemIds.map((item_id) => ({ ...own, item_id, updated_at: shop.actor.at }))
      await kit.root('party_item').insert(names)
      await kit.root('item').where({ business_id: shop.id }).update({ low_stock_milli: 12_000n })
      const { page, faults } = await chrome.open(look)
      const press = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)])
      await page.goto(`${url}/sign-in`)
      await page.type('[name=email]', shop.asha.email)
      await page.type('[name=password]', testPassword)
      await press('main button[type=submit]')
      const hasScript = !('hasScript' in look)
      for (const path of ['/reorder/levels', '/reorder/classes', '/reorder']) {
        await page.goto(`${url}${path}`)
        if (hasScript) t.same(await axeFaults(page), [], path)
        const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
        t.notOk(isWider, path)
      }
      await press(`button[name=do][value="${shop.supplierId}"]`)
      t.match(page.url(), /\/purchases\/orders\/[0-9a-f-]{36}$/)
      t.match(await page.$eval('main', (main) => main.textContent), /Bharat Traders[\s\S]*Rice 2/)
      await page.goto(`${url}/reorder`)
      t.match(await page.$eval('main', (main) => main.textContent), /Nothing to order/)
      t.same(faults, [])
    })
})
