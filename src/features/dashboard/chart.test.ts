import t from 'tap'
import { paise } from '../../core/money.ts'
import { translator } from '../../words/index.ts'
import { chartView, topOf } from './chart.views.ts'

const reader = { t: translator('en'), locale: 'en', today: '2026-11-21' } as const
const day = (onDate: string, rupees: bigint) => {
  const total = paise(rupees * 100n)
  return { onDate, bills: 1, total, taxable: total, cost: paise(0n) }
}

t.test('the top of the scale is the next round amount, and its half is round', async (t) => {
  for (const [most, top] of [
    [1n, 100n],
    [100_00n, 100_00n],
    [101_00n, 200_00n],
    [300_00n, 400_00n],
    [550_00n, 600_00n],
    [999_00n, 1000_00n],
    [21_40_000_00n, 40_00_000_00n],
  ] as const)
    t.equal(topOf(paise(most)), top, `${most}`)
})

t.test('the scale is written as the shop counts', async (t) => {
  const scaleOf = (rupees: bigint) => chartView(reader, [day('2026-11-21', rupees)])?.scale
  t.same(scaleOf(3_50_00_000n), ['4 Cr', '2 Cr', '0'])
  t.same(scaleOf(1_00_000n), ['1 L', '50 K', '0'])
  t.same(scaleOf(900n), ['1 K', '500', '0'])
})

t.test('every day has its place, and the smallest bill is seen', async (t) => {
  const view = chartView(reader, [day('2026-10-23', 1n), day('2026-11-21', 40_000n)])
  t.equal(view?.bars.length, 30)
  t.match(view?.bars[0], { x: '2.8', height: '1.0', isNow: false })
  t.match(view?.bars[29], { y: '0.0', height: '160.0', isNow: true })
  t.match(view?.bars[1], { height: '0.0' })
  t.equal(view?.first, '23 Oct')
  t.same(
    view?.rows.map(({ day }) => day),
    ['21 Nov 2026', '23 Oct 2026'],
  )
})

t.test('without a sale there is no chart', async (t) => {
  t.equal(chartView(reader, []), undefined)
  t.equal(chartView(reader, [day('2026-09-01', 5n)]), undefined)
})
