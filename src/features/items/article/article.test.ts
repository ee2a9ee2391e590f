import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { testApp } from '../../../testing/app.ts'
import { aShop } from '../../../testing/cast.ts'
import { aJewelShop, type JewelShop } from '../../../testing/jewel-shop.ts'

t.test('articles', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit
  const fields = async (shop: JewelShop, has: Record<string, string> = {}) => ({
    id: newId(),
    kind: 'goods',
    name: 'Bangle 22K',
    unit: 'GMS',
    hsn: '',
    gst_class: (await root('gst_class').where({ business_id: shop.id, name: 'Jewellery, coins, bullion' }).first()).id,
    tracking: 'piece',
    purity: shop.purityId,
    tag_prefix: 'b',
    weight_basis: 'gross',
    sale_mode: 'weight',
    value_table: shop.tableId,
    ...has,
  })
  const article = (shop: JewelShop, item_id: string) => root('article').where({ business_id: shop.id, item_id }).first()

  t.test('a new item of a jeweller begins as a tagged article', async (t) => {
    const shop = await aJewelShop(kit, [])
    const { body } = await as(shop.asha).get('/items/new')
    t.match(body, /value="piece" checked.*22K 916/s)
    const { id: general } = await aShop(kit)
    t.ok(general)
  })

  t.test('is kept with its item, and its HSN follows the metal', async (t) => {
    const shop = await aJewelShop(kit, [])
    const sent = await fields(shop, { [`opening.${shop.branchId}.quantity`]: '3' })
    t.equal((await as(shop.asha).post('/items', sent)).statusCode, 303)
    t.match(await article(shop, sent.id), { tracking: 'piece', tag_prefix: 'B', weight_basis: 'gross' })
    t.match(await root('item').where({ id: sent.id }).first(), { hsn: '711319' })
    t.same(await root('stock_move').where({ item_id: sent.id }), [], 'pieces come in by their tags')
    const { id: _id, ...rest } = sent
    await as(shop.asha).post(`/items/${sent.id}`, { ...rest, category: 'Bangles' })
    t.match(await article(shop, sent.id), { category: 'Bangles' })
    await as(shop.asha).post(`/items/${sent.id}`, { ...rest, tracking: '' })
    t.equal(await article(shop, sent.id), undefined)
  })

  t.test('names what is wrong', async (t) => {
    const shop = await aJewelShop(kit, [])
    const wrong = { purity: '', tag_prefix: 'N-1', sale_mode: 'own-rate', own_rate: '' }
    const { statusCode, body } = await as(shop.asha).post('/items', await fields(shop, wrong))
    t.equal(statusCode, 422)
    for (const id of ['purity', 'tag-prefix', 'own-rate']) t.match(body, `href="#${id}"`)
  })

  t.test('stays as it is counted once it has pieces', async (t) => {
    const shop = await aJewelShop(kit)
    const { id: _id, ...rest } = await fields(shop, { name: 'Necklace 22K', tracking: 'lot' })
    const changed = await as(shop.asha).post(`/items/${shop.itemId}`, rest)
    t.equal(changed.statusCode, 422)
    t.match(changed.body, 'stays as it is counted')
  })

  t.test('goods that were counted do not become jewellery', async (t) => {
    const shop = await aJewelShop(kit, [])
    const sent = await fields(shop, { tracking: '', [`opening.${shop.branchId}.quantity`]: '3' })
    t.equal((await as(shop.asha).post('/items', sent)).statusCode, 303)
    const { id: _id, ...rest } = sent
    t.match((await as(shop.asha).post(`/items/${sent.id}`, { ...rest, tracking: 'piece' })).body, 'has stock moves')
  })
})
