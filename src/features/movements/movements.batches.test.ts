import t from 'tap'
import { zero } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { today } from '../../testing/goods-shop.ts'
import { aBuyingShop } from '../../testing/receipts.ts'
import { booksCheck } from '../books/index.ts'
import { adjustStock } from '../stock/index.ts'
import { adjustGoods } from './adjusting/adjusting.commands.ts'
import { saveKit, workKits } from './kits/kits.commands.ts'
import { cancelTransfer, receiveTransfer, settleDifference } from './transfers/receiving.commands.ts'
import { sendTransfer } from './transfers/sending.commands.ts'

t.test('goods move with their batches', async (t) => {
  const kit = await testApp(t)
  const stocked = async () => {
    const shop = await aBuyingShop(kit)
    const of = (number: string, expiresOn: string, count: bigint) =>
      shop.receiptLine(shop.medicineId, {
        ...{ received: milli(count), batch: { number, madeOn: null, expiresOn, mrp: null } },
      })
    const lines = [of('LATE', '2027-06-30', 5_000n), of('SOON', '2026-12-31', 3_000n), of('OLD', '2026-11-20', 2_000n)]
    await shop.receive(shop.asked(lines, { takesExpired: true }))
    const to = newId()
    const main = await kit.root('branch').where({ business_id: shop.id, is_main: true }).first()
    await kit.root('branch').insert({ ...main, id: to, name: 'Ring Road', code: 'RR', is_main: false })
    const run = <Result>(work: Parameters<typeof inBusiness<Result>>[2]) => inBusiness(kit.db, shop.id, work)
    const shelf = async (branchId = shop.branchId) => {
      const rows = await kit
        .root('batch_level as l')
        .join('batch as b', 'b.id', 'l.batch_id')
        .where({ 'l.business_id': shop.id, 'l.branch_id': branchId })
        .orderBy('b.number')
        .select('b.number', 'l.quantity_milli')
      return Object.fromEntries(rows.map((row) => [row.number, Number(row.quantity_milli) / 1000]))
    }
    const holds = async () => {
      const points = await run((tx) => booksCheck(tx, shop.id))
      const sums = await kit
        .root('stock_level as l')
        .where({ item_id: shop.medicineId })
        .select('branch_id', 'quantity_milli')
      for (const { branch_id, quantity_milli } of sums) {
        const left = Object.values(await shelf(branch_id)).reduce<number>((all, one) => all + Number(one), 0)
        t.equal(left, Number(quantity_milli) / 1000, 'what is in batches is what is there')
      }
      return points.filter((point) => !point.holds)
    }
    const none = { gross: mg(0n), net: mg(0n), pieces: 0 }
    const goods = (quantity: bigint) => ({
      ...none,
      ref: { kind: 'item' as const, id: shop.medicineId },
      quantity: milli(quantity),
    })
    const send = async (quantity: bigint) => {
      const asked = { id: newId(), branchId: shop.branchId, toBranchId: to, lines: [goods(quantity)], note: '' }
      await run((tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
      return asked.id
    }
    return { ...shop, to, run, shelf, holds, goods, send }
  }

  t.test('on the road, when a part comes, is lost or comes back', async (t) => {
    const shop = await stocked()
    const { run } = shop
    const id = await shop.send(4_000n)
    t.same(await shop.shelf(), { LATE: 4, SOON: 0, OLD: 2 })
    t.same(await shop.holds(), [])
    const counted = [{ line: 1, quantity: 3_500n }]
    await run((tx) => receiveTransfer(tx, shop.id, { id, tags: [], counted, note: '' }, shop.actor, today))
    t.same(await shop.shelf(shop.to), { LATE: 0.5, SOON: 3 })
    t.same(await shop.holds(), [])
    const lost = { id, line: 1, outcome: 'written-off', note: 'torn' } as const
    await run((tx) => settleDifference(tx, shop.id, lost, shop.actor, today))
    t.same(await shop.shelf(shop.to), { LATE: 0.5, SOON: 3 })
    const back = await shop.send(3_000n)
    t.same(await shop.shelf(), { LATE: 1, SOON: 0, OLD: 2 })
    await run((tx) => cancelTransfer(tx, shop.id, { id: back, reason: 'no van' }, shop.actor, today))
    t.same(await shop.shelf(), { LATE: 4, SOON: 0, OLD: 2 })
    t.same(await shop.holds(), [])
  })

  t.test('what is expired goes as expired, all else by the earliest that is good', async (t) => {
    const shop = await stocked()
    const less = (quantity: bigint, reason: 'expired' | 'broken') => ({
      ...shop.goods(quantity),
      ...{ way: 'less' as const, reason },
    })
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, note: '', givesCreditBack: false },
      lines: [less(1_000n, 'broken'), less(2_000n, 'expired'), less(500n, 'broken')],
    }
    await shop.run((tx) => adjustGoods(tx, shop.id, asked, shop.actor, { onDate: today, isOwner: true }))
    t.same(await shop.shelf(), { LATE: 5, SOON: 1.5, OLD: 0 })
    const missed = { itemId: shop.medicineId, branchId: shop.branchId, quantity: milli(-2_000n) }
    await shop.run((tx) => adjustStock(tx, shop.id, { ...missed, reason: 'Count', onDate: today }, shop.actor))
    t.same(await shop.shelf(), { LATE: 4.5, SOON: 0, OLD: 0 })
    t.same(await shop.holds(), [])
  })

  t.test('what is made of them takes the earliest', async (t) => {
    const shop = await stocked()
    const [box = ''] = shop.itemIds
    const recipe = {
      itemId: box,
      note: '',
      parts: [{ itemId: shop.medicineId, quantity: milli(2_000n), shareBp: 10_000 }],
    }
    await shop.run((tx) => saveKit(tx, shop.id, recipe, shop.actor))
    const made = {
      id: newId(),
      branchId: shop.branchId,
      kitId: box,
      way: 'make',
      kits: milli(2_000n),
      note: '',
    } as const
    await shop.run((tx) => workKits(tx, shop.id, { ...made, extra: zero }, shop.actor, today))
    t.same(await shop.shelf(), { LATE: 4, SOON: 0, OLD: 2 })
    t.same(await shop.holds(), [])
  })
})
