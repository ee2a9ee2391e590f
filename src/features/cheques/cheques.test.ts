import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Browser, type TestApp, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { takeCheque } from './index.ts'

t.test('the register of cheques', async (t) => {
  const kit = await testApp(t)

  t.test('asks whose cheque it is, then takes it with no script', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    const pick = await bharat.get('/cheques/received/new')
    t.match(text(pick.body), /Whose cheque is it\?.*Meera Shah/)
    t.same(await validHtml(pick.body), [])
    const found = await bharat.get('/parties/picks?q=Meera&to=/cheques/received/new')
    t.match(found.body, 'action="/cheques/received/new"', 'the search without a script leads back')
    const form = await bharat.get(`/cheques/received/new?party=${meera}`)
    t.match(text(form.body), /Cheque from Meera Shah/)
    t.same(await validHtml(form.body), [])
    const typed = { ...fieldsOf(form), number: '०04512', bank: 'HDFC Bank', amount: '300' }
    const saved = await Promise.all([1, 2].map(() => bharat.post('/cheques/received', typed)))
    const [url, twice] = saved.map(({ headers }) => String(headers.location))
    t.match(saved[0], { statusCode: 303 })
    t.equal(url, twice)
    const page = await bharat.get(url ?? '')
    t.match(
      text(page.body),
      /Cheque 004512 of ₹300.00 is in the register and in the books.*Cheque 004512 Can go to the bank.*₹300.00.*RC\/26-27\/00001.*Received, 21 Nov 2026/,
    )
    t.same(await validHtml(page.body), [])
    t.same(await openOf(kit, shop, meera), ['B1 200', 'against 0'])
    const [receipt = ''] = /\/payments\/[0-9a-f-]{36}/.exec(page.body) ?? []
    const paper = await bharat.get(receipt)
    t.match(text(paper.body), /Cheque · 004512 · HDFC Bank · 21\/11\/2026/)
    t.match(paper.body, `href="${url}"`, 'the receipt leads to its cheque')
    t.notMatch((await kit.as(shop.asha).get(receipt)).body, /cancellation/)
    t.match(text((await bharat.get(`${receipt}/receipt`)).body), /Cheque 004512 · HDFC Bank · 21\/11\/2026/)
    t.equal((await bharat.post('/cheques/received', { ...typed, amount: '1' })).statusCode, 409)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('a post-dated one says when the books know of it, and the khata shows it beside the balance', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    const form = fieldsOf(await bharat.get(`/cheques/received/new?party=${meera}`))
    const typed = { ...form, number: '004512', bank: 'SBI', amount: '500', cheque_date: '25/12/2026' }
    const { headers } = await bharat.post('/cheques/received', typed)
    const page = await bharat.get(String(headers.location))
    t.match(text(page.body), /The books know of it on 25 Dec 2026.*In 34 days.*Not in the books/)
    t.notMatch(page.body, /\/deposit"/)
    t.match(text((await bharat.get(`/parties/${meera}`)).body), /Post-dated cheques in hand ₹500/)
    t.match(text((await bharat.get(`/parties/${meera}`)).body), /Owes you ₹500/)
    t.same(await openOf(kit, shop, meera), ['B1 500'])
  })

  t.test('keeps what was typed and says at each field what is wrong', async (t) => {
    const { meera, bharat } = await aDebtor(kit)
    const form = fieldsOf(await bharat.get(`/cheques/received/new?party=${meera}`))
    const wrong = await bharat.post('/cheques/received', { ...form, number: '45', amount: 'x', cheque_date: 'soon' })
    t.equal(wrong.statusCode, 422)
    t.match(
      text(wrong.body),
      /There is a problem.*six digits.*Write the bank that stands.*amount as rupees.*day\/month\/year/,
    )
    t.match(wrong.body, /value="45".*value="x".*value="soon"/s)
    t.same(await validHtml(wrong.body), [])
    const good = { ...form, number: '004512', bank: 'SBI', amount: '5' }
    const old = await bharat.post('/cheques/received', { ...good, cheque_date: '1/8/2026' })
    t.match(text(old.body), /older than three months/)
    t.equal((await bharat.post('/cheques/received', good)).statusCode, 303)
    const again = { ...good, id: newId() }
    const asked = await bharat.post('/cheques/received', again)
    t.equal(asked.statusCode, 422)
    t.match(text(asked.body), /dated 21\/11\/2026, of 5\.00, is in the register already.*save it all the same/)
    t.same(await validHtml(asked.body), [])
    t.equal((await bharat.post('/cheques/received', { ...again, confirmed: 'yes' })).statusCode, 303)
  })

  t.test('goes to the bank with one press, is paid, or bounces with what that cost', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    const url = await taken(kit, shop, meera)
    const page = await bharat.get(url)
    const deposit = fieldsOf(page)
    t.match(deposit, { account: /^[0-9a-f-]{36}$/ }, 'the bank stands there already')
    for (const press of await Promise.all([1, 2].map(() => bharat.post(`${url}/deposit`, deposit))))
      t.match(press, { statusCode: 303, headers: { location: url } })
    const there = await bharat.get(url)
    t.match(text(there.body), /Cheque 004512 is at the bank.*Deposited.*Put into Bank, 21 Nov 2026/)
    t.notMatch(there.body, /\/bounce"/, 'the counter takes nothing back')
    t.equal((await bharat.get(`${url}/bounce`)).statusCode, 403)
    t.equal((await bharat.post(`${url}/bounce`, { ...deposit, reason: 'x' })).statusCode, 403)
    const chitra = kit.as(shop.chitra)
    const step = await chitra.get(`${url}/bounce`)
    t.match(text(step.body), /It bounced.*Its entries are reversed.*Charges of the bank/)
    t.same(await validHtml(step.body), [])
    const form = fieldsOf(step)
    const blank = await chitra.post(`${url}/bounce`, { ...form, reason: ' ', charges: '118' })
    t.equal(blank.statusCode, 422)
    t.match(text(blank.body), /Write why/)
    t.match(blank.body, /value="118"/)
    const told = { ...form, reason: 'Funds <b>low', charges: '118', recovered: '250' }
    for (const press of await Promise.all([1, 2].map(() => chitra.post(`${url}/bounce`, told))))
      t.equal(press.statusCode, 303)
    const after = await chitra.get(url)
    t.match(text(after.body), /Bounced.*Funds <b>low The bank took ₹118.00 ₹250.00 to be paid by the party Entry/)
    t.notMatch(after.body, '<b>low')
    t.same(await validHtml(after.body), [])
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 500', 'CHQ 004512 250', 'against 0'])
    t.match(await chitra.get(`${url}/clear`), { statusCode: 303, headers: { location: url } }, 'no such step any more')
    t.equal((await chitra.post(`${url}/clear`, { id: newId() })).statusCode, 409)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('asks a shop that takes credit for the GST in what the bank took', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    const url = await taken(kit, shop, meera)
    await bharat.post(`${url}/deposit`, fieldsOf(await bharat.get(url)))
    const chitra = kit.as(shop.chitra)
    t.notMatch((await chitra.get(`${url}/bounce`)).body, /GST in the charges/)
    await inBusiness(kit.db, shop.id, (tx) => tx('business').update({ tax_scheme: 'regular' }))
    const step = await chitra.get(`${url}/bounce`)
    t.match(text(step.body), /GST in the charges.*CGST and SGST/)
    t.same(await validHtml(step.body), [])
    const told = { ...fieldsOf(step), reason: 'Funds low', charges: '118', gst: '118', gst_supply: 'inter' }
    const refused = await chitra.post(`${url}/bounce`, told)
    t.equal(refused.statusCode, 422)
    t.match(text(refused.body), /The tax is a part of the charges/)
    t.match(refused.body, /value="inter" selected/)
    t.equal((await chitra.post(`${url}/bounce`, { ...told, gst: '18' })).statusCode, 303)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('stands in its part of the register, and several go to the bank at once', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    await taken(kit, shop, meera, { number: '000001', amount: rs('100') })
    await taken(kit, shop, meera, { number: '000002', amount: rs('50') })
    await taken(kit, shop, meera, { number: '000003', chequeDate: '2026-11-24', amount: rs('7') })
    await taken(kit, shop, meera, { number: '000004', chequeDate: '2027-01-24', amount: rs('9') })
    const due = await bharat.get('/cheques?show=due')
    t.match(
      text(due.body),
      /To deposit now ₹150.00 2 cheques In the next seven days ₹7.00 1 cheque.*000001.*000002.*000003.*In 3 days 7.00/,
    )
    t.notMatch(due.body, '000004')
    t.same(await validHtml(due.body), [])
    t.match(text((await bharat.get('/cheques')).body), /000004.*In 64 days/)
    const boxes = [...due.body.matchAll(/name="(deposit\.[^"]*)" value="([^"]*)"/g)].map(([, name, id]) => [name, id])
    t.equal(boxes.length, 2, 'what is not due is not to be chosen')
    const [, account] = /<select[^>]*name="account"[\s\S]*?<option value="([^"]*)"/.exec(due.body) ?? []
    const none = await bharat.post('/cheques/deposits', { account: account ?? '', show: 'due' })
    t.equal(none.statusCode, 422)
    t.match(text(none.body), /Choose at least one cheque/)
    const chosen = Object.fromEntries(boxes)
    const wrong = await bharat.post('/cheques/deposits', { ...chosen, account: newId(), show: 'due' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, / checked>/)
    t.same(await validHtml(wrong.body), [])
    for (const press of await Promise.all(
      [1, 2].map(() => bharat.post('/cheques/deposits', { ...chosen, account: account ?? '' })),
    ))
      t.match(press, { statusCode: 303, headers: { location: '/cheques?show=deposited' } })
    t.match(text((await bharat.get('/cheques?show=deposited')).body), /2 cheques are at the bank.*000001.*000002/)
    t.match(text((await bharat.get('/cheques?q=000004')).body), /000004.*9.00/)
    t.match(text((await bharat.get('/cheques?q=999999')).body), /No cheque has this number/)
    t.match(text((await bharat.get(`/cheques?party=${meera}`)).body), /Only Meera Shah.*000003/)
    for (const show of ['cleared', 'bounced', 'issued', 'odd'])
      t.equal((await bharat.get(`/cheques?show=${show}`)).statusCode, 200)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('is read fifty at a time', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    for (let n = 1; n <= 51; n++)
      await taken(kit, shop, meera, { number: String(n).padStart(6, '0'), chequeDate: '2027-01-01', amount: rs('1') })
    const first = await bharat.get('/cheques')
    t.equal(first.body.match(/id="q-/g)?.length, 50)
    const [, next = ''] = /href="(\/cheques\?[^"]*after=[^"]*)"/.exec(first.body) ?? []
    const second = await bharat.get(next.replaceAll('&amp;', '&'))
    t.equal(second.body.match(/id="q-/g)?.length, 1)
    t.match(second.body, '000051')
  })

  t.test('one that we give leaves the bank that was chosen', async (t) => {
    const shop = await aShop(kit)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, mills, { amount: '800', side: 'credit', number: 'S1' })
    const chitra = kit.as(shop.chitra)
    const form = await chitra.get(`/cheques/issued/new?party=${mills}`)
    t.match(text(form.body), /Cheque to Mills.*Bank account/)
    t.same(await validHtml(form.body), [])
    const typed = { ...fieldsOf(form), number: '000011', amount: '300' }
    const { headers } = await chitra.post('/cheques/issued', typed)
    const url = String(headers.location)
    t.match(text((await chitra.get(url)).body), /To Mills.*PY\/26-27\/00001/)
    t.equal((await chitra.post(`${url}/clear`, fieldsOf(await chitra.get(url)))).statusCode, 303)
    t.match(text((await chitra.get('/cheques?show=issued')).body), /000011 Bank.*Mills Cleared 300.00/)
    t.same(await openOf(kit, shop, mills), ['S1 500', 'against 0'])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('is for those who handle money; an auditor looks; another shop finds nothing', async (t) => {
    const { shop, meera, bharat } = await aDebtor(kit)
    const empty = await bharat.get('/cheques')
    t.match(text(empty.body), /No cheque here/)
    t.same(await validHtml(empty.body), [])
    const url = await taken(kit, shop, meera)
    const auditor = kit.as(await aMember(kit, shop, 'auditor'))
    t.equal((await auditor.get('/cheques')).statusCode, 200)
    const looking = await auditor.get(url)
    t.equal(looking.statusCode, 200)
    t.notMatch(looking.body, /\/deposit"|\/return"/)
    t.equal((await auditor.get('/cheques/received/new')).statusCode, 403)
    t.equal((await kit.as(await aMember(kit, shop, 'stock-keeper')).get('/cheques')).statusCode, 403)
    const dev = kit.as((await devsShop(kit)).dev)
    for (const path of [url, `${url}/deposit`, `${url}/return`, `/cheques/received/new?party=${meera}`])
      t.equal((await dev.get(path)).statusCode, 404, path)
    const deposit = fieldsOf(await bharat.get(url))
    t.equal((await dev.post(`${url}/deposit`, deposit)).statusCode, 404)
    t.notMatch((await dev.get('/cheques?q=004512')).body, 'Meera')
  })
})

async function aDebtor(kit: TestApp) {
  const shop = await aShop(kit)
  const meera = await aParty(kit, shop)
  await aDue(kit, shop, meera, { amount: '500' })
  const bharat: Browser = kit.as(shop.bharat)
  return { shop, meera, bharat }
}

/** A cheque in the drawer: its address. */
async function taken(kit: TestApp, shop: Shop, partyId: string, more: object = {}): Promise<string> {
  const request = {
    id: newId(),
    direction: 'received',
    partyId,
    number: '004512',
    bankName: 'HDFC Bank',
    bankBranch: '',
    chequeDate: '2026-11-21',
    amount: rs('500'),
    onDate: '2026-11-21',
    accountId: null,
    restAs: 'on-account',
    note: '',
    ...more,
  } as const
  const { id } = await inBusiness(kit.db, shop.id, (tx) => takeCheque(tx, shop.id, request, actorFor(shop.asha, kit)))
  return `/cheques/${id}`
}

/** What the page's form would send. */
function fieldsOf({ body }: Answer): Record<string, string> {
  const form = /<form[^>]*novalidate data-enter-next[\s\S]*?<\/form>/.exec(body)?.[0] ?? ''
  const of = (tag: string, what: string) => new RegExp(`\\b${what}="([^"]*)"`).exec(tag)?.[1] ?? ''
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) =>
    /type="(radio|checkbox)"/.test(tag) && !/\bchecked\b/.test(tag) ? [] : [[of(tag, 'name'), of(tag, 'value')]],
  )
  const selects = [...form.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/g)].map(([tag]) => {
    const chosen = /<option\b[^>]*\bselected\b[^>]*>/.exec(tag)?.[0] ?? /<option\b[^>]*>/.exec(tag)?.[0] ?? ''
    return [of(tag, 'name'), of(chosen, 'value')]
  })
  const { _csrf, ...fields } = Object.fromEntries([...inputs, ...selects])
  return fields
}
