import { createHash } from 'node:crypto'
import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { type Answer, type Browser, type Fields, testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { aDue, aParty, faultsOf, openOf } from '../../testing/dues.ts'
import { text, validHtml } from '../../testing/html.ts'
import { setLockDate } from '../books/index.ts'

const regular = { taxScheme: 'regular' } as const
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 7)])

t.test('the pages of vouchers', async (t) => {
  const kit = await testApp(t)
  const { as, db, root } = kit
  t.test('a journal without a script: names are found, sums said, lines added, and it is saved', async (t) => {
    const shop = await aShop(kit)
    await aParty(kit, shop)
    const owner = as(shop.asha)
    const fresh = await owner.get('/vouchers/new?kind=journal')
    t.same(await validHtml(fresh.body), [])
    t.equal(rowsIn(fresh), 6)
    t.match(fresh.body, /<option value="Rent"><\/option>/)
    const typed = { ...lines(['rent', '1,500.50', ''], ['meera', '', '1000']), id: idIn(fresh) }
    const summed = await owner.post('/vouchers/form', { ...typed, do: 'update' })
    t.equal(summed.statusCode, 200)
    t.match(text(summed.body), /Debit is 500\.50 more 1,500\.50 1,000\.00/)
    t.equal(typedIn(summed, 'lines.0.name'), 'Rent')
    t.equal(typedIn(summed, 'lines.1.name'), 'Meera Shah')
    const grown = await owner.post('/vouchers/form', { ...formOf(summed), do: 'add' })
    t.equal(rowsIn(grown), 7)
    const form = { ...formOf(grown), 'lines.6.name': 'Electricity', 'lines.6.credit': '500.50', narration: 'For June' }
    const saved = await owner.post('/vouchers', form)
    t.equal(saved.statusCode, 303)
    const page = await owner.get(String(saved.headers.location))
    t.match(text(page.body), /JV\/26-27\/00001 is saved: ₹1,500\.50\./)
    t.match(
      text(page.body),
      /Rent 1,500\.50 Customers Meera Shah 1,000\.00 Electricity 500\.50 Total 1,500\.50 1,500\.50/,
    )
    t.match(text(page.body), /For June.*By Asha/)
    t.same(await validHtml(page.body), [])
    t.same(await faultsOf(kit, shop), [])
    const twice = await owner.post('/vouchers', form)
    t.equal(twice.headers.location, saved.headers.location, 'pressed twice it is one')
    t.equal(await countOf(shop), 1)
    const other = await owner.post('/vouchers', { ...form, narration: 'For July' })
    t.equal(other.statusCode, 409)
  })

  t.test('what is wrong keeps everything that was typed, and is said at its line', async (t) => {
    const shop = await aShop(kit)
    await aParty(kit, shop, { name: 'Meera Shah' })
    await aParty(kit, shop, { name: 'Meera Patel' })
    const owner = as(shop.asha)
    const typed = { ...lines(['Rent', '10x', ''], ['Meera', '', '5'], ['Nobody', '5', '']), narration: 'Why' }
    const answer = await owner.post('/vouchers', { ...typed, on_date: '99/99' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /<title>Error: /)
    t.match(text(answer.body), /Write the amount as rupees/)
    t.match(text(answer.body), /Nothing of this name is found/)
    t.match(text(answer.body), /Several begin so\. Choose one\. Which one\? Meera (Shah|Patel) Meera (Shah|Patel)/)
    t.match(text(answer.body), /Write the date as day\/month\/year/)
    const kept = formOf(answer)
    t.match(kept, {
      'lines.0.debit': '10x',
      'lines.1.name': 'Meera',
      'lines.2.name': 'Nobody',
      narration: 'Why',
      on_date: '99/99',
    })
    t.same(await validHtml(answer.body), [])
    const [, ref = ''] = /<option value="(p\.[^"]+)">Meera Patel/.exec(answer.body) ?? []
    const picked = {
      ...kept,
      'lines.0.debit': '5',
      'lines.1.pick': ref,
      'lines.2.name': '',
      'lines.2.debit': '',
      on_date: '',
    }
    const saved = await owner.post('/vouchers', picked)
    t.equal(saved.statusCode, 303)
    t.match(text((await owner.get(String(saved.headers.location))).body), /Customers Meera Patel 5\.00/)
  })

  t.test('rules are said at their lines too', async (t) => {
    const shop = await aShop(kit)
    const owner = as(shop.asha)
    const uneven = await owner.post('/vouchers', { ...lines(['Rent', '10', ''], ['Electricity', '', '4']) })
    t.equal(uneven.statusCode, 422)
    t.match(text(uneven.body), /The two sides differ: debit is 6\.00 more/)
    const both = await owner.post('/vouchers', { ...lines(['Rent', '10', '10'], ['Electricity', '', '4']) })
    t.match(text(both.body), /A line is either debit or credit/)
    const contra = await owner.post('/vouchers', { ...lines(['Cash', '10', ''], ['Bank', '', '10']), kind: 'contra' })
    t.equal(contra.statusCode, 303)
    const wrong = await owner.post('/vouchers', { ...lines(['Cash', '10', ''], ['Rent', '', '10']), kind: 'contra' })
    t.match(text(wrong.body), /Nothing of this name is found/, 'a contra knows no other accounts')
    t.same(await validHtml(wrong.body), [])
  })

  t.test('an expense with the photo of its bill', async (t) => {
    const shop = await aShop(kit, regular)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    const owner = as(shop.asha)
    const fresh = await owner.get('/vouchers/new?kind=expense')
    t.same(await validHtml(fresh.body), [])
    const [, rent = ''] = /<option value="([^"]+)">Rent</.exec(fresh.body) ?? []
    const typed = {
      id: idIn(fresh),
      kind: 'expense',
      account: rent,
      'party.name': 'mill',
      taxable: '1000',
      rate: '1800',
      credit: 'yes',
      bill_number: 'B-77',
      bill_date: '18/11',
    }
    const wrong = await owner.upload('/vouchers', formData({ ...typed, bill_number: '' }, Buffer.from('GIF89a')))
    t.equal(wrong.statusCode, 422)
    t.match(text(wrong.body), /This is no photo or PDF/)
    t.match(wrong.body, /CGST/)
    const unbilled = await owner.upload('/vouchers', formData({ ...typed, bill_number: '' }, png))
    t.match(text(unbilled.body), /Input credit needs the bill’s number and date/)
    t.match(text(unbilled.body), /Choose the file again/, 'a browser keeps no file')
    const large = await owner.upload('/vouchers', formData(typed, Buffer.concat([png, Buffer.alloc(6 * 1024 * 1024)])))
    t.equal(large.statusCode, 422)
    t.match(text(large.body), /larger than 5 MB/)
    t.equal(await countOf(shop), 0)
    const saved = await owner.upload('/vouchers', formData(typed, png))
    t.equal(saved.statusCode, 303)
    t.equal((await owner.upload('/vouchers', formData(typed, png))).headers.location, saved.headers.location)
    const page = await owner.get(String(saved.headers.location))
    t.match(
      text(page.body),
      /Expense EX\/26-27\/00001.*Rent 1,000\.00 Input CGST 90\.00 Input SGST 90\.00 Suppliers Mills 1,180\.00/,
    )
    t.match(text(page.body), /Bill number B-77 · 18 Nov 2026.*Take the tax as input credit Yes/)
    t.match(page.body, /EX-26-27-00001-1\.png/)
    t.same(await openOf(kit, shop, mills), ['B-77 1180'])
    t.same(await faultsOf(kit, shop), [])
    t.match(text((await owner.get('/vouchers?kind=expense')).body), /EX\/26-27\/ ?00001 18|EX\/26-27\/ ?00001/)
  })

  t.test('files are added, shown safely and removed, and the audit knows', async (t) => {
    const shop = await aShop(kit)
    const owner = as(shop.asha)
    const url = await aJournal(owner)
    const pdf = Buffer.from('%PDF-1.7\n…')
    t.equal((await owner.upload(`${url}/attachments`, formData({}, pdf))).statusCode, 303)
    t.equal((await owner.upload(`${url}/attachments`, formData({}, pdf))).statusCode, 303, 'the same file is one')
    const bad = await owner.upload(`${url}/attachments`, formData({}, Buffer.from('<svg onload="alert(1)">')))
    t.equal(bad.statusCode, 422)
    t.match(text(bad.body), /This is no photo or PDF/)
    t.same(await validHtml(bad.body), [])
    const sha = createHash('sha256').update(pdf).digest('hex')
    const file = await owner.get(`${url}/attachments/${sha}`)
    t.match(file.headers, {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="JV-26-27-00001-1.pdf"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    t.same(file.rawPayload, pdf)
    await owner.upload(`${url}/attachments`, formData({}, png))
    const picture = await owner.get(`${url}/attachments/${createHash('sha256').update(png).digest('hex')}`)
    t.match(picture.headers, { 'content-type': 'image/png', 'content-security-policy': /; sandbox$/ })
    const dev = await devsShop(kit)
    t.equal((await as(dev.dev).get(`${url}/attachments/${sha}`)).statusCode, 404)
    t.equal((await as(shop.bharat).get(`${url}/attachments/${sha}`)).statusCode, 403)
    t.equal((await owner.post(`${url}/attachments/${sha}/removal`)).statusCode, 303)
    t.equal((await owner.get(`${url}/attachments/${sha}`)).statusCode, 404)
    const told = await root('audit_line')
      .where({ business_id: shop.id, entity: 'voucher' })
      .orderBy('seq')
      .pluck('action')
    t.same(told, ['voucher.entered', 'voucher.attached', 'voucher.attached', 'voucher.detached'])
  })

  t.test('a credit note against a bill', async (t) => {
    const shop = await aShop(kit, regular)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '1000' })
    const owner = as(shop.asha)
    const fresh = await owner.get('/vouchers/new?kind=credit-note')
    t.same(await validHtml(fresh.body), [])
    const typed = {
      id: idIn(fresh),
      kind: 'credit-note',
      'party.name': 'Meera',
      reason: 'return',
      taxable: '100',
      rate: '1800',
    }
    const looked = await owner.post('/vouchers/form', { ...typed, do: 'update' })
    t.match(text(looked.body), /Against the bill.*B1 of 1 Nov 2026, open 1,000\.00/)
    t.match(text(looked.body), /CGST 9\.00 SGST 9\.00 Total 118\.00/)
    t.same(await validHtml(looked.body), [])
    const [, against = ''] = /<option value="([^"]+)">B1 of/.exec(looked.body) ?? []
    const asked = `/vouchers/tax?${new URLSearchParams({ kind: 'credit-note', taxable: '100', rate: '500', place: '27' })}`
    t.match(text((await owner.get(asked)).body), /IGST 5\.00 Total 105\.00/, 'another place, another head')
    const saved = await owner.post('/vouchers', { ...formOf(looked), against })
    t.equal(saved.statusCode, 303)
    t.same(await openOf(kit, shop, meera), ['B1 882', 'note 0'])
    const nobody = await owner.post('/vouchers', { ...typed, 'party.name': '', rate: '' })
    t.match(text(nobody.body), /Choose a party of the list.*Choose one of the list/)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('an expense says what the law says of cash before it is saved', async (t) => {
    const shop = await aShop(kit)
    const accounts = await root('account').where({ business_id: shop.id }).whereIn('role', ['cash', 'bank'])
    const idOf = (role: string): string => accounts.find((account) => account.role === role)?.id ?? ''
    const said = async (paid_from: string, taxable: string) => {
      const query = new URLSearchParams({ kind: 'expense', taxable, rate: '0', paid_from })
      const { body } = await as(shop.asha).get(`/vouchers/tax?${query}`)
      t.same(await validHtml(body), [])
      return text(body)
    }
    const warning = /More than 10,000 in cash to one person on one day is not allowed as an expense/
    t.notMatch(await said(idOf('cash'), '10,000'), warning)
    t.match(await said(idOf('cash'), '10,000.01'), warning)
    t.notMatch(await said(idOf('bank'), '12,000'), warning)
    const fresh = formOf(await as(shop.asha).get('/vouchers/new?kind=expense'))
    const typed = { ...fresh, taxable: '12,000', rate: '0', paid_from: idOf('cash'), do: 'update' }
    t.match(text((await as(shop.asha).post('/vouchers/form', typed)).body), warning, 'without a script too')
  })

  t.test('names are offered as one types, with what a party owes', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop, { phone: '+919879520000' })
    await aDue(kit, shop, meera, { amount: '250' })
    const owner = as(shop.asha)
    const found = async (query: string) => text((await owner.get(`/vouchers/names?${query}`)).body)
    t.match(await found('q=me&kind=journal'), /Meera Shah \+919879520000 250\.00 Dr/)
    t.match(await found('q=ban ch&kind=journal'), /Bank Charges Indirect Expenses/)
    t.match(await found('q=5110&kind=journal'), /Cash Cash-in-Hand/)
    t.match(await found('q=rent&kind=contra'), /Nothing found/)
    t.match(await found('q=rent&kind=expense&party=1'), /Nothing found/)
    t.notMatch(await found('q=stock&kind=journal'), /Stock Stock-in-Hand/)
    t.same(await validHtml((await owner.get('/vouchers/names?q=zzz&kind=journal')).body), [])
    await root('app_user').where({ id: shop.asha.id }).update({ locale: 'hi' })
    for (const query of ['q=बैंक शु', 'q=ban ch']) t.match(await found(`${query}&kind=journal`), /बैंक शुल्क अप्रत्यक्ष ख़र्च/)
    const asked = { ...lines(['Rent', '10', ''], ['नकद', '', '10']), kind: 'journal', do: 'update' }
    const read = await owner.post('/vouchers/form', asked)
    t.equal(typedIn(read, 'lines.0.name'), 'किराया', 'the name that is kept finds it too')
    t.equal(typedIn(read, 'lines.1.name'), 'नकद')
  })

  t.test('templates fill the form, are renamed and deleted', async (t) => {
    const shop = await aShop(kit)
    const owner = as(shop.asha)
    t.match(text((await owner.get('/vouchers/templates')).body), /No template yet/)
    const rent = lines(['Rent', '5000', ''], ['Cash', '', '5000'])
    const typed = { ...rent, kind: 'payment', narration: 'Shop rent' }
    const unnamed = await owner.post('/vouchers/templates', { ...typed, template_name: ' ' })
    t.equal(unnamed.statusCode, 422)
    t.equal(typedIn(unnamed, 'lines.0.debit'), '5000')
    t.equal((await owner.post('/vouchers/templates', { ...typed, template_name: 'Rent' })).statusCode, 303)
    t.equal((await owner.post('/vouchers/templates', { ...typed, template_name: 'rent' })).statusCode, 422, 'taken')
    const list = await owner.get('/vouchers/templates')
    t.same(await validHtml(list.body), [])
    const [, id = ''] = /template=([^"]+)"/.exec(list.body) ?? []
    const used = await owner.get(`/vouchers/new?template=${id}`)
    t.match(formOf(used), { kind: 'payment', 'lines.0.name': 'Rent', 'lines.1.credit': '5000', narration: 'Shop rent' })
    t.not(idIn(used), rent.id)
    t.equal((await owner.post('/vouchers', formOf(used))).statusCode, 303)
    t.equal((await owner.post(`/vouchers/templates/${id}`, { name: '' })).statusCode, 422)
    t.equal((await owner.post(`/vouchers/templates/${id}`, { name: 'Godown rent' })).statusCode, 303)
    t.match(text((await owner.get('/vouchers/templates')).body), /Godown rent/)
    t.equal((await as((await devsShop(kit)).dev).get(`/vouchers/new?template=${id}`)).statusCode, 404)
    t.equal((await owner.post(`/vouchers/templates/${id}/removal`)).statusCode, 303)
    t.equal((await owner.get(`/vouchers/new?template=${id}`)).statusCode, 404)
  })

  t.test('the register pages, and finds by kind, day, number and note', async (t) => {
    const shop = await aShop(kit)
    const owner = as(shop.asha)
    t.match(text((await owner.get('/vouchers')).body), /Nothing is written in the books yet/)
    for (let n = 1; n <= 52; n += 1) await aJournal(owner, { narration: n === 7 ? 'Diwali gifts' : '' })
    const first = await owner.get('/vouchers')
    t.match(text(first.body), /50 shown/)
    t.match(first.body, /00052/)
    const [, earlier = ''] = /href="(\/vouchers\?before=[^"]+)"/.exec(first.body) ?? []
    const second = await owner.get(earlier)
    t.match(text(second.body), /2 shown/)
    const [, later = ''] = /href="(\/vouchers\?after=[^"]+)"/.exec(second.body) ?? []
    t.match(text((await owner.get(later)).body), /50 shown/)
    const found = async (query: string) => numbersIn(await owner.get(`/vouchers?${query}`))
    t.same(await found('q=diwali'), ['00007'])
    t.same(await found('q=12'), ['00012'])
    t.same(await found('q=jv/26-27/00051'), ['00051'])
    t.same(await found('kind=contra'), [])
    t.equal((await found('kind=journal&from=21/11&to=21/11')).length, 50)
    t.same(await found('to=20/11'), [])
    const wrong = await owner.get('/vouchers?from=never')
    t.equal(wrong.statusCode, 422)
    t.same(await validHtml(wrong.body), [])
  })

  t.test('taking back, with a reason', async (t) => {
    const shop = await aShop(kit)
    const owner = as(shop.asha)
    const url = await aJournal(owner)
    const form = await owner.get(`${url}/reversal`)
    t.same(await validHtml(form.body), [])
    const asked = { new_id: newId(), reason: '', on_date: '21/11/2026' }
    const unsaid = await owner.post(`${url}/reversal`, asked)
    t.equal(unsaid.statusCode, 422)
    t.match(text(unsaid.body), /Write why it is reversed/)
    t.match(text((await owner.post(`${url}/reversal`, { ...asked, on_date: 'x' })).body), /Write the date as/)
    t.match(
      text((await owner.post(`${url}/reversal`, { ...asked, reason: 'x', on_date: '20/11' })).body),
      /cannot come before/,
    )
    const done = { ...asked, reason: 'Typed twice' }
    t.equal((await owner.post(`${url}/reversal`, done)).statusCode, 303)
    t.equal((await owner.post(`${url}/reversal`, done)).statusCode, 303, 'a second press is the first')
    const page = await owner.get(url)
    t.match(text(page.body), /JV\/26-27\/00001 is reversed\..*Reversed/)
    t.notMatch(page.body, /\/reversal"/)
    t.equal((await owner.get(`${url}/reversal`)).headers.location, url)
    t.same(await faultsOf(kit, shop), [])
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '5' })
    const { id } = await root('voucher').where({ business_id: shop.id, party_id: meera }).first('id')
    t.equal(
      (await owner.get(`/vouchers/${id}/reversal`)).statusCode,
      303,
      'what another page made is not taken back here',
    )
  })

  t.test('a closed day is refused by its date, for every role', async (t) => {
    const shop = await aShop(kit)
    await inBusiness(db, shop.id, (tx) =>
      setLockDate(tx, shop.id, { lockDate: '2026-10-31', reason: '' }, actorFor(shop.asha, kit)),
    )
    const typed = { ...lines(['Rent', '5', ''], ['Electricity', '', '5']), on_date: '31/10/2026' }
    const answer = await as(shop.asha).post('/vouchers', typed)
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), /The books are closed up to 31\/10\/2026\. Write a later date\./)
    t.equal((await as(shop.asha).post('/vouchers', { ...typed, on_date: '1/11/2026' })).statusCode, 303)
  })

  t.test('who may do what', async (t) => {
    const shop = await aShop(kit)
    const url = await aJournal(as(shop.asha))
    const auditor = await aMember(kit, shop, 'auditor')
    const manager = await aMember(kit, shop, 'manager')
    const write = lines(['Rent', '5', ''], ['Electricity', '', '5'])
    const may = async (browser: Browser) => {
      const answers = [
        await browser.get('/vouchers'),
        await browser.get(url),
        await browser.get('/vouchers/templates'),
        await browser.get('/vouchers/new?kind=journal'),
        await browser.post('/vouchers', { ...write, id: newId() }),
        await browser.post('/vouchers/form', write),
        await browser.get(`${url}/reversal`),
      ]
      return answers.map(({ statusCode }) => statusCode)
    }
    const all = [200, 200, 200, 200, 303, 200, 200]
    t.same(await may(as(shop.asha)), all)
    t.same(await may(as(manager)), all)
    t.same(await may(as(shop.chitra)), all)
    t.same(await may(as(auditor)), [200, 200, 200, 403, 403, 403, 403])
    t.same(await may(as(shop.bharat)), Array(7).fill(403))
    const page = await as(auditor).get(url)
    t.notMatch(page.body, /name="attachment"|\/reversal"/)
  })

  async function aJournal(browser: Browser, more: Fields = {}): Promise<string> {
    const answer = await browser.post('/vouchers', { ...lines(['Rent', '5', ''], ['Electricity', '', '5']), ...more })
    t.equal(answer.statusCode, 303)
    return String(answer.headers.location)
  }

  const countOf = async (shop: Shop): Promise<number> => (await root('voucher').where({ business_id: shop.id })).length
})

/** A journal as the form sends it: name, debit and credit of each line. */
function lines(...rows: [string, string, string][]): Record<string, string> & { id: string } {
  const all = rows.flatMap(([name, debit, credit], row) => [
    [`lines.${row}.name`, name],
    [`lines.${row}.debit`, debit],
    [`lines.${row}.credit`, credit],
  ])
  return { id: newId(), kind: 'journal', on_date: '', narration: '', ...Object.fromEntries(all) }
}

/** Everything that the form on a page would send, but for its buttons. */
function formOf({ body }: Answer): Record<string, string> {
  const inside = body.slice(body.indexOf('<form id="entry"'), body.indexOf('id="seek"'))
  const inputs = [...inside.matchAll(/<input [^>]*name="([^"]+)"[^>]*>/g)].map(([tag, name = '']) => [
    name,
    plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? ''),
  ])
  const areas = [...inside.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g)].map(([, name, value]) => [
    name,
    value,
  ])
  const selects = [...inside.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name, options = '']) => [
      name,
      /value="([^"]*)" selected/.exec(options)?.[1] ?? /value="([^"]*)"/.exec(options)?.[1] ?? '',
    ],
  )
  const { _csrf, ...form } = Object.fromEntries([...inputs, ...areas, ...selects])
  return form
}

const plain = (html: string): string => html.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"')
const typedIn = (answer: Answer, name: string): string | undefined => formOf(answer)[name]
const idIn = ({ body }: Answer): string => /name="id" value="([^"]+)"/.exec(body)?.[1] ?? ''
const rowsIn = ({ body }: Answer): number => [...body.matchAll(/<tr data-line>/g)].length
const numbersIn = ({ body }: Answer): string[] =>
  [...body.matchAll(/<tr id="v-[\s\S]*?<\/span>(\d+)<\/a>/g)].map(([, number = '']) => number)

function formData(fields: Record<string, string>, file: Buffer): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('attachment', new Blob([new Uint8Array(file)]), 'IMG_0001.jpg')
  return form
}
