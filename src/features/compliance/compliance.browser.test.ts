import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { axeFaults, testBrowser } from '../../testing/browser.ts'
import { testPassword } from '../../testing/cast.ts'
import { aGoodsShop, cash, rs, walkIn } from '../../testing/goods-shop.ts'
import { text } from '../../testing/html.ts'
import { serve } from '../../testing/serve.ts'
import { issueOnce } from '../sales/index.ts'

t.test('cash limits in a browser', { timeout: 180_000 }, async (t) => {
  const kit = await testApp(t)
  const url = await serve(kit)
  const chrome = await testBrowser(t)
  const shop = await aGoodsShop(kit, { kind: 'service', business: { kind: 'jeweller' } })
  const sell = (price: string, more: object = {}) => {
    const bill = shop.bill({ lines: [{ ...shop.line(), price: rs(price) }], tenders: [cash(price)], ...more })
    return issueOnce(kit.db, shop.id, bill, shop.actor)
  }
  await sell('165000')
  await sell('60000').catch(() => undefined)
  await sell('250000', { buyer: { ...walkIn, name: 'Ravi Patel', address: 'Surat', state: '24' } }).catch(
    () => undefined,
  )

  for (const screen of ['desk', 'phone'] as const) {
    t.test(`the pages are for everyone, ${screen}`, async (t) => {
      const { page, faults } = await chrome.open({ screen })
      await page.goto(`${url}/sign-in`)
      await page.type('[name=email]', shop.asha.email)
      await page.type('[name=password]', testPassword)
      await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
      for (const path of ['/compliance', '/compliance/rules', '/reports/large-cash', '/reports/form-60']) {
        await page.goto(url + path, { waitUntil: 'load' })
        t.same(await axeFaults(page), [], path)
      }
      const draft = { id: newId(), name: 'Ravi Patel', 'lines.1.item': shop.itemIds[0] ?? '', 'lines.1.quantity': '1' }
      const kept = { ...draft, 'lines.1.price': '250000', cash: '165000' }
      await kit.as(shop.asha).post(`/sales/drafts/${draft.id}`, kept)
      await page.goto(`${url}/sales/new?draft=${draft.id}`, { waitUntil: 'load' })
      t.match(text(await page.$eval('#kyc', (found) => found.outerHTML)), 'PAN of the buyer')
      t.match(text(await page.$eval('#money', (found) => found.outerHTML)), 'Only ₹34,999 more cash today')
      t.same(await axeFaults(page), [])
      t.same(faults, [])
    })
  }
})
