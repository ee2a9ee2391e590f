import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import t from 'tap'
import type { InvoiceRequest } from '../../../core/invoice-facts.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember } from '../../../testing/cast.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aBilledShop } from '../../../testing/supplier-bills.ts'
import { cancelReturn, takeBack } from '../../returns/index.ts'
import { cancelInvoice, issueOnce } from '../../sales/index.ts'
import { addSalesperson } from '../../salespeople/index.ts'

/** Numbers that follow from a seed alone. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

t.test('stock, purchases and profit of some weeks of random trade', { timeout: 240_000 }, async (t) => {
  const kit = await testApp(t)
  const shop = await aBilledShop(kit, { items: 2, stock: 100_000n })
  const { id, riceId, medicineId } = shop
  await kit
    .root('item')
    .where({ business_id: id, id: medicineId })
    .update({ tracks_batches: false, name: 'Paracetamol' })
  await kit.root('item').where({ business_id: id, id: riceId }).update({ category: 'Grain', low_stock_milli: 900_000n })
  const kavita = newId()
  const person = { id: kavita, name: 'Kavita', kind: 'none', rate: 0n, userId: null, branchId: null } as const
  await inBusiness(kit.db, id, (tx) => addSalesperson(tx, id, person, shop.actor))
  const roll = dice(7)
  const days = [
    '2026-09-28',
    '2026-10-03',
    '2026-10-20',
    '2026-10-31',
    '2026-11-01',
    '2026-11-09',
    '2026-11-15',
    '2026-11-21',
  ]
  const bills: string[] = []
  const sale: Omit<InvoiceRequest, 'id' | 'onDate' | 'lines'> = {
    buyer: { kind: 'party', partyId: shop.partyId },
    billDiscount: { kind: 'none' },
    tenders: [],
    placeOfSupply: null,
    note: '',
  }
  for (const onDate of days) {
    const itemId = roll(2) === 0 ? riceId : medicineId
    const line = shop.receiptLine(itemId, {
      received: milli(BigInt(5 + roll(20)) * 1000n),
      price: rs(String(40 + roll(30))),
    })
    await shop.receive(shop.asked([line], { onDate }))
    for (let n = 0; n < 3; n++) {
      const sold = { ...shop.line(roll(2), BigInt(1 + roll(4)) * 1000n), price: rs(String(50 + roll(100))) }
      const lines = roll(2) === 0 ? [{ ...sold, salespersonId: kavita }] : [sold]
      const bill = await issueOnce(kit.db, id, { ...sale, id: newId(), onDate, lines }, actorFor(shop.asha, kit))
      bills.push(bill.id)
    }
  }
  await inBusiness(kit.db, id, (tx) =>
    cancelInvoice(tx, id, { id: bills[4] ?? '', reason: 'Wrong', onDate: '2026-11-20' }, shop.actor),
  )
  const [waiting] = await shop.waiting()
  t.ok(waiting, 'something is to be billed')
  const asha = kit.as(shop.asha)

  /** Rows of a report as its CSV has them, by their head. */
  async function rowsOf(url: string): Promise<Record<string, string>[]> {
    const answer = await asha.get(url)
    t.equal(answer.statusCode, 200, url)
    return parse(answer.rawPayload, { bom: true, columns: true })
  }
  const paiseOf = (amount = '') => BigInt(Math.round(Number(amount || '0') * 100))
  const milliOf = (amount = '') => BigInt(Math.round(Number(amount || '0') * 1000))
  const total = (rows: readonly Record<string, string>[], name: string, head = 'Item') =>
    paiseOf(rows.find((row) => row[head] === 'Total')?.[name])
  const periods = [
    ['2026-10-01', '2026-10-31'],
    ['2026-09-30', '2026-11-14'],
    ['2026-11-02', '2026-11-15'],
    ['2026-04-01', '2026-11-21'],
  ] as const
  interface Move {
    item_id: string
    kind: string
    quantity_milli: bigint
    value_paise: bigint
    on_date: string
  }
  const moves: Move[] = await kit.root('stock_move').where({ business_id: id }).orderBy(['on_date', 'id'])
  const sum = (of: readonly Move[], name: 'quantity_milli' | 'value_paise') =>
    of.reduce((all, one) => all + one[name], 0n)

  for (const [from, to] of periods) {
    const query = `from=${from}&to=${to}`
    t.test(`${from} to ${to}`, async (t) => {
      const before = moves.filter((one) => one.on_date < from)
      const inside = moves.filter((one) => one.on_date >= from && one.on_date <= to)

      const summary = await rowsOf(`/reports/stock.csv?${query}`)
      for (const [name, itemId] of [
        ['Rice', riceId],
        ['Paracetamol', medicineId],
      ] as const) {
        const row = summary.find((one) => one['Item'] === name)
        const [was, now] = [before, inside].map((all) => all.filter((one) => one.item_id === itemId))
        const ins = now?.filter((one) => one.quantity_milli > 0n) ?? []
        const outs = now?.filter((one) => one.quantity_milli < 0n) ?? []
        t.equal(milliOf(row?.['Opening']), sum(was ?? [], 'quantity_milli'), name)
        t.equal(paiseOf(row?.['Opening ₹']), sum(was ?? [], 'value_paise'), name)
        t.equal(milliOf(row?.['In']), sum(ins, 'quantity_milli'), name)
        t.equal(paiseOf(row?.['Out ₹']), -sum(outs, 'value_paise'), name)
        t.equal(paiseOf(row?.['Closing ₹']), sum([...(was ?? []), ...(now ?? [])], 'value_paise'), name)
        const ledger = await rowsOf(`/reports/stock/ledger.csv?${query}&item=${itemId}`)
        t.equal(ledger.length, (now?.length ?? 0) + 2, 'opening, each move, closing')
        t.equal(paiseOf(ledger.at(-1)?.['Stock value ₹']), sum([...(was ?? []), ...(now ?? [])], 'value_paise'))
      }
      t.equal(total(summary, 'Closing ₹'), sum([...before, ...inside], 'value_paise'))
      t.equal(total(summary, 'In ₹') - total(summary, 'Out ₹'), sum(inside, 'value_paise'))

      const [books] = await inBusiness(kit.db, id, async (tx) => {
        const rows: { role: string; amount: bigint }[] = await tx('posting as p')
          .join('account as a', 'a.id', 'p.account_id')
          .join('voucher as v', 'v.id', 'p.voucher_id')
          .where({ 'p.business_id': id, 'p.commodity': 'INR' })
          .whereIn('a.role', ['sales', 'cost-of-goods'])
          .whereBetween('v.on_date', [from, to])
          .groupBy('a.role')
          .select('a.role', tx.raw('sum(p.amount)::bigint as amount'))
        return [new Map(rows.map(({ role, amount }) => [role, amount]))]
      })
      for (const [of, head] of [
        ['items', 'Item'],
        ['category', 'Category'],
        ['supplier', 'Supplier'],
        ['salesperson', 'Salesperson'],
      ] as const) {
        const rows = await rowsOf(`/reports/profit/${of}.csv?${query}`)
        t.equal(total(rows, 'Sales ₹', head), -(books?.get('sales') ?? 0n), `${of}: sales of the trial balance`)
        t.equal(total(rows, 'Cost ₹', head), books?.get('cost-of-goods') ?? 0n, `${of}: cost of the trial balance`)
        const lines = rows.filter((row) => row[head] !== 'Total')
        t.equal(
          lines.reduce((all, row) => all + paiseOf(row['Gross profit ₹']), 0n),
          total(rows, 'Gross profit ₹', head),
          `${of}: the lines add up`,
        )
      }
      const ofSupplier = (await rowsOf(`/reports/profit/supplier.csv?${query}`)).find(
        (row) => row['Supplier'] === 'Shakti Traders',
      )
      const their = await rowsOf(`/reports/profit/items.csv?${query}&supplier=${shop.supplierId}`)
      for (const head of ['Sales ₹', 'Cost ₹', 'Gross profit ₹'])
        t.equal(total(their, head), paiseOf(ofSupplier?.[head]), `${head} of a supplier, item by item`)
      const listed = await rowsOf(`/reports/profit/bills.csv?${query}`)
      const standing = await kit
        .root('document')
        .where({ business_id: id, kind: 'invoice', state: 'issued' })
        .whereBetween('on_date', [from, to])
      t.equal(listed.length, standing.length + 1)
      t.equal(
        total(listed, 'Cost ₹', 'Bill'),
        standing.reduce((all, { cost_paise }) => all + cost_paise, 0n),
      )
    })
  }

  t.test('ages what is there by what came last', async (t) => {
    const rows = await rowsOf('/reports/stock/ageing.csv?on=2026-11-21')
    const ages = ['0 to 30', '31 to 60', '61 to 90', '91 to 180', '181 to 365'].map((age) => `${age} days ₹`)
    for (const row of rows)
      t.equal(
        [...ages, 'Over 365 days ₹'].reduce((all, head) => all + paiseOf(row[head]), 0n),
        paiseOf(row['Value ₹']),
        String(row['Item']),
      )
    t.equal(total(rows, 'Value ₹'), sum(moves, 'value_paise'))
    const then = await rowsOf('/reports/stock/ageing.csv?on=2026-10-31')
    t.equal(
      total(then, 'Value ₹'),
      sum(
        moves.filter((one) => one.on_date <= '2026-10-31'),
        'value_paise',
      ),
    )
  })

  t.test('says what turns over, what is low, what was paid', async (t) => {
    const turned = await rowsOf('/reports/stock/turnover.csv?from=2026-10-01&to=2026-11-30')
    const issued = moves.filter((one) => one.kind.startsWith('sale') && one.on_date >= '2026-10-01')
    t.equal(total(turned, 'Cost of what was sold ₹'), -sum(issued, 'value_paise'))
    const ends = ['2026-09-30', '2026-10-31', '2026-11-30'].map((end) =>
      sum(
        moves.filter((one) => one.on_date <= end),
        'value_paise',
      ),
    )
    const mean = ends.reduce((all, one) => all + one, 0n) / 3n
    const average = total(turned, 'Average stock ₹')
    t.ok(average - mean <= 2n && mean - average <= 2n, `${average} is about ${mean}`)
    const [low] = await rowsOf('/reports/stock/reorder.csv')
    t.match(low, { Item: 'Rice', Category: 'Grain', Minimum: '900' })
    const page = await asha.get('/reports/purchases/prices?item=rice&from=2026-09-01&to=2026-11-21')
    t.match(text(page.body), /Price history: Rice.*Last paid.*Month by month.*What was paid/)
    t.match(page.body, /<svg class="chart" viewBox="0 0 600 160"/)
    t.same(await validHtml(page.body), [])
  })

  t.test('lists a bill with its tax, and what is still to come of an order', async (t) => {
    await shop.bill(
      shop.askedBill([
        shop.billLine(
          { kind: 'receipt', receiptId: waiting?.receiptId ?? '', line: waiting?.line ?? 0 },
          {
            quantity: milli(1_000n),
            price: rs('50'),
          },
        ),
      ]),
    )
    const register = await rowsOf('/reports/purchases.csv?from=2026-11-01&to=2026-11-30')
    t.equal(register.length, 2)
    t.match(register[1], { 'Taxable ₹': '50.00', 'CGST ₹': '1.25', 'SGST ₹': '1.25', 'Input credit ₹': '2.50' })
    await shop.order([{ itemId: riceId, quantity: 20_000n, price: '45' }])
    t.match(await rowsOf('/reports/purchases/pending.csv'), [
      { Item: 'Rice', 'To come': '20', 'Value ₹': '900.00' },
      {},
    ])
  })

  t.test('draws the largest, and writes numbers as numbers', async (t) => {
    const url = '/reports/profit/items?from=2026-10-01&to=2026-11-21&compare=before'
    const page = await asha.get(url)
    t.match(text(page.body), /The ten largest.*Share of profit/)
    t.match(page.body, /<rect x="0" y="0" width="100.0"/)
    t.same(await validHtml(page.body), [])
    t.match((await asha.get(url.replace('?', '/print?'))).body, 'class="ranks"')
    const theirs = await asha.get(`${url}&supplier=${shop.supplierId}`)
    t.match(text(theirs.body), /Shakti Traders · cost as at the sale.*Share of profit/)
    t.same(await validHtml(theirs.body), [])
    t.match(text((await asha.get(`${url.replace('?', '/print?')}&supplier=${shop.supplierId}`)).body), 'Shakti Traders')
    for (const none of ['x', newId()]) t.equal((await asha.get(`${url}&supplier=${none}`)).statusCode, 404, none)
    const [sheet] = await readXlsxFile((await asha.get(url.replace('?', '.xlsx?'))).rawPayload)
    const kinds = (sheet?.data[1] ?? []).map((value) => typeof value)
    t.same(kinds, ['string', 'string', ...Array(7).fill('number')])
    const [stock] = await readXlsxFile((await asha.get('/reports/stock.xlsx')).rawPayload)
    t.equal(stock?.data[1]?.[0], 'Paracetamol')
    t.type(stock?.data[1]?.[2], 'number', 'a quantity is a number')
  })

  t.test('is for those who see costs', async (t) => {
    for (const [role, url, code] of [
      ['stock-keeper', '/reports/stock', 200],
      ['stock-keeper', '/reports/profit/items', 403],
      ['auditor', '/reports/profit/items', 403],
      ['auditor', '/reports/stock.csv', 403],
      ['auditor', '/reports/purchases', 200],
    ] as const) {
      const member = kit.as(await aMember(kit, shop, role))
      t.equal((await member.get(url)).statusCode, code, `${role} ${url}`)
    }
  })

  t.test('counts a credit note on its day and its cancelling on that', async (t) => {
    const figures = async (from: string, to: string) => {
      const rows = await rowsOf(`/reports/profit/items.csv?from=${from}&to=${to}`)
      return [total(rows, 'Sales ₹'), total(rows, 'Cost ₹')]
    }
    // The days of a part of a month are read from the papers, a whole month from what is kept of it.
    const spans = [
      ['2026-11-02', '2026-11-11'],
      ['2026-11-12', '2026-11-17'],
      ['2026-11-02', '2026-11-17'],
      ['2026-11-01', '2026-11-30'],
    ] as const
    const read = async () => {
      const all: bigint[][] = []
      for (const [from, to] of spans) all.push(await figures(from, to))
      return all
    }
    const before = await read()
    const billId = bills[7] ?? ''
    const line = await kit.root('document_line').where({ business_id: id, document_id: billId, line: 1 }).first()
    const deduction = { keepsMaking: false, wear: { kind: 'none' }, words: '' } as const
    const back = { id: newId(), billId, partyId: null, onDate: '2026-11-10', paymentId: newId(), reference: '' }
    const lines = [{ line: 1, part: line.quantity_milli, condition: 'stock', deduction } as const]
    const how = { lines, reason: 'Too many', settle: 'khata', refundMode: 'cash' } as const
    const may = { mayPayOut: true, mayBeLate: true, authority: null }
    await inBusiness(kit.db, id, (tx) => takeBack(tx, id, { ...back, ...how }, shop.actor, may))
    const cancelled = { id: back.id, reason: 'Kept', onDate: '2026-11-16' }
    await inBusiness(kit.db, id, (tx) => cancelReturn(tx, id, cancelled, shop.actor))
    const after = await read()
    const change = after.map((row, at) => row.map((amount, i) => amount - (before[at]?.[i] ?? 0n)))
    const [taxable, cost] = [line.taxable_paise, line.cost_paise]
    t.same(change, [
      [-taxable, -cost],
      [taxable, cost],
      [0n, 0n],
      [0n, 0n],
    ])
  })
})
