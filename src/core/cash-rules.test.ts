import fc from 'fast-check'
import t from 'tap'
import { type CashRule, type CashSums, cashLeft, decideCash, indianRules } from './cash-rules.ts'
import type { IsoDate } from './dates.ts'
import { type Paise, paise, sum, zero } from './money.ts'

const nothing: CashSums = {
  day: zero,
  document: zero,
  event: zero,
  billTotal: zero,
  paidOutDay: zero,
  isIdentified: true,
  last12Months: zero,
}
const sums = (other: Partial<CashSums>): CashSums => ({ ...nothing, ...other })
const rupees = (n: number): Paise => paise(BigInt(n) * 100n)
const today = '2026-11-21'

type Cash = { readonly onDate: IsoDate; readonly bill: string; readonly event: string; readonly rupees: number }
const cash = (amount: number, bill: string, other: Partial<Cash> = {}): Cash => ({
  onDate: today,
  bill,
  event: bill,
  rupees: amount,
  ...other,
})

/** What one person has paid in cash, the last of it now. */
function decided(paid: readonly Cash[], onDate: IsoDate = today) {
  const now = paid.at(-1)
  const like = (isLike: (one: Cash) => boolean): Paise => sum(paid.filter(isLike).map((one) => rupees(one.rupees)))
  return decideCash(
    indianRules,
    onDate,
    sums({
      day: like((one) => one.onDate === now?.onDate),
      document: like((one) => one.bill === now?.bill),
      event: like((one) => one.event === now?.event),
    }),
  )
}
const blocked = (paid: readonly Cash[]) =>
  decided(paid)
    .filter(({ action, isWarning }) => action === 'block' && !isWarning)
    .map(({ aggregation }) => aggregation)

t.test('the seven cases of section 269ST', async (t) => {
  const earlier = { onDate: '2026-11-20' }
  const sale = { event: 'wedding' }
  const cases: readonly [string, readonly Cash[], readonly string[]][] = [
    ['three bills of one day', [cash(50_000, 'A'), cash(1_00_000, 'B'), cash(60_000, 'C')], ['day']],
    ['three bills of a lakh on one day', [cash(1_00_000, 'A'), cash(1_00_000, 'B'), cash(1_00_000, 'C')], ['day']],
    [
      'a bill of five lakh, cash on two days and a cheque',
      [cash(1_50_000, 'A', earlier), cash(1_00_000, 'A')],
      ['document', 'event'],
    ],
    [
      'a bill of three lakh, half on each of two days',
      [cash(1_50_000, 'A', earlier), cash(1_50_000, 'A')],
      ['document', 'event'],
    ],
    [
      'a sale and its freight',
      [cash(1_80_000, 'A', { ...sale, ...earlier }), cash(20_000, 'freight', sale)],
      ['event'],
    ],
    ['1,99,999', [cash(1_99_999, 'A')], []],
    ['exactly two lakh', [cash(2_00_000, 'A')], ['day', 'document', 'event']],
  ]
  for (const [name, paid, expected] of cases) t.same(blocked(paid), expected, name)
})

t.test('at the till', async (t) => {
  t.test('a warning comes at four fifths, with what is left', async (t) => {
    t.same(decided([cash(1_59_999, 'A')]), [])
    const warned = decided([cash(1_60_000, 'A')])
    t.equal(warned.length, 3)
    t.same(warned[0], {
      rule: '269ST',
      words: 'cash.rule.section186',
      action: 'block',
      sum: rupees(1_60_000),
      limit: rupees(2_00_000),
      aggregation: 'day',
      left: 39_999_99n,
      isWarning: true,
    })
    t.match(decided([cash(2_50_000, 'A')])[0], { left: 0n, isWarning: false })
  })
  t.test('no cash now, no word about cash before', async (t) => {
    const before = { day: rupees(3_00_000), paidOutDay: rupees(20_000), billTotal: rupees(3_00_000) }
    const said = decideCash(indianRules, today, sums({ ...before, isCashNow: false, isIdentified: false }))
    t.same(
      said.map(({ rule }) => rule),
      ['PAN'],
    )
  })
  t.test('what is left is the least of the three', async (t) => {
    t.equal(cashLeft(indianRules, today, nothing), 1_99_999_99n)
    t.equal(cashLeft(indianRules, today, sums({ day: rupees(50_000), event: rupees(1_00_000) })), 99_999_99n)
    t.equal(cashLeft(indianRules, today, sums({ document: rupees(2_00_000) })), 0n)
    t.equal(cashLeft([], today, nothing), null)
    t.equal(cashLeft(indianRules, '2010-01-01', nothing), null)
  })
})

t.test('the other rules', async (t) => {
  const said = (other: Partial<CashSums>) =>
    decideCash(indianRules, today, sums(other)).map((one) => [one.rule, one.action, one.aggregation, one.isWarning])
  t.test('a bill above two lakh needs its buyer named, however it is paid', async (t) => {
    const asks = [['PAN', 'identify', 'document', false]]
    t.same(said({ billTotal: rupees(2_00_000), isIdentified: false }), [], 'not at two lakh')
    t.same(said({ billTotal: paise(2_00_000_01n), isIdentified: false }), asks)
    t.same(said({ billTotal: rupees(5_00_000), isIdentified: true }), [], 'who is known is not asked')
  })
  t.test('the necklace of section 8 asks for PAN, and for other tenders', async (t) => {
    const payable = rupees(2_39_527)
    const allInCash = sums({
      day: payable,
      document: payable,
      event: payable,
      billTotal: rupees(3_56_206),
      isIdentified: false,
    })
    t.same(
      decideCash(indianRules, today, allInCash).map(({ rule }) => rule),
      ['269ST', '269ST', '269ST', 'PAN'],
    )
  })
  t.test('ten lakh in cash is reported', async (t) => {
    const reported = (other: Partial<CashSums>) => said(other).filter(([rule]) => rule === 'PMLA')
    t.same(reported({ document: rupees(9_99_999) }), [])
    t.same(reported({ document: rupees(10_00_000) }), [['PMLA', 'report', 'document', false]])
    t.same(reported({ event: rupees(10_00_000) }), [['PMLA', 'report', 'event', false]], 'linked')
  })
  t.test('cash paid out above ten thousand a day is warned of', async (t) => {
    t.same(said({ paidOutDay: rupees(10_000) }), [])
    t.same(said({ paidOutDay: paise(10_000_01n) }), [['40A3', 'warn', 'day', true]])
  })
  t.test('a rule over twelve months counts twelve months', async (t) => {
    const form8300: CashRule = {
      jurisdiction: 'US',
      rule: '8300',
      words: 'cash.rule.8300',
      currency: 'USD',
      amount: paise(10_000_00n),
      comparator: '>',
      counts: 'cash-in',
      aggregation: '12-months',
      action: 'report',
      from: '2000-01-01',
      to: null,
    }
    const of = (last12Months: bigint) => decideCash([form8300], today, sums({ last12Months: paise(last12Months) }))
    t.same(of(10_000_00n), [])
    t.match(of(10_000_01n), [{ rule: '8300', action: 'report', aggregation: '12-months', left: 0n }])
  })
})

t.test('the years', async (t) => {
  const full = sums({ day: rupees(2_00_000), billTotal: rupees(3_00_000), isIdentified: false })
  const words = (onDate: IsoDate) => decideCash(indianRules, onDate, full).map((one) => one.words)
  t.same(words('2026-03-31'), ['cash.rule.269ST', 'cash.rule.114B'])
  t.same(words('2026-04-01'), ['cash.rule.section186', 'cash.rule.rule159'])
  t.same(words('2017-03-31'), ['cash.rule.114B'], 'section 269ST came on 1-4-2017')
  t.test('on every day since then each rule stands once', async () => {
    const anyDay = fc.integer({ min: 0, max: 6000 }).map((n) => {
      const day = new Date(Date.UTC(2021, 0, 1 + n))
      return day.toISOString().slice(0, 10)
    })
    fc.assert(
      fc.property(anyDay, (onDate) => {
        const held = indianRules.filter(({ from, to }) => from <= onDate && (to === null || onDate <= to))
        return held.length === 7 && new Set(held.map(({ rule, aggregation }) => `${rule} ${aggregation}`)).size === 7
      }),
    )
  })
})

t.test('whatever was paid', async (t) => {
  const anySum = fc.bigInt({ min: 0n, max: 3_00_000_00n }).map(paise)
  const anySums = fc.record({ ...fcConstants(), day: anySum, document: anySum, event: anySum })
  t.test('it is blocked just where nothing is left to be taken and a paisa more was', async () => {
    fc.assert(
      fc.property(anySums, (of) => {
        const isOver = [of.day, of.document, of.event].some((cash) => cash >= 2_00_000_00n)
        const isBlocked = decideCash(indianRules, today, of).some((one) => one.action === 'block' && !one.isWarning)
        return isBlocked === isOver
      }),
    )
  })
  t.test('what is left may be taken, and a paisa more may not', async () => {
    fc.assert(
      fc.property(anySums, (of) => {
        const left = cashLeft(indianRules, today, of) ?? zero
        const after = (more: bigint) => ({
          ...of,
          day: paise(of.day + more),
          document: paise(of.document + more),
          event: paise(of.event + more),
        })
        const stops = (asked: CashSums) => decideCash(indianRules, today, asked).some((one) => !one.isWarning)
        return stops(after(left + 1n)) && (left === 0n || !stops(after(left)))
      }),
    )
  })
})

function fcConstants() {
  return {
    billTotal: fc.constant(zero),
    paidOutDay: fc.constant(zero),
    isIdentified: fc.constant(true),
    last12Months: fc.constant(zero),
  }
}
