import fc from 'fast-check'
import t from 'tap'
import { parsePercent, percent } from './percent.ts'

t.test('percent', async (t) => {
  t.test('what is printed can be read back', async () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), (bp) => parsePercent(percent(bp)) === bp))
  })
  t.test('a rate shows no zeros at its end', async (t) => {
    t.same([0, 25, 150, 300, 1800, 10_000].map(percent), ['0', '0.25', '1.5', '3', '18', '100'])
  })
  t.test('a percentage is at most a hundred, with two decimals', async (t) => {
    t.same(['12.5 %', ' 3% ', '१२.५', '100', '0'].map(parsePercent), [1250, 300, 1250, 10_000, 0])
    for (const text of ['', '%', '-1', '100.01', '1.234', '5 %%', '5%0', '%5', '1e1'])
      t.equal(parsePercent(text), undefined, text)
  })
})
