import t, { type Test } from 'tap'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { aPurchaseShop, type PurchaseShop } from '../../testing/purchase-shop.ts'
import { audit } from '../audit/index.ts'
import { takeNumber } from '../books/index.ts'
import { listSuggestions } from './suggesting/suggesting.queries.ts'

t.test('reordering', { timeout: 120_000 }, async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const field = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
  const nameOf = ({ branchId }: PurchaseShop, item: string | undefined, name: string) => `${name}.${item}.${branchId}`
  const known = async (shop: PurchaseShop, has: Record<string, unknown> = {}) => {
    const own = { business_id: shop.id, party_id: shop.supplierId, price_paise: 4600n, price_on: '2026-11-01' }
    const rows = shop.itemIds.map((item_id) => ({ ...own, item_id, updated_at: shop.actor.at, ...has }))
    await root('party_item').insert(rows)
  }
  // As the command would: what was done stands in the edit log, and only by it is what is kept looked at anew.
  const touched = (shop: PurchaseShop, entityId = '') =>
    inBusiness(kit.db, shop.id, (tx) =>
      audit(tx, shop.id, shop.actor, { action: 'item.edited', entity: 'item', entityId }),
    )
  const changeItem = async (shop: PurchaseShop, of: number, change: Record<string, unknown>) => {
    await root('item').where({ business_id: shop.id, id: shop.itemIds[of] }).update(change)
    await touched(shop, shop.itemIds[of])
  }
  const minimum = (shop: PurchaseShop, of: number, low: bigint) => changeItem(shop, of, { low_stock_milli: low })
  /** What is kept is what is so. */
  const isTrue = async (t: Test, shop: PurchaseShop) => {
    const [all, lines, sums] = await inBusiness(kit.db, shop.id, async (tx) => [
      await listSuggestions(tx, shop.id),
      await tx('reorder_line').where({ business_id: shop.id }),
      await tx('reorder_sum').where({ business_id: shop.id }).sum({ lines: 'lines', amount: 'amount_paise' }).first(),
    ])
    const shown = (rows: readonly unknown[][]) => rows.map((row) => row.join(' ')).toSorted()
    t.same(
      shown(lines.map((one) => [one.item_id, one.branch_id, one.free_milli, one.coming_milli, one.quantity_milli])),
      shown(all.map((one) => [one.itemId, one.branchId, one.free, one.coming, one.quantity])),
    )
    t.equal(Number(sums?.['lines'] ?? 0), all.length)
    t.equal(
      BigInt(sums?.['amount'] ?? 0),
      all.reduce((sum, { amount }) => sum + amount, 0n),
    )
  }

  t.test('suggests what is at its minimum, orders it in one press, and suggests it no more', async (t) => {
    const shop = await aPurchaseShop(kit)
    const asha = as(shop.asha)
    const empty = await asha.get('/reorder')
    t.same(await validHtml(empty.body), [])
    t.match(text(empty.body), /Nothing to order.*Looked at/)
    await known(shop)
    await minimum(shop, 0, 12_000n)
    const { body } = await asha.get('/reorder')
    t.same(await validHtml(body), [])
    t.match(
      text(body),
      /1 item to order.*Bharat Traders.*Rice.*Left 10 · minimum 12 · nothing sold lately · 7 days to come · 0 on order.*46\.00.*138\.00/,
    )
    const quantity = nameOf(shop, shop.itemIds[0], 'quantity')
    t.equal(field(body, quantity), '3')
    const form = {
      ...{ id: field(body, 'id'), do: shop.supplierId, [quantity]: '25' },
      [nameOf(shop, shop.itemIds[0], 'take')]: 'yes',
      [nameOf(shop, shop.itemIds[0], 'supplier')]: shop.supplierId,
    }
    t.match(await asha.post('/reorder', { ...form, [quantity]: 'x' }), { statusCode: 422 })
    const made = await asha.post('/reorder', form)
    t.match(made, { statusCode: 303, headers: { location: /^\/purchases\/orders\/[0-9a-f-]{36}$/ } })
    t.match(text((await asha.get(String(made.headers.location))).body), /Bharat Traders.*Rice.*25/)
    t.equal((await asha.post('/reorder', form)).headers.location, made.headers.location, 'the same form again')
    t.equal((await asha.post('/reorder', { ...form, [quantity]: '26' })).statusCode, 409, 'another body under its id')
    t.equal((await asha.post('/reorder', { ...form, id: newId() })).statusCode, 409, 'somebody ordered it meanwhile')
    t.equal((await root('purchase_order').where({ business_id: shop.id })).length, 1)
    t.match(text((await asha.get('/reorder')).body), /Nothing to order/)
    await isTrue(t, shop)
  })

  t.test('foresees from the months, rounds to what the supplier sells, and orders of all at once', async (t) => {
    const shop = await aPurchaseShop(kit)
    const asha = as(shop.asha)
    await known(shop, { minimum_milli: 100_000n, lead_days: 6 })
    const sold = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10'].map((month) => ({
      ...{ business_id: shop.id, branch_id: shop.branchId, month: `${month}-01` },
      sold_milli: 60_000n,
    }))
    await root('stock_month').insert(
      shop.itemIds.slice(0, 2).flatMap((item_id) => sold.map((row) => ({ ...row, item_id }))),
    )
    const { body } = await asha.get('/reorder')
    // 300 in 174 days are 12.0689... a week and 10.345 in six days: above the ten that are left.
    t.match(text(body), /2 items to order.*Left 10 · sells 12\.1 a week · 6 days to come/)
    const quantity = nameOf(shop, shop.itemIds[0], 'quantity')
    t.equal(field(body, quantity), '100', 'the least that he sells')
    const other = newId()
    const stamps = { created_at: shop.actor.at, updated_at: shop.actor.at }
    await root('party').insert({
      business_id: shop.id,
      id: other,
      name: 'Other',
      state: '24',
      is_supplier: true,
      ...stamps,
    })
    const rows = shop.itemIds.slice(0, 2).flatMap((item, i) => [
      [nameOf(shop, item, 'quantity'), '100'],
      [nameOf(shop, item, 'take'), 'yes'],
      [nameOf(shop, item, 'supplier'), i === 0 ? shop.supplierId : other],
    ])
    const form = { id: field(body, 'id'), do: 'all', ...Object.fromEntries(rows) }
    t.equal((await asha.post('/reorder', form)).headers.location, '/purchases/orders')
    const parties = await root('document').where({ business_id: shop.id, kind: 'purchase-order' }).pluck('party_id')
    t.same(new Set(parties), new Set([shop.supplierId, other]))
    t.match(text((await asha.get('/reorder')).body), /Nothing to order/)
    const classes = await asha.get('/reorder/classes')
    t.same(await validHtml(classes.body), [])
    t.match(text((await asha.get('/reorder/classes?cell=CX')).body), /Rice.*12/)
  })

  t.test('counts each branch by itself; what is archived and services are left out', async (t) => {
    const shop = await aPurchaseShop(kit)
    const asha = as(shop.asha)
    await known(shop)
    const adajan = newId()
    const branch = { business_id: shop.id, id: adajan, name: 'Adajan', code: 'AD', state: '24' }
    await root('branch').insert(branch)
    const levels = {
      [`min.${shop.itemIds[0]}`]: '4',
      [`max.${shop.itemIds[0]}`]: '9',
      [`days.${shop.itemIds[0]}`]: '2',
    }
    t.equal(
      (await asha.post(`/reorder/levels?branch=${adajan}`, { ...levels, [`max.${shop.itemIds[0]}`]: '4' })).statusCode,
      422,
    )
    t.equal((await asha.post(`/reorder/levels?branch=${adajan}`, levels)).statusCode, 303)
    const { body } = await asha.get('/reorder')
    t.match(text(body), /1 item to order.*Rice Adajan Left 0 · minimum 4 · nothing sold lately · 2 days to come/)
    t.equal(field(body, `quantity.${shop.itemIds[0]}.${adajan}`), '9')
    t.match(text((await asha.get(`/reorder?branch=${shop.branchId}`)).body), /Nothing to order/)
    t.match((await asha.get('/reorder.csv')).body, /Bharat Traders,.*Rice.*9/)
    t.equal((await asha.get('/reorder/print')).statusCode, 200)
    await minimum(shop, 1, 50_000n)
    await minimum(shop, 2, 50_000n)
    await changeItem(shop, 0, { archived_at: shop.actor.at })
    await changeItem(shop, 1, { kind: 'service' })
    t.match(text((await asha.get('/reorder')).body), /1 item to order.*Rice 2/)
    await isTrue(t, shop)
  })

  t.test('levels are pasted, and taken from what sells', async (t) => {
    const shop = await aPurchaseShop(kit)
    const asha = as(shop.asha)
    const sold = { business_id: shop.id, branch_id: shop.branchId, item_id: shop.itemIds[2], month: '2026-10-01' }
    await root('stock_month').insert({ ...sold, sold_milli: 52_000n })
    const paste = (lines: string) => asha.post('/reorder/levels/paste', { lines })
    t.match(text((await paste('Sugar\t3\t9')).body), /Line 1: no item is called Sugar/)
    t.equal((await paste('Name\tMin\nRice\t3\t9\t5\nrice 1\t2\t8')).statusCode, 303)
    const rows = () =>
      root('item_reorder')
        .where({ business_id: shop.id })
        .orderBy('min_milli')
        .select('min_milli', 'max_milli', 'lead_days')
    t.same(await rows(), [
      { min_milli: 2000n, max_milli: 8000n, lead_days: null },
      { min_milli: 3000n, max_milli: 9000n, lead_days: 5 },
    ])
    const { body } = await asha.get('/reorder/levels')
    t.same(await validHtml(body), [])
    t.match(body, /placeholder="7"[\s\S]*placeholder="14"/)
    await asha.post('/reorder/levels', { do: 'take', [`min.${shop.itemIds[2]}`]: '' })
    // 52 in the 52 days since October are one a day: seven until it comes, fourteen until the next.
    t.same((await rows()).at(-1), { min_milli: 7000n, max_milli: 14_000n, lead_days: 7 })
    await asha.post('/reorder/setting', { months: '12', review_days: '30' })
    t.match((await asha.get('/reorder/levels')).body, /value="12" selected/)
    t.equal((await asha.post('/reorder/setting', { months: '12', review_days: '0' })).statusCode, 422)
  })

  t.test('who may look may not order', async (t) => {
    const shop = await aPurchaseShop(kit)
    await known(shop)
    await minimum(shop, 0, 12_000n)
    await root('membership').where({ business_id: shop.id, user_id: shop.bharat.id }).update({ role: 'accountant' })
    const bharat = as(shop.bharat)
    const { body } = await bharat.get('/reorder')
    t.match(text(body), /Rice/)
    t.notMatch(body, /name="do"/)
    t.equal((await bharat.post('/reorder', { id: newId(), do: 'all' })).statusCode, 403)
    await root('membership').where({ business_id: shop.id, user_id: shop.bharat.id }).update({ role: 'cashier' })
    t.equal((await bharat.get('/reorder')).statusCode, 403)
  })

  t.test('pieces are ordered by their range of weight', async (t) => {
    const shop = await aJewelShop(kit)
    const asha = as(shop.asha)
    const supplier = newId()
    const stamps = { created_at: shop.actor.at, updated_at: shop.actor.at }
    await root('party').insert({
      business_id: shop.id,
      id: supplier,
      name: 'Karat',
      state: '24',
      is_supplier: true,
      ...stamps,
    })
    t.match(text((await asha.get('/reorder/jewellery')).body), /No ranges yet/)
    const range = { item: shop.itemId, branch: shop.branchId, from: '0', to: '2', target: '3' }
    t.equal((await asha.post('/reorder/jewellery/ranges', { ...range, to: '0' })).statusCode, 422)
    t.equal((await asha.post('/reorder/jewellery/ranges', range)).statusCode, 303)
    t.equal(
      (await asha.post('/reorder/jewellery/ranges', { ...range, from: '1', to: '4' })).statusCode,
      422,
      'overlaps',
    )
    t.equal(
      (await asha.post('/reorder/jewellery/ranges', { ...range, from: '2', to: '100', target: '1' })).statusCode,
      303,
    )
    const { body } = await asha.get('/reorder/jewellery')
    t.same(await validHtml(body), [])
    const row = `${shop.itemId}.${shop.branchId}.0`
    t.equal(field(body, `pieces.${row}`), '3')
    t.notMatch(body, new RegExp(`pieces.${shop.itemId}.${shop.branchId}.2000`), 'the necklace is in stock')
    const form = { id: field(body, 'id'), [`take.${row}`]: 'yes', [`pieces.${row}`]: '3' }
    t.equal((await asha.post('/reorder/jewellery', form)).statusCode, 422, 'of whom')
    const made = await asha.post('/reorder/jewellery', { ...form, [`supplier.${row}`]: supplier })
    t.match(made, { statusCode: 303, headers: { location: /^\/purchases\/orders\/[0-9a-f-]{36}$/ } })
    const [line] = await root('purchase_order_line').where({ business_id: shop.id })
    t.match(line, { quantity_milli: 3000n, weight_mg: 3000n, note: '0.000-2.000 g' })
    t.notMatch((await asha.get('/reorder/jewellery')).body, /name="take/)
  })

  t.test('what open orders still deliver is not there', async (t) => {
    const shop = await aPurchaseShop(kit)
    await known(shop)
    await minimum(shop, 0, 8000n)
    const [business_id, order_id] = [shop.id, newId()]
    await inBusiness(kit.db, shop.id, async (tx) => {
      const series = { documentKind: 'order', branchId: shop.branchId, fyLabel: '26-27', defaultPrefix: 'SO' }
      const { seriesId, number } = await takeNumber(tx, shop.id, series)
      await tx('document').insert({
        ...{
          business_id,
          id: order_id,
          kind: 'order',
          state: 'issued',
          series_id: seriesId,
          number,
          on_date: '2026-11-21',
        },
        ...{ branch_id: shop.branchId, place_of_supply: '24', supply: 'intra', total_paise: 0n, request_hash: '' },
        ...{ issued_by: shop.actor.userId, issued_by_name: 'Asha', issued_at: shop.actor.at, party_snapshot: {} },
      })
      await tx('sales_order').insert({
        ...{ business_id, document_id: order_id, due_on: '2026-11-30', state: 'open', rate_basis: 'delivery' },
      })
      const line = { business_id, order_id, line: 1, item_id: shop.itemIds[0], description: 'Rice' }
      await tx('sales_order_line').insert({ ...line, quantity_milli: milli(3000n) })
    })
    t.match(text((await as(shop.asha).get('/reorder')).body), /Left 7 · minimum 8/)
  })
})
