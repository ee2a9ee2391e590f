import t from 'tap'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { aGoodsShop } from '../../testing/goods-shop.ts'
import { text } from '../../testing/html.ts'

const scheme = {
  from: '',
  earn_by: 'value',
  per: '10',
  point_value: '1',
  min_redeem: '5',
  max_redeem: '50',
  expiry: '365',
}
const gifts = { party: '', amount: '150', count: '2', expires_on: '', mode: 'cash', reference: '' }

t.test('points and gift vouchers on their pages', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit

  t.test('a scheme begins once for two presses, and nonsense is told at its field', async (t) => {
    const shop = await aGoodsShop(kit)
    const browser = as(shop.asha)
    t.match((await browser.get('/loyalty')).body, 'No scheme yet')
    const id = newId()
    for (let press = 0; press < 2; press += 1)
      t.equal((await browser.post('/loyalty', { id, ...scheme })).statusCode, 303)
    t.equal((await root('point_scheme').where({ business_id: shop.id })).length, 1)
    t.match((await browser.get('/loyalty')).body, /In force.*1 point for ₹10.*50 %/s)
    for (const [change, words] of [
      [{ from: '-1' }, 'begins today or later'],
      [{ per: '0' }, 'above zero'],
      [{ max_redeem: '0' }, 'percentage from 0.01'],
      [{ expiry: 'x' }, 'whole number'],
    ] as const) {
      const answer = await browser.post('/loyalty', { id: newId(), ...scheme, ...change })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, words)
    }
  })

  t.test('the counter says what there is, takes it, and gives more', async (t) => {
    const shop = await aGoodsShop(kit)
    const browser = as(shop.asha)
    await browser.post('/loyalty', { id: newId(), ...scheme })
    const adjust = { id: newId(), points: '40', reason: 'Diwali' }
    for (let press = 0; press < 2; press += 1)
      t.equal((await browser.post(`/parties/${shop.partyId}/points`, adjust)).statusCode, 303)
    t.match((await browser.get(`/parties/${shop.partyId}/points`)).body, /Adjusted.*Diwali/s)
    t.equal(
      (await browser.post(`/parties/${shop.partyId}/points`, { id: newId(), points: '-41', reason: 'x' })).statusCode,
      422,
    )
    const id = newId()
    const line = { 'lines.1.item': shop.itemIds[0] ?? '', 'lines.1.quantity': '1', 'lines.1.price': '100' }
    const bill = { id, party: shop.partyId, ...line }
    const look = async (more: Record<string, string>) =>
      (await browser.post(`/sales/drafts/${id}`, { ...bill, ...more })).body
    const plain = await look({})
    t.match((await browser.get(`/sales/new?draft=${id}`)).body, /40 points = ₹40.*5 to 40 points, ₹1 each/s, plain)
    t.match(await look({ points: '41' }), 'There are only 40 points')
    t.match(await look({ points: '2' }), 'At least 5 points')
    t.match(await look({ points: 'x' }), 'Write whole points')
    t.match(await look({ gift: '2345' }), 'is no code of a gift voucher')
    t.match(await look({ gift_amount: '20' }), 'Write the code of the gift voucher')
    t.equal((await browser.post('/gift-vouchers', { id: newId(), ...gifts })).statusCode, 303)
    const [{ code }] = await root('gift_voucher').where({ business_id: shop.id }).orderBy('id')
    await look({ points: '30', gift: code })
    const made = (await browser.get(`/sales/new?draft=${id}`)).body
    t.match(made, /Points used.*-30\.00.*Less gift voucher.*-70\.00/s)
    t.match(made, '₹150.00 left on it')
    const issued = await browser.post('/sales', { ...bill, points: '30', gift: code, total: '10000', pay: 'cash' })
    t.equal(issued.statusCode, 303)
    t.match(await root('document_tender').where({ business_id: shop.id, document_id: id }).orderBy('line'), [
      { mode: 'points', amount_paise: 3000n },
      { mode: 'gift-voucher', amount_paise: 7000n, reference: code },
    ])
    t.match((await browser.get('/loyalty')).body, 'Meera')
  })

  t.test('gift vouchers are sold once, looked up by their code, printed and made void', async (t) => {
    const shop = await aGoodsShop(kit)
    const browser = as(shop.asha)
    t.match((await browser.get('/gift-vouchers')).body, 'No gift vouchers yet')
    const id = newId()
    for (let press = 0; press < 2; press += 1)
      t.match(await browser.post('/gift-vouchers', { id, ...gifts, party: shop.partyId }), {
        statusCode: 303,
        headers: { location: `/gift-vouchers/sales/${id}` },
      })
    t.equal((await browser.post('/gift-vouchers', { id, ...gifts, amount: '1' })).statusCode, 409)
    const rows = await root('gift_voucher').where({ business_id: shop.id }).orderBy('id')
    t.equal(rows.length, 2)
    const [first] = rows
    t.match((await browser.get(`/gift-vouchers/sales/${id}`)).body, /Meera.*₹300\.00/s)
    t.match((await browser.get(`/gift-vouchers/sales/${id}/print`)).body, /<svg class="qr"/)
    t.match((await browser.get(`/gift-vouchers/sales/${id}/print?width=80`)).body, 'class="slip"')
    const typed = `${first.code.slice(0, 4)} ${first.code.slice(4).toLowerCase()}`
    t.match(await browser.get(`/gift-vouchers?q=${encodeURIComponent(typed)}`), {
      statusCode: 303,
      headers: { location: `/gift-vouchers/${first.id}` },
    })
    t.match((await browser.get('/gift-vouchers?q=22222222222Z')).body, /no code|No gift voucher/)
    const url = `/gift-vouchers/${first.id}/void`
    t.equal((await browser.post(url, { reason: ' ', mode: 'cash' })).statusCode, 422)
    t.equal((await browser.post(url, { reason: 'Lost', mode: 'cash' })).statusCode, 303)
    t.match((await browser.get(`/gift-vouchers/${first.id}`)).body, /Void.*Made void, paid back/s)
    t.match((await browser.get('/gift-vouchers?state=open')).body, rows[1].id)
    for (const [change, words] of [
      [{ amount: '0' }, 'Write an amount'],
      [{ count: '51' }, 'from 1 to 50'],
      [{ expires_on: '-1' }, 'today or later'],
      [{ amount: '1,00,000', count: '2' }, 'it must stay below ₹2,00,000'],
    ] as const) {
      const answer = await browser.post('/gift-vouchers', { id: newId(), ...gifts, ...change })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, words)
    }
  })

  t.test('cash for gift vouchers is judged by the rules of the till', async (t) => {
    const shop = await aGoodsShop(kit)
    const browser = as(shop.asha)
    // The rules of the till: what one person gives on one day is one sum, and what they say is kept.
    const cash = { ...gifts, party: shop.partyId, count: '1' }
    t.equal((await browser.post('/gift-vouchers', { id: newId(), ...cash, amount: '1,50,000' })).statusCode, 303)
    const over = await browser.post('/gift-vouchers', { id: newId(), ...cash, amount: '60,000' })
    t.match(text(over.body), /1,50,000 .*₹60,000 now = ₹2,10,000/)
    const [dear] = await root('gift_voucher').where({ business_id: shop.id, amount_paise: 150_000_00n })
    const made = await browser.post(`/gift-vouchers/${dear.id}/void`, { reason: 'Lost', mode: 'cash' })
    t.match(text((await browser.get(String(made.headers['location']))).body), /does not count as an expense/)
    t.match(await root('cash_decision').where({ business_id: shop.id }).orderBy(['at', 'id']), [
      { outcome: 'blocked', direction: 'in', number: '', now_paise: 60_000_00n },
      { outcome: 'warned', direction: 'out', rule: '40A3' },
    ])
  })

  t.test('who may: a cashier sells and looks, a manager decides', async (t) => {
    const shop = await aGoodsShop(kit)
    const cashier = as(await aMember(kit, shop, 'cashier'))
    t.equal((await cashier.post('/gift-vouchers', { id: newId(), ...gifts })).statusCode, 303)
    t.equal((await cashier.get('/loyalty')).statusCode, 200)
    t.equal((await cashier.post('/loyalty', { id: newId(), ...scheme })).statusCode, 403)
    t.equal(
      (await cashier.post(`/parties/${shop.partyId}/points`, { id: newId(), points: '5', reason: 'x' })).statusCode,
      403,
    )
    t.equal(
      (await as(await aMember(kit, shop, 'manager')).post('/loyalty', { id: newId(), ...scheme })).statusCode,
      303,
    )
  })
})
