import fc from 'fast-check'
import t from 'tap'
import { paise, rupees } from './money.ts'
import { type OldGold, oldGoldProblems, priceOldGold } from './old-gold.ts'
import { grams, mg } from './weight.ts'

const chain = {
  gross: mg(10_000n),
  dust: mg(200n),
  stones: mg(0n),
  touch: 9_100,
  meltingBp: 200,
  rate: paise(13_350_00n),
} as const

t.test('worked old gold', async (t) => {
  t.test('the chain of 1,16,679', async (t) => {
    const { net, fine, melted, value } = priceOldGold(chain)
    t.same([net, fine, melted].map(grams), ['9.800', '8.918', '8.740'])
    t.equal(rupees(value), '1,16,679.00')
    t.same(oldGoldProblems(chain), [])
  })
  t.test('stones come off as dust does', async (t) => {
    t.same(priceOldGold({ ...chain, dust: mg(50n), stones: mg(150n) }), priceOldGold(chain))
  })
  t.test('by purity difference the loss comes off the touch', async (t) => {
    const { meltingBp: _, ...weighed } = chain
    const { net, fine, melted, value } = priceOldGold({ ...weighed, purityDifference: 200 })
    t.same([net, fine, melted].map(grams), ['9.800', '8.918', '8.722'])
    t.equal(rupees(value), '1,16,438.70')
  })
  t.test('without a loss all that is fine is paid', async (t) => {
    const { fine, melted } = priceOldGold({ ...chain, meltingBp: 0 })
    t.equal(melted, fine)
  })
})

t.test('whatever is brought', async (t) => {
  const any: fc.Arbitrary<OldGold> = fc
    .record({
      net: fc.bigInt({ min: 1n, max: 1_000_000n }),
      dust: fc.bigInt({ min: 0n, max: 10_000n }).map(mg),
      stones: fc.bigInt({ min: 0n, max: 10_000n }).map(mg),
      touch: fc.integer({ min: 1, max: 10_000 }),
      loss: fc.integer({ min: 0, max: 9_999 }),
      isMelting: fc.boolean(),
      rate: fc.bigInt({ min: 1n, max: 20_000_00n }).map(paise),
    })
    .map(({ net, loss, isMelting, ...of }) => ({
      ...of,
      gross: mg(net + of.dust + of.stones),
      ...(isMelting ? { meltingBp: loss } : { purityDifference: loss % of.touch }),
    }))
  t.test('no step weighs more than the one before, and none is a problem', async () => {
    fc.assert(
      fc.property(any, (old) => {
        const { net, fine, melted, value } = priceOldGold(old)
        const falls = 0n <= melted && melted <= fine && fine <= net && net <= old.gross
        return falls && value >= 0n && oldGoldProblems(old).length === 0
      }),
    )
  })
  t.test('more weight, touch or rate is never worth less', async () => {
    const more = fc.record({
      weight: fc.bigInt({ min: 0n, max: 1_000n }),
      touch: fc.integer({ min: 0, max: 500 }),
      rate: fc.bigInt({ min: 0n, max: 1_000_00n }),
    })
    fc.assert(
      fc.property(any, more, (old, by) => {
        const better = {
          ...old,
          gross: mg(old.gross + by.weight),
          touch: Math.min(old.touch + by.touch, 10_000),
          rate: paise(old.rate + by.rate),
        }
        return priceOldGold(better).value >= priceOldGold(old).value
      }),
    )
  })
})

t.test('what cannot be is named at its field', async (t) => {
  const problem = (other: Partial<typeof chain | Record<string, unknown>>, field: string, named: string) =>
    t.same(oldGoldProblems({ ...chain, ...other }), [{ field, problem: named }])
  problem({ gross: mg(0n), dust: mg(0n) }, 'gross', 'missing')
  problem({ gross: mg(-1n), dust: mg(0n) }, 'gross', 'below-zero')
  problem({ gross: mg(100_000_001n) }, 'gross', 'too-large')
  problem({ dust: mg(-1n) }, 'dust', 'below-zero')
  problem({ dust: mg(10_000n) }, 'dust', 'over-gross')
  problem({ stones: mg(9_800n) }, 'stones', 'over-gross')
  problem({ stones: mg(-1n) }, 'stones', 'below-zero')
  problem({ touch: 0 }, 'touch', 'missing')
  problem({ touch: -1 }, 'touch', 'below-zero')
  problem({ touch: 91.5 }, 'touch', 'not-whole')
  problem({ touch: 10_001 }, 'touch', 'over-hundred')
  problem({ meltingBp: -1 }, 'meltingBp', 'below-zero')
  problem({ meltingBp: 0.5 }, 'meltingBp', 'not-whole')
  problem({ meltingBp: 10_000 }, 'meltingBp', 'over-hundred')
  problem({ rate: paise(0n) }, 'rate', 'missing')
  problem({ rate: paise(-1n) }, 'rate', 'below-zero')
  const { meltingBp: _, ...weighed } = chain
  t.same(oldGoldProblems({ ...weighed, purityDifference: 9_100 }), [
    { field: 'purityDifference', problem: 'over-touch' },
  ])
})
