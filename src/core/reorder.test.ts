import fc from 'fast-check'
import t from 'tap'
import { abcOf, xyzOf } from './abc-xyz.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'
import { levelsOf, shortOf, suggestionOf } from './reorder.ts'

type Numbers = readonly [
  free: number,
  coming: number,
  min: number,
  max: number,
  point: number,
  level: number,
  least: number,
]
const facts = ([free, coming, min, max, point, level, least]: Numbers) => ({
  ...{ free: of(free), coming: of(coming), min: of(min), max: of(max) },
  ...{ point: of(point), level: of(level), least: of(least) },
})
const of = (n: number) => milli(BigInt(Math.round(n * 1000)))

t.test('what to order, by hand', (t) => {
  const table: readonly (readonly [Numbers, number, string])[] = [
    // free coming min max point level least -> quantity, why
    [[10, 0, 0, 0, 0, 0, 0], 0, ''],
    [[3, 0, 5, 20, 0, 0, 0], 17, 'minimum'],
    [[5, 0, 5, 20, 0, 0, 0], 15, 'minimum'],
    [[6, 0, 5, 20, 0, 0, 0], 0, ''],
    [[3, 17, 5, 20, 0, 0, 0], 0, ''],
    [[0, 0, 5, 0, 0, 0, 0], 6, 'minimum'],
    [[3, 0, 0, 0, 8.2, 15.4, 0], 13, 'forecast'],
    [[3, 0, 0, 0, 8.2, 15.4, 24], 24, 'forecast'],
    [[3, 0, 0, 0, 8.2, 15.4, 2.5], 13, 'forecast'],
    [[9, 0, 0, 0, 8.2, 15.4, 0], 0, ''],
    [[-4, 0, 0, 0, 8.2, 15.4, 0], 20, 'forecast'],
    [[6, 0, 0, 6, 8, 15, 0], 0, ''],
    [[2, 0, 5, 0, 8, 15, 0], 13, 'minimum'],
  ]
  for (const [numbers, quantity, reason] of table) {
    const found = suggestionOf(facts(numbers))
    t.same([found?.quantity ?? 0n, found?.reason ?? ''], [of(quantity), reason], numbers.join(' '))
  }
  t.end()
})

t.test('what was ordered is suggested no more', (t) => {
  const amount = fc.integer({ min: 0, max: 500 })
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: -50, max: 500 }), amount, amount, amount, amount, amount, amount),
      (numbers) => {
        const [, , min, max] = numbers
        fc.pre(max === 0 || max > min)
        const asked = facts(numbers)
        const found = suggestionOf(asked)
        if (!found) return true
        return (
          found.quantity > 0n &&
          found.quantity % 1000n === 0n &&
          found.quantity >= asked.least &&
          suggestionOf({ ...asked, coming: milli(asked.coming + found.quantity) }) === undefined
        )
      },
    ),
  )
  t.end()
})

t.test('levels that demand would have, and pieces that are short', (t) => {
  t.same(levelsOf({ point: of(4.2), level: of(9.1) }), { min: of(5), max: of(10) })
  t.same(levelsOf({ point: of(4.2), level: of(4.9) }), { min: of(5), max: of(6) })
  t.equal(levelsOf({ point: of(0), level: of(0) }), undefined)
  t.equal(shortOf({ target: 5, inStock: 1, coming: 2 }), 2)
  t.equal(shortOf({ target: 5, inStock: 9, coming: 2 }), 0)
  t.end()
})

t.test('classes', (t) => {
  const values = [70, 15, 8, 4, 3, 0].map((value, i) => [String(i), paise(BigInt(value))] as const)
  // Before the second there are 70 %, before the third 85, the fourth 93, the fifth 97.
  t.equal([...abcOf(new Map(values)).values()].join(''), 'AABBCC')
  t.equal([...abcOf(new Map([['x', paise(0n)]])).values()].join(''), 'C')
  t.same([undefined, 0n, 5000n, 5001n, 10_000n, 10_001n].map(xyzOf), ['Z', 'X', 'X', 'Y', 'Y', 'Z'])
  t.end()
})
