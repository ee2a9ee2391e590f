import t from 'tap'
import { newId } from '../../../db/ids.ts'
import { type Fields, testApp } from '../../../testing/app.ts'
import { aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { aDue, aParty, faultsOf, rs } from '../../../testing/dues.ts'
import { text, validHtml } from '../../../testing/html.ts'

t.test('where money comes to and goes from', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit
  const accountId = async (shop: Shop, code: string): Promise<string> =>
    (await root('account').where({ business_id: shop.id, code }).first('id')).id
  const anAccount = async (shop: Shop, name: string, under: string): Promise<string> => {
    const id = newId()
    const parent = await accountId(shop, under)
    await as(shop.chitra).post('/books/accounts', { id, kind: 'account', name, parent })
    return id
  }
  const give = (shop: Shop, direction: 'receipts' | 'payments', party: string, fields: Fields) =>
    as(shop.chitra).post(`/payments/${direction}`, {
      id: newId(),
      party_id: party,
      'tenders.0.amount': '100',
      rest_as: 'on-account',
      ...fields,
    })
  const moved = async (shop: Shop, account: string): Promise<bigint[]> =>
    (await root('posting').where({ business_id: shop.id, account_id: account })).map(({ amount }) => amount)

  t.test('is not asked where one of each is all there is', async (t) => {
    const shop = await aShop(kit)
    const party = await aParty(kit, shop)
    const { body } = await as(shop.chitra).get(`/payments/receipts/new?party=${party}`)
    t.notMatch(body, 'tenders.0.account')
  })

  t.test('is chosen among several banks and cash boxes', async (t) => {
    const shop = await aShop(kit)
    const party = await aParty(kit, shop)
    await aDue(kit, shop, party, { amount: '100' })
    const sbi = await anAccount(shop, 'SBI Current', '5200')
    const form = await as(shop.chitra).get(`/payments/receipts/new?party=${party}`)
    t.match(text(form.body), /Into which account The usual one Bank SBI Current/)
    t.notMatch(text(form.body), /The usual one Cash/, 'of cash there is one box')
    t.same(await validHtml(form.body), [])
    const received = await give(shop, 'receipts', party, { 'tenders.0.mode': 'bank', 'tenders.0.account': sbi })
    t.equal(received.statusCode, 303)
    t.same(await moved(shop, sbi), [rs('100')])
    t.match(text((await as(shop.chitra).get(String(received.headers.location))).body), 'SBI Current')
    const usual = await give(shop, 'receipts', party, { 'tenders.0.mode': 'bank', 'tenders.0.account': '' })
    t.equal(usual.statusCode, 303)
    t.same(await moved(shop, await accountId(shop, '5210')), [rs('100')])
    const till = await anAccount(shop, 'Counter 2', '5100')
    await give(shop, 'receipts', party, { 'tenders.0.mode': 'cash', 'tenders.0.account': till })
    t.same(await moved(shop, till), [rs('100')])
    const paid = await give(shop, 'payments', party, { 'tenders.0.mode': 'upi', 'tenders.0.account': sbi })
    t.equal(paid.statusCode, 303)
    t.same((await moved(shop, sbi)).sort(), [rs('-100'), rs('100')])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('fits the way of payment, and is of this business', async (t) => {
    const [shop, theirs] = [await aShop(kit), await devsShop(kit)]
    const party = await aParty(kit, shop)
    const sbi = await anAccount(shop, 'SBI Current', '5200')
    for (const [mode, account] of [
      ['upi', sbi],
      ['cash', sbi],
      ['bank', await accountId(shop, '5110')],
      ['bank', await accountId(shop, '8110')],
      ['bank', await accountId(theirs, '5210')],
      ['bank', 'nonsense'],
    ] as const) {
      const answer = await give(shop, 'receipts', party, { 'tenders.0.mode': mode, 'tenders.0.account': account })
      t.equal(answer.statusCode, 422, mode)
      t.match(text(answer.body), 'This account does not take money paid this way')
      t.match(answer.body, 'value="100"')
    }
    await as(shop.chitra).post(`/books/accounts/${sbi}/archive`)
    const gone = await give(shop, 'receipts', party, { 'tenders.0.mode': 'bank', 'tenders.0.account': sbi })
    t.equal(gone.statusCode, 422, 'an archived one takes nothing more')
  })

  t.test('the same form twice is one receipt; another account under its id is refused', async (t) => {
    const shop = await aShop(kit)
    const party = await aParty(kit, shop)
    const [sbi, hdfc] = [await anAccount(shop, 'SBI', '5200'), await anAccount(shop, 'HDFC', '5200')]
    const fields = { id: newId(), 'tenders.0.mode': 'bank', 'tenders.0.account': sbi }
    t.equal((await give(shop, 'receipts', party, fields)).statusCode, 303)
    t.equal((await give(shop, 'receipts', party, fields)).statusCode, 303)
    t.equal((await give(shop, 'receipts', party, { ...fields, 'tenders.0.account': hdfc })).statusCode, 409)
    t.same(await moved(shop, sbi), [rs('100')])
  })
})
