import t from 'tap'
import { chargeOfEach, hallmarkCharge, isHuid } from './hallmark.ts'
import { paise } from './money.ts'

const of = (metal: string, count: number) => Array.from({ length: count }, () => ({ metal }))

t.test('what a centre asks', async (t) => {
  const day = '2026-11-21'
  // Articles of gold and silver, and rupees.
  const table = [
    { gold: 0, silver: 0, asks: 0n },
    { gold: 1, silver: 0, asks: 200n },
    { gold: 4, silver: 0, asks: 200n },
    { gold: 5, silver: 0, asks: 225n },
    { gold: 0, silver: 4, asks: 150n },
    { gold: 0, silver: 5, asks: 175n },
    { gold: 5, silver: 1, asks: 375n },
  ]
  for (const { gold, silver, asks } of table)
    t.equal(hallmarkCharge([...of('gold', gold), ...of('silver', silver)], [], day), asks * 100n)
  t.equal(hallmarkCharge(of('platinum', 9), [], day), 0n, 'a metal that is not hallmarked')
  t.equal(hallmarkCharge(of('gold', 9), [], '2022-03-03'), 0n, 'before the charges stood')
  t.equal(hallmarkCharge(of('gold', 1), [], '2022-03-04'), 200_00n)
})

t.test("a shop's own charges", async (t) => {
  const own = (fromOn: string, article: bigint) => ({
    ...({ metal: 'gold', fromOn, article: paise(article), least: paise(0n) } as const),
  })
  const rates = [own('2026-04-01', 60_00n), own('2026-01-01', 50_00n)]
  t.equal(hallmarkCharge(of('gold', 2), rates, '2026-11-21'), 120_00n, 'the latest, in whatever order')
  t.equal(hallmarkCharge(of('gold', 2), rates, '2026-03-31'), 100_00n)
  t.equal(hallmarkCharge(of('gold', 2), rates, '2025-12-31'), 200_00n)
  t.equal(hallmarkCharge(of('gold', 1), [own('2022-03-04', 1_00n)], '2026-11-21'), 1_00n, 'of one day its own')
})

t.test('what each article bears of a charge', async (t) => {
  const mixed = [...of('gold', 1), ...of('silver', 2)]
  t.same(chargeOfEach(paise(115_00n), mixed, [], '2026-11-21'), [45_00n, 35_00n, 35_00n], 'by its metal')
  t.same(chargeOfEach(paise(200_00n), of('gold', 3), [], '2026-11-21'), [66_66n, 66_67n, 66_67n])
  t.same(chargeOfEach(paise(9n), of('platinum', 2), [], '2026-11-21'), [4n, 5n], 'alike where none is asked')
})

t.test('a HUID is six letters and figures', async (t) => {
  for (const right of ['A1B2C3', '000000', 'ZZZZZZ']) t.ok(isHuid(right))
  for (const wrong of ['', 'A1B2C', 'A1B2C3D', 'a1b2c3', 'A1-2C3', ' A1B2C3']) t.notOk(isHuid(wrong), wrong)
})
