import fc from 'fast-check'
import t from 'tap'
import { paise } from './money.ts'
import { milli, parseQuantity, quantity, times } from './quantity.ts'

const most = 10n ** 15n - 1n

t.test('quantity', async (t) => {
  t.test('what is printed can be read back', async () => {
    const anyMilli = fc.bigInt({ min: -most, max: most }).map(milli)
    fc.assert(fc.property(anyMilli, (amount) => parseQuantity(quantity(amount)) === amount))
  })
  t.test('zeros at the end are not shown', async (t) => {
    const shown = [1500n, 2000n, 1200250n, 25n, 0n, -1500n, 10000n, -1n].map((n) => quantity(milli(n)))
    t.same(shown, ['1.5', '2', '1,200.25', '0.025', '0', '-1.5', '10', '-0.001'])
  })
  t.test('three decimals are read, in local digits too', async (t) => {
    t.same(['1.5', '1,200.250', '.025', '२.५', '૨', '0'].map(parseQuantity), [1500n, 1200250n, 25n, 2500n, 2000n, 0n])
    for (const text of ['', '1.2345', '1kg', '1e3', '1,5', '₹5', '1000000000000'])
      t.equal(parseQuantity(text), undefined, text)
  })
  t.test('a price for one times a quantity is half-up to the paisa', async (t) => {
    t.equal(times(paise(10000n), milli(1500n)), 15000n)
    t.equal(times(paise(1n), milli(500n)), 1n)
    t.equal(times(paise(1n), milli(499n)), 0n)
    t.equal(times(paise(1n), milli(-500n)), -1n)
    t.equal(times(paise(1240000n), milli(24560n)), 30454400n, 'the metal of the necklace')
  })
})
