import fc from 'fast-check'
import t from 'tap'
import {
  ageing,
  bucketOf,
  buckets,
  checkAllocations,
  type DatedAllocation,
  decideSettlement,
  type OpenItem,
  outstandingOn,
  proposeAllocations,
  proposePairs,
} from './allocation.ts'
import { addDays } from './dates.ts'
import { type Paise, paise, subtract, sum, zero } from './money.ts'

const item = (id: string, amount: bigint, dueOn = '2026-11-01', rest: Partial<OpenItem> = {}): OpenItem => ({
  id,
  kind: 'bill',
  side: 'debit',
  onDate: '2026-10-01',
  dueOn,
  openAmount: paise(amount),
  ...rest,
})
const share = (itemId: string, amount: bigint) => ({ itemId, amount: paise(amount) })
/** The items as they stand after an amount has settled the oldest. */
const settle = (items: readonly OpenItem[], amount: bigint): OpenItem[] => {
  const shares = new Map(proposeAllocations(items, paise(amount)).map(({ itemId, amount }) => [itemId, amount]))
  return items.map((one) => ({ ...one, openAmount: subtract(one.openAmount, shares.get(one.id) ?? zero) }))
}
const instalments = (...amounts: bigint[]) => amounts.map((amount, i) => item(`${i + 1}`, amount, `2026-11-0${i + 1}`))
const open = (items: readonly OpenItem[]) => items.map(({ openAmount }) => openAmount)

const anyDate = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-01', days))
const anyPaise = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(paise)
const anyItems = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    kind: fc.constant('bill' as const),
    side: fc.constantFrom('debit' as const, 'credit' as const),
    onDate: anyDate,
    dueOn: anyDate,
    openAmount: anyPaise,
  }),
  { selector: ({ id }) => id, maxLength: 20 },
)

t.test('the proposal', async (t) => {
  t.test('settles the oldest due first', async (t) => {
    t.same(open(settle(instalments(30n, 50n, 20n), 40n)), [0n, 40n, 20n])
    const paid = settle(instalments(60n, 100n, 40n), 40n)
    t.same(open(paid), [20n, 100n, 40n])
    t.same(open(settle(paid, 100n)), [0n, 20n, 40n], 'then a credit note of 100')
    const sameDay = [item('b', 5n), item('c', 5n, '2026-11-01', { onDate: '2026-09-30' }), item('a', 5n)]
    t.same(proposeAllocations(sameDay, paise(12n)), [share('c', 5n), share('a', 5n), share('b', 2n)])
    t.same(proposeAllocations([item('a', 0n)], paise(5n)), [])
    t.same(proposeAllocations([item('a', 5n)], zero), [])
  })
  t.test('gives each item at most what is open, all together as much as there is, and can be accepted', async () => {
    fc.assert(
      fc.property(anyItems, anyPaise, (items, amount) => {
        const debits = items.filter(({ side }) => side === 'debit')
        const shares = proposeAllocations(debits, amount)
        const total = sum(shares.map((one) => one.amount))
        const all = sum(open(debits).map(paise))
        const { rest } = checkAllocations(items, shares, { amount, settles: 'debit', restAs: 'advance' })
        const isLeast = (total === amount || total === all) && total <= amount && total <= all
        return isLeast && (rest?.amount ?? 0n) === amount - total
      }),
    )
  })
})

t.test('what a person chose', async (t) => {
  const items = [
    item('a', 50n),
    item('b', 20n),
    item('done', 0n),
    item('note', 90n, '2026-11-01', { side: 'credit', kind: 'note' }),
  ]
  const options = { amount: paise(60n), settles: 'debit', restAs: 'on-account' } as const
  t.test('is kept, and the rest is what was chosen for it', async (t) => {
    t.same(checkAllocations(items, [share('b', 20n), share('a', 10n)], options).rest, {
      kind: 'on-account',
      amount: 30n,
    })
    t.same(checkAllocations(items, [], { ...options, restAs: 'advance' }).rest, { kind: 'advance', amount: 60n })
    t.equal(checkAllocations(items, [share('a', 50n), share('b', 10n)], options).rest, null)
    t.equal(checkAllocations(items, [share('note', 60n)], { ...options, settles: 'credit' }).rest, null)
  })
  t.test('never settles more than is open, nor more than was paid', async (t) => {
    const table: [string, { itemId: string; amount: Paise }[], object][] = [
      ['over the item', [share('a', 51n)], { key: 'allocation.refusal.overItem', values: { left: '0.50' } }],
      [
        'over the receipt',
        [share('a', 50n), share('b', 11n)],
        { key: 'allocation.refusal.overReceipt', values: { left: '0.60' } },
      ],
      ['settled before', [share('done', 1n)], { key: 'allocation.refusal.notOpen', status: 409 }],
      ["another party's", [share('x', 1n)], { key: 'allocation.refusal.notOpen' }],
      ['of the same side', [share('note', 1n)], { key: 'allocation.refusal.notOpen' }],
      ['twice', [share('a', 5n), share('a', 5n)], { key: 'allocation.refusal.twice' }],
      ['nothing', [share('a', 0n)], { key: 'allocation.refusal.notPositive' }],
      ['less than nothing', [share('a', -1n)], { key: 'allocation.refusal.notPositive' }],
    ]
    for (const [name, shares, refusal] of table)
      t.match(
        caught(() => checkAllocations(items, shares, options)),
        refusal,
        name,
      )
  })
})

t.test('settling by pairs', async (t) => {
  const credit = (id: string, amount: bigint, dueOn = '2026-10-01', rest: Partial<OpenItem> = {}) =>
    item(id, amount, dueOn, { side: 'credit', kind: 'advance', ...rest })
  const pair = (fromItemId: string, toItemId: string, amount: bigint) => ({
    fromItemId,
    toItemId,
    amount: paise(amount),
  })

  t.test('uses up what waits, oldest due first on both sides', async (t) => {
    const bills = instalments(60n, 100n, 40n)
    t.same(proposePairs([credit('money', 40n), credit('note', 100n, '2026-10-02')], bills.toReversed()), [
      pair('money', '1', 40n),
      pair('note', '1', 20n),
      pair('note', '2', 80n),
    ])
    t.same(proposePairs([credit('late', 9n, '2026-10-05'), credit('early', 1n)], instalments(5n)), [
      pair('early', '1', 1n),
      pair('late', '1', 4n),
    ])
    t.same(proposePairs([], bills), [])
    t.same(proposePairs([credit('money', 5n)], []), [])
  })
  t.test('each proposal can be accepted, and leaves nothing that could still be settled', async () => {
    fc.assert(
      fc.property(anyItems, (items) => {
        const [sources, targets] = (['credit', 'debit'] as const).map((side) =>
          items.filter((one) => one.side === side),
        )
        const pairs = proposePairs(sources ?? [], targets ?? [])
        const [have, owe] = [sum(open(sources ?? []).map(paise)), sum(open(targets ?? []).map(paise))]
        const total = sum(pairs.map(({ amount }) => amount))
        if (pairs.length === 0) return have === 0n || owe === 0n
        const rows = decideSettlement(items, pairs, { onDate: '2026-01-01', lastUndone: new Map() })
        const [least] = [have, owe].toSorted((a, b) => (a < b ? -1 : 1))
        return total === least && rows.length === pairs.length
      }),
    )
  })
  t.test('stands on the first day on which both are open', async (t) => {
    const items = [item('bill', 50n, '2026-11-01', { onDate: '2026-10-05' }), credit('money', 50n)]
    const dated = (onDate: string, undone: [string, string][] = []) =>
      decideSettlement(items, [pair('money', 'bill', 1n)], { onDate, lastUndone: new Map(undone) })[0]?.onDate
    t.equal(dated('2026-11-21'), '2026-11-21')
    t.equal(dated('2026-10-02'), '2026-10-05', 'the bill came later')
    t.equal(dated('2026-10-06', [['money', '2026-10-09']]), '2026-10-09', 'the money was used until then')
    t.equal(
      dated('2026-10-06', [
        ['bill', '2026-10-08'],
        ['other', '2026-12-01'],
      ]),
      '2026-10-08',
    )
    t.equal(dated('2026-11-21', [['bill', '2026-10-08']]), '2026-11-21')
  })
  t.test('says of which item it refuses what', async (t) => {
    const items = [item('a', 50n), item('b', 20n), item('done', 0n), credit('m', 60n), credit('used', 0n)]
    const table: [string, ReturnType<typeof pair>[], object][] = [
      ['no pair', [], { key: 'allocation.refusal.nothing' }],
      ['nothing', [pair('m', 'a', 0n)], { key: 'allocation.refusal.notPositive', itemId: 'a' }],
      [
        'over the bill',
        [pair('m', 'a', 51n)],
        { key: 'allocation.refusal.overItem', itemId: 'a', values: { left: '0.50' } },
      ],
      [
        'over the money',
        [pair('m', 'a', 50n), pair('m', 'b', 11n)],
        { key: 'allocation.refusal.overReceipt', itemId: 'm', values: { left: '0.60' } },
      ],
      ['settled before', [pair('m', 'done', 1n)], { key: 'allocation.refusal.notOpen', itemId: 'done', status: 409 }],
      ['used before', [pair('used', 'a', 1n)], { key: 'allocation.refusal.notOpen', itemId: 'used' }],
      ["another's", [pair('m', 'x', 1n)], { key: 'allocation.refusal.notOpen', itemId: 'x' }],
      ['of one side', [pair('a', 'b', 1n)], { key: 'allocation.refusal.sameSide', itemId: 'b' }],
      [
        'twice',
        [pair('m', 'a', 1n), pair('m', 'a', 2n)],
        { name: 'PairRefused', key: 'allocation.refusal.twice', itemId: 'a', status: 422 },
      ],
    ]
    for (const [name, pairs, refusal] of table)
      t.match(
        caught(() => decideSettlement(items, pairs, { onDate: '2026-11-21', lastUndone: new Map() })),
        refusal,
        name,
      )
    const two = decideSettlement(items, [pair('m', 'a', 50n), pair('m', 'b', 10n)], {
      onDate: '2026-11-21',
      lastUndone: new Map(),
    })
    t.same(
      two.map(({ toItemId, amount }) => [toItemId, amount]),
      [
        ['a', 50n],
        ['b', 10n],
      ],
      'all of the money is no more than it',
    )
  })
})

t.test('outstanding on a day', async (t) => {
  const bill = { id: 'bill', amount: paise(100n), onDate: '2026-04-10' }
  const row = (amount: bigint, onDate: string, toItemId = 'bill'): DatedAllocation => ({
    fromItemId: 'receipt',
    toItemId,
    amount: paise(amount),
    onDate,
  })
  const rows = [row(40n, '2026-05-01'), row(-40n, '2026-06-01'), row(25n, '2026-07-01'), row(9n, '2026-05-01', 'other')]
  const table = [
    ['2026-04-09', 0n],
    ['2026-04-10', 100n],
    ['2026-04-30', 100n],
    ['2026-05-01', 60n],
    ['2026-06-01', 100n],
    ['2026-07-01', 75n],
  ] as const
  for (const [day, amount] of table) t.equal(outstandingOn(bill, rows, day), amount, day)
  t.equal(
    outstandingOn({ id: 'receipt', amount: paise(80n), onDate: '2026-05-01' }, rows, '2026-05-31'),
    31n,
    'from the item too',
  )
})

t.test('ageing', async (t) => {
  t.test('puts each due in its bucket', async (t) => {
    const days = [
      [-5, 'not-due'],
      [0, 'not-due'],
      [1, '1-30'],
      [30, '1-30'],
      [31, '31-60'],
      [60, '31-60'],
      [61, '61-90'],
      [90, '61-90'],
      [91, '91-120'],
      [120, '91-120'],
      [121, 'over-120'],
    ] as const
    for (const [day, bucket] of days) t.equal(bucketOf(day), bucket, `${day} days`)
  })
  t.test('counts from the due date or the bill date', async (t) => {
    const items = [
      item('a', 100n, '2026-11-10', { onDate: '2026-09-10' }),
      item('b', 7n, '2026-12-01', { onDate: '2026-11-21' }),
    ]
    t.match(ageing(items, '2026-11-21', 'due'), { buckets: { '1-30': 100n, 'not-due': 7n }, balance: 107n })
    t.match(ageing(items, '2026-11-21', 'bill'), { buckets: { '61-90': 100n, 'not-due': 7n } })
    t.match(ageing(items, '2026-11-20', 'due'), { balance: 100n }, 'a later bill is not there yet')
  })
  t.test('keeps advances and notes apart: a note of 100 stays beside its bill of 100', async (t) => {
    const note = item('note', 100n, '2026-10-02', { side: 'credit', kind: 'note' })
    const { buckets, advances, balance } = ageing([item('bill', 100n), note], '2026-11-21', 'due')
    t.same([buckets['1-30'], advances, balance], [100n, 100n, 0n])
    t.match(ageing([note], '2026-11-21', 'due', 'credit'), { buckets: { '31-60': 100n }, advances: 0n, balance: 100n })
  })
  t.test('adds up to the khata, by either date and from either side', async () => {
    fc.assert(
      fc.property(anyItems, anyDate, fc.constantFrom('due' as const, 'bill' as const), (items, asOf, by) => {
        const there = items.filter(({ onDate }) => onDate <= asOf)
        const khata = there.reduce(
          (total, one) => total + (one.side === 'debit' ? one.openAmount : -one.openAmount),
          0n,
        )
        const ours = ageing(items, asOf, by)
        const theirs = ageing(items, asOf, by, 'credit')
        const inBuckets = sum(buckets.map((bucket) => ours.buckets[bucket]))
        return ours.balance === khata && theirs.balance === -khata && inBuckets === khata + ours.advances
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
