import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import t from 'tap'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { aMember, devsShop } from '../../../testing/cast.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aBilledShop } from '../../../testing/supplier-bills.ts'
import { cancelReceipt } from '../../goods-receipts/index.ts'

/**
 * Shakti Traders from 24 August to 21 November, worked by hand; R is rice in kg, M a medicine in strips:
 *
 * | order      | promised | receipt | what came       | late | accepted of awaited | value | rejected |
 * | 1 Oct 20 R | 10 Oct   | 8 Oct   | 12 R at 50      |      | 12 of 20: a part    |   600 |          |
 * |            |          | 14 Oct  | 8 R, 2 rejected |  4   |  6 of  8: a part    |   400 |      100 |
 * | 1 Oct 10 M | 10 Oct   | 14 Oct  | 12 M at 30      |  4   | 12 of 10: too much  |   360 |          |
 * | none       |          | 12 Oct  | 5 R at 55       |      |                     |   275 |          |
 * | 1 Nov 10 R | 5 Nov    | 15 Nov  | 10 R at 52      | 10   | all                 |   520 |          |
 *
 * Of 5 lines 4 were promised and 3 late, 18 days together, and 100 of 2155 was rejected: 4.6 %. Two kilos of the first order
 * were given up, and a fourth order of 18 November is awaited still. Billed were 10 R at 52 as they came, 520, and 5 R at 56,
 * 280, which had come at 55.
 */
t.test('suppliers by what they promised and what they did', async (t) => {
  const kit = await testApp(t)
  const shop = await aBilledShop(kit, { items: 2 })
  const { id, riceId, medicineId, supplierId } = shop
  const own = { business_id: id, created_at: shop.actor.at, updated_at: shop.actor.at }
  const balajiId = newId()
  await shop.read(async (tx) => {
    await tx('item').where({ id: medicineId }).update({ tracks_batches: false })
    const balaji = { name: 'Balaji Mills', state: '24', is_customer: false, is_supplier: true }
    await tx('party').insert({ ...own, id: balajiId, ...balaji })
  })
  const order = (onDate: string, expectedOn: string, lines: Parameters<typeof shop.order>[0]) =>
    shop.order(lines, { onDate, expectedOn })
  const came = (onDate: string, lines: Parameters<typeof shop.asked>[0], has: Parameters<typeof shop.asked>[1] = {}) =>
    shop.receive(shop.asked(lines, { onDate, takesExcess: true, ...has }))
  const rice = (kilos: bigint, price: string | null, has: Parameters<typeof shop.receiptLine>[1] = {}) =>
    shop.receiptLine(riceId, { received: milli(kilos * 1000n), price: price === null ? null : rs(price), ...has })
  const of = (orderId: string, line = 1) => ({ order: { id: orderId, line } })

  await came('2025-11-10', [rice(10n, '32')])
  await came('2026-07-15', [rice(10n, '40')])
  const first = await order('2026-10-01', '2026-10-10', [
    { itemId: riceId, quantity: 20_000n, price: '50' },
    { itemId: medicineId, quantity: 10_000n, price: '30' },
  ])
  await came('2026-10-08', [rice(12n, null, of(first))])
  const dear = await came('2026-10-12', [rice(5n, '55')])
  await came('2026-10-14', [
    rice(8n, null, { ...of(first), rejected: milli(2_000n), rejectReason: 'Wet' }),
    shop.receiptLine(medicineId, { ...of(first, 2), received: milli(12_000n), price: null }),
  ])
  await kit.root('purchase_order').where({ document_id: first }).update({ state: 'short-closed' })
  await kit.root('purchase_order_line').where({ order_id: first, line: 1 }).update({ closed_milli: 2_000n })
  const second = await order('2026-11-01', '2026-11-05', [{ itemId: riceId, quantity: 10_000n, price: '52' }])
  const late = await came('2026-11-15', [rice(10n, null, of(second))])
  await order('2026-11-10', '2026-11-18', [{ itemId: riceId, quantity: 5_000n, price: '52' }])
  await came('2026-11-01', [rice(10n, '51')], { partyId: balajiId })
  const wrong = await came('2026-11-02', [rice(90n, '99', { rejected: milli(9_000n), rejectReason: 'Broken' })])
  await inBusiness(kit.db, id, (tx) =>
    cancelReceipt(tx, id, { id: wrong.id, reason: 'Typed twice', onDate: '2026-11-21' }, shop.actor),
  )
  const bill = (receiptId: string, quantity: bigint, price: string) =>
    shop.bill(
      shop.askedBill([
        shop.billLine({ kind: 'receipt', receiptId, line: 1 }, { quantity: milli(quantity), price: rs(price) }),
      ]),
    )
  await bill(late.id, 10_000n, '52')
  await bill(dear.id, 5_000n, '56')

  const asha = kit.as(shop.asha)
  const rowsOf = async (url: string, as = asha): Promise<Record<string, string>[]> => {
    const answer = await as.get(url)
    t.equal(answer.statusCode, 200, url)
    return parse(answer.rawPayload, { bom: true, columns: true })
  }
  const all = '/purchases/suppliers'
  const one = `${all}/${supplierId}`
  const shakti = {
    ...{ Supplier: 'Shakti Traders', Orders: '3', 'Lines received': '5', 'On time': '25.0%', Late: '3' },
    ...{
      'Days late, average': '6',
      'Days late, worst': '10',
      'Still late': '1',
      'Part only': '2',
      'Given up short': '1',
    },
    ...{ 'Too much': '1', 'Rejected, quantity': '', 'Rejected, value': '4.6%', 'Bills that differ': '1' },
    ...{ 'Purchases ₹': '800.00', 'Owed ₹': '840.00' },
  }

  t.test('the last 90 days, all suppliers', async (t) => {
    const [a, b, total] = await rowsOf(`${all}.csv`)
    t.same(a, shakti)
    t.match(b, { Supplier: 'Balaji Mills', 'Lines received': '1', 'On time': '', Late: '', 'Purchases ₹': '0.00' })
    t.match(total, { Supplier: 'Total', 'Lines received': '6', 'Days late, worst': '10', 'Purchases ₹': '800.00' })
    const page = await asha.get(all)
    t.match(text(page.body), /Supplier performance 24 Aug 2026 to 21 Nov 2026.*Purchases ₹800 On time 25\.0 %/)
    t.match(text(page.body), /Shakti Traders 3 5 25\.0 % 3 6 10 1 2 1 1 4\.6 % 1 800\.00 840\.00/)
    t.match(page.body, `href="${one}?from=2026-08-24&amp;to=2026-11-21"`)
    t.same(await validHtml(page.body), [])
  })

  t.test('sorted, beside the days before, and of no days', async (t) => {
    const names = async (query: string) => (await rowsOf(`${all}.csv?${query}`)).map((row) => row['Supplier'])
    t.same(await names('sort=name'), ['Balaji Mills', 'Shakti Traders', 'Total'])
    for (const sort of ['late', 'rejected', 'owed']) t.equal((await names(`sort=${sort}`))[0], 'Shakti Traders', sort)
    t.equal((await names('sort=late&from=2026-10-12&to=2026-10-13'))[0], 'Shakti Traders', 'only what came then')
    const [, , total] = await rowsOf(`${all}.csv?from=2026-11-01&to=2026-11-21&compare=before`)
    t.match(total, { 'Lines received': '2', 'On time': '0.0%', 'Purchases ₹': '800.00' })
    t.match(total, { 'On time before': '33.3%', 'Purchases before ₹': '0.00' })
    const stranger = await devsShop(kit)
    t.match(text((await kit.as(stranger.dev).get(all)).body), 'Nothing of any supplier in these days')
  })

  t.test('one supplier, item by item', async (t) => {
    const [a, b, ...others] = await rowsOf(`${one}.csv`)
    t.match(a, {
      Item: 'Rice',
      Received: '35',
      'Lines received': '4',
      'On time': '33.3%',
      Late: '2',
      'Value ₹': '1795.00',
    })
    t.match(a, { 'Days late, average': '7', 'Days late, worst': '10', 'Rejected, quantity': '5.7%' })
    t.match(a, { 'Last price ₹': '52.00', '3 months before ₹': '40.00', 'Change in 3 months': '30.00%' })
    t.match(a, { 'A year before ₹': '32.00', 'Change in a year': '62.50%' })
    t.match(b, { Item: 'Paracetamol 500', 'Last price ₹': '30.00', '3 months before ₹': '', 'Change in a year': '' })
    t.same(others, [])
    const page = await asha.get(one)
    t.match(text(page.body), /Shakti Traders .*1 line of an order should have come by now/)
    t.match(text(page.body), /1 bill does not agree.*What came, month by month.*\+30\.00 %.*\+62\.50 %/)
    t.match(page.body, '<svg class="chart" viewBox="0 0 600 160"')
    t.match(page.body, `action="${one}"`)
    t.same(await validHtml(page.body), [])
    const prices = await asha.get(`${one}?item=${riceId}`)
    t.match(text(prices.body), /Price paid, month by month.*This supplier.*Other suppliers/)
    const [sheet] = await readXlsxFile((await asha.get(`${one}.xlsx`)).rawPayload)
    t.ok(sheet?.data[1]?.includes(0.625), 'a change is a number')
    t.equal((await asha.get(`${one}/print`)).statusCode, 200)
  })

  t.test('one supplier, line by line', async (t) => {
    t.equal((await rowsOf(`${one}.csv?show=deliveries`)).length, 5)
    const lates = await rowsOf(`${one}.csv?show=late`)
    t.same(
      lates.map((row) => [row['Date'], row['Item'], row['Promised for'], row['Days late']]),
      [
        ['2026-11-15', 'Rice', '2026-11-05', '10'],
        ['2026-10-14', 'Paracetamol 500', '2026-10-10', '4'],
        ['2026-10-14', 'Rice', '2026-10-10', '4'],
      ],
    )
    const [rejected, ...others] = await rowsOf(`${one}.csv?show=rejected`)
    t.match(rejected, { Received: '8', Awaited: '8', Rejected: '2', 'Why rejected': 'Wet', 'Rate ₹': '50.00' })
    t.same(others, [])
  })

  t.test('is one press away', async (t) => {
    t.match((await asha.get(`/parties/${supplierId}`)).body, `href="${one}"`)
    t.match((await asha.get(`/purchases/orders/new?party=${supplierId}`)).body, `href="${one}"`)
    t.match((await asha.get(`/purchases/orders/${second}`)).body, `href="${one}"`)
    t.match((await asha.get('/purchases/orders')).body, `href="${all}"`)
    const card = await asha.get(`/stock/${riceId}`)
    for (const url of ['/reports/stock/ledger', '/reports/purchases/prices', '/reorder/levels'])
      t.match(card.body, `href="${url}?item=${riceId}"`)
    t.match((await asha.get('/reports/stock/reorder')).body, 'href="/reorder"')
    t.match((await asha.get('/settings/rules')).body, 'href="/stock/valuing"')
  })

  t.test('who keeps the stock finds the reports of it, and not the books', async (t) => {
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    const stock = await keeper.get('/stock')
    for (const url of ['/reports', '/reports/stock/ledger', '/reports/stock/ageing', '/reorder/levels'])
      t.match(stock.body, `href="${url}"`)
    const reports = await keeper.get('/reports')
    t.match(text(reports.body), /Stock summary.*Supplier performance/)
    t.notMatch(text(reports.body), /Trial balance|Balance sheet|Gross profit/)
    t.same(await validHtml(reports.body), [])
    t.equal((await kit.as(await aMember(kit, shop, 'cashier')).get('/reports')).statusCode, 403)
  })

  t.test('is for who sees purchases; costs and dues for who sees those', async (t) => {
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    t.notOk('Owed ₹' in ((await rowsOf(`${all}.csv`, keeper))[0] ?? {}))
    t.match((await rowsOf(`${one}.csv`, keeper))[0], { 'Last price ₹': '52.00' })
    const auditor = kit.as(await aMember(kit, shop, 'auditor'))
    t.notOk('Last price ₹' in ((await rowsOf(`${one}.csv`, auditor))[0] ?? {}))
    t.notMatch(text((await auditor.get(one)).body), '52.00')
    t.equal((await kit.as(await aMember(kit, shop, 'cashier')).get(all)).statusCode, 403)
    t.equal((await asha.get(`${all}/${newId()}`)).statusCode, 404)
    t.equal((await asha.get(`${all}/nobody`)).statusCode, 400)
    t.equal((await asha.get(`${one}?from=31/2`)).statusCode, 422)
  })
})
