import t from 'tap'
import { milli } from '../../../core/quantity.ts'
import { mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { rs, today } from '../../../testing/goods-shop.ts'
import { aBuyingShop } from '../../../testing/receipts.ts'
import { booksCheck } from '../../books/index.ts'
import { receiveTransfer } from '../../movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../movements/transfers/sending.commands.ts'
import { issueOnce } from '../../sales/index.ts'
import { adjustStock } from '../index.ts'
import { listDue, valueAllAnew } from './starting.commands.ts'
import { valueAnew } from './valuing.commands.ts'

interface Day {
  /** Received of each batch: how many, and what one cost. */
  soon: [bigint, string]
  late: [bigint, string]
  /** What then goes out at once, over both batches. */
  sold: bigint
  missed: bigint
  sent: bigint
  /** How much of it arrives, one time after another, at a branch that sold so many before that it had. */
  arrives: bigint[]
  before: bigint
}

const days: Record<string, Day> = {
  'sent over two batches': {
    soon: [8n, '10'],
    late: [9n, '11.01'],
    sold: 0n,
    missed: 2n,
    sent: 7n,
    arrives: [7n],
    before: 0n,
  },
  'sold over two': { soon: [3n, '10'], late: [9n, '11.01'], sold: 7n, missed: 0n, sent: 4n, arrives: [4n], before: 0n },
  'missed over two': {
    soon: [3n, '10.01'],
    late: [8n, '13.03'],
    sold: 0n,
    missed: 7n,
    sent: 3n,
    arrives: [3n],
    before: 0n,
  },
  'arrived by and by': {
    soon: [5n, '10.07'],
    late: [8n, '13.03'],
    sold: 1n,
    missed: 0n,
    sent: 10n,
    arrives: [6n, 3n],
    before: 0n,
  },
  'arrived below zero': {
    soon: [5n, '10.07'],
    late: [8n, '13.03'],
    sold: 1n,
    missed: 0n,
    sent: 10n,
    arrives: [7n, 3n],
    before: 6n,
  },
}

t.test('goods of two batches are worth the same when they are valued anew', { timeout: 200_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const { root } = database

  for (const method of ['weighted-average', 'fifo'] as const)
    for (const [name, day] of Object.entries(days))
      t.test(`${name}, by ${method}`, async (t) => {
        const shop = await aBuyingShop(kit, { negative: 'warn' })
        const { id, actor, medicineId: itemId, branchId } = shop
        const to = newId()
        await root('branch').insert({ business_id: id, id: to, name: 'Godown', code: 'G2', state: '24' })
        await root('business').where({ id }).update({ valuation: method })
        const run = <Result>(work: Parameters<typeof inBusiness<Result>>[2]) => inBusiness(kit.db, id, work)
        const registration = await root('branch').where({ id: branchId }).first('registration_id')
        await root('branch').where({ id: to }).update(registration)
        const of = (number: string, expiresOn: string, [count, price]: [bigint, string]) =>
          shop.receiptLine(itemId, {
            ...{ received: milli(count * 1000n), price: rs(price) },
            batch: { number, madeOn: null, expiresOn, mrp: null },
          })
        await shop.receive(shop.asked([of('SOON', '2026-12-31', day.soon), of('LATE', '2027-06-30', day.late)]))
        const less = (at: string, count: bigint) =>
          run(async (tx) => {
            const asked = { itemId, branchId: at, quantity: milli(count * -1000n), reason: 'Count', onDate: today }
            if (count > 0n) await adjustStock(tx, id, asked, actor)
          })
        await less(to, day.before)
        if (day.sold > 0n) await issueOnce(kit.db, id, shop.bill({ lines: [shop.line(1, day.sold * 1000n)] }), actor)
        await less(branchId, day.missed)
        const line = { ref: { kind: 'item', id: itemId }, quantity: milli(day.sent * 1000n), pieces: 0 } as const
        const asked = { id: newId(), branchId, toBranchId: to, note: '' }
        const lines = [{ ...line, gross: mg(0n), net: mg(0n) }]
        await run((tx) => sendTransfer(tx, id, { ...asked, lines }, actor, today))
        for (const count of day.arrives) {
          const came = { id: asked.id, tags: [], counted: [{ line: 1, quantity: count * 1000n }], note: '' }
          await run((tx) => receiveTransfer(tx, id, came, actor, today)).catch(() => undefined)
        }
        const parted = await root('stock_move')
          .where({ business_id: id })
          .whereNotNull('parting')
          .count('* as n')
          .first()
        t.ok(Number(parted?.n) >= 2, 'they went out of both')
        await run((tx) => valueAllAnew(tx, id, { id: newId(), because: 'byHand' }, actor))
        const changed = await run(async (tx) => {
          const pools = await listDue(tx, id, 10)
          return valueAnew(tx, id, { pools, run: { id: newId(), reason: 'Test', fromOn: today } }, actor)
        })
        t.equal(changed, 0)
        t.same(
          (await run((tx) => booksCheck(tx, id))).filter(({ holds }) => !holds),
          [],
        )
      })
})
