import fc from 'fast-check'
import t from 'tap'
import { type Commission, commissionOn, type SoldLine } from './commission.ts'
import { negate, paise } from './money.ts'
import { mg } from './weight.ts'

const necklace: SoldLine = { taxable: paise(3_45_831_00n), making: paise(8_596_00n), weight: mg(24_560n) }
const back = (line: SoldLine): SoldLine => ({
  taxable: negate(line.taxable),
  making: negate(line.making),
  weight: mg(-line.weight),
})

t.test('commission on the necklace', async (t) => {
  t.equal(commissionOn({ kind: 'none' }, necklace), 0n)
  t.equal(commissionOn({ kind: 'value', bp: 25 }, necklace), 864_58n, '864.5775')
  t.equal(commissionOn({ kind: 'making', bp: 500 }, necklace), 429_80n)
  t.equal(commissionOn({ kind: 'per-gram', paise: paise(10_00n) }, necklace), 245_60n)
  t.equal(commissionOn({ kind: 'per-line', paise: paise(50_00n) }, necklace), 50_00n)
  t.equal(commissionOn({ kind: 'per-line', paise: paise(50_00n) }, back(necklace)), -50_00n)
  t.throws(() => commissionOn({ kind: 'value', bp: 0.5 }, necklace), { name: 'RangeError' })
})

t.test('what came back takes its commission back', async () => {
  const anyLine: fc.Arbitrary<SoldLine> = fc.record({
    taxable: fc.bigInt({ min: 1n, max: 10n ** 10n }).map(paise),
    making: fc.bigInt({ min: 0n, max: 10n ** 8n }).map(paise),
    weight: fc.bigInt({ min: 0n, max: 10n ** 6n }).map(mg),
  })
  const anyCommission: fc.Arbitrary<Commission> = fc.oneof(
    fc.record({ kind: fc.constantFrom('value' as const, 'making' as const), bp: fc.integer({ min: 0, max: 10_000 }) }),
    fc.record({
      kind: fc.constantFrom('per-gram' as const, 'per-line' as const),
      paise: fc.bigInt({ min: 0n, max: 10n ** 6n }).map(paise),
    }),
  )
  fc.assert(
    fc.property(anyCommission, anyLine, (commission, line) => {
      const given = commissionOn(commission, line)
      return given >= 0n && commissionOn(commission, back(line)) === negate(given)
    }),
  )
})
