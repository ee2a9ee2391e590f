import fc from 'fast-check'
import t from 'tap'
import { paise } from './money.ts'
import { type Slab, slabFor, slabProblems } from './value-table.ts'
import { mg } from './weight.ts'

const slab = (fromMg: bigint, other: Partial<Slab> = {}): Slab => ({
  fromMg: mg(fromMg),
  making: { kind: 'per-gram', paise: paise(350_00n) },
  makingFloor: { kind: 'per-gram', paise: paise(250_00n) },
  wastage: { kind: 'percent', bp: 800 },
  wastageFloor: { kind: 'percent', bp: 600 },
  makingOnWastage: false,
  ...other,
})

t.test('the slab of a weight', async (t) => {
  const [light, middle, heavy] = [slab(0n), slab(10_000n), slab(50_000n)]
  t.test('begins at its own weight and ends before the next', async (t) => {
    const table = [heavy, light, middle]
    t.equal(slabFor(table, mg(0n)), light)
    t.equal(slabFor(table, mg(9_999n)), light)
    t.equal(slabFor(table, mg(10_000n)), middle)
    t.equal(slabFor(table, mg(49_999n)), middle)
    t.equal(slabFor(table, mg(9_00_00_000n)), heavy)
  })
  t.test('there is none below the first', async (t) => {
    t.equal(slabFor([middle], mg(9_999n)), undefined)
    t.equal(slabFor([], mg(1n)), undefined)
  })
  t.test('is the nearest from below, in whatever order the slabs stand', async () => {
    const anyWeight = fc.bigInt({ min: 0n, max: 100n })
    fc.assert(
      fc.property(fc.uniqueArray(anyWeight), anyWeight, (froms, weight) => {
        const found = slabFor(
          froms.map((from) => slab(from)),
          mg(weight),
        )?.fromMg
        const below = froms.filter((from) => from <= weight)
        return found === undefined ? below.length === 0 : below.every((from) => from <= found) && found <= weight
      }),
    )
  })
})

t.test('what cannot stand in a table', async (t) => {
  t.test('a good table has no problem, a floor of nothing neither', async (t) => {
    const free = slab(5_000n, { makingFloor: { kind: 'none' }, wastageFloor: { kind: 'weight', mg: mg(0n) } })
    t.same(slabProblems([slab(0n), free]), [])
    t.same(slabProblems([slab(0n, { makingFloor: slab(0n).making, wastageFloor: slab(0n).wastage })]), [])
  })
  t.test('two slabs from one weight', async (t) => {
    t.same(slabProblems([slab(0n), slab(5n), slab(0n)]), [{ slab: 2, field: 'fromMg', problem: 'overlaps' }])
  })
  t.test('a floor above its list', async (t) => {
    const table = [
      slab(0n, { makingFloor: { kind: 'per-gram', paise: paise(350_01n) } }),
      slab(5n, { wastageFloor: { kind: 'percent', bp: 801 } }),
      slab(6n, { wastage: { kind: 'weight', mg: mg(5n) }, wastageFloor: { kind: 'weight', mg: mg(6n) } }),
    ]
    t.same(slabProblems(table), [
      { slab: 0, field: 'makingFloor', problem: 'floor-over-list' },
      { slab: 1, field: 'wastageFloor', problem: 'floor-over-list' },
      { slab: 2, field: 'wastageFloor', problem: 'floor-over-list' },
    ])
  })
  t.test('a floor of another kind, which no one can compare', async (t) => {
    t.same(slabProblems([slab(0n, { making: { kind: 'percent', bp: 1600 } })]), [
      { slab: 0, field: 'makingFloor', problem: 'floor-of-other-kind' },
    ])
    t.same(slabProblems([slab(0n, { wastage: { kind: 'none' } })]), [
      { slab: 0, field: 'wastageFloor', problem: 'floor-of-other-kind' },
    ])
  })
  t.test('figures below zero, and percentages that are not whole', async (t) => {
    const wrong = slab(-1n, {
      making: { kind: 'fixed', paise: paise(-1n) },
      makingFloor: { kind: 'none' },
      wastage: { kind: 'percent', bp: 0.5 },
      wastageFloor: { kind: 'weight', mg: mg(-1n) },
    })
    t.same(slabProblems([wrong]), [
      { slab: 0, field: 'fromMg', problem: 'below-zero' },
      { slab: 0, field: 'making', problem: 'below-zero' },
      { slab: 0, field: 'wastage', problem: 'not-whole' },
      { slab: 0, field: 'wastageFloor', problem: 'below-zero' },
    ])
  })
})
