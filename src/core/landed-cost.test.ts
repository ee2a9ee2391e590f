import fc from 'fast-check'
import t from 'tap'
import { landedBases, spreadLanded } from './landed-cost.ts'
import { paise, sum } from './money.ts'

const part = (value: bigint, quantity: bigint, weight = 0n) => ({ value, quantity, weight })

t.test('the charges of a delivery', async (t) => {
  // Amount in paise, what came (value, quantity, weight), and what falls on each.
  const goods = [part(1_000_00n, 10_000n, 2_000n), part(3_000_00n, 10_000n, 1_000n), part(0n, 20_000n, 0n)]
  const table = [
    { amount: 100_00n, by: 'value', shares: [25_00n, 75_00n, 0n] },
    { amount: 100_00n, by: 'quantity', shares: [25_00n, 25_00n, 50_00n] },
    { amount: 100_00n, by: 'weight', shares: [66_67n, 33_33n, 0n] },
    { amount: 1n, by: 'quantity', shares: [0n, 0n, 1n] },
    { amount: 3n, by: 'value', shares: [1n, 2n, 0n] },
    { amount: 0n, by: 'value', shares: [0n, 0n, 0n] },
  ] as const
  for (const { amount, by, shares } of table)
    t.same(spreadLanded(paise(amount), goods, by), shares, `${amount} by ${by}`)
  t.same(spreadLanded(paise(5n), [part(1n, 1n), part(3n, 1n)], 'weight'), [1n, 4n], 'nothing weighs: by value')
  t.same(spreadLanded(paise(5n), [part(0n, 1n), part(0n, 4n)], 'value'), [1n, 4n], 'nothing costs: by quantity')
  t.same(spreadLanded(paise(3n), [part(0n, 0n), part(0n, 0n)], 'value'), [2n, 1n])
  t.throws(() => spreadLanded(paise(1n), [], 'value'), RangeError)
  t.throws(() => spreadLanded(paise(-1n), goods, 'value'), RangeError)
  t.throws(() => spreadLanded(paise(1n), [part(-1n, 1n)], 'value'), RangeError)
})

t.test('the shares are the amount, and each is within a paisa of its exact part', async () => {
  const size = fc.bigInt({ min: 0n, max: 10n ** 12n })
  const parts = fc.array(fc.record({ value: size, quantity: size, weight: size }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(size, parts, fc.constantFrom(...landedBases), (amount, goods, by) => {
      const shares = spreadLanded(paise(amount), goods, by)
      if (sum(shares) !== amount || shares.some((share) => share < 0n)) return false
      const total = goods.reduce((all, one) => all + one[by], 0n)
      return (
        total === 0n ||
        goods.every((one, i) => {
          const off = (shares[i] ?? 0n) * total - amount * one[by]
          return off < total && -off < total
        })
      )
    }),
  )
})
