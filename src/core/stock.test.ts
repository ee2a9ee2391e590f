import fc from 'fast-check'
import t from 'tap'
import { Refusal } from './errors.ts'
import { paise } from './money.ts'
import { milli } from './quantity.ts'
import { emptyLevel, issue, receive, type Shortage, type StockLevel, unitCost } from './stock.ts'

const level = (quantity: bigint, value: bigint): StockLevel => ({ quantity: milli(quantity), value: paise(value) })
const refuse: Shortage = { negative: 'refuse', lastCost: paise(0n) }
const warn = (lastCost: bigint): Shortage => ({ negative: 'warn', lastCost: paise(lastCost) })
const anyQuantity = fc.bigInt({ min: 1n, max: 10n ** 9n }).map(milli)
const anyValue = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(paise)
const anyMove = fc.record({ comesIn: fc.boolean(), quantity: anyQuantity, value: anyValue })

t.test('stock at moving average', async (t) => {
  t.test('goods come in at cost and go out at the average', async (t) => {
    const two = receive(receive(emptyLevel, milli(10_000n), paise(1000_00n)).level, milli(5_000n), paise(650_00n)).level
    t.same(two, level(15_000n, 1650_00n))
    t.equal(unitCost(two), 110_00n)
    t.same(issue(two, milli(4_000n), refuse), { level: level(11_000n, 1210_00n), cost: 440_00n })
  })
  t.test('the last unit takes the whole remaining value', async (t) => {
    let left = level(3_000n, 100n)
    const costs: bigint[] = []
    for (let unit = 0; unit < 3; unit++) {
      const issued = issue(left, milli(1_000n), refuse)
      costs.push(issued.cost)
      left = issued.level
    }
    t.same(costs, [33n, 34n, 33n])
    t.same(left, emptyLevel)
    t.equal(unitCost(left), undefined)
  })
  t.test('more than there is is refused with what is left', async (t) => {
    for (const [there, left] of [
      [1_500n, '1.5'],
      [0n, '0'],
      [-2_000n, '0'],
    ] as const) {
      const refusal = caught(() => issue(level(there, 0n), milli(2_000n), refuse))
      t.match(refusal, { key: 'stock.refusal.notEnough', values: { left } })
    }
  })
  t.test('where the shop only warns, the missing part leaves at the last known cost', async (t) => {
    const below = issue(level(1_000n, 90n), milli(3_000n), warn(100n))
    t.same(below, { level: level(-2_000n, -200n), cost: 290n })
    t.same(issue(below.level, milli(1_000n), warn(110n)), { level: level(-3_000n, -310n), cost: 110n })
    t.same(
      issue(emptyLevel, milli(1_500n), warn(100n)),
      { level: level(-1_500n, -150n), cost: 150n },
      'of an empty shelf',
    )
    t.same(issue(level(1_000n, 90n), milli(1_000n), warn(100n)), { level: emptyLevel, cost: 90n }, 'nothing is missing')
  })
  t.test('a receipt sets the cost of what was sold below zero right', async (t) => {
    const below = level(-2_000n, -200n)
    t.same(receive(below, milli(5_000n), paise(600n)), { level: level(3_000n, 360n), moved: 560n, correction: 40n })
    t.same(receive(below, milli(2_000n), paise(150n)), { level: emptyLevel, moved: 200n, correction: -50n })
    t.same(receive(below, milli(1_000n), paise(120n)), { level: level(-1_000n, -100n), moved: 100n, correction: 20n })
  })
  t.test('nothing, and less than nothing, cannot move', async (t) => {
    const cannot = (message: string) => ({ name: 'RangeError', message })
    t.throws(() => receive(emptyLevel, milli(0n), paise(5n)), cannot('cannot receive 0 for 5'))
    t.throws(() => receive(emptyLevel, milli(1n), paise(-5n)), cannot('cannot receive 1 for -5'))
    for (const amount of [0n, -1n])
      t.throws(() => issue(level(5n, 5n), milli(amount), refuse), cannot(`cannot issue ${amount}`))
  })
  t.test('a gift costs nothing and brings the average down', async (t) => {
    t.same(receive(level(1_000n, 90n), milli(2_000n), paise(0n)).level, level(3_000n, 90n))
  })
})

t.test('value is conserved', async (t) => {
  t.test('and never below zero where shortage is refused', async () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 30 }), (moves) => {
        let stands = emptyLevel
        let value = 0n
        for (const move of moves) {
          if (move.comesIn) {
            const received = receive(stands, move.quantity, move.value)
            value += received.moved
            stands = received.level
            if (received.correction !== 0n) return false
          } else if (move.quantity <= stands.quantity) {
            const issued = issue(stands, move.quantity, refuse)
            value -= issued.cost
            stands = issued.level
            if (issued.cost < 0n) return false
          } else if (!(caught(() => issue(stands, move.quantity, refuse)) instanceof Refusal)) return false
          if (stands.value !== value || value < 0n || stands.quantity < 0n) return false
          if (stands.quantity === 0n && value !== 0n) return false
        }
        return true
      }),
    )
  })
  t.test('also below zero: what came in is what stands and what was sold', async () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 30 }), anyValue, (moves, lastCost) => {
        let stands = emptyLevel
        let balance = 0n // bought less cost of goods
        for (const move of moves) {
          if (move.comesIn) {
            const received = receive(stands, move.quantity, move.value)
            balance += move.value - received.correction
            stands = received.level
          } else {
            const issued = issue(stands, move.quantity, { negative: 'warn', lastCost })
            balance -= issued.cost
            stands = issued.level
          }
          const sign =
            stands.quantity > 0n ? stands.value >= 0n : stands.quantity < 0n ? stands.value <= 0n : stands.value === 0n
          if (stands.value !== balance || !sign) return false
        }
        return true
      }),
    )
  })
})

function caught(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}
