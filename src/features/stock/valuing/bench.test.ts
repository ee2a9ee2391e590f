import t from 'tap'
import { zero } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { cash, rs, today, walkIn } from '../../../testing/goods-shop.ts'
import { aJewelShop } from '../../../testing/jewel-shop.ts'
import { booksCheck } from '../../books/index.ts'
import { adjustGoods } from '../../movements/adjusting/adjusting.commands.ts'
import { type WorkshopRequest, workAtBench } from '../../movements/workshop/workshop.commands.ts'
import { createLot } from '../../pieces/index.ts'
import { issueInvoice } from '../../sales/index.ts'
import { openStock, revalueMoves } from '../index.ts'
import { listDue } from './starting.commands.ts'
import { valueAnew } from './valuing.commands.ts'

const none = { quantity: milli(0n), gross: mg(0n), net: mg(0n), pieces: 0 }
const ofPiece = (id: string) => ({ ...none, ref: { kind: 'piece' as const, id } })
const ofLot = (id: string, net: bigint) => ({
  ...{ ...none, ref: { kind: 'lot' as const, id } },
  ...{ gross: mg(net), net: mg(net) },
})

// Of a necklace of 25.480 g for 2,80,000 and 4.520 g of chain for 45,200 (10 g for 1,00,000) are made
//   a ring of 10 g for 1,00,000, which is filed to one of 9 g: 10,000 of it is lost
//   a ring of 5 g for 50,000, which is sold
//   15 g for 1,50,000 to a bar of 1 g for 10,000, of whose 16 g then 4 g are for own use
//   a gift set for 25,200
// When the necklace costs 1,000.00 more after all, these took 100,000, 50,000, 150,000 and 25,200 of 325,200 for it: 307.50,
// 153.75, 461.25 and 77.49, and the paisa that is over is of the dearest. Of the chain's 1,000.00 it is so with 452.00.
// Of a wire of 3 g for 30,000 and 2 clasps for 200 (10 for 1,000) are made a bangle of 2 g for 15,200 and a second set for 5,000;
// 10,000 of the wire is lost. When the 10 clasps cost 100.00 more, the 20.00 of the 2 are borne by what they went into: 20,200
// of 30,200 is 13.38, of it 15,200 of 20,200 the bangle, 10.07, and 5,000 of 20,200 the set, 3.31; the loss bears 6.62.
const table = [
  // what is dearer, then what each is worth: ring, bar, sets, chain, bangle, clasps; sold, own use, lost; adjusted
  ['nothing', [90_000, 120_000, 30_200, 54_800, 15_200, 800], [50_000, 40_000, 20_000], 0],
  ['necklace', [90_276.75, 120_345.94, 30_277.49, 54_800, 15_200, 800], [50_153.75, 40_115.32, 20_030.75], 0],
  ['chain', [90_401.84, 120_502.31, 30_312.52, 55_348, 15_200, 800], [50_223.24, 40_167.44, 20_044.65], 0],
  ['clasps', [90_401.84, 120_502.31, 30_315.83, 55_348, 15_210.07, 880], [50_223.24, 40_167.44, 20_051.27], 0],
] as const

t.test('what was made at the bench bears what was used there, when that is dearer', { timeout: 200_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const { root } = database
  const shop = await aJewelShop(kit, [{ huid: '', stones: [] }])
  const { id: businessId, branchId, itemId, actor } = shop
  const run = <Result>(work: Parameters<typeof inBusiness<Result>>[2]) => inBusiness(kit.db, businessId, work)
  const necklace = shop.pieces[0]?.id ?? ''
  const lot = async (name: string, net: bigint, value: string) => {
    const weights = { gross: mg(net), net: mg(net), fine: mg((net * 916n) / 1000n), carat: mct(0n), pieces: 0 }
    const own = { id: newId(), itemId, branchId, name, barcode: name, kind: 'metal' as const, counter: '', note: '' }
    const made = { ...own, ...weights, fineness: 9160, value: rs(value), onDate: today }
    await run((tx) => createLot(tx, businessId, made, actor))
    return made.id
  }
  const [bar, chain] = [await lot('Bar', 1_000n, '10000'), await lot('Chain', 10_000n, '100000')]
  const [set, clasps] = [newId(), newId()]
  const { gst_class_id } = await root('item').where({ id: itemId }).first()
  const counted = { business_id: businessId, kind: 'goods', unit: 'NOS', hsn: '4202', gst_class_id }
  await root('item').insert([
    { ...counted, id: set, name: 'Gift set', created_at: actor.at, updated_at: actor.at },
    { ...counted, id: clasps, name: 'Clasps', created_at: actor.at, updated_at: actor.at },
  ])
  const ten = { itemId: clasps, branchId, quantity: milli(10_000n), value: rs('1000'), onDate: today }
  await run((tx) => openStock(tx, businessId, ten, actor))
  const work = (lines: WorkshopRequest['lines'], makes: WorkshopRequest['makes'], loss: bigint, lossCost: string) =>
    run((tx) => {
      const lost = { loss: mg(loss), lostStones: mct(0n), lossCost: rs(lossCost), extra: zero, note: '' }
      return workAtBench(tx, businessId, { id: newId(), branchId, lines, makes, ...lost }, actor, today)
    })
  const ring = (gross: bigint, cost: string) =>
    ({ kind: 'new', id: itemId, gross: mg(gross), otherWeight: mg(0n), stones: [], cost: rs(cost) }) as const
  const weighed = { gross: mg(15_000n), net: mg(15_000n), pieces: 0, carat: mct(0n) }
  const made = [
    ...[ring(10_000n, '100000'), ring(5_000n, '50000')],
    { kind: 'lot', id: bar, ...weighed, cost: rs('150000') } as const,
    { kind: 'item', id: set, quantity: milli(1000n), cost: rs('25200') } as const,
  ]
  await work([ofPiece(necklace), ofLot(chain, 4_520n)], made, 0n, '0')
  const pieceOf = async (net: bigint): Promise<string> =>
    (await root('piece').where({ business_id: businessId, net_mg: net }).first('id')).id
  await work([ofPiece(await pieceOf(10_000n))], [ring(9_000n, '90000')], 1_000n, '10000')
  const two = { ...none, ref: { kind: 'item' as const, id: clasps }, quantity: milli(2_000n) }
  const wire = await lot('Wire', 3_000n, '30000')
  const sets = { kind: 'item', id: set, quantity: milli(1000n), cost: rs('5000') } as const
  await work([ofLot(wire, 3_000n), two], [ring(2_000n, '15200'), sets], 1_000n, '10000')
  const own = { ...ofLot(bar, 4_000n), way: 'less', reason: 'own-use' } as const
  const used = { id: newId(), branchId, note: '', givesCreditBack: false, lines: [own] }
  await run((tx) => adjustGoods(tx, businessId, used, actor, { onDate: today, isOwner: true }))
  await root('board_rate').insert({
    ...{ business_id: businessId, id: newId(), side: 'sell', purity_id: shop.purityId, rate_paise: rs('100') },
    ...{ by_name: 'Asha', from_at: new Date('2026-11-21T06:00:00Z') },
  })
  const of = {
    of: { kind: 'piece', id: await pieceOf(5_000n) },
    rate: null,
    making: null,
    wastage: null,
    orderId: null,
  } as const
  const line = { itemId, quantity: milli(1000n), price: zero, priceIncludesTax: false, piece: of } as const
  const bill = { id: newId(), onDate: today, buyer: walkIn, tenders: [cash('100000')], placeOfSupply: null, note: '' }
  const sale = { ...bill, billDiscount: { kind: 'none' }, lines: [{ ...line, discount: { kind: 'none' } }] } as const
  await run((tx) => issueInvoice(tx, businessId, sale, actor))

  const balance = async (role: string) => {
    const { id } = await root('account').where({ business_id: businessId, role }).first('id')
    const amounts: bigint[] = await root('posting').where({ account_id: id, commodity: 'INR' }).pluck('amount')
    return Number(amounts.reduce((all, one) => all + one, 0n)) / 100
  }
  const worth = async (row: Promise<Record<string, bigint> | undefined>, column: string) =>
    Number((await row)?.[column] ?? 0n) / 100
  const ofLotNow = (id: string) => worth(root('lot').where({ id }).first(), 'value_paise')
  const ofItemNow = (id: string) =>
    worth(root('stock_level').where({ business_id: businessId, item_id: id }).first(), 'value_paise')
  const seen = async () => [
    [
      await worth(root('piece').where({ business_id: businessId, net_mg: 9_000n }).first(), 'cost_paise'),
      await ofLotNow(bar),
      await ofItemNow(set),
      await ofLotNow(chain),
      await worth(root('piece').where({ business_id: businessId, net_mg: 2_000n }).first(), 'cost_paise'),
      await ofItemNow(clasps),
    ],
    [await balance('cost-of-goods'), await balance('own-use'), await balance('stock-wastage')],
    await balance('stock-adjustment'),
  ]
  const dearer = {
    nothing: {},
    necklace: { piece_id: necklace },
    chain: { lot_id: chain },
    clasps: { item_id: clasps },
  }
  for (const [what, ...wanted] of table)
    await t.test(`dearer: ${what}`, async (t) => {
      if (what !== 'nothing') {
        const move = await root('stock_move')
          .where({ business_id: businessId, kind: 'opening', ...dearer[what] })
          .first('id')
        const change = {
          contra: 'landed-cost',
          onDate: today,
          reason: 'Bill',
          changes: [{ moveId: move.id, delta: rs(what === 'clasps' ? '100' : '1000') }],
        } as const
        await run((tx) => revalueMoves(tx, businessId, change, actor))
        await run(async (tx) => {
          const again = { id: newId(), reason: 'Test', fromOn: today }
          await valueAnew(tx, businessId, { pools: await listDue(tx, businessId, 5), run: again }, actor)
        })
      }
      t.same(await seen(), wanted)
      t.same(
        (await run((tx) => booksCheck(tx, businessId))).filter(({ holds }) => !holds),
        [],
      )
    })
})
