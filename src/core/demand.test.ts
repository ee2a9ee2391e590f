import fc from 'fast-check'
import t from 'tap'
import { addMonths } from './dates.ts'
import { demandOf, forecast, root, safetyOf, variationOf } from './demand.ts'
import { milli } from './quantity.ts'

const today = '2026-11-21'
const monthsOf = (first: string, amounts: readonly number[]) =>
  amounts.map((amount, i) => ({ month: addMonths(first, i), sold: milli(BigInt(amount) * 1000n) }))

t.test('the average of full months and the days so far', (t) => {
  // May to October 2026 are 184 days, and 21 of November: 410 in 205 days are 2 a day.
  const months = monthsOf('2026-05-01', [60, 70, 60, 60, 60, 60, 40])
  const demand = demandOf(months, { today, months: 6 })
  t.match(demand, { method: 'average', sold: 410_000n, days: 205 })
  t.equal(forecast(demand, 7, today), 14_000n)
  t.equal(forecast(demand, 0, today), 0n)
  // Three months: August to October are 92 days, with 21: 180 and 40 in 113 days; 7 days are 13.62831..., rounded up.
  t.equal(forecast(demandOf(months, { today, months: 3 }), 7, today), 13_629n)
  t.end()
})

t.test('the first week of a new item counts whole', (t) => {
  const demand = demandOf(monthsOf('2026-11-01', [7]), { today: '2026-11-02', months: 6 })
  t.match(demand, { sold: 7000n, days: 7 })
  t.equal(forecast(demand, 14, today), 14_000n)
  t.match(demandOf([], { today, months: 6 }), { method: 'none', sold: 0n })
  t.match(demandOf(monthsOf('2026-10-01', [-4]), { today, months: 6 }), { method: 'none' })
  t.end()
})

t.test('a season is the same month of the years before against their average month', (t) => {
  // Two years of ten a month, in December forty: the average month has 12.5, so December stands at 32000, the others at 8000.
  const year = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 40]
  const months = monthsOf('2024-11-01', [10, 40, ...year.slice(0, 10), 10, 40, ...year.slice(0, 10), 7])
  const demand = demandOf(months, { today, months: 6 })
  t.equal(demand.method, 'seasonal')
  t.same([demand.season[10], demand.season[11], demand.season[0]], [8000n, 32_000n, 8000n])
  // 67 in 205 days at 8000; ten days of December at four times that: 67 / 205 * 4 * 10 = 13.0731..., rounded up.
  t.equal(forecast(demand, 10, '2026-11-30'), 13_074n)
  // Eleven months of history have no season.
  t.equal(demandOf(monthsOf('2025-12-01', year.slice(0, 11)), { today, months: 6 }).method, 'average')
  t.end()
})

t.test('safety and variation', (t) => {
  // 8 and 12 by turns: the deviation is 2, of 10 a fifth. Over 30 days 1.65 * 2 = 3.3.
  const demand = demandOf(monthsOf('2026-07-01', [8, 12, 8, 12]), { today, months: 6 })
  t.equal(safetyOf(demand, 30), 3300n)
  t.equal(safetyOf(demand, 120), 6600n, 'by the root of the time')
  t.equal(variationOf(demand.full), 2000n)
  t.equal(variationOf([milli(1000n), milli(1000n)]), undefined, 'two months say nothing')
  t.equal(safetyOf(demandOf(monthsOf('2026-10-01', [9]), { today, months: 6 }), 30), 0n)
  t.end()
})

t.test('properties', (t) => {
  const sold = fc.array(fc.integer({ min: -50, max: 5000 }), { maxLength: 40 })
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (n) => {
      const found = root(n)
      return found * found <= n && (found + 1n) * (found + 1n) > n
    }),
  )
  fc.assert(
    fc.property(sold, fc.constantFrom(3 as const, 6 as const, 12 as const), fc.nat(200), (amounts, months, days) => {
      const demand = demandOf(monthsOf('2023-09-01', amounts), { today, months })
      return forecast(demand, days, today) >= 0n && forecast(demand, days, today) <= forecast(demand, days + 1, today)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(100), (amount, days) => {
      const demand = demandOf(
        monthsOf(
          '2024-10-01',
          Array.from({ length: 25 }, () => amount),
        ),
        { today, months: 12 },
      )
      return (
        safetyOf(demand, days) === 0n && variationOf(demand.full) === 0n && demand.season.every((bp) => bp === 10_000n)
      )
    }),
  )
  t.end()
})
