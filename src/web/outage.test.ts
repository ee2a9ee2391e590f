import t from 'tap'
import { newId } from '../db/ids.ts'
import { isLostConnection } from '../db/sqlstate.ts'
import { inBusiness } from '../db/tenant.ts'
import { issueInvoice, issueOnce } from '../features/sales/index.ts'
import { testApp } from '../testing/app.ts'
import { databaseGate } from '../testing/gate.ts'
import { aGoodsShop, cash } from '../testing/goods-shop.ts'

t.test('the database goes away', async (t) => {
  const gate = await databaseGate(t)
  const kit = await testApp(t, { databaseHost: gate.host })
  const shop = await aGoodsShop(kit)
  const asha = kit.as(shop.asha)
  const meera = () => ({
    id: newId(),
    name: 'Meera Shah',
    is_customer: 'yes',
    terms_days: '15',
    state: '24',
    locale: 'en',
  })
  const named = (id: string) => kit.root('party').where({ id })
  const written = async (id: string) => ({
    documents: (await kit.root('document').where({ id })).length,
    vouchers: (await kit.root('voucher').where({ document_id: id })).length,
    moves: (await kit.root('stock_move').where({ document_id: id })).length,
    audited: (await kit.root('audit_line').where({ entity_id: id })).length,
  })
  const nothing = { documents: 0, vouchers: 0, moves: 0, audited: 0 }
  const once = { documents: 1, vouchers: 1, moves: 1, audited: 1 }
  t.beforeEach(() => asha.get('/parties'))

  t.test('every page says so, and the process lives', async (t) => {
    await gate.shut()
    for (const answer of [await asha.get('/parties'), await kit.anonymous.get('/d/anything'), await asha.get('/')])
      if (answer.statusCode !== 404)
        t.match(answer, { statusCode: 503, body: /Not saved/, headers: { 'retry-after': '2' } })
    const refused = await asha.post('/parties', meera())
    t.match(refused, { statusCode: 503, body: /Not saved.*Nothing was half done/s, headers: { 'retry-after': '2' } })
    t.notMatch(refused.body, /ECONN|ENOENT|node_modules/)
    t.equal((await kit.anonymous.get('/healthz')).statusCode, 200)
    t.equal((await kit.anonymous.get('/readyz')).statusCode, 503)
    await gate.open()
    t.equal((await asha.get('/parties')).statusCode, 200, 'at once after it is back')
    t.equal((await kit.anonymous.get('/readyz')).statusCode, 200)
  })

  t.test('connections that the server ends are replaced', async (t) => {
    await kit.root.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = ? and usename = ?', [
      kit.name,
      'khata_app',
    ])
    const answers = [await asha.get('/parties'), await asha.get('/parties')]
    for (const { statusCode } of answers) t.ok([200, 503].includes(statusCode), String(statusCode))
    t.equal((await asha.get('/parties')).statusCode, 200)
  })

  t.test('in the middle of a form: nothing is kept, and the same form sent again is saved', async (t) => {
    const form = meera()
    gate.cutOnce({ at: 'COMMIT', before: 'it' })
    t.match(await asha.post('/parties', form), { statusCode: 503, body: /Not saved/ })
    t.equal((await named(form.id)).length, 0)
    t.equal((await asha.post('/parties', form)).statusCode, 303)
    t.equal((await named(form.id)).length, 1)
  })

  t.test('in the middle of a bill: no part of it is there, and no number is missing', async (t) => {
    const request = shop.bill({ tenders: [cash('40')] })
    const before = await kit.root('series').where({ business_id: shop.id, document_kind: 'invoice' })
    for (const at of ['insert into posting', 'COMMIT']) {
      gate.cutOnce({ at, before: 'it' })
      const issued = inBusiness(kit.db, shop.id, (tx) => issueInvoice(tx, shop.id, request, shop.actor))
      t.ok(isLostConnection(await issued.catch((error) => error)), at)
      t.same(await written(request.id), nothing, at)
    }
    t.same(await kit.root('series').where({ business_id: shop.id, document_kind: 'invoice' }), before)
    const { number } = await issueOnce(kit.db, shop.id, request, shop.actor)
    t.match(number, /1$/)
    t.same(await written(request.id), once)
  })

  t.test('after a bill was kept, before anyone was told: sent again, it is the same bill', async (t) => {
    const request = shop.bill({ tenders: [cash('40')] })
    gate.cutOnce({ at: 'COMMIT', before: 'its answer' })
    const lost = await issueOnce(kit.db, shop.id, request, shop.actor).catch((error) => error)
    t.ok(isLostConnection(lost))
    const again = await issueOnce(kit.db, shop.id, request, shop.actor)
    t.equal(again.id, request.id)
    t.same(await written(request.id), once)
  })
})
