import t from 'tap'
import { paise, zero } from '../../../core/money.ts'
import { milli } from '../../../core/quantity.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testDatabase } from '../../../testing/database.ts'
import { cash, rs, today, walkIn } from '../../../testing/goods-shop.ts'
import { aJewelShop } from '../../../testing/jewel-shop.ts'
import { aStockYard, buy, faultsOf, settle, type Yard } from '../../../testing/stock-yard.ts'
import { booksCheck } from '../../books/index.ts'
import { adjustGoods } from '../../movements/adjusting/adjusting.commands.ts'
import { saveKit, workKits } from '../../movements/kits/kits.commands.ts'
import { meltGoods } from '../../movements/melting/melting.commands.ts'
import { cancelTransfer, receiveTransfer, settleDifference } from '../../movements/transfers/receiving.commands.ts'
import { sendTransfer } from '../../movements/transfers/sending.commands.ts'
import { createLot } from '../../pieces/index.ts'
import { addToLot } from '../../pieces/lots/changing.commands.ts'
import { takeBack } from '../../returns/index.ts'
import { issueOnce } from '../../sales/index.ts'
import { revalueMoves } from '../index.ts'
import { valueAllAnew } from './starting.commands.ts'

const none = { quantity: milli(0n), gross: mg(0n), net: mg(0n), pieces: 0 }
const ofItem = (id: string, quantity: bigint) => ({
  ...none,
  ref: { kind: 'item' as const, id },
  quantity: milli(quantity),
})
const ofPiece = (id: string) => ({ ...none, ref: { kind: 'piece' as const, id } })
const ofLot = (id: string, net: bigint) => ({
  ...{ ...none, ref: { kind: 'lot' as const, id } },
  ...{ gross: mg(net), net: mg(net) },
})
type Of = { id: string; branchId: string; actor: Yard['actor'] }

t.test('a cost that is known later follows the goods', { timeout: 200_000 }, async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  const { root } = database
  const balance = async (shop: Of, role: string) => {
    const { id } = await root('account').where({ business_id: shop.id, role }).first('id')
    const amounts: bigint[] = await root('posting').where({ account_id: id, commodity: 'INR' }).pluck('amount')
    return Number(amounts.reduce((all, one) => all + one, 0n)) / 100
  }
  const worth = async (shop: Of, itemId: string, branchId: string) => {
    const row = await root('stock_level').where({ business_id: shop.id, item_id: itemId, branch_id: branchId }).first()
    return [Number(row?.quantity_milli ?? 0n) / 1000, Number(row?.value_paise ?? 0n) / 100]
  }
  const run = <Result>(shop: Of, work: Parameters<typeof inBusiness<Result>>[2]) => inBusiness(kit.db, shop.id, work)
  const dearer = (shop: Of, moveId: string, delta: bigint) =>
    run(shop, (tx) => {
      const of = { contra: 'landed-cost', onDate: today, reason: 'Freight' } as const
      return revalueMoves(tx, shop.id, { changes: [{ moveId, delta: paise(delta) }], ...of }, shop.actor)
    })
  const send = async (shop: Of, toBranchId: string, lines: Parameters<typeof sendTransfer>[2]['lines']) => {
    const asked = { id: newId(), branchId: shop.branchId, toBranchId, lines, note: '' }
    await run(shop, (tx) => sendTransfer(tx, shop.id, asked, shop.actor, today))
    return asked.id
  }
  const receive = (shop: Of, id: string, counted: { line: number; quantity: bigint }[], tags: string[] = []) =>
    run(shop, (tx) => receiveTransfer(tx, shop.id, { id, tags, counted, note: '' }, shop.actor, today))

  for (const method of ['weighted-average', 'fifo'] as const) {
    const aYard = async () => {
      const yard = await aStockYard(kit, { method, items: 2 })
      const [itemId = '', other = ''] = yard.itemIds
      const branchId = yard.branches[0]
      const bought = { itemId, branchId, quantity: milli(10_000n), cost: rs('100'), onDate: '2026-10-01' }
      const moveId = await yard.inShop((tx) => buy(tx, yard, bought))
      return { ...yard, itemId, other, branchId, to: yard.branches[1], moveId }
    }

    t.test(`sent, dearer, then arrived and given up, by ${method}`, async (t) => {
      const yard = await aYard()
      const id = await send(yard, yard.to, [ofItem(yard.itemId, 3_000n)])
      t.equal(await balance(yard, 'stock-in-transit'), 30)
      await dearer(yard, yard.moveId, 10_00n)
      t.equal(await balance(yard, 'stock-in-transit'), 33)
      t.same(await faultsOf(yard), [])
      await settle(yard)
      await receive(yard, id, [{ line: 1, quantity: 2_000n }])
      t.same(await worth(yard, yard.itemId, yard.to), [2, 22])
      await settle(yard)
      t.same(await worth(yard, yard.itemId, yard.to), [2, 22], 'what was known is not added twice')
      await dearer(yard, yard.moveId, 10_00n)
      t.equal(await balance(yard, 'stock-in-transit'), 12)
      t.same(await faultsOf(yard), [])
      await settle(yard)
      t.same(await worth(yard, yard.itemId, yard.to), [2, 24])
      const lost = { id, line: 1, outcome: 'written-off', note: 'torn' } as const
      await run(yard, (tx) => settleDifference(tx, yard.id, lost, yard.actor, today))
      t.same([await balance(yard, 'stock-in-transit'), await balance(yard, 'stock-adjustment')], [0, 12])
      await dearer(yard, yard.moveId, 10_00n)
      await settle(yard)
      t.same([await balance(yard, 'stock-in-transit'), await balance(yard, 'stock-adjustment')], [0, 13])
      t.same(await worth(yard, yard.itemId, yard.to), [2, 26])
      t.equal(await balance(yard, 'cost-of-goods'), 0)
      t.same(await faultsOf(yard), [])
    })

    t.test(`brought back after it was dearer, by ${method}`, async (t) => {
      const yard = await aYard()
      const id = await send(yard, yard.to, [ofItem(yard.itemId, 3_000n)])
      await dearer(yard, yard.moveId, 10_00n)
      await run(yard, (tx) => cancelTransfer(tx, yard.id, { id, reason: 'no van' }, yard.actor, today))
      await settle(yard)
      t.same(await worth(yard, yard.itemId, yard.branchId), [10, 110])
      await dearer(yard, yard.moveId, -20_00n)
      await settle(yard)
      t.same(await worth(yard, yard.itemId, yard.branchId), [10, 90])
      t.same([await balance(yard, 'stock-in-transit'), await balance(yard, 'cost-of-goods')], [0, 0])
      t.same(await faultsOf(yard), [])
    })

    t.test(`a kit that was made of it is dearer too, and no expense, by ${method}`, async (t) => {
      const yard = await aYard()
      const parts = [{ itemId: yard.itemId, quantity: milli(2_000n), shareBp: 10_000 }]
      const made = {
        id: newId(),
        branchId: yard.branchId,
        kitId: yard.other,
        way: 'make',
        kits: milli(2_000n),
      } as const
      await run(yard, async (tx) => {
        await saveKit(tx, yard.id, { itemId: yard.other, note: '', parts }, yard.actor)
        await workKits(tx, yard.id, { ...made, extra: zero, note: '' }, yard.actor, today)
      })
      t.same(await worth(yard, yard.other, yard.branchId), [2, 40])
      await dearer(yard, yard.moveId, 10_00n)
      await settle(yard)
      t.same(await worth(yard, yard.other, yard.branchId), [2, 44])
      t.same([await balance(yard, 'stock-adjustment'), await balance(yard, 'cost-of-goods')], [0, 0])
      t.same(await faultsOf(yard), [])
    })

    t.test(`what comes in below zero keeps its real cost, by ${method}`, async (t) => {
      const yard = await aYard()
      const sale = yard.bill({ buyer: walkIn, lines: [yard.line(0, 14_000n)], tenders: [cash('1400')] })
      await issueOnce(kit.db, yard.id, sale, yard.actor)
      const far = { itemId: yard.itemId, branchId: yard.to, quantity: milli(10_000n), cost: rs('300') }
      await yard.inShop((tx) => buy(tx, yard, { ...far, onDate: '2026-10-02' }))
      const asked = { id: newId(), branchId: yard.to, toBranchId: yard.branchId, note: '' }
      const lines = [ofItem(yard.itemId, 6_000n)]
      await run(yard, (tx) => sendTransfer(tx, yard.id, { ...asked, lines }, yard.actor, today))
      await receive(yard, asked.id, [{ line: 1, quantity: 6_000n }])
      const more = { ...ofItem(yard.itemId, 1_000n), way: 'more', reason: 'counted' } as const
      const found = { id: newId(), branchId: yard.branchId, note: '', givesCreditBack: false, lines: [more] }
      await run(yard, (tx) => adjustGoods(tx, yard.id, found, yard.actor, { onDate: today, isOwner: true }))
      const before = await worth(yard, yard.itemId, yard.branchId)
      t.same(before, [3, 90])
      await run(yard, (tx) => valueAllAnew(tx, yard.id, { id: newId(), because: 'byHand' }, yard.actor))
      t.equal(await settle(yard), 0, 'running it again changes nothing')
      t.same(await faultsOf(yard), [])
    })

    t.test(`a sale that was dearer after all comes back at what it cost, by ${method}`, async (t) => {
      const yard = await aYard()
      const bill = yard.bill({ buyer: walkIn, lines: [yard.line(0, 4_000n)], tenders: [cash('400')] })
      await issueOnce(kit.db, yard.id, bill, yard.actor)
      await dearer(yard, yard.moveId, 10_00n)
      const asked: Parameters<typeof takeBack>[2] = {
        ...{ id: newId(), billId: bill.id, partyId: null, onDate: today, paymentId: newId(), reference: '' },
        ...{ reason: 'Not needed', settle: 'refund', refundMode: 'cash' },
        lines: [
          {
            ...{ line: 1, part: 4_000n, condition: 'stock' },
            deduction: { keepsMaking: false, wear: { kind: 'none' }, words: '' },
          },
        ],
      }
      const may = { mayPayOut: true, mayBeLate: true, authority: null }
      await run(yard, (tx) => takeBack(tx, yard.id, asked, yard.actor, may))
      await settle(yard)
      t.same(await worth(yard, yard.itemId, yard.branchId), [10, 110])
      t.equal(await balance(yard, 'cost-of-goods'), 0)
      t.same(await faultsOf(yard), [])
    })
  }

  const aJeweller = async () => {
    const shop = await aJewelShop(kit, [{ stones: [] }, { tag: 'N-2', huid: '', stones: [] }])
    const registration = await root('branch').where({ business_id: shop.id, is_main: true }).first('registration_id')
    const to = newId()
    const own = { business_id: shop.id, id: to, name: 'Ring Road', code: 'RR', state: '24' }
    await root('branch').insert({ ...own, registration_id: registration.registration_id })
    const lot = async (name: string, net: bigint, value: string) => {
      const made = {
        ...{ id: newId(), itemId: shop.itemId, branchId: shop.branchId, name, barcode: name },
        kind: 'metal' as const,
        ...{ counter: '', note: '', fineness: 9160, pieces: 0, gross: mg(net), net: mg(net) },
        ...{ fine: mg((net * 916n) / 1000n), carat: mct(0n), value: rs(value), onDate: today },
      } as const
      await run(shop, (tx) => createLot(tx, shop.id, made, shop.actor))
      return made.id
    }
    const moveOf = async (of: object): Promise<string> =>
      (
        await root('stock_move')
          .where({ business_id: shop.id, kind: 'opening', ...of })
          .first('id')
      ).id
    const costOf = async (id: string) => {
      const [piece] = await root('piece').where({ id }).select('cost_paise')
      const [found] = piece ? [] : await root('lot').where({ id }).select('value_paise')
      return Number(piece?.cost_paise ?? found?.value_paise) / 100
    }
    const faults = async () => (await run(shop, (tx) => booksCheck(tx, shop.id))).filter(({ holds }) => !holds)
    return { ...shop, to, lot, moveOf, costOf, faults }
  }

  t.test('a piece bears it on the road, where it arrived, and where it was given up', async (t) => {
    const shop = await aJeweller()
    const [one = '', two = ''] = shop.pieces.map(({ id }) => id)
    const moves = [await shop.moveOf({ piece_id: one }), await shop.moveOf({ piece_id: two })]
    const id = await send(shop, shop.to, [ofPiece(one), ofPiece(two)])
    await dearer(shop, moves[0] ?? '', 100_00n)
    t.same([await shop.costOf(one), await balance(shop, 'stock-in-transit')], [280_100, 560_100])
    t.same(await shop.faults(), [])
    await receive(shop, id, [], ['N-2210'])
    t.same(await worth(shop, shop.itemId, shop.to), [1, 280_100])
    t.same(await shop.faults(), [])
    await dearer(shop, moves[0] ?? '', 50_00n)
    t.same([await shop.costOf(one), await worth(shop, shop.itemId, shop.to)], [280_150, [1, 280_150]])
    const lost = { id, line: 2, outcome: 'written-off', note: 'stolen' } as const
    await run(shop, (tx) => settleDifference(tx, shop.id, lost, shop.actor, today))
    await dearer(shop, moves[1] ?? '', 30_00n)
    t.same([await balance(shop, 'stock-in-transit'), await balance(shop, 'stock-adjustment')], [0, 280_030])
    t.equal(await balance(shop, 'cost-of-goods'), 0)
    t.same(await shop.faults(), [])
  })

  t.test('a lot bears it in its parts: here, on the road, at the other branch', async (t) => {
    const shop = await aJeweller()
    const chain = await shop.lot('Chain', 10_000n, '100000')
    const moveId = await shop.moveOf({ lot_id: chain })
    const id = await send(shop, shop.to, [ofLot(chain, 4_000n)])
    await receive(shop, id, [{ line: 1, quantity: 3_000n }])
    await dearer(shop, moveId, 1000_00n)
    const { id: there } = await root('lot').where({ business_id: shop.id, branch_id: shop.to }).first('id')
    t.same([await shop.costOf(chain), await shop.costOf(there)], [60_600, 30_300])
    t.equal(await balance(shop, 'stock-in-transit'), 10_100)
    t.equal(await balance(shop, 'cost-of-goods'), 0)
    t.same(await shop.faults(), [])
    const found = { id, line: 1, outcome: 'found', note: '' } as const
    await run(shop, (tx) => settleDifference(tx, shop.id, found, shop.actor, today))
    t.equal(await shop.costOf(there), 40_400)
    t.same(await shop.faults(), [])
  })

  t.test('what was melted passes it on to the bar, less what was lost', async (t) => {
    const shop = await aJeweller()
    const [one = ''] = shop.pieces.map(({ id }) => id)
    const [bar, chain] = [await shop.lot('Bar', 1_000n, '10000'), await shop.lot('Chain', 10_000n, '100000')]
    const [ofOne, ofChain] = [await shop.moveOf({ piece_id: one }), await shop.moveOf({ lot_id: chain })]
    const asked = {
      ...{ id: newId(), branchId: shop.branchId, lines: [ofPiece(one), ofLot(chain, 5_000n)], lotId: bar },
      ...{ out: mg(30_000n), fineness: 9160, allowanceBp: 500, stones: null, note: 'spilt' },
    }
    await run(shop, (tx) => meltGoods(tx, shop.id, asked, shop.actor, today))
    const before = [await shop.costOf(bar), await balance(shop, 'stock-wastage')]
    const share = ((before[0] ?? 0) - 10_000) / 330_000
    await dearer(shop, ofOne, 1000_00n)
    await dearer(shop, ofChain, 1000_00n)
    const after = [await shop.costOf(bar), await balance(shop, 'stock-wastage')]
    // All of the piece and half of the chain went into it.
    t.ok(Math.abs((after[0] ?? 0) - (before[0] ?? 0) - 1500 * share) < 0.02, `${before} became ${after}`)
    t.ok(Math.abs((after[1] ?? 0) - (before[1] ?? 0) - 1500 * (1 - share)) < 0.02, 'and the loss is dearer')
    t.equal(await shop.costOf(chain), 50_500)
    t.same(await shop.faults(), [])
  })

  // day     what                     goes in or out    the lot holds       a gram
  // 2 Nov   opening                  +10 g  1,000.00   10 g   1,000.00     100.00
  // 5 Nov   wastage                   -4 g   -400.00    6 g     600.00     100.00
  // 9 Nov   more of it               +6 g    780.00   12 g   1,380.00     115.00
  // 12 Nov  own use                   -3 g   -345.00    9 g   1,035.00     115.00
  // 4 Nov   more of it, too late     refused: the 4 g of the 5th would have cost something else
  // 9 Nov   own use, on the day       -1 g   -115.00    8 g     920.00     115.00
  // 8 Nov   own use, too late        refused: what came on the 9th would have been mixed with less
  // 12 Nov  more of it, on the day   +2 g    280.00   10 g   1,200.00     120.00
  t.test('a lot that moved the other way since takes nothing of an earlier day', async (t) => {
    const shop = await aJeweller()
    const made = {
      ...{ id: newId(), itemId: shop.itemId, branchId: shop.branchId, name: 'Chain', barcode: 'C-1' },
      ...{ kind: 'metal' as const, counter: '', note: '', fineness: 9160, pieces: 0, carat: mct(0n) },
      ...{ gross: mg(10_000n), net: mg(10_000n), fine: mg(9_160n), value: rs('1000'), onDate: '2026-11-02' },
    }
    await run(shop, (tx) => createLot(tx, shop.id, made, shop.actor))
    const more = (onDate: string, net: bigint, value: string) => {
      const weights = { gross: mg(net), net: mg(net), fine: mg((net * 916n) / 1000n), carat: mct(0n) }
      const added = { id: newId(), lotId: made.id, pieces: 0, ...weights, value: rs(value), onDate, note: '' }
      return run(shop, (tx) => addToLot(tx, shop.id, added, shop.actor))
    }
    const less = (onDate: string, net: bigint, reason: 'wastage' | 'own-use') => {
      const lines = [{ ...ofLot(made.id, net), way: 'less' as const, reason }]
      const asked = { id: newId(), branchId: shop.branchId, note: '', givesCreditBack: false, lines }
      return run(shop, (tx) => adjustGoods(tx, shop.id, asked, shop.actor, { onDate, isOwner: true }))
    }
    const table: readonly [() => Promise<unknown>, number | string][] = [
      [() => less('2026-11-05', 4_000n, 'wastage'), 600],
      [() => more('2026-11-09', 6_000n, '780'), 1_380],
      [() => less('2026-11-12', 3_000n, 'own-use'), 1_035],
      [() => more('2026-11-04', 1_000n, '90'), 'Chain 2026-11-05'],
      [() => less('2026-11-09', 1_000n, 'own-use'), 920],
      [() => less('2026-11-08', 1_000n, 'own-use'), 'Chain 2026-11-09'],
      [() => more('2026-11-12', 2_000n, '280'), 1_200],
    ]
    for (const [step, after] of table) {
      const refused = await step().then(
        () => undefined,
        (error) => `${error.values?.lot} ${error.values?.date}`,
      )
      t.equal(refused ?? (await shop.costOf(made.id)), after)
    }
    t.same([await balance(shop, 'stock-wastage'), await balance(shop, 'own-use')], [400, 460])
    t.same(await shop.faults(), [])
  })
})
