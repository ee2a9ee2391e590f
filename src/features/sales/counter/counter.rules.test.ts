import t from 'tap'
import { parseRupees, zero } from '../../../core/money.ts'
import { blankBill, parseBill, readBill, readScan, shownTotal } from './counter.form.ts'
import { addItem, chooseParty, exact, pressKey, removeLine, withFields } from './counter.rules.ts'
import { blankLine } from './counter.types.ts'

const rs = (text: string) => parseRupees(text) ?? zero
const lines = (bill: typeof blankBill) => bill.lines.map(({ n, item, quantity }) => [n, item, quantity])

t.test('lines', async (t) => {
  t.test('the same item again raises its line, another one makes a line of its own', async (t) => {
    const bill = addItem(addItem(addItem(blankBill, 'rice', '1'), 'tea', '2'), 'rice', '1.5')
    t.same(lines(bill), [
      [1, 'rice', '2.5'],
      [2, 'tea', '2'],
    ])
    t.equal(bill.fields.selected, '1')
  })
  t.test('a quantity that cannot be read is left alone', async (t) => {
    const typed = { ...blankBill, lines: [{ ...blankLine, n: 4, item: 'rice', quantity: 'two' }] }
    t.same(lines(addItem(typed, 'rice', '1')), [
      [4, 'rice', 'two'],
      [5, 'rice', '1'],
    ])
  })
  t.test('a line that goes leaves its number unused and its neighbour chosen', async (t) => {
    const three = ['a', 'b', 'c'].reduce((bill, item) => addItem(bill, item, '1'), blankBill)
    const two = removeLine(three, 2)
    t.same(lines(two), [
      [1, 'a', '1'],
      [3, 'c', '1'],
    ])
    t.equal(two.fields.selected, '3')
    t.equal(removeLine(two, 3).fields.selected, '1')
    t.equal(removeLine(two, 9), two)
    t.same(lines(addItem(two, 'd', '1'))[2], [4, 'd', '1'])
  })
  t.test('a customer is chosen and let go', async (t) => {
    t.equal(chooseParty(chooseParty(blankBill, 'meera'), '').fields.party, '')
  })
})

t.test('the keypad', async (t) => {
  const press = (keys: string[], from = blankBill) => keys.reduce((bill, key) => pressKey(bill, key, rs('1836')), from)
  t.test('writes at the end of the chosen field, cash when none is', async (t) => {
    t.equal(press(['2', '00', '.', '5']).fields.cash, '200.5')
    t.equal(press(['2', '00', 'del']).fields.cash, '20')
    t.equal(press(['7'], withFields(blankBill, { active: 'upi' })).fields.upi, '7')
    t.equal(press(['7'], withFields(blankBill, { active: 'gold' })).fields.cash, '7')
  })
  t.test('lays notes on top, and knows what is left to pay', async (t) => {
    t.equal(press(['note-500', 'note-500']).fields.cash, '1,000')
    t.equal(press(['note-2000'], withFields(blankBill, { cash: 'abc' })).fields.cash, '2,000')
    t.equal(press(['exact'], withFields(blankBill, { upi: '1,000' })).fields.cash, '836')
    t.equal(exact(withFields(blankBill, { upi: '2000' }).fields, 'cash', rs('1836')), '')
  })
  t.test('does nothing for a key that is none', async (t) => {
    t.equal(press(['<b>']), blankBill)
  })
})

t.test('the scan box', async (t) => {
  const cases: [string, string, string][] = [
    ['8901000000012', '1', '8901000000012'],
    ['2*tea', '2', 'tea'],
    ['1.5 × toor dal', '1.5', 'toor dal'],
    ['१२*tea', '१२', 'tea'],
    ['*tea', '1', '*tea'],
    ['0*tea', '1', '0*tea'],
    ['many*tea', '1', 'many*tea'],
    ['  tea ', '1', 'tea'],
  ]
  for (const [typed, quantity, words] of cases) t.same(readScan(typed), { quantity, words }, typed)
  t.equal(shownTotal('183600'), rs('1836'))
  for (const wrong of ['', '-1', '1.5', 'x']) t.equal(shownTotal(wrong), undefined, wrong)
})

t.test('the form', async (t) => {
  const item = 'tea'
  const prices = new Map([
    [item, { price: rs('100'), includesTax: true }],
    ['loose', { price: zero, includesTax: false }],
  ])
  const parse = (body: Record<string, string>, may = { price: true, date: true }) =>
    parseBill(readBill(body), { id: 'x', today: '2026-11-21', may, prices, pieces: new Map(), purities: [] })

  t.test('lines come in the order of their numbers, and what is no line is none', async (t) => {
    const bill = readBill({
      'lines.10.item': 'b',
      'lines.2.item': 'a',
      'lines.2.quantity': '3',
      'lines.1.quantity': '7',
    })
    t.same(lines(bill), [
      [2, 'a', '3'],
      [10, 'b', ''],
    ])
  })
  t.test('every text is read, and each that cannot be is named', async (t) => {
    const { errors } = parse({
      'lines.1.item': item,
      'lines.1.quantity': 'two',
      'lines.1.price': '1.5l',
      'lines.1.discount': 'x%',
      discount: '200%',
      cash: 'abc',
      upi: '-5',
      phone: '12',
      date: 'someday',
    })
    t.same(Object.fromEntries(Object.entries(errors).map(([name, { key }]) => [name, key])), {
      'lines.1.quantity': 'fields.quantity',
      'lines.1.price': 'fields.amount',
      'lines.1.discount': 'counter.discount.wrong',
      discount: 'counter.discount.wrong',
      cash: 'fields.amount',
      upi: 'fields.amount.notNegative',
      phone: 'fields.phone',
      date: 'fields.date',
    })
  })
  t.test('a discount is an amount or a part', async (t) => {
    const of = (discount: string) => parse({ discount }).request.billDiscount
    t.same(of('1,250.50'), { kind: 'amount', amount: rs('1250.50') })
    t.same(of('2.5 %'), { kind: 'percent', bp: 250 })
    t.same(of(' '), { kind: 'none' })
  })
  t.test('who may not set a price or a date has the list and the day', async (t) => {
    const typed = { 'lines.1.item': item, 'lines.1.quantity': '1', 'lines.1.price': '60', date: '1/11' }
    t.match(parse(typed).request, { onDate: '2026-11-01', lines: [{ price: rs('60') }] })
    t.match(parse(typed, { price: false, date: false }).request, {
      onDate: '2026-11-21',
      lines: [{ price: rs('100') }],
    })
    const loose = { ...typed, 'lines.1.item': 'loose' }
    t.match(parse(loose, { price: false, date: false }).request.lines, [{ price: rs('60'), priceIncludesTax: false }])
  })
  t.test('what is given is told by its mode, with its reference', async (t) => {
    const { request } = parse({ cash: '500', upi: '1,000', upi_ref: ' 4421 ', card: '0', bank: '' })
    t.same(request.tenders, [
      { mode: 'cash', amount: rs('500'), reference: '' },
      { mode: 'upi', amount: rs('1000'), reference: '4421' },
    ])
  })
})
