import t, { type Test } from 'tap'
import type { VoucherRequest } from '../../../core/voucher-facts.ts'
import { type AccountsByRole, accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember, aShop, devsShop, type Shop } from '../../../testing/cast.ts'
import { aDue, aParty, rs } from '../../../testing/dues.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { pdfPageSizes, pdfText, testPrinter } from '../../../testing/pdf.ts'
import { accountsByRole, post } from '../../books/index.ts'
import { enterVoucher, reverseVoucher } from '../../vouchers/index.ts'

const day = '2026-11-20'

t.test('the papers of vouchers', async (t) => {
  const kit = await testApp(t, { printer: testPrinter(t) })

  /** Writes one by hand; says its address. */
  const enter = async (shop: Shop, of: (roles: AccountsByRole) => VoucherRequest): Promise<string> =>
    inBusiness(kit.db, shop.id, async (tx) => {
      const request = of(await accountsByRole(tx, shop.id))
      await enterVoucher(tx, shop.id, request, actorFor(shop.asha, kit), { mayBackdate: true })
      return `/vouchers/${request.id}`
    })
  const wordsOf = async (t: Test, shop: Shop, url: string): Promise<string> => {
    const answer = await kit.as(shop.asha).get(`${url}.pdf`)
    t.match(answer, { statusCode: 200, headers: { 'content-type': 'application/pdf' } }, url)
    t.same(await pdfPageSizes(answer.rawPayload), [{ widthMm: 210, heightMm: 297 }])
    return (await pdfText(answer.rawPayload)).join('\n')
  }
  /** The page and the PDF say the same. */
  const says = async (t: Test, shop: Shop, url: string, parts: readonly (string | RegExp)[]) => {
    const page = await kit.as(shop.asha).get(`${url}/print`)
    t.equal(page.statusCode, 200)
    t.same(await validHtml(page.body), [])
    const pdf = await wordsOf(t, shop, url)
    for (const part of parts) {
      t.match(text(page.body), part, `the page of ${url}`)
      t.match(pdf, part, `the PDF of ${url}`)
    }
    return page.body
  }

  t.test('each kind has its title, its lines, its words and who made it', async (t) => {
    const shop = await aRegularShop()
    const meera = await aParty(kit, shop)
    const common = { onDate: day, narration: 'For <b>Diwali</b>' } as const
    const amount = rs('1,250.50')
    const kinds = {
      payment: ['PAYMENT VOUCHER', 'Paid to', 'Receiver’s signature'],
      receipt: ['RECEIPT VOUCHER', 'Received with thanks from'],
    } as const
    for (const kind of ['payment', 'receipt'] as const) {
      const [cash, due] = kind === 'payment' ? [rs('-1,250.50'), amount] : [amount, rs('-1,250.50')]
      const url = await enter(shop, (roles) => ({
        ...{ id: newId(), kind, ...common },
        lines: [
          { accountId: accountOf(roles, 'bank'), amount: cash },
          { partyId: meera, amount: due, itemAs: 'on-account' },
        ],
      }))
      const words = ['Annapurna', 'Meera Shah', '1,250.50', '20 Nov 2026', 'HDFC Bank •••• 3100', 'Asha']
      const body = await says(t, shop, url, [
        ...kinds[kind],
        ...words,
        /One thousand two hundred fifty rupees and fifty\s+paise only/,
        'For <b>Diwali</b>',
      ])
      t.notMatch(body, '<b>Diwali')
      t.match((await kit.as(shop.asha).get(url)).body, `href="${url}/print"`)
    }
    const contra = await enter(shop, (roles) => ({
      ...{ id: newId(), kind: 'contra', ...common },
      lines: [
        { accountId: accountOf(roles, 'cash'), amount },
        { accountId: accountOf(roles, 'bank'), amount: rs('-1,250.50') },
      ],
    }))
    await says(t, shop, contra, ['CONTRA VOUCHER', /CV\/26-27\/00001/, 'Cash', 'Entered by'])
  })

  t.test('a credit note says what Rule 53 asks for', async (t) => {
    const shop = await aRegularShop()
    const meera = await aParty(kit, shop)
    await inBusiness(kit.db, shop.id, (tx) =>
      tx('party').where({ id: meera }).update({ gstin: '27AAPFU0939F1ZV', state: '27' }),
    )
    const due = await aDue(kit, shop, meera, { amount: '5,000', number: 'GJ/26-27/00042' })
    const url = await enter(shop, () => ({
      ...{ id: newId(), kind: 'credit-note', onDate: day, narration: '', partyId: meera, against: due },
      ...{ originalNumber: '', originalDate: null, reason: 'return', taxable: rs('1,000'), rateBp: 1800 },
      ...{ placeOfSupply: '27', hsn: '1905', supplierState: '24', isInputCredit: false },
    }))
    await says(t, shop, url, [
      'CREDIT NOTE',
      '24AAKFS4821M1ZW',
      '27AAPFU0939F1ZV',
      /CN\/26-27\/00001/,
      'GJ/26-27/00042',
      'Date of that bill',
      '27 Maharashtra',
      'Goods returned',
      '1905',
      /18 %/,
      'IGST',
      '1,000.00',
      '180.00',
      '1,180.00',
      'Sales Returns',
      /One thousand one hundred eighty rupees only/,
    ])
  })

  t.test('an expense says its bill and the tax by head', async (t) => {
    const shop = await aRegularShop()
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    const rent = await inBusiness(
      kit.db,
      shop.id,
      async (tx) => (await tx('account').where({ name: 'Rent' }).first('id')).id,
    )
    const url = await enter(shop, () => ({
      ...{ id: newId(), kind: 'expense', onDate: day, narration: '', accountId: rent, partyId: mills, paidFrom: null },
      ...{ billNumber: 'M/77', billDate: '2026-11-18', dueOn: null, taxable: rs('1,000'), rateBp: 1800 },
      ...{ roundOff: rs('0'), placeOfSupply: '24', supplierState: '24', hsn: '997212', isInputCredit: true },
    }))
    await says(t, shop, url, [
      'EXPENSE VOUCHER',
      'M/77',
      '18 Nov 2026',
      'CGST',
      'SGST',
      '90.00',
      '1,180.00',
      'Taken as input credit',
    ])
  })

  t.test('what was reversed, and its reversal, name each other', async (t) => {
    const shop = await aRegularShop()
    const url = await enter(shop, (roles) => ({
      ...{ id: newId(), kind: 'journal', onDate: day, narration: '' },
      lines: [
        { accountId: accountOf(roles, 'bank-charges'), amount: rs('50') },
        { accountId: accountOf(roles, 'other-income'), amount: rs('-50') },
      ],
    }))
    const before = await kit.as(shop.asha).get(`${url}.pdf`)
    const known = { 'if-none-match': String(before.headers['etag']) }
    t.equal((await kit.as(shop.asha).get(`${url}.pdf`, known)).statusCode, 304, 'and is not printed twice')
    const reversal = newId()
    await inBusiness(kit.db, shop.id, (tx) =>
      reverseVoucher(
        tx,
        shop.id,
        { id: url.slice('/vouchers/'.length), newId: reversal, reason: 'Written twice', onDate: '2026-11-21' },
        actorFor(shop.asha, kit),
      ),
    )
    await says(t, shop, url, ['JOURNAL VOUCHER', 'REVERSED', 'Reversed on 21 Nov 2026', 'Written twice'])
    await says(t, shop, `/vouchers/${reversal}`, [
      'REVERSAL',
      /Journal JV\/26-27\/00001 of 20 Nov 2026/,
      'Written twice',
    ])
    t.equal((await kit.as(shop.asha).get(`${url}.pdf`, known)).statusCode, 200, 'it is another paper now')
  })

  t.test('an opening with neither number nor party is a paper too', async (t) => {
    const shop = await aRegularShop()
    const id = newId()
    await inBusiness(kit.db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      const lines = [
        { accountId: accountOf(roles, 'cash'), commodity: 'INR', amount: rs('10') },
        { accountId: accountOf(roles, 'capital'), commodity: 'INR', amount: rs('-10') },
      ] as const
      await post(
        tx,
        shop.id,
        { id, kind: 'opening', onDate: day, number: '', narration: '', lines },
        actorFor(shop.asha, kit),
      )
    })
    await says(t, shop, `/vouchers/${id}`, ['OPENING BALANCE', 'Entered by', 'Asha'])
    t.match(await kit.as(shop.asha).get(`/vouchers/${id}.pdf`), {
      headers: { 'content-disposition': `inline; filename="opening-${day}.pdf"` },
    })
  })

  t.test('speaks the language of the party, and is for who reads the books', async (t) => {
    const shop = await aRegularShop()
    const meera = await aParty(kit, shop, { name: 'मीरा' })
    await inBusiness(kit.db, shop.id, (tx) => tx('party').where({ id: meera }).update({ locale: 'hi' }))
    const url = await enter(shop, (roles) => ({
      ...{ id: newId(), kind: 'payment', onDate: day, narration: '' },
      lines: [
        { accountId: accountOf(roles, 'cash'), amount: rs('-100') },
        { partyId: meera, amount: rs('100'), itemAs: 'on-account' },
      ],
    }))
    await says(t, shop, url, ['भुगतान वाउचर', 'सौ रुपये मात्र'])
    const cashier = kit.as(await aMember(kit, shop, 'cashier'))
    const others = kit.as((await devsShop(kit)).dev)
    for (const path of [`${url}/print`, `${url}.pdf`]) {
      t.equal((await cashier.get(path)).statusCode, 403)
      t.equal((await others.get(path)).statusCode, 404)
    }
    t.equal((await kit.as(shop.asha).get('/vouchers/x.pdf')).statusCode, 404)
  })

  async function aRegularShop(): Promise<Shop> {
    const shop = await aShop(kit, { taxScheme: 'regular' })
    await inBusiness(kit.db, shop.id, async (tx) => {
      await tx('business').update({ name: 'Annapurna Kirana' })
      const id = newId()
      const registration = { business_id: shop.id, id, gstin: '24AAKFS4821M1ZW', state: '24', from_date: '2020-04-01' }
      await tx('gst_registration').insert(registration)
      await tx('branch').update({ registration_id: id })
      const roles = await accountsByRole(tx, shop.id)
      await tx('bank_account')
        .insert({
          ...{ business_id: shop.id, account_id: accountOf(roles, 'bank'), bank_name: 'HDFC Bank' },
          ...{ number_last4: '3100', updated_at: kit.clock() },
        })
        .onConflict(['business_id', 'account_id'])
        .merge()
    })
    return shop
  }
})
