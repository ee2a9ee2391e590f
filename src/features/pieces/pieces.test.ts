import t from 'tap'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { devsShop } from '../../testing/cast.ts'
import { rs } from '../../testing/goods-shop.ts'
import { aJewelShop, type JewelShop } from '../../testing/jewel-shop.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

t.test('pages of pieces', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit
  const fields = (shop: JewelShop, has: Record<string, string> = {}) => ({
    id: newId(),
    item: shop.itemId,
    branch: shop.branchId,
    on_date: 'today',
    tag: 'n-7',
    huid: 'ab 4k7q',
    gross: '25.48',
    'stone.0.kind': 'Ruby',
    'stone.0.carat': '4.60',
    'stone.0.rate': '1,800',
    net_weight: '24.560',
    cost: '2,80,000',
    ...has,
  })
  const level = (shop: JewelShop) => root('stock_level').where({ business_id: shop.id }).first()
  const rate = (shop: JewelShop) =>
    root('board_rate').insert({
      business_id: shop.id,
      id: newId(),
      purity_id: shop.purityId,
      side: 'sell',
      rate_paise: rs('12400'),
      from_at: kit.clock(),
      by_name: 'Asha',
    })

  t.test('a piece is made, and shown with its price in parts and its history', async (t) => {
    const shop = await aJewelShop(kit)
    await rate(shop)
    const { body } = await as(shop.asha).get(`/pieces/${shop.pieces[0]?.id}`)
    t.match(body, /A1B2C3.*25\.480.*0\.920.*24\.560/s)
    t.match(body, /3,04,544\.00.*24,366\.00.*8,596\.00.*8,280\.00.*45\.00.*10,374\.94.*3,56,206\.00/s)
    t.match(body, /Tagged.*Asha/s)
    t.match((await as(shop.asha).get('/pieces')).body, /N-2210.*3,56,206/s)
  })

  t.test('one is added by the form, twice is once', async (t) => {
    const shop = await aJewelShop(kit, [])
    const sent = fields(shop)
    t.equal((await as(shop.asha).post('/pieces', sent)).statusCode, 303)
    t.equal((await as(shop.asha).post('/pieces', sent)).statusCode, 303)
    t.match(await root('piece').where({ business_id: shop.id }), [{ tag: 'N-7', huid: 'AB4K7Q', net_mg: 24_560n }])
    t.match(await level(shop), { quantity_milli: 1000n, carat_mct: 4_600n, value_paise: rs('280000') })
    t.match((await as(shop.asha).post('/pieces', { ...sent, cost: '1' })).body, 'saved before')
  })

  t.test('what is wrong is named at its field, and kept', async (t) => {
    const shop = await aJewelShop(kit)
    const add = (has: Record<string, string>) => as(shop.asha).post('/pieces', fields(shop, has))
    const wrong: [Record<string, string>, string, string][] = [
      [{ huid: 'ABC' }, 'huid', 'six letters'],
      [{ huid: 'A1B2C3' }, 'huid', 'N-2210 has this HUID'],
      [{ tag: 'N-2210' }, 'tag', 'is there already'],
      [{ tag: 'ક' }, 'tag', 'up to 20 letters'],
      [{ 'stone.0.carat': '200' }, 'gross', '200.00 ct of stones weigh 40.000 g'],
      [{ other_weight: '24.56' }, 'other-weight', 'leave no metal'],
      [{ net_weight: '24' }, 'net-weight', 'is 24.560 g'],
      [{ gross: '25480' }, 'gross', 'Is the point in its place'],
      [{ gross: '-1' }, 'gross', 'weight in grams'],
      [{ 'stone.0.kind': '' }, 'stone-0-kind', 'what stone'],
      [{ cost: '' }, 'cost', 'zero or more'],
      [{ on_date: '1/1/2030' }, 'on-date', 'up to today'],
      [{ item: newId() }, 'item', 'Choose'],
    ]
    for (const [has, id, said] of wrong) {
      const { statusCode, body } = await add(has)
      t.equal(statusCode, 422, id)
      t.match(body, new RegExp(`href="#${id}">[^<]*${said}`), `${id}: ${said}`)
    }
    t.equal((await root('piece').where({ business_id: shop.id })).length, 1)
  })

  t.test('many are added in a grid, their tags numbered', async (t) => {
    const shop = await aJewelShop(kit)
    const id = newId()
    const sent = { id, item: shop.itemId, branch: shop.branchId, on_date: 'today', rows: '10', stone_kind: 'CZ' }
    const rows = {
      'row.0.gross': '5',
      'row.0.cost': '60000',
      'row.3.gross': '6',
      'row.3.cost': '70000',
      'row.3.stone_carat': '1',
    }
    t.match(await as(shop.asha).post('/pieces/many', { ...sent, ...rows }), {
      statusCode: 303,
      headers: { location: new RegExp(`/pieces/tags\\?id=${id}&id=`) },
    })
    await as(shop.asha).post('/pieces/many', { ...sent, ...rows })
    const tags = await root('piece').where({ business_id: shop.id }).orderBy('tag').pluck('tag')
    t.same(tags, ['N-2210', 'N-2211', 'N-2212'])
    const wrong = { 'row.0.gross': '5', 'row.0.cost': '', 'row.1.tag': 'A', 'row.2.tag': 'A' }
    const { body } = await as(shop.asha).post('/pieces/many', { ...sent, id: newId(), ...wrong })
    for (const name of ['row-0-cost', 'row-1-gross', 'row-2-tag']) t.match(body, `href="#${name}"`)
    const more = await as(shop.asha).post('/pieces/many/form', { ...sent, ...rows, do: 'add' })
    t.match(more.body, 'name="rows" value="20"')
  })

  t.test('a row of stones is added without a script, and carats are shown in grams', async (t) => {
    const shop = await aJewelShop(kit, [])
    const { body } = await as(shop.asha).post('/pieces/form', { ...fields(shop), do: 'add', stones: '2' })
    t.match(body, /name="stones" value="3".*4\.60 ct weigh 0\.920 g/s)
  })

  t.test('it is weighed anew with a reason, in all six figures', async (t) => {
    const shop = await aJewelShop(kit)
    const id = shop.pieces[0]?.id ?? ''
    const { body } = await as(shop.asha).get(`/pieces/${id}/edit`)
    t.match(body, 'value="25.480"')
    const sent = {
      version: '1',
      huid: 'A1B2C3',
      gross: '25.000',
      'stone.0.kind': 'Ruby',
      'stone.0.carat': '4.6',
      stones: '2',
    }
    t.match((await as(shop.asha).post(`/pieces/${id}`, sent)).body, 'href="#reason"')
    t.equal((await as(shop.asha).post(`/pieces/${id}`, { ...sent, reason: 'Polished' })).statusCode, 303)
    t.match(await level(shop), { quantity_milli: 1000n, gross_mg: 25_000n, net_mg: 24_080n, value_paise: rs('280000') })
    t.match((await as(shop.asha).post(`/pieces/${id}`, { ...sent, reason: 'Again' })).body, 'taken meanwhile')
    t.match((await as(shop.asha).get(`/pieces/${id}`)).body, /Changed · Polished/)
  })

  t.test('it has a photo, and nothing else for one', async (t) => {
    const shop = await aJewelShop(kit)
    const url = `/pieces/${shop.pieces[0]?.id}`
    const send = (bytes: Buffer) => {
      const form = new FormData()
      form.append('photo', new Blob([new Uint8Array(bytes)]), 'n.png')
      return as(shop.asha).upload(`${url}/photo`, form)
    }
    t.equal((await send(png)).statusCode, 303)
    const [, src = ''] = /img class="photo" src="([^"]+)"/.exec((await as(shop.asha).get(url)).body) ?? []
    t.match(await as(shop.asha).get(src), { statusCode: 200, headers: { 'content-type': 'image/png' } })
    t.match((await send(Buffer.from('%PDF-1.7'))).body, 'Choose a photo')
    await as(shop.asha).post(`${url}/photo/removal`)
    t.equal((await as(shop.asha).get(src)).statusCode, 404)
  })

  t.test('the list filters by state, article, purity, counter, weight, age and words', async (t) => {
    const shop = await aJewelShop(kit, [{}, { tag: 'N-1', huid: '', gross: necklaceHalf, counter: 'B' }])
    const tags = async (query: string) =>
      [
        ...(await as(shop.asha).get(`/pieces?${query}`)).body.matchAll(/<a href="\/pieces\/[0-9a-f-]{36}">([^<]+)</g),
      ].map(([, tag]) => tag)
    t.same(await tags(''), ['N-1', 'N-2210'])
    t.same(await tags('state=sold'), [])
    t.same(await tags('state=all&counter=B'), ['N-1'])
    t.same(await tags(`item=${shop.itemId}&purity=${shop.purityId}&least=20`), ['N-2210'])
    t.same(await tags('most=20'), ['N-1'])
    t.same(await tags('q=n-2'), ['N-2210'])
    t.same(await tags('q=a1b2c3'), ['N-2210'])
    t.same(await tags('q=neck'), ['N-1', 'N-2210'])
    t.same(await tags('q=nothing'), [])
    await kit
      .root('piece')
      .where({ business_id: shop.id, tag: 'N-1' })
      .update({ came_on: kit.root.raw('came_on - 40') })
    t.same(await tags('age=31-60'), ['N-1'])
    t.same(await tags('age=0-30&counter='), ['N-2210'])
    t.same(await tags('age=366-'), [])
    t.same(await tags('age=0-'), ['N-1', 'N-2210'], 'what lies longest first')
    t.same(await tags('age=0-&least=1'), ['N-1', 'N-2210'], 'by weight where both are asked')
    t.equal((await as(shop.asha).get('/pieces?least=x')).statusCode, 422)
    await kit.root('piece').where({ business_id: shop.id, tag: 'N-1' }).update({ state: 'reserved' })
    t.same(await tags('age=31-60'), [])
    const aged = (await as(shop.asha).get('/reports/stock/ageing')).body
    const links = [...aged.matchAll(/href="\/pieces\?([^"]+)"/g)].map(([, query = '']) =>
      query.replaceAll('&amp;', '&'),
    )
    t.same(await Promise.all(links.map(tags)), [['N-2210'], ['N-1']], 'as many as the report has counted')
  })

  t.test('the list goes on after its last piece, by tag, by weight and by age', async (t) => {
    const many = Array.from({ length: 53 }, (_, i) => ({ tag: `P-${100 + i}`, huid: '' }))
    const shop = await aJewelShop(kit, many)
    for (const query of ['', '?least=1', '?age=0-30']) {
      const { body } = await as(shop.asha).get(`/pieces${query}`)
      t.notMatch(body, 'P-150')
      const [, next = ''] = /href="(\/pieces\?[^"]*after=[^"]*)"/.exec(body) ?? []
      t.match((await as(shop.asha).get(next.replaceAll('&amp;', '&'))).body, /P-150.*P-152/s)
    }
  })

  t.test('tags are printed on a sheet and by a label printer', async (t) => {
    const shop = await aJewelShop(kit)
    await rate(shop)
    t.match((await as(shop.asha).get(`/pieces/tags?id=${shop.pieces[0]?.id}`)).body, '1 piece is chosen')
    const sheet = await as(shop.asha).get('/pieces/tags/print?layout=sheet&columns=3&rows=8&start=2&price=yes')
    t.match(sheet.body, /t-sheet c3 r8 k-bars.*<div><\/div>.*class="bars".*N-2210.*A1B2C3.*₹3,56,206/s)
    t.match((await as(shop.asha).get('/pieces/tags/print?layout=dumbbell&code=qr')).body, /t-dumbbell.*class="qr"/s)
    const wrong = await as(shop.asha).get('/pieces/tags/print?columns=9')
    t.match([wrong.statusCode, wrong.body], [422, /href="#columns"/])
  })

  t.test('are seen by the counter and changed by who keeps the stock', async (t) => {
    const shop = await aJewelShop(kit)
    const id = shop.pieces[0]?.id
    t.notMatch((await as(shop.bharat).get(`/pieces/${id}`)).body, '2,80,000')
    for (const url of ['/pieces/new', '/pieces/many', `/pieces/${id}/edit`])
      t.equal((await as(shop.bharat).get(url)).statusCode, 403)
    const { dev } = await devsShop(kit)
    for (const url of [`/pieces/${id}`, `/pieces/${id}/edit`]) t.equal((await as(dev).get(url)).statusCode, 404)
  })
})

const necklaceHalf = mg(12_740n)
