import t from 'tap'
import { byMonth, shareText } from './expenses.rules.ts'
import { monthsOf, wholeMonths } from './months.rules.ts'

t.test('a share is rounded half up to a tenth of a percent', async (t) => {
  t.equal(shareText(1n, 3n), '33.3\u00a0%')
  t.equal(shareText(2n, 3n), '66.7\u00a0%')
  t.equal(shareText(5n, 10_000n), '0.1\u00a0%')
  t.equal(shareText(10n, 10n), '100.0\u00a0%')
  t.equal(shareText(-1n, 4n), '-25.0\u00a0%')
  t.equal(shareText(1n, 0n), '', 'nothing of nothing')
  t.equal(shareText(1n, -5n), '', 'and none of less than nothing')
})

t.test('months are whole, and those without anything are zero', async (t) => {
  t.same(wholeMonths({ from: '2026-04-15', to: '2027-02-10' }), { from: '2026-04-01', to: '2027-02-28' })
  const months = monthsOf({ from: '2026-11-20', to: '2027-01-01' })
  t.same(months, ['2026-11-01', '2026-12-01', '2027-01-01'])
  t.same(byMonth({ months: ['2026-12-01'], amounts: [5n] }, months), [0n, 5n, 0n, 5n])
})
