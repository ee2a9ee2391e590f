import fc from 'fast-check'
import t from 'tap'
import {
  assertBalanced,
  type Commodity,
  mergeLines,
  monthDeltas,
  type PostingLine,
  reversed,
  runningBalance,
  splitDrCr,
} from './ledger.ts'

const inr = (accountId: string, amount: bigint, partyId: string | null = null): PostingLine => ({
  accountId,
  partyId,
  commodity: 'INR',
  amount,
})

const anyCommodity: fc.Arbitrary<Commodity> = fc.constantFrom('INR', 'XAU', 'XAG')
const anyAmount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).filter((amount) => amount !== 0n)
const anyLine: fc.Arbitrary<PostingLine> = fc.record({
  accountId: fc.constantFrom('cash', 'sales', 'debtors', 'gst'),
  partyId: fc.constantFrom(null, 'meera', 'ramesh'),
  commodity: anyCommodity,
  amount: anyAmount,
})
const anyLines = fc.array(anyLine, { minLength: 1, maxLength: 12 })
/** Any lines, and one more in each commodity that makes them balance. */
const anyVoucher = anyLines.map((lines) => {
  const rest = (['INR', 'XAU', 'XAG'] as const).map((commodity) => ({
    ...inr('suspense', -total(lines.filter((line) => line.commodity === commodity))),
    commodity,
  }))
  return [...lines, ...rest.filter((line) => line.amount !== 0n)]
})
const total = (lines: readonly { amount: bigint }[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n)
const holds = (lines: readonly PostingLine[]): boolean => {
  assertBalanced(lines)
  return true
}

t.test('a voucher', async (t) => {
  t.test('that does not balance is a mistake of the program', async (t) => {
    const table: [string, PostingLine[], RegExp][] = [
      ['nothing', [], /no lines/],
      ['a zero', [inr('cash', 5n), inr('sales', -5n), inr('gst', 0n)], /zero on account gst/],
      ['a paisa off', [inr('cash', 100n), inr('sales', -99n)], /off by 1 in INR/],
      ['gold for rupees', [inr('cash', 5n), { ...inr('gold', -5n), commodity: 'XAU' }], /off by/],
    ]
    for (const [name, lines, message] of table) t.throws(() => assertBalanced(lines), message, name)
    t.doesNotThrow(() => assertBalanced([inr('cash', 5n), inr('sales', -5n)]))
  })
  t.test('and its reversal are nothing', async () => {
    fc.assert(
      fc.property(
        anyVoucher,
        (lines) => holds(lines) && holds(reversed(lines)) && mergeLines([...lines, ...reversed(lines)]).length === 0,
      ),
    )
  })
  t.test('merged says the same in fewer lines', async (t) => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const merged = mergeLines(lines)
        const keys = merged.map((line) => `${line.accountId} ${line.partyId} ${line.commodity}`)
        return (
          total(merged) === total(lines) &&
          new Set(keys).size === keys.length &&
          merged.every((line) => line.amount !== 0n)
        )
      }),
    )
    t.same(mergeLines([inr('a', 5n, 'm'), inr('b', -3n), inr('a', 2n, 'm'), inr('a', 1n), inr('b', 3n)]), [
      inr('a', 7n, 'm'),
      inr('a', 1n),
    ])
    const apart = [inr('a', 5n, 'm'), inr('a', -5n, 'r'), { ...inr('a', 5n, 'm'), commodity: 'XAU' as const }]
    t.same(mergeLines(apart), apart, 'two parties, and rupees and gold of one, stay apart')
    t.same(mergeLines([{ accountId: 'a', commodity: 'INR', amount: 5n }, inr('a', -5n)]), [], 'no party is no party')
  })
})

t.test('month balances', async (t) => {
  t.test('add up debits and credits apart, sorted by id', async (t) => {
    const lines = [
      inr('sales', -500n),
      inr('debtors', 500n, 'meera'),
      inr('debtors', -200n, 'meera'),
      inr('cash', 200n),
    ]
    const month = '2026-11-01'
    t.same(monthDeltas(lines, '2026-11-21'), {
      accounts: [
        { accountId: 'cash', commodity: 'INR', month, debit: 200n, credit: 0n },
        { accountId: 'debtors', commodity: 'INR', month, debit: 500n, credit: 200n },
        { accountId: 'sales', commodity: 'INR', month, debit: 0n, credit: 500n },
      ],
      parties: [{ partyId: 'meera', commodity: 'INR', month, debit: 500n, credit: 200n }],
    })
  })
  t.test('hold what the lines hold, whatever their order', async () => {
    fc.assert(
      fc.property(anyVoucher, (lines) => {
        const { accounts, parties } = monthDeltas(lines, '2028-02-29')
        const net = accounts.reduce((sum, row) => sum + row.debit - row.credit, 0n)
        const ofParties = parties.reduce((sum, row) => sum + row.debit - row.credit, 0n)
        const ids = accounts.map((row) => `${row.accountId} ${row.commodity}`)
        const again = monthDeltas([...lines].reverse(), '2028-02-01')
        return (
          net === 0n &&
          ofParties === total(lines.filter((line) => line.partyId)) &&
          ids.join() === [...ids].sort().join() &&
          ids.join() === again.accounts.map((row) => `${row.accountId} ${row.commodity}`).join() &&
          [...accounts, ...parties].every((row) => row.debit >= 0n && row.credit >= 0n && row.debit + row.credit > 0n)
        )
      }),
    )
  })
})

t.test('a statement', async (t) => {
  t.test('runs from its opening to its closing', async (t) => {
    const rows = [
      { amount: 500n, name: 'bill' },
      { amount: -200n, name: 'receipt' },
    ]
    t.same(runningBalance(100n, rows), [
      { amount: 500n, name: 'bill', balance: 600n },
      { amount: -200n, name: 'receipt', balance: 400n },
    ])
    t.same(runningBalance(100n, []), [])
    fc.assert(
      fc.property(fc.bigInt(), fc.array(fc.record({ amount: fc.bigInt() }), { minLength: 1 }), (opening, rows) => {
        return runningBalance(opening, rows).at(-1)?.balance === opening + total(rows)
      }),
    )
  })
  t.test('shows an amount on one side only', async (t) => {
    t.same(splitDrCr(500n), { debit: 500n, credit: 0n })
    t.same(splitDrCr(-500n), { debit: 0n, credit: 500n })
    t.same(splitDrCr(0n), { debit: 0n, credit: 0n })
  })
})
