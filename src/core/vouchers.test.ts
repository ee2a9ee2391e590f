import fc from 'fast-check'
import t from 'tap'
import { systemAccounts } from './chart.ts'
import { assertBalanced, mergeLines, type PostingLine, reversed } from './ledger.ts'
import { type Paise, paise, split, sum, zero } from './money.ts'
import { noHeads, taxOn, taxTotal } from './tax.ts'
import {
  accountOf,
  accountOpeningLines,
  costCorrectionLines,
  openingControl,
  openingLines,
  openingStockLines,
  paymentLines,
  receiptLines,
  type SaleFacts,
  type SaleTotals,
  salesLines,
  stockAdjustmentLines,
} from './vouchers.ts'

/** In these tests an account's id is its role. */
const roles = Object.fromEntries(systemAccounts.flatMap(({ role }) => (role ? [[role, role]] : [])))
const rs = (amount: bigint): Paise => paise(amount * 100n)
/** Lines as a table: account, party, debit above zero. */
const table = (lines: readonly PostingLine[]) =>
  lines.map(({ accountId, partyId, amount }) => [accountId, partyId ?? '', amount])

const totals: SaleTotals = {
  taxable: paise(84_74n),
  heads: { ...noHeads, cgst: paise(7_63n), sgst: paise(7_63n) },
  roundOff: zero,
  payable: rs(100n),
}
const sale: SaleFacts = { partyId: 'meera', tenders: [], totals, cost: rs(60n), roles }

t.test('a bill', async (t) => {
  t.test('passes through the khata whole, and each tender comes off it', async (t) => {
    const tenders = [
      { accountId: 'cash', amount: rs(30n) },
      { accountId: 'upi', amount: rs(20n) },
    ]
    t.same(table(salesLines({ ...sale, tenders })), [
      ['debtors', 'meera', 100_00n],
      ['cash', '', 30_00n],
      ['debtors', 'meera', -30_00n],
      ['upi', '', 20_00n],
      ['debtors', 'meera', -20_00n],
      ['sales', '', -84_74n],
      ['output-cgst', '', -7_63n],
      ['output-sgst', '', -7_63n],
      ['cost-of-goods', '', 60_00n],
      ['stock', '', -60_00n],
    ])
  })
  t.test('of a walk-in stands on its tenders, without a party', async (t) => {
    const lines = salesLines({ ...sale, partyId: null, tenders: [{ accountId: 'cash', amount: rs(100n) }], cost: zero })
    t.same(table(lines), [
      ['cash', '', 100_00n],
      ['sales', '', -84_74n],
      ['output-cgst', '', -7_63n],
      ['output-sgst', '', -7_63n],
    ])
  })
  t.test('is rounded off outside the taxable value, either way', async (t) => {
    const up = { ...totals, heads: noHeads, taxable: paise(99_60n), roundOff: paise(40n) }
    const down = { ...totals, heads: noHeads, taxable: paise(100_40n), roundOff: paise(-40n) }
    for (const [rounded, amount] of [
      [up, -40n],
      [down, 40n],
    ] as const) {
      const lines = salesLines({ ...sale, totals: rounded })
      assertBalanced(lines)
      t.same(lines.find(({ accountId }) => accountId === 'round-off')?.amount, amount)
    }
  })
  t.test('is not paid more than it asks, and a walk-in owes nothing', async (t) => {
    const cash = (amount: Paise) => [{ accountId: 'cash', amount }]
    t.match(
      caught(() => salesLines({ ...sale, tenders: cash(paise(100_01n)) })),
      {
        key: 'vouchers.refusal.overTendered',
        values: { over: '0.01' },
      },
    )
    t.match(
      caught(() => salesLines({ ...sale, partyId: null, tenders: cash(rs(99n)) })),
      {
        key: 'vouchers.refusal.walkInOwes',
        values: { left: '1.00' },
      },
    )
    t.throws(() => salesLines({ ...sale, tenders: cash(zero) }), /cannot change hands/)
  })
  t.test('of nothing at no cost has no lines', async (t) => {
    const free = { taxable: zero, heads: noHeads, roundOff: zero, payable: zero }
    t.same(salesLines({ ...sale, totals: free, cost: zero }), [])
    t.same(table(salesLines({ ...sale, totals: free })), [
      ['cost-of-goods', '', 60_00n],
      ['stock', '', -60_00n],
    ])
  })
  t.test('balances, leaves on the khata what is not paid, and its reversal undoes it', async () => {
    const anySale = fc.record({
      taxable: fc.bigInt({ min: 1n, max: 10n ** 11n }).map(paise),
      rateBp: fc.constantFrom(0, 25, 300, 500, 1800, 4000),
      supply: fc.constantFrom('intra' as const, 'inter' as const),
      roundOff: fc.bigInt({ min: 0n, max: 49n }).map(paise),
      cost: fc.bigInt({ min: 0n, max: 10n ** 11n }).map(paise),
      weights: fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: 1, maxLength: 4 }),
    })
    fc.assert(
      fc.property(anySale, ({ taxable, rateBp, supply, roundOff, cost, weights }) => {
        const heads = taxOn(taxable, rateBp, supply)
        const payable = sum([taxable, taxTotal(heads), roundOff])
        const shares = split(payable, [...weights, 1n])
        const tenders = shares
          .slice(0, -1)
          .filter((amount) => amount > 0n)
          .map((amount) => ({ accountId: 'cash', amount }))
        const lines = salesLines({
          partyId: 'meera',
          tenders,
          totals: { taxable, heads, roundOff, payable },
          cost,
          roles,
        })
        assertBalanced(lines)
        const owed = lines.reduce((khata, line) => (line.partyId === 'meera' ? khata + line.amount : khata), 0n)
        return owed === shares.at(-1) && mergeLines([...lines, ...reversed(lines)]).length === 0
      }),
    )
  })
})

t.test('money and openings', async (t) => {
  const facts = { partyId: 'meera', control: 'debtors' as const, accountId: 'upi', amount: rs(500n), roles }
  t.same(table(receiptLines(facts)), [
    ['upi', '', 500_00n],
    ['debtors', 'meera', -500_00n],
  ])
  t.same(table(paymentLines({ ...facts, control: 'creditors' })), [
    ['creditors', 'meera', 500_00n],
    ['upi', '', -500_00n],
  ])
  t.throws(() => receiptLines({ ...facts, amount: zero }), /cannot change hands/)
  t.throws(() => paymentLines({ ...facts, amount: rs(-1n) }), /cannot change hands/)
  t.same(table(openingLines(facts)), [
    ['debtors', 'meera', 500_00n],
    ['opening-difference', '', -500_00n],
  ])
  t.same(table(openingLines({ ...facts, amount: rs(-5n) })), [
    ['debtors', 'meera', -5_00n],
    ['opening-difference', '', 5_00n],
  ])
  t.same(openingLines({ ...facts, amount: zero }), [])
  t.throws(() => accountOf({}, 'cash'), /role cash/)
  t.ok(receiptLines(facts).every(({ commodity }) => commodity === 'INR'))
})

t.test('what an account held on the first day', async (t) => {
  const facts = { accountId: 'bank', amount: rs(500n), roles }
  t.same(table(accountOpeningLines(facts)), [
    ['bank', '', 500_00n],
    ['opening-difference', '', -500_00n],
  ])
  t.same(table(accountOpeningLines({ ...facts, amount: rs(-5n) })), [
    ['bank', '', -5_00n],
    ['opening-difference', '', 5_00n],
  ])
  t.same(accountOpeningLines({ ...facts, amount: zero }), [])
})

t.test('where a party stands on the first day', async (t) => {
  const nobody = { isCustomer: false, isSupplier: false, isKarigar: false }
  const control = (kinds: Partial<typeof nobody>) =>
    [1n, 0n, -1n].map((amount) => openingControl({ ...nobody, ...kinds }, paise(amount)))
  const creditors = ['creditors', 'creditors', 'creditors']
  t.same(control({ isCustomer: true }), ['debtors', 'debtors', 'debtors'], 'a customer, also with an advance')
  t.same(control({ isSupplier: true }), creditors, 'a supplier, also when he owes')
  t.same(control({ isKarigar: true }), creditors)
  t.same(control({}), creditors)
  const both = ['debtors', 'debtors', 'creditors']
  t.same(control({ isCustomer: true, isSupplier: true }), both, 'who is both stands on the side of the balance')
  t.same(control({ isCustomer: true, isKarigar: true }), both)
})

t.test('stock', async (t) => {
  t.same(table(openingStockLines({ value: rs(60n), roles })), [
    ['stock', '', 60_00n],
    ['opening-difference', '', -60_00n],
  ])
  t.same(table(stockAdjustmentLines({ value: rs(-60n), roles })), [
    ['stock', '', -60_00n],
    ['stock-adjustment', '', 60_00n],
  ])
  t.same(table(stockAdjustmentLines({ value: rs(60n), correction: rs(4n), roles })), [
    ['stock', '', 56_00n],
    ['cost-of-goods', '', 4_00n],
    ['stock-adjustment', '', -60_00n],
  ])
  t.same(table(costCorrectionLines({ correction: rs(4n), roles })), [
    ['cost-of-goods', '', 4_00n],
    ['stock', '', -4_00n],
  ])
  t.same(costCorrectionLines({ correction: zero, roles }), [])
  fc.assert(
    fc.property(fc.bigInt({ min: 1n }), fc.bigInt(), (value, correction) => {
      const facts = { value: paise(value), correction: paise(correction), roles }
      for (const lines of [openingStockLines(facts), stockAdjustmentLines(facts)]) assertBalanced(lines)
      const apart = [...openingStockLines({ value: paise(value), roles }), ...costCorrectionLines(facts)]
      return mergeLines([...apart, ...reversed(openingStockLines(facts))]).length === 0
    }),
  )
})

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}
