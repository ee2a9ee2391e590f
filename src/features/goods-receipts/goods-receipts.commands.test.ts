import t from 'tap'
import { clearedBy } from '../../core/goods-receipt.ts'
import { type Paise, paise } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { testDatabase } from '../../testing/database.ts'
import { rs, today } from '../../testing/goods-shop.ts'
import { aJewelShop, necklace } from '../../testing/jewel-shop.ts'
import { aBuyingShop } from '../../testing/receipts.ts'
import { booksCheck } from '../books/index.ts'
import { issueOnce } from '../sales/index.ts'
import {
  billReceiptLines,
  type GoodsReceiptRequest,
  receiptLinesToBill,
  receiveGoods,
  returnReceiptLines,
  unbillReceiptLines,
} from './index.ts'

t.test('goods of a supplier come in', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const keyOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.reasons?.map(({ key }: { key: string }) => key).join(' ') ?? error.key ?? String(error),
    )
  const faults = async ({ id }: { id: string }) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter(({ holds }) => !holds)
  const standing = async ({ id }: { id: string }) =>
    inBusiness(kit.db, id, async (tx) => {
      const rows: { role: string; amount: bigint }[] = await tx('posting as p')
        .join('account as a', 'a.id', 'p.account_id')
        .where('p.business_id', id)
        .whereIn('a.role', ['stock', 'goods-received', 'landed-cost', 'cost-of-goods'])
        .groupBy('a.role')
        .select('a.role', tx.raw('sum(p.amount)::bigint as amount'))
      return Object.fromEntries(rows.map(({ role, amount }) => [role, Number(amount) / 100]))
    })
  const levelOf = (tx: Tx, itemId: string) =>
    tx('stock_level').where({ item_id: itemId }).first('quantity_milli', 'value_paise')

  t.test('without an order, with freight by value', async (t) => {
    const shop = await aBuyingShop(kit)
    const rice = shop.receiptLine()
    const oil = shop.receiptLine(shop.medicineId, {
      ...{ received: milli(5_000n), price: rs('300') },
      batch: { number: ' b 7 ', madeOn: '2026-06-01', expiresOn: '2027-05-31', mrp: rs('400') },
    })
    const asked = shop.asked([rice, oil], { landed: rs('100'), theirDate: '2026-11-20' })
    const done = await shop.receive(asked)
    t.equal(done.number, 'GR/26-27/00001')
    t.same(await standing(shop), { stock: 2100, 'goods-received': -2000, 'landed-cost': -100 })
    await inBusiness(kit.db, shop.id, async (tx) => {
      t.same(await levelOf(tx, shop.riceId), { quantity_milli: 10_000n, value_paise: rs('525') })
      t.same(await levelOf(tx, shop.medicineId), { quantity_milli: 5_000n, value_paise: rs('1575') })
      t.match(await tx('batch_level').first(), { quantity_milli: 5_000n })
      t.match(await tx('batch').first(), { number: 'B 7', expires_on: '2027-05-31' })
    })
    t.same(await shop.receive(asked), done, 'the same press once')
    t.equal(await keyOf(shop.receive({ ...asked, note: 'x' })), 'sales.refusal.otherBody')
    const [first, second] = await Promise.all([1, 2].map(() => shop.receive(shop.asked([rice], { id: doubled }))))
    t.equal(first?.number, second?.number, 'two presses at one instant are one receipt')
    t.same(await faults(shop), [])
  })
  const doubled = newId()

  t.test('against an order in two parts: short, rejected, then more than was ordered', async (t) => {
    const shop = await aBuyingShop(kit)
    const orderId = await shop.order([{ itemId: shop.riceId, quantity: 20_000n, price: '48' }])
    const order = { id: orderId, line: 1 }
    const part = shop.receiptLine(shop.riceId, {
      ...{ order, price: null, received: milli(12_000n), rejected: milli(2_000n), rejectReason: 'Wet sacks' },
    })
    const done = await shop.receive(shop.asked([part]))
    t.equal(done.cost, rs('480'), 'ten were taken, at the price of the order')
    const state = () => inBusiness(kit.db, shop.id, (tx) => tx('purchase_order').first('state'))
    t.match(await state(), { state: 'part-received' })
    const more = { ...part, received: milli(11_000n), rejected: milli(0n), rejectReason: '' }
    t.equal(await keyOf(shop.receive(shop.asked([more]))), 'goodsReceipts.refusal.excess')
    await shop.receive(shop.asked([more], { takesExcess: true }))
    t.match(await state(), { state: 'received' })
    t.equal(
      await keyOf(shop.receive(shop.asked([part]))),
      'goodsReceipts.refusal.orderClosed goodsReceipts.refusal.excess',
    )
    const rows = await inBusiness(kit.db, shop.id, (tx) => tx('goods_receipt').orderBy('document_id').select('differs'))
    t.same(rows, [{ differs: true }, { differs: true }])
    t.same(await faults(shop), [])
  })

  t.test('what cannot be is refused with every reason, and takes no number', async (t) => {
    const shop = await aBuyingShop(kit)
    const { receiptLine: line, asked, receive } = shop
    const medicine = (expiresOn: string | null) =>
      line(shop.medicineId, { batch: { number: 'B1', madeOn: null, expiresOn, mrp: null } })
    const service = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const { gst_class_id } = await tx('item').first('gst_class_id')
      const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at, gst_class_id }
      await tx('item').insert({ ...own, id: service, kind: 'service', name: 'Repair', unit: 'NOS' })
    })
    const table = [
      [asked([]), 'goodsReceipts.refusal.noLines'],
      [asked([line()], { onDate: '2026-11-22' }), 'fields.date.future'],
      [asked([line(shop.riceId, { received: milli(0n) })]), 'goodsReceipts.refusal.quantity'],
      [
        asked([line(shop.riceId, { rejected: milli(11_000n), rejectReason: 'x' })]),
        'goodsReceipts.refusal.rejectedOver',
      ],
      [asked([line(shop.riceId, { rejected: milli(1n) })]), 'goodsReceipts.refusal.rejectReason'],
      [asked([line(shop.riceId, { price: paise(-1n) })]), 'fields.amount.notNegative'],
      [asked([line(service)]), 'goodsReceipts.refusal.service'],
      [asked([line(newId())]), 'goodsReceipts.refusal.noItem'],
      [asked([line(shop.medicineId)]), 'goodsReceipts.refusal.batch'],
      [asked([medicine('2026-11-20')]), 'goodsReceipts.refusal.expired'],
      [
        asked([line(shop.riceId, { rejected: milli(10_000n), rejectReason: 'All wet' })], { landed: rs('5') }),
        'goodsReceipts.refusal.landedOnNothing',
      ],
    ] as const
    for (const [request, key] of table) t.equal(await keyOf(receive(request)), key, key)
    const yesterday = asked([line()], { onDate: '2026-11-20' })
    t.equal(await keyOf(receive(yesterday, { mayBackdate: false })), 'goodsReceipts.refusal.backDate')
    await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ lock_date: '2026-10-31' }))
    t.equal(await keyOf(receive({ ...yesterday, onDate: '2026-10-31' })), 'errors.locked')
    t.equal((await receive(asked([medicine('2026-11-20')], { takesExpired: true }))).number, 'GR/26-27/00001')
    t.equal(await keyOf(receive(asked([medicine('2027-01-01')]))), 'batches.refusal.otherExpiry')
    t.equal(await keyOf(receive(asked([medicine(null)]))), 'goodsReceipts.refusal.expired', 'its date is known')
    t.same(await faults(shop), [])
  })

  t.test('goods sold below zero get their true cost', async (t) => {
    const shop = await aBuyingShop(kit, { negative: 'warn' })
    await issueOnce(kit.db, shop.id, shop.bill({ lines: [shop.line(0, 4_000n)] }), shop.actor)
    await shop.receive(shop.asked([shop.receiptLine()]))
    // Four were guessed at 45 and cost 50: 20 more of the cost of goods.
    t.same(await standing(shop), { stock: 300, 'goods-received': -500, 'cost-of-goods': 200 })
    t.same(await faults(shop), [])
  })

  t.test('bills and returns take from a line what is left of it', async (t) => {
    const shop = await aBuyingShop(kit)
    const { id } = await shop.receive(
      shop.asked([shop.receiptLine(shop.riceId, { received: milli(3_000n), price: rs('33.33') })]),
    )
    const work = <T>(run: (tx: Tx) => Promise<T>) => inBusiness(kit.db, shop.id, run)
    const left = () => work((tx) => receiptLinesToBill(tx, shop.id, shop.supplierId))
    const [line] = await left()
    t.match(line, { receiptId: id, line: 1, accepted: 3_000n, billed: 0n, cost: rs('99.99'), itemName: 'Rice' })
    t.equal(line?.moves.length, 1)
    const part = (quantity: bigint, cost: Paise) => ({ receiptId: id, line: 1, quantity: milli(quantity), cost })
    const cost = line ? clearedBy(line, milli(1_000n)) : paise(0n)
    t.equal(cost, rs('33.33'))
    await work((tx) => billReceiptLines(tx, shop.id, [part(1_000n, cost)]))
    t.equal(
      await keyOf(work((tx) => billReceiptLines(tx, shop.id, [part(2_001n, cost)]))),
      'goodsReceipts.refusal.billedOver',
    )
    await work((tx) => returnReceiptLines(tx, shop.id, [{ ...part(1_000n, cost), isBilled: false }]))
    const [rest] = await left()
    t.match(rest, { billed: 1_000n, returned: 1_000n, unbilled: 1_000n })
    t.equal(rest && clearedBy(rest, milli(1_000n)), rs('33.33'), 'the last part is what is left')
    await work((tx) => billReceiptLines(tx, shop.id, [part(1_000n, rs('33.33'))]))
    t.same(await left(), [], 'nothing waits any more')
    await work((tx) => unbillReceiptLines(tx, shop.id, [part(1_000n, rs('33.33'))]))
    t.equal((await left()).length, 1)
    const back = { ...part(3_000n, paise(0n)), isBilled: true }
    t.equal(await keyOf(work((tx) => returnReceiptLines(tx, shop.id, [back]))), 'goodsReceipts.refusal.returnedOver')
  })

  t.test('pieces are tagged in the receipt, five hundred in one go', async (t) => {
    const shop = await aJewelShop(kit, [])
    const supplierId = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
      await tx('party').insert({ ...own, id: supplierId, name: 'Rajesh Gold', is_supplier: true })
    })
    const piece = (i: number) => ({
      ...necklace,
      ...{ id: newId(), tag: i === 0 ? 'N-7' : '', huid: '', cost: paise(BigInt(100_000 + i)) },
    })
    const pieces = Array.from({ length: 500 }, (_, i) => piece(i))
    const line = {
      ...{ itemId: shop.itemId, order: null, received: milli(500_000n), rejected: milli(0n), rejectReason: '' },
      ...{ price: null, batch: null, pieces, lot: null },
    }
    const request: GoodsReceiptRequest = {
      ...{ id: newId(), partyId: supplierId, branchId: null, onDate: today, theirNumber: '', theirDate: null },
      ...{ landed: rs('777.77'), landedBy: 'weight', note: '', takesExcess: false, takesExpired: false },
      lines: [line],
    }
    const receive = (asked: GoodsReceiptRequest) =>
      inBusiness(kit.db, shop.id, (tx) => receiveGoods(tx, shop.id, asked, shop.actor))
    const few = { ...request, lines: [{ ...line, pieces: pieces.slice(1) }] }
    t.equal(await keyOf(receive(few)), 'goodsReceipts.refusal.piecesMissing')
    await receive(request)
    await inBusiness(kit.db, shop.id, async (tx) => {
      const [row] = await tx('piece')
        .where({ supplier_id: supplierId, came_on: today, state: 'in-stock' })
        .select(tx.raw('count(*)::int as count, sum(cost_paise)::bigint as cost, count(distinct tag)::int as tags'))
      t.same(row, { count: 500, cost: rs('777.77') + 500n * 100_000n + 124_750n, tags: 500 })
      t.match(await tx('goods_receipt_piece').count('* as n').first(), { n: 500n })
      t.match(await tx('piece_event').where({ document_id: request.id }).count('* as n').first(), { n: 500n })
      t.match(await levelOf(tx, shop.itemId), { quantity_milli: 500_000n, value_paise: row.cost })
    })
    const [standingLine] = await inBusiness(kit.db, shop.id, (tx) => receiptLinesToBill(tx, shop.id, supplierId))
    t.equal(standingLine?.moves.length, 500)
    t.equal(standingLine?.pieces, 500)
    t.same(await faults(shop), [])
  })

  t.test('metal by weight makes a lot, and adds to it', async (t) => {
    const shop = await aJewelShop(kit, [])
    const [supplierId, lotItem, lotId] = [newId(), newId(), newId()]
    await inBusiness(kit.db, shop.id, async (tx) => {
      const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
      await tx('party').insert({ ...own, id: supplierId, name: 'Rajesh Gold', is_supplier: true })
      const { gst_class_id } = await tx('item').first('gst_class_id')
      await tx('item').insert({ ...own, id: lotItem, kind: 'goods', name: 'Silver beads', unit: 'GMS', gst_class_id })
      await tx('article').insert({ business_id: shop.id, item_id: lotItem, purity_id: shop.purityId, tracking: 'lot' })
    })
    const lot = (name: string) => ({
      ...{ id: lotId, name, gross: mg(105_000n), net: mg(100_000n), pieces: 40, carat: mct(0n) },
    })
    const receive = (name: string, rejected: bigint) =>
      inBusiness(kit.db, shop.id, (tx) =>
        receiveGoods(
          tx,
          shop.id,
          {
            ...{ id: newId(), partyId: supplierId, branchId: null, onDate: today, theirNumber: '', theirDate: null },
            ...{ landed: rs('0'), landedBy: 'value', note: '', takesExcess: false, takesExpired: false },
            lines: [
              {
                ...{ itemId: lotItem, order: null, received: milli(100_000n), rejected: milli(rejected), batch: null },
                ...{ rejectReason: rejected > 0n ? 'Dull' : '', price: rs('80'), pieces: [], lot: lot(name) },
              },
            ],
          },
          shop.actor,
        ),
      )
    await receive('Beads of Rajesh', 0n)
    await receive('', 50_000n)
    await inBusiness(kit.db, shop.id, async (tx) => {
      const row = await tx('lot').where({ id: lotId }).first()
      t.match(row, { gross_mg: 157_500n, net_mg: 150_000n, value_paise: rs('12000') })
      t.match(await levelOf(tx, lotItem), { quantity_milli: 150_000n, value_paise: rs('12000') })
    })
    t.same(await faults(shop), [])
  })
})
