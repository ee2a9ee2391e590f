import fc from 'fast-check'
import t from 'tap'
import { paise, zero } from '../../core/money.ts'
import {
  type BoardChoices,
  baseOf,
  buyBelow,
  type CurrentRate,
  isJump,
  parseRate,
  ratePerFineness,
  rateProblem,
  rateText,
  showRate,
} from './board.rules.ts'
import { scaleOf } from './history/chart.views.ts'
import { pointDays } from './history/history.form.ts'
import { finenessText, parseFineness } from './purities/purities.form.ts'

const gold = (fineness: number, isOnBoard = true) =>
  ({ purityId: String(fineness), metal: 'gold', fineness, isOnBoard }) as const
const kept: BoardChoices = { grams: 1, buyLessBp: 0, buyLess: zero, showsBuy: true }

t.test('a rate is read and said for one gram and for ten', async (t) => {
  t.same(parseRate('12,400', 1), { rate: 1240000n })
  t.same(parseRate('1,24,005', 10), { rate: 1240050n })
  t.same(parseRate('१२४०००', 10), { rate: 1240000n })
  t.same(parseRate('124000.55', 10), { error: { key: 'board.refusal.tenth' } })
  for (const text of ['', 'x', '1.5l', '1,5']) t.match(parseRate(text, 1), { error: { key: 'fields.amount' } }, text)
  for (const text of ['0', '-5']) t.match(parseRate(text, 1), { error: { key: 'fields.amount.positive' } }, text)
  t.match(parseRate('99999999999', 1), { error: { key: 'fields.amount.max' } })
  t.equal(showRate(paise(1240050n), 10), '1,24,005')
  fc.assert(
    fc.property(fc.bigInt(1n, 900_000_00n), fc.constantFrom(1 as const, 10 as const), (rate, grams) => {
      t.same(parseRate(rateText(paise(rate), grams), grams), { rate })
    }),
  )
})

t.test('the others follow from the finest by their fineness, as boards say them', async (t) => {
  const of = (rate: bigint, to: number, grams: 1 | 10 = 1) => ratePerFineness(paise(rate), gold(9990), gold(to), grams)
  t.equal(of(1353700n, 9160), 1240000n, '24K 13,537 makes 22K 12,400')
  t.equal(of(1353700n, 7500), 1015300n, 'and 18K 10,153')
  t.equal(of(1353700n, 9160, 10), 1239990n, 'for ten grams the rupee is of ten grams')
  t.equal(ratePerFineness(paise(18500n), { ...gold(9990), metal: 'silver' }, gold(9250), 1), 17110n, 'ten paise count')
  t.equal(ratePerFineness(paise(10000_00n), gold(9160), gold(4580), 1), 5000_00n, 'where the finest is no pure metal')
  t.equal(baseOf([gold(7500), gold(9990, false), gold(9160)], 'gold')?.fineness, 9160, 'of the board')
  t.equal(baseOf([gold(7500, false), gold(9990, false)], 'gold')?.fineness, 9990)
  t.equal(baseOf([], 'gold'), undefined)
  fc.assert(
    fc.property(fc.bigInt(1000n, 10_000_00n), fc.bigInt(0n, 1000n), (rate, more) => {
      const [low, high] = [rate, rate + more].map((one) => ratePerFineness(paise(one), gold(9990), gold(9160), 1))
      t.ok((low ?? 0n) <= (high ?? 0n), 'more for the finest is never less for the others')
    }),
  )
})

t.test('what is paid stands below what is asked, by a part or by rupees, where it is wished', async (t) => {
  t.equal(buyBelow(paise(12_400_00n), kept), undefined)
  t.equal(buyBelow(paise(12_400_00n), { ...kept, buyLessBp: 300 }), 12_028_00n)
  t.equal(buyBelow(paise(12_400_00n), { ...kept, buyLess: paise(200_00n) }), 12_200_00n)
  t.equal(buyBelow(paise(150_00n), { ...kept, buyLess: paise(200_00n) }), undefined, 'never below nothing')
})

t.test('more than a tenth away is a jump', async (t) => {
  t.notOk(isJump(paise(110n), paise(100n)))
  t.ok(isJump(paise(111n), paise(100n)))
  t.notOk(isJump(paise(90n), paise(100n)))
  t.ok(isJump(paise(89n), paise(100n)))
  t.notOk(isJump(paise(5n), null), 'the first rate is as far as it likes')
})

t.test('a rate that is missing or not of today prices nothing', async (t) => {
  const now = new Date()
  const rate: CurrentRate = {
    ...{ ...gold(9160), name: '22K 916', isHallmarked: true, sell: paise(1n), buy: null, sellFrom: now, buyFrom: null },
    ...{ sellBy: 'Asha', buyBy: null, isStale: false, isBuyStale: true },
  }
  t.equal(rateProblem(undefined), 'missing')
  t.equal(rateProblem(rate), undefined)
  t.equal(rateProblem(rate, 'buy'), 'missing')
  t.equal(rateProblem({ ...rate, isStale: true }), 'stale')
})

t.test('fineness is read in thousandths or as a percentage', async (t) => {
  for (const [text, parts] of [
    ['916', 9160],
    ['916.6', 9166],
    ['999', 9990],
    ['91.6 %', 9160],
    ['1000', 10_000],
  ] as const)
    t.equal(parseFineness(text), parts, text)
  for (const text of ['', '0', '1001', '9', '916.66', '101 %', 'x']) t.equal(parseFineness(text), undefined, text)
  t.equal(finenessText(9166), '916.6')
  t.equal(finenessText(9160), '916')
})

t.test('a drawing has round marks around its line, and no more points than its table rows', async (t) => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10_000_000n), fc.bigInt(0n, 10_000_000n), (least, more) => {
      const { foot, top } = scaleOf(paise(least), paise(least + more))
      t.ok(foot <= least && top >= least + more && top > foot)
      t.equal((foot + top) % 2n, 0n)
    }),
  )
  t.same(pointDays({ from: '2026-11-19', to: '2026-11-21' }, '2026-11-21'), ['2026-11-19', '2026-11-20', '2026-11-21'])
  t.same(pointDays({ from: '2026-11-20', to: '2999-01-01' }, '2026-11-21').at(-1), '2026-11-21')
  t.ok(pointDays({ from: '1900-01-01', to: '2026-11-21' }, '2026-11-21').length <= 45)
  t.same(pointDays({ from: '2027-01-01', to: '2027-02-01' }, '2026-11-21'), [])
})
