import t from 'tap'
import { addDays, type IsoDate } from '../../core/dates.ts'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aGoodsShop, rs, today } from '../../testing/goods-shop.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { createItem } from '../items/index.ts'
import { cancelInvoice, issueInvoice } from '../sales/index.ts'
import { listAsOf, stockAccountThen } from './as-of/as-of.queries.ts'
import { listCardLevels } from './card/card.queries.ts'
import { type AskedMoves, balanced, listCardMoves } from './card/moves.queries.ts'
import { readTally } from './groups/tally.queries.ts'
import { listIdle } from './idle/idle.queries.ts'
import { adjustStock } from './index.ts'
import type { LevelsFilter } from './levels/levels.form.ts'
import { listStanding, totalStock } from './levels/levels.queries.ts'
import { readToday, reckonOutlook } from './standing/outlook.commands.ts'

const everything: LevelsFilter = {
  ...{ search: '', branchId: undefined, category: undefined, show: 'all', goods: 'all', sort: 'name' },
}

t.test('how items stand', async (t) => {
  const kit = await testApp(t)
  const shop = await aGoodsShop(kit, { items: 6, stock: 10_000n })
  const { id, itemIds, actor } = shop
  const work = <Result>(to: (tx: Parameters<Parameters<typeof inBusiness>[2]>[0]) => Promise<Result>) =>
    inBusiness(kit.db, id, to)
  const days: IsoDate[] = []
  // The same at every run, and in no order of days.
  for (let n = 0; n < 60; n++) {
    const onDate = addDays('2026-11-21', -((n * 37) % 200))
    const itemId = itemIds[(n * 5) % 6] ?? ''
    const quantity = milli(n % 4 === 0 ? 3000n : -500n)
    await work((tx) =>
      adjustStock(tx, id, { itemId, branchId: shop.branchId, quantity, reason: 'Count', onDate }, actor),
    )
    days.push(onDate)
  }
  await work((tx) => issueInvoice(tx, id, shop.bill({ lines: [shop.line(0, 2000n), shop.line(1, 1000n)] }), actor))

  t.test('the kept rows are what the levels and moves say', async (t) => {
    const { rows } = await kit.root.raw(
      `select s.item_id from stock_standing s, lateral (select coalesce(sum(l.quantity_milli), 0) as quantity, coalesce(sum(l.value_paise), 0) as value
        from stock_level l where l.business_id = s.business_id and l.item_id = s.item_id and (s.place_id = s.business_id or l.branch_id = s.place_id)) l
       where s.business_id = ? and (s.quantity_milli, s.value_paise) is distinct from (l.quantity, l.value)`,
      [id],
    )
    t.same(rows, [])
    const sold = await kit
      .root('stock_standing')
      .where({ business_id: id, place_id: id })
      .whereNotNull('sold_on')
      .pluck('item_id')
    t.same(sold.toSorted(), itemIds.slice(0, 2).toSorted())
  })

  t.test('each sort lists all of them once, page by page', async (t) => {
    for (const sort of ['name', 'value', 'cover'] as const) {
      const seen: string[] = []
      let after: readonly [string, string] | undefined
      for (;;) {
        const page = await work((tx) => listStanding(tx, id, { ...everything, sort }, { after, limit: 2 }))
        seen.push(...page.rows.map(({ itemId }) => itemId))
        const last = page.rows.at(-1)
        if (!page.hasMore || !last) break
        after = [last.sortKey, last.itemId]
      }
      t.same(seen.toSorted(), itemIds.toSorted(), sort)
    }
    const byValue = await work((tx) => listStanding(tx, id, { ...everything, sort: 'value' }))
    const values = byValue.rows.map(({ value }) => value)
    t.same(
      values,
      values.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
    )
  })

  t.test('a past day is what its moves add up to, and the stock account of that day', async (t) => {
    for (const day of [...days.slice(0, 25), today, '2026-04-01', '2026-03-31']) {
      const { rows } = await work((tx) => listAsOf(tx, id, { onDate: day, branchId: undefined, limit: 4 })).then(
        async (page) => {
          const all = [...page.rows]
          let next = page.next
          while (next) {
            const after = next
            const more = await work((tx) => listAsOf(tx, id, { onDate: day, branchId: undefined, after, limit: 4 }))
            all.push(...more.rows)
            next = more.next
          }
          return { rows: all }
        },
      )
      const plain = await kit.root.raw(
        `select item_id as "itemId", sum(quantity_milli)::bigint as quantity, sum(value_paise)::bigint as value from stock_move
         where business_id = ? and on_date <= ? group by item_id having sum(quantity_milli) <> 0 or sum(value_paise) <> 0 order by item_id`,
        [id, day],
      )
      const shown = rows.map(({ itemId, quantity, value }) => ({ itemId, quantity, value }))
      t.same(
        shown.toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1)),
        plain.rows,
        day,
      )
      const [totals, account] = await work((tx) =>
        Promise.all([totalStock(tx, id, { branchId: undefined, onDate: day }), stockAccountThen(tx, id, day)]),
      )
      t.equal(
        totals.value,
        rows.reduce((sum, { value }) => sum + value, 0n),
        `the total of ${day}`,
      )
      t.equal(account, totals.value, `the account on ${day}`)
    }
  })

  t.test('the card runs from move to move', async (t) => {
    const itemId = itemIds[0] ?? ''
    const shown = (asked: AskedMoves) =>
      work(async (tx) => {
        const place = asked.branchId ?? id
        const now = (await listCardLevels(tx, id, itemId)).find(({ placeId }) => placeId === place)
        return balanced(tx, id, itemId, { page: await listCardMoves(tx, id, itemId, asked), asked, now })
      })
    const page = await shown({ kind: undefined, branchId: undefined, before: undefined })
    const { rows } = await kit.root.raw(
      `select id, sum(quantity_milli) over w as quantity, sum(value_paise) over w as value from stock_move
       where business_id = ? and item_id = ? window w as (order by on_date, id) order by on_date desc, id desc`,
      [id, itemId],
    )
    t.same(
      page.rows.map((row) => [row.id, String(row.after?.quantity), String(row.after?.value)]),
      rows.map((row: { id: string; quantity: bigint; value: bigint }) => [
        row.id,
        String(row.quantity),
        String(row.value),
      ]),
    )
    const middle = page.rows[3]
    if (!middle) throw new Error('there are more moves')
    const before = [middle.onDate, middle.id] as const
    const later = await shown({ kind: undefined, branchId: shop.branchId, before })
    t.same(later.rows[0]?.after, page.rows[4]?.after, 'a later page begins where the one before ended')
    const counted = await shown({ kind: 'sale', branchId: undefined, before: undefined })
    t.same(
      counted.rows.map(({ kind, after }) => [kind, after]),
      [['sale', undefined]],
    )
  })

  t.test('demand and what lies idle are reckoned once a day', async (t) => {
    const card = await work((tx) => readToday(tx, id, today, () => listCardLevels(tx, id, itemIds[0] ?? '')))
    t.match(
      card.find(({ placeId }) => placeId === id),
      { demand: 2000n },
      'the card does not wait for the list',
    )
    t.equal(await work((tx) => reckonOutlook(tx, id, today)), false)
    const standing = await work((tx) => listStanding(tx, id, everything))
    const rice = standing.rows.find(({ itemId }) => itemId === itemIds[0])
    t.equal(rice?.coverDays, Number(((rice?.quantity ?? 0n) * 90n) / 2000n), 'two sold in ninety days')
    t.equal(standing.rows.find(({ itemId }) => itemId === itemIds[5])?.coverDays, 99_999, 'nobody can say')
    const idle = await work((tx) => listIdle(tx, id, { branchId: undefined, days: 90, today, after: undefined }))
    t.same(idle.rows.map(({ itemId }) => itemId).toSorted(), itemIds.slice(2).toSorted())
    const [kept] = await kit.root('stock_idle').where({ business_id: id, place_id: id, days: 90 })
    t.equal(kept.items, 4)
    t.equal(
      kept.value_paise,
      idle.rows.reduce((sum, { value }) => sum + value, 0n),
    )
  })

  t.test('a sale that is cancelled was no sale', async (t) => {
    const bill = shop.bill({ lines: [shop.line(4, 1000n)] })
    await work((tx) => issueInvoice(tx, id, bill, actor))
    const soldOn = () => kit.root('stock_standing').where({ business_id: id, item_id: itemIds[4] }).pluck('sold_on')
    t.same(await soldOn(), [today, today])
    await work((tx) => cancelInvoice(tx, id, { id: bill.id, reason: 'Mistake', onDate: today }, actor))
    t.same(await soldOn(), [null, null])
  })

  t.test('what runs low or out is told by its flag', async (t) => {
    await kit.root('item').where({ id: itemIds[5] }).update({ low_stock_milli: 1_000_000n, category: 'Grain' })
    const gst = await kit.root('gst_class').where({ business_id: id }).first('id')
    const fresh = newId()
    const facts = {
      kind: 'goods',
      name: 'Salt',
      unit: 'KGS',
      hsn: '',
      gstClassId: gst.id,
      barcode: '',
      notes: '',
    } as const
    const prices = { salePrice: rs('20'), priceIncludesTax: true, purchasePrice: rs('15'), lowStock: milli(0n) }
    const place = { category: '', shelf: 'B 2', tracksBatches: false }
    const opening = { onDate: today, lines: [] }
    await work((tx) => createItem(tx, id, { id: fresh, ...facts, ...prices, ...place, opening }, actor))
    const ids = async (asked: Partial<LevelsFilter>) =>
      (await work((tx) => listStanding(tx, id, { ...everything, ...asked }))).rows.map(({ itemId }) => itemId)
    t.same(await ids({ show: 'low' }), [itemIds[5]])
    t.same(await ids({ show: 'out' }), [fresh])
    t.same(await ids({ category: 'Grain' }), [itemIds[5]])
    t.same(await ids({ search: 'salt' }), [fresh])
    t.same(await ids({ goods: 'articles' }), [])
    t.same(await ids({ branchId: shop.branchId, sort: 'cover', show: 'low' }), [itemIds[5]])
  })

  t.test('the pages open, and cost is for who may see it', async (t) => {
    const owner = kit.as(shop.asha)
    for (const path of [
      '/stock',
      '/stock?show=low',
      '/stock?sort=value',
      '/stock?q=rice',
      '/stock/idle',
      '/stock/idle?days=30',
      '/stock/as-of',
      '/stock/as-of?on=-30',
      '/stock/groups',
      `/stock/${itemIds[0]}`,
      `/stock/${itemIds[0]}?kind=sale`,
    ]) {
      const answer = await owner.get(path)
      t.equal(answer.statusCode, 200, path)
    }
    const wrong = await owner.get('/stock/as-of?on=tomorrow+or+so')
    t.equal(wrong.statusCode, 422)
    const file = await owner.get('/stock.csv')
    t.match(file.body, /Name,Category,Shelf,Unit,In stock/)
    t.match(file.body, /Rice 5,Grain,/)
    const then = await owner.get('/stock/as-of.csv?on=2026-04-01')
    t.match(then.body, /Rice,,[^,]+,KGS,10,/)
    t.match((await owner.get('/stock')).body, /Stock value/)
    t.equal((await owner.get(`/stock/${newId()}`)).statusCode, 404)
  })
})

t.test('pieces are tallied as they stand', async (t) => {
  const kit = await testApp(t)
  const shop = await aJewelShop(kit, [
    {},
    { tag: 'N-2', huid: '', counter: 'B' },
    { tag: 'N-3', huid: '', counter: 'B' },
  ])
  const { id } = shop
  const tally = async () => {
    const rows = await inBusiness(kit.db, id, (tx) => readTally(tx, id, undefined))
    return rows
      .filter(({ kind }) => kind === 'counter')
      .map(({ groupKey, pieces, gross, value }) => [groupKey, pieces, gross, value])
  }
  const one = [25_480n, rs('280045')] as const
  const found = await tally()
  t.same(
    found.map(([counter, pieces, gross]) => [counter, pieces, gross]),
    [
      ['A', 1, one[0]],
      ['B', 2, one[0] * 2n],
    ],
  )
  await kit.root('piece').where({ business_id: id, tag: 'N-3' }).update({ state: 'sold' })
  await kit.root('piece').where({ business_id: id, tag: 'N-2' }).update({ counter: 'A' })
  t.same(
    (await tally()).map(([counter, pieces]) => [counter, pieces]),
    [['A', 2]],
  )
  // What is loose is folded once it is much, and says the same.
  await kit.root.raw(`update piece set note = note where business_id = ?`, [id])
  for (let n = 0; n < 120; n++)
    await kit
      .root('piece')
      .where({ business_id: id, tag: 'N-2' })
      .update({ counter: n % 2 ? 'A' : 'C' })
  t.same(
    (await tally()).map(([counter, pieces]) => [counter, pieces]),
    [['A', 2]],
  )
  t.same(await kit.root('piece_change').where({ business_id: id }).count().first(), { count: 0n })
  const owner = kit.as(shop.asha)
  t.match((await owner.get('/stock/groups')).body, /By purity/)
  t.match((await owner.get(`/stock/${shop.itemId}`)).body, /By counter/)
  t.equal((await owner.get('/stock?goods=articles')).statusCode, 200)
})
