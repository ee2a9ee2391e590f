import t from 'tap'
import { parseDates } from './asked.form.ts'
import { comparedDay, comparedWith, presetDays } from './period.rules.ts'
import { edgeAfter, edgeBefore } from './sums/edges.rules.ts'

const today = '2026-11-21'

t.test('named dates end today while they are under way, and follow the financial year', async (t) => {
  const days = (name: Parameters<typeof presetDays>[0], on = today, startMonth = 4) => {
    const { from, to } = presetDays(name, on, startMonth)
    return `${from} ${to}`
  }
  t.equal(days('today'), '2026-11-21 2026-11-21')
  t.equal(days('yesterday'), '2026-11-20 2026-11-20')
  t.equal(days('this-month'), '2026-11-01 2026-11-21')
  t.equal(days('last-month'), '2026-10-01 2026-10-31')
  t.equal(days('this-quarter'), '2026-10-01 2026-11-21')
  t.equal(days('last-quarter'), '2026-07-01 2026-09-30')
  t.equal(days('last-90-days'), '2026-08-24 2026-11-21')
  t.equal(days('this-year'), '2026-04-01 2026-11-21')
  t.equal(days('last-year'), '2025-04-01 2026-03-31')
  t.equal(days('this-year', '2027-02-10'), '2026-04-01 2027-02-10')
  t.equal(days('this-quarter', '2027-02-10'), '2027-01-01 2027-02-10')
  t.equal(days('this-year', '2026-02-10', 1), '2026-01-01 2026-02-10')
})

t.test('a period stands beside as much time before it', async (t) => {
  const before = (from: string, to: string, how: 'before' | 'year' = 'before') => {
    const earlier = comparedWith({ from, to }, how)
    return `${earlier.from} ${earlier.to}`
  }
  t.equal(before('2026-11-01', '2026-11-21'), '2026-10-01 2026-10-21', 'part of a month')
  t.equal(before('2026-10-01', '2026-10-31'), '2026-09-01 2026-09-30', 'a whole month')
  t.equal(before('2026-03-01', '2026-03-31'), '2026-02-01 2026-02-28')
  t.equal(before('2026-07-01', '2026-09-30'), '2026-04-01 2026-06-30', 'a quarter')
  t.equal(before('2026-04-01', '2026-11-21'), '2025-04-01 2025-11-21', 'most of a year: the year before')
  t.equal(before('2025-04-01', '2026-03-31'), '2024-04-01 2025-03-31')
  t.equal(before('2026-11-10', '2026-11-14'), '2026-11-05 2026-11-09', 'any days: as many before them')
  t.equal(before('2026-11-01', '2026-11-21', 'year'), '2025-11-01 2025-11-21')
  t.equal(before('2028-02-01', '2028-02-29', 'year'), '2027-02-01 2027-02-28')
  t.equal(comparedDay(today, 'before'), '2026-10-31')
  t.equal(comparedDay(today, 'year'), '2025-11-21')
})

t.test('dates come from the address: named, typed, or the usual ones', async (t) => {
  const parse = (typed: Record<string, string>, dates: 'period' | 'as-of' = 'period') =>
    parseDates({ dates, usual: dates === 'period' ? 'this-month' : 'today', compares: true }, typed, {
      today,
      startMonth: 4,
    })
  const value = (typed: Record<string, string>, dates?: 'as-of') => {
    const parsed = parse(typed, dates)
    return parsed.ok ? parsed.value : parsed.errors
  }
  t.match(value({}), { from: '2026-11-01', to: today, comparison: undefined })
  t.match(value({ period: 'last-month' }), { from: '2026-10-01', to: '2026-10-31' })
  t.match(value({ period: 'someday' }), { from: '2026-11-01' }, 'an unknown name is the usual one')
  t.match(value({ from: '5/4', to: 'today', period: 'last-month' }), { from: '2026-04-05', to: today })
  t.match(value({ to: '31/5/2025' }), { from: '2025-04-01', to: '2025-05-31' }, 'one date: its year up to it')
  t.match(value({ from: 'x', to: 'y' }), { from: { key: 'fields.date' }, to: { key: 'fields.date' } })
  t.match(value({ from: '2/11', to: '1/11' }), { to: { key: 'fields.date.order' } })
  t.match(value({ compare: 'before' }), { comparison: { from: '2026-10-01', to: '2026-10-21' } })
  t.match(value({ compare: '<b>' }), { comparison: undefined })
  t.match(value({}, 'as-of'), { from: '2026-04-01', to: today })
  t.match(value({ on: '31/3/2026', compare: 'year' }, 'as-of'), {
    from: '2025-04-01',
    to: '2026-03-31',
    comparison: { from: '2024-04-01', to: '2025-03-31' },
  })
  t.match(value({ on: '31/2' }, 'as-of'), { on: { key: 'fields.date' } })
})

t.test('the sums before a day take the shorter way, and none of the lines up to today', async (t) => {
  t.match(edgeBefore('2026-11-01', today), { month: '2026-11-01', from: '2026-11-01', to: '2026-11-01' })
  t.match(edgeBefore('2026-10-05', today), { month: '2026-10-01', sign: 1, from: '2026-10-01', to: '2026-10-05' })
  t.match(edgeBefore('2026-10-28', today), { month: '2026-11-01', sign: -1, from: '2026-10-28', to: '2026-11-01' })
  t.match(edgeAfter(today, today), { month: '2026-12-01', sign: -1, from: '2026-11-22', to: '2026-12-01' })
})
