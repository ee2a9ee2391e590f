import t from 'tap'
import { fieldVault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Fields, type TestApp, testApp } from '../../testing/app.ts'
import { aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { text, validHtml } from '../../testing/html.ts'
import { aParty } from '../../testing/parties.ts'
import { findPan } from './index.ts'

const gstin = '27AAPFU0939F1ZV'
const meera: Fields = { name: 'Meera Shah', is_customer: 'yes', phone: '98795 20144', state: '24' }

t.test('parties', async (t) => {
  const kit = await testApp(t)
  const vault = fieldVault(kit.config.secret)

  t.test('POST /parties', async (t) => {
    t.test('makes a party whose khata opens', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = newId()
      const answer = await browser.post('/parties', { ...meera, id, email: 'Meera@Shop.in', terms_days: '15' })
      t.equal(answer.statusCode, 303)
      t.equal(answer.headers.location, `/parties/${id}`)
      t.match(await rowOf(kit, id), {
        name: 'Meera Shah',
        phone: '+919879520144',
        email: 'meera@shop.in',
        state: '24',
        terms_days: 15,
        is_customer: true,
        is_supplier: false,
      })
      t.match(await auditOf(kit, shop, id), [{ action: 'party.created', by_name: 'Bharat' }])
      t.match(text((await browser.get(`/parties/${id}`)).body), /Meera Shah is saved\..*Customer · 98795 20144/)
    })

    t.test('takes State and PAN from a GSTIN, and keeps the PAN encrypted', async (t) => {
      const { shop, browser } = await aCounter(kit)
      const id = newId()
      await browser.post('/parties', { ...meera, id, gstin: '27 aapfu-0939f1zv', billing_address: 'Mandvi Road' })
      const row = await rowOf(kit, id)
      t.match(row, { gstin, state: '27' })
      t.equal(row['pan_encrypted'].includes('AAPFU'), false)
      t.equal(row['pan_index'].length, 32)
      t.equal(await inBusiness(kit.db, shop.id, (tx) => findPan(tx, shop.id, id, vault)), 'AAPFU0939F')
      const [line] = await auditOf(kit, shop, id)
      t.match(line.after, { pan: '••••••939F', billing: { address: 'Mandvi Road' } })
      t.notMatch(JSON.stringify(line.after), /"AAPFU0939F"/)
    })

    t.test('posts the opening balance with its open item', async (t) => {
      const { browser } = await aCounter(kit)
      const [owes, owed] = [newId(), newId()]
      const opening = { opening_amount: '1,250.50', opening_on: '1/4' }
      await browser.post('/parties', { ...meera, id: owes, ...opening, opening_side: 'dr' })
      const supplier = { ...meera, is_customer: '', is_supplier: 'yes', phone: '' }
      await browser.post('/parties', { ...supplier, id: owed, ...opening, opening_side: 'cr' })
      t.strictSame(await postingsOf(kit, owes), [
        { account: 'debtors', amount: 125050n, on_date: '2026-04-01' },
        { account: 'opening-difference', amount: -125050n, on_date: '2026-04-01' },
      ])
      t.strictSame(await postingsOf(kit, owed), [
        { account: 'creditors', amount: -125050n, on_date: '2026-04-01' },
        { account: 'opening-difference', amount: 125050n, on_date: '2026-04-01' },
      ])
      const items = await kit.root('open_item').whereIn('party_id', [owes, owed]).orderBy('side')
      t.match(items, [
        { party_id: owed, side: 'credit', kind: 'opening', open_amount: 125050n, due_on: '2026-04-01' },
        { party_id: owes, side: 'debit', kind: 'opening', open_amount: 125050n },
      ])
    })

    t.test('pressed twice makes one party; another party under the same id is refused', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = newId()
      const form = { ...meera, id, gstin, opening_amount: '500' }
      const answers = await Promise.all([browser.post('/parties', form), browser.post('/parties', form)])
      t.strictSame(
        answers.map((answer) => answer.headers.location),
        [`/parties/${id}`, `/parties/${id}`],
      )
      t.equal((await kit.root('voucher').where({ party_id: id })).length, 1)
      t.equal((await auditOf(kit, shop, id)).length, 1)
      t.equal((await browser.post('/parties', { ...form, name: 'Meera Mehta' })).statusCode, 409)
      t.equal((await rowOf(kit, id))['name'], 'Meera Shah')
    })

    t.test('gives back nonsense with a message at its field and all that was typed', async (t) => {
      const { browser } = await aCounter(kit)
      const id = newId()
      const nonsense: Fields = {
        id,
        name: '  ',
        phone: '12',
        email: 'meera@',
        gstin: '24AAPFU0939F1ZX',
        pan: 'ABC',
        state: '25',
        billing_pin: '12',
        terms_days: 'ten',
        credit_limit: '1.5l',
        preferred_payment: 'gold',
        notes: 'card 4111 1111 1111 1111',
        opening_amount: 'x',
        opening_on: '31/2',
      }
      const answer = await browser.post('/parties', nonsense)
      t.equal(answer.statusCode, 422)
      const said = text(answer.body)
      for (const message of [
        'Write a name.',
        'Tick at least one',
        'Write a phone number of ten digits',
        'Write an email address',
        'One character of this GSTIN is wrong',
        'A PAN has five letters',
        'A PIN code has six digits',
        'Write a number from 0 to 3650.',
        'Write the amount as rupees',
        'Choose one of the list.',
        'Do not write card numbers here.',
        'Write the date as day/month/year',
      ]) {
        t.match(said, message)
      }
      for (const typed of [
        'value="12"',
        'value="meera@"',
        'value="24AAPFU0939F1ZX"',
        'value="1.5l"',
        `value="${id}"`,
      ]) {
        t.match(answer.body, typed)
      }
      t.match(answer.body, /<title>Error: /)
      t.match(answer.body, 'card 4111 1111 1111 1111</textarea>')
      t.strictSame(await validHtml(answer.body), [])
      t.equal(await rowOf(kit, id), undefined)
    })

    t.test('refuses a PAN that is not the one in the GSTIN', async (t) => {
      const { browser } = await aCounter(kit)
      const answer = await browser.post('/parties', { ...meera, id: newId(), gstin, pan: 'AAPFU0939G' })
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), 'The GSTIN holds another PAN: AAPFU0939F.')
    })

    t.test('shows who has this phone or GSTIN, and saves when it is said to be another', async (t) => {
      const { browser } = await aCounter(kit)
      const [first, second, third] = [newId(), newId(), newId()]
      await browser.post('/parties', { ...meera, id: first, gstin })
      const byPhone = await browser.post('/parties', { ...meera, name: 'Meera Desai', id: second })
      t.equal(byPhone.statusCode, 422)
      t.match(byPhone.body, `href="/parties/${first}"`)
      t.match(text(byPhone.body), `Meera Shah · 98795 20144 · ${gstin}`)
      const byGstin = await browser.post('/parties', { ...meera, phone: '', id: second, gstin })
      t.equal(byGstin.statusCode, 422)
      t.strictSame(await validHtml(byGstin.body), [])
      t.equal(await rowOf(kit, second), undefined)
      const said = await browser.post('/parties', { ...meera, name: 'Meera Desai', id: second, confirmed: 'yes' })
      t.equal(said.statusCode, 303)
      t.equal((await browser.post('/parties', { ...meera, phone: '', id: third })).statusCode, 303)
    })

    t.test('an opening in a closed period is told at its date', async (t) => {
      const { browser, shop } = await aCounter(kit)
      await kit.root('business').where({ id: shop.id }).update({ lock_date: '2026-09-30' })
      const id = newId()
      const form = { ...meera, id, opening_amount: '100', opening_on: '30/9' }
      const answer = await browser.post('/parties', form)
      t.equal(answer.statusCode, 422)
      t.match(text(answer.body), 'The books are locked up to that date.')
      t.equal(await rowOf(kit, id), undefined)
      t.equal((await browser.post('/parties', { ...form, opening_on: '1/10' })).statusCode, 303)
    })

    t.test('sends who came from the counter back with the party', async (t) => {
      const { browser } = await aCounter(kit)
      const id = newId()
      const page = await browser.get('/parties/new?name=Meera&to=/sales/new')
      t.match(page.body, /name="to" value="\/sales\/new"[\s\S]*value="Meera"/)
      const answer = await browser.post('/parties', { ...meera, id, to: '/sales/new' })
      t.equal(answer.headers.location, `/sales/new?party=${id}`)
      const astray = await browser.post('/parties', { ...meera, phone: '', id: newId(), to: '//evil.test' })
      t.match(astray.headers.location, /^\/parties\//)
    })

    t.test('what is no form at all is refused', async (t) => {
      const { browser } = await aCounter(kit)
      for (const body of [
        { ...meera, id: 'x' },
        { ...meera, id: newId(), name: ['a', 'b'] },
        { ...meera, id: newId(), extra: '1' },
        { ...meera, id: newId(), name: 'a\0b' },
        { ...meera, id: newId(), notes: 'x'.repeat(9000) },
      ]) {
        t.equal((await browser.post('/parties', body)).statusCode, 400)
      }
    })

    t.test('an auditor may look and not write', async (t) => {
      const { shop } = await aCounter(kit)
      const auditor = kit.as(await aMember(kit, shop, 'auditor'))
      t.equal((await auditor.get('/parties')).statusCode, 200)
      t.notMatch((await auditor.get('/parties')).body, '/parties/new')
      t.equal((await auditor.get('/parties/new')).statusCode, 403)
      t.equal((await auditor.post('/parties', { ...meera, id: newId() })).statusCode, 403)
    })
  })

  t.test('POST /parties/:id', async (t) => {
    t.test('writes the party anew and says what changed', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah', pan: 'AAPFU0939F' })
      const page = await browser.get(`/parties/${id}/edit`)
      t.match(page.body, 'value="AAPFU0939F"')
      t.strictSame(await validHtml(page.body), [])
      const form = { ...meera, pan: 'AAPFU0939F', name: 'Meera Desai', phone: '', delivery_city: 'Surat' }
      const answer = await browser.post(`/parties/${id}`, form)
      t.equal(answer.headers.location, `/parties/${id}`)
      const [, line] = await auditOf(kit, shop, id)
      t.strictSame(
        { action: line.action, before: line.before, after: line.after },
        {
          action: 'party.edited',
          before: { name: 'Meera Shah', delivery: { address: '', city: '', pin: '', state: '' } },
          after: { name: 'Meera Desai', delivery: { address: '', city: 'Surat', pin: '', state: '' } },
        },
      )
    })

    t.test('the same again changes nothing and writes no line', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah' })
      const form = {
        ...meera,
        pan: 'AAPFU0939F',
        billing_address: 'Mandvi Road',
        billing_state: '24',
        credit_limit: '5000',
      }
      for (const _press of [1, 2]) t.equal((await browser.post(`/parties/${id}`, form)).statusCode, 303)
      t.equal((await auditOf(kit, shop, id)).length, 2)
    })

    t.test('a PAN that differs in its hidden part is kept, and can be taken out', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah', pan: 'AAPFU0939F' })
      const panNow = () => inBusiness(kit.db, shop.id, (tx) => findPan(tx, shop.id, id, vault))
      await browser.post(`/parties/${id}`, { ...meera, pan: 'BBPFU0939F' })
      t.equal(await panNow(), 'BBPFU0939F')
      await browser.post(`/parties/${id}`, meera)
      t.equal(await panNow(), '')
      t.match(await rowOf(kit, id), { pan_encrypted: null, pan_index: null })
    })

    t.test('an opening balance may be added while there is none, once', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah' })
      const form = { ...meera, opening_amount: '700', opening_on: '1/4' }
      for (const _press of [1, 2]) t.equal((await browser.post(`/parties/${id}`, form)).statusCode, 303)
      t.equal((await kit.root('voucher').where({ party_id: id })).length, 1)
      t.equal((await browser.post(`/parties/${id}`, { ...form, opening_amount: '800' })).statusCode, 409)
      const page = await browser.get(`/parties/${id}/edit`)
      t.match(text(page.body), '₹700.00 Dr as of 1 Apr 2026.')
      t.notMatch(page.body, 'name="opening_amount"')
    })

    t.test('nonsense comes back at its field', async (t) => {
      const { browser, shop } = await aCounter(kit)
      const id = await aParty(kit, shop, { name: 'Meera Shah' })
      const answer = await browser.post(`/parties/${id}`, { ...meera, phone: 'abc' })
      t.equal(answer.statusCode, 422)
      t.match(answer.body, /href="#phone"[\s\S]*value="abc"/)
      t.equal((await rowOf(kit, id))['phone'], '')
    })

    t.test("another shop's party is not found, and no id is not found", async (t) => {
      const { browser } = await aCounter(kit)
      const dev = await devsShop(kit)
      const theirs = await aParty(kit, dev, { name: 'Ramesh' })
      for (const id of [theirs, newId(), 'x']) {
        t.equal((await browser.get(`/parties/${id}/edit`)).statusCode, 404)
        t.equal((await browser.post(`/parties/${id}`, meera)).statusCode, 404)
        t.equal((await browser.post(`/parties/${id}/archive`)).statusCode, 404)
        t.equal((await browser.post(`/parties/${id}/bring-back`)).statusCode, 404)
      }
      t.equal((await rowOf(kit, theirs))['name'], 'Ramesh')
    })
  })

  t.test('POST /parties/:id/archive and /bring-back', async (t) => {
    const { browser, shop } = await aCounter(kit)
    const id = await aParty(kit, shop, { name: 'Meera Shah' })
    const answer = await browser.post(`/parties/${id}/archive`)
    t.equal(answer.headers.location, `/parties?archived=${id}`)
    await browser.post(`/parties/${id}/archive`)
    const list = await browser.get(`/parties?archived=${id}`)
    t.match(text(list.body), 'Meera Shah is archived. The khata is kept. Undo')
    t.match(list.body, `action="/parties/${id}/bring-back"`)
    t.notMatch(list.body, `id="p-${id}"`)
    t.match((await browser.get('/parties?show=archived')).body, `id="p-${id}"`)
    const back = await browser.post(`/parties/${id}/bring-back`)
    t.equal(back.headers.location, `/parties/${id}`)
    t.match((await browser.get('/parties')).body, `id="p-${id}"`)
    t.strictSame(
      (await auditOf(kit, shop, id)).map((line) => line.action),
      ['party.created', 'party.archived', 'party.brought-back'],
    )
    const auditor = kit.as(await aMember(kit, shop, 'auditor'))
    t.equal((await auditor.post(`/parties/${id}/archive`)).statusCode, 403)
  })
})

async function aCounter(kit: TestApp) {
  const shop = await aShop(kit)
  return { shop, browser: kit.as(shop.bharat) }
}

const rowOf = (kit: TestApp, id: string) => kit.root('party').where({ id }).first()
const auditOf = (kit: TestApp, shop: Shop, id: string) =>
  kit.root('audit_line').where({ business_id: shop.id, entity_id: id }).orderBy('seq')

async function postingsOf(kit: TestApp, partyId: string) {
  return kit
    .root('posting as p')
    .join('account as a', 'a.id', 'p.account_id')
    .join('voucher as v', 'v.id', 'p.voucher_id')
    .where({ 'v.party_id': partyId })
    .orderBy('p.line')
    .select('a.role as account', 'p.amount', 'p.on_date')
}
