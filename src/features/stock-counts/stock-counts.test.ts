import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Browser, htmx, testApp } from '../../testing/app.ts'
import { testBrowser } from '../../testing/browser.ts'
import { aMember, type Shop } from '../../testing/cast.ts'
import { aGoodsShop } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { serve } from '../../testing/serve.ts'

t.test('stock-taking on the screen', async (t) => {
  const kit = await testApp(t)
  const tags = [
    { tag: 'N-1', huid: '', counter: 'A' },
    { tag: 'N-2', huid: '', counter: 'A' },
    { tag: 'N-3', huid: '', counter: 'B' },
  ]
  const begin = async (owner: Browser, shop: Pick<Shop, 'branchId'>, has: Record<string, string | string[]> = {}) => {
    const id = newId()
    const asked = { id, kind: 'pieces', scope: 'all', branch: shop.branchId, ...has }
    const answer = await owner.post('/stock/counts', asked)
    return { id, answer, url: `/stock/counts/${id}` }
  }
  const scanOf = (code: string, has: Record<string, string> = {}) => ({ id: newId(), code, ...has })

  t.test('a count is begun, scanned on a phone, closed and approved', async (t) => {
    const shop = await aJewelShop(kit, tags)
    const owner = kit.as(shop.asha)
    t.match(text((await owner.get('/stock/counts')).body), /No count is under way/)
    t.match(text((await owner.get('/stock/counts/open')).body), /nothing for you to count/)
    for (const query of [
      '',
      '?kind=pieces&scope=counter',
      '?kind=pieces&scope=article',
      '?kind=lots&scope=purity',
      '?kind=items&scope=chosen',
    ]) {
      const page = await owner.get(`/stock/counts/new${query}`)
      t.equal(page.statusCode, 200, query)
      t.same(await validHtml(page.body), [], query)
    }
    const wrong = await begin(owner, shop, { scope: 'counter', of: '' })
    t.equal(wrong.answer.statusCode, 422)
    t.match(text(wrong.answer.body), /Say which one is counted/)
    const { answer, url } = await begin(owner, shop)
    t.match(answer, { statusCode: 303, headers: { location: url } })
    const bharat = kit.as(shop.bharat)
    t.match(text((await bharat.get('/stock/counts/open')).body), /SC\/26-27\/00001/)
    const first = scanOf('n-1')
    const scanned = await bharat.post(`${url}/scans`, first)
    t.match(text(scanned.body), /N-1 Necklace 22K · 22K 916 Counted/)
    t.same(await validHtml(scanned.body), [])
    await bharat.post(`${url}/scans`, first)
    const part = await owner.post(`${url}/scans`, scanOf('N-1'), htmx)
    t.notMatch(part.body, /<html/)
    t.match(text(part.body), /Already counted by Bharat at/)
    t.match(text((await owner.post(`${url}/scans`, scanOf('N-3', { place: 'A' }))).body), /the book has it at B/)
    t.match(text((await owner.post(`${url}/scans`, scanOf('<b>'))).body), /<B> No piece has this tag/)
    t.equal((await owner.post(`${url}/scans`, scanOf(' '))).statusCode, 422)
    const open = await owner.get(url)
    t.same(await validHtml(open.body), [])
    t.match(text(open.body), /2 of 3/)
    const progress = await owner.get(`${url}/progress`, htmx)
    t.match(text(progress.body), /A 2 1 1 B 1 1 0/)
    for (const [list, said] of [
      ['missing', /N-2/],
      ['moved', /N-3/],
      ['extra', /No piece has this tag/],
    ] as const)
      t.match(text((await owner.get(`${url}?list=${list}`)).body), said)
    t.equal((await bharat.post(`${url}/closing`)).statusCode, 403)
    await owner.post(`${url}/closing`)
    const review = await owner.get(url)
    t.same(await validHtml(review.body), [])
    t.match(text(review.body), /N-2 Missing/)
    t.match((await owner.get(`${url}/print`)).statusCode, 200)
    const left = await owner.post(`${url}/decisions`, { 'd.1': 'leave', 'r.1': '' })
    t.equal(left.statusCode, 422)
    t.match(text(left.body), /Write the reason for N-2/)
    t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).post(`${url}/approval`)).statusCode, 403)
    await owner.post(`${url}/approval`)
    const done = text((await owner.get(url)).body)
    t.match(done, /2 put right/)
    t.match(done, /Missing .* Put right/)
    t.match(text((await owner.get('/stock/counts?list=done')).body), /33.33 %/)
    const paper = await owner.get(`${url}/print`)
    t.same(await validHtml(paper.body), [])
    t.match(text(paper.body), /Stock-take .* N-2/)
  })

  t.test('a blind count keeps the figures from who counts', async (t) => {
    const shop = await aJewelShop(kit, tags)
    const owner = kit.as(shop.asha)
    const keeper = await aMember(kit, shop, 'stock-keeper')
    const { url } = await begin(owner, shop, { blind: 'yes', people: [keeper.id] })
    const esha = kit.as(keeper)
    t.equal((await kit.as(shop.bharat).get(`${url}/scan`)).statusCode, 403, 'he is not named')
    await esha.post(`${url}/scans`, scanOf('N-1'))
    for (const path of [url, `${url}?list=missing`, `${url}/progress`]) {
      const seen = text((await esha.get(path)).body)
      t.match(seen, /This count is blind/, path)
      t.notMatch(seen, /1 of 3|N-2/, path)
    }
    t.match(text((await esha.get('/stock/counts')).body), /SC\/26-27\/00001 Counting .* – –/)
    t.match(text((await owner.get(url)).body), /1 of 3/)
    await esha.post(`${url}/closing`)
    t.notMatch(text((await esha.get(url)).body), /N-2/)
    t.equal((await esha.get(`${url}/print`)).statusCode, 404)
    t.match(text((await owner.get(url)).body), /N-2 Missing/)
  })

  t.test('a count of another shop is not there', async (t) => {
    const [shop, other] = [await aJewelShop(kit, tags), await aJewelShop(kit, tags)]
    const { url } = await begin(kit.as(shop.asha), shop)
    const stranger = kit.as(other.asha)
    for (const path of [url, `${url}/scan`, `${url}/progress`, `${url}/print`])
      t.equal((await stranger.get(path)).statusCode, 404, path)
    t.equal((await stranger.post(`${url}/scans`, scanOf('N-1'))).statusCode, 404)
    t.equal((await stranger.post(`${url}/approval`)).statusCode, 404)
  })

  t.test('a grocer counts items by shelf, and the tolerance is kept', async (t) => {
    const shop = await aGoodsShop(kit, { items: 2 })
    const owner = kit.as(shop.asha)
    const { url } = await begin(owner, shop, { kind: 'items', percent: '5', keep: 'yes' })
    const [{ count_tolerance_bp } = { count_tolerance_bp: 0 }] = await inBusiness(kit.db, shop.id, (tx) =>
      tx('business').where({ id: shop.id }),
    )
    t.equal(count_tolerance_bp, 500)
    t.match(
      text((await owner.post(`${url}/scans`, scanOf('Rice', { quantity: '9.8', place: 'Front' }))).body),
      /Counted: 9.8/,
    )
    const wrong = await owner.post(`${url}/scans`, scanOf('Rice', { quantity: 'ten' }))
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /value="ten"/)
    const undo = /action="([^"]+undoing)"/.exec((await owner.get(`${url}/scan`)).body)?.[1] ?? ''
    t.match(await owner.post(undo, { place: 'Front' }), { statusCode: 303 })
    await owner.post(`${url}/scans`, scanOf('Rice 1', { quantity: '10.4' }))
    await owner.post(`${url}/closing`)
    t.match(text((await owner.get(url)).body), /Rice Not counted/)
    t.notMatch(text((await owner.get(url)).body), /Rice 1 Quantity/, 'within the tolerance')
    await owner.post(`${url}/recount`, { 'again.1': 'yes' })
    t.match(text((await owner.get(url)).body), /Open again/)
    await owner.post(`${url}/cancellation`, { reason: 'Wrong day' })
    t.match(text((await owner.get(url)).body), /Cancelled .* Wrong day/)
  })

  for (const [screen, hasScript] of [
    ['phone', true],
    ['tablet', true],
    ['desk', true],
    ['phone', false],
  ] as const)
    t.test(`scanning on a ${screen}${hasScript ? '' : ' without a script'}`, async (t) => {
      const shop = await aJewelShop(kit, tags)
      const owner = kit.as(shop.asha)
      const { url } = await begin(owner, shop)
      const base = await address()
      const { open } = await testBrowser(t)
      const { page, faults, goto } = await open({ screen, hasScript } as Parameters<typeof open>[0])
      const [name = '', value = ''] = (await owner.cookie()).split('=')
      await page.browserContext().setCookie({ name, value, domain: new URL(base).hostname, path: '/' })
      await goto(`${base}${url}/scan`)
      for (const code of ['N-1', 'N-2']) {
        await page.waitForSelector('#code')
        await page.type('#code', code)
        await page.keyboard.press('Enter')
        await page
          .waitForFunction(`document.querySelector('#said').textContent.includes('${code}')`, { polling: 50 })
          .catch(() => page.waitForNavigation())
      }
      const seen = await page.evaluate(() => document.querySelector('#scan-box')?.textContent ?? '')
      t.match(seen, /N-2/)
      t.match(seen, /Yours: 2/)
      if (hasScript) t.equal(await page.evaluate(() => document.activeElement?.id), 'code', 'the next scan goes there')
      t.equal(
        await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
        true,
      )
      t.same(faults, [])
    })
  let served: Promise<string> | undefined
  const address = () => {
    served ??= serve(kit)
    return served
  }
})
