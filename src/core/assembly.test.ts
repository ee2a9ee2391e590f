import t from 'tap'
import { costOfKits, partsFor, splitKit } from './assembly.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'

const part = (quantity: bigint, lastCost: bigint, shareBp = 0) => ({
  ...{ itemId: String(quantity), quantity: milli(quantity), shareBp, lastCost: paise(lastCost) },
})

t.test('kits of their parts', async (t) => {
  t.equal(partsFor(part(1_500n, 0n), milli(4_000n)), 6_000n)
  t.equal(partsFor(part(333n, 0n), milli(500n)), 166n, 'half a kit holds no more than half of it')
  t.equal(costOfKits([paise(100n), paise(50n)], paise(7n)), 157n)
  t.equal(costOfKits([], paise(7n)), 7n)
})

t.test('what the parts of a broken kit cost', async (t) => {
  const value = paise(100_01n)
  t.same(splitKit(value, [part(1n, 900n, 2_500), part(1n, 100n, 7_500)]), [25_00n, 75_01n], 'shares before costs')
  t.same(splitKit(value, [part(1n, 900n, 10_000), part(1n, 100n)]), [100_01n, 0n], 'one share alone counts too')
  t.same(splitKit(paise(100n), [part(2n, 10n), part(1n, 30n)]), [40n, 60n], 'by cost and how much there is')
  t.same(splitKit(paise(100n), [part(2n, 0n), part(1n, 30n)]), [0n, 100n])
  const alike = splitKit(paise(5n), [part(9n, 0n), part(1n, 0n)])
  t.equal(
    alike.reduce((sum, one) => sum + one, 0n),
    5n,
    'nothing is lost',
  )
  t.ok(alike.every((one) => one === 2n || one === 3n))
})
