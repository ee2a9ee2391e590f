import { gzipSync } from 'node:zlib'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, testApp } from '../../testing/app.ts'
import { axeFaults, testBrowser } from '../../testing/browser.ts'
import { aMember, devsShop } from '../../testing/cast.ts'
import { cash, rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aPaperShop, type PaperShop } from '../../testing/paper-shop.ts'
import { aParty } from '../../testing/parties.ts'
import { pdfText, testPrinter } from '../../testing/pdf.ts'
import { decodeQrSvg } from '../../testing/qr.ts'
import { receivePayment } from '../payments/index.ts'
import { issueOnce } from '../sales/index.ts'
import { shortName } from './dues/dues.views.ts'
import { findDuesLink } from './index.ts'
import { hashOfToken } from './tokens.ts'

t.test('the dues link', async (t) => {
  // One proxy stands before the app, so that a test may come from an address of its own.
  const kit = await testApp(t, { config: { trustProxy: 1 }, printer: testPrinter(t) })
  let visits = 0
  /** A customer, each time from another address. */
  const visit = (url: string): Promise<Answer> => {
    visits += 1
    return kit.anonymous.get(url, { 'x-forwarded-for': `10.0.${visits >> 8}.${visits & 255}` })
  }
  const urlOf = (shop: PaperShop) =>
    inBusiness(kit.db, shop.id, (tx) => findDuesLink(tx, shop.id, shop.partyId, { ...kit.config, at: kit.clock() }))
  const pathOf = async (shop: PaperShop) => new URL((await urlOf(shop)) ?? 'http://none').pathname
  const pageOf = (shop: PaperShop, path = '') => `/parties/${shop.partyId}/dues-link${path}`

  async function aLink(has: Parameters<typeof aPaperShop>[1] = {}): Promise<{ shop: PaperShop; path: string }> {
    const shop = await aPaperShop(kit, has)
    await kit.as(shop.asha).post(pageOf(shop))
    return { shop, path: await pathOf(shop) }
  }

  async function receive(shop: PaperShop, amount: string, against: 'oldest' | readonly [] = 'oldest'): Promise<void> {
    const tenders = [{ mode: 'upi', amount: rs(amount), reference: '' } as const]
    const of = { id: newId(), partyId: shop.partyId, onDate: '2026-11-21', tenders, note: '' }
    const money = { ...of, against, restAs: 'on-account' } as const
    await inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, money, shop.actor))
  }

  t.test('is made, shown again whenever it is wanted, and kept nowhere', async (t) => {
    const shop = await aPaperShop(kit)
    await shop.issue({ lines: [shop.line(0, 1255n)] })
    const owner = kit.as(shop.asha)
    t.equal(await urlOf(shop), undefined)
    const none = await owner.get(pageOf(shop))
    t.match(text(none.body), 'No link yet')
    t.same(await validHtml(none.body), [])
    t.match(await owner.post(pageOf(shop)), { statusCode: 303, headers: { location: pageOf(shop) } })
    const url = `${await urlOf(shop)}`
    await owner.post(pageOf(shop))
    t.equal(await urlOf(shop), url, 'a second press leaves the link')
    const page = await owner.get(pageOf(shop))
    t.same(await validHtml(page.body), [])
    t.match(page.body, `value="${url}"`)
    t.equal(decodeQrSvg(/<svg class="qr"[\s\S]*?<\/svg>/.exec(page.body)?.[0] ?? ''), url)
    const share = /https:\/\/wa\.me\/919879520144\?text=([^"]+)"/.exec(page.body)?.[1] ?? ''
    t.equal(
      decodeURIComponent(share),
      `Namaste Meera Shah, ₹126.00 is due at Annapurna Kirana. See the bills and pay here: ${url}`.replace(
        'Annapurna Kirana',
        shop.name,
      ),
    )
    const token = url.split('/d/')[1] ?? ''
    t.equal(Buffer.from(token, 'base64url').length, 32)
    const [kept] = await kit.root('portal_link').where({ business_id: shop.id })
    t.equal(kept.token_hash, hashOfToken(token))
    t.notMatch(JSON.stringify([kept, await kit.root('portal_directory').select()]), token)
  })

  t.test('a new link ends the old one, once, and an ended one says whom to ask', async (t) => {
    const { shop, path } = await aLink()
    const owner = kit.as(shop.asha)
    const [{ id: link }] = await kit.root('portal_link').where({ business_id: shop.id })
    await owner.post(pageOf(shop, '/rotation'), { link })
    const second = await pathOf(shop)
    t.not(second, path)
    await owner.post(pageOf(shop, '/rotation'), { link })
    t.equal(await pathOf(shop), second, 'the second press finds the link already changed')
    t.equal((await visit(second)).statusCode, 200)
    const ended = await visit(path)
    t.equal(ended.statusCode, 410)
    t.match(text(ended.body), 'This link has ended Please ask Annapurna Kirana for a new one. Call 98250 11223')
    t.notMatch(ended.body, 'Meera')
    t.same(await validHtml(ended.body), [])
    const live = await kit.root('portal_link').where({ business_id: shop.id, revoked_at: null }).first('id')
    await owner.post(pageOf(shop, '/revocation'), { link: live.id })
    await owner.post(pageOf(shop, '/revocation'), { link: live.id })
    t.equal(await urlOf(shop), undefined)
    for (const gone of [second, `${second}/statement.pdf`, `${second}/bills/${newId()}.pdf`])
      t.equal((await visit(gone)).statusCode, 410, gone)
    const lines = await kit
      .root('audit_line')
      .where({ business_id: shop.id, entity: 'portal-link' })
      .orderBy('seq')
      .select('action', 'by_name')
    t.same(
      lines,
      ['made', 'revoked', 'rotated', 'revoked'].map((done) => ({ action: `portal-link.${done}`, by_name: 'Asha' })),
    )
  })

  t.test('shows what is due, the bills, the payments, and asks for the exact amount', async (t) => {
    const { shop, path } = await aLink()
    const late = await shop.issue({ onDate: '2026-10-30', lines: shop.lines(2) })
    await shop.issue({ tenders: [cash('25')] })
    await receive(shop, '49.50')
    const page = await visit(path)
    t.equal(page.statusCode, 200)
    const said = text(page.body)
    for (const part of [
      'Annapurna Kirana 14 Mandvi Road, Vadodara',
      'Namaste, Meera S. 98••• ••144',
      'Amount due ₹275 .50',
      '₹200.50 is 7 days late. The rest is due on 6 Dec.',
      'Pay ₹275.50 by UPI Pay the late ₹200.50',
      'GJ/26-27/00001 Rice and 1 more · 30 Oct ₹200.50 7 days late',
      'GJ/26-27/00002 Rice · 21 Nov ₹75.00 due 6 Dec',
      'Last payments 21 Nov RC/26-27/00001 ₹49.50',
      'Call 98250 11223',
    ])
      t.match(said, part)
    const pay = /class="btn go" href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
    t.match(pay, /^upi:\/\/pay\?pa=annapurna@okbank&pn=Annapurna%20Kirana&tr=K-[0-9a-f]{8}&tn=Khata&am=275\.50&cu=INR$/)
    t.equal(decodeQrSvg(/<svg class="qr"[\s\S]*?<\/svg>/.exec(page.body)?.[0] ?? ''), pay)
    t.match(page.body, '<details>')
    t.match(page.body, `href="${path}/bills/${late.id}.pdf"`)
    for (const secret of ['Meera Shah', '98795', shop.partyId]) t.notMatch(page.body, secret)
  })

  t.test('is small, quiet and alone', async (t) => {
    const { shop, path } = await aLink({ name: '<b>Meera</b> & Sons' })
    for (let i = 0; i < 20; i += 1) await shop.issue({ lines: shop.lines(3) })
    const page = await visit(path)
    t.same(await validHtml(page.body), [])
    t.notMatch(page.body, /<script|<b>Meera|style="|src=/)
    t.match(text(page.body), '5 more stand in the statement')
    t.ok(gzipSync(page.body).length <= 8_192, `${gzipSync(page.body).length} bytes`)
    t.match(page.headers, {
      'content-security-policy': /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:;/,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
    t.notOk(page.headers['set-cookie'])
    const before = await kit.root('portal_link').where({ business_id: shop.id })
    await visit(path)
    t.same(await kit.root('portal_link').where({ business_id: shop.id }), before, 'looking changes nothing')
  })

  t.test('a phone shows it with one request, without a fault, in the light and in the dark', async (t) => {
    const { shop, path } = await aLink({ locale: 'gu', name: 'મીરા શાહ' })
    await shop.issue({ lines: shop.lines(2) })
    const base = await kit.app.listen({ port: 0, host: '127.0.0.1' })
    const { open } = await testBrowser(t)
    for (const isDark of [false, true]) {
      const { page, faults, traffic, goto } = await open({ screen: 'phone', hasScript: true, isDark })
      await goto(base + path)
      t.same(faults, [])
      t.equal(traffic.requests, 1)
      // axe is our own script, which the page's policy would refuse.
      await page.setBypassCSP(true)
      await goto(base + path)
      t.same(await axeFaults(page), [])
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      t.ok(width <= 360, `${width} wide`)
    }
  })

  t.test('speaks the language of the party, and another on a press', async (t) => {
    const { shop, path } = await aLink({ locale: 'hi', name: 'मीरा क्षत्रिय' })
    await shop.issue()
    const hindi = await visit(path)
    t.match(hindi.body, '<html lang="hi-IN"')
    t.match(text(hindi.body), 'नमस्ते, मीरा')
    t.match(hindi.body, /href="[^"]+\?lang=gu" lang="gu"/)
    const gujarati = await visit(`${path}?lang=gu`)
    t.match(text(gujarati.body), 'બાકી રકમ')
    t.match(gujarati.body, 'statement.pdf?lang=gu')
    t.equal((await visit(`${path}?lang=xx`)).statusCode, 404)
    t.same(await validHtml(gujarati.body), [])
  })

  t.test('nothing due asks for nothing; money in advance is told', async (t) => {
    const { shop, path } = await aLink()
    const clear = await visit(path)
    t.match(text(clear.body), 'Amount due ₹0 .00 Nothing is due. Thank you.')
    t.notMatch(clear.body, 'upi://')
    await shop.issue()
    await receive(shop, '30', [])
    const part = text((await visit(path)).body)
    t.match(part, 'Amount due ₹70 .00')
    t.match(part, '₹30.00 that you paid before is already taken off.')
    await receive(shop, '170', [])
    t.match(text((await visit(path)).body), '₹100.00 of yours is with the shop.')
    const { shop: noUpi, path: other } = await aLink({ upiVpa: '' })
    await noUpi.issue()
    t.notMatch((await visit(other)).body, 'upi://')
  })

  t.test('shows what was due on an earlier day, which nobody can pay any more', async (t) => {
    const { shop, path } = await aLink()
    const old = await shop.issue({ onDate: '2026-10-01', lines: shop.lines(2) })
    await shop.issue({ onDate: '2026-11-02' })
    await receive(shop, '250')
    const now = await visit(path)
    t.match(text(now.body), 'Amount due ₹100 .00')
    t.match(now.body, new RegExp(`<form action="${path}"><input type="hidden" name="lang" value="en">`))
    t.match(now.headers, { 'content-security-policy': /form-action 'self'/ })
    const then = await visit(`${path}?lang=en&on=31%2F10%2F26`)
    t.equal(then.statusCode, 200)
    const said = text(then.body)
    for (const part of [
      'Amount due at the end of 31 Oct 2026 ₹250 .00 ₹250 of it was 15 days late. See what is due today',
      'Open bills GJ/26-27/00001 Rice and 1 more · 1 Oct ₹250.00 15 days late',
    ])
      t.match(said, part)
    t.notMatch(said, /00002|RC\/26-27/, 'neither the bill nor the payment that came later')
    t.notMatch(then.body, /upi:\/\/|class="qr"/)
    for (const part of [
      `class="btn" href="${path}?lang=en"`,
      `href="${path}/bills/${old.id}.pdf"`,
      `href="${path}/statement.pdf?lang=en&amp;on=2026-10-31"`,
      `href="${path}?lang=gu&amp;on=2026-10-31"`,
      'value="31/10/2026"',
    ])
      t.match(then.body, part)
    t.same(await validHtml(then.body), [])
    t.match(text((await visit(`${path}?on=2026-09-30`)).body), 'Nothing was due.')
    const statement = (await pdfText((await visit(`${path}/statement.pdf?on=2026-10-31`)).rawPayload)).join(' ')
    t.match(statement, /31 Oct 2026/)
    for (const [typed, told] of [
      ['31/2/26', 'Write the date as day/month/year'],
      ['22/11/2026', 'Write a date up to today.'],
      ['<b>', 'Write the date as day/month/year'],
    ] as const) {
      const refused = await visit(`${path}?on=${encodeURIComponent(typed)}`)
      t.equal(refused.statusCode, 422, typed)
      t.match(text(refused.body), new RegExp(`Amount due ₹100 .*${told}`))
      t.notMatch(refused.body, '<b>"')
      t.same(await validHtml(refused.body), [])
    }
    t.match(text((await visit(`${path}?on=today`)).body), 'Pay ₹100 by UPI')
    t.equal((await visit(`/d/${'A'.repeat(43)}?on=2026-10-31`)).statusCode, 404)
  })

  t.test('opens the papers of this party and of nobody else', async (t) => {
    const { shop, path } = await aLink()
    const { id } = await shop.issue()
    const bill = await visit(`${path}/bills/${id}.pdf`)
    t.match(bill, { statusCode: 200, headers: { 'content-type': 'application/pdf', 'cache-control': 'no-store' } })
    t.match((await pdfText(bill.rawPayload)).join(), 'GJ/26-27/00001')
    const statement = await visit(`${path}/statement.pdf?lang=en`)
    t.match((await pdfText(statement.rawPayload)).join(), 'STATEMENT OF ACCOUNT')
    const stranger = await aParty(kit, shop, { name: 'Ravi' })
    const theirs = await shop.issue({ buyer: { kind: 'party', partyId: stranger } })
    const { shop: other } = await aLink()
    const elsewhere = await other.issue()
    for (const one of [theirs.id, elsewhere.id, newId(), 'x'])
      t.equal((await visit(`${path}/bills/${one}.pdf`)).statusCode, 404, one)
  })

  t.test('an unknown token is a plain 404', async (t) => {
    for (const url of ['/d/x', `/d/${'A'.repeat(43)}`, `/d/${'A'.repeat(99)}`, `/d/${'A'.repeat(43)}/statement.pdf`]) {
      const answer = await visit(url)
      t.equal(answer.statusCode, 404, url)
      t.same(await validHtml(answer.body), [])
      t.match(answer.headers, { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    }
  })

  t.test('ends 90 days after the last due, and lives again with a new bill', async (t) => {
    const { shop, path } = await aLink()
    await shop.issue()
    t.match(text((await visit(path)).body), 'It works until 6 Mar 2027.')
    kit.clock.set('2027-03-06T18:00:00Z')
    t.equal((await visit(path)).statusCode, 200)
    kit.clock.set('2027-03-06T19:00:00Z')
    t.equal((await visit(path)).statusCode, 410)
    t.equal(await urlOf(shop), undefined)
    const later = { ...shop.actor, at: kit.clock() }
    await issueOnce(kit.db, shop.id, shop.bill({ onDate: '2027-03-07' }), later)
    t.match(text((await visit(path)).body), 'It works until 20 Jun 2027.')
    kit.clock.set('2026-11-21T06:30:00Z')
  })

  t.test('thirty tries a minute, no more', async (t) => {
    const { path } = await aLink()
    const from = { 'x-forwarded-for': '10.9.9.9' }
    for (let i = 0; i < 30; i += 1) await kit.anonymous.get('/d/nothing', from)
    const refused = await kit.anonymous.get(path, from)
    t.equal(refused.statusCode, 429)
    t.match(text(refused.body), 'Too many tries Wait')
    t.match(refused.headers, { 'retry-after': /^\d+$/, 'content-type': /html/ })
    t.same(await validHtml(refused.body), [])
    t.equal((await visit(path)).statusCode, 200, 'another address is not held')
  })

  t.test('is the work of who may share a khata, of this shop', async (t) => {
    const { shop } = await aLink()
    const { dev } = await devsShop(kit)
    const [keeper, auditor] = [await aMember(kit, shop, 'stock-keeper'), await aMember(kit, shop, 'auditor')]
    const link = newId()
    for (const [path, body] of [
      ['', {}],
      ['/rotation', { link }],
      ['/revocation', { link }],
    ] as const) {
      t.equal((await kit.as(dev).post(pageOf(shop, path), body)).statusCode, 404, path)
      t.equal((await kit.as(keeper).post(pageOf(shop, path), body)).statusCode, 403, path)
      t.equal((await kit.as(auditor).post(pageOf(shop, path), body)).statusCode, 403, path)
      t.equal((await kit.as(shop.bharat).post(pageOf(shop, path), body)).statusCode, 303, path)
    }
    t.equal((await kit.as(dev).get(pageOf(shop))).statusCode, 404)
    t.equal((await kit.as(shop.asha).post(pageOf(shop, '/rotation'), { link: 'x' })).statusCode, 400)
    t.ok(await urlOf(shop), 'nobody ended it')
  })

  t.test('a link of a lost secret is not shown; a new one takes its place', async (t) => {
    const { shop, path } = await aLink()
    await kit.root('portal_link').where({ business_id: shop.id }).update({ token_hash: 'of another secret' })
    t.equal(await urlOf(shop), undefined)
    t.match(text((await kit.as(shop.asha).get(pageOf(shop))).body), 'No link yet')
    await kit.as(shop.asha).post(pageOf(shop))
    t.not(await pathOf(shop), path)
    t.equal((await visit(await pathOf(shop))).statusCode, 200)
  })
})

t.test('a name is shortened, in any script', async (t) => {
  t.same(['Meera Shah', 'Meera', 'Meera  Ben Shah ', 'मीरा क्षत्रिय', 'મીરા શાહ'].map(shortName), [
    'Meera S.',
    'Meera',
    'Meera S.',
    'मीरा क्ष.',
    'મીરા શા.',
  ])
})
