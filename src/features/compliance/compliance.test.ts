import t, { type Test } from 'tap'
import type { InvoiceRequest, RequestTender } from '../../core/invoice-facts.ts'
import { fieldVault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { aMember } from '../../testing/cast.ts'
import { aGoodsShop, cash, type GoodsShop, rs, today, walkIn } from '../../testing/goods-shop.ts'
import { text, validHtml } from '../../testing/html.ts'
import { cancelPayment, makePayment, receivePayment } from '../payments/index.ts'
import { cancelInvoice, issueOnce } from '../sales/index.ts'

const upi = (amount: string): RequestTender => ({ mode: 'upi', amount: rs(amount), reference: '' })
const yesterday = '2026-11-20'
const pan = 'AAXPS1182M'

t.test('cash limits', async (t) => {
  const kit = await testApp(t)
  const vault = fieldVault(kit.config.secret)
  const aShop = () => aGoodsShop(kit, { kind: 'service' })
  const decisions = (shop: GoodsShop) => kit.root('cash_decision').where({ business_id: shop.id }).orderBy('at')

  /** A bill of one service, of what its price says, paid so. */
  const sell = (shop: GoodsShop, price: string, tenders: RequestTender[], more: Partial<InvoiceRequest> = {}) => {
    const asked = shop.bill({ lines: [{ ...shop.line(), price: rs(price) }], tenders, ...more })
    return issueOnce(kit.db, shop.id, asked, shop.actor, { vault })
  }
  const receive = (
    shop: GoodsShop,
    amount: string,
    of: { against?: string; onDate?: string; partyId?: string } = {},
  ) => {
    const { against, onDate = today, partyId = shop.partyId } = of
    const money = { id: newId(), partyId, onDate, tenders: [cash(amount)], restAs: 'advance', note: '' } as const
    return inBusiness(kit.db, shop.id, async (tx) => {
      const item = against && (await tx('open_item').where({ document_id: against, kind: 'bill' }).first('id'))
      const shares = item ? [{ itemId: item.id, amount: rs(amount) }] : []
      return receivePayment(tx, shop.id, { ...money, against: shares }, shop.actor, { mayBackdate: true })
    })
  }
  const aParty = async (shop: GoodsShop, has: Record<string, unknown>) => {
    const id = newId()
    const own = { business_id: shop.id, created_at: kit.clock(), updated_at: kit.clock() }
    await kit.root('party').insert({ ...own, id, name: 'Meera again', state: '24', gstin: '', ...has })
    const home = { kind: 'billing', address: '4 Mandvi Road', city: 'Surat', pin: '395003', state: '24' }
    await kit.root('party_address').insert({ business_id: shop.id, id: newId(), party_id: id, ...home })
    return id
  }
  const blocked = async (t: Test, work: Promise<unknown>, key: string) =>
    t.match(await work.then(() => ({ key: 'it went through' })).catch((error: unknown) => error), { key })

  t.test('the seven cases', async (t) => {
    const one = await aShop()
    await sell(one, '50000', [cash('50000')])
    await sell(one, '100000', [cash('100000')])
    await blocked(t, sell(one, '60000', [cash('60000')]), 'cash.refusal.dayPapers')

    const two = await aShop()
    await sell(two, '100000', [cash('100000')])
    await blocked(t, sell(two, '100000', [cash('100000')]), 'cash.refusal.dayPapers')

    const three = await aShop()
    const five = await sell(three, '500000', [cash('150000')], { onDate: yesterday })
    await blocked(t, receive(three, '100000', { against: five.id }), 'cash.refusal.document')
    await receive(three, '49999', { against: five.id })

    const four = await aShop()
    const bill = await sell(four, '300000', [], { onDate: '2026-11-18' })
    await receive(four, '150000', { against: bill.id, onDate: yesterday })
    await blocked(t, receive(four, '150000', { against: bill.id }), 'cash.refusal.document')

    const five5 = await aShop()
    await sell(five5, '180000', [cash('180000')], { onDate: yesterday })
    const freight = await sell(five5, '20000', [], { onDate: yesterday })
    await blocked(t, receive(five5, '20000', { against: freight.id }), 'cash.refusal.event')

    const six = await aShop()
    t.match(await sell(six, '199999', [cash('199999')]), { warnings: [{ key: 'cash.warning.day' }] })
    const seven = await aShop()
    await blocked(t, sell(seven, '200000', [cash('200000')]), 'cash.refusal.day')
    await sell(seven, '200000', [cash('100000'), upi('100000')])
  })

  t.test('what is told names each paper and its time', async (t) => {
    const shop = await aShop()
    const { number } = await sell(shop, '100000', [cash('100000')])
    const error = await sell(shop, '110000', [cash('110000')]).catch((reason: unknown) => reason)
    t.match(error, { values: { now: '1,10,000', sum: '2,10,000', most: '99,999' } })
    t.match(String(Object(error).values.papers), new RegExp(`^₹1,00,000 \\(\\d\\d:\\d\\d ${number}\\)$`))
  })

  t.test('a receipt of yesterday is cash for the bill that takes it in', async (t) => {
    const shop = await aShop()
    await receive(shop, '150000', { onDate: yesterday })
    const [item] = await kit.root('open_item').where({ business_id: shop.id, kind: 'advance' })
    const takes = [{ itemId: item.id, amount: rs('150000') }]
    await blocked(t, sell(shop, '300000', [cash('50000'), upi('100000')], { takes }), 'cash.refusal.document')
    await sell(shop, '300000', [upi('150000')], { takes })
  })

  t.test('one person: by mobile, by PAN, by branch, as a walk-in', async (t) => {
    const shop = await aShop()
    const phone = '+919879520144'
    const [first, second] = [await aParty(shop, { phone }), await aParty(shop, { phone })]
    await sell(shop, '150000', [cash('150000')], { buyer: { kind: 'party', partyId: first } })
    await blocked(t, receive(shop, '50000', { partyId: second }), 'cash.refusal.dayPapers')
    const alsoWalkIn = { ...walkIn, name: 'Meera', phone, address: 'Surat', state: '24' }
    await blocked(t, sell(shop, '50000', [cash('50000')], { buyer: alsoWalkIn }), 'cash.refusal.dayPapers')

    const branchId = newId()
    await kit.root('branch').insert({ business_id: shop.id, id: branchId, name: 'Ring Road', state: '24', code: 'RR' })
    const asked = shop.bill({
      lines: [{ ...shop.line(), price: rs('50000') }],
      tenders: [cash('50000')],
      buyer: { kind: 'party', partyId: second },
    })
    await blocked(t, issueOnce(kit.db, shop.id, asked, shop.actor, { branchId }), 'cash.refusal.dayPapers')

    const other = await aShop()
    const index = Buffer.from(pan)
    const [a, b] = [await aParty(other, { pan_index: index }), await aParty(other, { pan_index: index })]
    await receive(other, '150000', { partyId: a })
    await blocked(t, receive(other, '50000', { partyId: b }), 'cash.refusal.dayPapers')
    // Husband and wife share a telephone, and each has a PAN.
    const [c, d] = [
      await aParty(other, { pan_index: Buffer.from('1'), phone }),
      await aParty(other, { pan_index: Buffer.from('2'), phone }),
    ]
    await receive(other, '150000', { partyId: c })
    await receive(other, '150000', { partyId: d })
  })

  t.test('a walk-in is known by name where there is no mobile, and a stranger by nothing', async (t) => {
    const shop = await aShop()
    const ravi = { ...walkIn, name: 'Ravi Patel', address: 'Surat', state: '24' }
    await sell(shop, '150000', [cash('150000')], { buyer: ravi })
    await blocked(
      t,
      sell(shop, '60000', [cash('60000')], { buyer: { ...ravi, name: 'ravi patel ' } }),
      'cash.refusal.dayPapers',
    )
    await sell(shop, '40000', [cash('40000')], { buyer: walkIn })
    await sell(shop, '49000', [cash('49000')], { buyer: { ...ravi, name: 'Ravi Shah' } })
  })

  t.test('what is cancelled does not count', async (t) => {
    const shop = await aShop()
    const buyer = { ...walkIn, name: 'Ravi', address: 'Surat', state: '24' }
    const { id } = await sell(shop, '150000', [cash('150000')], { buyer })
    const money = await receive(shop, '140000')
    const undo = { reason: 'Wrong person', onDate: today }
    await inBusiness(kit.db, shop.id, (tx) => cancelPayment(tx, shop.id, { id: money.id, ...undo }, shop.actor))
    await inBusiness(kit.db, shop.id, (tx) => cancelInvoice(tx, shop.id, { id, ...undo }, shop.actor))
    const kept = await kit.root('person_cash').where({ business_id: shop.id })
    t.same(
      kept.map((row) => [String(row.in_paise), String(row.out_paise)]),
      [
        ['0', '0'],
        ['0', '0'],
      ],
    )
    await sell(shop, '199999', [cash('199999')])
    await sell(shop, '199999', [cash('199999')], { buyer })
  })

  t.test('two tills at one instant take it from one of two', async (t) => {
    const shop = await aShop()
    const buyer = { ...walkIn, name: 'Meera', phone: '+919879520144', address: 'Surat', state: '24' }
    const partyId = await aParty(shop, { phone: buyer.phone })
    const all = await Promise.allSettled([
      sell(shop, '120000', [cash('120000')], { buyer }),
      sell(shop, '120000', [cash('120000')], { buyer: { kind: 'party', partyId } }),
      receive(shop, '120000', { partyId }),
    ])
    t.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  t.test('each decision is kept for good', async (t) => {
    const shop = await aShop()
    await sell(shop, '165000', [cash('165000')])
    await blocked(t, sell(shop, '60000', [cash('60000')]), 'cash.refusal.dayPapers')
    const paid = {
      id: newId(),
      partyId: shop.partyId,
      onDate: today,
      tenders: [cash('12000')],
      against: [],
      restAs: 'on-account',
      note: '',
    } as const
    const { warnings } = await inBusiness(kit.db, shop.id, (tx) => makePayment(tx, shop.id, paid, shop.actor))
    t.match(warnings, [{ key: 'cash.warning.paidOut' }])
    const rows = await decisions(shop)
    t.match(rows.map(({ outcome, rule, person, number }) => [outcome, rule, person, number !== '']).sort(), [
      ['blocked', '269ST', 'Meera', false],
      ['warned', '269ST', 'Meera', true],
      ['warned', '40A3', 'Meera', true],
    ])
    t.equal((await kit.root('document').where({ business_id: shop.id })).length, 2)
    await t.rejects(kit.root('cash_decision').where({ business_id: shop.id }).update({ outcome: 'warned' }))
    await t.rejects(kit.root('cash_rule').where({ business_id: shop.id }).update({ amount_paise: 1 }))
  })

  t.test('a refused receipt of the form is logged too', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const form = {
      id: newId(),
      party_id: shop.partyId,
      'tenders.0.amount': '2,50,000',
      'tenders.0.mode': 'cash',
      on_date: 'today',
      rest_as: 'advance',
    }
    const answer = await asha.post('/payments/receipts', form)
    t.equal(answer.statusCode, 422)
    t.match(text(answer.body), 'take the rest by UPI, card or bank')
    t.match(await decisions(shop), [{ outcome: 'blocked', now_paise: '25000000' }])
  })

  t.test('a bill above two lakh asks for a PAN, or Form 60', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const fields = (more: Record<string, string>) => ({
      ...{ id: newId(), 'lines.1.item': shop.itemIds[0] ?? '', 'lines.1.quantity': '1', 'lines.1.price': '250000' },
      ...{ name: 'Ravi Patel', address: 'Ring Road, Surat', state: '24', upi: '250000', ...more },
    })
    const asked = await asha.post('/sales', fields({}))
    t.equal(asked.statusCode, 422)
    t.match(text(asked.body), 'write the PAN of the buyer, or take Form 60')
    t.same(await validHtml(asked.body), [])
    t.match(await decisions(shop), [{ outcome: 'unidentified', rule: 'PAN' }])

    const wrong = await asha.post('/sales', fields({ kyc_pan: 'ABC' }))
    t.match(text(wrong.body), 'five letters, four digits and a letter')
    t.match(text((await asha.post('/sales', fields({ kyc_name: 'Ravi' }))).body), 'Form 60 needs the name')

    t.equal((await asha.post('/sales', fields({ kyc_pan: 'aaxps 1182m', phone: '98795 20144' }))).statusCode, 303)
    const form60 = {
      kyc_name: 'Sita Ben',
      kyc_address: 'Vapi',
      kyc_id_kind: 'passport',
      kyc_id: 'P1234567',
      kyc_reason: 'Farmer',
    }
    const bill60 = fields({ ...form60, name: 'Sita Ben' })
    t.equal((await asha.post('/sales', bill60)).statusCode, 303)
    t.equal((await asha.post('/sales', bill60)).statusCode, 303, 'sent twice is once')

    const kept = await kit.root('kyc_document').where({ business_id: shop.id }).orderBy('id_last4')
    t.match(kept, [
      { kind: 'pan', id_last4: '182M' },
      { kind: 'form-60', id_last4: '4567', name: 'Sita Ben' },
    ])
    const [{ written }] = (await kit.root.raw(`select string_agg(k::text, ' ') as written from kyc_document k`)).rows
    for (const clear of ['AAXPS1182M', 'P1234567', 'Vapi']) t.notMatch(written, clear)
    const drafts = await kit.root('draft').where({ business_id: shop.id })
    t.notMatch(JSON.stringify(drafts), 'AAXPS')
    const outcomes = (await decisions(shop)).map(({ outcome }) => outcome)
    t.equal(outcomes.filter((one) => one === 'identified').length, 2)
    t.match(text((await asha.get('/reports/form-60')).body), 'Sita Ben')

    // The same PAN, in cash, by another name: one person.
    await sell(shop, '250000', [cash('150000'), upi('100000')], {
      ...{ buyer: { ...walkIn, name: 'A', address: 'B', state: '24' }, identity: { kind: 'pan', pan } },
    })
    await blocked(
      t,
      sell(shop, '250000', [cash('60000'), upi('190000')], {
        ...{ buyer: { ...walkIn, name: 'C', address: 'D', state: '24' }, identity: { kind: 'pan', pan } },
      }),
      'cash.refusal.dayPapers',
    )
  })

  t.test('who is known is asked nothing more', async (t) => {
    const shop = await aShop()
    const partyId = await aParty(shop, { name: 'Kiran' })
    const buyer = { kind: 'party', partyId } as const
    await blocked(t, sell(shop, '250000', [upi('250000')], { buyer }), 'cash.refusal.identify')
    await sell(shop, '250000', [upi('250000')], { buyer, identity: { kind: 'pan', pan } })
    await sell(shop, '250000', [upi('250000')], { buyer })
    await sell(shop, '200000', [upi('200000')], { buyer: walkIn }).catch(() => undefined)
    const counter = await kit.as(shop.asha).get(`/sales/new?party=${partyId}`)
    t.equal(counter.statusCode, 200)
  })

  t.test('ten lakh in a month, day by day, is to be reported', async (t) => {
    const shop = await aShop()
    for (const day of ['02', '03', '04', '05', '06', '07']) await receive(shop, '190000', { onDate: `2026-11-${day}` })
    t.match(
      (await decisions(shop)).filter(({ rule }) => rule === 'PMLA'),
      [{ outcome: 'reported' }],
    )
    const page = await kit.as(shop.asha).get('/reports/large-cash')
    t.match(text(page.body), '11,40,000.00')
    t.match((await kit.as(shop.asha).get('/reports/large-cash.csv')).body, 'Meera')
  })

  t.test('a rule changes from a day on, by a new row', async (t) => {
    const shop = await aShop()
    const asha = kit.as(shop.asha)
    const [rule] = await kit.root('cash_rule').where({ business_id: shop.id, rule: '40A3' })
    const change = { id: newId(), rule: rule.id, amount: '20,000', from: 'today', reason: 'Finance Act 2027' }
    t.equal((await asha.post('/compliance/rules', { ...change, from: '1/4/2026' })).statusCode, 422)
    t.equal((await asha.post('/compliance/rules', { ...change, reason: ' ', amount: 'x' })).statusCode, 422)
    t.equal((await asha.post('/compliance/rules', change)).statusCode, 303)
    t.equal((await asha.post('/compliance/rules', change)).statusCode, 303)
    t.equal((await asha.post('/compliance/rules', { ...change, amount: '30,000' })).statusCode, 409)
    t.equal((await kit.root('cash_rule').where({ business_id: shop.id, rule: '40A3' })).length, 2)
    const paid = {
      id: newId(),
      partyId: shop.partyId,
      onDate: today,
      tenders: [cash('12000')],
      against: [],
      restAs: 'on-account',
      note: '',
    } as const
    t.same((await inBusiness(kit.db, shop.id, (tx) => makePayment(tx, shop.id, paid, shop.actor))).warnings, [])
    t.match(text((await asha.get('/compliance/rules')).body), 'above ₹20,000')
  })

  t.test('the pages, for whom they are', async (t) => {
    const shop = await aShop()
    await blocked(t, sell(shop, '250000', [cash('250000')]), 'cash.refusal.day')
    const asha = kit.as(shop.asha)
    for (const url of [
      '/compliance',
      '/compliance?rule=269ST&outcome=blocked',
      `/compliance?party=${shop.partyId}`,
      '/compliance/rules',
      '/reports/large-cash',
      '/reports/form-60',
    ]) {
      const answer = await asha.get(url)
      t.equal(answer.statusCode, 200, url)
      t.same(await validHtml(answer.body), [], url)
    }
    t.match(text((await asha.get(`/compliance?party=${shop.partyId}`)).body), /Meera.*Not issued.*2,50,000/)
    t.match(text((await asha.get('/compliance?outcome=warned')).body), 'Nothing was decided yet')
    t.equal((await asha.get('/compliance?from=x')).statusCode, 422)
    const [rule] = await kit.root('cash_rule').where({ business_id: shop.id })
    const change = { id: newId(), rule: rule.id, amount: '1', from: 'today', reason: 'x' }
    for (const [role, sees, changes] of [
      ['manager', 200, 303],
      ['auditor', 200, 403],
      ['accountant', 200, 403],
      ['cashier', 403, 403],
      ['stock-keeper', 403, 403],
    ] as const) {
      const person = kit.as(await aMember(kit, shop, role, `Role ${role.slice(0, 4)}`.replace(' ', '')))
      t.equal((await person.get('/compliance')).statusCode, sees, role)
      t.equal((await person.post('/compliance/rules', { ...change, id: newId() })).statusCode, changes, role)
    }
    const dev = await aGoodsShop(kit)
    t.notMatch(text((await kit.as(dev.asha).get('/compliance')).body), 'Meera')
  })
})
