import t from 'tap'
import { paise } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, type GoodsShop, rs, today } from '../../testing/goods-shop.ts'
import { booksCheck } from '../books/index.ts'
import { adjustStock, listMoves, moveStock, openStock, type StockAdjustment } from './index.ts'

t.test('stock', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const inShop = <Result>(shop: GoodsShop, work: Parameters<typeof inBusiness<Result>>[2]) =>
    inBusiness(kit.db, shop.id, work)
  const adjust = (shop: GoodsShop, quantity: bigint, has: Partial<StockAdjustment> = {}) => {
    const change = {
      itemId: shop.itemIds[0] ?? '',
      branchId: shop.branchId,
      quantity: milli(quantity),
      reason: 'Count',
      onDate: today,
    }
    return inShop(shop, (tx) => adjustStock(tx, shop.id, { ...change, ...has }, shop.actor))
  }
  const level = (shop: GoodsShop) => inShop(shop, (tx) => tx('stock_level').first('quantity_milli', 'value_paise'))
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )
  const faults = (shop: GoodsShop) =>
    inShop(shop, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))

  t.test('found and missed goods move at the average cost, and the books agree', async (t) => {
    const shop = await aGoodsShop(kit)
    await adjust(shop, 2000n)
    await adjust(shop, -4000n)
    t.same(await level(shop), { quantity_milli: 8000n, value_paise: rs('480') })
    const moves = await inShop(shop, (tx) => listMoves(tx, shop.id, shop.itemIds[0] ?? '', { limit: 2 }))
    t.same(
      moves.map(({ kind, quantity_milli, value_paise }) => [kind, quantity_milli, value_paise]),
      [
        ['adjustment', -4000n, rs('-240')],
        ['adjustment', 2000n, rs('120')],
      ],
    )
    const [last] = moves
    const before = [last?.on_date ?? '', last?.id ?? ''] as const
    t.equal((await inShop(shop, (tx) => listMoves(tx, shop.id, shop.itemIds[0] ?? '', { before, limit: 9 }))).length, 2)
    t.same(await faults(shop), [])
  })

  t.test('more than there is cannot be missed where the shop refuses it', async (t) => {
    const shop = await aGoodsShop(kit)
    t.match(await failure(adjust(shop, -10_001n)), { key: 'stock.refusal.notEnough', values: { left: '10' } })
    t.match(await failure(adjust(shop, -1n, { itemId: newId() })), { name: 'NotFound' })
    t.same(await level(shop), { quantity_milli: 10_000n, value_paise: rs('600') })
  })

  t.test('the database refuses a level below zero by itself', async (t) => {
    const shop = await aGoodsShop(kit)
    const move = {
      itemId: shop.itemIds[0] ?? '',
      branchId: shop.branchId,
      quantity: milli(-11_000n),
      value: paise(-1n),
    }
    const of = { kind: 'adjustment', onDate: today, negative: 'refuse' } as const
    const work = inShop(shop, (tx) => moveStock(tx, shop.id, [move], of, shop.actor))
    t.match(await failure(work), { key: 'stock.refusal.changed', status: 409 })
  })

  t.test('a purchase price corrects what was sold before it was bought', async (t) => {
    const shop = await aGoodsShop(kit, { stock: 0n, negative: 'warn' })
    await adjust(shop, -2000n)
    const opening = {
      itemId: shop.itemIds[0] ?? '',
      branchId: shop.branchId,
      quantity: milli(5000n),
      value: rs('300'),
      onDate: today,
    }
    await inShop(shop, (tx) => openStock(tx, shop.id, opening, shop.actor))
    t.same(await level(shop), { quantity_milli: 3000n, value_paise: rs('180') })
    t.same(await faults(shop), [])
  })
})
