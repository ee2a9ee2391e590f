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
