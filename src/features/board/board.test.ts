import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Fields, htmx, type TestApp, testApp } from '../../testing/app.ts'
import { aMember, aShop, type Person, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { type CurrentRate, currentRates, rateProblem } from './index.ts'

t.test('the board', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit

  t.test('is there for a jeweller, who begins with the usual purities; others begin when they wish', async (t) => {
    const shop = await aJeweller(kit)
    t.equal((await ratesOf(kit, shop)).length, 16)
    t.same(namesOf((await ratesOf(kit, shop)).filter(({ isOnBoard }) => isOnBoard)), [
      ...['24K 999', '22K 916', '18K 750', '14K 585'],
      ...['999', '925'],
    ])
    const grocer = await aShop(kit)
    t.equal((await ratesOf(kit, grocer)).length, 0)
    t.match((await as(grocer.asha).get('/board-rates')).body, 'Begin with the usual ones')
    t.equal((await as(grocer.asha).get('/board-rates/new')).statusCode, 303)
    await as(grocer.asha).post('/board-rates/purities/standard')
    await as(grocer.asha).post('/board-rates/purities/standard')
    t.equal((await ratesOf(kit, grocer)).length, 16)
    const turned = await aShop(kit)
    const sent = { name: 'X', legal_name: '', kind: 'jeweller', accent: 'leaf', zone: 'Asia/Kolkata' }
    t.notMatch((await as(turned.asha).get('/items')).body, 'href="/board-rates"')
    t.equal((await as(turned.asha).post('/settings/shop', sent)).statusCode, 303)
    t.match((await as(turned.asha).get('/items')).body, 'href="/board-rates"')
    t.equal((await ratesOf(kit, turned)).length, 16, 'who becomes a jeweller has them too')
  })

  t.test('takes the day’s rates in one form, and says since when and by whom', async (t) => {
    const shop = await aJeweller(kit)
    const form = await formOf(kit, shop)
    const typed = form.with({ 'sell 22K 916': '12,400', 'buy 22K 916': '१२०००' })
    t.match(await as(shop.asha).post('/board-rates', typed), { statusCode: 303, headers: { location: '/board-rates' } })
    t.match(
      text((await as(shop.bharat).get('/board-rates')).body),
      /22K 916 12,400 12:00 pm , Asha 12,000 12:00 pm , Asha/,
    )
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n, buy: 1200000n, sellBy: 'Asha', isStale: false })
    t.match(await rateOf(kit, shop, '18K 750'), { sell: null, buy: null, isStale: true })
    const line = await root('audit_line').where({ business_id: shop.id, action: 'board.rates-set' }).first()
    t.match(line.after, { 'gold 22K 916, sell': '12400.00', 'gold 22K 916, buy': '12000.00' })
    t.equal((await as(shop.asha).post('/board-rates', typed)).statusCode, 303, 'sent twice')
    t.equal(await countOf(kit, shop), 2, 'it is one entry')
    const other = await as(shop.asha).post('/board-rates', { ...typed, ...form.with({ 'sell 22K 916': '12500' }) })
    t.equal(other.statusCode, 409, 'other rates under the same id are not')
  })

  t.test('writes what changed, and on a new day what holds again', async (t) => {
    const shop = await aJeweller(kit)
    await set(kit, shop, { 'sell 22K 916': '12400', 'sell 18K 750': '10153' })
    kit.clock.set('2026-11-21T08:00:00Z')
    await set(kit, shop, { 'sell 22K 916': '12450', 'sell 18K 750': '10153' })
    t.equal(await countOf(kit, shop), 3, 'the same rate of the same day is left as it is')
    kit.clock.set('2026-11-21T18:29:00Z')
    t.equal(rateProblem(await rateOf(kit, shop, '22K 916')), undefined, 'one minute before midnight in the shop')
    kit.clock.set('2026-11-21T18:31:00Z')
    t.equal(rateProblem(await rateOf(kit, shop, '22K 916')), 'stale', 'one minute after')
    t.equal(rateProblem(await rateOf(kit, shop, '14K 585')), 'missing')
    t.match(text((await as(shop.asha).get('/board-rates')).body), 'have no rate of today')
    await set(kit, shop, { 'sell 22K 916': '12450' })
    t.equal(await countOf(kit, shop), 4)
    t.equal(rateProblem(await rateOf(kit, shop, '22K 916')), undefined)
    kit.clock.set('2026-11-21T06:30:00Z')
  })

  t.test('works the others out from the finest as one types, and shows them before it saves', async (t) => {
    const shop = await aJeweller(kit)
    const form = await formOf(kit, shop)
    const typed = form.with({ 'sell 24K 999': '13537', 'derive gold': 'yes' })
    const part = await as(shop.asha).post('/board-rates/derivation', typed, htmx)
    t.same(await validHtml(part.body), [])
    t.match(part.body, /^\s*<section[^>]* id="rates"/)
    t.match(fieldsOf(part.body, form), { 'sell 22K 916': '12400', 'sell 18K 750': '10153', 'sell 14K 585': '7919' })
    t.match(fieldsOf(part.body, form), { 'sell 999': '' }, 'silver follows silver')
    const page = await as(shop.asha).post('/board-rates/derivation', typed)
    t.match(page.body, '<!doctype html', 'without a script the button answers with the page')

    const early = await as(shop.asha).post('/board-rates', typed)
    t.equal(early.statusCode, 200)
    t.match(early.body, 'These rates were worked out')
    t.equal(await countOf(kit, shop), 0, 'nothing is kept that nobody saw')
    const seen = { ...form.base, ...sentOf(early.body), 'derive.gold': 'yes' }
    t.equal((await as(shop.asha).post('/board-rates', seen)).statusCode, 303)
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n })
    t.match(await rateOf(kit, shop, '20K 833'), { sell: 1127600n }, 'what is not on the board follows unseen')
  })

  t.test('a rate typed by hand stands, and what is paid follows the shop’s rule', async (t) => {
    const shop = await aJeweller(kit)
    const kept = { grams: '10', way: 'percent', percent: '3', amount: '', showsBuy: 'yes' }
    t.equal((await as(shop.asha).post('/board-rates/settings', kept)).statusCode, 303)
    const form = await formOf(kit, shop)
    const worked = await as(shop.asha).post(
      '/board-rates/derivation',
      form.with({ 'sell 24K 999': '1,35,370', 'derive gold': 'yes' }),
      htmx,
    )
    t.match(fieldsOf(worked.body, form), { 'sell 22K 916': '123999', 'buy 24K 999': '131309', 'buy 22K 916': '120279' })
    const drawn = sentOf(worked.body)
    const byHand = { ...form.base, ...drawn, 'derive.gold': 'yes', [form.name('sell 22K 916')]: '124000' }
    const again = await as(shop.asha).post('/board-rates/derivation', byHand, htmx)
    t.match(fieldsOf(again.body, form), { 'sell 22K 916': '124000', 'buy 22K 916': '120280', 'sell 18K 750': '101528' })
    t.equal((await as(shop.asha).post('/board-rates', { ...byHand, ...sentOf(again.body) })).statusCode, 303)
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n, buy: 1202800n }, 'kept a gram')
  })

  t.test('asks for a tick where a rate is more than a tenth from the last', async (t) => {
    const shop = await aJeweller(kit)
    await set(kit, shop, { 'sell 22K 916': '12400' })
    const form = await formOf(kit, shop)
    const typed = form.with({ 'sell 22K 916': '1240' })
    const asked = await as(shop.asha).post('/board-rates', typed)
    t.equal(asked.statusCode, 422)
    t.same(await validHtml(asked.body), [])
    t.match(text(asked.body), /22K 916, sell: 12,400 to 1,240 \(−90 %\)/)
    t.match(asked.body, /href="#sure"/)
    const sure = /name="sure" value="(\w+)"/.exec(asked.body)?.[1] ?? ''
    const another = { ...typed, ...form.with({ 'sell 22K 916': '124000' }), sure }
    t.equal((await as(shop.asha).post('/board-rates', another)).statusCode, 422, 'the tick was for another figure')
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n })
    t.equal((await as(shop.asha).post('/board-rates', { ...typed, sure })).statusCode, 303)
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 124000n })
  })

  t.test('names what is wrong at its field and keeps what was typed', async (t) => {
    const shop = await aJeweller(kit)
    const form = await formOf(kit, shop)
    const send = (typed: Record<string, string>) => as(shop.asha).post('/board-rates', form.with(typed))
    for (const [typed, says] of [
      [{ 'sell 22K 916': '1.5l' }, 'Write the amount as rupees'],
      [{ 'sell 22K 916': '0' }, 'above zero'],
      [{ 'sell 22K 916': '12000', 'buy 22K 916': '12,001' }, 'pay more than you ask'],
      [{}, 'Write at least one rate'],
    ] as const) {
      const answer = await send(typed)
      t.equal(answer.statusCode, 422, says)
      t.match(answer.body, says)
      t.same(await validHtml(answer.body), [])
      for (const value of Object.values(typed)) t.match(answer.body, `value="${value}"`)
    }
    t.equal(await countOf(kit, shop), 0)
  })

  t.test('says who changed a rate while the form was open', async (t) => {
    const shop = await aJeweller(kit)
    const esha = await aMember(kit, shop, 'manager')
    await set(kit, shop, { 'sell 22K 916': '12400', 'sell 18K 750': '10153' })
    const form = await formOf(kit, shop)
    kit.clock.set('2026-11-21T06:40:00Z')
    await set(kit, { ...shop, asha: esha }, { 'sell 22K 916': '12450' })
    const answer = await as(shop.asha).post(
      '/board-rates',
      form.with({ 'sell 22K 916': '12400', 'sell 18K 750': '10200' }),
    )
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), 'Esha set this to 12,450 after you opened the page.')
    t.match(await rateOf(kit, shop, '18K 750'), { sell: 1015300n }, 'all of it or nothing')
    kit.clock.set('2026-11-21T06:41:00Z')
    const again = { ...form.base, ...sentOf(answer.body) }
    t.equal((await as(shop.asha).post('/board-rates', again)).statusCode, 303, 'whoever saw it may write over it')
    t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n })
    kit.clock.set('2026-11-21T06:30:00Z')
  })

  t.test('is one entry for two presses at one instant, and one after the other for two people', async (t) => {
    const shop = await aJeweller(kit)
    const [mine, hers] = [await formOf(kit, shop), await formOf(kit, shop)]
    const post = (typed: Fields) => as(shop.asha).post('/board-rates', typed)
    const typed = mine.with({ 'sell 22K 916': '12400' })
    const presses = await Promise.all([post(typed), post(typed)])
    t.same(
      presses.map(({ statusCode }) => statusCode),
      [303, 303],
    )
    t.equal(await countOf(kit, shop), 1)
    const two = [mine, hers].map((form, at) => ({ ...form.with({ 'sell 18K 750': `1015${at}` }), id: newId() }))
    const both = await Promise.all(two.map(post))
    t.same(
      both.map(({ statusCode }) => statusCode),
      [303, 303],
    )
    t.equal(await countOf(kit, shop), 3)
    const entries = await root('board_entry').where({ business_id: shop.id })
    t.equal(entries.length, 3)
  })

  t.test('is seen at the counter and changed by those who may', async (t) => {
    const shop = await aJeweller(kit)
    const form = await formOf(kit, shop)
    t.equal((await as(shop.bharat).get('/board-rates')).statusCode, 200)
    t.notMatch((await as(shop.bharat).get('/board-rates')).body, '/board-rates/new')
    for (const url of ['/board-rates/new', '/board-rates/purities', '/board-rates/screen', '/board-rates/settings'])
      t.equal((await as(shop.bharat).get(url)).statusCode, 403, url)
    t.equal((await as(shop.bharat).post('/board-rates', form.with({ 'sell 22K 916': '1' }))).statusCode, 403)
    const other = await aJeweller(kit)
    const theirs = (await rateOf(kit, other, '22K 916')).purityId
    const sneaky = { ...form.base, [`sell.${theirs}`]: '5' }
    t.equal((await as(shop.asha).post('/board-rates', sneaky)).statusCode, 422, 'another shop’s purity is none of ours')
    t.equal((await as(shop.asha).get(`/board-rates/purities/${theirs}`)).statusCode, 404)
    t.equal(await countOf(kit, other), 0)
  })

  t.test('keeps what rates were, page by page and as a drawing', async (t) => {
    const shop = await aJeweller(kit)
    const from = Date.parse('2026-11-01T04:30:00Z')
    for (let day = 0; day < 18; day += 1)
      for (let hour = 0; hour < 2; hour += 1) {
        kit.clock.set(new Date(from + day * 86_400_000 + hour * 3_600_000))
        const [sell, buy] = [12_000 + day * 20 + hour, 11_900 + day * 20 + hour].map(String)
        await set(kit, shop, { 'sell 22K 916': sell ?? '', 'buy 22K 916': buy ?? '' })
      }
    kit.clock.set('2026-11-21T06:30:00Z')
    const { purityId } = await rateOf(kit, shop, '22K 916')
    const url = `/board-rates/purities/${purityId}`
    const first = await as(shop.bharat).get(url)
    t.same(await validHtml(first.body), [])
    t.match(text(first.body), /18 Nov 2026, 11:00 am 12,341 12,241 \+0\.0 % Asha/)
    const few = (await as(shop.asha).get(`${url}?from=1/11&to=2/11`)).body
    t.equal(rowsOf(few), 4)
    t.match(few, /<title id="rate-t">22K 916, selling rate<\/title><desc id="rate-d">From ₹12,001 on 1 Nov 2026/)
    t.match(few, /<path class="line" d="M0 [\d.]+(H[\d.]+V[\d.]+)+"/)
    const earlier = hrefOf(first.body, 'next')
    const second = await as(shop.bharat).get(earlier)
    t.equal(rowsOf(first.body) + rowsOf(second.body), 36, 'no row is lost between pages, and each pair is one')
    const back = await as(shop.bharat).get(hrefOf(second.body, 'prev'))
    t.equal(rowsOf(back.body), rowsOf(first.body))
    const wrong = await as(shop.asha).get(`${url}?from=x&to=1/1/1999`)
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'value="x"')
    t.equal((await as(shop.asha).get(`${url}?before=nonsense`)).statusCode, 200)
  })
})

t.test('purities', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit

  t.test('are added, changed, moved and archived', async (t) => {
    const shop = await aJeweller(kit)
    const fresh = { id: newId(), metal: 'gold', name: '21K 875', fineness: '87.5 %', hallmarked: '', onBoard: 'yes' }
    t.equal((await as(shop.asha).post('/board-rates/purities', fresh)).statusCode, 303)
    t.equal((await as(shop.asha).post('/board-rates/purities', fresh)).statusCode, 303, 'twice is once')
    t.match(await root('purity').where({ id: fresh.id }), [{ fineness: 8750, is_on_board: true, is_hallmarked: false }])
    const taken = await as(shop.asha).post('/board-rates/purities', { ...fresh, id: newId() })
    t.match(taken, { statusCode: 422, body: /You have a purity of this name.*value="21K 875"/s })
    const edited = { name: '21K <b>', fineness: '876', hallmarked: 'yes', onBoard: '' }
    const url = `/board-rates/purities/${fresh.id}`
    t.equal((await as(shop.asha).post(`${url}/edit`, edited)).statusCode, 303)
    t.match((await as(shop.asha).get('/board-rates/purities')).body, '21K &lt;b&gt;')
    for (const wrong of [{ name: ' ' }, { fineness: '1200' }, { fineness: 'x' }])
      t.equal((await as(shop.asha).post(`${url}/edit`, { ...edited, ...wrong })).statusCode, 422)
    await as(shop.asha).post(`${url}/move`, { direction: 'up' })
    t.same(namesOf(await ratesOf(kit, shop)).slice(6, 9), ['14K 585', '21K <b>', '9K 375'])
    await as(shop.asha).post(`${url}/archive`)
    t.notMatch(namesOf(await ratesOf(kit, shop)), ['21K <b>'])
    t.equal((await ratesOf(kit, shop)).length, 16)
    await as(shop.asha).post(`${url}/bring-back`)
    t.equal((await ratesOf(kit, shop)).length, 17)
    const actions = await root('audit_line')
      .where({ business_id: shop.id, entity: 'board' })
      .orderBy('seq')
      .pluck('action')
    t.same(actions, ['purity.created', 'purity.edited', 'purity.archived', 'purity.broughtBack'])
  })

  t.test('stay while there are pieces of them', async (t) => {
    const shop = await aJeweller(kit)
    const { purityId } = await rateOf(kit, shop, '22K 916')
    const at = kit.clock()
    const { id: gst_class_id } = await root('gst_class').where({ business_id: shop.id }).first('id')
    const item = { business_id: shop.id, id: newId(), kind: 'goods', name: 'Ring', unit: 'PCS', gst_class_id }
    await root('item').insert({ ...item, created_at: at, updated_at: at })
    const weights = { gross_mg: 3000, net_mg: 3000, fineness: 9160, fine_mg: 2748, cost_paise: 1 }
    const piece = { business_id: shop.id, id: newId(), item_id: item.id, branch_id: shop.branchId, purity_id: purityId }
    const facts = { tag: 'R1', state: 'in-stock', came_on: '2026-11-21', created_at: at, updated_at: at }
    await root('piece').insert({ ...piece, ...weights, ...facts })
    const answer = await as(shop.asha).post(`/board-rates/purities/${purityId}/archive`)
    t.match(answer, { statusCode: 422, body: /There is stock in 22K 916/ })
    await root('piece').where({ id: piece.id }).update({ state: 'sold' })
    t.equal((await as(shop.asha).post(`/board-rates/purities/${purityId}/archive`)).statusCode, 303)
  })
})

t.test('the counter asks for one rate', async (t) => {
  const kit = await testApp(t)
  const { as } = kit
  const shop = await aJeweller(kit)
  const { purityId } = await rateOf(kit, shop, '22K 916')
  const ask = `/board-rates/quick?purity=${purityId}&back=${encodeURIComponent('/sales/new')}`
  const told = await as(shop.bharat).get(ask)
  t.match(text(told.body), 'These people may set it: Asha')
  t.notMatch(told.body, 'name="rate"')
  const page = await as(shop.asha).get(ask)
  t.same(await validHtml(page.body), [])
  const sent = { ...sentOf(page.body), rate: '12,400' }
  t.equal((await as(shop.bharat).post('/board-rates/quick', sent)).statusCode, 403)
  t.match(await as(shop.asha).post('/board-rates/quick', { ...sent, rate: 'x' }, htmx), {
    statusCode: 422,
    body: /^\s*<section[^>]* id="rate-ask".*value="x"/s,
  })
  const done = await as(shop.asha).post('/board-rates/quick', sent)
  t.match(done, { statusCode: 303, headers: { location: '/sales/new' } })
  t.match(await rateOf(kit, shop, '22K 916'), { sell: 1240000n, isStale: false })
  const far = { ...sentOf((await as(shop.asha).get(ask)).body), rate: '1240' }
  const asked = await as(shop.asha).post('/board-rates/quick', far)
  t.match(asked, { statusCode: 422, body: /name="sure"/ })
  const sure = /name="sure" value="(\w+)"/.exec(asked.body)?.[1] ?? ''
  t.equal((await as(shop.asha).post('/board-rates/quick', { ...far, sure })).statusCode, 303)
  for (const back of ['//evil.test', 'https://evil.test', '/\\evil.test', 'javascript:x']) {
    const away = { ...sentOf((await as(shop.asha).get(ask)).body), rate: '1241', back }
    t.match(await as(shop.asha).post('/board-rates/quick', away), { headers: { location: '/board-rates' } }, back)
  }
  t.equal((await as(shop.asha).get(`/board-rates/quick?purity=${newId()}`)).statusCode, 404)
})

t.test('the screen in the shop', async (t) => {
  const kit = await testApp(t)
  const { as, anonymous } = kit
  const shop = await aJeweller(kit, { name: 'Ambika & Sons', locale: 'gu', phone: '+912612597140', city: 'Surat' })
  await set(kit, shop, { 'sell 22K 916': '12400', 'buy 22K 916': '12000', 'sell 20K 833': '11000' })
  const tokenOf = async () =>
    /\/b\/([\w-]{43})/.exec((await as(shop.asha).get('/board-rates/screen')).body)?.[1] ?? 'none'
  const screenOf = async () => sentOf((await as(shop.asha).get('/board-rates/screen')).body)['screen'] ?? ''

  t.test('shows the rates to whoever has its address, and nothing else of the shop', async (t) => {
    t.equal(await tokenOf(), 'none')
    await as(shop.asha).post('/board-rates/screen')
    const token = await tokenOf()
    const page = await anonymous.get(`/b/${token}`)
    t.equal(page.statusCode, 200)
    t.same(await validHtml(page.body), [])
    t.match(page.headers, { refresh: '60', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    t.match(page.headers['x-robots-tag'], 'noindex')
    t.notOk(page.headers['set-cookie'])
    t.match(text(page.body), /Ambika & Sons ₹ 1 ગ્રામના વેચાણ ખરીદ સોનું 22K 916 ₹12,400 ₹12,000 21 નવે/)
    for (const secret of ['Asha', 'Surat', '2612597140', shop.id, '20K', '<script']) t.notMatch(page.body, secret)
    t.equal(Buffer.byteLength(page.body) < 8 * 1024, true)
    const row = await kit.root('board_screen').where({ business_id: shop.id }).first()
    t.not(row.token_hash, token, 'only its hash is kept')
    t.match(await as(shop.asha).post('/board-rates/screen'), { statusCode: 303 })
    t.equal(await tokenOf(), token, 'one address works at a time')
  })

  t.test('says so where the rates are not of today, and leaves out what is paid where the shop wishes', async (t) => {
    kit.clock.set('2026-11-22T06:30:00Z')
    t.match((await anonymous.get(`/b/${await tokenOf()}`)).body, 'આજનો ભાવ પૂછી લો.')
    kit.clock.set('2026-11-21T06:30:00Z')
    await as(shop.asha).post('/board-rates/settings', {
      grams: '10',
      way: 'apart',
      percent: '',
      amount: '',
      showsBuy: '',
    })
    const { body } = await anonymous.get(`/b/${await tokenOf()}`)
    t.match(body, '₹1,24,000')
    t.notMatch(body, '1,20,000')
  })

  t.test('is switched off, and a new address switches the old one off', async (t) => {
    const first = await tokenOf()
    await as(shop.asha).post('/board-rates/screen/rotation', { screen: await screenOf() })
    const second = await tokenOf()
    t.not(second, first)
    const ended = await anonymous.get(`/b/${first}`)
    t.equal(ended.statusCode, 410)
    t.same(await validHtml(ended.body), [])
    t.notMatch(ended.body, '1,24,000')
    t.notOk(ended.headers['refresh'])
    t.equal((await anonymous.get(`/b/${second}`)).statusCode, 200)
    await as(shop.asha).post('/board-rates/screen/revocation', { screen: await screenOf() })
    t.equal((await anonymous.get(`/b/${second}`)).statusCode, 410)
    t.equal((await anonymous.get(`/b/${'x'.repeat(43)}`)).statusCode, 404)
  })

  t.test('is tried no more than thirty times a minute', async (t) => {
    const answers: number[] = []
    for (let n = 0; n < 32; n += 1) answers.push((await anonymous.get(`/b/${'y'.repeat(43)}`)).statusCode)
    t.equal(answers.at(-1), 429)
  })
})

const aJeweller = (kit: TestApp, has = {}): Promise<Shop> => aShop(kit, { kind: 'jeweller', ...has })

const ratesOf = (kit: TestApp, shop: Pick<Shop, 'id'>): Promise<CurrentRate[]> =>
  inBusiness(kit.db, shop.id, (tx) => currentRates(tx, shop.id, kit.clock()))

async function rateOf(kit: TestApp, shop: Pick<Shop, 'id'>, name: string): Promise<CurrentRate> {
  const found = (await ratesOf(kit, shop)).find((rate) => rate.name === name)
  if (!found) throw new Error(`no rate of ${name}`)
  return found
}

const namesOf = (rates: readonly CurrentRate[]): string[] => rates.map(({ name }) => name)

async function countOf({ root }: TestApp, shop: Pick<Shop, 'id'>): Promise<number> {
  const rows = await root('board_rate').where({ business_id: shop.id })
  return rows.length
}

interface Form {
  /** Its id, and when it was drawn. */
  base: Record<string, string>
  name(field: string): string
  /** With "sell 22K 916" and the like typed into it. */
  with(typed: Record<string, string>): Fields
  names: Record<string, string>
}

/** The form as it is before anything is typed, its fields by what a person calls them. */
async function formOf(kit: TestApp, shop: { id: string; asha: Person }): Promise<Form> {
  const { body } = await kit.as(shop.asha).get('/board-rates/new')
  const { id = '', seen = '' } = sentOf(body)
  const names: Record<string, string> = { 'derive gold': 'derive.gold', 'derive silver': 'derive.silver' }
  for (const { purityId, name } of await ratesOf(kit, shop))
    for (const side of ['sell', 'buy']) names[`${side} ${name}`] = `${side}.${purityId}`
  const name = (field: string): string => names[field] ?? field
  const base = { id, seen }
  return {
    base,
    name,
    names,
    with: (typed) => ({
      ...base,
      ...Object.fromEntries(Object.entries(typed).map(([field, value]) => [name(field), value])),
    }),
  }
}

/** Sets rates as the form does, all of them shown; another name of who sets them may be given as `asha`. */
async function set(kit: TestApp, shop: { id: string; asha: Person }, typed: Record<string, string>): Promise<void> {
  const form = await formOf(kit, shop)
  const answer: Answer = await kit.as(shop.asha).post('/board-rates', { ...form.with(typed), all: 'yes' })
  if (answer.statusCode !== 303) throw new Error(`not set: ${text(answer.body)}`)
}

/** What the inputs of a page would send. */
function sentOf(html: string): Record<string, string> {
  const pairs = [...html.matchAll(/<input [^>]*>/g)].flatMap(([input]) => {
    const [name, value] = [/ name="([^"]+)"/.exec(input)?.[1], / value="([^"]*)"/.exec(input)?.[1]]
    const isSent = name !== undefined && name !== '_csrf' && name !== 'q' && !/type="(checkbox|radio)"/.test(input)
    return isSent ? [[name, value ?? ''] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** The fields of an answer, by what a person calls them. */
function fieldsOf(html: string, form: Form): Record<string, string> {
  const sent = sentOf(html)
  return Object.fromEntries(Object.entries(form.names).map(([called, name]) => [called, sent[name] ?? '']))
}

const hrefOf = (html: string, rel: 'next' | 'prev'): string =>
  (new RegExp(`href="([^"]+)" rel="${rel}"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&')

const rowsOf = (html: string): number => [...html.matchAll(/<tr id="h-/g)].length
