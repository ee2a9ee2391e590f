import t from 'tap'
import { gstinCheckDigit } from '../../core/gstin.ts'
import { newId } from '../../db/ids.ts'
import { testApp } from '../../testing/app.ts'
import { aMember, aPerson, aShop, devsShop, type Shop } from '../../testing/cast.ts'

const gstin = (state: string): string => {
  const body = `${state}AAPFU0939F1Z`
  return body + gstinCheckDigit(body)
}
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('rest of a picture'),
])

t.test('businesses', async (t) => {
  const kit = await testApp(t)
  const { root, as } = kit
  const businessOf = (shop: Shop) => root('business').where({ id: shop.id }).first()

  t.test('settings', async (t) => {
    t.test('shows every group, with its fields as they are', async (t) => {
      const shop = await aShop(kit)
      for (const page of ['shop', 'address', 'tax', 'money', 'papers', 'rules', 'orders', 'series', 'branches']) {
        const { statusCode, body } = await as(shop.asha).get(`/settings/${page}`)
        t.equal(statusCode, 200, page)
        t.match(body, 'aria-current', page)
      }
      t.match((await as(shop.asha).get('/settings')).body, 'value="Asha Stores"')
      t.equal((await as(shop.asha).get('/settings/nothing')).statusCode, 404)
    })
    t.test('changes name and colour everywhere, and writes what it was', async (t) => {
      const shop = await aShop(kit)
      const sent = {
        name: '<b>Asha</b> & Sons',
        legal_name: '',
        kind: 'jeweller',
        accent: 'indigo',
        zone: 'Asia/Kolkata',
      }
      t.equal((await as(shop.asha).post('/settings/shop', sent)).statusCode, 303)
      t.match(await businessOf(shop), { name: '<b>Asha</b> & Sons', kind: 'jeweller', accent: 'indigo' })
      t.match(await root('business_directory').where({ id: shop.id }).first(), {
        name: '<b>Asha</b> & Sons',
        accent: 'indigo',
      })
      t.match((await as(shop.asha).get('/settings')).body, /data-accent="indigo".*&lt;b&gt;Asha&lt;\/b&gt; &amp; Sons/s)
      const line = await root('audit_line').where({ business_id: shop.id, action: 'business.edited' }).first()
      t.match([line.before, line.after], [{ name: 'Asha Stores' }, { name: '<b>Asha</b> & Sons' }])
    })
    t.test('keeps how long an estimate holds and what books a rate, within reason', async (t) => {
      const shop = await aShop(kit)
      const send = (days: string, advance: string) =>
        as(shop.asha).post('/settings/orders', { estimate_days: days, order_advance_bp: advance })
      for (const [days, advance, says] of [
        ['400', '25', 'from 0 to 365'],
        ['x', '25', 'from 0 to 365'],
        ['7', '101', 'from 0 to 100'],
      ] as const) {
        const { statusCode, body } = await send(days, advance)
        t.equal(statusCode, 422, days)
        t.match(body, says)
        t.match(body, `value="${days}"`)
      }
      t.equal((await send('15', '12.5 %')).statusCode, 303)
      t.match(await businessOf(shop), { estimate_days: 15, order_advance_bp: 1250 })
      t.match((await as(shop.asha).get('/settings/orders')).body, /value="15"[\s\S]*value="12\.5"/)
    })
    t.test('takes a GSTIN of the shop’s State only, and its check digit counts', async (t) => {
      const shop = await aShop(kit, { state: '24' })
      const send = (number: string, scheme = 'regular') =>
        as(shop.asha).post('/settings/tax', { gstin: number, tax_scheme: scheme })
      for (const [number, says] of [
        ['24AAPFU0939F1Z', 'has 15 letters'],
        [`${gstin('24').slice(0, 14)}${gstin('24').endsWith('A') ? 'B' : 'A'}`, 'One character of this GSTIN is wrong'],
        [gstin('27'), 'another State'],
        ['', 'Write the GSTIN'],
      ] as const) {
        const { statusCode, body } = await send(number)
        t.equal(statusCode, 422, number)
        t.match(body, says)
        t.match(body, `value="${number}"`)
      }
      t.equal((await send(gstin('24').toLowerCase())).statusCode, 303)
      t.match(await businessOf(shop), { tax_scheme: 'regular' })
      t.match(await root('branch').where({ business_id: shop.id }).first(), { registration_id: String })
      t.equal((await send('', 'unregistered')).statusCode, 303)
      t.match(await root('branch').where({ business_id: shop.id }).first(), { registration_id: null })
      t.equal((await send(gstin('24'))).statusCode, 303, 'the same number comes back')
      t.equal((await root('gst_registration').where({ business_id: shop.id })).length, 1)
    })
    t.test('keeps what was typed when UPI id, IFSC, PIN or phone make no sense', async (t) => {
      const shop = await aShop(kit)
      const money = await as(shop.asha).post('/settings/money', {
        upi_vpa: 'shop at bank',
        bank_ifsc: 'HDFC',
        bank_account: '1',
        bank_name: 'HDFC',
        bank_branch: '',
      })
      t.equal(money.statusCode, 422)
      t.match(money.body, /value="shop at bank".*value="HDFC".*value="1"/s)
      const address = await as(shop.asha).post('/settings/address', {
        address: 'x',
        city: 'Surat',
        pin: '12',
        state: '99',
        phone: '12',
        email: 'x',
      })
      t.equal(address.statusCode, 422)
      for (const field of ['pin', 'state', 'phone', 'email']) t.match(address.body, `href="#${field}"`)
    })
    t.test('are seen by an accountant and changed by no one below a manager', async (t) => {
      const shop = await aShop(kit)
      t.equal((await as(shop.bharat).get('/settings')).statusCode, 403)
      t.equal((await as(shop.bharat).post('/settings/papers', { terms: 'x', locale: 'en' })).statusCode, 403)
    })
    t.test('refuse what no form of ours sends', async (t) => {
      const shop = await aShop(kit)
      for (const body of [{ 'x-y': '1' }, { terms: 'x'.repeat(1001), locale: 'en' }, { terms: 'a\0b', locale: 'en' }]) {
        t.equal((await as(shop.asha).post('/settings/papers', body)).statusCode, 400)
      }
    })
  })

  t.test('number series', async (t) => {
    const field = async (shop: Shop, kind: string) => `prefix.${kind}.${shop.branchId}`
    t.test('take another prefix; the old numbers stay', async (t) => {
      const shop = await aShop(kit)
      await root('series').where({ business_id: shop.id, document_kind: 'receipt' }).update({ next: 5 })
      const sent = { [await field(shop, 'invoice')]: 'asha', [await field(shop, 'receipt')]: 'RR' }
      t.equal((await as(shop.asha).post('/settings/series', sent)).statusCode, 303)
      t.match((await as(shop.asha).get('/settings/series')).body, /ASHA\/26-27\/00001.*RR\/26-27\/00001/s)
      t.match(
        await root('series')
          .where({ business_id: shop.id, document_kind: 'receipt' })
          .orderBy('id')
          .select('prefix', 'next'),
        [
          { prefix: 'RC', next: 5n },
          { prefix: 'RR', next: 1n },
        ],
      )
    })
    t.test('refuse a prefix that is too long, of a wrong shape, or used for another paper', async (t) => {
      const shop = await aShop(kit)
      for (const [prefix, says] of [
        ['ABCDEFGH', 'Too long'],
        ['0A', 'Begin with a letter'],
        ['RC', 'may not begin alike'],
      ] as const) {
        const { statusCode, body } = await as(shop.asha).post('/settings/series', {
          [await field(shop, 'invoice')]: prefix,
        })
        t.equal(statusCode, 422, prefix)
        t.match(body, says)
        t.match(body, `value="${prefix}"`)
      }
    })
  })

  t.test('branches', async (t) => {
    const branch = (has = {}) => ({
      id: newId(),
      name: 'Alkapuri',
      code: 'alk',
      state: '24',
      address: '',
      phone: '',
      ...has,
    })
    t.test('open with series of their own, once', async (t) => {
      const shop = await aShop(kit)
      const sent = branch()
      await as(shop.asha).post('/settings/branches', sent)
      t.equal((await as(shop.asha).post('/settings/branches', sent)).statusCode, 303)
      t.equal((await root('branch').where({ business_id: shop.id })).length, 2)
      const prefixes = await root('series')
        .where({ business_id: shop.id, branch_id: sent.id, document_kind: 'invoice' })
        .pluck('prefix')
      t.strictSame(prefixes, ['GJ2'])
      t.match((await as(shop.asha).get('/settings/branches')).body, 'Alkapuri · ALK')
    })
    t.test('may not share a code, and the main one stays open', async (t) => {
      const shop = await aShop(kit)
      t.equal((await as(shop.asha).post('/settings/branches', branch({ code: 'GJ' }))).statusCode, 422)
      t.equal((await as(shop.asha).post(`/settings/branches/${shop.branchId}/closure`)).statusCode, 409)
      t.match(await root('branch').where({ business_id: shop.id }), [{ archived_at: null }])
    })
    t.test('are changed, closed and opened again', async (t) => {
      const shop = await aShop(kit)
      const sent = branch()
      await as(shop.asha).post('/settings/branches', sent)
      const { id, ...fields } = sent
      t.equal(
        (await as(shop.asha).post(`/settings/branches/${id}`, { ...fields, name: 'Alkapuri Road' })).statusCode,
        303,
      )
      await as(shop.asha).post(`/settings/branches/${id}/closure`)
      t.match((await as(shop.asha).get('/settings/branches')).body, /Alkapuri Road.*Closed.*Open again/s)
      await as(shop.asha).post(`/settings/branches/${id}/reopening`)
      t.match(await root('branch').where({ business_id: shop.id, id }).first(), { archived_at: null })
    })
    t.test("another shop's are not found", async (t) => {
      const [shop, devs] = [await aShop(kit), await devsShop(kit)]
      t.equal((await as(devs.dev).get(`/settings/branches/${shop.branchId}`)).statusCode, 404)
      t.equal((await as(devs.dev).post(`/settings/branches/${shop.branchId}/closure`)).statusCode, 404)
    })
  })

  t.test('the logo', async (t) => {
    const send = async (shop: Shop, bytes: Buffer) => {
      const form = new FormData()
      form.append('logo', new Blob([new Uint8Array(bytes)]), 'logo.png')
      return as(shop.asha).upload('/settings/logo', form)
    }
    t.test('is kept and served to who is signed in', async (t) => {
      const shop = await aShop(kit)
      t.equal((await send(shop, png)).statusCode, 303)
      const { logo_sha256 } = await businessOf(shop)
      const served = await as(shop.asha).get(`/settings/logo/${logo_sha256}`)
      t.equal(served.headers['content-type'], 'image/png')
      t.ok(served.rawPayload.equals(png))
      const devs = await devsShop(kit)
      t.equal((await as(devs.dev).get(`/settings/logo/${logo_sha256}`)).statusCode, 404)
      t.equal((await as(shop.asha).post('/settings/logo/removal')).statusCode, 303)
      t.match(await businessOf(shop), { logo_sha256: null })
    })
    t.test('must be a picture of at most 500 KB', async (t) => {
      const shop = await aShop(kit)
      const script = await send(shop, Buffer.from('<svg onload=alert(1)>'))
      t.equal(script.statusCode, 422)
      t.match(script.body, 'Choose a PNG, JPEG or WebP picture')
      t.equal((await send(shop, Buffer.concat([png, Buffer.alloc(600 * 1024)]))).statusCode, 422)
      t.ok([413, 422].includes((await send(shop, Buffer.concat([png, Buffer.alloc(3 * 1024 * 1024)]))).statusCode))
      t.match(await businessOf(shop), { logo_sha256: null })
    })
  })

  t.test('a further business', async (t) => {
    t.test('is made by an owner, entered at once, and set up step by step', async (t) => {
      const shop = await aShop(kit)
      const browser = as(shop.asha)
      const made = await browser.post('/businesses', { name: 'Asha Gold', kind: 'jeweller', state: '27' })
      t.equal(made.headers['location'], '/setup/address')
      t.match((await browser.get('/setup/address')).body, '<option value="27" selected>')
      const address = { address: 'MG Road', city: 'Pune', pin: '411001', state: '27', phone: '98250 12345', email: '' }
      t.equal((await browser.post('/setup/address', address)).headers['location'], '/setup/tax')
      t.equal((await browser.post('/setup/tax', { tax_scheme: 'regular', gstin: gstin('24') })).statusCode, 422)
      t.equal(
        (await browser.post('/setup/tax', { tax_scheme: 'regular', gstin: gstin('27') })).headers['location'],
        '/setup/series',
      )
      t.equal((await browser.post('/setup/series/skip')).headers['location'], '/setup/money')
      t.equal((await browser.post('/setup/money', { upi_vpa: 'asha@upi' })).headers['location'], '/')
      const business = await root('business').where({ name: 'Asha Gold' }).first()
      t.match(business, {
        city: 'Pune',
        phone: '+919825012345',
        tax_scheme: 'regular',
        upi_vpa: 'asha@upi',
        setup_done_at: Date,
      })
    })
    t.test('asks for name, kind and State', async (t) => {
      const shop = await aShop(kit)
      const { statusCode, body } = await as(shop.asha).post('/businesses', { name: ' ', kind: '', state: '' })
      t.equal(statusCode, 422)
      for (const field of ['name', 'kind', 'state']) t.match(body, `href="#${field}"`)
    })
    t.test('is not made by staff, but by someone who belongs to none', async (t) => {
      const shop = await aShop(kit)
      const manager = await aMember(kit, shop, 'manager')
      t.equal((await as(manager).get('/businesses/new')).statusCode, 403)
      t.equal((await as(manager).post('/businesses', { name: 'x', kind: 'general', state: '24' })).statusCode, 403)
      t.equal((await as(await aPerson(kit, 'Farida')).get('/businesses/new')).statusCode, 200)
    })
  })
})

t.test('a fresh installation', async (t) => {
  const kit = await testApp(t)
  const sent = {
    owner: 'Asha',
    email: 'asha@shop.in',
    password: 'three green mangoes',
    again: 'three green mangoes',
    name: 'Asha Stores',
    kind: 'general',
    state: '24',
  }
  t.test('shows the wizard instead of the sign-in', async (t) => {
    t.equal((await kit.anonymous.get('/sign-in')).headers['location'], '/setup')
    t.match((await kit.anonymous.get('/setup')).body, 'Set up your shop')
  })
  t.test('names what is wrong and keeps the rest, but never a password', async (t) => {
    const { statusCode, body } = await kit.anonymous.post('/setup', { ...sent, email: 'x', again: 'other words here' })
    t.equal(statusCode, 422)
    t.match(body, /href="#email".*href="#again"/s)
    t.match(body, 'value="Asha Stores"')
    t.notMatch(body, 'three green mangoes')
  })
  t.test('makes its owner once, of several who press at once', async (t) => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => kit.anonymous.post('/setup', { ...sent, email: `asha${n}@shop.in` })),
    )
    t.strictSame(answers.map(({ headers }) => headers['location']).sort(), ['/setup/address', '/sign-in', '/sign-in'])
    t.equal((await kit.root('app_user')).length, 1)
    t.match(await kit.root('membership'), [{ role: 'owner' }])
    t.equal((await kit.anonymous.get('/setup')).statusCode, 303)
    t.equal((await kit.anonymous.get('/sign-in')).statusCode, 200)
  })
})
