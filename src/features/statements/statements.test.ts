import { setTimeout as delay } from 'node:timers/promises'
import { unzipSync } from 'fflate'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { aDue, aParty, rs } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { runJobs } from '../../testing/jobs.ts'
import { pdfText } from '../../testing/pdf.ts'
import type { Mail } from '../auth/index.ts'
import { countChosen } from './statements.queries.ts'
import { fileNameOf } from './statements.rules.ts'

t.test('statements of many', { timeout: 100_000 }, async (t) => {
  const sent: Mail[] = []
  const mail = async (one: Mail) => void sent.push(one)
  const kit = await testApp(t, { mail })

  /** So many customers; the first owes 100, the second 200, and so on. The last owes nothing. */
  const aShopOf = async (names: readonly string[]) => {
    const shop = await aShop(kit)
    const ids: string[] = []
    for (const [i, name] of names.entries()) {
      const id = await aParty(kit, shop, { name })
      if (i < names.length - 1) await aDue(kit, shop, id, { amount: `${(i + 1) * 100}` })
      ids.push(id)
    }
    return { shop, ids }
  }
  const jobOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['location']).split('/')[2] ?? ''
  const rowOf = (id: string) => kit.root('job').where({ id }).first()
  const start = (shop: Shop, fields: Record<string, string> = {}, by = shop.asha) =>
    kit.as(by).post('/statements', { id: newId(), make: 'files', ...fields })

  t.test('come as one PDF of all and a zip with one for each, in the order of their names', async (t) => {
    const names = [
      'Ravi',
      'મીરા શાહ',
      'Asha & Sons <1>',
      ...Array.from({ length: 21 }, (_, i) => `Party ${i + 10}`),
      'Zed',
    ]
    const { shop } = await aShopOf(names)
    const owner = kit.as(shop.asha)
    const page = await owner.get('/statements/new')
    t.match(text(page.body), '25 statements')
    t.same(await validHtml(page.body), [])
    const answer = await start(shop)
    const id = jobOf(answer)
    t.equal(answer.headers['location'], `/jobs/${id}`)
    t.equal((await rowOf(id)).total, 25)
    await runJobs(kit)
    t.match(await rowOf(id), { state: 'done', done: 25, failed: 0 })
    t.match(text((await owner.get(`/jobs/${id}`)).body), '25 statements are ready')

    const pdf = await owner.get(`/jobs/${id}/files/statements.pdf`)
    t.match(pdf.headers, { 'content-type': 'application/pdf' })
    const pages = await pdfText(pdf.rawPayload)
    t.equal(pages.length, 25)
    const sorted = names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    for (const [i, name] of sorted.entries()) {
      const index = names.indexOf(name)
      const closing = index < names.length - 1 ? `₹${(index + 1) * 100}.00` : '₹0.00'
      const said = (pages[i] ?? '').replaceAll('\n', ' ')
      if (/^[A-Z]/.test(name)) t.match(said, name)
      t.match(said.replaceAll(',', ''), closing, `${name} owes ${closing}`)
    }
    const zip = unzipSync((await owner.get(`/jobs/${id}/files/statements.zip`)).rawPayload)
    t.same(
      Object.keys(zip),
      sorted.map((name, i) => fileNameOf(i, name)),
    )
    t.match((await pdfText(zip['0001 Asha & Sons 1.pdf'] ?? new Uint8Array())).join(), 'Asha & Sons <1>')
    t.same(
      await kit.root('job_file').where({ job_id: id }).where('name', 'like', '.%'),
      [],
      'nothing of its own is left',
    )
  })

  t.test('go on behind the last bundle when the worker is lost, and leave nobody out', async (t) => {
    const { shop } = await aShopOf(Array.from({ length: 45 }, (_, i) => `Party ${i + 10}`))
    const id = jobOf(await start(shop))
    /** Counts what it prints, up to the paper at which it breaks down. */
    const countingPrinter = (breaksAt?: number) => {
      const counted = { prints: 0 }
      const pdf = (sheet: Parameters<typeof kit.printer.pdf>[0]) => {
        counted.prints += 1
        return counted.prints === breaksAt ? Promise.reject(new Error('no browser')) : kit.printer.pdf(sheet)
      }
      return { counted, printer: { ...kit.printer, pdf } }
    }
    const lost = runJobs({ ...kit, printer: countingPrinter(30).printer })
    await t.rejects(lost, { message: 'a paper was not printed' })
    t.match(await rowOf(id), { state: 'running', checkpoint: { value: { next: 20 } } })
    await aParty(kit, shop, { name: 'Party 00, who came later' })
    const { counted, printer } = countingPrinter()
    await runJobs({ ...kit, printer })
    t.equal(counted.prints, 25, 'those that are kept are not printed again')
    t.match(await rowOf(id), { state: 'done', done: 45 })
    const pages = await pdfText((await kit.as(shop.asha).get(`/jobs/${id}/files/statements.pdf`)).rawPayload)
    t.same(
      pages.map((page) => /Party \d\d/.exec(page)?.[0]),
      Array.from({ length: 45 }, (_, i) => `Party ${i + 10}`),
    )
  })

  t.test('stop when they are cancelled', async (t) => {
    const { shop } = await aShopOf([])
    const made = { business_id: shop.id, created_at: kit.clock(), updated_at: kit.clock() }
    await kit
      .root('party')
      .insert(Array.from({ length: 300 }, (_, i) => ({ ...made, id: newId(), name: `Party ${i}` })))
    const id = jobOf(await start(shop))
    let printed = 0
    const pdf = async () => {
      printed += 1
      if (printed === 5) await kit.as(shop.asha).post(`/jobs/${id}/cancellation`)
      await delay(10)
      return Buffer.from('%PDF')
    }
    await runJobs({ ...kit, printer: { ...kit.printer, pdf } })
    t.match(await rowOf(id), { state: 'cancelled' })
    t.ok(printed < 300, `${printed} were printed`)
    t.same(await kit.root('job_file').where({ job_id: id }), [])
  })

  t.test('are of whom the filter means', async (t) => {
    const { shop, ids } = await aShopOf(['Anil', 'Bina', 'Chitra'])
    const [anil = '', bina = '', chitra = ''] = ids
    const supplier = await aParty(kit, shop, { name: 'Dealer', isCustomer: false, isSupplier: true })
    await kit.root('party').where({ id: anil }).update({ email: 'anil@shop.test', archived_at: kit.clock() })
    await kit.root('party').where({ id: chitra }).update({ archived_at: kit.clock() })
    const city = { kind: 'billing', address: '1', city: 'Surat' }
    await kit.root('party_address').insert({ business_id: shop.id, id: newId(), party_id: bina, ...city })
    const usual = {
      kind: 'all',
      side: 'any',
      isMoved: false,
      city: '',
      least: rs('0'),
      from: '2026-04-01',
      to: '2026-11-21',
    } as const
    const count = (filter: Partial<Parameters<typeof countChosen>[2]>) =>
      inBusiness(kit.db, shop.id, (tx) => countChosen(tx, shop.id, { ...usual, ...filter }))
    t.same(await count({}), { parties: 3, mails: 1 }, 'archived with dues, but not without')
    t.same(await count({ kind: 'customers' }), { parties: 2, mails: 1 })
    t.same(await count({ kind: 'suppliers' }), { parties: 1, mails: 0 })
    t.same(await count({ side: 'owes' }), { parties: 2, mails: 1 })
    t.same(await count({ side: 'owed' }), { parties: 0, mails: 0 })
    t.same(await count({ least: rs('150') }), { parties: 1, mails: 0 })
    t.same(await count({ city: 'surat' }), { parties: 1, mails: 0 })
    t.same(await count({ isMoved: true }), { parties: 2, mails: 1 })
    t.same(await count({ isMoved: true, to: '2026-04-02' }), { parties: 0, mails: 0 })
    t.ok(supplier)

    const owner = kit.as(shop.asha)
    const typed = await owner.get('/statements/new?side=owes&least=150&from=1/4&to=today')
    t.match(text(typed.body), /\b1 statement\b/)
    t.match(typed.body, 'name="from" value="01/04/2026"')
    const wrong = await owner.get('/statements/new?from=nonsense&least=x')
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), 'There is a problem')
    t.notMatch(wrong.body, 'action="/statements"')
    t.same(await validHtml(wrong.body), [])
    const nobody = await start(shop, { city: 'Nowhere' })
    t.equal(nobody.statusCode, 422)
    t.match(text(nobody.body), 'No party fits this choice')
    t.same(await validHtml(nobody.body), [])
    t.match(nobody.body, 'value="Nowhere"', 'what was typed stays')
    t.equal((await start(shop, { from: 'x' })).statusCode, 422)
  })

  t.test('a form sent twice is one job; with other choices it is refused', async (t) => {
    const { shop } = await aShopOf(['Anil', 'Bina'])
    const id = newId()
    for (const _ of [1, 2])
      t.match(await start(shop, { id }), { statusCode: 303, headers: { location: `/jobs/${id}` } })
    t.equal((await start(shop, { id, side: 'owes' })).statusCode, 409)
    t.equal((await kit.root('job').where({ business_id: shop.id })).length, 1)
    await kit.as(shop.asha).post(`/jobs/${id}/cancellation`)
  })

  t.test('go by mail to each that has an address, once, also when the post breaks down', async (t) => {
    const { shop, ids } = await aShopOf(['Anil', 'Bina', 'Chitra', 'Dev', 'Esha'])
    const write = (i: number, email: string, locale = '') =>
      kit.root('party').where({ id: ids[i] }).update({ email, locale })
    await write(0, 'anil@shop.test')
    await write(1, 'bina@shop.test', 'hi')
    await write(3, 'dev@shop.test')
    await write(4, 'esha@shop.test')
    const id = jobOf(await start(shop, { make: 'mail' }))
    t.equal((await rowOf(id)).total, 4)
    sent.length = 0
    let isDown = true
    const post = async (one: Mail) => {
      if (one.to.startsWith('bina')) throw Object.assign(new Error('no such user'), { responseCode: 550 })
      if (one.to.startsWith('dev') && isDown) throw new Error('connection refused')
      sent.push(one)
    }
    await runJobs(kit, { mail: post })
    t.match(await rowOf(id), { state: 'failed', done: 1, failed: 1, said: { key: 'statements.refusal.mailDown' } })
    isDown = false
    await kit.as(shop.asha).post(`/jobs/${id}/resumption`)
    await runJobs(kit, { mail: post })
    t.same(
      sent.map(({ to }) => to),
      ['anil@shop.test', 'dev@shop.test', 'esha@shop.test'],
      'none twice',
    )
    t.match(await rowOf(id), { state: 'done', done: 3, failed: 1 })
    const [first] = sent
    t.match(first?.text, /^Namaste Anil,[\s\S]*On 21 Nov 2026 you owed ₹100\.00\.[\s\S]*Asha Stores$/)
    const pdf = first?.attachments?.[0]
    t.match(pdf, { filename: 'khata-2026-04-01-2026-11-21.pdf', contentType: 'application/pdf' })
    t.match((await pdfText(pdf?.content ?? Buffer.of())).join(), /STATEMENT OF ACCOUNT[\s\S]*Anil/)
    const left = await kit.as(shop.asha).get(`/jobs/${id}/files/not-sent.csv`)
    t.match(left.body, /Bina,The address bina@shop\.test was refused/)
    const lines = await kit
      .root('audit_line')
      .where({ business_id: shop.id, action: 'statement.mailed' })
      .orderBy('seq')
    t.same(
      lines.map(({ entity_id, after }) => [entity_id, after.email]),
      [
        [ids[0], 'anil@shop.test'],
        [ids[3], 'dev@shop.test'],
        [ids[4], 'esha@shop.test'],
      ],
    )
  })

  t.test('one goes by mail from its page, to an address that can be changed', async (t) => {
    const { shop, ids } = await aShopOf(['Anil', 'Bina'])
    const cashier = kit.as(shop.bharat)
    const path = `/parties/${ids[0]}/statement/mail`
    const form = await cashier.get(`${path}?from=2026-04-01&to=2026-11-21`)
    t.same(await validHtml(form.body), [])
    t.match(
      (await cashier.get(`/parties/${ids[0]}/statement`)).body,
      `href="${path}?from=2026-04-01&amp;to=2026-11-21"`,
    )
    const id = newId()
    const wrong = await cashier.post(path, { id, email: 'nobody', from: '', to: '' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, 'value="nobody"')
    const fields = { id, email: 'Anil@Shop.test', from: '1/4/2026', to: '' }
    t.match(await cashier.post(path, fields), { statusCode: 303, headers: { location: `/jobs/${id}` } })
    await cashier.post(path, fields)
    sent.length = 0
    await runJobs(kit, { mail })
    t.same(
      sent.map(({ to, subject }) => [to, subject]),
      [['anil@shop.test', 'Asha Stores: statement of your account, 1 Apr 2026 to 21 Nov 2026']],
    )
    t.match(text((await cashier.get(`/jobs/${id}`)).body), 'The statement was sent to anil@shop.test.')
    t.equal((await kit.root('audit_line').where({ business_id: shop.id, action: 'statement.mailed' })).length, 1)
  })

  t.test('are for who sees the books, and never of another shop', async (t) => {
    const { shop, ids } = await aShopOf(['Anil', 'Bina'])
    const { dev } = await devsShop(kit)
    const auditor = await aMember(kit, shop, 'auditor')
    for (const person of [shop.bharat]) {
      t.equal((await kit.as(person).get('/statements/new')).statusCode, 403)
      t.equal((await start(shop, {}, person)).statusCode, 403)
    }
    t.equal((await start(shop, { make: 'mail' }, auditor)).statusCode, 422, 'who may not share mails nothing')
    t.equal((await kit.as(dev).get(`/parties/${ids[0]}/statement/mail`)).statusCode, 404)
    const body = { id: newId(), email: 'dev@shop.test', from: '', to: '' }
    t.equal((await kit.as(dev).post(`/parties/${ids[0]}/statement/mail`, body)).statusCode, 404)
    t.match(text((await kit.as(dev).get('/statements/new')).body), '0 statements')
  })
})

t.test('where no mail is set up, it is said and nothing is begun', async (t) => {
  const kit = await testApp(t)
  const shop = await aShop(kit)
  const id = await aParty(kit, shop, { name: 'Anil' })
  await kit.root('party').where({ id }).update({ email: 'anil@shop.test' })
  const owner = kit.as(shop.asha)
  const page = await owner.get(`/parties/${id}/statement/mail`)
  t.match(text(page.body), 'Mail is not set up on this server')
  t.notMatch(page.body, 'Send the mail')
  t.same(await validHtml(page.body), [])
  const fields = { id: newId(), email: 'anil@shop.test', from: '', to: '' }
  const refused = await owner.post(`/parties/${id}/statement/mail`, fields)
  t.equal(refused.statusCode, 422)
  t.notMatch((await owner.get('/statements/new')).body, 'value="mail"')
  t.equal((await owner.post('/statements', { id: newId(), make: 'mail' })).statusCode, 422)
  t.same(await kit.root('job'), [])
})

t.test('a file has a name that every machine takes', async (t) => {
  t.equal(fileNameOf(0, 'Meera Shah'), '0001 Meera Shah.pdf')
  t.equal(fileNameOf(41, ' a/b\\c:"d"?*<e>|\u0007.. '), '0042 a b c d e.pdf')
  t.equal(fileNameOf(9999, '///'), '10000 party.pdf')
  t.equal(fileNameOf(0, 'મીરા શાહ'), '0001 મીરા શાહ.pdf')
})
