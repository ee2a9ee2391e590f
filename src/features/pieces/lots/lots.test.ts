import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { aJewelShop, type JewelShop } from '../../../testing/jewel-shop.ts'
import { booksCheck } from '../../books/index.ts'

t.test('lots', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit
  const aLotShop = async () => {
    const shop = await aJewelShop(kit, [])
    await root('article').where({ business_id: shop.id }).update({ tracking: 'lot' })
    return shop
  }
  const fields = (shop: JewelShop, has: Record<string, string> = {}) => ({
    id: newId(),
    kind: 'metal',
    item: shop.itemId,
    branch: shop.branchId,
    on_date: 'today',
    name: 'Bullion bag',
    barcode: 'lot-0001',
    gross: '100',
    touch: '99.5',
    value: '12,00,000',
    ...has,
  })

  t.test('metal is weighed in, shown with its moves, and holds in all six figures', async (t) => {
    const shop = await aLotShop()
    const sent = fields(shop)
    t.equal((await as(shop.asha).post('/lots', sent)).statusCode, 303)
    t.equal((await as(shop.asha).post('/lots', sent)).statusCode, 303, 'twice is once')
    t.match((await as(shop.asha).post('/lots', { ...sent, gross: '1' })).body, 'saved before')
    t.match(await root('stock_level').where({ business_id: shop.id }), [
      { quantity_milli: 100_000n, gross_mg: 100_000n, fine_mg: 99_500n, value_paise: rs('1200000') },
    ])
    t.match((await as(shop.asha).get(`/lots/${sent.id}`)).body, /99\.5 %.*Opening stock.*\+100\.000.*\+99\.500/s)
    t.match((await as(shop.asha).get('/lots?kind=metal')).body, /Bullion bag.*LOT-0001/s)
    t.notMatch((await as(shop.asha).get('/lots?kind=stones')).body, 'Bullion bag')
    const faults = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
    t.same(
      faults.filter(({ holds }) => !holds),
      [],
    )
  })

  t.test('stones are kept by carat', async (t) => {
    const shop = await aLotShop()
    const sent = fields(shop, { kind: 'stones', name: 'Packet 4', gross: '', carat: '25.5', value: '50000' })
    t.equal((await as(shop.asha).post('/lots', sent)).statusCode, 303)
    t.match(await root('lot').where({ id: sent.id }).first(), { carat_mct: 25_500n, gross_mg: 5_100n, net_mg: 0n })
    t.match((await as(shop.asha).get(`/lots/${sent.id}`)).body, '25.50')
  })

  t.test('more of it is added once, and it is called anew', async (t) => {
    const shop = await aLotShop()
    const sent = fields(shop)
    await as(shop.asha).post('/lots', sent)
    const url = `/lots/${sent.id}`
    const more = { id: newId(), on_date: 'today', gross: '10', net_weight: '9', value: '1,00,000' }
    t.match((await as(shop.asha).get(`${url}/more`)).body, '100.000 g lie in it')
    t.equal((await as(shop.asha).post(`${url}/more`, more)).statusCode, 303)
    t.equal((await as(shop.asha).post(`${url}/more`, more)).statusCode, 303, 'twice is once')
    t.match((await as(shop.asha).post(`${url}/more`, { ...more, gross: '11' })).body, 'saved before')
    const six = { gross_mg: 110_000n, net_mg: 109_000n, fine_mg: 108_455n, value_paise: rs('1300000') }
    t.match(await root('lot').where({ id: sent.id }).first(), six)
    t.match(await root('stock_level').where({ business_id: shop.id }), [{ ...six, quantity_milli: 109_000n }])
    for (const [has, id] of [
      [{ gross: '0' }, 'gross'],
      [{ touch: '101' }, 'touch'],
      [{ value: '0' }, 'value'],
      [{ on_date: 'tomorrow' }, 'on-date'],
    ] as const)
      t.match((await as(shop.asha).post(`${url}/more`, { ...more, id: newId(), ...has })).body, `href="#${id}"`, id)
    const words = { name: 'Bar', barcode: 'lot-0009', counter: 'Safe', note: '' }
    await as(shop.asha).post('/lots', fields(shop, { name: 'Other', barcode: 'lot-0002' }))
    t.match((await as(shop.asha).post(url, { ...words, barcode: 'lot-0002' })).body, 'href="#barcode"')
    t.equal((await as(shop.asha).post(url, words)).statusCode, 303)
    t.match((await as(shop.asha).get(url)).body, /Bar<.*LOT-0009 · .*Safe/s)
    t.match((await as(shop.asha).post(url, { ...words, name: ' ' })).body, 'href="#name"')
    const faults = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
    t.same(
      faults.filter(({ holds }) => !holds),
      [],
    )
  })

  t.test('only what is empty is put away', async (t) => {
    const shop = await aLotShop()
    const sent = fields(shop, {
      kind: 'stones',
      name: 'Packet 5',
      gross: '',
      carat: '10',
      pieces: '20',
      value: '50000',
    })
    await as(shop.asha).post('/lots', sent)
    const url = `/lots/${sent.id}`
    t.match((await as(shop.asha).post(`${url}/archive`, { to: 'archived' })).body, 'Something is left of Packet 5')
    await as(shop.asha).post(`${url}/more`, {
      id: newId(),
      on_date: 'today',
      carat: '2.5',
      pieces: '5',
      value: '10000',
    })
    t.match(await root('lot').where({ id: sent.id }).first(), { carat_mct: 12_500n, gross_mg: 2_500n, pieces: 25 })
    const line = { 'lines.0.ref': `lot:${sent.id}`, 'lines.0.gross': '2.5', 'lines.0.reason': 'own-use' }
    const out = { id: newId(), branch: shop.branchId, ...line, 'lines.0.pieces': '25', note: '' }
    const taken = await as(shop.asha).post('/stock/adjustments', out)
    t.equal(taken.statusCode, 303, taken.body)
    t.match((await as(shop.asha).get(url)).body, 'Archive')
    t.equal((await as(shop.asha).post(`${url}/archive`, { to: 'archived' })).statusCode, 303)
    t.ok((await root('lot').where({ id: sent.id }).first()).archived_at)
    t.match(
      (await as(shop.asha).post(`${url}/more`, { id: newId(), on_date: 'today', carat: '1', value: '1' })).body,
      'Restore it',
    )
    t.equal((await as(shop.asha).post(`${url}/archive`, { to: 'open' })).statusCode, 303)
    t.notOk((await root('lot').where({ id: sent.id }).first()).archived_at)
  })

  t.test('stones are sold by the carat out of their packet', async (t) => {
    const shop = await aLotShop()
    const sent = fields(shop, { kind: 'stones', name: 'Rubies', gross: '', carat: '10', pieces: '40', value: '50000' })
    await as(shop.asha).post('/lots', sent)
    const id = newId()
    const asha = as(shop.asha)
    t.match((await asha.get('/sales/new/items?scan=necklace')).body, /Rubies.*10\.00 ct/s)
    const line = (has: Record<string, string>) => ({
      ...{ id, 'lines.1.item': shop.itemId, 'lines.1.lot': sent.id, 'lines.1.quantity': '1', selected: '1' },
      ...Object.fromEntries(Object.entries(has).map(([name, value]) => [`lines.1.${name}`, value])),
    })
    const cash = { cash: '50000', upi: '' }
    t.match(
      (await asha.post('/sales', { ...line({ net: '2.5' }), ...cash })).body,
      'Write the rate of a carat of LOT-0001.',
    )
    t.match(
      (await asha.post('/sales', { ...line({ net: '12', rate: '8000' }), ...cash })).body,
      'Only 10.00 ct of LOT-0001 are left',
    )
    t.equal((await asha.post('/sales', { ...line({ net: '2.5', count: '9', rate: '8000' }), ...cash })).statusCode, 303)
    t.match(await root('piece_line').where({ document_id: id }).first(), {
      ...{
        net_mg: 0n,
        gross_mg: 500n,
        carat_mct: 2_500n,
        metal_paise: 0n,
        stones_paise: rs('20000'),
        making_paise: 0n,
      },
      ...{ total_paise: rs('20000'), rate_basis: 'typed', rate_paise: rs('8000'), purity: '' },
    })
    const left = { carat_mct: 7_500n, gross_mg: 1_500n, value_paise: rs('37500') }
    t.match(await root('lot').where({ id: sent.id }).first(), { ...left, pieces: 31 })
    t.match(await root('stock_level').where({ business_id: shop.id }), [{ ...left, quantity_milli: 1_500n }])
    t.match((await asha.get(`/sales/${id}`)).body, '20,000.00')
    const faults = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
    t.same(
      faults.filter(({ holds }) => !holds),
      [],
    )
  })

  t.test('what is wrong is named at its field', async (t) => {
    const shop = await aLotShop()
    await as(shop.asha).post('/lots', fields(shop))
    const wrong: [Record<string, string>, string][] = [
      [{ name: '' }, 'name'],
      [{ gross: '' }, 'gross'],
      [{ net_weight: '101' }, 'net-weight'],
      [{ touch: '101' }, 'touch'],
      [{ kind: 'stones', carat: '' }, 'carat'],
      [{ value: '' }, 'value'],
      [{}, 'barcode'],
    ]
    for (const [has, id] of wrong)
      t.match((await as(shop.asha).post('/lots', fields(shop, has))).body, `href="#${id}"`, id)
  })
})
