import fc from 'fast-check'
import t from 'tap'
import {
  addDays,
  addMonths,
  daysBetween,
  financialYear,
  isDate,
  monthEnd,
  monthStart,
  parseDate,
  parseExpiry,
  parseMadeOn,
  todayIn,
} from './dates.ts'

const anyDate = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2900-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))
const today = '2026-07-15'
const turned = (date: string): string => date.split('-').reverse().join('/')

t.test('typed dates', async (t) => {
  t.test('a day without a year lies in the financial year of today', async (t) => {
    t.same(
      ['5/4', '31/3', '1/1', '15-7', '५/४', '૫/૪'].map((text) => parseDate(text, today)),
      ['2026-04-05', '2027-03-31', '2027-01-01', '2026-07-15', '2026-04-05', '2026-04-05'],
    )
    t.equal(parseDate('5/4', '2027-02-01'), '2026-04-05')
    t.equal(parseDate('29/2', '2027-06-01'), '2028-02-29')
    t.equal(parseDate('05/2027', today), undefined, 'a month alone is no day')
    t.same(
      ['05/2027', '2-28', '12.27', '५/२०२७', '15/5/27', '13/2027'].map((text) => parseExpiry(text, today)),
      ['2027-05-31', '2028-02-29', '2027-12-31', '2027-05-31', '2027-05-15', undefined],
    )
    t.equal(parseMadeOn('05/2026', today), '2026-05-01')
    t.equal(parseDate('29/2', today), undefined, 'February 2027 has no 29th')
    t.equal(parseDate('5/4', '2026-03-31'), '2025-04-05')
    t.equal(parseDate('5/4', '2026-03-31', 1), '2026-04-05', 'a year that begins in January')
  })
  t.test('a day with its year, in every order people use here', async (t) => {
    for (const text of ['5/4/26', '05-04-2026', '05.04.2026', '2026-04-05', '2026/4/5', '०५-०४-२०२६', ' 5/4/2026 '])
      t.equal(parseDate(text, today), '2026-04-05', text)
  })
  t.test('days from today', async (t) => {
    t.same(
      ['+3', '-1', '−1', '+0', 'today', 'Today', 'आज', 'આજે', '+૩', '+30', '-1000'].map((text) =>
        parseDate(text, today),
      ),
      [
        '2026-07-18',
        '2026-07-14',
        '2026-07-14',
        today,
        today,
        today,
        today,
        today,
        '2026-07-18',
        '2026-08-14',
        '2023-10-19',
      ],
    )
  })
  t.test('text that is no day is refused', async (t) => {
    const days = ['31/4', '30/2/2028', '0/4', '32/1', '5/13', '5/0', '2026-02-29', '1/1/1899', '1/1/3000', '0000-01-01']
    const text = [
      '',
      'abc',
      '5',
      '5/',
      '5/4/',
      '5/4/026',
      '5/4-26',
      '5/4/26x',
      '12026-04-05',
      '2026-04-055',
      '+',
      '+12345',
      '1.5',
      '2026-07',
      'tomorrow\0',
    ]
    for (const typed of [...days, ...text.filter((x) => x !== '1.5')])
      t.equal(parseDate(typed, today), undefined, typed)
    t.equal(parseDate('1.5', today), '2026-05-01', 'dots part a day from its month too')
  })
  t.test('every day can be typed back, and no text makes it throw', async () => {
    fc.assert(
      fc.property(anyDate, (date) => parseDate(date, today) === date && parseDate(turned(date), today) === date),
    )
    fc.assert(fc.property(fc.string(), (text) => ['string', 'undefined'].includes(typeof parseDate(text, today))))
  })
  t.test('a date is a real day written in full', async (t) => {
    t.same(['2026-04-05', '2028-02-29', '1900-01-01', '2999-12-31'].map(isDate), [true, true, true, true])
    t.same(['2026-4-5', '2027-02-29', '2026-04-05T00:00:00Z', '1899-12-31', ''].map(isDate), [
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

t.test('the calendar', async (t) => {
  t.test('the day turns at the midnight of the shop', async (t) => {
    const night = new Date('2026-03-31T18:30:00Z')
    t.equal(todayIn(night, 'Asia/Kolkata'), '2026-04-01')
    t.equal(todayIn(new Date(night.getTime() - 1), 'Asia/Kolkata'), '2026-03-31')
    t.equal(todayIn(night, 'UTC'), '2026-03-31')
    t.equal(todayIn(night, 'America/New_York'), '2026-03-31')
    t.throws(() => todayIn(night, 'Asia/Nowhere'), RangeError)
  })
  t.test('days added are the days between', async () => {
    const days = fc.integer({ min: -5000, max: 5000 })
    fc.assert(fc.property(anyDate, days, (date, n) => daysBetween(date, addDays(date, n)) === n))
  })
  t.test('days cross months, leap days and years', async (t) => {
    t.equal(addDays('2028-02-28', 1), '2028-02-29')
    t.equal(addDays('2026-12-31', 1), '2027-01-01')
    t.equal(daysBetween('2026-04-01', '2026-07-01'), 91, 'April to June')
  })
  t.test('months are counted from the anchor and clamp to their end', async (t) => {
    t.same(
      [0, 1, 2, 3, 12, -2].map((n) => addMonths('2027-01-31', n)),
      ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2028-01-31', '2026-11-30'],
    )
    t.equal(addMonths('2028-02-29', 12), '2029-02-28')
  })
  t.test('the same day of the month, or the last one', async () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (anchor, n) => {
        const moved = addMonths(anchor, n)
        return isDate(moved) && (moved.slice(8) === anchor.slice(8) || moved === monthEnd(moved))
      }),
    )
  })
  t.test('a month begins on its first and ends on its last', async (t) => {
    t.equal(monthStart('2026-02-17'), '2026-02-01')
    t.same(['2026-02-17', '2028-02-01', '2026-12-31'].map(monthEnd), ['2026-02-28', '2028-02-29', '2026-12-31'])
  })
})

t.test('the financial year', async (t) => {
  t.test('it runs from 1 April to 31 March', async (t) => {
    t.same(financialYear('2026-04-01'), { label: '26-27', from: '2026-04-01', to: '2027-03-31' })
    t.same(financialYear('2027-03-31'), financialYear('2026-04-01'))
    t.same(financialYear('2026-03-31').label, '25-26')
    t.same(financialYear('1999-05-01').label, '99-00')
  })
  t.test('it may begin in another month', async (t) => {
    t.same(financialYear('2026-07-15', 1), { label: '26', from: '2026-01-01', to: '2026-12-31' })
    t.same(financialYear('2026-06-30', 7), { label: '25-26', from: '2025-07-01', to: '2026-06-30' })
  })
  t.test('every day lies in its year, and the year after begins the day it ends', async () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 12 }), (date, month) => {
        const { from, to } = financialYear(date, month)
        return from <= date && date <= to && financialYear(addDays(to, 1), month).from === addDays(to, 1)
      }),
    )
  })
})
