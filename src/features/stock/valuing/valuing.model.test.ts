import t from 'tap'
import { paise } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { testDatabase } from '../../../testing/database.ts'
import { cash, walkIn } from '../../../testing/goods-shop.ts'
import { aStockYard, buy, faultsOf, send, settle, use, type Yard } from '../../../testing/stock-yard.ts'
import { cancelInvoice, issueInvoice } from '../../sales/index.ts'
import { adjustStock, revalueMoves } from '../index.ts'
import { valueAllAnew } from './starting.commands.ts'

const seed = 20_261_121
const steps = 45

t.test('stock account and stock ledger agree whatever comes in whatever order', { timeout: 200_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }

  for (const method of ['weighted-average', 'fifo'] as const)
    t.test(`by ${method}, seed ${seed}`, async (t) => {
      const yard = await aStockYard(kit, { method })
      const random = dice(seed)
      const world: World = { yard, bought: [], bills: [] }
      for (let step = 0; step < steps; step += 1) {
        const what = await play(world, random)
        if (step % 6 === 5 || step === steps - 1) t.same(await faultsOf(yard), [], `after step ${step}, ${what}`)
        if (random(7) === 0) {
          await settle(yard)
          t.same(await faultsOf(yard), [], `after valuing anew at step ${step}`)
        }
      }
      await settle(yard)
      t.same(await faultsOf(yard), [], 'when all is valued')
      const moves = await yard.inShop((tx) => tx('stock_move').where({ kind: 'revaluation' }).count('* as n').first())
      t.ok(Number(moves?.n ?? 0) > 0, 'something was valued anew')
      await yard.inShop((tx) => valueAllAnew(tx, yard.id, { id: newId(), because: 'byHand' }, yard.actor))
      t.equal(await settle(yard), 0, 'and running all of it again changes nothing')
    })
})

interface World {
  yard: Yard
  bought: string[]
  bills: string[]
}

async function play({ yard, bought, bills }: World, random: (sides: number) => number): Promise<string> {
  const itemId = yard.itemIds[random(2)] ?? ''
  const branchId = yard.branches[random(2)] ?? ''
  const toId = yard.branches.find((id) => id !== branchId) ?? ''
  const onDate = `2026-${10 + random(2)}-${String(1 + random(20)).padStart(2, '0')}`
  const quantity = milli(BigInt(1 + random(30)) * 500n)
  const goods = { itemId, branchId, quantity, onDate }
  const { actor, id: shopId } = yard
  return yard.inShop(async (tx) => {
    switch (random(8)) {
      case 0:
      case 1:
        bought.push(
          await buy(tx, yard, { ...goods, quantity: milli(quantity * 2n), cost: paise(BigInt(random(300_000))) }),
        )
        return 'buy'
      case 2: {
        const lines = [{ ...yard.line(0, quantity), itemId }]
        const bill = yard.bill({ buyer: walkIn, lines, onDate, tenders: [cash(String(quantity / 10n))] })
        await issueInvoice(tx, shopId, bill, actor)
        bills.push(bill.id)
        return 'sell'
      }
      case 3: {
        const [id] = bills.splice(random(Math.max(bills.length, 1)), 1)
        if (id) await cancelInvoice(tx, shopId, { id, reason: 'Wrong', onDate: '2026-11-21' }, actor)
        return 'cancel'
      }
      case 4:
        await adjustStock(
          tx,
          shopId,
          { ...goods, quantity: random(2) ? quantity : milli(-quantity), reason: 'Count' },
          actor,
        )
        return 'adjust'
      case 5:
        await use(tx, yard, goods)
        return 'use'
      case 6:
        await send(tx, yard, { ...goods, toId })
        return 'send'
      default: {
        const moveId = bought[random(Math.max(bought.length, 1))]
        const delta = paise(BigInt(random(20_000)))
        const of = { contra: 'landed-cost', onDate, reason: 'Freight' } as const
        if (moveId) await revalueMoves(tx, shopId, { changes: [{ moveId, delta }], ...of }, actor)
        return 'revalue'
      }
    }
  })
}

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}
