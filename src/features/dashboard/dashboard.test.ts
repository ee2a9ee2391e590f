import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aPerson, aShop, type Shop } from '../../testing/cast.ts'
import { aGoodsShop, cash, type GoodsShop, rs } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { runBooksCheck } from '../books/index.ts'
import { cancelInvoice, issueInvoice } from '../sales/index.ts'

t.test('the home page', async (t) => {
  const kit = await testApp(t)
  const { db, clock } = kit
  const home = async (person: Shop['asha']) => {
    const answer = await kit.as(person).get('/')
    t.equal(answer.statusCode, 200)
    return { html: answer.body, said: text(answer.body) }
  }
  const sell = (shop: GoodsShop, asked: Parameters<GoodsShop['bill']>[0] = {}) => {
    const bill = shop.bill(asked)
    return inBusiness(db, shop.id, (tx) => issueInvoice(tx, shop.id, bill, { ...shop.actor, at: clock() }))
  }

  t.test('adds up what was sold and what came in today', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop, { tenders: [cash('40')] })
    await sell(shop)
    const { said, html } = await home(shop.asha)
    t.match(said, 'Saturday, 21 November')
    t.match(said, 'Sales today ₹200 2 bills')
    t.match(said, 'Cash in today ₹40 ₹40 in hand')
    t.match(said, 'UPI in today ₹0')
    t.match(said, 'To receive ₹160 1 party')
    t.match(said, 'Sales this month ₹200 ₹0 by 21 Oct')
    t.match(said, /Gross profit this month ₹49\.\d\d 29 % of sales before GST/)
    t.same(await validHtml(html), [])
  })

  t.test('draws thirty days, and says them in a table too', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop, { onDate: '2026-11-05', lines: [shop.line(0, 3000n)] })
    await sell(shop)
    const { html, said } = await home(shop.asha)
    t.equal(html.match(/<rect(?: class="now")? x=/g)?.length, 30, 'a bar a day')
    t.match(said, 'Highest on 5 Nov 2026, ₹300. Today ₹100.')
    t.match(said, '₹400 in all')
    t.match(said, '21 Nov 2026 1 100.00 5 Nov 2026 1 300.00')
  })

  t.test('takes a cancelled bill out of its day', async (t) => {
    const shop = await aGoodsShop(kit)
    const { id } = await sell(shop, { tenders: [cash('100')] })
    const cancel = { id, reason: 'Wrong item', onDate: '2026-11-21' }
    await inBusiness(db, shop.id, (tx) => cancelInvoice(tx, shop.id, cancel, shop.actor))
    const { said } = await home(shop.asha)
    t.match(said, 'Sales today ₹0 0 bills')
    t.match(said, 'Cancelled', 'it stays among the last bills, and says so')
  })

  t.test('ages what customers owe, and counts who is late', async (t) => {
    const shop = await aGoodsShop(kit)
    for (const onDate of ['2026-11-20', '2026-10-20', '2026-09-10', '2026-08-20', '2026-06-01'])
      await sell(shop, { onDate })
    const { said } = await home(shop.asha)
    t.match(said, 'Not due ₹100 1–30 days ₹100 31–60 ₹100 61–90 ₹100 Over 90 ₹100')
    t.match(said, 'Dues past their day 1 party')
    t.match(said, 'Dues over 30 days late ₹300')
    t.match(said, 'Meera 158 days late 500.00')
    const kept = await kit.root.raw(
      `select sum(open_amount) as kept, (select sum(open_amount) from open_item where business_id = :id) as open
       from due_day where business_id = :id`,
      { id: shop.id },
    )
    t.equal(kept.rows[0].kept, kept.rows[0].open)
  })

  t.test('reminds by one press, in the language of the party', async (t) => {
    const shop = await aGoodsShop(kit)
    await kit.root('party').where({ id: shop.partyId }).update({ phone: '+919825012345', locale: 'hi' })
    await sell(shop)
    const { html } = await home(shop.asha)
    const link = /href="(https:\/\/wa\.me\/919825012345\?text=[^"]+)"/.exec(html)?.[1] ?? ''
    t.match(decodeURIComponent(link), /Meera.*₹100/)
    t.match(decodeURIComponent(link), /\p{Script=Devanagari}/u)
  })

  t.test('says what waits: goods that run low, bills on hold, the set-up', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop)
    await kit.root('item').where({ business_id: shop.id }).update({ low_stock_milli: 9_000n })
    const draft = { business_id: shop.id, kind: 'sale', body: JSON.stringify({ lines: [{}] }), updated_at: clock() }
    await kit.root('draft').insert([
      { ...draft, id: newId(), user_id: shop.asha.id },
      { ...draft, id: newId(), user_id: shop.bharat.id },
    ])
    const { said } = await home(shop.asha)
    t.match(said, 'Low stock 1 item')
    t.match(said, 'Bills on hold 1 bill')
    t.match(said, 'Finish setting up')
    await kit.root('business').where({ id: shop.id }).update({ setup_done_at: clock() })
    t.notMatch((await home(shop.asha)).said, 'Finish setting up')
  })

  t.test('warns when the books were found wrong, and only then', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop)
    t.match((await home(shop.asha)).said, 'Books check Not run yet')
    const check = () => inBusiness(db, shop.id, (tx) => runBooksCheck(tx, shop.id, actorFor(shop.asha, kit)))
    await check()
    t.notMatch((await home(shop.asha)).said, /found something wrong|Not run yet/)
    await kit.root('party_balance').where({ business_id: shop.id }).update({ amount: 1n })
    await check()
    const { html, said } = await home(shop.asha)
    t.match(said, 'found something wrong')
    t.match(html, 'href="/books/check"')
    t.notMatch((await home(shop.bharat)).said, 'found something wrong')
  })

  t.test('shows each role what it may see', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop, { tenders: [cash('40')] })
    const seen: Record<string, string> = { cashier: (await home(shop.bharat)).said }
    for (const role of ['manager', 'stock-keeper', 'accountant', 'auditor'] as const)
      seen[role] = (await home(await aMember(kit, shop, role))).said
    t.match(seen['cashier'], 'Sales today ₹100')
    t.match(seen['cashier'], 'Largest dues')
    t.notMatch(seen['cashier'], /profit|in hand|Books check|Trial balance/)
    t.match(seen['manager'], 'Gross profit')
    t.match(seen['accountant'], 'Gross profit')
    t.match(seen['auditor'], 'Gross profit')
    t.notMatch(seen['auditor'], /Remind|Receive payment/)
    t.notMatch(seen['stock-keeper'], /Sales today|To receive|Meera|profit|₹100/)
    t.match(seen['stock-keeper'], 'Nothing waits for you')
  })

  t.test('greets a karigar, who has no dashboard', async (t) => {
    const shop = await aShop(kit)
    const karigar = await aMember(kit, shop, 'karigar', 'Kanu')
    const { said, html } = await home(karigar)
    t.match(said, 'Namaste, Kanu')
    t.match(html, 'href="/account"')
    t.notMatch(said, /Sales|To do/)
    t.same(await validHtml(html), [])
  })

  t.test('leads a new shop to its first bill in three steps', async (t) => {
    const shop = await aShop(kit)
    const { said, html } = await home(shop.asha)
    t.match(said, /Three steps to your first bill Add what you sell .* Add a customer .* Make the first bill/)
    t.notMatch(said, 'Sales today')
    t.same(await validHtml(html), [])
    const goods = await aGoodsShop(kit)
    t.match((await home(goods.asha)).said, /Add what you sell Done .* Add a customer Done/)
    t.notMatch((await home(await aMember(kit, shop, 'auditor'))).said, 'Three steps')
  })

  t.test('knows nothing of another shop', async (t) => {
    const [mine, theirs] = [await aGoodsShop(kit), await aGoodsShop(kit)]
    await sell(theirs, { lines: [theirs.line(0, 5000n)] })
    await sell(mine)
    const { said } = await home(mine.asha)
    t.match(said, 'Sales today ₹100 1 bill')
    t.match(said, 'To receive ₹100 1 party')
    t.notMatch(said, '500')
  })

  t.test('sends who has no shop to the choice, and a stranger to the door', async (t) => {
    const nobody = await aPerson(kit, 'Farid')
    t.match(await kit.as(nobody).get('/'), { statusCode: 303, headers: { location: '/businesses' } })
    t.match(await kit.anonymous.get('/'), { statusCode: 303, headers: { location: '/sign-in' } })
  })

  t.test('is nonsense with a question, and never a fault', async (t) => {
    const shop = await aShop(kit)
    t.equal((await kit.as(shop.asha).get('/?what=1')).statusCode, 400)
  })

  t.test('writes names as text', async (t) => {
    const shop = await aGoodsShop(kit)
    await kit.root('party').where({ id: shop.partyId }).update({ name: '<b>Meera</b>' })
    await sell(shop)
    t.match((await home(shop.asha)).html, '&lt;b&gt;Meera&lt;/b&gt;')
  })

  t.test('speaks Hindi and Gujarati', async (t) => {
    const shop = await aGoodsShop(kit)
    await sell(shop)
    for (const [locale, words] of [
      ['hi', 'आज की बिक्री'],
      ['gu', 'આજનું વેચાણ'],
    ] as const) {
      await kit.root('app_user').where({ id: shop.asha.id }).update({ locale })
      const { said, html } = await home(shop.asha)
      t.match(said, words)
      t.same(await validHtml(html), [])
    }
  })
})

t.test('the kept days are what the rows add up to, also for money', async (t) => {
  const kit: TestApp = await testApp(t)
  const shop = await aGoodsShop(kit)
  for (const amount of ['10', '20', '30'])
    await inBusiness(kit.db, shop.id, (tx) =>
      issueInvoice(tx, shop.id, shop.bill({ tenders: [{ ...cash(amount), amount: rs(amount) }] }), shop.actor),
    )
  const { rows } = await kit.root.raw(
    `select a.role, d.debit_paise::int as debit, d.credit_paise::int as credit, (select sum(amount)::int from posting p
       where p.business_id = d.business_id and p.account_id = d.account_id and p.on_date = d.on_date) as posted
     from account_day d join account a on a.business_id = d.business_id and a.id = d.account_id
     where d.business_id = ? and a.money is not null`,
    [shop.id],
  )
  t.same(rows, [{ role: 'cash', debit: 6000, credit: 0, posted: 6000 }])
})
