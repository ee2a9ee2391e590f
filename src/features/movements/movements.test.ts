import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aJewelCounter } from '../../testing/jewel-counter.ts'
import { pdfText, testPrinter } from '../../testing/pdf.ts'
import { booksCheck } from '../books/index.ts'
import { movementLists } from './movements.types.ts'

const locationOf = (answer: Answer): string => String(answer.headers.location)
const idIn = (body: string): string => /name="id" value="([^"]+)"/.exec(body)?.[1] ?? ''

t.test('moving goods by their pages', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })
  const holds = async (id: string) =>
    (await inBusiness(kit.db, id, (tx) => booksCheck(tx, id))).filter((point) => !point.holds)

  t.test('every page opens, also in Hindi and Gujarati, and a stranger sees none', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const lists = [...movementLists, 'kits', 'moves']
    for (const list of lists) {
      const answer = await asha.get(`/stock/${list}`)
      t.equal(answer.statusCode, 200, list)
      t.same(await validHtml(answer.body), [], list)
    }
    const forms = ['transfers', 'counters', 'adjustments', 'workshop', 'meltings', 'kits']
    const others = [`hallmarks/new?party=${shop.partyId}`, 'hallmarks/rates', 'adjustments/limit']
    for (const path of [...forms.map((list) => `${list}/new`), ...others]) {
      const answer = await asha.get(`/stock/${path}`)
      t.equal(answer.statusCode, 200, path)
      t.same(await validHtml(answer.body), [], path)
      t.equal((await kit.as(shop.bharat).get(`/stock/${path}`)).statusCode, 403, `not the cashier: ${path}`)
    }
    for (const locale of ['hi', 'gu'] as const) {
      await kit.root('app_user').where({ id: shop.asha.id }).update({ locale })
      const there = kit.as(shop.asha)
      for (const path of [...lists, 'transfers/new', 'workshop/new', 'meltings/new', 'hallmarks/rates']) {
        const answer = await there.get(`/stock/${path}`)
        t.equal(answer.statusCode, 200, `${locale} ${path}`)
        t.match(answer.body, `<html lang="${locale}`, path)
      }
    }
    const csv = await asha.get('/stock/moves.csv')
    t.match(csv.body, /N-2210/)
  })

  t.test('a transfer is scanned out, printed, counted in blind, and not twice', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const to = newId()
    const { registration_id } = await kit.root('branch').where({ id: shop.branchId }).first()
    await kit
      .root('branch')
      .insert({ business_id: shop.id, id: to, name: 'Ring Road', code: 'RR', state: '24', registration_id })
    const begun = await asha.get('/stock/transfers/new')
    const form = { id: idIn(begun.body), branch: shop.branchId, to_branch: to, note: 'GJ05 AB 1234' }
    const one = await asha.post('/stock/transfers/lines', { ...form, scan: 'n-2210' })
    t.match(one.body, `value="piece:${shop.first}"`)
    t.equal((await asha.post('/stock/transfers/lines', { ...form, scan: 'no such' })).statusCode, 422)
    t.equal((await asha.post('/stock/transfers', form)).statusCode, 422, 'nothing is scanned')
    const lines = { 'lines.0.ref': `piece:${shop.first}`, 'lines.1.ref': `piece:${shop.second}` }
    const made = await asha.post('/stock/transfers', { ...form, ...lines })
    const here = `/stock/transfers/${form.id}`
    t.equal(locationOf(made), here)
    const twice = await asha.post('/stock/counters', { ...form, id: newId(), to_branch: '', counter: 'B', ...lines })
    t.equal(twice.statusCode, 409)
    t.match(text(twice.body), 'N-2210 is not on the shelf')
    const shown = await asha.get(here)
    t.same(await validHtml(shown.body), [])
    t.match(text(shown.body), /In transit/)
    const pdf = await asha.get(`${here}/print.pdf`)
    const words = (await pdfText(pdf.rawPayload)).join(' ')
    t.match(words, 'DELIVERY CHALLAN')
    t.match(words, 'Ring Road')
    t.match(words, '711319')
    t.match(words, '5,60,000.00')
    const receive = await asha.get(`${here}/receive`)
    t.notMatch(text(receive.body), 'N-2210', 'what was sent is not shown')
    const part = await asha.post(`${here}/receive`, { tags: 'N-2210', note: '' })
    t.equal(locationOf(part), here)
    const again = await asha.post(`${here}/receive`, { tags: 'N-2210', note: '' })
    t.equal(again.statusCode, 409)
    t.match(text(again.body), /Asha counted this in on 21 Nov/)
    const settled = await asha.post(`${here}/settle`, { line: '2', outcome: 'found', note: '' })
    t.equal(locationOf(settled), here)
    t.same(await holds(shop.id), [])
  })

  t.test('a correction above the limit waits for another', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    t.equal((await asha.post('/stock/adjustments/limit', { limit: 'x' })).statusCode, 422)
    t.equal(locationOf(await asha.post('/stock/adjustments/limit', { limit: '100' })), '/stock/adjustments')
    const keeper = kit.as(await aMember(kit, shop, 'stock-keeper'))
    const form = { id: newId(), branch: shop.branchId, note: 'not in the tray' }
    const line = { 'lines.0.ref': `piece:${shop.first}`, 'lines.0.way': 'less', 'lines.0.reason': 'theft' }
    const more = { ...line, 'lines.0.way': 'more' }
    t.equal((await keeper.post('/stock/adjustments', { ...form, ...more })).statusCode, 422)
    const here = `/stock/adjustments/${form.id}`
    t.equal(locationOf(await keeper.post('/stock/adjustments', { ...form, ...line })), here)
    t.match(text((await keeper.get(here)).body), /waits for someone else/)
    t.equal((await keeper.post(`${here}/approve`, { reason: '' })).statusCode, 403)
    t.equal(locationOf(await asha.post(`${here}/approve`, { reason: '' })), here)
    t.match(await kit.root('piece').where({ id: shop.first }).first(), { state: 'missing' })
    t.match((await pdfText((await asha.get(`${here}/print.pdf`)).rawPayload)).join(' '), 'STOCK CORRECTION')
    t.same(await holds(shop.id), [])
  })

  t.test('a necklace is taken apart on its form, field by field', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    t.match((await asha.get(`/pieces/${shop.first}`)).body, 'href="/stock/workshop/new?add=N-2210"')
    const begun = await asha.get('/stock/workshop/new?add=N-2210')
    t.same(await validHtml(begun.body), [])
    t.match(begun.body, `value="piece:${shop.first}"`)
    const head = { id: idIn(begun.body), branch: shop.branchId, 'lines.0.ref': `piece:${shop.first}` }
    const wrong = await asha.post('/stock/workshop/lines', { ...head, scan_out: 'N-2211' })
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), 'N-2211 is a piece that is there already')
    const once = await asha.post('/stock/workshop/lines', { ...head, scan_out: 'Necklace 22K' })
    t.match(once.body, `value="new:${shop.itemId}"`)
    t.same(await validHtml(once.body), [])
    const piece = { 'outs.0.ref': `new:${shop.itemId}`, 'outs.0.gross': '12.920', 'outs.0.carat': '2.6' }
    const more = {
      'outs.1.ref': `new:${shop.itemId}`,
      'outs.1.gross': '12.400',
      'outs.1.carat': '2',
      'outs.1.stone': 'Ruby',
    }
    const said = { 'outs.0.size': '16', 'outs.0.counter': 'B', 'outs.0.huid': 'b2c-3d4' }
    const form = { ...head, ...piece, ...more, ...said, loss: '0.1' }
    const lacks = await asha.post('/stock/workshop', form)
    t.match(lacks.body, 'id="outs-0-stone-e"', 'what its stones are')
    const off = await asha.post('/stock/workshop', { ...form, 'outs.0.stone': 'Ruby' })
    t.equal(off.statusCode, 409)
    t.match(off.body, 'id="loss-e"')
    t.match(text(off.body), 'Net 24.560 g goes in and 24.400 g comes out')
    t.match(off.body, 'value="12.920"', 'what was typed stays')
    const huid = (huid: string) =>
      asha.post('/stock/workshop', { ...form, 'outs.0.stone': 'Ruby', loss: '0.16', 'outs.0.huid': huid })
    const short = await huid('B2C3D')
    t.match(text(short.body), 'A HUID has six letters')
    t.match(short.body, 'value="B2C3D"')
    const taken = await huid('z9y8x7')
    t.match(text(taken.body), 'Piece N-2211 has this HUID')
    t.match(taken.body, 'id="outs-0-huid-e"')
    const here = `/stock/workshop/${form.id}`
    t.equal(locationOf(await asha.post('/stock/workshop', { ...form, 'outs.0.stone': 'Ruby', loss: '0.16' })), here)
    const shown = await asha.get(here)
    t.same(await validHtml(shown.body), [])
    t.match(text(shown.body), /Loss 0\.160/)
    const words = (await pdfText((await asha.get(`${here}/print.pdf`)).rawPayload)).join(' ')
    t.match(words, 'WORKSHOP')
    t.match(words, '0.160 g', 'the loss')
    t.match(words, 'N-2210')
    const gone = await asha.get(`/pieces/${shop.first}`)
    t.match(text(gone.body), /Made up or taken apart · N/)
    t.notMatch(gone.body, '/stock/workshop/new')
    t.match(await kit.root('piece').where({ id: shop.first }).first(), { state: 'gone' })
    t.match(await kit.root('piece').where({ business_id: shop.id, huid: 'B2C3D4' }), [
      { size: '16', counter: 'B', gross_mg: 12_920n },
    ])
    t.same(await holds(shop.id), [])
  })

  t.test('what comes off the bench is of a batch, where its item has them', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    const set = newId()
    const { gst_class_id } = await kit.root('item').where({ id: shop.itemId }).first()
    await kit.root('item').insert({
      ...{
        business_id: shop.id,
        id: set,
        name: 'Gold leaf box',
        kind: 'goods',
        unit: 'NOS',
        hsn: '7106',
        gst_class_id,
      },
      ...{ tracks_batches: true, created_at: shop.actor.at, updated_at: shop.actor.at },
    })
    const head = { id: newId(), branch: shop.branchId, 'lines.0.ref': `piece:${shop.first}` }
    const asked = await asha.post('/stock/workshop/lines', { ...head, scan_out: 'Gold leaf box' })
    t.match(asked.body, 'name="outs.0.number"')
    t.same(await validHtml(asked.body), [])
    const form = { ...head, 'outs.0.ref': `item:${set}`, 'outs.0.quantity': '4', 'outs.0.expires': '12/27' }
    const lacks = await asha.post('/stock/workshop', form)
    t.match(lacks.body, 'id="outs-0-number-e"')
    t.match(lacks.body, 'value="12/27"')
    t.equal((await asha.post('/stock/workshop', { ...form, 'outs.0.number': 'b 7' })).statusCode, 303)
    const [batch] = await kit.root('batch').where({ business_id: shop.id })
    t.match(batch, { item_id: set, number: 'B 7', expires_on: '2027-12-31' })
    t.match(await kit.root('batch_level').where({ batch_id: batch.id }), [{ quantity_milli: 4000n }])
    t.same(await holds(shop.id), [])
  })

  t.test('a bill of the hallmark centre comes after the pieces, and goes on their cost', async (t) => {
    const shop = await aJewelCounter(kit)
    const asha = kit.as(shop.asha)
    await kit.root('piece').where({ id: shop.first }).update({ huid: '' })
    const sent = { id: newId(), branch: shop.branchId, due_on: '+3', party_id: shop.partyId }
    const line = { 'lines.0.ref': `piece:${shop.first}` }
    const here = `/stock/hallmarks/${sent.id}`
    t.equal(locationOf(await asha.post('/stock/hallmarks', { ...sent, ...line })), here)
    const bill = { voucher_id: newId(), charge: '0', due_on: '+30' }
    const back = { ...bill, 'lines.1.huid': 'AB12CD' }
    t.equal(locationOf(await asha.post(`${here}/receive`, back)), here)
    t.match((await asha.get(here)).body, `href="${here}/receive"`, 'its bill may still come')
    const page = await asha.get(`${here}/receive`)
    t.same(await validHtml(page.body), [])
    t.match(text(page.body), 'Charge of the centre for JC/26-27/')
    const late = { ...bill, voucher_id: newId(), charge: '45', bill_number: 'SA/9', onto: 'cost' }
    t.equal((await asha.post(`${here}/receive`, { ...late, charge: '0' })).statusCode, 422)
    t.equal(locationOf(await asha.post(`${here}/receive`, late)), here)
    t.match(await kit.root('piece').where({ id: shop.first }).first(), { cost_paise: 28_004_500n })
    const shown = await asha.get(here)
    t.match(text(shown.body), 'Charge of the centre: SA/9')
    t.notMatch(shown.body, `href="${here}/receive"`)
    t.same(await holds(shop.id), [])
  })
})
