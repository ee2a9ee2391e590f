import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Browser, htmx, type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop } from '../../testing/cast.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { setLockDate } from '../books/index.ts'
import { receivePayment } from '../payments/index.ts'

t.test('the allocation screen', async (t) => {
  const kit = await testApp(t)

  t.test('shows both sides, oldest first, with what is suggested filled in', async (t) => {
    const { url, bharat } = await someDues(kit, ['30', '50', '20'], '40')
    const page = await bharat.get(url)
    t.match(
      text(page.body),
      /Settle bill by bill: Meera Shah.*It has with us ₹40.00 It owes ₹100.00.*Advance A1.*40.00 Chosen.*B1 .*10 Nov 2026 11 days late 30.00.*B2.*B3/,
    )
    t.same(amountsIn(fieldsOf(page)), ['30.00', '10.00', ''])
    t.match(text(page.body), /Waits of Advance A1 ₹40.00 Set against bills ₹40.00 Stays waiting ₹0.00/)
    t.same(await validHtml(page.body), [])
    t.notMatch(page.body, /on_date/, 'the counter dates nothing back')
  })

  t.test('settles what was written, with no script, and says what became of it', async (t) => {
    const { shop, meera, url, bharat, ids } = await someDues(kit, ['30', '50'], '60')
    const form = { ...fieldsOf(await bharat.get(url)), [`bills.${ids[0]}`]: '5', [`bills.${ids[1]}`]: '45' }
    const presses = await Promise.all([1, 2, 3].map(() => bharat.post(url, form)))
    for (const press of presses) t.match(press, { statusCode: 303, headers: { location: url } })
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 25', 'B2 5', 'advance 10'])
    const { body } = await bharat.get(url)
    t.match(text(body), /₹50.00 was set against bills.*What settles what now.*B2 Advance A1 21 Nov 2026 Bharat 45.00/)
    t.notMatch(body, /Undo/, 'the counter takes nothing back')
    t.equal((await bharat.post(url, { ...form, [`bills.${ids[0]}`]: '6' })).statusCode, 409)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('sums are shown while one types, and what was typed stays', async (t) => {
    const { url, bharat, ids, shop, meera } = await someDues(kit, ['30', '50'], '60')
    const form = { ...fieldsOf(await bharat.get(url)), [`bills.${ids[1]}`]: '45' }
    const part = await bharat.post(`${url}/sums`, form, htmx)
    t.notMatch(part.body, /<html|<form/)
    t.match(text(part.body), /Set against bills ₹75.00 Too much by ₹15.00/)
    t.same(await validHtml(part.body), [])
    const whole = await bharat.post(`${url}/sums`, { ...form, propose: '1' })
    t.same(amountsIn(fieldsOf(whole)), ['30.00', '30.00'], 'the button works without a script')
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 30', 'B2 50', 'advance 60'], 'nothing is written')
  })

  t.test('another advance or note is chosen, and all of them at once', async (t) => {
    const { shop, meera, url, bharat } = await someDues(kit, ['60', '100', '40'], '40')
    const note = await aDue(kit, shop, meera, { amount: '100', side: 'credit', kind: 'note', number: 'N1' })
    const chosen = await bharat.get(`${url}?from=${note}`)
    t.equal(fieldsOf(chosen)['from'], note)
    t.same(amountsIn(fieldsOf(chosen)), ['60.00', '40.00', ''])
    const id = /action="[^"]*\/all"[\s\S]*?name="id" value="([^"]*)"/.exec(chosen.body)?.[1] ?? ''
    for (const press of await Promise.all([1, 2].map(() => bharat.post(`${url}/all`, { id }))))
      t.equal(press.statusCode, 303)
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 0', 'B2 20', 'B3 40', 'advance 0', 'note 0'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('says beside the amount what cannot be, and keeps all that was typed', async (t) => {
    const { url, bharat, ids } = await someDues(kit, ['30', '50'], '60')
    const form = fieldsOf(await bharat.get(url))
    const told = async (more: object, said: RegExp) => {
      const answer = await bharat.post(url, { ...form, ...more })
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), said)
      t.same(await validHtml(answer.body), [])
      return answer
    }
    const over = await told({ [`bills.${ids[0]}`]: '31' }, /There is a problem.*Only 30.00 of this is still open/)
    t.same(amountsIn(fieldsOf(over)), ['31', '30.00'])
    await told({ [`bills.${ids[0]}`]: 'ten' }, /Write the amount as rupees/)
    await told({ [`bills.${ids[0]}`]: '', [`bills.${ids[1]}`]: '' }, /at least one bill/)
    await told({ [`bills.${ids[1]}`]: '50' }, /Only 60.00 can be used/)
    await told({ on_date: '20/11/2026' }, /You may only date it today/)
  })

  t.test('who keeps the books dates it back, in open days alone', async (t) => {
    const { shop, meera, url, ids } = await someDues(kit, ['30'], '60')
    const chitra = kit.as(shop.chitra)
    const lock = { lockDate: '2026-11-10', reason: '' }
    await inBusiness(kit.db, shop.id, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
    const form = fieldsOf(await chitra.get(url))
    const closed = await chitra.post(url, { ...form, on_date: '10/11' })
    t.equal(closed.statusCode, 422)
    t.match(closed.body, /value="10\/11"/)
    t.match(text(closed.body), /closed|locked/i)
    t.equal((await chitra.post(url, { ...form, on_date: '22/11' })).statusCode, 422)
    t.equal((await chitra.post(url, { ...form, on_date: '12/11' })).statusCode, 303)
    const rows = await inBusiness(kit.db, shop.id, (tx) => tx('allocation').where({ to_item_id: ids[0] }))
    t.match(rows, [{ on_date: '2026-11-12' }])
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 0', 'advance 30'])
  })

  t.test('one is taken back, by a press that may come twice', async (t) => {
    const { shop, meera, url, bharat } = await someDues(kit, ['30', '50'], '60')
    await bharat.post(url, fieldsOf(await bharat.get(url)))
    const chitra = kit.as(shop.chitra)
    const page = await chitra.get(url)
    t.same(await validHtml(page.body), [])
    const [allocation = ''] = [...page.body.matchAll(/name="allocation" value="([^"]*)"/g)].map(([, id]) => id)
    t.equal((await bharat.post(`${url}/undo`, { allocation })).statusCode, 403)
    for (const press of await Promise.all([1, 2].map(() => chitra.post(`${url}/undo`, { allocation }))))
      t.equal(press.statusCode, 303)
    t.match(text((await chitra.get(url)).body), /Taken back: both are open again/)
    t.ok((await openOf(kit, shop, meera)).includes('advance 30'))
    t.equal((await chitra.post(`${url}/undo`, { allocation: newId() })).statusCode, 404)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('what settles what is read a page at a time, the newest money first', async (t) => {
    const { shop, meera, url, bharat } = await someDues(kit, [], '')
    for (let n = 1; n <= 3; n++) await aDue(kit, shop, meera, { amount: '60', number: `B${n}`, dueOn: `2026-11-0${n}` })
    for (let n = 1; n <= 51; n++)
      await aDue(kit, shop, meera, { amount: '2', side: 'credit', kind: 'advance', number: `A${n}` })
    await bharat.post(`${url}/all`, { id: newId() })
    const first = await bharat.get(url)
    t.equal(first.body.match(/id="a-/g)?.length, 25)
    t.match(text(first.body), /What settles what now.*B2 Advance A51 /)
    const pages = [first]
    for (let page = first, at = 0; at < 2; at++) {
      const [, next = ''] = /href="([^"]*\?before=[^"]*)"/.exec(page.body) ?? []
      page = await bharat.get(next)
      pages.push(page)
    }
    const [, , third] = pages
    t.match(text(third?.body ?? ''), /B1 Advance A1 /)
    const ids = pages.flatMap(({ body }) => [...body.matchAll(/id="a-([^"]*)"/g)].map(([, id]) => id))
    t.equal(ids.length, 51)
    t.equal(new Set(ids).size, 51, 'each stands once')
    t.same(await validHtml(third?.body ?? ''), [])
  })

  t.test('a rest is written off with a reason, by who keeps the books', async (t) => {
    const { shop, meera, url, bharat, ids } = await someDues(kit, ['3', '100'], '')
    t.equal((await bharat.get(`${url}/write-off`)).statusCode, 403)
    const chitra = kit.as(shop.chitra)
    const page = await chitra.get(`${url}/write-off`)
    t.same(await validHtml(page.body), [])
    const form = fieldsOf(page)
    t.match(form, { item: ids[0], amount: '3.00', what: 'write-off' }, 'the smallest rest comes first')
    const blank = await chitra.post(`${url}/write-off`, { ...form, reason: ' ', amount: '2' })
    t.equal(blank.statusCode, 422)
    t.match(text(blank.body), /Write why/)
    t.match(blank.body, /value="2"/)
    const over = await chitra.post(`${url}/write-off`, { ...form, reason: 'Short', amount: '4' })
    t.match(text(over.body), /Only 3.00 of this is still open/)
    t.same(await validHtml(over.body), [])
    t.equal((await chitra.post(`${url}/write-off`, { ...form, what: 'gift', reason: 'x' })).statusCode, 422)
    for (const press of await Promise.all(
      [1, 2].map(() => chitra.post(`${url}/write-off`, { ...form, reason: 'Coins' })),
    ))
      t.equal(press.statusCode, 303)
    t.same(await openOf(kit, shop, meera), ['B1 0', 'B2 100', 'against 0'])
    const after = await chitra.get(url)
    t.match(text(after.body), /₹3.00 was given up.*B1 Written off 21 Nov 2026 Chitra 3.00/)
    const discount = { ...fieldsOf(await chitra.get(`${url}/write-off?item=${ids[1]}`)), what: 'discount', amount: '5' }
    t.equal((await chitra.post(`${url}/write-off`, { ...discount, reason: 'Paid early' })).statusCode, 303)
    t.match(text((await chitra.get(url)).body), /B2 Discount 21 Nov 2026 Chitra 5.00/)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('money of a receipt is led here, and its page says what became of it', async (t) => {
    const { shop, meera, bharat } = await someDues(kit, [], '')
    const tenders = [{ mode: 'upi', amount: rs('50'), reference: '' }] as const
    const asked = { id: newId(), partyId: meera, onDate: '2026-11-21', tenders, against: 'oldest', note: '' } as const
    const { id } = await inBusiness(kit.db, shop.id, (tx) =>
      receivePayment(tx, shop.id, { ...asked, restAs: 'advance' }, actorFor(shop.asha, kit)),
    )
    await aDue(kit, shop, meera, { amount: '30' })
    const paper = await bharat.get(`/payments/${id}`)
    const link = /href="(\/parties\/[^"]*\/allocation\?from=[^"]*)"/.exec(paper.body)?.[1] ?? ''
    const form = fieldsOf(await bharat.get(link))
    t.equal((await bharat.post(`/parties/${meera}/allocation`, form)).statusCode, 303)
    t.match(text((await bharat.get(`/payments/${id}`)).body), /Money used for bills: B1/)
    const asks = await bharat.get(`/payments/receipts/new?party=${meera}`)
    t.notMatch(asks.body, /allocation\?from/, 'nothing is left to be set against a bill')
    t.match((await bharat.get(`/parties/${meera}/open-bills`)).body, `/parties/${meera}/allocation`)
  })

  t.test('of a supplier: what was paid ahead settles the bills', async (t) => {
    const shop = await aShop(kit)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, mills, { amount: '80', side: 'credit', number: 'S1' })
    await aDue(kit, shop, mills, { amount: '50', kind: 'advance', number: 'P1' })
    const url = `/parties/${mills}/allocation`
    const bharat = kit.as(shop.bharat)
    const page = await bharat.get(url)
    t.match(text(page.body), /It has from us ₹50.00 We owe it ₹80.00/)
    t.equal((await bharat.post(url, fieldsOf(page))).statusCode, 303)
    t.same((await openOf(kit, shop, mills)).sort(), ['S1 30', 'advance 0'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('an empty khata, an auditor, and people of another shop', async (t) => {
    const { shop, meera, url, bharat } = await someDues(kit, [], '')
    const empty = await bharat.get(url)
    t.match(text(empty.body), /Nothing to settle.*Nothing is settled yet/)
    t.same(await validHtml(empty.body), [])
    await aDue(kit, shop, meera, { amount: '30' })
    await aDue(kit, shop, meera, { amount: '30', side: 'credit', kind: 'advance' })
    const looking = await kit.as(await aMember(kit, shop, 'auditor')).get(url)
    t.equal(looking.statusCode, 200)
    t.notMatch(looking.body, /type="submit" name="propose"|bills\./)
    t.same(await validHtml(looking.body), [])
    t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).get(url)).statusCode, 403)
    const dev = kit.as((await devsShop(kit)).dev)
    const form = fieldsOf(await bharat.get(url))
    for (const answer of [
      await dev.get(url),
      await dev.get(`${url}/write-off`),
      await dev.post(url, form),
      await dev.post(`${url}/sums`, form),
      await dev.post(`${url}/all`, { id: newId() }),
      await dev.post(`${url}/undo`, { allocation: newId() }),
    ])
      t.equal(answer.statusCode, 404)
  })
})

async function someDues(kit: TestApp, amounts: readonly string[], advance: string) {
  const shop = await aShop(kit)
  const meera = await aParty(kit, shop)
  const ids: string[] = []
  for (const [at, amount] of amounts.entries())
    ids.push(await aDue(kit, shop, meera, { amount, dueOn: `2026-11-1${at}`, number: `B${at + 1}` }))
  if (advance) await aDue(kit, shop, meera, { amount: advance, side: 'credit', kind: 'advance', number: 'A1' })
  const bharat: Browser = kit.as(shop.bharat)
  return { shop, meera, ids, url: `/parties/${meera}/allocation`, bharat }
}

/** What the page's form would send. */
function fieldsOf({ body }: Answer): Record<string, string> {
  const form = /<form[^>]*novalidate data-enter-next[\s\S]*?<\/form>/.exec(body)?.[0] ?? ''
  const of = (tag: string, what: string) => new RegExp(`\\b${what}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) =>
    /type="radio"/.test(tag) && !/\bchecked\b/.test(tag) ? [] : [[of(tag, 'name'), of(tag, 'value')]],
  )
  const selects = [...form.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/g)].map(([tag]) => {
    const chosen = /<option\b[^>]*\bselected\b[^>]*>/.exec(tag)?.[0] ?? /<option\b[^>]*>/.exec(tag)?.[0] ?? ''
    return [of(tag, 'name'), of(chosen, 'value')]
  })
  const { _csrf, ...fields } = Object.fromEntries([...inputs, ...selects])
  return fields
}

const amountsIn = (form: Record<string, string>): string[] =>
  Object.entries(form).flatMap(([name, amount]) => (name.startsWith('bills.') ? [amount] : []))
