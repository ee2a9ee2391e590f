import t from 'tap'
import type { InvoiceRequest } from '../../../core/invoice-facts.ts'
import { paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { aGoodsShop, cash, type GoodsShop, rs, today, walkIn } from '../../../testing/goods-shop.ts'
import { aJewelShop } from '../../../testing/jewel-shop.ts'
import { booksCheck } from '../../books/index.ts'
import { issueInvoice } from '../../sales/index.ts'
import { revalueMoves } from '../index.ts'

t.test('what goods cost after all', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const inShop = <Result>(shop: GoodsShop, work: Parameters<typeof inBusiness<Result>>[2]) =>
    inBusiness(kit.db, shop.id, work)
  const faults = (shop: GoodsShop) =>
    inShop(shop, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )
  const sell = (shop: GoodsShop, quantity: bigint) =>
    inShop(shop, (tx) => {
      const lines = [shop.line(0, quantity)]
      const tenders = [cash(String(quantity / 10n))]
      return issueInvoice(tx, shop.id, shop.bill({ buyer: walkIn, lines, tenders }), shop.actor)
    })

  t.test('of a piece that was sold on an earlier day than it came, nothing stays on the shelf', async (t) => {
    const shop = await aJewelShop(kit, [{}, { tag: 'N-2211', huid: '' }])
    const [piece] = shop.pieces
    const asked = { rate: null, making: null, wastage: null, orderId: null }
    const line = { itemId: shop.itemId, quantity: milli(1000n), price: rs('0'), priceIncludesTax: false }
    const bill: InvoiceRequest = {
      ...{ id: newId(), onDate: '2026-11-20', buyer: walkIn, tenders: [cash('100000')], placeOfSupply: null, note: '' },
      billDiscount: { kind: 'none' },
      lines: [{ ...line, discount: { kind: 'none' }, piece: { ...asked, of: { kind: 'piece', id: piece?.id ?? '' } } }],
    }
    await kit.root('board_rate').insert({
      ...{ business_id: shop.id, id: newId(), side: 'sell', purity_id: shop.purityId, rate_paise: rs('100') },
      ...{ by_name: 'Asha', from_at: new Date('2026-11-21T06:00:00Z') },
    })
    await inBusiness(kit.db, shop.id, async (tx) => {
      await issueInvoice(tx, shop.id, bill, shop.actor)
      const moves = await tx('stock_move').where({ business_id: shop.id, kind: 'opening' }).select('id')
      const changes = moves.map(({ id }) => ({ moveId: id, delta: paise(100_00n) }))
      const of = { contra: 'landed-cost', onDate: today, reason: 'Freight' } as const
      await revalueMoves(tx, shop.id, { changes, ...of }, shop.actor)
      t.same(await tx('stock_level').where({ business_id: shop.id }).first('quantity_milli', 'value_paise'), {
        quantity_milli: milli(1000n),
        value_paise: rs('280100'),
      })
      t.same(
        (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds),
        [],
      )
    })
  })

  for (const method of ['weighted-average', 'fifo'])
    t.test(
      `stays on the shelf for what is left, and goes to cost of goods for what is sold, by ${method}`,
      async (t) => {
        const shop = await aGoodsShop(kit, { business: {} })
        await kit.root('business').where({ id: shop.id }).update({ valuation: method })
        if (method === 'fifo')
          await kit.root.raw(
            `insert into cost_layer (business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, left_milli, left_paise)
           select business_id, id, item_id, branch_id, on_date, quantity_milli, value_paise, quantity_milli, value_paise from stock_move where business_id = ?`,
            [shop.id],
          )
        await sell(shop, 4000n)
        const [move] = await inShop(shop, (tx) => tx('stock_move').where({ kind: 'opening' }))
        const changes = [{ moveId: move.id, delta: paise(100_00n) }]
        const of = { contra: 'landed-cost', onDate: today, reason: 'Bill at another price' } as const
        await inShop(shop, (tx) => revalueMoves(tx, shop.id, { changes, ...of }, shop.actor))
        t.same(await inShop(shop, (tx) => tx('stock_level').first('quantity_milli', 'value_paise')), {
          quantity_milli: milli(6000n),
          value_paise: rs('420'),
        })
        const balances = await inShop(shop, (tx) =>
          tx('posting as p')
            .join('account as a', 'a.id', 'p.account_id')
            .whereIn('a.role', ['stock', 'cost-of-goods', 'landed-cost'])
            .groupBy('a.role')
            .orderBy('a.role')
            .select('a.role', tx.raw('sum(p.amount)::bigint as amount')),
        )
        t.same(balances, [
          { role: 'cost-of-goods', amount: rs('280') },
          { role: 'landed-cost', amount: rs('-100') },
          { role: 'stock', amount: rs('420') },
        ])
        t.same(await faults(shop), [])
        await sell(shop, 6000n)
        t.same(await faults(shop), [])
        const less = { changes: [{ moveId: move.id, delta: paise(-701_00n) }], ...of }
        t.match(await failure(inShop(shop, (tx) => revalueMoves(tx, shop.id, less, shop.actor))), {
          key: 'stock.refusal.costBelowZero',
        })
        const other = { changes: [{ moveId: newId(), delta: paise(1n) }], ...of }
        t.match(await failure(inShop(shop, (tx) => revalueMoves(tx, shop.id, other, shop.actor))), { name: 'NotFound' })
      },
    )
})
