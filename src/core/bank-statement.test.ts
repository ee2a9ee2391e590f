import fc from 'fast-check'
import t from 'tap'
import {
  completed,
  type KnownLine,
  mostBytes,
  newLines,
  plainReference,
  refuseTooMany,
  type StatementLine,
} from './bank-statement.ts'
import { type Paise, paise } from './money.ts'

t.test('references as they are compared', async (t) => {
  t.equal(plainReference(' utr-0012 '), 'UTR0012')
  t.equal(plainReference('000123'), '123')
  for (const none of ['', '0', '0000000000000000', 'NONREF', 'NotProvided', '-', 'NA'])
    t.equal(plainReference(none), '', none)
})

type Known = [day: string, amount: bigint, reference: string, balance: bigint | null]
const known = ([day, amount, reference, balance]: Known): KnownLine => ({
  onDate: `2026-11-${day}`,
  amount: paise(amount),
  reference,
  balance: balance === null ? null : paise(balance),
})

t.test('what is new of a file', async (t) => {
  const news = (before: Known[], file: Known[]): number[] => {
    const read = file.map(known)
    return newLines(before.map(known), read).map((line) => read.indexOf(line))
  }
  const twins: Known[] = [
    ['03', -500n, '', 9500n],
    ['03', -500n, '', 9000n],
  ]
  t.same(news([], twins), [0, 1], 'two equal withdrawals are two')
  t.same(news(twins, twins), [], 'the same again is nothing')
  t.same(news([['03', -500n, '', 9500n]], twins), [1], 'told apart by the running balance')
  t.same(news([['03', -500n, '', 9000n]], twins), [0])
  t.same(news([['03', -500n, '', 8000n]], twins), [0, 1])
  t.same(
    news(twins.slice(0, 1), [
      ['03', -500n, '', null],
      ['03', -500n, '', null],
    ]),
    [1],
    'or by how many they are',
  )
  t.same(news([['03', -500n, '', null]], twins), [1], 'a file without balances knows one of them')
  t.same(
    news(
      [
        ['03', -500n, '', null],
        ['03', -500n, '', 9500n],
      ],
      twins,
    ),
    [],
    'what agrees in all comes first',
  )
  t.same(news([['03', -500n, 'R1', null]], [['03', -500n, 'R2', null]]), [0], 'by the reference')
  t.same(news([['03', -500n, '000123', null]], [['03', -500n, '123', null]]), [], 'zeros in front are none')
  t.same(
    news(
      [['03', -500n, '', null]],
      [
        ['04', -500n, '', null],
        ['03', -501n, '', null],
      ],
    ),
    [0, 1],
    'by day and amount',
  )
})

t.test('whatever is read twice is added once, and nothing is lost', async (t) => {
  const one = fc.record({
    onDate: fc.constantFrom('2026-11-01', '2026-11-02'),
    amount: fc.constantFrom(100n, -100n).map((n) => paise(n)),
    reference: fc.constantFrom('', 'R1'),
    balance: fc.constantFrom<(Paise | null)[]>(null, paise(5n), paise(6n)),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.array(one, { maxLength: 12 }), (first, second) => {
      t.same(newLines(first, first), [])
      t.equal(newLines([], first).length, first.length)
      const added = newLines(first, second)
      t.ok(first.length + added.length >= second.length)
      t.same(newLines([...first, ...added], second), [])
    }),
    { numRuns: 300 },
  )
})

const moved = (onDate: string, amount: bigint): StatementLine => ({
  ...{ onDate, valueOn: null, amount: paise(amount), reference: '', narration: '', balance: null },
})

t.test('a statement adds up, or is not believed', async (t) => {
  const lines = [moved('2026-11-02', 100n), moved('2026-11-05', -40n)]
  const plain = { account: '', opening: null, closing: null, lines }
  t.match(completed(plain), { from: '2026-11-02', to: '2026-11-05', opening: null, closing: null })
  t.match(completed({ ...plain, opening: paise(10n) }), { closing: 70n })
  t.match(completed({ ...plain, closing: paise(70n) }), { opening: 10n })
  t.match(completed({ ...plain, from: '2026-11-01', to: '2026-11-30' }), { from: '2026-11-01', to: '2026-11-30' })
  t.throws(() => completed({ ...plain, opening: paise(10n), closing: paise(71n) }), {
    message: 'bank.refusal.doesNotAddUp',
    values: { opening: '0.10', moved: '0.60', closing: '0.71' },
  })
  const empty = { message: 'bank.refusal.empty' }
  t.throws(() => completed({ ...plain, lines: [] }), empty)
  t.throws(() => completed({ ...plain, lines: [], from: '2026-11-01' }), empty)
  t.throws(() => completed({ ...plain, lines: [], to: '2026-11-01' }), empty)
  const quiet = { ...plain, lines: [], opening: paise(5n), from: '2026-11-01', to: '2026-11-30' }
  t.match(completed(quiet), { from: '2026-11-01', to: '2026-11-30', closing: 5n }, 'a month without a line')
})

t.test('a statement spans its lines, in whichever order they stand', async (t) => {
  const lines = ['05', '02', '09', '03'].map((day) => moved(`2026-11-${day}`, 1n))
  const span = (from?: string, to?: string) => {
    const found = completed({ account: '', opening: null, closing: null, lines, from, to })
    return [found.from.slice(8), found.to.slice(8)].join('-')
  }
  t.equal(span(), '02-09')
  t.equal(span('2026-11-01', '2026-11-30'), '01-30')
  t.equal(span('2026-11-04', '2026-11-04'), '02-09', 'a line outside the period named widens it')
})

t.test('a statement may be so large', async (t) => {
  t.equal(mostBytes, 5_242_880)
  refuseTooMany(20_000)
  t.throws(() => refuseTooMany(20_001), { message: 'bank.refusal.tooManyLines', values: { most: 20_000 } })
})
