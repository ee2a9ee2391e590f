import fc from 'fast-check'
import t from 'tap'
import { assertBalanced } from './ledger.ts'
import { paise, sum } from './money.ts'
import { closingLines, profitOf } from './year-close.ts'

t.test('closing a year', async (t) => {
  const sales = { accountId: 'sales', nature: 'income', balance: paise(-1000_00n) } as const
  const rent = { accountId: 'rent', nature: 'expense', balance: paise(300_00n) } as const
  const cash = { accountId: 'cash', nature: 'asset', balance: paise(700_00n) } as const

  t.test('moves the profit to capital and leaves what the shop owns alone', async (t) => {
    t.equal(profitOf([sales, rent, cash]), 700_00n)
    t.same(closingLines([sales, rent, cash], 'capital'), [
      { accountId: 'sales', partyId: null, commodity: 'INR', amount: 1000_00n },
      { accountId: 'rent', partyId: null, commodity: 'INR', amount: -300_00n },
      { accountId: 'capital', partyId: null, commodity: 'INR', amount: -700_00n },
    ])
  })
  t.test('a loss is a debit of capital, and a year that came out even needs none', async (t) => {
    t.same(closingLines([rent], 'capital').at(-1)?.amount, 300_00n)
    t.equal(closingLines([{ ...sales, balance: paise(-300_00n) }, rent], 'capital').length, 2)
    t.same(closingLines([cash], 'capital'), [])
  })
  t.test('always balances and leaves nothing in income and expense', async () => {
    const balances = fc.array(
      fc.record({
        accountId: fc.uuid(),
        nature: fc.constantFrom('income', 'expense', 'asset', 'liability', 'equity'),
        balance: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(paise),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(balances, (all) => {
        const lines = closingLines(all, 'capital')
        if (lines.length > 0) assertBalanced(lines)
        const nominal = all.filter(({ nature }) => nature === 'income' || nature === 'expense')
        const moved = lines.filter(({ accountId }) => accountId !== 'capital').map(({ amount }) => paise(amount))
        return sum(nominal.map(({ balance }) => balance)) + sum(moved) === 0n
      }),
    )
  })
})
