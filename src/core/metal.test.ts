import fc from 'fast-check'
import t from 'tap'
import {
  derivedRate,
  isHuid,
  type MetalKind,
  metals,
  needsHuid,
  normaliseHuid,
  parseTouch,
  standardPurities,
  touchText,
} from './metal.ts'
import { paise } from './money.ts'
import { mg } from './weight.ts'

const anyRate = fc.bigInt({ min: 1n, max: 10n ** 9n }).map(paise)
const anyFineness = fc.integer({ min: 1, max: 10_000 })

t.test('the standard purities', async (t) => {
  const of = (metal: string) => standardPurities.filter((purity) => purity.metal === metal)
  t.same(
    of('gold').map(({ name, fineness }) => `${name} ${fineness}`),
    [
      '24K 999 9990',
      '24K 995 9950',
      '23K 958 9580',
      '22K 916 9160',
      '20K 833 8330',
      '18K 750 7500',
      '14K 585 5850',
      '9K 375 3750',
    ],
  )
  t.same(
    of('silver').map(({ name }) => name),
    ['999', '990', '970', '925', '900', '835', '800'],
  )
  t.same(of('platinum'), [{ name: '950', metal: 'platinum', fineness: 9500, isHallmarked: false }])
  for (const metal of metals) t.ok(of(metal).length > 0, metal)
  const once = new Set(standardPurities.map(({ metal, name }) => `${metal} ${name}`))
  t.equal(once.size, standardPurities.length, 'a purity stands once')
})

t.test('a derived rate', async (t) => {
  t.test('is the fine part of the rate, half-up', async (t) => {
    t.equal(derivedRate(paise(13_537_00n), 10_000, 9_160), 12_399_89n, '12,399.892')
    t.equal(derivedRate(paise(13_537_00n), 9_990, 9_160), 12_412_30n, '12,412.304')
    t.equal(derivedRate(paise(1n), 10_000, 5_000), 1n, 'the half goes up')
    t.equal(derivedRate(paise(12_400_00n), 9_160, 9_160), 12_400_00n)
  })
  t.test('is never lower for a finer metal', async () => {
    fc.assert(
      fc.property(anyRate, anyFineness, anyFineness, anyFineness, (rate, of, a, b) => {
        return derivedRate(rate, of, Math.min(a, b)) <= derivedRate(rate, of, Math.max(a, b))
      }),
    )
  })
  t.throws(() => derivedRate(paise(1n), 0, 1), { name: 'RangeError' })
})

t.test('touch', async (t) => {
  t.test('what is printed can be read back', async () => {
    fc.assert(fc.property(anyFineness, (touch) => parseTouch(touchText(touch)) === touch))
  })
  t.test('is a percentage', async (t) => {
    t.same(['91.6', '91.60 %', '100', '99.99', '९१.६'].map(parseTouch), [9160, 9160, 10_000, 9999, 9160])
    t.same([9160, 9100, 9955, 10_000].map(touchText), ['91.6', '91', '99.55', '100'])
  })
  t.test('is over nothing and not over a hundred', async (t) => {
    for (const text of ['', '0', '-1', '100.01', '916', '91.666', 'abc']) t.equal(parseTouch(text), undefined, text)
  })
})

t.test('the hallmark', async (t) => {
  t.test('is six capitals or digits', async (t) => {
    for (const huid of ['ABC123', 'ZZZZZZ', '000000']) t.ok(isHuid(huid), huid)
    for (const huid of ['', 'ABC12', 'ABC1234', 'abc123', 'ABC 12', 'ABC12\n', 'ABC12é']) t.notOk(isHuid(huid), huid)
    t.equal(normaliseHuid(' ab 12-c3 '), 'AB12C3')
  })
  t.test('is needed for gold jewellery of two grams and more', async (t) => {
    const needs = (metal: (typeof metals)[number], net: bigint, kind: MetalKind = 'jewellery') =>
      needsHuid({ metal, net: mg(net), kind })
    t.ok(needs('gold', 2_000n))
    t.notOk(needs('gold', 1_999n), 'under two grams')
    t.notOk(needs('gold', 10_000n, 'coin'))
    t.notOk(needs('gold', 10_000n, 'bullion'))
    t.notOk(needs('silver', 10_000n))
    t.notOk(needs('platinum', 10_000n))
  })
})
