import t from 'tap'
import type { PurchaseReturnRequest, SentLine } from '../../core/purchase-return-facts.ts'
import { milli } from '../../core/quantity.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs, today } from '../../testing/goods-shop.ts'
import { aBilledShop } from '../../testing/supplier-bills.ts'
import { cancelPurchaseReturn, sendGoodsBack } from './index.ts'

t.test('goods that go back to a supplier', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const keyOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.reasons?.map(({ key }: { key: string }) => key).join(' ') ?? error.key ?? String(error),
    )
  type Shop = Awaited<ReturnType<typeof aBilledShop>>
  const line = (has: Partial<SentLine> = {}): SentLine => ({
    ...{ line: 1, quantity: milli(4_000n), pieceIds: [], isRejected: false },
    ...has,
  })
  const asked = (source: PurchaseReturnRequest['source'], lines: readonly SentLine[]): PurchaseReturnRequest => ({
    ...{ id: newId(), source, onDate: today, reason: 'damaged', note: '', lines },
  })
  const send = (shop: Shop, request: PurchaseReturnRequest) =>
    inBusiness(kit.db, shop.id, (tx) => sendGoodsBack(tx, shop.id, request, shop.actor, { mayBackdate: true }))
  const cancel = (shop: Shop, id: string, reason = 'Wrong') =>
    inBusiness(kit.db, shop.id, (tx) => cancelPurchaseReturn(tx, shop.id, { id, reason, today }, shop.actor))
  const billed = async (shop: Shop, price = '52', has = {}) => {
    const receipt = await shop.receive(shop.asked([shop.receiptLine()], has))
    const of = { kind: 'receipt', receiptId: receipt.id, line: 1 } as const
    const bill = await shop.bill(shop.askedBill([shop.billLine(of, { quantity: milli(10_000n), price: rs(price) })]))
    return { receipt, bill }
  }

  t.test('billed goods: credit at the price of the bill, tax given back, first against its own bill', async (t) => {
    const shop = await aBilledShop(kit)
    // 10 at 50 and 5 % come with 30 of freight, and are billed at 52: 520 + 30 on the shelf, 546 owed.
    const { bill } = await billed(shop, '52', { landed: rs('30') })
    const request = asked({ kind: 'bill', id: bill.id }, [line()])
    const done = await send(shop, request)
    t.match(done, { number: 'DN/26-27/00001', credit: rs('218.40') })
    t.match(await send(shop, request), { number: done.number }, 'the same press once')
    t.equal(await keyOf(send(shop, { ...request, note: 'x' })), 'purchaseReturns.refusal.otherBody')
    // 4 of them leave at 220: 208 is credited for them, and the 12 of freight is lost.
    t.same(await shop.standing(), {
      stock: 330,
      'landed-cost': -30,
      'purchase-return': 12,
      creditors: -327.6,
      'input-cgst': 7.8,
      'input-sgst': 7.8,
    })
    t.same(await shop.open(), ['credit INR 32760'])
    t.same(await shop.faults(), [])
    const over = asked({ kind: 'bill', id: bill.id }, [line({ quantity: milli(6_001n) })])
    t.equal(await keyOf(send(shop, over)), 'purchaseReturns.refusal.over')
    t.equal(await keyOf(cancel(shop, request.id, ' ')), 'purchaseReturns.refusal.cancelReason')
    await cancel(shop, request.id)
    t.match(await shop.standing(), { stock: 550, creditors: -546, 'input-cgst': 13 })
    t.same(await shop.open(), ['credit INR 54600'])
    t.same(await shop.faults(), [])
    t.match(await cancel(shop, request.id), { number: done.number }, 'once')
    await send(shop, asked({ kind: 'bill', id: bill.id }, [line({ quantity: milli(10_000n) })]))
    t.same(await shop.standing(), { 'landed-cost': -30, 'purchase-return': 30 })
    t.same(await shop.faults(), [])
  })

  t.test('goods without a bill leave goods-received; what is not there is refused, also of two at once', async (t) => {
    const shop = await aBilledShop(kit)
    const receipt = await shop.receive(
      shop.asked([
        shop.receiptLine(undefined, { received: milli(12_000n), rejected: milli(2_000n), rejectReason: 'Wet' }),
      ]),
    )
    const source = { kind: 'receipt', id: receipt.id } as const
    const both = asked(source, [line({ quantity: milli(2_000n), isRejected: true }), line({ quantity: milli(3_000n) })])
    t.match(await send(shop, both), { credit: 0n })
    t.same(await shop.standing(), { stock: 350, 'goods-received': -350 })
    t.equal(
      await keyOf(send(shop, asked(source, [line({ quantity: milli(1n), isRejected: true })]))),
      'purchaseReturns.refusal.rejectedOver',
    )
    t.equal(await keyOf(send(shop, asked(source, []))), 'purchaseReturns.refusal.noLines')
    const two = await Promise.allSettled([
      send(shop, asked(source, [line()])),
      send(shop, asked(source, [line({ quantity: milli(5_000n) })])),
    ])
    t.same(two.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await cancel(shop, both.id)
    t.same(await shop.faults(), [])
    const other = await aBilledShop(kit)
    t.match(await keyOf(cancel(other, both.id)), /NotFound|no purchase return/)
  })

  t.test('goods of one bill that came to two branches go back from their own, under its own numbers', async (t) => {
    const shop = await aBilledShop(kit)
    const second = newId()
    const branch = await kit.root('branch').where({ business_id: shop.id }).first()
    await kit.root('branch').insert({ ...branch, id: second, name: 'Godown', code: 'G2', is_main: false })
    const here = await shop.receive(shop.asked([shop.receiptLine()]))
    const there = await shop.receive(shop.asked([shop.receiptLine()], { branchId: second }))
    const lines = [here, there].map(({ id: receiptId }) =>
      shop.billLine({ kind: 'receipt', receiptId, line: 1 }, { quantity: milli(10_000n), price: rs('50') }),
    )
    const bill = await shop.bill(shop.askedBill(lines))
    const source = { kind: 'bill', id: bill.id } as const
    t.equal(await keyOf(send(shop, asked(source, [line(), line({ line: 2 })]))), 'purchaseReturns.refusal.otherBranch')
    t.equal((await send(shop, asked(source, [line()]))).number, 'DN/26-27/00001')
    t.equal((await send(shop, asked(source, [line({ line: 2 })]))).number, 'DN2/26-27/00001')
    const levels = await shop.read((tx) => tx('stock_level').where({ branch_id: second }).first('quantity_milli'))
    t.equal(levels.quantity_milli, 6_000n)
    t.same(await shop.faults(), [])
  })

  t.test('blocked tax comes back in the credit; batches have no more than they have', async (t) => {
    const shop = await aBilledShop(kit)
    const batch = { number: 'B1', madeOn: null, expiresOn: '2027-06-30', mrp: null }
    const receipt = await shop.receive(shop.asked([shop.receiptLine(shop.medicineId, { batch: { ...batch } })]))
    const of = { kind: 'receipt', receiptId: receipt.id, line: 1 } as const
    const bill = await shop.bill(
      shop.askedBill([
        shop.billLine(of, { quantity: milli(10_000n), price: rs('50'), rateBp: 1200, hasCredit: false }),
      ]),
    )
    const note = await send(shop, asked({ kind: 'bill', id: bill.id }, [line()]))
    t.same(await shop.standing(), { stock: 336, creditors: -336 })
    const known = await shop.read((tx) => tx('batch').first('id'))
    const moved = () => shop.read((tx) => tx('stock_move').whereLike('kind', 'purchase-return%').orderBy('id'))
    t.match(await moved(), [{ batch_id: known.id, quantity_milli: -4_000n }], 'the move says which batch it was')
    await cancel(shop, note.id)
    t.match(await moved(), [{}, { batch_id: known.id, quantity_milli: 4_000n, kind: 'purchase-return-cancelled' }])
    t.match(await shop.read((tx) => tx('batch_level')), [{ quantity_milli: 10_000n }])
    t.same(await shop.faults(), [])
    await send(shop, asked({ kind: 'bill', id: bill.id }, [line()]))
    await shop.read((tx) => tx('batch_level').update({ quantity_milli: 1_000n }))
    t.equal(
      await keyOf(send(shop, asked({ kind: 'bill', id: bill.id }, [line()]))),
      'purchaseReturns.refusal.batchShort',
    )
  })
})
