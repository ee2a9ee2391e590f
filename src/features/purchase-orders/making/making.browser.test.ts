import t from 'tap'
import { testApp } from '../../../testing/app.ts'
import { axeFaults, testBrowser } from '../../../testing/browser.ts'
import { testPassword } from '../../../testing/cast.ts'
import { aPurchaseShop } from '../../../testing/purchase-shop.ts'
import { serve } from '../../../testing/serve.ts'

t.test('an order in a browser', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)

  for (const look of [{ screen: 'desk' }, { screen: 'tablet' }, { screen: 'desk', hasScript: false }] as const)
    t.test(JSON.stringify(look), async (t) => {
      const shop = await aPurchaseShop(kit)
      const { page, faults } = await chrome.open(look)
      const press = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)])
      await page.goto(`${url}/sign-in`)
      await page.type('[name=email]', shop.asha.email)
      await page.type('[name=password]', testPassword)
      await press('main button[type=submit]')
      await page.goto(`${url}/purchases/orders/new`)
      await press('button[name=party]')
      const hasScript = !('hasScript' in look)
      if (hasScript) {
        await page.type('#scan', 'rice')
        await page.waitForSelector('#found button[name=pick_item]')
        t.same(await axeFaults(page), [])
        await press('#found button[name=pick_item]')
        await page.focus('#lines-0-quantity')
        await page.$eval('#lines-0-quantity', (field) => field instanceof HTMLInputElement && field.select())
        await page.keyboard.type('3')
        await page.keyboard.press('Tab')
        await page.waitForFunction(() =>
          document.querySelector('.po-sums .sum')?.parentElement?.textContent.includes('159.30'),
        )
      } else {
        await page.type('#scan', '3*rice')
        await press('button[name=do][value=add]')
        t.match(await page.$eval('.po-sums', (sums) => sums.textContent), '159.30')
      }
      await press('.saves button')
      t.match(page.url(), /\/purchases\/orders\/[0-9a-f-]{36}$/)
      t.match(await page.$eval('main', (main) => main.textContent), /PO\/26-27\/00001[\s\S]*159\.30/)
      if (hasScript) t.same(await axeFaults(page), [])
      t.same(faults, [])
    })
})
