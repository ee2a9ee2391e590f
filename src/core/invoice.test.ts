import fc from 'fast-check'
import t from 'tap'
import {
  cash,
  decide,
  facts,
  item,
  line,
  meera,
  refuse,
  request,
  rs,
  toMeera,
  upi,
  walkIn,
} from '../testing/bill-facts.ts'
import { decideInvoice, type InvoiceDecision, settle } from './invoice.ts'
import type { RequestTender } from './invoice-facts.ts'
import { paise, sum } from './money.ts'
import { milli } from './quantity.ts'
import { taxTotal } from './tax.ts'

t.test('a bill over the counter', async (t) => {
  const bill = decide({}, {})
  t.match(bill, { kind: 'invoice', supply: 'intra', placeOfSupply: '24', dueOn: '2026-11-21', credit: 0n, change: 0n })
  t.match(bill.totals, { taxable: rs('84.74'), heads: { cgst: rs('7.63'), sgst: rs('7.63') }, payable: rs('100') })
  t.same(bill.postings, [
    { accountId: 'cash', partyId: null, commodity: 'INR', amount: rs('100') },
    { accountId: 'sales', partyId: null, commodity: 'INR', amount: rs('-84.74') },
    { accountId: 'cgst', partyId: null, commodity: 'INR', amount: rs('-7.63') },
    { accountId: 'sgst', partyId: null, commodity: 'INR', amount: rs('-7.63') },
    { accountId: 'cogs', partyId: null, commodity: 'INR', amount: rs('60') },
    { accountId: 'stock', partyId: null, commodity: 'INR', amount: rs('-60') },
  ])
  t.same(bill.moves, [{ itemId: 'rice', quantity: -1000n, value: rs('-60') }])
  t.match(bill.lines, [{ description: 'Rice', hsn: '1006', unit: 'KGS', rateBp: 1800, cost: rs('60') }])
})

t.test('published bills come to the paisa', async (t) => {
  const jewel = item({ kind: 'service', rateBp: 300 })
  const cases = [
    ['3,45,831.00', '5,187.47', '3,56,206.00', '0.06'],
    ['50,334.72', '755.02', '51,845.00', '0.24'],
    ['18,400', '276', '18,952', '0'],
    ['22,880', '343.20', '23,566', '-0.40'],
  ] as const
  for (const [price, half, total, roundOff] of cases) {
    const lines = [line({ price: rs(price), priceIncludesTax: false })]
    const { totals } = decide({ items: [jewel], party: meera }, { buyer: toMeera, lines, tenders: [] })
    t.match(totals, { heads: { cgst: rs(half), sgst: rs(half) }, payable: rs(total), roundOff: rs(roundOff) }, price)
  }
})

t.test('part on credit, to a customer with a khata', async (t) => {
  const bill = decide({ party: meera }, { buyer: toMeera, tenders: [upi('40')] })
  t.match(bill, {
    credit: rs('60'),
    dueOn: '2026-12-06',
    tenders: [{ mode: 'upi', accountId: 'upi', amount: rs('40') }],
  })
  t.same(
    bill.postings.slice(0, 3).map(({ accountId, partyId, amount }) => [accountId, partyId, amount]),
    [
      ['debtors', 'meera', rs('100')],
      ['upi', null, rs('40')],
      ['debtors', 'meera', rs('-40')],
    ],
  )
})

t.test('where the supply ends', async (t) => {
  const inPune = { ...meera, state: '27' }
  const onCredit = { buyer: toMeera, tenders: [] }
  t.match(decide({ party: inPune }, onCredit), {
    supply: 'inter',
    placeOfSupply: '27',
    totals: { heads: { cgst: 0n } },
  })
  t.match(decide({ party: { ...meera, state: '' } }, onCredit), { supply: 'intra', placeOfSupply: '24' })
  const gstin = '27AAPFU0939F1ZV'
  t.match(decide({ party: { ...meera, state: '', gstin } }, onCredit), { supply: 'inter', placeOfSupply: '27' })
  t.match(decide({}, { buyer: { ...walkIn, state: '27' } }), { placeOfSupply: '24' }, 'a State without an address')
  t.match(decide({}, { buyer: { ...walkIn, state: '27', address: 'Pune' } }), { placeOfSupply: '27' })
  const moved = { placeOfSupply: { state: '24', reason: 'Collected at the shop' } }
  t.equal(decide({ party: inPune }, onCredit).supplyReason, '')
  const spaced = { placeOfSupply: { state: '24', reason: ' Collected at the shop ' } }
  t.equal(decide({ party: inPune }, { ...onCredit, ...spaced }).supplyReason, 'Collected at the shop')
  t.match(decide({ party: inPune }, { ...onCredit, ...moved }), {
    supply: 'intra',
    supplyReason: 'Collected at the shop',
  })
  t.same(refuse({ party: inPune }, { ...onCredit, placeOfSupply: { state: '24', reason: ' ' } }), [
    'sales.refusal.supplyReason',
  ])
  t.same(refuse({}, { placeOfSupply: { state: 'XX', reason: 'r' } }), ['sales.refusal.state'])
})

t.test('who may not charge tax gives a bill of supply', async (t) => {
  for (const taxScheme of ['composition', 'unregistered'] as const) {
    const bill = decide({ business: { taxScheme } }, {})
    t.match(bill, { kind: 'bill-of-supply', totals: { taxable: rs('100') }, lines: [{ rateBp: 0 }] })
    t.equal(taxTotal(bill.totals.heads), 0n)
    const party = { ...meera, state: '27' }
    t.same(refuse({ business: { taxScheme }, party }, { buyer: toMeera }), ['sales.refusal.interState'])
  }
  const exempt = item({ gstKind: 'exempt', rateBp: 0 })
  t.match(decide({ items: [exempt] }, {}), { kind: 'bill-of-supply' })
  const both = [exempt, item({ id: 'soap' })]
  t.match(decide({ items: both }, { lines: [line(), line({ itemId: 'soap' })], tenders: [cash('200')] }), {
    kind: 'invoice',
  })
})

t.test('money given', async (t) => {
  t.match(decide({}, { tenders: [cash('500')] }), { change: rs('400'), tenders: [{ amount: rs('100') }] })
  const mixed = decide({}, { tenders: [cash('50'), upi('80'), cash('10')] })
  t.match(mixed, {
    change: rs('40'),
    tenders: [
      { mode: 'cash', amount: rs('20') },
      { mode: 'upi', amount: rs('80') },
    ],
  })
  t.equal(mixed.tenders.length, 2)
  t.same(refuse({}, { tenders: [upi('100.01')] }), ['sales.refusal.overTendered'])
  t.same(refuse({}, { tenders: [cash('30'), upi('120')] }), ['sales.refusal.overTendered'], 'change only from cash')
  t.same(refuse({}, { tenders: [cash('99.99')] }), ['vouchers.refusal.walkInOwes'])
  t.same(refuse({ party: meera }, { buyer: toMeera, tenders: [cash('-1')] }), ['fields.amount.notNegative'])
  t.same(decide({}, { tenders: [cash('0'), cash('100')] }).tenders.length, 1, 'a mode left at zero is no tender')
})

t.test('goods', async (t) => {
  const twice = [line({ quantity: milli(6000n) }), line({ quantity: milli(5000n) })]
  const paid = { lines: twice, tenders: [cash('1100')] }
  t.match(decideInvoice(facts(), request(paid)), {
    refused: [{ key: 'sales.refusal.notEnough', values: { item: 'Rice', left: '4' }, line: 1 }],
  })
  const warned = decide({ business: { negativeStock: 'warn' } }, paid)
  t.match(warned, { warnings: [{ key: 'sales.warning.notEnough', line: 1 }], cost: rs('660') })
  const last = decide(
    { items: [item({ level: { quantity: milli(3000n), value: rs('100') } })] },
    {
      lines: [line(), line(), line()],
      tenders: [cash('300')],
    },
  )
  t.same([last.cost, sum(last.lines.map(({ cost }) => cost))], [rs('100'), rs('100')], 'no paisa stays behind')
  t.same(decide({ items: [item({ kind: 'service' })] }, {}).moves, [], 'a service moves nothing')
  const work = item({ id: 'work', kind: 'service' })
  const mixed = decide({ items: [work, item()] }, { lines: [line({ itemId: 'work' }), line()], tenders: [cash('200')] })
  t.same(
    mixed.lines.map(({ itemId, cost }) => [itemId, cost]),
    [
      ['work', 0n],
      ['rice', rs('60')],
    ],
    'each line bears its own cost',
  )
  const below = item({ level: { quantity: milli(-2000n), value: rs('-100') } })
  t.match(
    decide({ items: [below], business: { negativeStock: 'warn' } }, {}),
    { warnings: [{ key: 'sales.warning.notEnough', values: { item: 'Rice', left: '0' }, line: 0 }], cost: rs('60') },
    'below zero nothing is left, and one more leaves at the price it was bought for',
  )
})

const money = fc.bigInt({ min: 0n, max: 90_00_00n }).map(paise)
const someLine = fc.record({
  itemId: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.bigInt({ min: 1n, max: 20_000n }).map(milli),
  price: money,
  priceIncludesTax: fc.boolean(),
  discount: fc.oneof(
    fc.constant({ kind: 'none' } as const),
    fc.integer({ min: 0, max: 5000 }).map((bp) => ({ kind: 'percent', bp }) as const),
  ),
})
const someTender = fc.record({
  mode: fc.constantFrom('cash', 'upi', 'card', 'bank'),
  amount: money,
  reference: fc.constant(''),
})
const someFacts = fc
  .record({
    state: fc.constantFrom('24', '27'),
    scheme: fc.constantFrom('regular', 'composition'),
    rounding: fc.constantFrom('rupee', 'none'),
    rates: fc.tuple(...[1, 2, 3].map(() => fc.constantFrom(0, 25, 300, 500, 1800, 4000))),
    stock: fc.bigInt({ min: 1n, max: 50_000n }),
  })
  .map(({ state, scheme, rounding, rates, stock }) =>
    facts({
      party: { ...meera, state },
      business: { taxScheme: scheme, rounding, negativeStock: 'warn' },
      items: ['a', 'b', 'c'].map((id, i) =>
        item({ id, rateBp: rates[i] ?? 0, level: { quantity: milli(stock), value: paise(stock * 7n) } }),
      ),
    }),
  )

t.test('whatever is sold', async (t) => {
  t.test('a decided bill adds up on every side', async () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.array(someLine, { minLength: 1, maxLength: 6 }),
        fc.array(someTender, { maxLength: 3 }),
        fc.integer({ min: 0, max: 3000 }),
        (of, lines, tenders, bp) => {
          const asked = request({ buyer: toMeera, lines, tenders, billDiscount: { kind: 'percent', bp } })
          const outcome = decideInvoice(of, asked)
          return 'refused' in outcome || addsUp(outcome.ok, tenders)
        },
      ),
    )
  })
  t.test('change is cash, and what is kept with it is what was given', async () => {
    fc.assert(
      fc.property(fc.array(someTender, { maxLength: 5 }), money, (tenders, payable) => {
        const { kept, change, credit, over } = settle(tenders, payable)
        const [given, left] = [sumOf(tenders), sumOf(kept)]
        const other = (all: readonly RequestTender[]) => sumOf(all.filter(({ mode }) => mode !== 'cash'))
        return left + change === given && left - over + credit === payable && other(tenders) === other(kept)
      }),
    )
  })
})

const sumOf = (tenders: readonly RequestTender[]): bigint => sum(tenders.map(({ amount }) => amount))

function addsUp(bill: InvoiceDecision, given: readonly RequestTender[]): boolean {
  const { totals, lines, tenders, credit, postings, moves } = bill
  const parts = lines.every(
    ({ taxable, heads, total }) => taxable + taxTotal(heads) === total && heads.cgst === heads.sgst,
  )
  return (
    parts &&
    sum(lines.map(({ total }) => total)) + totals.roundOff === totals.payable &&
    totals.heads.cgst === totals.heads.sgst &&
    sumOf(tenders) + credit === totals.payable &&
    sumOf(tenders) + bill.change === sumOf(given) &&
    postings.reduce((left, { amount }) => left + amount, 0n) === 0n &&
    sum(moves.map(({ value }) => value)) === -bill.cost &&
    sum(lines.map(({ cost }) => cost)) === bill.cost &&
    postings.filter(({ partyId }) => partyId).reduce((left, { amount }) => left + amount, 0n) === credit
  )
}
