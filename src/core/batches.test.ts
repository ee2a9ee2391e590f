import t from 'tap'
import { type BatchLeft, takeEarliest, takeInOrder } from './batches.ts'
import { milli } from './quantity.ts'

const batch = (number: string, expiresOn: string | null, left: bigint): BatchLeft => ({
  ...{ id: number, number, expiresOn, left: milli(left) },
})

t.test('the earliest expiry goes first, the expired last', async (t) => {
  const shelf = [
    batch('LATE', '2027-01-31', 5n),
    batch('OLD', '2026-11-20', 4n),
    batch('SOON', '2026-12-01', 3n),
    batch('NONE', null, 2n),
  ]
  // What is sold, what lies there without a batch, and from where it comes.
  const table = [
    { sold: 2n, loose: 0n, from: 'SOON 2', expired: 0n, left: 0n },
    { sold: 4n, loose: 0n, from: 'SOON 3, LATE 1', expired: 0n, left: 0n },
    { sold: 10n, loose: 1n, from: 'SOON 3, LATE 5, NONE 2', expired: 0n, left: 0n },
    { sold: 11n, loose: 1n, from: 'SOON 3, LATE 5, NONE 2', expired: 0n, left: 1n },
    { sold: 13n, loose: 1n, from: 'SOON 3, LATE 5, NONE 2, OLD 2', expired: 2n, left: 1n },
    { sold: 20n, loose: 0n, from: 'SOON 3, LATE 5, NONE 2, OLD 4', expired: 4n, left: 6n },
    { sold: 1n, loose: -5n, from: 'SOON 1', expired: 0n, left: 0n },
  ]
  for (const { sold, loose, from, expired, left } of table) {
    const taken = takeEarliest(shelf, milli(sold), { loose: milli(loose), on: '2026-11-21' })
    const said = taken.takes.map((one) => `${one.batch.number} ${one.quantity}`).join(', ')
    if (left === 0n) t.equal(said, from, `${sold} from ${from}`)
    t.equal(taken.expired, expired)
    const all = taken.takes.reduce((sum, one) => sum + one.quantity, 0n) + taken.loose
    t.equal(all, sold, 'nothing is lost on the way')
  }
  const today = takeEarliest([batch('OLD', '2026-11-21', 4n)], milli(1n), { loose: milli(0n), on: '2026-11-21' })
  t.equal(today.expired, 0n, 'its last day is a day on which it is sold')
  t.same(
    takeInOrder(shelf, milli(6n)).map((one) => one.quantity),
    [5n, 1n],
  )
})
