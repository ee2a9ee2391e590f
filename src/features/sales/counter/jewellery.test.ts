import { gzipSync } from 'node:zlib'
import t from 'tap'
import type { Paise } from '../../../core/money.ts'
import { mct, mg } from '../../../core/weight.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { type Answer, type Browser, type Fields, htmx, type TestApp, testApp } from '../../../testing/app.ts'
import { aMember } from '../../../testing/cast.ts'
import { rs } from '../../../testing/goods-shop.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { aJewelCounter } from '../../../testing/jewel-counter.ts'
import { booksCheck } from '../../books/index.ts'
import { receivePayment } from '../../payments/index.ts'
import { createLot } from '../../pieces/index.ts'
import { cancelInvoice } from '../cancellation/cancellation.commands.ts'

type Shop = Awaited<ReturnType<typeof aJewelCounter>>

/** Money that Meera left with the shop before. */
async function anAdvance(kit: TestApp, shop: Shop, amount: Paise): Promise<string> {
  const tenders = [{ mode: 'upi', amount, reference: '' } as const]
  const asked = {
    id: newId(),
    partyId: shop.partyId,
    onDate: '2026-11-21',
    tenders,
    against: [],
    restAs: 'advance',
    note: '',
  } as const
  await inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, asked, shop.actor))
  const [item] = await kit.root('open_item').where({ business_id: shop.id, kind: 'advance' })
  return item.id
}

const change = (browser: Browser, fields: Fields, headers = htmx): Promise<Answer> =>
  browser.post(`/sales/drafts/${fields['id']}`, fields, headers)
const pieceLine = (shop: Shop, n = 1, piece = shop.first): Fields => ({
  [`lines.${n}.item`]: shop.itemId,
  [`lines.${n}.piece`]: piece,
  [`lines.${n}.quantity`]: '1',
})

/** Ten carats of rubies, sold by the carat. */
async function aPacket(kit: TestApp, shop: Shop): Promise<string> {
  const id = newId()
  const stones = {
    kind: 'stones',
    name: 'Rubies',
    barcode: 'S-1',
    counter: '',
    note: '',
    fineness: 0,
    pieces: 20,
  } as const
  const weights = { gross: mg(2000n), net: mg(0n), fine: mg(0n), carat: mct(10_000n), value: rs('10000') }
  const of = { id, itemId: shop.itemId, branchId: shop.branchId, onDate: '2026-11-21' } as const
  await inBusiness(kit.db, shop.id, (tx) => createLot(tx, shop.id, { ...of, ...stones, ...weights }, shop.actor))
  return id
}

t.test('jewellery at the counter', async (t) => {
  const kit = await testApp(t)
  const pieces = (shop: Shop) => kit.root('piece').where({ business_id: shop.id }).orderBy('tag')
  const faults = async (shop: Shop) =>
    (await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))).filter(({ holds }) => !holds)

  t.test('a tag adds its piece once, with every part of its price, in a small answer', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    const first = await change(asha, { id, scan: 'n-2210', do: 'add' })
    t.equal(first.statusCode, 200)
    for (const part of ['N-2210', '24.560', '25.480', '12,400', '1.965 g', '8,596.00', '350/g', '8,325.00', '4.60 ct'])
      t.ok(text(first.body).includes(part), part)
    t.match(text(first.body), 'To pay ₹3,56,206')
    const weight = gzipSync(first.body).length
    t.ok(weight <= 6 * 1024, `${weight} bytes`)
    const again = await change(asha, { id, ...pieceLine(shop), scan: 'A1B2C3', do: 'add' })
    t.equal(again.body.match(/data-line/g)?.length, 1, 'its HUID is the same piece')
    const page = await asha.get(`/sales/new?draft=${id}`)
    t.same(await validHtml(page.body), [])
    t.ok(gzipSync(page.body).length < 25 * 1024)
  })

  t.test('of two tills that scan one tag, one has it and the other is told at once', async (t) => {
    const shop = await aJewelCounter(kit)
    const ravi = kit.as(await aMember(kit, shop, 'cashier'))
    const [one, two] = [newId(), newId()]
    await change(kit.as(shop.asha), { id: one, scan: 'N-2210', do: 'add' })
    const told = await change(ravi, { id: two, scan: 'N-2210', do: 'add' })
    t.equal(told.statusCode, 422)
    t.match(text(told.body), 'N-2210 is on a bill that Asha')
    await change(kit.as(shop.asha), { id: one, ...pieceLine(shop), remove: '1' })
    t.equal((await change(ravi, { id: two, scan: 'N-2210', do: 'add' })).statusCode, 200)
  })

  t.test('without a script the same bill is made, and its piece is sold once', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const id = newId()
    t.equal((await change(asha, { id, scan: 'N-2210', do: 'add' }, {})).statusCode, 303)
    const bill = { id, ...pieceLine(shop), party: shop.partyId, upi: '3,56,206', pay: 'cash', total: '35620600' }
    const issued = await asha.post('/sales', bill)
    t.equal(issued.statusCode, 303)
    t.match(await pieces(shop), [{ tag: 'N-2210', state: 'sold', document_id: id }, { state: 'in-stock' }])
    t.match(await kit.root('piece_line').where({ business_id: shop.id }), [
      {
        tag: 'N-2210',
        metal_paise: 304_544_00n,
        wastage_paise: 24_366_00n,
        making_paise: 8_596_00n,
        stones_paise: 8_280_00n,
      },
    ])
    const other = await change(asha, { id: newId(), scan: 'N-2210', do: 'add' })
    t.match(text(other.body), /N-2210 was sold on \S+/)
    const late = await asha.post('/sales', { ...bill, id: newId() })
    t.equal(late.statusCode, 409)
    t.equal((await kit.root('document').where({ business_id: shop.id, kind: 'invoice' })).length, 1)
    const [voucher] = await kit.root('voucher').where({ business_id: shop.id, kind: 'sales' })
    t.ok(voucher.till_id && voucher.till_session_id, 'its money is in the drawer of the till')
    t.same(await faults(shop), [])
  })

  t.test('a cancelled bill brings the piece back at its cost', async (t) => {
    const shop = await aJewelCounter(kit)
    const before = await kit.root('stock_level').where({ business_id: shop.id })
    const id = newId()
    const bill = { id, ...pieceLine(shop), party: shop.partyId, upi: '3,56,206', total: '35620600' }
    await kit.as(shop.asha).post('/sales', bill)
    await inBusiness(kit.db, shop.id, (tx) =>
      cancelInvoice(tx, shop.id, { id, reason: 'Changed her mind', onDate: '2026-11-21' }, shop.actor),
    )
    t.same(await kit.root('stock_level').where({ business_id: shop.id }), before)
    t.match(await pieces(shop), [{ tag: 'N-2210', state: 'in-stock', document_id: null }, {}])
    const events = await kit.root('piece_event').where({ business_id: shop.id, piece_id: shop.first }).orderBy('at')
    t.same(events.map(({ kind }) => kind).toSorted(), ['sale-cancelled', 'sold', 'tagged'])
    t.same(await faults(shop), [])
  })

  t.test('without a rate of today nothing is priced, and the way to write it is shown', async (t) => {
    const shop = await aJewelCounter(kit)
    await kit.root.raw('alter table board_rate disable trigger board_rate_is_posted')
    await kit
      .root('board_rate')
      .where({ business_id: shop.id })
      .update({ from_at: new Date('2026-11-19T06:00:00Z') })
    await kit.root.raw('alter table board_rate enable trigger board_rate_is_posted')
    const told = await change(kit.as(shop.asha), { id: newId(), scan: 'N-2210', do: 'add' })
    t.match(text(told.body), 'The rate for 22K 916 is not of today')
    t.match(told.body, '/board-rates/quick?purity=')
  })

  t.test('old gold is reckoned before its seller is named, and not taken without', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const gold = {
      'og.0.words': 'Bangles',
      'og.0.purity': shop.purityId,
      'og.0.gross': '10',
      'og.0.dust': '0.2',
      'og.0.touch': '91',
    }
    const bill = {
      id: newId(),
      ...pieceLine(shop),
      ...gold,
      'og.0.melting': '2',
      party: shop.partyId,
      og_document: newId(),
    }
    const shown = await change(asha, bill)
    t.equal(shown.statusCode, 200)
    t.match(text(shown.body), 'To pay ₹2,39,527')
    t.notMatch(text(shown.body), 'Choose one of the list')
    const refused = await asha.post('/sales', { ...bill, pay: 'khata', total: '35620600' })
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), 'Choose one of the list')
    t.equal((await kit.root('document').where({ business_id: shop.id })).length, 0)
  })

  t.test('under the floor a cashier needs a PIN, and the line names who gave it', async (t) => {
    const shop = await aJewelCounter(kit)
    const ravi = kit.as(await aMember(kit, shop, 'cashier'))
    const cheap = { id: newId(), ...pieceLine(shop), 'lines.1.discount': '20000', party: shop.partyId, upi: '3,35,606' }
    const shown = await change(ravi, cheap)
    t.match(text(shown.body), 'N-2210 may not go under')
    t.match(text(shown.body), 'A manager has to allow this bill')
    t.equal((await ravi.post('/sales', { ...cheap, total: '33560600' })).statusCode, 422)
    const owner = await kit.as(shop.asha).post('/sales', { ...cheap, total: '33560600', id: newId() })
    t.equal(owner.statusCode, 303)
    t.match(await kit.root('piece_line').where({ business_id: shop.id }), [{ approved_by_name: shop.asha.name }])
  })

  t.test('an advance is taken in, and what is left of it stays', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const advance = { id: await anAdvance(kit, shop, rs('400000')) }
    const id = newId()
    const shown = await change(asha, { id, ...pieceLine(shop), party: shop.partyId, take: advance.id })
    t.match(text(shown.body), 'To pay ₹0')
    const bill = { id, ...pieceLine(shop), party: shop.partyId, [`take.${advance.id}`]: '3,56,206', total: '35620600' }
    t.equal((await asha.post('/sales', bill)).statusCode, 303)
    t.match(await kit.root('open_item').where({ business_id: shop.id, id: advance.id }), [{ open_amount: rs('43794') }])
    t.same(await faults(shop), [])
  })

  t.test('stones out of a packet are asked for, written and taken back by the carat', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const lotId = await aPacket(kit, shop)
    const [id, estimate, back] = [newId(), newId(), newId()]
    const fields = { 'lines.1.item': shop.itemId, 'lines.1.lot': lotId, 'lines.1.quantity': '1', party: shop.partyId }
    const empty = await change(asha, { id, scan: 'S-1', do: 'add' })
    t.match(text(empty.body), 'Write the carats, such as 2.50')
    t.notMatch(text(empty.body), 'A weight or a price of this piece is missing')
    const unpriced = await change(asha, { id, ...fields, 'lines.1.net': '2.5' })
    t.match(unpriced.body, /name="lines\.1\.rate"[^>]*aria-invalid="true"/)
    const line = { ...fields, 'lines.1.net': '2.5', 'lines.1.count': '4', 'lines.1.rate': '1800' }
    const written = await asha.post('/estimates', { id: estimate, ...line, total: '463500' })
    t.equal(written.statusCode, 303, text(written.body))
    t.match(text((await asha.get(`/estimates/${estimate}`)).body), '2.50 ct')
    const order = (await asha.get(`/orders/new?estimate=${estimate}`)).body
    t.match(order, /name="lines\.0\.stones"[^>]*value="S-1"/)
    t.match(order, /name="lines\.0\.carat"[^>]*value="2\.50"/)
    t.match(order, /name="lines\.0\.price"[^>]*value="4,500\.00"/)
    t.notMatch(order, '0.000')
    const issued = await asha.post('/sales', { id, ...line, upi: '4635', total: '463500' })
    t.equal(issued.statusCode, 303, text(issued.body))
    t.match(await kit.root('document_line').where({ document_id: id }), [{ unit: 'GMS', quantity_milli: 500n }])
    const page = text((await asha.get(`/sales/${id}`)).body)
    t.match(page, 'S-1 · 2.50 ct · stones 4,500.00')
    t.notMatch(page, '0.000 g')
    const slip = text((await asha.get(`/sales/${id}/receipt`)).body)
    t.match(slip, 'tag S-1 · 4 pc, 2.50 ct × 1,800.00 /ct = 4,500.00')
    const asked = { id: back, payment_id: newId(), reason: 'Not the colour', settle: 'khata', 'part.1': '1.5' }
    const more = await asha.post(`/sales/${id}/returns`, { ...asked, 'part.1': '2.6' })
    t.match(text(more.body), 'Only 2.50 ct of it can still come back')
    const taken = await asha.post(`/sales/${id}/returns`, asked)
    t.equal(taken.statusCode, 303, text(taken.body))
    t.match(text((await asha.get(`/returns/${back}`)).body), '1.50 ct')
    t.match(await kit.root('lot').where({ id: lotId }), [{ carat_mct: 9_000n }])
    t.match(text((await asha.get(`/sales/${id}/returns/new?all=1`)).body), 'Sold 2.50 ct, 1.50 ct came back before')
    t.match(await kit.root('document_line').where({ document_id: back }), [{ unit: 'GMS', quantity_milli: 300n }])
    const again = newId()
    t.equal((await asha.post('/sales', { id: again, ...line, upi: '4635', total: '463500' })).statusCode, 303)
    t.match(await kit.root('lot').where({ id: lotId }), [{ carat_mct: 6_500n }])
    const undo = { id: again, reason: 'Wrong stones', onDate: '2026-11-21' }
    await inBusiness(kit.db, shop.id, (tx) => cancelInvoice(tx, shop.id, undo, shop.actor))
    t.match(await kit.root('lot').where({ id: lotId }), [{ carat_mct: 9_000n }])
    t.same(await faults(shop), [])
  })
})
