import fc from 'fast-check'
import t from 'tap'
import { rs } from '../testing/bill-facts.ts'
import { type CancellationFacts, decideCancellation } from './cancellation.ts'
import { systemAccounts } from './chart.ts'
import { assertBalanced, mergeLines } from './ledger.ts'
import { paise, sum, zero } from './money.ts'
import { milli } from './quantity.ts'
import { noHeads } from './tax.ts'
import { salesLines, type Tender } from './vouchers.ts'

const roles = Object.fromEntries(systemAccounts.flatMap(({ role }) => (role ? [[role, role]] : [])))
const totals = {
  taxable: rs('84.74'),
  heads: { ...noHeads, cgst: rs('7.63'), sgst: rs('7.63') },
  roundOff: zero,
  payable: rs('100'),
}
const paid = (accountId: string, amount: string): Tender => ({ accountId, amount: rs(amount) })

/** A bill of 100 to Meera, whose goods cost 60. */
const bill = (tenders: Tender[] = [], has: Partial<CancellationFacts> = {}): CancellationFacts => {
  const { partyId = 'meera' } = has
  return {
    today: '2026-11-21',
    lockDate: null,
    partyId,
    onDate: '2026-11-10',
    lastSettledOn: null,
    total: rs('100'),
    postings: salesLines({ partyId, tenders, totals, cost: rs('60'), roles }),
    owed: zero,
    tenderAccountIds: tenders.map(({ accountId }) => accountId),
    moves: [{ itemId: 'rice', quantity: milli(-1000n), value: rs('-60') }],
    levels: new Map([['rice', { quantity: milli(9000n), value: rs('540') }]]),
    roles,
    ...has,
  }
}
const asked = { onDate: '2026-11-21', reason: 'Returned' }
const cancelled = (facts: CancellationFacts) => {
  const outcome = decideCancellation(facts, asked)
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused))
  return outcome.ok
}
const table = (facts: CancellationFacts) =>
  cancelled(facts).postings.map(({ accountId, partyId, amount }) => [accountId, partyId ?? '', amount].join(' '))
const goodsBack = ['sales  8474', 'output-cgst  763', 'output-sgst  763', 'cost-of-goods  -6000', 'stock  6000']

t.test('a cancelled bill', async (t) => {
  t.test('on credit leaves nothing', async (t) => {
    t.same(table(bill()), ['debtors meera -10000', ...goodsBack])
    t.match(cancelled(bill()), {
      credit: rs('100'),
      moves: [{ itemId: 'rice', quantity: 1000n, value: rs('60') }],
    })
  })
  t.test('of a party that paid keeps the money in the till, as the party’s credit', async (t) => {
    const some = bill([paid('cash', '40'), paid('upi', '60')])
    t.same(table(some), ['debtors meera -10000', ...goodsBack])
    t.equal(cancelled(some).credit, rs('100'))
  })
  t.test('of a walk-in gives the money back as it came', async (t) => {
    const some = bill([paid('cash', '40'), paid('upi', '60')], { partyId: null })
    t.same(table(some), ['cash  -4000', 'upi  -6000', ...goodsBack])
    t.equal(cancelled(some).credit, 0n)
  })
  t.test('of services moves nothing', async (t) => {
    t.same(cancelled(bill([], { moves: [] })).moves, [])
  })
})

t.test('goods come back', async (t) => {
  const twice = [-3000n, -1000n].map((quantity) => ({
    itemId: 'rice',
    quantity: milli(quantity),
    value: paise(quantity / 10n),
  }))
  t.test('to a shelf that knows nothing of them', async (t) => {
    const back = cancelled(bill([], { levels: new Map() }))
    t.same(
      back.moves.map(({ value }) => value),
      [rs('60')],
    )
  })
  t.test('to a level below zero, whose guessed cost is put right', async (t) => {
    const levels = new Map([['rice', { quantity: milli(-1000n), value: rs('-50') }]])
    t.match(cancelled(bill([], { levels })).moves, [{ quantity: 1000n, value: rs('50') }])
    t.same(table(bill([], { levels })).slice(-2), ['cost-of-goods  -5000', 'stock  5000'], '60 came back, 10 is cost')
  })
  t.test('line after line: each finds what the one before has left', async (t) => {
    const levels = new Map([['rice', { quantity: milli(-2000n), value: rs('-4') }]])
    t.same(
      cancelled(bill([], { moves: twice, levels })).moves.map(({ quantity, value }) => [quantity, value]),
      [
        [3000n, rs('5')],
        [1000n, rs('1')],
      ],
      'two of the first three fill the hole at 2 each, the rest is worth 1 each',
    )
  })
  t.test('whatever the shelf holds, the entry balances and stock moves by its lines', async () => {
    const level = fc.bigInt({ min: -5000n, max: 5000n }).chain((quantity) =>
      fc.bigInt({ min: 0n, max: 9000n }).map((size) => ({
        quantity: milli(quantity),
        value: paise(quantity < 0n ? -size : quantity > 0n ? size : 0n),
      })),
    )
    fc.assert(
      fc.property(level, fc.constantFrom('meera', null), (shelf, partyId) => {
        const facts = bill(partyId ? [] : [paid('cash', '100')], { partyId, levels: new Map([['rice', shelf]]) })
        const { postings, moves } = cancelled(facts)
        assertBalanced(postings)
        const stock = paise(postings.find(({ accountId }) => accountId === 'stock')?.amount ?? 0n)
        return stock === sum(moves.map(({ value }) => value)) && mergeLines(postings).length === postings.length
      }),
    )
  })
})

t.test('a bill stays', async (t) => {
  const refused = (has: Partial<CancellationFacts>, request: Partial<typeof asked> = {}) => {
    const outcome = decideCancellation(bill([], has), { ...asked, ...request })
    return 'refused' in outcome ? outcome.refused : []
  }
  t.same(refused({}, { reason: ' ' }), [{ key: 'sales.refusal.cancelReason' }])
  t.same(refused({}, { onDate: '2026-11-22' }), [{ key: 'fields.date.future' }])
  t.same(refused({ lockDate: '2026-11-10' }), [{ key: 'sales.refusal.cancelLocked', status: 409 }])
  t.same(refused({ lockDate: '2026-11-09' }), [])
  t.same(refused({ lockDate: '2026-11-09' }, { onDate: '2026-11-09' }), [{ key: 'sales.refusal.locked' }])
  t.same(refused({}, { onDate: '2026-11-10' }), [])
  t.same(refused({}, { onDate: '2026-11-09' }), [{ key: 'sales.refusal.cancelDate' }])
  t.same(refused({ lastSettledOn: '2026-11-15' }, { onDate: '2026-11-14' }), [{ key: 'sales.refusal.cancelDate' }])
  t.same(refused({ lastSettledOn: '2026-11-15' }, { onDate: '2026-11-15' }), [])
  t.same(refused({ lastSettledOn: '2026-11-01' }, { onDate: '2026-11-09' }), [{ key: 'sales.refusal.cancelDate' }])
})
