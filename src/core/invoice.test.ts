import fc from 'fast-check'
import t from 'tap'
import { decideInvoice, type InvoiceDecision, type InvoiceOutcome, settle } from './invoice.ts'
import type {
  InvoiceFacts,
  InvoiceItem,
  InvoiceParty,
  InvoiceRequest,
  RequestLine,
  RequestTender,
} from './invoice-facts.ts'
import { type Paise, paise, parseRupees, sum, zero } from './money.ts'
import { milli } from './quantity.ts'
import { taxTotal } from './tax.ts'

const rs = (text: string): Paise => parseRupees(text) ?? zero
const roles = {
  cash: 'cash', upi: 'upi', card: 'card', bank: 'bank', debtors: 'debtors', sales: 'sales', stock: 'stock',
  'output-cgst': 'cgst', 'output-sgst': 'sgst', 'output-igst': 'igst', 'output-cess': 'cess', 'round-off': 'round',
  'cost-of-goods': 'cogs',
} // biome-ignore format: a table
const item = (has: Partial<InvoiceItem> = {}): InvoiceItem => ({
  id: 'rice',
  name: 'Rice',
  hsn: '1006',
  unit: 'KGS',
  kind: 'goods',
  gstKind: 'taxable',
  rateBp: 1800,
  isArchived: false,
  level: { quantity: milli(10_000n), value: rs('600') },
  purchasePrice: rs('60'),
  ...has,
})
const meera: InvoiceParty = {
  id: 'meera',
  name: 'Meera Shah',
  gstin: '',
  state: '24',
  address: '4 Mandvi Road, Surat',
  termsDays: 15,
  creditLimit: null,
  balance: zero,
  cashThatDay: zero,
  isArchived: false,
}
type Has = Partial<Omit<InvoiceFacts, 'items' | 'business'>> & {
  items?: InvoiceItem[]
  business?: Partial<InvoiceFacts['business']>
}
const facts = ({ items = [item()], business = {}, ...has }: Has = {}): InvoiceFacts => ({
  today: '2026-11-21',
  business: { taxScheme: 'regular', rounding: 'rupee', negativeStock: 'refuse', lockDate: null, ...business },
  branch: { id: 'surat', state: '24' },
  party: null,
  items: new Map(items.map((one) => [one.id, one])),
  roles,
  mayExceedCredit: false,
  ...has,
})
const line = (has: Partial<RequestLine> = {}): RequestLine => ({
  itemId: 'rice',
  quantity: milli(1000n),
  price: rs('100'),
  priceIncludesTax: true,
  discount: { kind: 'none' },
  ...has,
})
const cash = (text: string): RequestTender => ({ mode: 'cash', amount: rs(text), reference: '' })
const upi = (text: string): RequestTender => ({ mode: 'upi', amount: rs(text), reference: 'T1' })
const walkIn = { kind: 'walk-in', name: '', phone: '', address: '', state: '' } as const
const toMeera = { kind: 'party', partyId: 'meera' } as const
const request = (has: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
  id: 'b1',
  onDate: '2026-11-21',
  buyer: walkIn,
  lines: [line()],
  billDiscount: { kind: 'none' },
  tenders: [cash('100')],
  placeOfSupply: null,
  note: '',
  ...has,
})
const keys = (outcome: InvoiceOutcome): string[] => ('refused' in outcome ? outcome.refused.map(({ key }) => key) : [])
function decided(outcome: InvoiceOutcome): InvoiceDecision {
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused))
  return outcome.ok
}
const decide = (has: Has, asked: Partial<InvoiceRequest>): InvoiceDecision =>
  decided(decideInvoice(facts(has), request(asked)))
const refuse = (has: Has, asked: Partial<InvoiceRequest>): string[] => keys(decideInvoice(facts(has), request(asked)))

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

t.test('credit', async (t) => {
  const limited = { ...meera, creditLimit: rs('1000'), balance: rs('900') }
  t.same(refuse({ party: { ...limited, balance: rs('900.01') } }, { buyer: toMeera, tenders: [] }), [
    'sales.refusal.overCredit',
  ])
  t.match(
    decideInvoice(facts({ party: { ...limited, balance: rs('950') } }), request({ buyer: toMeera, tenders: [] })),
    {
      refused: [{ values: { limit: '1,000.00', dues: '950.00', bill: '100.00' } }],
    },
  )
  t.match(
    decide({ party: limited }, { buyer: toMeera, tenders: [] }),
    { credit: rs('100'), warnings: [] },
    'up to the limit',
  )
  const over = { party: { ...limited, balance: rs('5000') } }
  t.match(decide(over, { buyer: toMeera }), { credit: 0n }, 'who pays may buy')
  t.match(decide({ ...over, mayExceedCredit: true }, { buyer: toMeera, tenders: [] }), {
    warnings: [{ key: 'sales.warning.overCredit' }],
  })
})

t.test('cash from one person', async (t) => {
  const dear = [item({ kind: 'service' })]
  const bill = (price: string, tenders: RequestTender[]) => ({
    buyer: toMeera,
    lines: [line({ price: rs(price) })],
    tenders,
  })
  const refused = ['sales.refusal.cash']
  t.same(refuse({ items: dear, party: meera }, bill('2,00,000', [cash('2,00,000')])), refused, 'exactly two lakh')
  t.same(refuse({ items: dear, party: meera }, bill('1,99,999', [cash('1,99,999')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('5,00,000', [cash('1,50,000'), upi('3,50,000')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('5,00,000', [cash('1,50,000'), cash('50,000')])), refused)
  t.same(
    refuse({ items: dear, party: { ...meera, cashThatDay: rs('1,50,000') } }, bill('60,000', [cash('60,000')])),
    refused,
  )
  t.same(refuse({ items: dear, party: { ...meera, cashThatDay: rs('2,00,000') } }, bill('60,000', [upi('60,000')])), [])
  t.same(refuse({ items: dear, party: meera }, bill('1,99,999', [cash('2,00,000')])), [], 'change went back')
  t.match(decide({ items: dear, party: meera }, bill('1,60,000', [cash('1,60,000')])), {
    warnings: [{ key: 'sales.warning.cash' }],
  })
  const named = { ...walkIn, name: 'A', address: 'B', state: '24' }
  t.same(refuse({ items: dear }, { ...bill('2,10,000', [cash('2,10,000')]), buyer: named }), refused)
})

t.test('a large bill names its buyer', async (t) => {
  const dear = [item({ kind: 'service' })]
  const bill = { lines: [line({ price: rs('50,000'), priceIncludesTax: false })], tenders: [upi('59,000')] }
  t.same(refuse({ items: dear }, bill), ['sales.refusal.buyerNeeded'])
  t.same(
    refuse({ items: dear }, { ...bill, buyer: { ...walkIn, name: 'Ravi', address: '1 MG Road', state: '24' } }),
    [],
  )
  t.same(refuse({ items: dear, party: { ...meera, address: '' } }, { ...bill, buyer: toMeera }), [
    'sales.refusal.buyerNeeded',
  ])
  const registered = { ...meera, address: '', gstin: '24AAACG2115R1ZN' }
  t.same(refuse({ items: dear, party: registered }, { ...bill, buyer: toMeera }), [])
  const below = { lines: [line({ price: rs('49,999.99'), priceIncludesTax: false })], tenders: [upi('59,000')] }
  t.same(refuse({ items: dear }, below), [])
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
})

t.test('what cannot be', async (t) => {
  t.same(refuse({}, { lines: [] }), ['sales.refusal.noLines'])
  t.same(
    refuse(
      {},
      { lines: Array.from({ length: 201 }, () => line({ quantity: milli(1n) })), tenders: [cash('20.10')] },
    )[0],
    'sales.refusal.tooManyLines',
  )
  t.same(refuse({}, { lines: [line({ itemId: 'none' })] }), ['sales.refusal.noItem'])
  t.same(refuse({ items: [item({ isArchived: true })] }, {}), ['sales.refusal.itemArchived'])
  t.same(refuse({ items: [item({ rateBp: null })] }, {}), ['sales.refusal.noRate'])
  t.same(refuse({}, { lines: [line({ quantity: milli(0n) })] }), ['fields.quantity.positive'])
  t.same(refuse({}, { lines: [line({ price: paise(-1n) })] }), ['fields.amount.notNegative'])
  t.same(refuse({}, { lines: [line({ discount: { kind: 'amount', amount: rs('101') } })] }), ['sales.refusal.discount'])
  t.same(refuse({}, { billDiscount: { kind: 'percent', bp: 10_001 } }), ['sales.refusal.billDiscount'])
  t.same(refuse({}, { billDiscount: { kind: 'percent', bp: 10_000 }, tenders: [] }), ['sales.refusal.nothing'])
  t.same(refuse({ party: { ...meera, isArchived: true } }, { buyer: toMeera }), ['sales.refusal.partyArchived'])
  t.same(refuse({}, { onDate: '2026-11-22' }), ['fields.date.future'])
  t.same(refuse({ business: { lockDate: '2026-11-21' } }, {}), ['sales.refusal.locked'])
  t.same(refuse({ business: { lockDate: '2026-11-20' } }, {}), [])
  const huge = { items: [item({ kind: 'service' })], party: { ...meera, gstin: '24AAACG2115R1ZN' } }
  t.same(refuse(huge, { buyer: toMeera, lines: [line({ price: paise(10n ** 13n) })], tenders: [] }), [
    'sales.refusal.tooLarge',
  ])
  t.match(decideInvoice(facts(), request({ expectedTotal: rs('99') })), {
    refused: [{ key: 'sales.refusal.totalChanged', values: { total: '100.00' }, status: 409 }],
  })
  t.same(refuse({}, { expectedTotal: rs('100') }), [])
  const all = refuse({ business: { lockDate: '2026-11-21' } }, { lines: [line({ quantity: milli(99_000n) })] })
  t.same(
    all,
    ['sales.refusal.locked', 'vouchers.refusal.walkInOwes', 'sales.refusal.notEnough'],
    'every reason at once',
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
