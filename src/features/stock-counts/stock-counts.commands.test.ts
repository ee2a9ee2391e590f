import t from 'tap'
import { milli } from '../../core/quantity.ts'
import { mct, mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { actorFor, aMember } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aGoodsShop, cash, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { aJewelShop } from '../../testing/jewel-shop.ts'
import { booksCheck } from '../books/index.ts'
import { createLot, lockPieces, movePieces } from '../pieces/index.ts'
import { issueInvoice } from '../sales/index.ts'
import { moveStock } from '../stock/index.ts'
import { approveCount } from './closing/approving.commands.ts'
import { cancelCount, closeCount, decide, recount } from './closing/closing.commands.ts'
import { beginCount, type NewCount } from './index.ts'
import { noteScan, type Scan, undoScan } from './scanning/scanning.commands.ts'
import { scannedPiece } from './scanning/scanning.queries.ts'

t.test('stock-taking', async (t) => {
  const database = await testDatabase(t)
  const kit = { ...database, clock: () => new Date('2026-11-21T06:30:00Z') }
  let minute = 0
  /** Each thing is done a minute after the one before. */
  const later = () => new Date(kit.clock().getTime() + ++minute * 60_000)
  const inShop = <Result>(shop: { id: string }, work: (tx: Tx) => Promise<Result>) => inBusiness(kit.db, shop.id, work)
  const faults = (shop: { id: string }) =>
    inShop(shop, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )
  type Shop = { id: string; branchId: string; actor: ReturnType<typeof actorFor> }
  const begin = async (shop: Shop, has: Partial<NewCount> = {}) => {
    const count: NewCount = {
      ...{
        id: newId(),
        branchId: shop.branchId,
        kind: 'pieces',
        scope: 'all',
        scopeText: '',
        scopeId: null,
        chosen: [],
      },
      ...{ isBlind: false, toleranceMg: 50n, toleranceBp: 10, persons: [], note: '', ...has },
    }
    const actor = { ...shop.actor, at: later() }
    const { number } = await inShop(shop, (tx) => beginCount(tx, shop.id, count, actor, { today }))
    return { ...count, number }
  }
  const scan = (shop: Shop, countId: string, code: string, has: Partial<Scan> & { by?: Shop['actor'] } = {}) => {
    const { by = shop.actor, ...more } = has
    const one = { id: newId(), countId, code, place: '', ...more }
    return inShop(shop, (tx) => noteScan(tx, shop.id, one, { ...by, at: later() }))
  }
  const close = (shop: Shop, countId: string) =>
    inShop(shop, (tx) => closeCount(tx, shop.id, countId, { ...shop.actor, at: later() }))
  const approve = (shop: Shop, countId: string, aloneReason = '') =>
    inShop(shop, (tx) =>
      approveCount(tx, shop.id, { countId, aloneReason, onDate: today }, { ...shop.actor, at: later() }),
    )
  const lines = (shop: Shop, countId: string): Promise<Record<string, unknown>[]> =>
    inShop(shop, (tx) => tx('stock_count_line').where({ business_id: shop.id, count_id: countId }).orderBy('line'))
  const moveTo = (shop: Shop, ids: readonly string[], to: 'sold' | 'missing' | 'at-hallmark', at = later()) =>
    inShop(shop, async (tx) => {
      const actor = { ...shop.actor, at }
      const kind = to === 'sold' ? 'sold' : to === 'missing' ? 'missed' : 'hallmark-out'
      const pieces = await lockPieces(tx, shop.id, ids)
      return movePieces(tx, shop.id, pieces, { from: ['in-stock'], to, kind, onDate: today }, actor)
    })
  const tags = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ tag: `N-${i + 1}`, huid: '', counter: i < count / 2 ? 'A' : 'B' }))
  const states = (shop: Shop) =>
    inShop(shop, async (tx) =>
      Object.fromEntries(
        (await tx('piece').where({ business_id: shop.id }).orderBy('tag')).map((one) => [
          one.tag,
          [one.state, one.counter],
        ]),
      ),
    )

  t.test('missing pieces leave the stock by one voucher, and the books agree', async (t) => {
    const shop = await aJewelShop(kit, tags(4))
    const count = await begin(shop)
    t.equal(count.number, 'SC/26-27/00001')
    for (const tag of ['N-1', 'N-2', 'N-3']) t.equal((await scan(shop, count.id, tag)).scan.outcome, 'expected')
    await close(shop, count.id)
    t.match(await lines(shop, count.id), [
      { kind: 'missing', code: 'N-4', value_paise: rs('-280000'), decision: 'post' },
    ])
    t.same(await approve(shop, count.id), { posted: 1, changed: 0 })
    t.same(await approve(shop, count.id), { posted: 1, changed: 0 }, 'approved twice is once')
    t.same((await states(shop))['N-4'], ['missing', 'B'])
    const vouchers = await inShop(shop, (tx) => tx('voucher').where({ business_id: shop.id, kind: 'stock-journal' }))
    t.match(vouchers, [{ number: count.number, document_id: count.id }])
    const moves = await inShop(shop, (tx) => tx('stock_move').where({ business_id: shop.id, kind: 'count' }))
    t.match(moves, [{ quantity_milli: -1000n, value_paise: rs('-280000'), document_id: count.id }])
    const [event] = await inShop(shop, (tx) => tx('piece_event').where({ business_id: shop.id, kind: 'missed' }))
    t.match(event, { document_id: count.id, to_state: 'missing', note: count.number })
    t.same(await faults(shop), [])

    const next = await begin(shop, { scope: 'counter', scopeText: 'B' })
    t.equal((await scan(shop, next.id, 'N-3')).scan.outcome, 'expected')
    t.equal((await scan(shop, next.id, 'N-4')).scan.outcome, 'missing')
    await close(shop, next.id)
    t.match(await lines(shop, next.id), [{ kind: 'found', code: 'N-4', value_paise: rs('280000') }])
    await approve(shop, next.id)
    t.same((await states(shop))['N-4'], ['in-stock', 'B'])
    t.same(await faults(shop), [])
  })

  t.test('many scan at once: each piece counts once, and the first says who', async (t) => {
    const shop = await aJewelShop(kit, tags(30))
    const count = await begin(shop)
    const keeper = actorFor(await aMember(kit, shop, 'stock-keeper', 'Esha'), kit)
    const bharat = actorFor(shop.bharat, kit)
    const all = await Promise.all(
      tags(30).flatMap(({ tag }) => [shop.actor, bharat, keeper].map((by) => scan(shop, count.id, tag, { by }))),
    )
    t.equal(all.filter(({ isRepeat }) => !isRepeat).length, 30)
    t.ok(all.filter(({ isRepeat }) => isRepeat).every(({ scan: { byName } }) => byName !== ''))
    const sums = await inShop(shop, (tx) =>
      tx('stock_count_tally')
        .where({ business_id: shop.id })
        .sum('counted as counted')
        .sum('strange as strange')
        .first(),
    )
    t.same([Number(sums?.counted), Number(sums?.strange)], [30, 0])
    await close(shop, count.id)
    t.same(await lines(shop, count.id), [])
  })

  t.test('a form sent twice counts once, and with another code is refused', async (t) => {
    const shop = await aJewelShop(kit, tags(2))
    const count = await begin(shop)
    const id = newId()
    const both = await Promise.all([scan(shop, count.id, 'N-1', { id }), scan(shop, count.id, 'N-1', { id })])
    t.same(
      both.map(({ isRepeat }) => isRepeat),
      [false, false],
    )
    t.match(await failure(scan(shop, count.id, 'N-2', { id })), { key: 'sales.refusal.otherBody', status: 409 })
    t.match(await scan(shop, count.id, 'N-1'), { isRepeat: true, scan: { byName: 'Asha' } })
    t.match(await failure(beginAgain(shop, count)), { key: 'sales.refusal.otherBody', status: 409 })
  })
  const beginAgain = (shop: Shop, count: NewCount & { number: string }) => {
    const { number: _number, ...asked } = { ...count, isBlind: !count.isBlind }
    return inShop(shop, (tx) => beginCount(tx, shop.id, asked, shop.actor, { today }))
  }

  t.test('what is sold while it is counted is neither missing nor a find', async (t) => {
    const shop = await aJewelShop(kit, tags(5))
    const count = await begin(shop)
    const idOf = (tag: string) => shop.pieces.find((one) => one.tag === tag)?.id ?? ''
    await scan(shop, count.id, 'N-1')
    await moveTo(shop, [idOf('N-1')], 'sold')
    await moveTo(shop, [idOf('N-2')], 'sold')
    await moveTo(shop, [idOf('N-3')], 'sold')
    const sold = await scan(shop, count.id, 'N-3')
    t.match(sold.scan, { outcome: 'sold', isExpected: true })
    t.match(sold.scan.note, /\|2026-11-21T/, 'says when')
    await scan(shop, count.id, 'N-4')
    await close(shop, count.id)
    t.match(await lines(shop, count.id), [
      { kind: 'missing', code: 'N-5' },
      { kind: 'note', code: 'N-3', outcome: 'sold' },
    ])
    const head = await inShop(shop, (tx) => tx('stock_count').where({ business_id: shop.id }).first())
    t.match(head, { expected: 5, counted: 2, gone: 2, differences: 1 })
    await moveTo(shop, [idOf('N-5')], 'sold')
    t.same(await approve(shop, count.id), { posted: 0, changed: 1 }, 'sold between closing and approving')
    t.match(await lines(shop, count.id), [{ result: 'changed', result_state: 'sold' }, { result: 'left' }])
  })

  t.test('a piece at the wrong counter is moved, and what the book has elsewhere is told', async (t) => {
    const shop = await aJewelShop(kit, tags(4))
    const second = newId()
    await inShop(shop, (tx) =>
      tx('branch').insert({ business_id: shop.id, id: second, name: 'Bazar', code: 'BZ', state: '24' }),
    )
    const [, other = '', , away = ''] = shop.pieces.map(({ id }) => id)
    await inShop(shop, async (tx) => {
      const actor = shop.actor
      const pieces = await lockPieces(tx, shop.id, [away])
      const moves = await movePieces(
        tx,
        shop.id,
        pieces,
        { from: ['in-stock'], to: 'in-stock', kind: 'moved', branchId: second, counter: '', onDate: today },
        actor,
      )
      await moveStock(tx, shop.id, moves, { kind: 'transfer', onDate: today, negative: 'refuse' }, actor)
    })
    await moveTo(shop, [other], 'at-hallmark')
    const count = await begin(shop)
    t.match((await scan(shop, count.id, 'N-1', { place: 'B' })).scan, { outcome: 'moved', bookPlace: 'A' })
    t.match((await scan(shop, count.id, 'N-2')).scan, { outcome: 'at-hallmark' })
    t.match((await scan(shop, count.id, 'N-3', { place: 'B' })).scan, { outcome: 'expected' })
    t.match((await scan(shop, count.id, 'N-4', { place: 'A' })).scan, { outcome: 'other-branch', bookPlace: 'Bazar' })
    t.match((await scan(shop, count.id, 'x-9')).scan, { outcome: 'unknown', code: 'X-9', thingId: null })
    t.match(await scan(shop, count.id, 'X-9'), { isRepeat: true })
    await close(shop, count.id)
    const found = await lines(shop, count.id)
    t.same(
      found.map(({ kind, code }) => [kind, code]),
      [
        ['note', 'N-2'],
        ['moved', 'N-1'],
        ['elsewhere', 'N-4'],
        ['note', 'X-9'],
      ],
    )
    t.same(await approve(shop, count.id), { posted: 2, changed: 0 })
    t.same(await states(shop), {
      'N-1': ['in-stock', 'B'],
      'N-2': ['at-hallmark', 'A'],
      'N-3': ['in-stock', 'B'],
      'N-4': ['in-stock', 'A'],
    })
    const at = await inShop(shop, (tx) => tx('piece').where({ business_id: shop.id, id: away }).first())
    t.equal(at.branch_id, shop.branchId)
    const vouchers = await inShop(shop, (tx) => tx('voucher').where({ business_id: shop.id, kind: 'stock-journal' }))
    t.same(vouchers, [], 'no money moved')
    t.same(await faults(shop), [])
  })

  t.test('a scan is taken back, and some lines are counted anew', async (t) => {
    const shop = await aJewelShop(kit, tags(3))
    const count = await begin(shop)
    const { scan: one } = await scan(shop, count.id, 'N-1')
    const undo = { countId: count.id, scanId: one.id, mayAll: false }
    const bharat = actorFor(shop.bharat, kit)
    await inShop(shop, (tx) => undoScan(tx, shop.id, undo, bharat))
    t.match(await scan(shop, count.id, 'N-1'), { isRepeat: true }, 'another one takes back nothing of hers')
    await inShop(shop, (tx) => undoScan(tx, shop.id, undo, shop.actor))
    t.match(await scan(shop, count.id, 'N-1'), { isRepeat: false })
    await scan(shop, count.id, 'N-2', { place: 'A' })
    await close(shop, count.id)
    t.match(await failure(scan(shop, count.id, 'N-3')), { key: 'counts.refusal.notOpen', status: 409 })
    await inShop(shop, (tx) =>
      recount(tx, shop.id, { countId: count.id, lines: [], place: 'A' }, { ...shop.actor, at: later() }),
    )
    const tally = await inShop(shop, (tx) =>
      tx('stock_count_tally').where({ business_id: shop.id }).sum('counted as n').first(),
    )
    t.equal(Number(tally?.n), 0)
    for (const tag of ['N-1', 'N-2', 'N-3']) t.match(await scan(shop, count.id, tag), { isRepeat: false })
    await close(shop, count.id)
    t.same(await lines(shop, count.id), [])
    const kept = await inShop(shop, (tx) =>
      tx('stock_count_scan').where({ business_id: shop.id }).whereNot({ ended_why: '' }),
    )
    t.equal(kept.length, 3, 'what was scanned before stays to be seen')
  })

  t.test('items add up over shelves, and are held against the book when they were counted', async (t) => {
    const shop = await aGoodsShop(kit, { items: 3, negative: 'refuse' })
    const count = await begin(shop, { kind: 'items' })
    const sell = (of: number, quantity: bigint) => {
      const bill = shop.bill({
        buyer: walkIn,
        lines: [shop.line(of, quantity)],
        tenders: [cash(String(quantity / 10n))],
      })
      return inShop(shop, (tx) => issueInvoice(tx, shop.id, bill, shop.actor, {}))
    }
    await sell(0, 2000n)
    await scan(shop, count.id, 'Rice', { place: 'Front', quantity: milli(5000n) })
    await scan(shop, count.id, 'rice', { place: 'Front', quantity: milli(4000n) })
    await scan(shop, count.id, 'Rice', { place: 'Back', by: actorFor(shop.bharat, kit) })
    await scan(shop, count.id, 'Rice', { place: 'Back', by: actorFor(shop.bharat, kit) })
    await sell(0, 1000n)
    await scan(shop, count.id, 'Rice 1', { quantity: milli(12_000n) })
    t.match(await failure(scan(shop, count.id, 'Wheat')), { key: 'counts.refusal.noItem' })
    await close(shop, count.id)
    t.match(await lines(shop, count.id), [
      { kind: 'item', code: 'Rice', book_milli: 8000n, counted_milli: 6000n, value_paise: rs('-120') },
      { kind: 'item', code: 'Rice 1', book_milli: 10_000n, counted_milli: 12_000n, value_paise: rs('120') },
      { kind: 'uncounted', code: 'Rice 2', decision: 'leave' },
    ])
    const leave = { countId: count.id, decisions: [{ line: 2, decision: 'leave', reason: '' } as const] }
    t.match(await failure(inShop(shop, (tx) => decide(tx, shop.id, leave, shop.actor))), {
      key: 'counts.refusal.reason',
    })
    t.same(await approve(shop, count.id), { posted: 2, changed: 0 })
    const levels = await inShop(shop, (tx) => tx('stock_level').where({ business_id: shop.id }))
    t.same(
      shop.itemIds.map((id) => levels.find((one) => one.item_id === id)?.quantity_milli),
      [5000n, 12_000n, 10_000n],
    )
    const postings = await inShop(shop, (tx) =>
      tx('posting as p')
        .join('voucher as v', 'v.id', 'p.voucher_id')
        .join('account as a', 'a.id', 'p.account_id')
        .where({ 'v.business_id': shop.id, 'v.kind': 'stock-journal' })
        .orderBy('p.line')
        .select('a.role', 'p.amount'),
    )
    t.same(
      postings.map(({ role, amount }) => [role, amount]),
      [
        ['stock', rs('120')],
        ['stock-adjustment', rs('-120')],
        ['stock', rs('-120')],
        ['stock-adjustment', rs('120')],
      ],
    )
    t.same(await faults(shop), [])
  })

  t.test('a sale between two shelves asks for another look; more missing than is left is not posted', async (t) => {
    const shop = await aGoodsShop(kit, { items: 1 })
    const count = await begin(shop, { kind: 'items' })
    const sell = (quantity: bigint) => {
      const bill = shop.bill({
        buyer: walkIn,
        lines: [shop.line(0, quantity)],
        tenders: [cash(String(quantity / 10n))],
      })
      return inShop(shop, (tx) => issueInvoice(tx, shop.id, bill, shop.actor, {}))
    }
    await scan(shop, count.id, 'Rice', { place: 'Front', quantity: milli(2000n) })
    await sell(1000n)
    await scan(shop, count.id, 'Rice', { place: 'Back', quantity: milli(3000n) })
    await close(shop, count.id)
    t.match(await lines(shop, count.id), [{ book_milli: 9000n, counted_milli: 5000n, moved_meanwhile: true }])
    await sell(7000n)
    t.same(await approve(shop, count.id), { posted: 0, changed: 1 })
    t.same(await faults(shop), [])
  })

  t.test('lots differ only beyond the tolerance, and are put right by weight', async (t) => {
    const shop = await aJewelShop(kit, [])
    await inShop(shop, (tx) => tx('article').where({ business_id: shop.id }).update({ tracking: 'lot' }))
    const weights = {
      fineness: 9160,
      pieces: 0,
      gross: mg(100_000n),
      net: mg(100_000n),
      fine: mg(91_600n),
      carat: mct(0n),
    }
    for (const name of ['Beads', 'Wire', 'Dust']) {
      const lot = {
        id: newId(),
        itemId: shop.itemId,
        branchId: shop.branchId,
        kind: 'metal',
        name,
        barcode: '',
      } as const
      const rest = { counter: 'Vault', note: '', ...weights, value: rs('500000'), onDate: today }
      await inShop(shop, (tx) => createLot(tx, shop.id, { ...lot, ...rest }, shop.actor))
    }
    const count = await begin(shop, { kind: 'lots', toleranceMg: 50n, toleranceBp: 0 })
    t.match(await failure(scan(shop, count.id, 'Beads')), { key: 'counts.refusal.weight', values: { name: 'Beads' } })
    await scan(shop, count.id, 'Beads', { weight: mg(99_950n) })
    await scan(shop, count.id, 'Wire', { weight: mg(90_000n) })
    await scan(shop, count.id, 'wire', { weight: mg(99_000n) })
    await close(shop, count.id)
    t.match(await lines(shop, count.id), [
      { kind: 'lot', code: 'Wire', book_mg: 100_000n, counted_mg: 99_000n, value_paise: rs('-5000') },
      { kind: 'uncounted', code: 'Dust', decision: 'leave' },
    ])
    await approve(shop, count.id)
    const wire = await inShop(shop, (tx) => tx('lot').where({ business_id: shop.id, name: 'Wire' }).first())
    t.match(wire, { gross_mg: 99_000n, net_mg: 99_000n, fine_mg: 90_684n, value_paise: rs('495000') })
    t.same(await faults(shop), [])
  })

  t.test('who counted alone says why, where another could approve', async (t) => {
    const shop = await aJewelShop(kit, tags(1))
    await aMember(kit, shop, 'manager', 'Esha')
    const count = await begin(shop)
    await scan(shop, count.id, 'N-1')
    await close(shop, count.id)
    t.match(await failure(approve(shop, count.id)), { key: 'counts.refusal.alone' })
    await approve(shop, count.id, 'Esha is on leave')
    const [line] = await inShop(shop, (tx) =>
      tx('audit_line').where({ business_id: shop.id, action: 'count.approved-alone' }),
    )
    t.match(line, { entity_id: count.id })
  })

  t.test('a count of nothing does not begin, and a cancelled one keeps its number', async (t) => {
    const shop = await aJewelShop(kit, tags(1))
    t.match(await failure(begin(shop, { scope: 'counter', scopeText: 'Z' })), { key: 'counts.refusal.nothing' })
    t.match(await failure(begin(shop, { scope: 'chosen', chosen: ['N-1', 'N-7'] })), {
      key: 'counts.refusal.unknown',
      values: { codes: 'N-7' },
    })
    const esha = await aMember(kit, shop, 'stock-keeper', 'Esha')
    const count = await begin(shop, { persons: [{ userId: esha.id, name: 'Esha' }] })
    t.match(await failure(scan(shop, count.id, 'N-1')), { key: 'counts.refusal.notYours', status: 403 })
    const cancelled = { countId: count.id, reason: 'Shop was open' }
    await inShop(shop, (tx) => cancelCount(tx, shop.id, cancelled, shop.actor))
    t.match(await failure(scan(shop, count.id, 'N-1', { by: actorFor(esha, kit) })), { key: 'counts.refusal.notOpen' })
    t.equal((await begin(shop)).number, 'SC/26-27/00002')
    t.same(await faults(shop), [])
  })

  t.test('a scan reads a few rows by its indexes, whatever the shop has', async (t) => {
    const shop = await aJewelShop(kit, tags(1))
    const columns =
      'item_id, branch_id, purity_id, gross_mg, net_mg, fineness, fine_mg, cost_paise, state, came_on, created_at, updated_at'
    await kit.root.raw(
      `insert into piece (business_id, id, tag, ${columns})
        select p.business_id, gen_random_uuid(), 'M-' || n, ${columns.replaceAll(/(\w+)/g, 'p.$1').replace('p.gross_mg', 'p.net_mg')}
        from piece p cross join generate_series(1, 20000) as n where p.business_id = ?`,
      [shop.id],
    )
    const count = await begin(shop)
    await kit.root.raw(
      'analyze piece, piece_event, stock_count_expected, stock_count_scan, item, article, purity, branch, document',
    )
    const plan = await inShop(shop, async (tx) => {
      const text = scannedPiece.text.replaceAll('$1', `'${shop.id}'`)
      const { rows } = await tx.raw(`explain ${text.replaceAll('$2', `'M-7'`).replaceAll('$3', `'${count.id}'`)}`)
      return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n')
    })
    for (const index of [/piece_tag_once/, /piece_huid_once/, /stock_count_expected_pkey/]) t.match(plan, index)
    t.notMatch(plan, /Seq Scan on (piece|stock_count_expected) /)
    const began = process.hrtime.bigint()
    for (let n = 1; n <= 50; n += 1) await scan(shop, count.id, `M-${n}`)
    const each = Number(process.hrtime.bigint() - began) / 50 / 1e6
    t.ok(each < 100, `${each} ms a scan`)
    t.comment(`${Math.round(each * 10) / 10} ms a scan`)
  })
})
