import t from 'tap'
import { zero } from '../../core/money.ts'
import { milli } from '../../core/quantity.ts'
import { mg } from '../../core/weight.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { today } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aBuyingShop } from '../../testing/receipts.ts'
import { booksCheck } from '../books/index.ts'
import { adjustStock } from '../stock/index.ts'
import { adjustGoods, approveAdjustment } from './adjusting/adjusting.commands.ts'
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
    const shelf = async (branchId = shop.branchId, of: object = {}) => {
      const rows = await kit
        .root('batch_level as l')
        .join('batch as b', 'b.id', 'l.batch_id')
        .where({ 'l.business_id': shop.id, 'l.branch_id': branchId, ...of })
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
        const left = Object.values(await shelf(branch_id, { 'l.item_id': shop.medicineId })).reduce<number>(
          (all, one) => all + Number(one),
          0,
        )
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

  t.test('of a batch that is chosen; a request that waits remembers it', async (t) => {
    const shop = await stocked()
    const { run } = shop
    const batch = await kit.root('batch').where({ business_id: shop.id, number: 'LATE' }).first('id')
    const chosen = (quantity: bigint) => ({ ...shop.goods(quantity), batchId: batch.id })
    const asked = { id: newId(), branchId: shop.branchId, toBranchId: shop.to, note: '' }
    const lines = [chosen(2_000n), shop.goods(1_000n)]
    await run((tx) => sendTransfer(tx, shop.id, { ...asked, lines }, shop.actor, today))
    t.same(await shop.shelf(), { LATE: 3, SOON: 2, OLD: 2 })
    const come = { id: asked.id, tags: [], counted: [{ line: 1, quantity: 1_000n }], note: '' }
    await run((tx) => receiveTransfer(tx, shop.id, come, shop.actor, today))
    t.same(await shop.shelf(shop.to), { LATE: 1 }, 'the line of the batch comes in its batch')
    const tooMuch = [chosen(2_000n), chosen(1_500n)]
    const refused = await run((tx) =>
      sendTransfer(tx, shop.id, { ...asked, id: newId(), lines: tooMuch }, shop.actor, today),
    ).catch((error) => error)
    t.match(refused, { line: 1, key: 'movements.refusal.batchShort', values: { number: 'LATE', left: '1' } })
    await kit.root('business').where({ id: shop.id }).update({ adjustment_approval_paise: 0n })
    const own = { ...chosen(1_000n), way: 'less', reason: 'own-use' } as const
    const change = { id: newId(), branchId: shop.branchId, note: '', givesCreditBack: false, lines: [own] }
    const by = { onDate: today, isOwner: false }
    t.same(await run((tx) => adjustGoods(tx, shop.id, change, shop.actor, by)), { isWaiting: true })
    await run((tx) => approveAdjustment(tx, shop.id, change.id, shop.actor, { ...by, isOwner: true }))
    t.same(await shop.shelf(), { LATE: 2, SOON: 2, OLD: 2 })
    t.same(await shop.holds(), [])
  })

  t.test('the form proposes the earliest and offers every batch', async (t) => {
    const shop = await stocked()
    const asha = kit.as(shop.asha)
    const item = `item:${shop.medicineId}`
    const page = await asha.get(`/stock/transfers/new?add=${item}`)
    t.match(text(page.body), /Earliest expiry first: SOON.*SOON · 31 Dec 2026 · 3 there|Earliest expiry first/)
    t.same(await validHtml(page.body), [])
    const batch = await kit.root('batch').where({ business_id: shop.id, number: 'LATE' }).first('id')
    const first = {
      'lines.0.ref': item,
      'lines.0.quantity': '1',
      'lines.0.batch': batch.id,
      'lines.0.reason': 'sample',
    }
    const form = { id: newId(), branch: shop.branchId, note: '', ...first, 'lines.0.way': 'less' }
    const more = await asha.post('/stock/adjustments/lines', { ...form, scan: item })
    t.match(more.body, /name="lines.1.batch"/)
    t.equal((await asha.post('/stock/adjustments', form)).statusCode, 303)
    t.same(await shop.shelf(), { LATE: 4, SOON: 3, OLD: 2 })
    const shown = await asha.get(`/stock/adjustments/${form.id}`)
    t.match(text(shown.body), /LATE/)
  })

  t.test('counted one by one: missing of one, found of another', async (t) => {
    const shop = await stocked()
    const asha = kit.as(shop.asha)
    const address = `/stock/batch-count?item=${shop.medicineId}&branch=${shop.branchId}`
    t.match((await asha.get('/batches')).body, `href="${address.replace('&', '&amp;')}"`)
    t.equal((await asha.get('/stock/batch-count')).headers.location, '/batches')
    const page = await asha.get(address)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), /OLD.*2 .*SOON.*3 .*LATE.*5 /)
    const hidden = [...page.body.matchAll(/name="(rows\.\d\.(?:batch|was))" value="([^"]*)"/g)]
    const sheet = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
    const form = { id: newId(), item: shop.medicineId, branch: shop.branchId, ...sheet }
    const wrong = await asha.post('/stock/batch-count', { ...form, 'rows.0.counted': 'x' })
    t.equal(wrong.statusCode, 422)
    t.equal((await asha.post('/stock/batch-count', { ...form, 'rows.0.counted': '2' })).headers.location, '/batches')
    const counted = { ...form, 'rows.1.counted': '1', 'rows.2.counted': '6' }
    const done = await asha.post('/stock/batch-count', counted)
    t.equal(done.headers.location, `/stock/adjustments/${form.id}`)
    t.same(await shop.shelf(), { LATE: 6, SOON: 1, OLD: 2 })
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

    await kit.root('item').where({ id: box }).update({ tracks_batches: true })
    const asha = kit.as(shop.asha)
    const late = await kit.root('batch').where({ business_id: shop.id, number: 'LATE' }).first('id')
    const page = await asha.get(`/stock/assemblies/new?kit=${box}`)
    t.same(await validHtml(page.body), [])
    t.match(page.body, `<option value="${late.id}"`)
    const form = (way: string) => ({ id: newId(), branch: shop.branchId, kit: box, way, kits: '1' })
    const post = (typed: Record<string, string>) => asha.post('/stock/assemblies', typed)
    const short = await post({ ...form('make'), kits: '3', 'out.0.batch': late.id })
    t.match(text(short.body), /Of batch LATE there is only 4. Make or break fewer/)
    t.match(short.body, 'id="out-0-batch-e"', 'said at the batch')
    t.match((await post({ ...form('make'), 'in.0.expires': '31/12/2027' })).body, 'id="in-0-number-e"')
    const chosen = { ...form('make'), 'out.0.batch': late.id, 'in.0.number': 'gift 7', 'in.0.expires': '05/2027' }
    t.equal((await post(chosen)).headers.location, `/stock/assemblies/${chosen.id}`)
    t.equal((await post(chosen)).statusCode, 303, 'once')
    t.same(await shop.shelf(), { LATE: 2, SOON: 0, OLD: 2, 'GIFT 7': 1 })
    const gift = await kit.root('batch').where({ business_id: shop.id, number: 'GIFT 7' }).first()
    t.match(gift, { item_id: box, expires_on: '2027-05-31' })
    t.same(await shop.holds(), [])

    const apart = await asha.get(`/stock/assemblies/new?kit=${box}&way=break`)
    t.same(await validHtml(apart.body), [])
    t.match(apart.body, `<option value="${gift.id}"`)
    const broken = { ...form('break'), 'out.0.batch': gift.id, 'in.0.number': 'LATE' }
    const wrong = await post({ ...broken, 'in.0.expires': '30/04/2027' })
    t.match(wrong.body, 'id="in-0-expires-e"', 'the book has another day for that batch')
    t.match(text(wrong.body), /another expiry \(30 Jun 2027\)/)
    t.equal((await post(broken)).statusCode, 303)
    t.same(await shop.shelf(), { LATE: 4, SOON: 0, OLD: 2, 'GIFT 7': 0 })
    const kept = await kit.root('movement_line').where({ movement_id: broken.id, side: 'in' }).first()
    t.match(kept, { batch_id: late.id, about: 'LATE' })
    t.same(await shop.holds(), [])
  })
})
