import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { makeDemo } from '../seeds/demo.ts'
import { inBusiness } from '../src/db/tenant.ts'
import { linkTokens, makeDuesLink } from '../src/features/portal/index.ts'
import { type TestApp, testApp } from '../src/testing/app.ts'
import { testBrowser } from '../src/testing/browser.ts'
import { serve } from '../src/testing/serve.ts'
import { buildAssets } from './build-assets.ts'
import { freshServer, prepareTemplate } from './test-server.ts'

/** Takes the pictures of the README from the demo: node scripts/screenshots.ts */
const folder = join(import.meta.dirname, '../docs/screenshots')
const mostBytes = 200 * 1024

// The packaged browser has no fonts of the system, and so no rupee sign on a screen.
const systems = '/usr/bin/chromium'
if (existsSync(systems)) process.env['CHROMIUM_PATH'] ??= systems

const ends: (() => Promise<unknown>)[] = []
await buildAssets()
const server = await freshServer()
process.env['TEST_DATABASE'] = JSON.stringify(await prepareTemplate(server.admin))
try {
  await takeAll()
} finally {
  for (const end of ends.reverse()) await end()
  await server.remove()
}

async function takeAll(): Promise<void> {
  const kit = await testApp({ after: (end: () => Promise<unknown>) => void ends.push(end) } as never)
  await makeDemo(kit.db, { now: kit.clock(), secret: kit.config.secret })
  const url = await serve(kit)
  const { open } = await testBrowser({ teardown: (end) => void ends.push(end) })
  const shop = await findShop(kit, 'owner@balaji.test')
  const grocer = await findShop(kit, 'owner@annapurna.test')
  const desk = (await open({ screen: 'desk' })).page
  await enter(kit, desk, shop)
  await take(desk, `${url}/`, 'dashboard')
  await take(desk, `${url}/parties/${shop.partyId}`, 'khata')
  await take(desk, `${url}/sales/${shop.billId}`, 'bill')
  await take(desk, `${url}/books/profit-and-loss`, 'profit-and-loss', 1000)
  await take(desk, `${url}/vouchers/new?kind=journal`, 'voucher')
  await take(desk, `${url}/reports/receivables`, 'receivables')
  await take(desk, `${url}/board-rates`, 'board')
  await take(desk, `${url}/pieces/${shop.pieceId}`, 'piece', 1000)
  await take(desk, `${url}/tills`, 'till')
  await sellPiece(desk, `${url}/sales/new?party=${shop.partyId}`)
  await take(desk, '', 'jeweller')
  const counter = (await open({ screen: 'desk' })).page
  await enter(kit, counter, grocer)
  await take(counter, `${url}/sales/${grocer.billId}/invoice`, 'invoice-a4', 1500)
  await take(counter, `${url}/purchases/bills/${grocer.supplierBillId}`, 'supplier-bill')
  await take(counter, `${url}/stock`, 'stock')
  await take(counter, `${url}/stock/${grocer.itemId}`, 'stock-card', 1000)
  await take(counter, `${url}/reorder`, 'reorder')
  await makeBill(counter, `${url}/sales/new?party=${grocer.partyId}`, grocer.items)
  await take(counter, '', 'counter')
  const phone = (await open({ screen: 'phone' })).page
  await take(phone, `${url}/d/${shop.token}`, 'dues')
}

async function enter(kit: TestApp, page: Page, shop: { owner: { id: string; businessId: string } }): Promise<void> {
  const [name = '', value = ''] = (await kit.as(shop.owner).cookie()).split('=')
  await page.browserContext().setCookie({ name, value, domain: '127.0.0.1', path: '/' })
}

/** The necklace of the worked bill, and bangles in exchange. */
async function sellPiece(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle0' })
  await page.type('#scan', 'N-2210', { delay: 45 })
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('#lines')?.textContent?.includes('N-2210'))
  await page.click('#old > summary')
  const weighed = { words: 'Bangles', gross: '10.000', dust: '0.200', touch: '91', melting: '2' }
  for (const [field, value] of Object.entries(weighed)) await page.type(`#og-0-${field}`, value, { delay: 45 })
  await page.type('[name=upi]', '150000', { delay: 45 })
  await page.focus('#scan')
  await page.waitForNetworkIdle()
}

async function makeBill(page: Page, url: string, items: readonly string[]): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle0' })
  for (const item of items) {
    await page.type('#scan', item)
    await page.keyboard.press('Enter')
    await page.waitForFunction((said) => document.querySelector('#lines')?.textContent?.includes(said), {}, item)
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#scan')?.value === '')
  }
  await page.type('[name=cash]', '50000')
  await page.focus('#scan')
  await page.waitForNetworkIdle()
}

async function take(page: Page, url: string, name: string, height = 800): Promise<void> {
  const { width = 1280, ...view } = page.viewport() ?? {}
  if (url) await page.goto(url, { waitUntil: 'networkidle0' })
  await page.setViewport({ ...view, width, height })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path: `${folder}/${name}.png` })
  const { size } = statSync(path)
  console.log(`${name}.png ${Math.round(size / 1024)} KB`)
  if (size > mostBytes) process.exitCode = 1
}

async function findShop(kit: TestApp, email: string) {
  const user = await kit.db('app_user').where({ email }).first('id', 'name')
  const { business_id: id } = await kit.db('membership').where({ user_id: user.id, role: 'owner' }).first()
  const actor = { userId: user.id, name: user.name, at: kit.clock() }
  const tokens = linkTokens(kit.config.secret)
  return inBusiness(kit.db, id, async (tx) => {
    // Whoever owes most, and of their open bills the one with most lines.
    const debtor = await tx('party_balance').where({ business_id: id }).orderBy('amount', 'desc').first('party_id')
    const partyId: string = debtor.party_id
    const longest = `select d.id from document d join document_line l on l.business_id = d.business_id and l.document_id = d.id
      join open_item o on o.business_id = d.business_id and o.document_id = d.id and o.open_amount > 0
      where d.business_id = ? and d.party_id = ? group by d.id order by count(*) desc limit 1`
    const bill = (await tx.raw(longest, [id, partyId])).rows[0]
    await makeDuesLink(tx, id, partyId, actor, tokens)
    const link = await tx('portal_link').where({ business_id: id, party_id: partyId }).first('id')
    const items: { name: string }[] = await tx('item')
      .where({ business_id: id, kind: 'goods' })
      .orderBy('name')
      .limit(3)
    const differs = await tx('supplier_bill').where({ business_id: id, has_difference: true }).first('document_id')
    const moved = await tx('stock_month')
      .where({ business_id: id })
      .groupBy('item_id')
      .orderByRaw('count(*) desc, item_id')
      .first('item_id')
    const piece = await tx('piece').where({ business_id: id, tag: 'N-2210' }).first('id')
    return {
      owner: { id: user.id, businessId: id },
      partyId,
      billId: bill.id,
      pieceId: piece?.id,
      supplierBillId: differs?.document_id,
      itemId: moved?.item_id,
      token: tokens.of(id, link.id),
      items: items.map((item) => item.name),
    }
  })
}
