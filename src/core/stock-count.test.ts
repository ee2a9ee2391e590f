import fc from 'fast-check'
import t from 'tap'
import { paise } from './money.ts'
import { milli } from './quantity.ts'
import {
  accuracyBp,
  canPost,
  isWithin,
  itemDifference,
  lotChange,
  outcomeOf,
  type ScannedPiece,
} from './stock-count.ts'
import { mct, mg } from './weight.ts'

const piece: ScannedPiece = {
  state: 'in-stock',
  branchId: 'b',
  counter: 'A',
  itemId: 'i',
  purityId: 'p',
  category: 'Rings',
  isExpected: true,
}
const all = { scope: 'all', text: '', id: null, branchId: 'b', place: '' } as const

t.test('the book at the moment of the scan says what a piece is', async (t) => {
  const cases = [
    ['expected', piece, all],
    ['expected', { ...piece, state: 'reserved' }, { ...all, place: 'A' }],
    ['came', { ...piece, isExpected: false }, all],
    ['moved', piece, { ...all, place: 'B' }],
    ['moved', { ...piece, isExpected: false }, { ...all, scope: 'counter', text: 'B', place: 'B' }],
    ['extra', { ...piece, isExpected: false }, { ...all, scope: 'category', text: 'Chains' }],
    ['extra', { ...piece, isExpected: false }, { ...all, scope: 'chosen' }],
    ['came', { ...piece, isExpected: false }, { ...all, scope: 'purity', id: 'p' }],
    ['extra', { ...piece, isExpected: false }, { ...all, scope: 'article', id: 'other' }],
    ['other-branch', { ...piece, branchId: 'c' }, all],
    ['sold', { ...piece, state: 'sold' }, all],
    ['missing', { ...piece, state: 'missing', branchId: 'c' }, all],
    ['at-hallmark', { ...piece, state: 'at-hallmark' }, all],
    ['unknown', undefined, all],
  ] as const
  for (const [outcome, one, asked] of cases) t.equal(outcomeOf(one, asked), outcome, `${outcome} ${asked.scope}`)
})

t.test('a tolerance is grams or a share, whichever is more', async (t) => {
  t.ok(isWithin(50n, 1000n, { mg: 50n, bp: 0 }))
  t.notOk(isWithin(-51n, 1000n, { mg: 50n, bp: 0 }))
  t.ok(isWithin(-100n, 100_000n, { mg: 50n, bp: 10 }))
  t.notOk(isWithin(101n, 100_000n, { mg: 50n, bp: 10 }))
})

t.test('an item adds up over shelves and is held against the book at its last entry', async (t) => {
  const entry = (quantity: bigint, book: bigint) => ({ quantity: milli(quantity), book: milli(book) })
  t.same(itemDifference([entry(5000n, 10_000n), entry(4000n, 9000n)]), {
    counted: 9000n,
    book: 9000n,
    difference: 0n,
    movedMeanwhile: true,
  })
  t.match(itemDifference([entry(5000n, 10_000n), entry(4000n, 10_000n)]), { difference: -1000n, movedMeanwhile: false })
  t.match(itemDifference([]), { counted: 0n, difference: 0n })
})

t.test('a lot gains and loses by weight, and never more than it has', async (t) => {
  const left = {
    pieces: 3,
    gross: mg(10_000n),
    net: mg(10_000n),
    fine: mg(9160n),
    carat: mct(0n),
    value: paise(100_000n),
  }
  t.same(lotChange(left, mg(-1000n), 9160)?.goes, {
    pieces: 0,
    gross: 1000n,
    net: 1000n,
    fine: 916n,
    carat: 0n,
    value: 10_000n,
  })
  t.same(lotChange(left, mg(-10_000n), 9160), { sign: -1n, goes: left })
  t.equal(lotChange(left, mg(0n), 9160), undefined)
  t.equal(lotChange(left, mg(-10_001n), 9160), undefined)
  const size = fc.bigInt({ min: 1n, max: 10_000n })
  fc.assert(
    fc.property(size, (lost) => {
      const goes = lotChange(left, mg(-lost), 9160)?.goes
      return !!goes && goes.net <= left.net && goes.fine <= left.fine && goes.value <= left.value && goes.gross === lost
    }),
  )
})

t.test('accuracy counts what was due, without what was sold meanwhile', async (t) => {
  t.equal(accuracyBp({ expected: 100, gone: 0, wrong: 1 }), 9900)
  t.equal(accuracyBp({ expected: 10, gone: 10, wrong: 0 }), 10_000)
  t.equal(accuracyBp({ expected: 3, gone: 1, wrong: 5 }), 0)
})

t.test('a line is posted only where the piece still stands as it was counted', async (t) => {
  const of = { branchId: 'b', bookPlace: 'A' }
  t.ok(canPost('missing', piece, of))
  t.notOk(canPost('missing', { ...piece, state: 'sold' }, of))
  t.notOk(canPost('missing', { ...piece, state: 'reserved' }, of))
  t.ok(canPost('found', { ...piece, state: 'missing' }, of))
  t.ok(canPost('elsewhere', { ...piece, branchId: 'c' }, of))
  t.notOk(canPost('moved', { ...piece, counter: 'C' }, of))
})
