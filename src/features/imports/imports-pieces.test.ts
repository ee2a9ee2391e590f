import t from 'tap'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { text, validHtml } from '../../testing/html.ts'
import { csv, importKit } from '../../testing/imports.ts'
import { aJewelShop, type JewelShop } from '../../testing/jewel-shop.ts'

const head = ['Item Name', 'Tag No', 'HUID', 'Gr Wt', 'Less Wt', 'Stone ct', 'Cost', 'Counter']

t.test('pieces of the first day come from a file', { timeout: 170_000 }, async (t) => {
  const kit = await testApp(t)
  const { upload, check, run, undo, balanceOf, wrongPoints, statesOf } = importKit(kit)
  const pieces = (shop: JewelShop) =>
    kit.root('piece').where({ business_id: shop.id }).orderBy('tag').select('tag', 'huid', 'state', 'net_mg', 'note')
  const level = (shop: JewelShop) =>
    kit.root('stock_level').where({ business_id: shop.id, item_id: shop.itemId }).first('quantity_milli', 'value_paise')
  const file = csv([
    head,
    ['necklace 22k', 'N-5', 'AB4K7Q', '25.480', '0.480', '', '2,50,000', 'Tray 1'],
    ['N', '', '', '10', '', '5', '1,00,000', ''], // its article by the prefix, its tag the next one
    ['Necklace 22K', 'N-5', '', '9', '', '', '90000', ''], // a tag twice
    ['Necklace 22K', 'N-8', 'AB4', '9', '', '', '90000', ''], // no HUID
    ['Bangle', 'B-1', '', '9', '', '', '90000', ''], // no such article
    ['Necklace 22K', 'N-2210', '', '9', '', '', '90000', ''], // in the counter, and another one
    ['Necklace 22K', 'N-9', '', '9', '', '', '', ''], // without a cost
  ])

  t.test('tells what is wrong, brings in the rest, and takes it back', async (t) => {
    const shop = await aJewelShop(kit)
    const { id } = await upload(shop.asha, 'pieces', file)
    await check(shop.asha, id)
    t.same(await statesOf(id), { new: 2, refused: 5 })
    const page = await kit.as(shop.asha).get(`/imports/${id}`)
    t.same(await validHtml(page.body), [])
    const said = text(page.body)
    t.match(said, /Tag N-5 This stands already in line 2/)
    t.match(said, /Article Bangle No article that is kept by piece/)
    t.match(said, /Tag N-2210 Another piece has this tag/)
    t.match(said, /Cost of the piece/)
    t.match((await kit.as(shop.asha).get(`/imports/${id}/refused.csv`)).body, /N-8/)
    const before = { level: await level(shop), stock: await balanceOf(shop, 'stock') }
    await run(shop.asha, id)
    t.same(await statesOf(id), { made: 2, refused: 5 })
    t.match(
      await pieces(shop),
      [{ tag: 'N-2210' }, { tag: 'N-5', huid: 'AB4K7Q', net_mg: 25_000n }, { tag: 'N-2211', net_mg: 9_000n }].sort(
        (a, b) => (a.tag < b.tag ? -1 : 1),
      ),
    )
    t.equal(await balanceOf(shop, 'stock'), before.stock + 350_000_00n)
    t.same(await wrongPoints(shop), [])
    const again = await upload(shop.asha, 'pieces', file, 'again.csv')
    await check(shop.asha, again.id)
    t.match(await statesOf(again.id), { same: 1 }, 'a piece that is here already is left as it is')
    await undo(shop.asha, id)
    t.same(await statesOf(id), { undone: 2, refused: 5 })
    t.same({ level: await level(shop), stock: await balanceOf(shop, 'stock') }, before)
    t.match(
      (await pieces(shop)).filter(({ state }) => state === 'gone'),
      [{ huid: '' }, { huid: '' }],
      'their tags are free',
    )
    t.same(await wrongPoints(shop), [])
    await check(shop.asha, again.id)
    t.match(await statesOf(again.id), { new: 2 })
  })

  t.test('a piece that was moved since stays', async (t) => {
    const shop = await aJewelShop(kit, [])
    const { id } = await upload(shop.asha, 'pieces', csv([head, ['N', 'N-1', '', '10', '', '', '100', '']]))
    await check(shop.asha, id)
    await run(shop.asha, id)
    await inBusiness(kit.db, shop.id, (tx) => tx('piece').where({ tag: 'N-1' }).update({ state: 'reserved' }))
    await undo(shop.asha, id, { kept: 'yes' })
    t.same(await statesOf(id), { made: 1 })
  })

  t.test('five thousand pieces', async (t) => {
    const shop = await aJewelShop(kit, [])
    const rows = Array.from({ length: 5000 }, (_, i) => ['N', `P-${i}`, '', '10.5', '', '', String(60_000 + i), 'Tray'])
    const { id } = await upload(shop.asha, 'pieces', csv([head, ...rows]))
    const began = performance.now()
    await check(shop.asha, id)
    const checked = performance.now()
    await run(shop.asha, id)
    const said = `checked in ${Math.round(checked - began)} ms, brought in in ${Math.round(performance.now() - checked)} ms`
    t.same(await statesOf(id), { made: 5000 }, said)
    t.comment(said)
    t.match(await level(shop), { quantity_milli: 5_000_000n })
    t.same(await wrongPoints(shop), [])
  })
})
