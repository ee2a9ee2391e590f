import fc from 'fast-check'
import t from 'tap'
import { type Paise, paise } from './money.ts'
import { milli } from './quantity.ts'
import { emptyLevel, issue, receive, type StockLevel, unitCost } from './stock.ts'
import { type PoolMove, type Valuation, type ValuedPool, valuePool } from './valuation.ts'

/**
 * A table as a bookkeeper writes it: what moved, how many units, and for what comes in its cost in rupees. `back` names the row
 * that the goods went out by. After it the worth of each move and what is left, worked out by hand.
 */
interface Row {
  id: string
  what: 'in' | 'out' | 'back'
  units: number
  cost?: number
  of?: string
}

function run(table: readonly Row[], method: Valuation): ValuedPool {
  return valuePool(poolOf(table), { method, first: new Map() })
}

// Nothing was written of these moves before: each stands at nothing, and of what came back the share is all that counts.
function poolOf(table: readonly Row[]): PoolMove[] {
  const unitsOf = new Map(table.map(({ id, units }) => [id, units]))
  return table.map(({ id, what, units, cost = 0, of = '' }) => {
    const quantity = milli(BigInt(what === 'out' ? -units : units) * 1000n)
    const own = { id, quantity, value: paise(0n), correction: paise(0n), cost: rupees(cost) }
    if (what !== 'back') return own
    const whole = BigInt(unitsOf.get(of) ?? 0) * 1000n
    return { ...own, from: { ids: [of], elsewhere: paise(0n), part: quantity, whole } }
  })
}

const rupees = (amount: number): Paise => paise(BigInt(Math.round(amount * 100)))
const shown = (amount: bigint): string => (Number(amount) / 100).toFixed(2)

/** Each row as "id value | units left, worth". */
function told(table: readonly Row[], method: Valuation): string[] {
  return table.map(({ id }, at) => {
    const { moves, level } = run(table.slice(0, at + 1), method)
    return `${id} ${shown(moves[at]?.value ?? 0n)} | ${level.quantity / 1000n}, ${shown(level.value)}`
  })
}

// Sugar, bought and sold through a month. The receipt of the 4th (c) was written only after all others: it stands on its day.
const month: Row[] = [
  { id: 'a', what: 'in', units: 100, cost: 1000 }, //  1st: 100 at 10
  { id: 'b', what: 'out', units: 40 }, //               3rd
  { id: 'c', what: 'in', units: 60, cost: 720 }, //     4th: 60 at 12, back-dated
  { id: 'd', what: 'out', units: 50 }, //               6th
  { id: 'e', what: 'back', units: 10, of: 'd' }, //     7th: 10 of d come back
  { id: 'f', what: 'in', units: 40, cost: 560 }, //     9th: 40 at 14
  { id: 'g', what: 'out', units: 90 }, //              12th
  { id: 'h', what: 'out', units: 10 }, //              14th
  { id: 'i', what: 'in', units: 50, cost: 800 }, //    15th: 50 at 16
  { id: 'j', what: 'back', units: 20, of: 'g' }, //    18th: 20 of g come back
  { id: 'k', what: 'out', units: 65 }, //              20th
  { id: 'l', what: 'in', units: 25, cost: 450 }, //    24th: 25 at 18
  { id: 'm', what: 'out', units: 50 }, //              28th: the shelf is empty
]

t.test('the tables that a bookkeeper works out by hand', async (t) => {
  t.test('weighted average: thirteen moves with two returns and a back-dated receipt', async (t) => {
    t.same(told(month, 'weighted-average'), [
      'a 1000.00 | 100, 1000.00',
      'b -400.00 | 60, 600.00', //      40 at 10
      'c 720.00 | 120, 1320.00', //     120 at 11
      'd -550.00 | 70, 770.00', //      50 at 11
      'e 110.00 | 80, 880.00', //       10 of 50 for 550
      'f 560.00 | 120, 1440.00', //     120 at 12
      'g -1080.00 | 30, 360.00', //     90 at 12
      'h -120.00 | 20, 240.00', //      10 at 12
      'i 800.00 | 70, 1040.00', //      70 at 14.857...
      'j 240.00 | 90, 1280.00', //      20 of 90 for 1080; 90 at 14.222...
      'k -924.44 | 25, 355.56', //      65 of 90 for 1280
      'l 450.00 | 50, 805.56',
      'm -805.56 | 0, 0.00', //         the last unit takes what is left
    ])
  })

  t.test('FIFO: the same thirteen moves', async (t) => {
    t.same(told(month, 'fifo'), [
      'a 1000.00 | 100, 1000.00',
      'b -400.00 | 60, 600.00', //      40 of a at 10
      'c 720.00 | 120, 1320.00',
      'd -500.00 | 70, 820.00', //      50 of a at 10; left 10 of a, 60 of c
      'e 100.00 | 80, 920.00', //       10 of 50 for 500: a layer of 10 at 10
      'f 560.00 | 120, 1480.00',
      'g -1060.00 | 30, 420.00', //     10 of a, 60 of c, 10 of e, 10 of f at 14; left 30 of f
      'h -140.00 | 20, 280.00', //      10 of f
      'i 800.00 | 70, 1080.00',
      'j 235.56 | 90, 1315.56', //      20 of 90 for 1060
      'k -1000.00 | 25, 315.56', //     20 of f at 14, 45 of i at 16; left 5 of i and j
      'l 450.00 | 50, 765.56',
      'm -765.56 | 0, 0.00',
    ])
  })

  t.test('the receipt of the 4th makes dearer what was sold after it, and what came back of it', async (t) => {
    const before = run(month.filter(({ id }) => id !== 'c').slice(0, 4), 'weighted-average')
    t.same(
      before.moves.map(({ id, value }) => `${id} ${shown(value)}`),
      ['a 1000.00', 'b -400.00', 'd -500.00', 'e 100.00'],
    )
    const after = run(month.slice(0, 5), 'weighted-average')
    t.same(
      after.moves.map(({ id, value }) => `${id} ${shown(value)}`),
      ['a 1000.00', 'b -400.00', 'c 720.00', 'd -550.00', 'e 110.00'],
    )
  })

  t.test('below zero goods leave at what was guessed, and the receipt puts it right, by both methods', async (t) => {
    const below = (method: Valuation) => {
      const out = { id: 'b', quantity: milli(-3000n), value: rupees(-33), correction: paise(0n), cost: paise(0n) }
      const table = poolOf([
        { id: 'a', what: 'in', units: 1, cost: 10 },
        { id: 'c', what: 'in', units: 5, cost: 60 },
        { id: 'd', what: 'out', units: 2 },
      ])
      const [first, ...rest] = table
      return valuePool(first ? [first, out, ...rest] : [], { method, first: new Map() })
    }
    for (const method of ['weighted-average', 'fifo'] as const)
      t.same(
        below(method).moves.map(({ id, value, correction }) => `${id} ${shown(value)} ${shown(correction)}`),
        // 1 at 10 and 2 guessed at 10; they cost 12, so 4 of the 60 belong to what was sold.
        ['a 10.00 0.00', 'b -30.00 0.00', 'c 56.00 4.00', 'd -24.00 0.00'],
      )
  })

  t.test('goods out of two batches share the cost of one, and do so again', async (t) => {
    const table = (parting?: string) =>
      poolOf([
        { id: 'a', what: 'in', units: 7, cost: 1.02 },
        { id: 'b', what: 'out', units: 1 },
        { id: 'c', what: 'out', units: 2 },
      ]).map((move) => (move.quantity < 0n && parting !== undefined ? { ...move, parting } : move))
    const of = (moves: PoolMove[], method: Valuation) =>
      valuePool(moves, { method, first: new Map() }).moves.map(({ id, value }) => `${id} ${shown(value)}`)
    for (const method of ['weighted-average', 'fifo'] as const) {
      // Three of 7 for 1.02 are 0.44: a third of that, and the rest. Each alone, one of 7 for 1.02 and two of 6 for 0.87.
      t.same(of(table('one'), method), ['a 1.02', 'b -0.14', 'c -0.30'])
      t.same(of(table(), method), ['a 1.02', 'b -0.15', 'c -0.29'])
    }
  })

  t.test('what an earlier method valued stays, and is one layer from the change on', async (t) => {
    const table = poolOf([
      { id: 'a', what: 'in', units: 10, cost: 100 },
      { id: 'b', what: 'in', units: 10, cost: 120 },
      { id: 'c', what: 'out', units: 5 },
      { id: 'd', what: 'in', units: 5, cost: 75 },
      { id: 'e', what: 'out', units: 16 },
    ])
    const kept = table.map((move) => {
      if (move.id > 'c') return move
      return { ...move, isKept: true, value: move.id === 'c' ? rupees(-55) : move.cost }
    })
    const { moves, level } = valuePool(kept, { method: 'fifo', first: new Map() })
    t.same(
      moves.map(({ value }) => shown(value)),
      ['100.00', '120.00', '-55.00', '75.00', '-180.00'],
    )
    t.same(level.layers, [{ id: 'd', quantity: 4000n, value: 60_00n }])
  })
})

const anyStep = fc.record({
  comesIn: fc.boolean(),
  units: fc.bigInt({ min: 1n, max: 5000n }),
  each: fc.bigInt({ min: 0n, max: 1_000_000n }),
})
const anyMethod = fc.constantFrom<Valuation>('weighted-average', 'fifo')

/** Moves as they are decided one after the other, each on what the one before left. */
function decided(steps: readonly { comesIn: boolean; units: bigint; each: bigint }[], method: Valuation): PoolMove[] {
  let level: StockLevel = method === 'fifo' ? { ...emptyLevel, layers: [] } : emptyLevel
  return steps.map(({ comesIn, units, each }, n) => {
    const own = { id: String(n).padStart(4, '0'), correction: paise(0n), cost: paise(0n) }
    if (comesIn) {
      const cost = paise(units * each)
      const received = receive(level, milli(units), cost)
      level = received.level
      const { moved: value, correction } = received
      return { ...own, quantity: milli(units), value, correction, cost }
    }
    const lastCost = unitCost(level) ?? paise(each)
    const issued = issue(level, milli(units), { negative: 'warn', lastCost })
    level = issued.level
    return { ...own, quantity: milli(-units), value: paise(-issued.cost) }
  })
}

t.test('for any moves', async (t) => {
  t.test('running them again in the order in which they were decided changes nothing', async () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), anyMethod, (steps, method) => {
        const moves = decided(steps, method)
        const again = valuePool(moves, { method, first: new Map() })
        return moves.every((move, n) => {
          const now = again.moves[n]
          return now?.value === move.value && now.correction === move.correction
        })
      }),
    )
  })

  t.test('no value comes from nowhere: what came in less what went out is what is left', async () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), anyMethod, (steps, method) => {
        const moves = decided(steps, method).toSorted((a, b) => Number(a.quantity % 7n) - Number(b.quantity % 7n))
        const { moves: valued, level } = valuePool(moves, { method, first: new Map() })
        const total = valued.reduce((sum, { value }) => sum + value, 0n)
        const costs = moves.reduce((sum, { cost }) => sum + cost, 0n)
        const booked = valued.reduce(
          (sum, { value, correction }, n) => ((moves[n]?.quantity ?? 0n) > 0n ? sum + value + correction : sum),
          0n,
        )
        const layers = level.layers ?? []
        const isStacked =
          method === 'weighted-average' ||
          level.quantity <= 0n ||
          layers.reduce((sum, { value }) => sum + value, 0n) === total
        return level.value === total && booked === costs && isStacked && (level.quantity !== 0n || total === 0n)
      }),
    )
  })

  t.test('by FIFO the oldest goods go first', async () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        let there = 0n
        const fit = steps.filter(({ comesIn, units }) => {
          if (!comesIn && units > there) return false
          there += comesIn ? units : -units
          return true
        })
        const { moves } = valuePool(decided(fit, 'fifo'), { method: 'fifo', first: new Map() })
        const costs = fit.flatMap(({ comesIn, units, each }) => (comesIn ? [{ units, each }] : []))
        return fit.every(({ comesIn, units }, n) => comesIn || moves[n]?.value === -oldest(costs, units))
      }),
    )
  })
})

/** Takes so many from the front, at what each cost. */
function oldest(queue: { units: bigint; each: bigint }[], units: bigint): bigint {
  let [wanted, cost] = [units, 0n]
  for (const layer of queue) {
    const goes = wanted < layer.units ? wanted : layer.units
    layer.units -= goes
    wanted -= goes
    cost += goes * layer.each
  }
  return cost
}
