import fc from 'fast-check'
import t from 'tap'
import { type BillLine, type BillOptions, type Discount, priceBill } from './bill.ts'
import { paise, sum } from './money.ts'
import { milli } from './quantity.ts'
import { type Supply, taxOn, taxTotal } from './tax.ts'

const none: Discount = { kind: 'none' }
const percentOff = (bp: number): Discount => ({ kind: 'percent', bp })
const amountOff = (amount: bigint): Discount => ({ kind: 'amount', amount: paise(amount) })
const line = (price: bigint, other: Partial<BillLine> = {}): BillLine => ({
  quantity: milli(1000n),
  price: paise(price),
  priceIncludesTax: false,
  discount: none,
  rateBp: 1800,
  ...other,
})
const plain: BillOptions = { supply: 'intra', taxed: true, billDiscount: none, rounding: 'rupee' }

const anyDiscount = fc.oneof(
  fc.constant(none),
  fc.integer({ min: 0, max: 10_000 }).map(percentOff),
  fc.bigInt({ min: 0n, max: 50_000n }).map(amountOff),
)
const anyLine: fc.Arbitrary<BillLine> = fc.record({
  quantity: fc.bigInt({ min: 1n, max: 100_000n }).map(milli),
  price: fc.bigInt({ min: 0n, max: 10_000_000n }).map(paise),
  priceIncludesTax: fc.boolean(),
  discount: anyDiscount,
  rateBp: fc.constantFrom(0, 25, 300, 500, 1800, 4000),
})
const lines = fc.array(anyLine, { maxLength: 8 })
const anyOptions: fc.Arbitrary<BillOptions> = fc.record({
  supply: fc.constantFrom<Supply>('intra', 'inter'),
  taxed: fc.boolean(),
  billDiscount: anyDiscount,
  rounding: fc.constantFrom<BillOptions['rounding']>('rupee', 'none'),
})
const wild: fc.Arbitrary<BillLine> = fc.record({
  quantity: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(milli),
  price: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(paise),
  priceIncludesTax: fc.boolean(),
  discount: fc.oneof(
    fc.integer({ min: -20_000, max: 20_000 }).map(percentOff),
    fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(amountOff),
  ),
  rateBp: fc.constantFrom(0, 300, 1800),
})

t.test('worked bills', async (t) => {
  t.test('the necklace of 3,56,206', async (t) => {
    const parts = [30454400n, 2436600n, 859600n, 828000n, 4500n]
    const { lines, totals, problems } = priceBill([line(sum(parts.map(paise)), { rateBp: 300 })], plain)
    t.same(problems, [])
    t.same(totals, {
      gross: 34583100n,
      discount: 0n,
      taxable: 34583100n,
      heads: { cgst: 518747n, sgst: 518747n, igst: 0n, cess: 0n },
      beforeRounding: 35620594n,
      roundOff: 6n,
      payable: 35620600n,
    })
    t.equal(lines[0]?.total, 35620594n)
  })
  t.test('the published price pages', async (t) => {
    const payable = (taxable: bigint) =>
      priceBill([line(taxable, { rateBp: 300 })], { ...plain, supply: 'inter' }).totals
    t.match(payable(5033472n), { heads: { igst: 151004n }, beforeRounding: 5184476n, roundOff: 24n, payable: 5184500n })
    t.match(payable(1840000n), { beforeRounding: 1895200n, roundOff: 0n, payable: 1895200n })
    t.match(payable(2288000n), { beforeRounding: 2356640n, roundOff: -40n, payable: 2356600n })
  })
  t.test('a price of 100 with 18 % inside totals 100', async (t) => {
    const { lines, totals } = priceBill([line(10000n, { priceIncludesTax: true })], plain)
    t.match(lines[0], { gross: 10000n, taxable: 8474n, heads: { cgst: 763n, sgst: 763n, igst: 0n }, total: 10000n })
    t.match(totals, { roundOff: 0n, payable: 10000n })
  })
  t.test('discounts come off before tax', async (t) => {
    const discounted = [
      line(10000n, { quantity: milli(2500n), discount: percentOff(1000) }),
      line(5000n, { discount: amountOff(500n), rateBp: 500 }),
    ]
    const { lines, totals } = priceBill(discounted, plain)
    t.match(lines[0], {
      gross: 25000n,
      discount: 2500n,
      taxable: 22500n,
      heads: { cgst: 2025n, sgst: 2025n },
      total: 26550n,
    })
    t.match(lines[1], { gross: 5000n, discount: 500n, taxable: 4500n, heads: { cgst: 113n, sgst: 113n }, total: 4726n })
    t.match(totals, {
      gross: 30000n,
      discount: 3000n,
      taxable: 27000n,
      beforeRounding: 31276n,
      roundOff: 24n,
      payable: 31300n,
    })
  })
  t.test('the bill discount is shared by what each line is worth', async (t) => {
    const { lines, totals } = priceBill([line(10000n), line(30000n, { discount: amountOff(10000n) })], {
      ...plain,
      billDiscount: amountOff(100n),
    })
    t.same(
      lines.map((l) => [l.discount, l.taxable]),
      [
        [33n, 9967n],
        [10067n, 19933n],
      ],
    )
    t.equal(totals.discount, 10100n)
    const tenth = priceBill([line(10000n), line(20005n)], { ...plain, billDiscount: percentOff(1000) })
    t.equal(tenth.totals.discount, 3001n, 'half-up to the paisa')
  })
  t.test('a bill discount comes off a price with tax inside', async (t) => {
    const { lines } = priceBill([line(11000n, { priceIncludesTax: true })], {
      ...plain,
      billDiscount: amountOff(1000n),
    })
    t.match(lines[0], { discount: 1000n, taxable: 8474n, total: 10000n })
  })
  t.test('a bill of supply has no tax: the price is the price', async (t) => {
    const { totals } = priceBill([line(10000n, { priceIncludesTax: true }), line(5050n)], { ...plain, taxed: false })
    t.match(totals, {
      taxable: 15050n,
      heads: { cgst: 0n, sgst: 0n, igst: 0n, cess: 0n },
      roundOff: 50n,
      payable: 15100n,
    })
  })
  t.test('without rounding the paise stay', async (t) => {
    const { totals } = priceBill([line(1049n, { rateBp: 0 })], { ...plain, rounding: 'none' })
    t.match(totals, { beforeRounding: 1049n, roundOff: 0n, payable: 1049n })
  })
  t.test('a bill without lines is nothing', async (t) => {
    t.match(priceBill([], plain), { lines: [], totals: { gross: 0n, payable: 0n }, problems: [] })
  })
})

t.test('what cannot be is named', async (t) => {
  const problems = (of: BillLine[], options: Partial<BillOptions> = {}) =>
    priceBill(of, { ...plain, ...options }).problems
  t.test('a discount over the price of its line', async (t) => {
    const expected = [{ line: 1, problem: 'discount-over-price' }]
    t.same(problems([line(100n), line(100n, { discount: amountOff(101n) })]), expected)
    t.same(problems([line(100n), line(100n, { discount: percentOff(10_001) })]), expected)
    t.same(problems([line(100n, { discount: amountOff(100n) }), line(100n, { discount: percentOff(10_000) })]), [])
  })
  t.test('a discount over the bill', async (t) => {
    t.same(problems([line(100n)], { billDiscount: amountOff(101n) }), [{ problem: 'discount-over-bill' }])
    t.same(problems([line(100n, { discount: amountOff(50n) })], { billDiscount: amountOff(51n) }), [
      { problem: 'discount-over-bill' },
    ])
    t.same(problems([line(100n)], { billDiscount: amountOff(100n) }), [])
    t.same(problems([], { billDiscount: amountOff(1n) }), [{ problem: 'discount-over-bill' }])
  })
  t.test('a discount below zero', async (t) => {
    t.same(problems([line(100n, { discount: amountOff(-1n) })]), [{ line: 0, problem: 'discount-below-zero' }])
    t.same(problems([line(0n, { discount: percentOff(-1) })]), [{ line: 0, problem: 'discount-below-zero' }])
    t.same(problems([line(100n)], { billDiscount: percentOff(-1) }), [{ problem: 'discount-below-zero' }])
  })
  t.test('quantities and prices', async (t) => {
    t.same(problems([line(100n, { quantity: milli(0n) })]), [{ line: 0, problem: 'quantity-not-positive' }])
    t.same(problems([line(-1n)]), [{ line: 0, problem: 'price-below-zero' }])
    t.same(problems([line(0n)]), [])
    t.same(problems([line(0n, { discount: percentOff(0) })], { billDiscount: percentOff(0) }), [])
    t.same(problems([line(-1n, { discount: amountOff(5n) })]), [{ line: 0, problem: 'price-below-zero' }])
    t.same(problems([line(10n ** 15n - 1n)]), [])
    t.same(problems([line(10n ** 15n)]), [{ line: 0, problem: 'too-large' }])
  })
  t.test('no amount is ever below zero or past what the books can hold', async () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(wild, anyLine), { maxLength: 8 }),
        wild,
        anyOptions,
        (of, { discount }, options) => {
          const { lines, totals } = priceBill(of, { ...options, billDiscount: discount })
          const amounts = lines.flatMap((l) => [l.gross, l.discount, l.taxable, l.total, ...Object.values(l.heads)])
          return [...amounts, totals.payable, totals.beforeRounding].every(
            (amount) => amount >= 0n && amount < 2n ** 63n,
          )
        },
      ),
    )
  })
})

t.test('every bill', async (t) => {
  const priced = fc.tuple(lines, anyOptions).map(([of, options]) => ({ of, options, bill: priceBill(of, options) }))
  t.test('is the sum of its lines and the round-off', async () => {
    fc.assert(
      fc.property(priced, ({ bill: { lines, totals } }) => {
        const columns = (['gross', 'discount', 'taxable'] as const).every(
          (c) => totals[c] === sum(lines.map((l) => l[c])),
        )
        return columns && totals.payable === sum(lines.map((l) => l.total)) + totals.roundOff
      }),
    )
  })
  t.test('taxes each line by the law, with CGST equal to SGST', async () => {
    fc.assert(
      fc.property(priced, ({ of, options, bill: { lines, totals } }) => {
        const lawful = lines.every((l, i) => {
          const due = options.taxed ? taxTotal(taxOn(l.taxable, of[i]?.rateBp ?? 0, options.supply)) : 0n
          return taxTotal(l.heads) === due && l.total === l.taxable + due && l.heads.cgst === l.heads.sgst
        })
        const otherHeads = options.supply === 'intra' ? totals.heads.igst : totals.heads.cgst
        return lawful && totals.heads.cgst === totals.heads.sgst && otherHeads === 0n
      }),
    )
  })
  t.test('takes the discount off the price, before tax or with its tax inside', async () => {
    fc.assert(
      fc.property(priced, ({ of, options, bill: { lines } }) =>
        lines.every((l, i) => {
          const asked = l.gross - l.discount
          const { priceIncludesTax = false, rateBp = 0 } = of[i] ?? {}
          if (!(options.taxed && priceIncludesTax)) return l.taxable === asked
          const next = paise(l.taxable + 1n)
          return l.total <= asked && next + taxTotal(taxOn(next, rateBp, options.supply)) > asked
        }),
      ),
    )
  })
  t.test('is paid in whole rupees, at most half a rupee away, the half upwards', async () => {
    fc.assert(
      fc.property(priced, ({ options, bill: { totals } }) =>
        options.rounding === 'none'
          ? totals.roundOff === 0n
          : totals.payable % 100n === 0n && totals.roundOff > -50n && totals.roundOff <= 50n,
      ),
    )
  })
  t.test('totals the same in any order of its lines, when it has no discount of its own', async (t) => {
    const shuffled = lines.chain((of) => fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length })))
    fc.assert(
      fc.property(shuffled, anyOptions, ([of, other], options) => {
        const [a, b] = [of, other].map((some) => priceBill(some, { ...options, billDiscount: none }).totals)
        return t.same(a, b)
      }),
    )
  })
  t.test('gives its whole discount to the lines', async () => {
    fc.assert(
      fc.property(lines, fc.bigInt({ min: 0n, max: 1_000_000n }), anyOptions, (of, off, options) => {
        const before = priceBill(of, { ...options, billDiscount: none }).totals
        const { totals, problems } = priceBill(of, { ...options, billDiscount: amountOff(off) })
        const over = problems.some((p) => p.problem === 'discount-over-bill')
        return over
          ? totals.taxable === 0n && totals.discount === totals.gross
          : totals.discount === before.discount + off
      }),
    )
  })
})

t.test('the bill is rounded as the shop says: to the nearest rupee, down, up or not at all', async (t) => {
  const asked = {
    quantity: milli(1000n),
    price: paise(100_49n),
    priceIncludesTax: false,
    discount: { kind: 'none' },
    rateBp: 0,
  } as const
  const payable = (rounding: BillOptions['rounding'], price = 100_49n) =>
    priceBill([{ ...asked, price: paise(price) }], {
      supply: 'intra',
      taxed: true,
      billDiscount: { kind: 'none' },
      rounding,
    }).totals
  t.match(payable('rupee'), { payable: 100_00n, roundOff: -49n })
  t.match(payable('rupee-down', 100_99n), { payable: 100_00n, roundOff: -99n })
  t.match(payable('rupee-up'), { payable: 101_00n, roundOff: 51n })
  t.match(payable('rupee-up', 100_00n), { payable: 100_00n, roundOff: 0n })
  t.match(payable('none'), { payable: 100_49n, roundOff: 0n })
})
