import t from 'tap'
import { paise } from './money.ts'
import { cutRate, fineRate, gramsFor, metalWorth, unfixedOf } from './rate-cut.ts'
import { mg } from './weight.ts'

t.test('grams and rupees at a rate', async (t) => {
  t.equal(metalWorth(mg(1_500n), paise(7_000_00n)), 10_500_00n)
  t.equal(metalWorth(mg(1n), paise(500n)), 1n, 'half a paisa is one')
  t.equal(metalWorth(mg(1n), paise(499n)), 0n)
  t.equal(gramsFor(paise(10_500_00n), paise(7_000_00n)), 1_500n)
  t.equal(gramsFor(paise(1n), paise(2_000n)), 1n, 'half a milligram is one')
  t.equal(gramsFor(paise(1n), paise(2_001n)), 0n)
})

t.test('metal is fixed in parts, and no paisa stays behind', async (t) => {
  const bought = { fine: mg(3_000n), fixed: mg(0n), provisional: paise(100_00n), fixedProvisional: paise(0n) }
  const first = cutRate(bought, mg(1_000n), paise(40_00n))
  t.same(first, { fine: 1_000n, amount: 40_00n, provisional: 33_33n, difference: 6_67n })
  const second = { ...bought, fixed: mg(2_000n), fixedProvisional: paise(66_66n) }
  t.equal(unfixedOf(second), 1_000n)
  t.same(cutRate(second, mg(1_000n), paise(30_00n)), {
    ...{ fine: 1_000n, amount: 30_00n, provisional: 33_34n, difference: -3_34n },
  })
  t.match(cutRate(second, mg(500n), paise(30_00n)), { provisional: 16_67n }, 'a part goes by all that was bought')
  t.match(cutRate(bought, mg(1_000n), paise(40_00n), paise(41_00n)), { amount: 41_00n, difference: 7_67n })
  for (const fine of [0n, -1n, 1_001n]) t.throws(() => cutRate(second, mg(fine), paise(1n)), RangeError)
  t.throws(() => cutRate(bought, mg(1n), paise(0n)), RangeError)
})

t.test('a gram of fine metal on the board', async (t) => {
  const rate = (metal: 'gold' | 'silver', fineness: number, sell: bigint | null) => ({
    ...{ metal, fineness, sell: sell === null ? null : paise(sell) },
  })
  const board = [rate('gold', 9_160, 9_160_00n), rate('gold', 9_990, null), rate('silver', 9_990, 99_90n)]
  t.equal(fineRate(board, 'gold'), 10_000_00n, 'of the purest that has a rate')
  t.equal(fineRate([...board, rate('gold', 10_000, 10_500_00n)], 'gold'), 10_500_00n)
  t.equal(fineRate(board, 'silver'), 100_00n)
  t.equal(fineRate([rate('gold', 9_990, null)], 'gold'), undefined)
})
