import fc from 'fast-check'
import t from 'tap'
import {
  addMg,
  carats,
  caratWeight,
  fineWeight,
  grams,
  mct,
  mg,
  parseCarats,
  parseGrams,
  subtractMg,
  sumMg,
} from './weight.ts'

const most = 10n ** 15n - 1n
const anyMg = fc.bigInt({ min: 0n, max: most }).map(mg)
const anyMct = fc.bigInt({ min: 0n, max: most }).map(mct)
const anyFineness = fc.integer({ min: 1, max: 10_000 })

t.test('grams', async (t) => {
  t.test('what is printed can be read back', async () => {
    fc.assert(fc.property(anyMg, (weight) => parseGrams(grams(weight)) === weight))
  })
  t.test('three decimals always stand', async (t) => {
    t.same(
      [25480n, 0n, 5n, 1234560n, 123456789n, -920n].map((n) => grams(mg(n))),
      ['25.480', '0.000', '0.005', '1,234.560', '1,23,456.789', '-0.920'],
    )
  })
  t.test('weights are read in the digits of the shop', async (t) => {
    const read = { '25.48': 25480n, ' 25.480 ': 25480n, '.92': 920n, '२५.४८': 25480n, '૧૦': 10000n, '1,250': 1250000n }
    for (const [text, weight] of Object.entries(read)) t.equal(parseGrams(text), weight, text)
  })
  t.test('no weight is below zero, nor finer than the scale', async (t) => {
    for (const text of ['', '-1', '−1', '1.2345', '10g', '1e3', '1,5', 'abc', '1000000000000'])
      t.equal(parseGrams(text), undefined, text)
    t.equal(parseGrams('-0'), 0n)
  })
  t.test('weights add up and take away', async (t) => {
    t.equal(subtractMg(mg(25480n), mg(920n)), 24560n, 'the necklace without its stones')
    fc.assert(fc.property(anyMg, anyMg, (a, b) => sumMg([a, b]) === addMg(a, b) && subtractMg(addMg(a, b), b) === a))
  })
})

t.test('carats', async (t) => {
  t.test('what is printed can be read back', async () => {
    fc.assert(fc.property(anyMct, (carat) => parseCarats(carats(carat)) === carat))
  })
  t.test('two decimals, and a third only where there is one', async (t) => {
    t.same(
      [4600n, 4605n, 0n, 136n, 1234500n, -200n].map((n) => carats(mct(n))),
      ['4.60', '4.605', '0.00', '0.136', '1,234.50', '-0.20'],
    )
  })
  t.test('text that is no carat is refused', async (t) => {
    t.same(['4.6', '४.६', '0.136', '0'].map(parseCarats), [4600n, 4600n, 136n, 0n])
    for (const text of ['', '-1', '1.2345', '4 ct']) t.equal(parseCarats(text), undefined, text)
  })
  t.test('five carats are a gram', async (t) => {
    t.equal(caratWeight(mct(5000n)), 1000n)
    t.equal(caratWeight(mct(4600n)), 920n, 'the stones of the necklace')
    t.same(
      [1n, 2n, 3n, 7n, 8n].map((n) => caratWeight(mct(n))),
      [0n, 0n, 1n, 1n, 2n],
    )
  })
})

t.test('fine weight', async (t) => {
  t.test('net by fineness, half-up to the milligram', async (t) => {
    t.equal(fineWeight(mg(9800n), 9100), 8918n, 'the old gold')
    t.equal(fineWeight(mg(24560n), 9160), 22497n, '22.49696 g')
    t.equal(fineWeight(mg(1n), 5000), 1n, 'the half goes up')
    t.equal(fineWeight(mg(1n), 4999), 0n)
    t.equal(fineWeight(mg(-1n), 5000), -1n, 'and back again')
  })
  t.test('it never passes the net weight, and more fineness is never less metal', async () => {
    fc.assert(
      fc.property(anyMg, anyFineness, anyFineness, (net, a, b) => {
        const [low, high] = [fineWeight(net, Math.min(a, b)), fineWeight(net, Math.max(a, b))]
        return 0n <= low && low <= high && high <= net
      }),
    )
  })
})
