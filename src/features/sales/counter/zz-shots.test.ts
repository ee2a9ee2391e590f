import { appendFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { htmx, testApp } from '../../../testing/app.ts'
import { axeFaults, testBrowser } from '../../../testing/browser.ts'
import { testPassword } from '../../../testing/cast.ts'
import { aGoodsShop, rs } from '../../../testing/goods-shop.ts'
import { serve } from '../../../testing/serve.ts'

const log = (...said: unknown[]) =>
  appendFileSync(
    '/tmp/till/log',
    said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ') + '\n',
  )
t.test('shots', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, {
    items: 6,
    business: { name: 'Annapurna Kirana', accent: 'leaf', upiVpa: 'annapurna@upi', state: '27' },
  })
  const names = [
    'Wheat flour, 5 kg bag',
    'Toor dal, loose',
    'Groundnut oil, 1 litre',
    'Detergent powder, 1 kg',
    'Tea, 500 g',
    'Biscuits, family pack',
  ]
  const prices = ['262', '148', '189', '118', '285', '30']
  const root = kit.root
  const classes = await root('gst_class').where({ business_id: shop.id }).select('id', 'name', 'kind')
  log(classes.map((c) => c.name + c.kind).join('|'))
  for (const [i, id] of shop.itemIds.entries())
    await root('item')
      .where({ id })
      .update({
        name: names[i],
        sale_price_paise: rs(prices[i] ?? '1'),
        barcode: `890100000000${i}`,
        unit: i === 1 ? 'KGS' : 'PCS',
      })
  await root('party')
    .where({ id: shop.partyId })
    .update({ name: 'Sunita Pawar', phone: '+919011055832', credit_limit_paise: rs('5000'), state: '27', gstin: '' })
  await root('party_balance').insert({
    business_id: shop.id,
    party_id: shop.partyId,
    commodity: 'INR',
    amount: rs('2340'),
  })
  const base = await serve(kit)
  const { open } = await testBrowser(t)
  const which = (process.env['SHOTS'] ?? 'desk').split(',')
  for (const one of which) {
    const [screen, mode] = one.split('-')
    const { page, faults, goto } = await open({ screen: screen as 'desk', isDark: mode === 'dark', hasScript: true })
    await goto(`${base}/sign-in`)
    await page.type('[name=email]', shop.asha.email)
    await page.type('[name=password]', testPassword)
    await Promise.all([page.waitForNavigation(), page.click('main button[type=submit]')])
    await goto(`${base}/sales/new?party=${shop.partyId}`)
    await page.screenshot({ path: `/tmp/till/${one}-0.png` })
    const settle = () => page.waitForNetworkIdle({ idleTime: 250 })
    for (const [i, q] of ['2*', '1.5*', '3*', '', '', '4*'].entries()) {
      await page.type('#scan', `${q}${names[i]?.slice(0, 6)}`, { delay: 45 })
      await page.keyboard.press('Enter')
      await settle()
    }
    await page.focus('#cash')
    await page.keyboard.type('2000', { delay: 50 })
    await page.keyboard.press('Enter')
    await settle()
    await page.screenshot({ path: `/tmp/till/${one}-1.png`, fullPage: true })
    log(one, 'axe', await axeFaults(page), 'faults', faults)
    await page.type('#scan', 't', { delay: 45 })
    await settle()
    await page.screenshot({ path: `/tmp/till/${one}-2.png` })
    log('axe', await axeFaults(page))
    await page.keyboard.press('Backspace')
    await page.keyboard.press('F2')
    await page.type('#q', 'sun', { delay: 45 })
    await settle()
    await page.click('#more > summary')
    await page.click('#others > summary').catch(() => {})
    await new Promise((r) => setTimeout(r, 100))
    await page.screenshot({ path: `/tmp/till/${one}-3.png`, fullPage: true })
    log('axe', await axeFaults(page), faults)
    writeFileSync(`/tmp/till/${one}.html`, await page.content())
    const asha = kit.as(shop.asha)
    const url = new URL(page.url())
    const whole = await asha.get(url.pathname + url.search)
    log('whole', whole.statusCode, gzipSync(whole.body, { level: 6 }).length)
    const id = newId()
    const lines = Object.fromEntries(
      shop.itemIds.flatMap((item, i) => [
        [`lines.${i + 1}.item`, item],
        [`lines.${i + 1}.quantity`, '2'],
      ]),
    )
    const part = await asha.post(`/sales/drafts/${id}`, { id, ...lines, party: shop.partyId, cash: '500' }, htmx)
    log('part', part.statusCode, part.body.length, gzipSync(part.body, { level: 6 }).length)
    const walk = await asha.post(`/sales/drafts/${id}`, { id, ...lines, cash: '500' }, htmx)
    log('part walk-in', walk.statusCode, walk.body.length, gzipSync(walk.body, { level: 6 }).length)
    writeFileSync('/tmp/till/part.html', walk.body)
    if (which.length === 1) await page.close()
  }
  void inBusiness
})
