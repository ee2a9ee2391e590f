import fc from 'fast-check'
import t from 'tap'
import { type Paise, paise } from './money.ts'
import { doOverlap, type PriceOffer, priceByLists } from './price-list.ts'
import { milli } from './quantity.ts'

const day = '2026-11-21'
const usual: PriceOffer = {
  ...{ listId: 'a', listName: 'Usual', fromOn: '2026-11-01', toOn: null, groupId: null, isOfItem: true },
  ...{ min: milli(1000n), price: { kind: 'fixed', amount: paise(100_00n) } },
}
const fixed = (rupees: bigint) => ({ kind: 'fixed', amount: paise(rupees * 100n) }) as const
const offer = (has: Partial<PriceOffer>): PriceOffer => ({ ...usual, ...has })
const ask = (offers: readonly PriceOffer[], quantity = 1n, groupId: string | null = null, onDate = day) => {
  const found = priceByLists(offers, { own: paise(120_00n), groupId, quantity: milli(quantity * 1000n), onDate })
  return [found.price, found.offer?.listId]
}

t.test("without a list that bears on it the price is the item's own", async (t) => {
  t.same(ask([]), [120_00n, undefined])
  t.same(ask([offer({ groupId: 'w' })]), [120_00n, undefined])
  t.same(ask([offer({ min: milli(12_000n) })], 11n), [120_00n, undefined])
})

t.test('a list counts from its first day to its last, both included', async (t) => {
  const list = [offer({ fromOn: '2026-11-10', toOn: '2026-11-20' })]
  for (const [onDate, price] of [
    ['2026-11-09', 120_00n],
    ['2026-11-10', 100_00n],
    ['2026-11-20', 100_00n],
    ['2026-11-21', 120_00n],
  ] as const)
    t.same(ask(list, 1n, null, onDate)[0], price, onDate)
})

t.test('which line counts', async (t) => {
  const dearer = { price: fixed(110n), listId: 'b' }
  for (const [name, stronger] of [
    ['the item before its category', [offer({ isOfItem: false }), offer(dearer)]],
    ['the group before everyone', [offer({}), offer({ ...dearer, groupId: 'w' })]],
    ['the later start', [offer({}), offer({ ...dearer, fromOn: '2026-11-15' })]],
  ] as const) {
    t.same(ask(stronger, 1n, 'w'), [110_00n, 'b'], name)
    t.same(ask(stronger.toReversed(), 1n, 'w'), [110_00n, 'b'], name)
  }
  t.same(ask([offer({}), offer({ listId: 'b', price: fixed(90n) })]), [90_00n, 'b'], 'the lower of two alike')
  const slabs = [
    offer({}),
    offer({ min: milli(12_000n), price: fixed(90n) }),
    offer({ min: milli(100_000n), price: fixed(80n) }),
  ]
  t.same(
    [1n, 11n, 12n, 99n, 100n].map((quantity) => ask(slabs, quantity)[0]),
    [100_00n, 100_00n, 90_00n, 90_00n, 80_00n],
  )
})

t.test('a part off or on the price of the item is rounded half-up to the paisa', async (t) => {
  const own = paise(33_33n)
  const by = (bp: number) =>
    priceByLists([offer({ price: { kind: 'change', bp } })], {
      own,
      groupId: null,
      quantity: milli(1000n),
      onDate: day,
    }).price
  t.same([-1000, 500, -10_000].map(by), [30_00n, 35_00n, 0n])
})

t.test('a larger quantity keeps the lower price of a smaller one', async (t) => {
  t.same(
    ask([offer({ price: fixed(90n) }), offer({ min: milli(12_000n), groupId: 'w', price: fixed(95n) })], 12n, 'w')[0],
    90_00n,
  )
})

const days = ['2026-11-01', '2026-11-10', '2026-11-21', '2026-12-01'] as const
const anyOffer: fc.Arbitrary<PriceOffer> = fc.record({
  listId: fc.constantFrom('a', 'b', 'c', 'd'),
  listName: fc.constant('x'),
  fromOn: fc.constantFrom(...days),
  toOn: fc.constantFrom(null, ...days),
  groupId: fc.constantFrom(null, 'w', 'r'),
  isOfItem: fc.boolean(),
  min: fc.constantFrom(1n, 1000n, 12_000n, 100_000n).map(milli),
  price: fc.oneof(
    fc.bigInt(1n, 50_000n).map((amount) => ({ kind: 'fixed', amount: paise(amount) }) as const),
    fc.integer({ min: -10_000, max: 10_000 }).map((bp) => ({ kind: 'change', bp }) as const),
  ),
})
const anyOffers = fc.array(anyOffer, { maxLength: 8 })
const anyOwn = fc.bigInt(0n, 100_000n).map(paise)

t.test('the order of the lists never matters', async () => {
  const shuffled = anyOffers.chain((offers) =>
    fc.tuple(fc.constant(offers), fc.shuffledSubarray(offers, { minLength: offers.length })),
  )
  fc.assert(
    fc.property(shuffled, anyOwn, fc.bigInt(1n, 200_000n), ([offers, others], own: Paise, quantity) => {
      const asked = { own, groupId: 'w', quantity: milli(quantity), onDate: day }
      return priceByLists(offers, asked).price === priceByLists(others, asked).price
    }),
  )
})

t.test('once a list bears on it, more never costs more each', async () => {
  fc.assert(
    fc.property(anyOffers, anyOwn, fc.bigInt(1n, 200_000n), fc.bigInt(0n, 200_000n), (offers, own, few, more) => {
      const at = (quantity: bigint) =>
        priceByLists(offers, { own, groupId: 'w', quantity: milli(quantity), onDate: day })
      const [first, second] = [at(few), at(few + more)]
      return first.offer === undefined || second.price <= first.price
    }),
  )
})

t.test('lists overlap by day and by group', async (t) => {
  const at = (fromOn: string, toOn: string | null, groupId: string | null = null) => ({ fromOn, toOn, groupId })
  t.ok(doOverlap(at('2026-11-01', null), at('2026-12-01', null, 'w')))
  t.ok(doOverlap(at('2026-11-01', '2026-11-10'), at('2026-11-10', null)))
  t.notOk(doOverlap(at('2026-11-01', '2026-11-10'), at('2026-11-11', null)))
  t.notOk(doOverlap(at('2026-11-01', null, 'r'), at('2026-11-01', null, 'w')))
})
