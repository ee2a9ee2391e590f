import fc from 'fast-check'
import t from 'tap'
import {
  absolute,
  add,
  divRound,
  negate,
  paise,
  parseRupees,
  plainDecimal,
  rupees,
  split,
  subtract,
  sum,
  wholeRupees,
  zero,
} from './money.ts'

const most = 10n ** 15n - 1n
const anyPaise = fc.bigInt({ min: -most, max: most }).map(paise)
const anyWeights = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1 }).filter((w) => w.some((x) => x > 0n))
const isNumeral = (text: string): text is `${number}` => text.trim() !== '' && !Number.isNaN(Number(text))

t.test('arithmetic', async (t) => {
  t.test('adding undoes taking away, and an amount and its opposite are nothing', async () => {
    fc.assert(fc.property(anyPaise, anyPaise, (a, b) => add(subtract(a, b), b) === a && add(a, negate(a)) === zero))
  })
  t.test('an absolute amount is never below zero', async (t) => {
    t.same([absolute(paise(-5n)), absolute(paise(5n)), absolute(zero)], [5n, 5n, 0n])
  })
  t.test('shares add up to what was split, near their exact part', async () => {
    fc.assert(
      fc.property(anyPaise, anyWeights, (amount, weights) => {
        const shares = split(amount, weights)
        const total = weights.reduce((a, b) => a + b, 0n)
        const near = shares.every((share, i) => {
          const off = share * total - amount * (weights[i] ?? 0n)
          return (off < 0n ? -off : off) < total
        })
        return sum(shares) === amount && near
      }),
    )
  })
  t.test('no share is larger than its weight, nor below zero', async () => {
    fc.assert(
      fc.property(anyWeights, fc.bigInt({ min: 0n, max: 10_000n }), (weights, asked) => {
        const total = weights.reduce((a, b) => a + b, 0n)
        const shares = split(paise(asked % (total + 1n)), weights)
        return shares.every((share, i) => share >= 0n && share <= (weights[i] ?? 0n))
      }),
    )
  })
  t.test('weights that cannot share are refused', async (t) => {
    for (const weights of [[], [0n, 0n], [2n, -1n], [-1n, -1n]])
      t.throws(() => split(paise(5n), weights), { name: 'RangeError', message: /more than zero/ })
  })
})

t.test('rounding', async (t) => {
  t.test('each rounding at and around the half, on both sides of zero', async (t) => {
    const rounded = [-15n, -14n, -5n, 0n, 4n, 5n, 14n, 15n].map((n) =>
      [divRound(n, 10n, 'half-up'), divRound(n, 10n, 'floor'), divRound(n, 10n, 'ceil')].join(' '),
    )
    t.same(rounded, ['-2 -2 -1', '-1 -2 -1', '-1 -1 0', '0 0 0', '0 0 1', '1 0 1', '1 1 2', '2 1 2'])
  })
  t.test('1.005 rounds to 1.01, as no float does', async (t) => {
    t.equal(divRound(1005n, 10n, 'half-up'), 101n)
  })
  t.test('a negative divisor only turns the sign, and zero is refused', async (t) => {
    t.equal(divRound(-15n, -10n, 'floor'), 1n)
    t.equal(divRound(15n, -10n, 'floor'), -2n)
    t.throws(() => divRound(1n, 0n, 'half-up'), { name: 'RangeError', message: /zero/ })
  })
  t.test('half-up lies between floor and ceil, at most half away', async () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (n, d) => {
        const [low, mid, high] = [divRound(n, d, 'floor'), divRound(n, d, 'half-up'), divRound(n, d, 'ceil')]
        const off = mid * d - n
        return low * d <= n && n <= high * d && high - low <= 1n && 2n * (off < 0n ? -off : off) <= d
      }),
    )
  })
})

t.test('printed amounts', async (t) => {
  t.test('rupees are grouped the Indian way', async (t) => {
    t.equal(rupees(paise(12345678n)), '1,23,456.78')
    t.equal(rupees(paise(-5n)), '-0.05')
    t.equal(rupees(paise(-12345678n)), '-1,23,456.78')
    t.equal(rupees(paise(10_00_00_000_00n)), '10,00,00,000.00')
    t.equal(rupees(paise(99900n)), '999.00')
  })
  t.test('the grouping is the one of Intl', async () => {
    const oracle = new Intl.NumberFormat('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    fc.assert(
      fc.property(anyPaise, (amount) => {
        const numeral = plainDecimal(amount)
        return isNumeral(numeral) && oracle.format(numeral) === rupees(amount)
      }),
      { numRuns: 500 },
    )
  })
  t.test('paise are left out only when there are none', async (t) => {
    t.same(
      [183600n, 183650n, -183600n, 0n, -5n].map((n) => wholeRupees(paise(n))),
      ['1,836', '1,836.50', '-1,836', '0', '-0.05'],
    )
  })
  t.test('a plain decimal has a point, two places and nothing else', async (t) => {
    t.same(
      [123450n, -5n, 0n, 100n].map((n) => plainDecimal(paise(n))),
      ['1234.50', '-0.05', '0.00', '1.00'],
    )
  })
})

t.test('typed amounts', async (t) => {
  t.test('what is printed can be read back', async () => {
    fc.assert(
      fc.property(anyPaise, (amount) =>
        [rupees, wholeRupees, plainDecimal].every((print) => parseRupees(print(amount)) === amount),
      ),
    )
  })
  t.test('people write amounts in many ways', async (t) => {
    const typed = { '1,23,456.5': 12345650n, '123,456.50': 12345650n, '1,234,567': 123456700n, '12,34,567': 123456700n }
    const marked = {
      '₹ 500': 50000n,
      'Rs. 500': 50000n,
      'Rs.500': 50000n,
      ' Rs 500 ': 50000n,
      'rs 1,500.05': 150005n,
      '-₹5': -500n,
      '−5': -500n,
    }
    const local = { '१,२३,४५६.७८': 12345678n, '૧,૨૩,૪૫૬.૭૮': 12345678n, '₹५०': 5000n }
    const short = { '.5': 50n, ' 7 ': 700n, '007': 700n, '0': 0n }
    for (const [text, amount] of Object.entries({ ...typed, ...marked, ...local, ...short }))
      t.equal(parseRupees(text), amount, text)
  })
  t.test('text that is not an amount is refused, never guessed at', async (t) => {
    const numbers = [
      '1.234',
      '1..2',
      '1.2.3',
      '--1',
      '+1',
      '1e5',
      '1.5l',
      '0x10',
      '5.',
      '.',
      '1 000',
      '1/2',
      'Infinity',
      'NaN',
    ]
    const commas = [',', ',1', '1,', '1,5', '1,23', '12,3456', '1,,234', '1,234,56', '1234,567', '1,234,56,789']
    const words = [
      '',
      '  ',
      '-',
      '₹',
      'Rs',
      'abc',
      '5 Rs',
      '₹-5',
      '₹₹5',
      '5₹5',
      '5 Rs. 5',
      '$5',
      '௧',
      '1\u00002',
      '<b>5</b>',
    ]
    for (const text of [...numbers, ...commas, ...words]) t.equal(parseRupees(text), undefined, text)
  })
  t.test('an amount has at most fifteen digits with its paise', async (t) => {
    t.equal(parseRupees('9999999999999.99'), 999999999999999n)
    t.equal(parseRupees('0000000000000000009'), 900n)
    t.equal(parseRupees('10000000000000'), undefined)
    t.equal(parseRupees('9'.repeat(100_000)), undefined)
  })
  t.test('no text makes it throw', async () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => ['bigint', 'undefined'].includes(typeof parseRupees(text))),
    )
  })
})
