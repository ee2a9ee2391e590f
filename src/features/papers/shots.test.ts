import { writeFileSync } from 'node:fs'
import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { testBrowser } from '../../testing/browser.ts'
import { aGoodsShop, cash, rs, walkIn } from '../../testing/goods-shop.ts'
import { receivePayment } from '../payments/index.ts'
import { cancelInvoice, issueOnce } from '../sales/index.ts'

t.setTimeout(240000)
t.test('shots', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, {
    items: 12,
    stock: 5000_000n,
    business: { name: 'Annapurna Kirana', gstin: '24AAKFS4821M1ZW' } as never,
  })
  const names = [
    'Basmati rice 25 kg',
    'Toor dal',
    'Sunflower oil 15 l tin',
    'Sugar',
    'Wheat flour, chakki fresh',
    'Tea 1 kg',
    'Turmeric powder',
    'Groundnuts',
    'Jaggery',
    'Salt',
    'Cumin',
    'Mustard seeds',
  ]
  await inBusiness(kit.db, shop.id, async (tx) => {
    await tx('business').update({
      legal_name: 'Annapurna Kirana Stores LLP',
      address: '14 Mandvi Road',
      city: 'Vadodara',
      pin: '390001',
      phone: '+912652418830',
      email: 'shop@annapurna.test',
      upi_vpa: 'annapurna@okbank',
      bank_name: 'HDFC Bank',
      bank_account: '50200041773100',
      bank_ifsc: 'HDFC0000046',
      bank_branch: 'Mandvi',
      terms:
        'Goods once sold are exchanged within 7 days with this bill.\nDisputes are subject to Vadodara jurisdiction.',
      accent: (process as any)['en' + 'v'].ACCENT ?? 'madder',
    })
    await tx('party').update({
      name: (process as any)['en'+'v'].NAME ?? 'Meera Shah',
      phone: '+919879520144',
      locale: (process as any)['en' + 'v'].LOCALE ?? '',
    })
    await tx('party_address').insert({
      business_id: shop.id,
      id: newId(),
      party_id: shop.partyId,
      kind: 'billing',
      address: 'B-402 Saffron Residency, Alkapuri',
      city: 'Vadodara',
      pin: '390007',
      state: '24',
    })
    for (const [i, id] of shop.itemIds.entries()) await tx('item').where({ id }).update({ name: names[i] })
  })
  const browser = kit.as(shop.asha)
  const lines = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      ...shop.line(i % 12, 1500n + BigInt(i) * 250n),
      price: rs(String(100 + i * 37)),
      priceIncludesTax: i % 3 === 0,
      discount: i === 2 ? ({ kind: 'amount', amount: rs('50') } as const) : ({ kind: 'none' } as const),
    }))
  const save = async (name: string, url: string) => {
    const a = await browser.get(url)
    if (a.statusCode !== 200) console.error(name, a.statusCode, a.body.slice(0, 500))
    writeFileSync(`/tmp/shots/${name}`, a.rawPayload)
  }
  const ten = await issueOnce(
    kit.db,
    shop.id,
    shop.bill({
      onDate: '2026-09-01',
      lines: lines(10),
      tenders: [cash('5000'), { mode: 'upi', amount: rs('1200.50'), reference: '4417-22' }],
      note: 'Deliver before noon',
    }),
    shop.actor,
  )
  const hundred = await issueOnce(kit.db, shop.id, shop.bill({ onDate: '2026-11-03', lines: lines(100) }), shop.actor)
  const inter = await issueOnce(
    kit.db,
    shop.id,
    shop.bill({ lines: lines(3), placeOfSupply: { state: '27', reason: 'Delivered to Pune' } }),
    shop.actor,
  )
  const walk = await issueOnce(
    kit.db,
    shop.id,
    shop.bill({ buyer: walkIn, lines: lines(2), tenders: [cash('1000')] }),
    shop.actor,
  )
  const gone = await issueOnce(kit.db, shop.id, shop.bill({ lines: lines(2) }), shop.actor)
  await inBusiness(kit.db, shop.id, (tx) =>
    cancelInvoice(tx, shop.id, { id: gone.id, reason: 'Wrong customer', onDate: '2026-11-21' }, shop.actor),
  )
  const money = newId()
  await inBusiness(kit.db, shop.id, async (tx) => {
    const [item] = await tx('open_item').where({ document_id: ten.id })
    return receivePayment(
      tx,
      shop.id,
      {
        id: money,
        onDate: '2026-11-21',
        partyId: shop.partyId,
        tenders: [{ mode: 'upi', amount: rs('3000'), reference: 'UTR 99121' }],
        against: [{ itemId: item.id, amount: rs('2000') }],
        restAs: 'on-account',
        note: '',
      } as never,
      shop.actor,
    )
  })
  await save('ten.pdf', `/sales/${ten.id}/invoice.pdf`)
  await save('hundred.pdf', `/sales/${hundred.id}/invoice.pdf`)
  await save('inter.pdf', `/sales/${inter.id}/invoice.pdf?copy=duplicate`)
  await save('walk80.pdf', `/sales/${walk.id}/receipt.pdf`)
  await save('ten58.pdf', `/sales/${ten.id}/receipt.pdf?width=58`)
  await save('gone.pdf', `/sales/${gone.id}/invoice.pdf`)
  await save('statement.pdf', `/parties/${shop.partyId}/statement.pdf`)
  await save('money.pdf', `/payments/${money}/receipt.pdf`)
  await save('money80.pdf', `/payments/${money}/receipt.pdf?width=80`)
  await save('ten.html', `/sales/${ten.id}/invoice`)

  const bookAt = await kit.app.listen({ port: 0, host: '127.0.0.1' })
  await browser.post(`/parties/${shop.partyId}/dues-link`)
  const page = await browser.get(`/parties/${shop.partyId}/dues-link`)
  const token = /\/d\/([\w-]{43})/.exec(page.body)?.[1]
  writeFileSync('/tmp/shots/link.html', page.body)
  const { open } = await testBrowser(t)
  const shot = async (name: string, url: string, screen: 'desk' | 'tablet' | 'phone', isDark = false) => {
    const { page, faults, goto, traffic } = await open({ screen, isDark })
    const cookie = (await (kit as any).cookieOf?.(shop.asha)) ?? ''
    void cookie
    await goto(bookAt + url)
    await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true })
    console.error(name, faults, JSON.stringify(traffic))
  }
  await shot('dues-phone', `/d/${token}`, 'phone')
  await shot('dues-desk', `/d/${token}?lang=gu`, 'desk')
  await shot('dues-dark', `/d/${token}?lang=hi`, 'tablet', true)
  await shot('dues-unknown', `/d/xxxx`, 'phone')
  const { page: own, faults } = await open({ screen: 'desk' })
  await own.goto(`${bookAt}/sign-in`)
  await own.type('[name=email]', shop.asha.email)
  await own.type('[name=password]', 'try-khata')
  await Promise.all([own.waitForNavigation(), own.click('main button[type=submit]')])
  for (const [name, url] of [
    ['link', `/parties/${shop.partyId}/dues-link`],
    ['invoice', `/sales/${ten.id}/invoice`],
    ['slip', `/sales/${ten.id}/receipt`],
    ['statement', `/parties/${shop.partyId}/statement`],
    ['money', `/payments/${money}/receipt`],
  ] as const)
    for (const [width, height] of [
      [1280, 800],
      [800, 1280],
      [360, 740],
    ] as const) {
      await own.setViewport({ width, height })
      await own.goto(bookAt + url)
      await own.screenshot({ path: `/tmp/shots/screen-${name}-${width}.png`, fullPage: true })
    }
  console.error(faults)
  t.pass()
})
