import fc from 'fast-check'
import t from 'tap'
import { addDays } from './dates.ts'
import { paise } from './money.ts'
import {
  expiring,
  type PointMove,
  type PointScheme,
  pointsEarned,
  pointsExpireOn,
  pointsWorth,
  redeemable,
  schemeOn,
} from './points.ts'
import { mg } from './weight.ts'

const byValue: PointScheme = {
  from: '2026-04-01',
  earnBy: 'value',
  per: 100_00n,
  pointValue: paise(50n),
  minRedeem: 100n,
  maxRedeemBp: 1_000,
  expiresAfterDays: 365,
}
const byWeight: PointScheme = { ...byValue, from: '2026-10-01', earnBy: 'weight', per: 1_000n, expiresAfterDays: null }
const necklace = { taxable: paise(3_45_831_00n), weight: mg(24_560n) }

t.test('the scheme of a day', async (t) => {
  const schemes = [byWeight, byValue]
  t.equal(schemeOn(schemes, '2026-03-31'), undefined)
  t.equal(schemeOn(schemes, '2026-04-01'), byValue)
  t.equal(schemeOn(schemes, '2026-09-30'), byValue)
  for (const order of [schemes, [byValue, byWeight]]) t.equal(schemeOn(order, '2026-10-01'), byWeight)
})

t.test('points earned', async (t) => {
  t.test('by value and by weight, whole ones only', async (t) => {
    t.equal(pointsEarned(byValue, necklace), 3_458n)
    t.equal(pointsEarned(byWeight, necklace), 24n)
    t.equal(pointsEarned(byValue, { ...necklace, taxable: paise(99_99n) }), 0n)
    t.equal(pointsEarned(byValue, { ...necklace, taxable: paise(-500_00n) }), 0n, 'none for a bill of nothing')
    t.throws(() => pointsEarned({ ...byValue, per: 0n }, necklace), { name: 'RangeError' })
  })
  t.test('two bills never earn more than one bill of both', async () => {
    const any = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(any, any, (a, b) => {
        const earned = (n: bigint) => pointsEarned(byValue, { taxable: paise(n), weight: mg(0n) })
        const [apart, together] = [earned(a) + earned(b), earned(a + b)]
        return apart <= together && together <= apart + 1n
      }),
    )
  })
  t.test('live as long as the scheme says', async (t) => {
    t.equal(pointsExpireOn(byValue, '2026-11-21'), '2027-11-21')
    t.equal(pointsExpireOn(byWeight, '2026-11-21'), null)
  })
})

t.test('points redeemed', async (t) => {
  const bill = paise(10_000_00n)
  t.test('up to a part of the bill, and no fewer than the least', async (t) => {
    t.equal(redeemable(byValue, { balance: 5_000n, bill }), 2_000n, '10 % of 10,000 at 0.50')
    t.equal(redeemable(byValue, { balance: 1_500n, bill }), 1_500n)
    t.equal(redeemable(byValue, { balance: 100n, bill }), 100n)
    t.equal(redeemable(byValue, { balance: 99n, bill }), 0n)
    t.equal(redeemable(byValue, { balance: 5_000n, bill: paise(400_00n) }), 0n, 'the part bears only 80')
    t.equal(redeemable({ ...byValue, minRedeem: 0n }, { balance: -5n, bill }), 0n)
    t.equal(redeemable({ ...byValue, pointValue: paise(0n) }, { balance: 500n, bill }), 0n)
    t.equal(redeemable(byValue, { balance: 500n, bill: paise(-1n) }), 0n)
    t.equal(pointsWorth(byValue, 2_000n), 1_000_00n)
  })
  t.test('are never worth more than their part of the bill', async () => {
    const any = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(any, any, fc.integer({ min: 0, max: 10_000 }), (balance, of, maxRedeemBp) => {
        const scheme = { ...byValue, maxRedeemBp, pointValue: paise(33n) }
        const points = redeemable(scheme, { balance, bill: paise(of) })
        return points <= balance && pointsWorth(scheme, points) * 10_000n <= of * BigInt(maxRedeemBp)
      }),
    )
  })
})

const move = (onDate: string, points: bigint, expiresOn: string | null = null): PointMove => ({
  onDate,
  points,
  expiresOn,
})

t.test('points that expire', async (t) => {
  const first = move('2026-01-01', 100n, '2026-12-31')
  const second = move('2026-02-01', 50n, '2027-01-31')
  t.test('after their last day, not on it', async (t) => {
    t.same(expiring([first, second], '2026-12-31'), [])
    t.same(expiring([first, second], '2027-01-01'), [first])
    t.same(expiring([first, second], '2027-02-01'), [first, second])
    t.same(expiring([], '2027-02-01'), [])
  })
  t.test('the first in are the first out', async (t) => {
    t.same(expiring([first, second, move('2026-03-01', -30n)], '2027-01-01'), [{ ...first, points: 70n }])
    t.same(expiring([first, second, move('2026-03-01', -120n)], '2027-02-01'), [{ ...second, points: 30n }])
    t.same(expiring([first, move('2026-01-02', -100n), second], '2027-02-01'), [second])
  })
  t.test('points for ever stay, also when they came first', async (t) => {
    const forEver = move('2025-01-01', 10n)
    t.same(expiring([forEver, first], '2030-01-01'), [first])
    t.same(expiring([forEver, first, move('2027-01-01', -100n)], '2030-01-01'), [])
  })
  t.test('once only: the expiry, posted as a move, leaves nothing to expire', async () => {
    const anyMove = fc.record({
      day: fc.nat({ max: 400 }),
      points: fc.bigInt({ min: -200n, max: 200n }),
      days: fc.option(fc.nat({ max: 200 })),
    })
    fc.assert(
      fc.property(fc.array(anyMove), fc.nat({ max: 700 }), (any, today) => {
        const start = '2026-01-01'
        const moves = any
          .toSorted((a, b) => a.day - b.day)
          .map(({ day, points, days }) =>
            move(addDays(start, day), points, days === null ? null : addDays(start, day + days)),
          )
        const onDate = addDays(start, 400 + today)
        const expired = expiring(moves, onDate)
        const total = expired.reduce((all, { points }) => all + points, 0n)
        return (
          expired.every(({ points }) => points > 0n) && expiring([...moves, move(onDate, -total)], onDate).length === 0
        )
      }),
    )
  })
})
