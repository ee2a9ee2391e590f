import t from 'tap'
import { pricePiece } from '../../core/piece-price.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs, today } from '../../testing/goods-shop.ts'
import { aJewelShop, type JewelShop, necklace } from '../../testing/jewel-shop.ts'
import { booksCheck } from '../books/index.ts'
import { moveStock } from '../stock/index.ts'
import { askOf, findPieceByCode, lockPieces, movePieces, pieceFacts, searchPieces } from './index.ts'

t.test('pieces', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const inShop = <Result>(shop: JewelShop, work: (tx: Tx) => Promise<Result>) => inBusiness(kit.db, shop.id, work)
  const level = (shop: JewelShop) =>
    inShop(shop, (tx) =>
      tx('stock_level').first('quantity_milli', 'value_paise', 'gross_mg', 'net_mg', 'fine_mg', 'carat_mct'),
    )
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )
  const faults = (shop: JewelShop) =>
    inShop(shop, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))
  const sell = (shop: JewelShop) =>
    inShop(shop, async (tx) => {
      const pieces = await lockPieces(
        tx,
        shop.id,
        shop.pieces.map(({ id }) => id),
      )
      const move = { from: ['in-stock'], to: 'sold', kind: 'sold', onDate: today } as const
      const moves = await movePieces(tx, shop.id, pieces, move, shop.actor)
      await moveStock(tx, shop.id, moves, { kind: 'sale', onDate: today, negative: 'refuse' }, shop.actor)
    })

  t.test('a tagged piece stands in six figures, and the books agree', async (t) => {
    const shop = await aJewelShop(kit)
    t.same(await level(shop), {
      quantity_milli: 1000n,
      value_paise: rs('280000'),
      gross_mg: 25_480n,
      net_mg: 24_560n,
      fine_mg: 22_497n,
      carat_mct: 4_600n,
    })
    t.same(await faults(shop), [])
  })

  t.test('its facts price it as printed', async (t) => {
    const shop = await aJewelShop(kit)
    const ids = shop.pieces.map(({ id }) => id)
    const [facts] = await inShop(shop, (tx) => pieceFacts(tx, shop.id, ids))
    t.match(facts, {
      tag: 'N-2210',
      state: 'in-stock',
      metal: 'gold',
      net: 24_560n,
      makingOnWastage: false,
      slab: { fromMg: 20_000n, makingFloor: { kind: 'per-gram', paise: rs('300') } },
    })
    const price = facts && pricePiece(askOf(facts, rs('12400')))
    t.match(price, { metal: rs('304544'), wastageAmount: rs('24366'), making: rs('8596'), total: rs('345831') })
    t.match(await failure(inShop(shop, (tx) => lockPieces(tx, shop.id, [newId()]))), { name: 'NotFound' })
  })

  t.test('without figures of its own it takes those of its slab', async (t) => {
    const shop = await aJewelShop(kit, [{ making: null, wastage: null }])
    const [facts] = await inShop(shop, (tx) => pieceFacts(tx, shop.id, [shop.pieces[0]?.id ?? '']))
    t.match(facts, { making: { kind: 'per-gram', paise: rs('400') }, wastage: { kind: 'percent', bp: 900 } })
  })

  t.test('a scan finds it by tag or HUID, whatever its state', async (t) => {
    const shop = await aJewelShop(kit)
    await sell(shop)
    for (const code of ['n-2210 ', 'a1b2c3']) {
      const found = await inShop(shop, (tx) => findPieceByCode(tx, shop.id, code))
      t.match(found, { tag: 'N-2210', state: 'sold', itemName: 'Necklace 22K', purity: '22K 916' }, code)
    }
    t.equal(await inShop(shop, (tx) => findPieceByCode(tx, shop.id, '')), undefined)
  })

  t.test('a search finds by the beginning of a tag or the words of the article, in stock first', async (t) => {
    const shop = await aJewelShop(kit)
    await sell(shop)
    await shop.tag([
      { tag: 'N-2211', huid: '' },
      { tag: 'X-1', huid: '' },
    ])
    const tags = async (words: string) =>
      (await inShop(shop, (tx) => searchPieces(tx, shop.id, words, shop.branchId))).map(({ tag }) => tag)
    t.same(await tags('n-22'), ['N-2211', 'N-2210'])
    t.same(await tags('neckl'), ['N-2211', 'X-1'])
    t.same(await tags('zz'), [])
    t.same(await tags(' '), [])
  })

  t.test('a sold piece leaves the level at its own cost; a second sale is refused by its tag', async (t) => {
    const shop = await aJewelShop(kit, [{}, { tag: 'N-1', huid: '', cost: rs('100') }])
    const read = await inShop(shop, (tx) =>
      pieceFacts(
        tx,
        shop.id,
        shop.pieces.map(({ id }) => id),
      ),
    )
    await sell(shop)
    t.match(await level(shop), { quantity_milli: 0n, value_paise: 0n, gross_mg: 0n, fine_mg: 0n, carat_mct: 0n })
    t.match(await failure(sell(shop)), { key: 'pieces.refusal.taken', status: 409, values: { state: 'sold' } })
    const move = { from: ['in-stock'], to: 'sold', kind: 'sold', onDate: today } as const
    const late = inShop(shop, (tx) => movePieces(tx, shop.id, read, move, shop.actor))
    t.match(await failure(late), { key: 'pieces.refusal.taken', status: 409 }, 'taken since it was read')
  })

  t.test('of two tills that sell one piece, one wins', async (t) => {
    const shop = await aJewelShop(kit)
    const done = await Promise.allSettled([sell(shop), sell(shop)])
    t.same(done.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })

  t.test('tags are numbered under the prefix, above those that were typed', async (t) => {
    const shop = await aJewelShop(kit)
    const made = await shop.tag([
      { tag: '', huid: '' },
      { tag: '', huid: '' },
    ])
    t.same(
      made.map(({ tag }) => tag),
      ['N-2211', 'N-2212'],
    )
  })

  t.test('sent twice is once; another body, tag or HUID that is taken is refused', async (t) => {
    const shop = await aJewelShop(kit)
    const id = newId()
    await shop.tag([{ tag: 'N-1', huid: '' }], id)
    await shop.tag([{ tag: 'N-1', huid: '' }], id)
    t.match(await failure(shop.tag([{ tag: 'N-1', huid: '', cost: rs('1') }], id)), { key: 'pieces.refusal.otherBody' })
    t.match(await failure(shop.tag([{ huid: '' }])), { key: 'pieces.refusal.codeTaken', status: 409 })
    t.match(await failure(shop.tag([{ tag: 'N-3', huid: necklace.huid }])), { key: 'pieces.refusal.codeTaken' })
    t.match(await level(shop), { quantity_milli: 2000n })
  })

  t.test('the books check names a piece whose weight is not in its level', async (t) => {
    const shop = await aJewelShop(kit)
    await database.root('piece').where({ business_id: shop.id }).update({ gross_mg: 25_481n, net_mg: 24_561n })
    const [point] = await faults(shop)
    t.match(point, { point: 6, findings: [{ of: 'Necklace 22K', what: { key: 'books.check.fault.pieces' } }] })
  })
})
