import fc from 'fast-check'
import t from 'tap'
import { paise } from './money.ts'
import { changedPrice, isBigJump, marginBp, roundedPrice, roundings } from './price-change.ts'

const rs = (amount: number) => paise(BigInt(Math.round(amount * 100)))
const item = { old: rs(100), cost: rs(80), taxInsideBp: 0 }

t.test('a price by a rule', async (t) => {
  for (const [rule, of, expected] of [
    [{ kind: 'margin', bp: 2500, rounding: 'none' }, item, rs(100)],
    [{ kind: 'margin', bp: 2500, rounding: 'none' }, { ...item, taxInsideBp: 1800 }, rs(118)],
    [{ kind: 'margin', bp: 2500, rounding: 'none' }, { ...item, cost: rs(0) }, undefined],
    [{ kind: 'percent', bp: 500, rounding: 'none' }, item, rs(105)],
    [{ kind: 'percent', bp: -1000, rounding: '10' }, item, rs(90)],
    [{ kind: 'percent', bp: 500, rounding: 'none' }, { ...item, old: rs(0) }, undefined],
    [{ kind: 'rupees', amount: rs(7), rounding: '5' }, item, rs(105)],
    [{ kind: 'rupees', amount: rs(-120), rounding: 'none' }, item, rs(0)],
    [{ kind: 'round', rounding: 'x9' }, { ...item, old: rs(102.4) }, rs(99)],
  ] as const)
    t.equal(changedPrice(rule, of), expected)
})

t.test('roundings', async (t) => {
  for (const [price, rounding, expected] of [
    [101.5, '1', 102],
    [102.49, '5', 100],
    [102.5, '5', 105],
    [105, '10', 110],
    [104, 'x9', 109],
    [103.99, 'x9', 99],
    [0.2, '1', 1],
    [2, 'x9', 9],
    [7.77, 'none', 7.77],
  ] as const)
    t.equal(roundedPrice(rs(price), rounding), rs(expected), `${price} ${rounding}`)
})

t.test('a rounded price rounds to itself', async () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10_000_000n), fc.constantFrom(...roundings), (price, rounding) => {
      const once = roundedPrice(paise(price), rounding)
      return roundedPrice(once, rounding) === once && once > 0n
    }),
  )
})

t.test('margins and jumps', async (t) => {
  t.equal(marginBp(rs(118), { cost: rs(80), taxInsideBp: 1800 }), 2500)
  t.equal(marginBp(rs(118), { cost: rs(0), taxInsideBp: 0 }), undefined)
  t.notOk(isBigJump(rs(100), rs(130)))
  t.ok(isBigJump(rs(100), rs(130.01)))
  t.ok(isBigJump(rs(100), rs(69)))
  t.notOk(isBigJump(rs(0), rs(69)))
})
