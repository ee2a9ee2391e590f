import t from 'tap'
import type { InvoiceRequest } from '../../core/invoice-facts.ts'
import { zero } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { actorFor, aMember } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { booksCheck } from '../books/index.ts'
import { createLot } from '../pieces/index.ts'
import { issueInvoice } from '../sales/index.ts'
import { openStock } from '../stock/index.ts'
import { adjustGoods, approveAdjustment, refuseAdjustment } from './adjusting/adjusting.commands.ts'
import { setAdjustmentLimit } from './adjusting/limit.commands.ts'
import { moveToCounter } from './counters/counters.commands.ts'
import { type HallmarkReceipt, receiveFromHallmark, sendToHallmark } from './hallmarks/hallmarks.commands.ts'
import { saveKit, workKits } from './kits/kits.commands.ts'
import { meltGoods } from './melting/melting.commands.ts'
import { cancelTransfer, receiveTransfer, settleDifference } from './transfers/receiving.commands.ts'
import { sendTransfer } from './transfers/sending.commands.ts'
import { type WorkshopRequest, workAtBench } from './workshop/workshop.commands.ts'

const none = { quantity: milli(0n), gross: mg(0n), net: mg(0n), pieces: 0 }
const ofItem = (id: string, quantity: bigint) => ({
  ...none,
  ref: { kind: 'item' as const, id },
  quantity: milli(quantity),
})
const ofPiece = (id: string) => ({ ...none, ref: { kind: 'piece' as const, id } })
const ofLot = (id: string, gross: bigint, net = gross) => ({
  ...{ ...none, ref: { kind: 'lot' as const, id } },
  ...{ gross: mg(gross), net: mg(net) },
})

t.test('movements', async (t) => {
  const { db, root } = await testDatabase(t)
  const kit = { db, clock: () => new Date('2026-11-21T10:00:00Z') }
  const refused = async (work: Promise<unknown>, wanted: object) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    t.match(error, wanted)
  }
  const holds = async (id: string) =>
    (await inBusiness(db, id, (tx) => booksCheck(tx, id))).filter((point) => !point.holds)
  const aBranch = async (businessId: string, has: object = {}) => {
    const id = newId()
    const registration = await root('branch').where({ business_id: businessId, is_main: true }).first('registration_id')
    const own = { business_id: businessId, id, name: 'Ring Road', code: 'RR', state: '24' }
    await root('branch').insert({ ...own, registration_id: registration.registration_id, ...has })
    return id
  }
  const level = async (businessId: string, itemId: string, branchId: string) => {
    const row = await root('stock_level')
      .where({ business_id: businessId, item_id: itemId, branch_id: branchId })
      .first()
    if (!row) return undefined
    const { quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct } = row
    return [quantity_milli, value_paise, gross_mg, net_mg, fine_mg, carat_mct].map(Number)
  }
  const balance = async (businessId: string, role: string) => {
    const { id } = await root('account').where({ business_id: businessId, role }).first('id')
    const of = { business_id: businessId, account_id: id, commodity: 'INR' }
    const amounts: bigint[] = await root('posting').where(of).pluck('amount')
    return Number(amounts.reduce((all, one) => all + one, 0n))
  }
  const run = <Result>(shop: { id: string }, work: (tx: Tx) => Promise<Result>) => inBusiness(db, shop.id, work)

  t.test('items go to another branch, a part comes, the rest is found and written off', async (t) => {
    const shop = await aGoodsShop(kit, { items: 2, stock: 10_000n })
    const to = await aBranch(shop.id)
    const [rice = '', tea = ''] = shop.itemIds
    const { branchId } = shop
    const asked = {
      ...{ id: newId(), branchId, toBranchId: to, note: '' },
      lines: [ofItem(rice, 4000n), ofItem(tea, 3000n)],
    }
    await run(shop, (tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
    await run(shop, (tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
    t.same(await level(shop.id, rice, shop.branchId), [6000, 36_000, 0, 0, 0, 0])
    t.equal(await balance(shop.id, 'stock-in-transit'), 42_000)
    t.same(await holds(shop.id), [])
    await refused(
      run(shop, (tx) => sendTransfer(tx, shop.id, { ...asked, note: 'x' }, shop.actor, today)),
      { key: 'sales.refusal.otherBody' },
    )
    const receipt = { id: asked.id, tags: [], note: 'one torn', counted: [{ line: 1, quantity: 3000n }] }
    await refused(
      run(shop, (tx) =>
        receiveTransfer(tx, shop.id, { ...receipt, counted: [{ line: 1, quantity: 4001n }] }, shop.actor, today),
      ),
      { key: 'movements.refusal.overSent' },
    )
    t.same(await run(shop, (tx) => receiveTransfer(tx, shop.id, receipt, shop.actor, today)), { isWhole: false })
    t.same(await level(shop.id, rice, to), [3000, 18_000, 0, 0, 0, 0])
    t.equal(await balance(shop.id, 'stock-in-transit'), 24_000)
    t.same(await holds(shop.id), [])
    await refused(
      run(shop, (tx) => receiveTransfer(tx, shop.id, receipt, shop.actor, today)),
      { key: 'movements.refusal.received', values: { name: 'Asha', at: today } },
    )
    const settle = { id: asked.id, line: 2, outcome: 'found', note: '' } as const
    await run(shop, (tx) => settleDifference(tx, shop.id, settle, shop.actor, today))
    const lost = { id: asked.id, line: 1, outcome: 'written-off', note: 'torn' } as const
    await run(shop, (tx) => settleDifference(tx, shop.id, lost, shop.actor, today))
    t.same(await level(shop.id, tea, to), [3000, 18_000, 0, 0, 0, 0])
    t.equal(await balance(shop.id, 'stock-in-transit'), 0)
    t.equal(await balance(shop.id, 'stock-adjustment'), 6000)
    t.match(await root('movement').where({ id: asked.id }).first(), { state: 'received' })
    t.same(await holds(shop.id), [])
  })

  t.test('a transfer is brought back, and refused between two registrations', async (t) => {
    const shop = await aGoodsShop(kit)
    const to = await aBranch(shop.id)
    const [rice = ''] = shop.itemIds
    const { branchId } = shop
    const asked = { id: newId(), branchId, toBranchId: to, note: '', lines: [ofItem(rice, 10_000n)] }
    await run(shop, (tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
    await run(shop, (tx) => cancelTransfer(tx, shop.id, { id: asked.id, reason: 'no van' }, shop.actor, today))
    t.same(await level(shop.id, rice, branchId), [10_000, 60_000, 0, 0, 0, 0])
    t.match(await root('document').where({ id: asked.id }).first(), { state: 'cancelled', cancel_reason: 'no van' })
    await refused(
      run(shop, (tx) => cancelTransfer(tx, shop.id, { id: asked.id, reason: 'x' }, shop.actor, today)),
      { key: 'movements.refusal.cancelled' },
    )
    const registration = newId()
    const gstin = { business_id: shop.id, id: registration, gstin: '27AAACG2115R1ZH', state: '27', from_date: today }
    await root('gst_registration').insert(gstin)
    const mumbai = await aBranch(shop.id, { name: 'Mumbai', code: 'MU', state: '27', registration_id: registration })
    await refused(
      run(shop, (tx) => sendTransfer(tx, shop.id, { ...asked, id: newId(), toBranchId: mumbai }, shop.actor, today)),
      { key: 'movements.refusal.otherRegistration' },
    )
    await refused(
      run(shop, (tx) =>
        sendTransfer(tx, shop.id, { ...asked, id: newId(), lines: [ofItem(rice, 10_001n)] }, shop.actor, today),
      ),
      { key: 'movements.refusal.short', line: 0 },
    )
    t.same(await holds(shop.id), [])
  })

  t.test('pieces and lots travel with their six figures and their history', async (t) => {
    const shop = await aJewelShop(kit, [{}, { tag: 'N-2', huid: '' }])
    const to = await aBranch(shop.id)
    const [first = '', second = ''] = shop.pieces.map(({ id }) => id)
    const lot = {
      ...{
        id: newId(),
        itemId: shop.itemId,
        branchId: shop.branchId,
        kind: 'metal' as const,
        name: 'Chain',
        barcode: 'L-7',
      },
      ...{ counter: '', note: '', fineness: 9160, pieces: 0, gross: mg(10_000n), net: mg(10_000n), fine: mg(9160n) },
      ...{ carat: mct(0n), value: rs('100000'), onDate: today },
    } as const
    await run(shop, (tx) => createLot(tx, shop.id, lot, shop.actor))
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, toBranchId: to, note: '' },
      lines: [ofPiece(first), ofPiece(second), ofLot(lot.id, 4000n)],
    }
    await run(shop, (tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
    t.match(await root('piece').where({ id: first }).first(), { state: 'in-transit', document_id: asked.id })
    t.same(await level(shop.id, shop.itemId, shop.branchId), [6000, 6_000_000, 6000, 6000, 5496, 0])
    t.same(await holds(shop.id), [])
    const receipt = {
      id: asked.id,
      tags: ['n-2210'],
      note: '',
      counted: [{ line: 3, quantity: 3000n, gross: mg(3000n) }],
    }
    await run(shop, (tx) => receiveTransfer(tx, shop.id, receipt, shop.actor, today))
    t.match(await root('piece').where({ id: first }).first(), { state: 'in-stock', branch_id: to, document_id: null })
    t.same(await level(shop.id, shop.itemId, to), [4000, 31_000_000, 28_480, 27_560, 25_245, 4600])
    t.same(await holds(shop.id), [])
    const lost = { id: asked.id, line: 2, outcome: 'written-off', note: 'stolen' } as const
    await run(shop, (tx) => settleDifference(tx, shop.id, lost, shop.actor, today))
    t.match(await root('piece').where({ id: second }).first(), { state: 'missing' })
    const kinds = await root('piece_event').where({ piece_id: second }).orderBy('id').pluck('kind')
    t.same(kinds, ['tagged', 'sent', 'missed'])
    t.same(await holds(shop.id), [])
    const counter = { id: newId(), branchId: to, counter: 'B', note: '', lines: [ofPiece(first)] }
    await run(shop, (tx) => moveToCounter(tx, shop.id, counter, shop.actor, today))
    t.match(await root('piece').where({ id: first }).first(), { state: 'in-stock', counter: 'B' })
    const elsewhere = { ...counter, id: newId(), branchId: shop.branchId }
    await refused(
      run(shop, (tx) => moveToCounter(tx, shop.id, elsewhere, shop.actor, today)),
      { key: 'movements.refusal.elsewhere' },
    )
    t.same(await holds(shop.id), [])
  })

  t.test('corrections go to the account of their reason, and wait above the limit', async (t) => {
    const shop = await aGoodsShop(kit, { items: 1, stock: 10_000n })
    const [rice = ''] = shop.itemIds
    const less = (quantity: bigint, reason: 'broken' | 'own-use' | 'sample' | 'wastage' | 'counted') => ({
      ...ofItem(rice, quantity),
      ...{ way: 'less' as const, reason },
    })
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, note: '', givesCreditBack: true },
      lines: [
        ...[less(1000n, 'broken'), less(1000n, 'own-use'), less(1000n, 'sample'), less(1000n, 'wastage')],
        { ...ofItem(rice, 2000n), way: 'more' as const, reason: 'counted' as const },
      ],
    }
    const owner = { onDate: today, isOwner: true }
    await run(shop, (tx) => adjustGoods(tx, shop.id, asked, shop.actor, owner))
    t.same(await level(shop.id, rice, shop.branchId), [8000, 48_000, 0, 0, 0, 0])
    // 18 % on 60 rupees, of each line that goes.
    const accounts = ['own-use', 'samples', 'stock-wastage', 'stock-adjustment', 'input-cgst', 'input-sgst']
    const found = []
    for (const role of accounts) found.push(await balance(shop.id, role))
    t.same(found, [7080, 7080, 7080, -4920, -2160, -2160])
    const kinds = await root('stock_move').where({ document_id: asked.id }).orderBy('kind').pluck('kind')
    t.same(kinds, ['adjustment', 'count', 'own-use', 'sample', 'wastage'])
    t.same(await holds(shop.id), [])

    const manager = await aMember(kit, shop, 'manager', 'Mina')
    const [mina, other] = [actorFor(manager, kit), actorFor(await aMember(kit, shop, 'manager', 'Om'), kit)]
    await run(shop, (tx) => setAdjustmentLimit(tx, shop.id, rs('100'), shop.actor))
    const waits = { ...asked, id: newId(), lines: [less(3000n, 'broken')], givesCreditBack: false }
    const by = { onDate: today, isOwner: false }
    t.same(await run(shop, (tx) => adjustGoods(tx, shop.id, waits, mina, by)), { isWaiting: true })
    t.same(await run(shop, (tx) => adjustGoods(tx, shop.id, waits, mina, by)), { isWaiting: true })
    t.same(await level(shop.id, rice, shop.branchId), [8000, 48_000, 0, 0, 0, 0], 'nothing moved')
    await refused(
      run(shop, (tx) => approveAdjustment(tx, shop.id, waits.id, mina, by)),
      { key: 'movements.refusal.ownRequest' },
    )
    await run(shop, (tx) => approveAdjustment(tx, shop.id, waits.id, other, by))
    await refused(
      run(shop, (tx) => approveAdjustment(tx, shop.id, waits.id, other, by)),
      { key: 'movements.refusal.decided' },
    )
    t.same(await level(shop.id, rice, shop.branchId), [5000, 30_000, 0, 0, 0, 0])
    const turned = { ...waits, id: newId() }
    await run(shop, (tx) => adjustGoods(tx, shop.id, turned, mina, by))
    const no = { id: turned.id, reason: 'count again', mayApprove: true }
    await run(shop, (tx) => refuseAdjustment(tx, shop.id, no, other))
    t.match(await root('movement').where({ id: turned.id }).first(), { state: 'refused', document_id: null })
    t.same(await holds(shop.id), [])
  })

  t.test('kits cost what their parts cost, and come apart again', async (t) => {
    const shop = await aGoodsShop(kit, { items: 3, stock: 10_000n })
    const [box = '', rice = '', tea = ''] = shop.itemIds
    const recipe = {
      ...{ itemId: box, note: '' },
      parts: [
        { itemId: rice, quantity: milli(2000n), shareBp: 7500 },
        { itemId: tea, quantity: milli(500n), shareBp: 2500 },
      ],
    }
    await run(shop, (tx) => saveKit(tx, shop.id, recipe, shop.actor))
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, kitId: box, way: 'make' as const, kits: milli(2000n) },
      ...{ extra: rs('10'), note: '' },
    }
    await run(shop, (tx) => workKits(tx, shop.id, asked, shop.actor, today))
    // 4 kg and 1 kg at 60 rupees, and 10 rupees more.
    t.same(await level(shop.id, box, shop.branchId), [12_000, 91_000, 0, 0, 0, 0])
    t.same(await level(shop.id, rice, shop.branchId), [6000, 36_000, 0, 0, 0, 0])
    t.equal(await balance(shop.id, 'landed-cost'), -1000)
    t.same(await holds(shop.id), [])
    const broken = { ...asked, id: newId(), way: 'break' as const, kits: milli(12_000n), extra: zero }
    await run(shop, (tx) => workKits(tx, shop.id, broken, shop.actor, today))
    t.same(await level(shop.id, box, shop.branchId), [0, 0, 0, 0, 0, 0])
    t.same(await level(shop.id, rice, shop.branchId), [30_000, 104_250, 0, 0, 0, 0])
    t.same(await level(shop.id, tea, shop.branchId), [15_000, 76_750, 0, 0, 0, 0])
    t.same(await holds(shop.id), [])
  })

  t.test('a piece is melted into a lot: the loss costs what its fine metal cost', async (t) => {
    const shop = await aJewelShop(kit, [{ stones: [], tag: 'M-1' }])
    const [piece = ''] = shop.pieces.map(({ id }) => id)
    const lot = {
      ...{
        id: newId(),
        itemId: shop.itemId,
        branchId: shop.branchId,
        kind: 'metal' as const,
        name: 'Bar',
        barcode: 'BAR1',
      },
      ...{ counter: '', note: '', fineness: 9160, pieces: 0, gross: mg(1000n), net: mg(1000n), fine: mg(916n) },
      ...{ carat: mct(0n), value: rs('10000'), onDate: today },
    } as const
    await run(shop, (tx) => createLot(tx, shop.id, lot, shop.actor))
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, lines: [ofPiece(piece)], lotId: lot.id, out: mg(25_000n) },
      ...{ fineness: 9160, allowanceBp: 100, stones: null, note: '' },
    }
    await refused(
      run(shop, (tx) => meltGoods(tx, shop.id, { ...asked, id: newId() }, shop.actor, today)),
      { key: 'movements.refusal.lossNote' },
    )
    await refused(
      run(shop, (tx) => meltGoods(tx, shop.id, { ...asked, id: newId(), out: mg(26_000n) }, shop.actor, today)),
      { key: 'movements.refusal.moreThanMelted' },
    )
    await run(shop, (tx) => meltGoods(tx, shop.id, { ...asked, note: 'spilt' }, shop.actor, today))
    t.match(await root('piece').where({ id: piece }).first(), { state: 'melted' })
    // In: 25.480 g, fine 23.340; out: 25.000 g, fine 22.900: 0.440 of 23.340 g fine of 2,80,000 is lost.
    const loss = 527_849
    t.equal(await balance(shop.id, 'stock-wastage'), loss)
    t.same(await level(shop.id, shop.itemId, shop.branchId), [26_000, 29_000_000 - loss, 26_000, 26_000, 23_816, 0])
    t.same(await holds(shop.id), [])
  })

  t.test('a piece is taken apart, and a set is made of what came of it', async (t) => {
    const shop = await aJewelShop(kit, [{}, { tag: 'N-2', huid: '', stones: [] }])
    const [whole = '', plain = ''] = shop.pieces.map(({ id }) => id)
    const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
    const { gst_class_id } = await root('item').where({ id: shop.itemId }).first()
    const [box, set] = [newId(), newId()]
    const goods = { ...own, gst_class_id, kind: 'goods', unit: 'NOS', hsn: '4202' }
    await root('item').insert([
      { ...goods, id: box, name: 'Box' },
      { ...goods, id: set, name: 'Gift set' },
    ])
    const boxes = { itemId: box, branchId: shop.branchId, quantity: milli(5000n), value: rs('500'), onDate: today }
    await run(shop, (tx) => openStock(tx, shop.id, boxes, shop.actor))
    const [chain, packet] = [newId(), newId()]
    const lot = { business_id: shop.id, item_id: shop.itemId, branch_id: shop.branchId, created_at: shop.actor.at }
    await root('lot').insert([
      { ...lot, id: chain, name: 'Chain', kind: 'metal', purity_id: shop.purityId, fineness: 9160 },
      { ...lot, id: packet, name: 'Ruby', kind: 'stones', purity_id: null, fineness: 0 },
    ])
    const ruby = { kind: 'Ruby', shape: '', quality: '', pieces: 6, basis: 'carat', rate: rs('1800') } as const
    const asked: WorkshopRequest = {
      ...{ id: newId(), branchId: shop.branchId, lines: [ofPiece(whole)], note: 'customer wanted two' },
      ...{ loss: mg(160n), lostStones: mct(0n), lossCost: null, extra: rs('500') },
      makes: [
        {
          ...{ kind: 'new', id: shop.itemId, gross: mg(12_920n), otherWeight: mg(0n), cost: null },
          stones: [{ ...ruby, carat: mct(2600n) }],
        },
        { kind: 'lot', id: chain, gross: mg(12_000n), net: mg(12_000n), pieces: 1, carat: mct(0n), cost: null },
        { kind: 'lot', id: packet, gross: mg(0n), net: mg(0n), pieces: 6, carat: mct(2000n), cost: rs('20000') },
      ],
    }
    const work = (request: WorkshopRequest) => run(shop, (tx) => workAtBench(tx, shop.id, request, shop.actor, today))
    const wrong = (has: Partial<WorkshopRequest>) => work({ ...asked, id: newId(), ...has })
    await refused(wrong({ loss: mg(100n) }), { field: 'loss', values: { went: '24.560', came: '24.400' } })
    await refused(wrong({ lostStones: mct(1n) }), { field: 'lost_stones' })
    const [first, ...others] = asked.makes
    await refused(wrong({ makes: others.map((one) => ({ ...one, cost: null })) }), { field: 'loss' })
    if (first?.kind !== 'new') throw new Error('no piece is made')
    await refused(wrong({ makes: [{ ...first, gross: mg(500n) }] }), { field: 'outs.0.gross' })
    t.equal(await root('movement').where({ business_id: shop.id }).first(), undefined, 'nothing is half done')
    await work(asked)
    await work(asked)
    t.match(await root('piece').where({ id: whole }).first(), { state: 'gone', cost_paise: 28_000_000n })
    const [half] = await root('piece').where({ business_id: shop.id }).whereNotIn('id', [whole, plain])
    // Of 22.497 g fine 0.147 is lost, and 2,60,000 rupees are the metal's; the rest goes by 11.358 and 10.992 g.
    const loss = 169_889
    t.equal(await balance(shop.id, 'stock-wastage'), loss)
    t.match(half, { state: 'in-stock', net_mg: 12_400n, fine_mg: 11_358n, carat_mct: 2600n, purity_id: shop.purityId })
    const told = await root('piece_event')
      .where({ piece_id: whole })
      .orderBy('id')
      .select('kind', 'note', 'document_id')
    t.match(told, [{ kind: 'tagged' }, { kind: 'worked', note: `${half.tag}, Chain, Ruby`, document_id: asked.id }])
    t.match(await root('piece_event').where({ piece_id: half.id }).first(), { kind: 'tagged', note: 'N-2210' })
    const lots = await root('lot').whereIn('id', [chain, packet]).orderBy('name')
    t.match(lots, [
      { net_mg: 12_000n, fine_mg: 10_992n, pieces: 1 },
      { gross_mg: 400n, carat_mct: 2000n, value_paise: rs('20000') },
    ])
    const all = Number(half.cost_paise) + Number(lots[0].value_paise) + 2_000_000
    t.equal(all, 28_000_000 + 50_000 - loss, 'no paisa is lost')
    // With the other necklace of 25.480 g, all net.
    t.same(await level(shop.id, shop.itemId, shop.branchId), [
      ...[2000 + 12_000 + 400, 28_000_000 + all, 25_480 + 12_920 + 12_000 + 400, 25_480 + 24_400],
      ...[23_340 + 11_358 + 10_992, 4600],
    ])
    t.same(await holds(shop.id), [])

    const polished: WorkshopRequest = {
      ...{ ...asked, id: newId(), lines: [ofPiece(half.id)], loss: mg(0n), extra: rs('250') },
      makes: [first],
    }
    await work(polished)
    const halves = await root('piece').where({ business_id: shop.id, state: 'in-stock' }).whereNot({ id: plain })
    t.same(
      halves.map(({ cost_paise }) => Number(cost_paise)),
      [Number(half.cost_paise) + 25_000],
      'as many of the article as before, and dearer',
    )
    half.id = halves[0].id
    half.cost_paise = halves[0].cost_paise
    t.same(await holds(shop.id), [])

    const gift: WorkshopRequest = {
      ...{
        ...asked,
        id: newId(),
        loss: mg(0n),
        extra: zero,
        lines: [ofPiece(half.id), ofPiece(plain), ofItem(box, 1000n)],
      },
      makes: [{ kind: 'item', id: set, quantity: milli(1000n), cost: null }],
    }
    await work(gift)
    const cost = Number(half.cost_paise) + 28_000_000 + 10_000
    t.same(await level(shop.id, set, shop.branchId), [1000, cost, 0, 0, 0, 0])
    t.equal(await balance(shop.id, 'stock-wastage'), loss, 'an item takes all along')
    t.same(await holds(shop.id), [])
    const apart: WorkshopRequest = {
      ...{ ...gift, id: newId(), lines: [ofItem(set, 1000n)] },
      makes: [
        { ...first, gross: mg(25_480n), stones: [] },
        { kind: 'item', id: box, quantity: milli(1000n), cost: rs('100') },
      ],
    }
    await work(apart)
    t.same(await level(shop.id, set, shop.branchId), [0, 0, 0, 0, 0, 0])
    t.same(await level(shop.id, box, shop.branchId), [5000, 50_000, 0, 0, 0, 0])
    t.same(await holds(shop.id), [])
  })

  t.test('pieces come back hallmarked or rejected, and the centre is owed its charge', async (t) => {
    const pieces = ['H-1', 'H-2', 'H-3'].map((tag) => ({ tag, huid: '' }))
    const shop = await aJewelShop(kit, [...pieces, { tag: 'OLD', huid: 'ZZ9999' }])
    const centre = newId()
    const own = { business_id: shop.id, created_at: shop.actor.at, updated_at: shop.actor.at }
    await root('party').insert({
      ...own,
      id: centre,
      name: 'Surat Assay',
      state: '24',
      gstin: '24AAACG2115R1ZN',
      is_supplier: true,
    })
    const [one = '', two = '', three = '', old = ''] = shop.pieces.map(({ id }) => id)
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, partyId: centre, dueOn: '2026-11-24', note: '' },
      lines: [one, two, three].map(ofPiece),
    }
    await refused(
      run(shop, (tx) =>
        sendToHallmark(tx, shop.id, { ...asked, id: newId(), lines: [ofPiece(old)] }, shop.actor, today),
      ),
      { key: 'movements.refusal.marked' },
    )
    await run(shop, (tx) => sendToHallmark(tx, shop.id, asked, shop.actor, today))
    t.match(await root('piece').where({ id: one }).first(), { state: 'at-hallmark' })
    const options = { onDate: today, branchId: undefined }
    const back = {
      ...{ id: asked.id, voucherId: newId(), charge: rs('200'), billNumber: 'SA/7', dueOn: '2026-12-21' },
      onto: 'expense' as const,
      assayed: [
        { line: 1, huid: 'AA1111' },
        { line: 2, rejected: 'under 22K' },
      ],
    }
    const wrong = (huid: string) => ({ ...back, assayed: [{ line: 1, huid }] })
    await refused(
      run(shop, (tx) => receiveFromHallmark(tx, shop.id, wrong('ZZ9999'), shop.actor, options)),
      { key: 'movements.refusal.huidOf', values: { tag: 'OLD' } },
    )
    await run(shop, (tx) => receiveFromHallmark(tx, shop.id, back, shop.actor, options))
    await run(shop, (tx) => receiveFromHallmark(tx, shop.id, back, shop.actor, options))
    t.match(await root('piece').where({ id: one }).first(), { state: 'in-stock', huid: 'AA1111' })
    t.match(await root('piece').where({ id: two }).first(), { state: 'in-stock', huid: '' })
    t.match(await root('movement').where({ id: asked.id }).first(), { state: 'out' })
    // The shop has no GSTIN here, so the tax is no credit and stays with the charge.
    t.equal(await balance(shop.id, 'hallmark-charges'), 23_600)
    t.equal(await balance(shop.id, 'creditors'), -23_600)
    const receive = (receipt: Partial<HallmarkReceipt>) =>
      run(shop, (tx) => receiveFromHallmark(tx, shop.id, { ...back, ...receipt }, shop.actor, options))
    const onCost = { onto: 'cost', voucherId: newId(), charge: rs('100') } as const
    await refused(receive({ ...onCost, assayed: [] }), { key: 'movements.refusal.nothingBack' })
    await receive({ ...onCost, assayed: [{ line: 3, huid: 'AA3333' }] })
    t.match(await root('movement').where({ id: asked.id }).first(), { state: 'back' })
    const costs = () => root('piece').where({ business_id: shop.id }).orderBy('tag').pluck('cost_paise')
    t.same(await costs(), [28_000_000n, 28_000_000n, 28_011_800n, 28_000_000n], 'the piece bears it with its tax')
    t.equal(await balance(shop.id, 'hallmark-charges'), 23_600, 'and the expenses do not')
    t.equal(await balance(shop.id, 'landed-cost'), 0)
    t.same(await holds(shop.id), [])

    // Sold before the centre's last bill comes: its part is cost of goods.
    await root('board_rate').insert({
      ...{ business_id: shop.id, id: newId(), side: 'sell', purity_id: shop.purityId, rate_paise: rs('100') },
      ...{ by_name: 'Asha', from_at: new Date('2026-11-21T06:00:00Z') },
    })
    const as = { of: { kind: 'piece', id: one }, rate: null, making: null, wastage: null, orderId: null } as const
    const line = { itemId: shop.itemId, quantity: milli(1000n), price: zero, priceIncludesTax: false, piece: as }
    const bill: InvoiceRequest = {
      ...{ id: newId(), onDate: today, buyer: walkIn, tenders: [cash('100000')], placeOfSupply: null, note: '' },
      billDiscount: { kind: 'none' },
      lines: [{ ...line, discount: { kind: 'none' } }],
    }
    await run(shop, (tx) => issueInvoice(tx, shop.id, bill, shop.actor))
    const sold = await balance(shop.id, 'cost-of-goods')
    const late = { onto: 'cost', voucherId: newId(), charge: rs('300'), assayed: [] } as const
    await refused(receive({ ...late, charge: zero }), { key: 'fields.amount.positive' })
    await receive(late)
    await receive(late)
    t.equal((await balance(shop.id, 'cost-of-goods')) - sold, 11_800)
    t.same(await costs(), [28_000_000n, 28_011_800n, 28_023_600n, 28_000_000n])
    t.equal(await balance(shop.id, 'landed-cost'), 0)
    t.same(await level(shop.id, shop.itemId, shop.branchId).then((all) => all?.slice(0, 2)), [3000, 84_035_400])
    const kinds = await root('movement_event').where({ movement_id: asked.id }).orderBy('id').pluck('kind')
    t.same(kinds, ['hallmark-out', 'hallmark-back', 'hallmark-back', 'hallmark-charge'])
    t.same(await holds(shop.id), [])
  })
})
