import t, { type Test } from 'tap'
import { newId } from '../db/ids.ts'
import { inBusiness } from '../db/tenant.ts'
import { booksCheck } from '../features/books/index.ts'
import { issueOnce } from '../features/sales/index.ts'
import { type Fields, type TestApp, testApp } from './app.ts'
import { aMember, type Person, type Shop } from './cast.ts'
import { cash, today, walkIn } from './goods-shop.ts'
import { hledgerCheck, wholeJournal } from './hledger.ts'
import { aJewelShop, type JewelShop } from './jewel-shop.ts'
import { hasOracle } from './oracles.ts'
import { aBilledShop } from './supplier-bills.ts'
import { rowsOf, type Visitor, visitor } from './visitor.ts'

/**
 * From the order to the last paisa, as three people do it on the pages of the shop: Esha orders and receives, Asha approves,
 * Chitra enters the bill, sends goods back and pays. Each table is worked by hand, in rupees; below zero is a credit.
 */
t.test('order, two part receipts, bill, return, payment', async (t) => {
  const kit = await testApp(t)

  /**
   * Rice: 20 kg ordered at 50; of the first 12 kg 2 are wet, 4 are sold before the rest comes. The bill says 52.35.
   *
   * | step                                           | stock WA | FIFO   | cost of goods | goods received | landed | input tax | Shakti   |
   * | advance 300                                    |          |        |               |                |        |           |   300.00 |
   * | 10 of 12 at 50, freight 24.50                  |   524.50 | 524.50 |               |  -500          | -24.50 |           |   300.00 |
   * | 4 sold, of 52.45                               |   314.70 | 314.70 |        209.80 |  -500          | -24.50 |           |   300.00 |
   * | 10 at 50                                       |   814.70 | 814.70 |        209.80 | -1000          | -24.50 |           |   300.00 |
   * | bill: 20 at 52.35 and freight 100, with 18 %   |   932.30 | 932.30 |        239.20 |     0          | -24.50 |    206.48 | -1053.48 |
   * | bill of the carrier: 24.50                     |   932.30 | 932.30 |        239.20 |     0          |   0    |    206.48 | -1053.48 |
   * | 5 of the second receipt go back: 261.75, 47.12 |   640.96 | 633.30 |        239.20 |     0          |   0    |    159.36 |  -744.61 |
   * | the advance set against it, 744.61 paid        |   640.96 | 633.30 |        239.20 |     0          |   0    |    159.36 |     0    |
   *
   * Tax of a line of 523.50 is 47.115, 47.12 by each head; of the freight 9. Each kilogram of the first receipt cost 50 + 2.45
   * + 2.35 + 5 = 59.80 in the end, of the second 57.35: 4 sold cost 239.20, 6 left are 358.80, and 10 are 573.50. On average
   * 5 of 932.30 / 16 are 291.34; of the oldest 299.00. The supplier credits 261.75: the rest is the loss of returns.
   */
  const worked = {
    'weighted-average': { stock: 640.96, loss: 29.59 },
    fifo: { stock: 633.3, loss: 37.25 },
  } as const
  for (const method of ['weighted-average', 'fifo'] as const)
    t.test(`of counted goods, by ${method}`, async (t) => {
      const shop = await aBilledShop(kit)
      await shop.read((tx) => tx('business').where({ id: shop.id }).update({ valuation: method }))
      await aCarrier(kit, shop)
      const people = await theThree(kit, shop)
      const { esha, chitra } = people
      const order = await ordered(people, { supplier: 'Shakti', lines: ['20*Rice'], typed: { 'lines.0.price': '50' } })
      await people.asha.press('Pay the advance', { amount: '300', mode: 'bank' })
      const wet = { 'lines.0.received': '12', 'lines.0.rejected': '2', landed: '24.50' }
      await esha.open(order)
      await esha.follow('Receive goods')
      await esha.press('Write the receipt', wet)
      t.equal(esha.status(), 422, 'why goods are rejected is asked for')
      await esha.press('Write the receipt', { 'lines.0.reject_reason': 'Wet' })
      t.match(esha.words(), /GR\/26-27\/00001.*8 kg short of the order.*2 kg rejected: Wet.*500\.00.*24\.50/)
      const sold = { lines: [shop.line(0, 4000n)], tenders: [cash('400')], billDiscount: { kind: 'none' } } as const
      const invoice = { ...sold, id: newId(), onDate: today, buyer: walkIn, placeOfSupply: null, note: '' }
      await issueOnce(kit.db, shop.id, invoice, shop.actor)
      await esha.open(order)
      t.match(esha.words(), /Part received.*20 kg 10 10/)
      await esha.follow('Receive goods')
      await esha.press('All came')
      await esha.press('Write the receipt')
      await esha.open(order)
      t.match(esha.words(), /Received .*1 \/ 1 lines/)
      t.same(await standing(kit, shop), {
        ...{ stock: 814.7, 'cost-of-goods': 209.8, 'goods-received': -1000, 'landed-cost': -24.5, bank: -300 },
        ...{ creditors: 300, cash: 400, sales: -338.98, 'output-cgst': -30.51, 'output-sgst': -30.51 },
      })

      await chitra.open(order)
      await chitra.follow('GR/26-27/00001')
      await chitra.follow('Write their bill')
      const paper = { their_number: 'ST 81', 'r.0.price': '52.35', 'r.1.take': 'yes', 'r.1.price': '52.35' }
      await chitra.press('Work it out', { ...paper, 'freight.price': '100', 'freight.rate': '1800', said: '1353.48' })
      t.match(chitra.words(), /1,147\.00 CGST 103\.24 SGST 103\.24.*1,353\.48.*₹23\.50 above the order/)
      t.notMatch(chitra.words(), 'fewer came', 'what the other receipt brought is not missing')
      await chitra.press('Save the bill')
      const bill = chitra.path()
      t.match(
        chitra.words(),
        /₹1,353\.48 is owed.*Rice HSN 1006 · with ₹50\.00 freight.*Freight, duty The goods of this bill/,
      )
      await chitra.open('/purchases/bills/new')
      await chitra.press('Gati Carriers')
      await chitra.press('Save the bill', { their_number: 'LR 7', 'freight.price': '24.50', 'freight.how': 'landed' })
      const carriers = chitra.path()
      t.match(await standing(kit, shop), { stock: 932.3, 'cost-of-goods': 239.2, creditors: -1053.48 - 24.5 })

      await chitra.open(bill)
      await chitra.follow('Send back')
      const before = await rowsOf(kit.root, shop.id)
      await chitra.press('Send back', { 'q.2': '11' })
      t.equal(chitra.status(), 409)
      t.match(chitra.words(), 'Only 10 of Rice can still go back')
      t.same(await rowsOf(kit.root, shop.id), before, 'what was refused leaves nothing behind')
      await chitra.press('Send back', { 'q.2': '5', reason: 'quality' })
      t.match(chitra.words(), /Settled.*₹308\.87.*Rice 5 kg 52\.35 18 % 261\.75/)
      await chitra.open(order)
      await chitra.follow('GR/26-27/00001')
      await chitra.follow('Send back')
      await chitra.press('Send back')
      t.match(chitra.words(), /DN\/26-27\/00002.*Rejected at the door/, 'what was rejected goes back for nothing')

      await chitra.open(bill)
      await chitra.follow('Set advances and notes against it')
      await chitra.press('Settle')
      await paid(chitra, bill, '744.61')
      await paid(chitra, carriers, '24.50')
      await chitra.open(bill)
      t.match(chitra.words(), /Left to pay ₹0\.00.*PY\/26-27\/00001.*300\.00.*DN\/26-27\/00001.*308\.87.*744\.61/)

      const { stock, loss } = worked[method]
      const input = { 'input-cgst': 79.68, 'input-sgst': 79.68 }
      const sale = { cash: 400, sales: -338.98, 'output-cgst': -30.51, 'output-sgst': -30.51 }
      const wanted = { ...input, ...sale, stock, 'purchase-return': loss, 'cost-of-goods': 239.2, bank: -1069.11 }
      t.same(await standing(kit, shop), wanted)
      t.same(await openOf(kit, shop), [], 'nothing is open')
      t.same(await levelsOf(kit, shop), [['Rice', '11', stock.toFixed(2)]])
      const figure = stock.toFixed(2)
      await chitra.open('/stock')
      t.match(chitra.words(), new RegExp(`Stock value ₹${figure}.*Rice Too much 11 kg .*${figure}`))
      await chitra.follow('Rice')
      t.match(chitra.words(), new RegExp(`In stock 11 kg Stock value ₹${figure}.*By branch.*11 kg.*${figure}`))
      await sound(t, { kit, shop, by: chitra }, 'Shakti', { given: '1,353.48', got: '1,353.48' })
      await chitra.open('/reports/tax')
      t.match(chitra.words(), /CGST 30\.51 103\.24 /)
      await chitra.open('/reports/tax/rates')
      t.match(chitra.words(), /Input credit, as on the ledgers 909\.75 79\.68 79\.68 159\.36/)
    })

  /**
   * Necklaces: 3 ordered at 2,00,000; of 3 that come one has a loose stone. Two are tagged N-77 and, by itself, N-78; N-79 comes later.
   *
   * | step                                      | N-78      | N-77      | N-79      | goods received | landed  | input tax | Zaveri     |
   * | 25.48 g at 9,000 and 5,000; 1,90,000.55   | 234320.00 | 190000.55 |           | -424320.55     |         |           |            |
   * | freight 500, by 25.48 and 20.11 g         | 234599.45 | 190221.10 |           | -424320.55     | -500.00 |           |            |
   * | the third, 24 g for 2,10,000              | 234599.45 | 190221.10 | 210000.00 | -634320.55     | -500.00 |           |            |
   * | bill: 2 at 2,13,000, 1 at 2,09,000, 3 %   | 235526.89 | 190973.11 | 209000.00 |       0        | -500.00 |  19050.00 | -654050.00 |
   * | its freight 300, 18 %                     | 235638.03 | 191063.22 | 209098.75 |       0        | -500.00 |  19104.00 | -654404.00 |
   * | N-77 goes back: 1,90,749.22 and 5,722.48  | 235638.03 |     0     | 209098.75 |       0        | -500.00 |  13381.52 | -457932.30 |
   *
   * The bill's 426000 are 1,679.45 above what both were taken in for, and bear 201.25 of the freight (300, by 426000 and
   * 209000): 1,880.70, shared by 234599.45 and 190221.10, are 1,038.58 and 842.12. The third cost 1,000 less and 98.75 more.
   * Of the line of 426000 N-77 is credited by what it was taken in for: 190749.22, and of 6,390 by each head 2,861.24. It
   * stood at 314.00 more.
   */
  t.test('of pieces, tagged in bulk as they come', async (t) => {
    const shop = await aJewelShop(kit, [])
    await aSupplier(kit, shop, 'Zaveri Wholesale')
    const people = await theThree(kit, shop)
    const { esha, chitra } = people
    const asked = { supplier: 'Zaveri', lines: ['3*Necklace 22K'] }
    const order = await ordered(people, { ...asked, typed: { 'lines.0.price': '200000', 'lines.0.weight': '75' } })
    t.match(people.asha.words(), /Necklace 22K 22K 916 · 75\.000 g · GST 3 % 3 pcs 3 /, 'pieces are counted')
    await esha.open(order)
    await esha.follow('Receive goods')
    const first = { 'lines.0.p.0.gross': '25.480', 'lines.0.p.0.rate': '9,000', 'lines.0.p.0.making': '5000' }
    const second = { 'lines.0.p.1.tag': 'N-77', 'lines.0.p.1.gross': '20.110', 'lines.0.p.1.cost': '190000.55' }
    const loose = { 'lines.0.received': '3', 'lines.0.rejected': '1', landed: '500', landed_by: 'weight' }
    await esha.press('Write the receipt', { ...first, ...second, ...loose })
    t.match(esha.words(), /Say why it is rejected.*2 pieces/)
    await esha.press('Write the receipt', { 'lines.0.reject_reason': 'Stone loose' })
    t.match(esha.words(), /2 pieces · 45\.590 g.*1 pcs rejected: Stone loose 3 pcs 1 2 4,24,320\.55 500\.00/)
    const receipt = esha.path()
    await esha.open(order)
    await esha.follow('Receive goods')
    await esha.press('Write the receipt', { 'lines.0.p.0.gross': '24', 'lines.0.p.0.cost': '210000' })
    t.match(await standing(kit, shop), { stock: 634820.55, 'goods-received': -634320.55, 'landed-cost': -500 })

    await chitra.open(receipt)
    await chitra.follow('Write their bill')
    const prices = { 'r.0.price': '213000', 'r.1.take': 'yes', 'r.1.price': '209000' }
    await chitra.press('Save the bill', {
      ...{ ...prices, their_number: 'Z/41' },
      ...{ 'freight.price': '300', 'freight.rate': '1800' },
    })
    t.match(chitra.words(), /₹6,54,404\.00 is owed.*2 pcs.*2 pcs.*4,26,000\.00/)
    const bill = chitra.path()
    t.same(await piecesOf(kit, shop), [
      ['N-77', 'in-stock', '191063.22'],
      ['N-78', 'in-stock', '235638.03'],
      ['N-79', 'in-stock', '209098.75'],
    ])
    await chitra.follow('Send back')
    t.match(chitra.words(), /Necklace 22K ₹2,13,000\.00 2 pcs.*N-77 N-78/, 'by their tags, at what was billed')
    await chitra.press('Send back', { 'p.1': 'N-1' })
    t.match([chitra.status(), chitra.words()], [422, /N-1/])
    await chitra.press('Send back', { 'p.1': 'N-77' })
    t.match(chitra.words(), /₹1,96,471\.70.*Necklace 22K · N-77 .*1 pcs 1,90,749\.22 3 % 1,90,749\.22/)
    await paid(chitra, bill, '457932.30')

    const wanted = { stock: 444736.78, 'purchase-return': 314, 'input-cgst': 6690.76, 'input-sgst': 6690.76 }
    t.same(await standing(kit, shop), { ...wanted, 'landed-cost': -500, bank: -457932.3 })
    t.same(await piecesOf(kit, shop), [
      ['N-77', 'gone', '191063.22'],
      ['N-78', 'in-stock', '235638.03'],
      ['N-79', 'in-stock', '209098.75'],
    ])
    t.same(await levelsOf(kit, shop), [['Necklace 22K', '2', '444736.78']])
    t.same(await openOf(kit, shop), [])
    await chitra.open('/stock')
    t.match(chitra.words(), /Necklace 22K 2 pcs 49\.480 g net 4,44,736\.78/)
    await people.asha.open('/pieces')
    await people.asha.follow('N-78')
    t.match(people.asha.words(), /N-78.*2,35,638\.03/, 'the piece says what it cost in the end')
    await sound(t, { kit, shop, by: chitra }, 'Zaveri', { given: '6,54,404.00', got: '6,54,404.00' })
    await chitra.open('/reports/tax/rates')
    t.match(chitra.words(), /Input credit, as on the ledgers 4,44,550\.78 6,690\.76 6,690\.76 13,381\.52/)
  })

  /**
   * Beads of silver, 916 fine: 100 g ordered at 80; of 60 g that come 10 are dull, 50 g come later to the same lot.
   *
   * | step                                    | net  | fine    | stock   | goods received | landed | input tax | Zaveri   |
   * | advance 1,000                           |      |         |         |                |        |           |  1000.00 |
   * | 50 of 60 g at 80, freight 33.33         |  50  | 45.800  | 4033.33 | -4000          | -33.33 |           |  1000.00 |
   * | 50 g at 80                              | 100  | 91.600  | 8033.33 | -8000          | -33.33 |           |  1000.00 |
   * | bill: 100 g at 81.25, 3 %; freight 75   | 100  | 91.600  | 8233.33 |     0          | -33.33 |    257.26 | -7457.26 |
   * | 12.5 g go back: 1,015.63 and 30.48      | 87.5 | 80.150  | 7204.16 |     0          | -33.33 |    226.78 | -6411.15 |
   *
   * Tax of a line of 4,062.50 is 60.9375, 60.94 by each head; of the freight 6.75. 12.5 of 100 g stand at 1,029.17.
   */
  t.test('of a lot by weight', async (t) => {
    const shop = await aJewelShop(kit, [])
    await aSupplier(kit, shop, 'Zaveri Wholesale')
    await beads(kit, shop)
    const people = await theThree(kit, shop)
    const { asha, esha, chitra } = people
    const asked = { supplier: 'Zaveri', lines: ['100*Beads'], typed: { 'lines.0.price': '80' } }
    const order = await ordered(people, asked)
    await asha.press('Pay the advance', { amount: '1000', mode: 'bank' })
    await esha.open(order)
    await esha.follow('Receive goods')
    const lot = { 'lines.0.lot_name': 'Box 1', 'lines.0.gross': '61.2', 'lines.0.count': '300' }
    const dull = { 'lines.0.received': '60', 'lines.0.rejected': '10', landed: '33.33', landed_by: 'weight' }
    await esha.press('Write the receipt', { ...lot, ...dull })
    await esha.press('Write the receipt', { 'lines.0.reject_reason': 'Dull' })
    t.match(esha.words(), /Lot Box 1 · 51\.000 g.*10 g rejected: Dull 60 g 10 50 4,000\.00 33\.33/)
    const receipt = esha.path()
    await esha.open(order)
    await esha.follow('Receive goods')
    await esha.press('All came')
    const box = /<option value="([^"]+)"[^>]*>Box 1/.exec(esha.html())?.[1] ?? ''
    await esha.press('Write the receipt', { 'lines.0.lot': box, 'lines.0.gross': '50.5', 'lines.0.count': '250' })
    t.match(await standing(kit, shop), { stock: 8033.33, 'goods-received': -8000, 'landed-cost': -33.33 })

    await chitra.open(receipt)
    await chitra.follow('Write their bill')
    const prices = { 'r.0.price': '81.25', 'r.1.take': 'yes', 'r.1.price': '81.25' }
    const freight = { 'freight.price': '75', 'freight.rate': '1800' }
    await chitra.press('Save the bill', { ...prices, ...freight, their_number: 'Z/42' })
    t.match(chitra.words(), '₹8,457.26 is owed')
    const bill = chitra.path()
    await chitra.follow('Send back')
    await chitra.press('Send back', { 'q.1': '12.5' })
    t.match(chitra.words(), /₹1,046\.11.*Beads 12\.500 g 12\.5 g 81\.25 3 % 1,015\.63/)
    await chitra.open(bill)
    await chitra.follow('Set advances and notes against it')
    await chitra.press('Settle')
    await paid(chitra, bill, '6411.15')

    const wanted = { stock: 7204.16, 'purchase-return': 13.54, 'input-cgst': 113.39, 'input-sgst': 113.39 }
    t.same(await standing(kit, shop), { ...wanted, 'landed-cost': -33.33, bank: -7411.15 })
    t.match(await kit.root('lot').where({ business_id: shop.id }), [
      { net_mg: 87_500n, gross_mg: 88_812n, fine_mg: 80_150n, value_paise: 7204_16n, pieces: 481 },
    ])
    t.same(await levelsOf(kit, shop), [['Beads', '87.5', '7204.16']])
    t.same(await openOf(kit, shop), [])
    await sound(t, { kit, shop, by: chitra }, 'Zaveri', { given: '8,457.26', got: '8,457.26' })
  })
})

interface People {
  asha: Visitor
  esha: Visitor
  chitra: Visitor
}

/** Orders above 1,000 rupees wait for Asha. */
async function theThree(kit: TestApp, shop: Shop): Promise<People> {
  const esha: Person = await aMember(kit, shop, 'stock-keeper')
  const people = {
    asha: visitor(kit.as(shop.asha)),
    esha: visitor(kit.as(esha)),
    chitra: visitor(kit.as(shop.chitra)),
  }
  await people.asha.open('/purchases/orders')
  await people.asha.follow('Settings')
  await people.asha.press('Save', { limit: '1,000' })
  return people
}

/** Esha orders, Asha approves. Says where the order is. */
async function ordered(
  { asha, esha }: People,
  { supplier, lines, typed }: { supplier: string; lines: readonly string[]; typed: Fields },
): Promise<string> {
  await esha.open('/purchases/orders')
  await esha.follow('New order')
  await esha.press(supplier)
  for (const line of lines) await esha.press('Add', { scan: line })
  await esha.press('Save the order', typed)
  await asha.open('/purchases/orders')
  await asha.follow('Waiting for approval (1)')
  await asha.follow('PO/26-27/00001')
  await asha.press('Approve')
  return asha.path()
}

/** Rupees by the role of their account; those that stand at nothing are left out. */
async function standing({ root }: TestApp, { id }: { id: string }): Promise<Record<string, number>> {
  const rows: { name: string; amount: bigint }[] = await root('posting as p')
    .join('account as a', 'a.id', 'p.account_id')
    .where({ 'p.business_id': id, 'p.commodity': 'INR' })
    .groupByRaw('coalesce(a.role, a.name)')
    .havingRaw('sum(p.amount) <> 0')
    .select(root.raw('coalesce(a.role, a.name) as name, sum(p.amount)::bigint as amount'))
  return Object.fromEntries(rows.map(({ name, amount }) => [name, Number(amount) / 100]))
}

/** What is still open of a bill, all of it, by bank. */
async function paid(by: Visitor, bill: string, amount: string): Promise<void> {
  await by.open(bill)
  await by.follow('Pay')
  const typed = { 'tenders.0.mode': 'bank' }
  await by.press('Save payment', typed)
  const shown = amount.replace(/\B(?=(\d\d)*\d{3}\.)/g, ',')
  if (!by.words().includes(`Paid ₹${shown}`)) throw new Error(`not ₹${shown}: ${by.words()}`)
}

/** The khata and the statement of the supplier stand at nothing, both sides of the trial balance agree, the books are sound. */
async function sound(
  t: Test,
  { kit, shop, by }: { kit: TestApp; shop: Shop; by: Visitor },
  supplier: string,
  { given, got }: { given: string; got: string },
): Promise<void> {
  const party = await kit.root('party').where({ business_id: shop.id }).whereLike('name', `${supplier}%`).first('id')
  const closing = new RegExp(`Closing balance, 21 Nov 2026 ${given} ${got} 0\\.00`)
  await by.open(`/parties/${party.id}`)
  t.match(by.words(), closing, 'khata')
  await by.follow('Statement')
  t.match(by.words(), closing, 'statement')
  await by.open('/books/trial-balance')
  const [, debit, credit] = /Both sides 0\.00 [\d,.]+ [\d,.]+ ([\d,.]+) ([\d,.]+)/.exec(by.words()) ?? []
  t.ok(debit, 'trial balance')
  t.equal(debit, credit)
  const faults = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
  t.same(
    faults.filter(({ holds }) => !holds),
    [],
  )
  if (hasOracle('hledger')) await hledgerCheck(await inBusiness(kit.db, shop.id, (tx) => wholeJournal(tx, shop.id)))
}

/** What each item has, and at what it stands in the books of stock and in its moves. */
async function levelsOf({ root }: TestApp, { id }: { id: string }): Promise<string[][]> {
  const rows: { name: string; quantity: bigint; value: bigint; moved: bigint }[] = await root('stock_level as l')
    .join('item as i', 'i.id', 'l.item_id')
    .where({ 'l.business_id': id })
    .whereNot('l.quantity_milli', 0)
    .select(
      ...['i.name', 'l.quantity_milli as quantity', 'l.value_paise as value'],
      root.raw('(select sum(value_paise) from stock_move m where m.item_id = l.item_id)::bigint as moved'),
    )
  return rows.map(({ name, quantity, value, moved }) => {
    if (value !== moved) throw new Error(`${name} stands at ${value}, its moves come to ${moved}`)
    return [name, String(Number(quantity) / 1000), (Number(value) / 100).toFixed(2)]
  })
}

async function piecesOf({ root }: TestApp, { id }: { id: string }): Promise<string[][]> {
  const rows: { tag: string; state: string; cost: bigint }[] = await root('piece')
    .where({ business_id: id })
    .orderBy('tag')
    .select('tag', 'state', 'cost_paise as cost')
  return rows.map(({ tag, state, cost }) => [tag, state, (Number(cost) / 100).toFixed(2)])
}

const openOf = ({ root }: TestApp, { id }: { id: string }): Promise<unknown[]> =>
  root('open_item').where({ business_id: id }).where('open_amount', '>', 0).select('number', 'side', 'open_amount')

const aSupplier = ({ root }: TestApp, { id }: { id: string }, name: string) =>
  root('party').insert({
    ...{ business_id: id, id: newId(), name, state: '24', gstin: '24AAACG2115R1ZN', is_customer: false },
    ...{ is_supplier: true, created_at: new Date(), updated_at: new Date() },
  })

async function beads({ root }: TestApp, { id, itemId, purityId }: JewelShop): Promise<void> {
  const necklace = await root('item').where({ id: itemId }).first('gst_class_id')
  const of = { business_id: id, id: newId(), kind: 'goods', name: 'Beads', unit: 'GMS', hsn: '711311', ...necklace }
  await root('item').insert({ ...of, created_at: new Date(), updated_at: new Date() })
  await root('article').insert({ business_id: id, item_id: of.id, purity_id: purityId, tracking: 'lot' })
}

const aCarrier = ({ root }: TestApp, { id }: Shop) =>
  root('party').insert({
    ...{ business_id: id, id: newId(), name: 'Gati Carriers', state: '24', is_customer: false, is_supplier: true },
    ...{ created_at: new Date(), updated_at: new Date() },
  })
