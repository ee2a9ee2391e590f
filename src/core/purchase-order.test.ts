import t from 'tap'
import { paise } from './money.ts'
import {
  daysLate,
  isAwaited,
  leftOf,
  mayApprove,
  mustWait,
  priceOrder,
  purchaseOrderStates,
  stateAfter,
} from './purchase-order.ts'
import { milli } from './quantity.ts'

const line = (quantity: bigint, received = 0n, closed = 0n) => ({
  ...{ quantity: milli(quantity), received: milli(received), closed: milli(closed) },
})

t.test('an order by what came of its lines', async (t) => {
  t.equal(leftOf(line(10n, 3n, 2n)), 5n)
  t.equal(leftOf(line(10n, 8n, 2n)), 0n)
  t.equal(leftOf(line(10n, 12n)), 0n, 'more came than was ordered')
  // The state before, the lines, and the state after.
  const table = [
    { from: 'open', lines: [line(10n)], to: 'open' },
    { from: 'open', lines: [line(10n, 1n)], to: 'part-received' },
    { from: 'open', lines: [line(10n, 10n), line(5n)], to: 'part-received' },
    { from: 'open', lines: [line(10n, 10n), line(5n, 6n)], to: 'received' },
    { from: 'part-received', lines: [line(10n, 4n, 6n)], to: 'received' },
    { from: 'part-received', lines: [line(10n)], to: 'open' },
    { from: 'received', lines: [line(10n, 9n)], to: 'part-received' },
    { from: 'received', lines: [line(10n)], to: 'open' },
    { from: 'waiting', lines: [line(10n, 10n)], to: 'waiting' },
    { from: 'short-closed', lines: [line(10n, 10n)], to: 'short-closed' },
    { from: 'cancelled', lines: [line(10n)], to: 'cancelled' },
  ] as const
  for (const { from, lines, to } of table) t.equal(stateAfter(from, lines), to, `${from} to ${to}`)
  t.same(purchaseOrderStates.filter(isAwaited), ['open', 'part-received'])
})

t.test('who signs an order, and when it is late', async (t) => {
  t.equal(mustWait(paise(100n), null), false, 'no limit')
  t.equal(mustWait(paise(100n), paise(100n)), false, 'just the limit')
  t.equal(mustWait(paise(101n), paise(100n)), true)
  t.equal(mustWait(paise(1n), paise(0n)), true, 'a limit of nothing is one')
  t.equal(mayApprove({ isOwner: true, isMaker: true }), true)
  t.equal(mayApprove({ isOwner: false, isMaker: false }), true)
  t.equal(mayApprove({ isOwner: false, isMaker: true }), false)
  t.equal(daysLate('open', '2026-11-20', '2026-11-21'), 1)
  t.equal(daysLate('part-received', '2026-10-31', '2026-11-21'), 21)
  t.equal(daysLate('open', '2026-11-21', '2026-11-21'), 0, 'its day is not over')
  t.equal(daysLate('open', '2026-11-22', '2026-11-21'), 0)
  t.equal(daysLate('received', '2026-11-01', '2026-11-21'), 0)
})

t.test('what an order comes to', async (t) => {
  const lines = [
    { quantity: milli(2_500n), price: paise(40_00n), rateBp: 500 },
    { quantity: milli(1_000n), price: paise(99_99n), rateBp: 1800 },
  ]
  const here = priceOrder(lines, { supply: 'intra', isRegistered: true })
  t.same(
    here.lines.map(({ taxable, total }) => [taxable, total]),
    [
      [100_00n, 105_00n],
      [99_99n, 117_99n],
    ],
  )
  t.match(here, { taxable: 199_99n, total: 222_99n, heads: { cgst: 11_50n, sgst: 11_50n, igst: 0n } })
  const elsewhere = priceOrder(lines, { supply: 'inter', isRegistered: true })
  t.match(elsewhere.heads, { cgst: 0n, sgst: 0n, igst: 23_00n })
  const plain = priceOrder(lines, { supply: 'intra', isRegistered: false })
  t.match(plain, { taxable: 199_99n, total: 199_99n, heads: { cgst: 0n, sgst: 0n, igst: 0n } })
  t.match(priceOrder([], { supply: 'intra', isRegistered: true }), { lines: [], taxable: 0n, total: 0n })
})
