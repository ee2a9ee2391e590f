import t from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { testApp } from '../../testing/app.ts'
import { actorFor, aMember, aShop, type Person, type Shop } from '../../testing/cast.ts'
import { aParty, faultsOf, rs } from '../../testing/dues.ts'
import { receivePayment } from '../payments/index.ts'

const today = '2026-11-21'

t.test('tills', async (t) => {
  const kit = await testApp(t)
  const { as, root } = kit
  const tillsOf = (shop: Shop): Promise<{ id: string; name: string; is_main: boolean }[]> =>
    root('till').where({ business_id: shop.id }).orderBy('name')
  const sessionsOf = (shop: Shop) => root('till_session').where({ business_id: shop.id }).orderBy('number')
  const mainOf = async (shop: Shop) => (await tillsOf(shop)).find(({ is_main }) => is_main)?.id ?? ''
  /** Money that comes in at a till. */
  const receive = async (
    shop: Shop,
    tillId: string | undefined,
    amount: string,
    {
      mode = 'cash',
      reference = '',
      by = shop.bharat,
    }: { mode?: 'cash' | 'upi' | 'card'; reference?: string; by?: Person } = {},
  ) => {
    const partyId = await aParty(kit, shop)
    const request = {
      id: newId(),
      partyId,
      onDate: today,
      tenders: [{ mode, amount: rs(amount), reference }],
      against: [],
      restAs: 'advance' as const,
      note: '',
    }
    const actor = { ...actorFor(by, kit), ...(tillId && { tillId }) }
    return inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, request, actor))
  }
  const close = async (shop: Shop, by: Person, fields: Record<string, string>, tillId?: string) => {
    const id = tillId ?? (await mainOf(shop))
    const session = (await sessionsOf(shop)).find((one) => one.till_id === id && one.state === 'open')?.id ?? newId()
    return as(by).post(`/tills/${id}/close`, { session, ...fields })
  }

  t.test('a shop has its first till, and a voucher made there opens it by itself', async (t) => {
    const shop = await aShop(kit)
    t.match(await tillsOf(shop), [{ name: 'Till 1', is_main: true }])
    const till = await mainOf(shop)
    await receive(shop, till, '500')
    await receive(shop, undefined, '70')
    const [session, ...others] = await sessionsOf(shop)
    t.same(others, [])
    t.match(session, { state: 'open', opened_by_name: 'Bharat', left_paise: 0n, till_id: till })
    const { body } = await as(shop.asha).get('/tills')
    t.match(body, /Till 1.*Open.*This device.*by Bharat.*500\.00/s)
    t.match(body, /In the drawers.*₹500\.00.*In the safe.*₹70\.00/s)
  })

  t.test('money taken on the screens counts at the till of the device', async (t) => {
    const shop = await aShop(kit)
    const party = await aParty(kit, shop)
    const till = await mainOf(shop)
    const fields = { 'tenders.0.amount': '120', 'tenders.0.mode': 'cash', rest_as: 'advance' }
    const browser = as(shop.bharat)
    const made = await browser.post('/payments/receipts', { id: newId(), party_id: party, ...fields })
    t.equal(made.statusCode, 303)
    t.match(await root('voucher').where({ business_id: shop.id, kind: 'receipt' }), [{ till_id: till }])
    // The accountant sits in the office, not at a till.
    t.equal(
      (await as(shop.chitra).post('/payments/receipts', { id: newId(), party_id: party, ...fields })).statusCode,
      303,
    )
    t.equal((await root('voucher').where({ business_id: shop.id, kind: 'receipt', till_id: null })).length, 1)
  })

  t.test('a device is put at a till once: a new sign-in at it finds it again', async (t) => {
    const shop = await aShop(kit)
    const second = newId()
    t.equal((await as(shop.asha).post('/tills/manage', { id: second, name: 'Till 2', branch: '' })).statusCode, 303)
    const answer = await as(shop.bharat).post(`/tills/${second}/here`)
    t.equal(answer.statusCode, 303)
    const cookie = [answer.headers['set-cookie']].flat().find((one) => one?.startsWith('khata-till=')) ?? ''
    t.match(cookie, /HttpOnly/)
    const till = cookie.split(';')[0] ?? ''
    const again = as(shop.bharat)
    const seen = await again.get('/tills', { cookie: `${await again.cookie()}; ${till}` })
    t.match(seen.body, /Till 2<\/b> <span[^>]*>\w+<\/span>\s*<span[^>]*>This device/)
    const other = as(shop.bharat)
    const forged = till.replace(second, await mainOf(shop))
    t.match(
      (await other.get('/tills', { cookie: `${await other.cookie()}; ${forged}` })).body,
      /Till 1<\/b> <span[^>]*>\w+<\/span>\s*<span[^>]*>This device/,
    )
    t.equal((await as(shop.chitra).post(`/tills/${second}/here`)).statusCode, 403)
    t.equal((await as(shop.bharat).post(`/tills/${newId()}/here`)).statusCode, 404)
  })

  t.test('closes: counted, difference in the trial balance, cash to the bank, the rest stays', async (t) => {
    const shop = await aShop(kit)
    await receive(shop, await mainOf(shop), '1800')
    const counted = { 'n.note-500': '3', 'n.note-200': '1', 'n.note-50': '1', 'n.coin-10': '4' }
    const refused = await close(shop, shop.bharat, counted)
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'The drawer is short by ₹10.00')
    t.match(refused.body, 'value="3"', 'what was counted is kept')
    const answer = await close(shop, shop.bharat, { ...counted, reason: 'Ten given for tea', bank: '1500', safe: '90' })
    t.equal(answer.statusCode, 303)
    const [session] = await sessionsOf(shop)
    t.match(session, {
      state: 'closed',
      expected_paise: rs('1800'),
      counted_paise: rs('1790'),
      difference_paise: rs('-10'),
      bank_paise: rs('1500'),
      safe_paise: rs('90'),
      closed_by_name: 'Bharat',
      reason: 'Ten given for tea',
    })
    const head = await root('audit_head').where({ business_id: shop.id }).first()
    t.equal(session.audit_seq, head.seq)
    t.equal(session.audit_hash, head.hash.toString('hex'))
    t.same(await balancesOf(shop), { cash: rs('290'), bank: rs('1500'), 'cash-difference': rs('10') })
    t.same(await faultsOf(kit, shop), [])
    await receive(shop, await mainOf(shop), '5')
    t.match((await sessionsOf(shop))[1], { state: 'open', left_paise: rs('200') })
    t.match((await as(shop.asha).get('/tills')).body, /205\.00/)
    await t.rejects(
      root('till_session').where({ id: session.id }).update({ reason: 'x' }),
      /till_session/,
      'it never changes',
    )
  })

  t.test('a drawer with too much takes of the expense, and one that tallies posts nothing', async (t) => {
    const shop = await aShop(kit)
    await receive(shop, await mainOf(shop), '95')
    t.equal((await close(shop, shop.bharat, { 'n.note-100': '1', reason: 'Found' })).statusCode, 303)
    t.same(await balancesOf(shop), { cash: rs('100'), 'cash-difference': rs('-5') })
    await as(shop.bharat).post(`/tills/${await mainOf(shop)}/open`, { id: newId(), added: '' })
    t.equal((await close(shop, shop.bharat, { 'n.note-100': '1' })).statusCode, 303)
    t.match((await sessionsOf(shop))[1], { difference_voucher_id: null, bank_voucher_id: null, left_paise: rs('100') })
  })

  async function balancesOf(shop: Shop): Promise<Record<string, bigint>> {
    const rows = await root('posting as p')
      .join('account as a', (on) => on.on('a.id', 'p.account_id').andOn('a.business_id', 'p.business_id'))
      .where({ 'p.business_id': shop.id })
      .whereIn('a.role', ['cash', 'bank', 'cash-difference'])
      .groupBy('a.role')
      .select('a.role')
      .sum('p.amount as amount')
    return Object.fromEntries(rows.map(({ role, amount }) => [role, BigInt(amount)]))
  }

  t.test('what cannot be is told at its field', async (t) => {
    const shop = await aShop(kit)
    await receive(shop, await mainOf(shop), '100')
    for (const [fields, words] of [
      [{ 'n.note-100': 'x' }, 'Write how many there are'],
      [{ 'n.note-100': '-1' }, 'Write how many there are'],
      [{ 'n.note-100': '1', bank: '60', safe: '50' }, 'Only ₹100.00 was counted'],
      [{ 'n.note-100': '1', bank: 'many' }, 'Write the amount'],
      [{ 'n.note-100': '1', card: '4417 12\nno amount' }, 'Line 2: write the amount last'],
      [{ 'n.note-100': '1', card: '4111111111111111 12' }, 'card'],
    ] as const) {
      const answer = await close(shop, shop.bharat, fields)
      t.equal(answer.statusCode, 422)
      t.match(answer.body, words)
    }
    t.equal((await sessionsOf(shop))[0].state, 'open')
  })

  t.test('slips are matched with the payments of the session; what has none is told on both sides', async (t) => {
    const shop = await aShop(kit)
    const till = await mainOf(shop)
    await receive(shop, till, '250', { mode: 'card', reference: 'HDFC 004417' })
    await receive(shop, till, '99', { mode: 'upi', reference: 'AXIS12' })
    await receive(shop, undefined, '40', { mode: 'upi', reference: 'ELSEWHERE' })
    const slips = { card: '4417 250\n', upi: 'AXIS13 99.00\n' }
    const session = (await sessionsOf(shop))[0].id
    const sums = await as(shop.bharat).post(`/tills/${till}/close/sums`, { session, ...slips })
    t.match(sums.body, /Card.*250\.00.*250\.00.*0\.00/s)
    t.match(sums.body, /1 slip without a bill.*AXIS13 · 99\.00.*1 payment without a slip.*AXIS12 · 99\.00/s)
    t.equal((await close(shop, shop.bharat, slips)).statusCode, 303)
    const slip = await as(shop.bharat).get(`/tills/sessions/${session}/slip`)
    t.match(slip.body, /UPI by the slips.*AXIS13 · 99\.00.*AXIS12 · 99\.00.*Bharat.*Seal of the audit/s)
    const pdf = await as(shop.asha).get(`/tills/sessions/${session}/slip.pdf`)
    t.match(pdf.headers['content-type'], 'application/pdf')
  })

  t.test('what was taken back in the session left no slip, and its cash went back', async (t) => {
    const shop = await aShop(kit)
    const till = await mainOf(shop)
    const card = await receive(shop, till, '250', { mode: 'card' })
    const cash = await receive(shop, till, '30')
    for (const { id } of [card, cash])
      t.equal(
        (await as(shop.asha).post(`/payments/${id}/cancellation`, { reason: 'Wrong', on_date: 'today' })).statusCode,
        303,
      )
    const { body } = await as(shop.asha).get(`/tills/${till}/close`)
    t.match(body, /Should be there<\/dt>.*?0\.00/s)
    t.match(body, /By the book<\/dt><dd>0\.00/)
  })

  t.test('counted blind: what should be there comes after the count, and each count is noted', async (t) => {
    const shop = await aShop(kit)
    const till = await mainOf(shop)
    await receive(shop, till, '777')
    t.equal((await as(shop.asha).post('/tills/manage/counting', { blind: 'yes' })).statusCode, 303)
    const before = await as(shop.bharat).get(`/tills/${till}/close`)
    t.notMatch(before.body, '777.00')
    t.match(before.body, 'Count first')
    t.notMatch((await as(shop.bharat).get('/tills')).body, '777.00')
    const after = await close(shop, shop.bharat, { 'n.note-500': '1' })
    t.match(after.body, /777\.00.*short by ₹277\.00|short by ₹277\.00.*777\.00/s)
    t.equal((await close(shop, shop.bharat, { 'n.note-500': '1', reason: 'Stolen' })).statusCode, 303)
    t.equal((await root('audit_line').where({ business_id: shop.id, action: 'till.counted' })).length, 2)
    const [session] = await sessionsOf(shop)
    t.equal(session.counts, 2)
    t.match((await as(shop.bharat).get(`/tills/sessions/${session.id}/slip`)).body, /Times counted<\/dt><dd[^>]*>2/)
  })

  t.test('two closes at one instant: one wins, the other is told; the same press twice is one', async (t) => {
    const shop = await aShop(kit)
    const till = await mainOf(shop)
    await receive(shop, till, '100')
    const session = (await sessionsOf(shop))[0].id
    const browsers = [as(shop.asha), as(shop.bharat)]
    for (const browser of browsers) await browser.get('/tills')
    const ask = (at: number, safe: string) =>
      browsers[at]?.post(`/tills/${till}/close`, { session, 'n.note-100': '1', safe })
    const answers = await Promise.all([ask(0, '10'), ask(1, '20')])
    t.same(answers.map((one) => one?.statusCode).sort(), [303, 409])
    t.match(answers.find((one) => one?.statusCode === 409)?.body, /Till 1 was closed meanwhile by (Asha|Bharat)/)
    const won = answers.findIndex((one) => one?.statusCode === 303)
    t.equal((await ask(won, won === 0 ? '10' : '20'))?.statusCode, 303, 'Back and another press find the slip')
    t.equal((await root('audit_line').where({ business_id: shop.id, action: 'till.closed' })).length, 1)
  })

  t.test(
    'a bill that is written while the till is closed is counted once: before, or in the next session',
    async (t) => {
      const shop = await aShop(kit)
      const till = await mainOf(shop)
      await receive(shop, till, '100')
      const others = Array.from({ length: 8 }, () => receive(shop, till, '10'))
      const closed = close(shop, shop.asha, { 'n.note-100': '1', reason: 'Meanwhile' })
      await Promise.all([...others, closed])
      t.equal((await closed).statusCode, 303)
      const [first] = await sessionsOf(shop)
      const rows = await root('voucher').where({ business_id: shop.id, kind: 'receipt' })
      const inFirst = rows.filter((one) => one.till_session_id === first.id)
      t.equal(first.expected_paise, rs('90') + rs('10') * BigInt(inFirst.length))
      t.equal(rows.length, 9)
      t.ok(rows.every(({ till_session_id }) => till_session_id !== null))
    },
  )

  t.test('who may see and do what', async (t) => {
    const shop = await aShop(kit)
    const second = newId()
    await as(shop.asha).post('/tills/manage', { id: second, name: 'Till 2', branch: '' })
    const main = await mainOf(shop)
    await receive(shop, second, '4321')
    await receive(shop, main, '1234', { by: shop.asha })
    const seen = (await as(shop.bharat).get('/tills')).body
    t.match(seen, '1,234.00')
    t.notMatch(seen, '4,321.00', 'a cashier sees the cash of the own till alone')
    t.notMatch(seen, 'In the safe')
    for (const url of [`/tills/${second}/close`, `/tills/${second}/open`])
      t.equal((await as(shop.bharat).get(url)).statusCode, 404)
    t.match((await as(shop.chitra).get('/tills')).body, '4,321.00')
    t.equal((await as(shop.chitra).get(`/tills/${main}/close`)).statusCode, 403)
    t.equal((await as(await aMember(kit, shop, 'stock-keeper')).get('/tills')).statusCode, 403)
    t.equal((await as(shop.bharat).post('/tills/manage', { id: newId(), name: 'Mine', branch: '' })).statusCode, 403)
    await close(
      shop,
      shop.asha,
      { 'n.note-2000': '2', 'n.note-200': '1', 'n.note-100': '1', 'n.note-20': '1', 'n.coin-1': '1' },
      second,
    )
    const closed = (await sessionsOf(shop)).find((one) => one.state === 'closed')
    t.equal((await as(shop.bharat).get(`/tills/sessions/${closed.id}/slip`)).statusCode, 404)
    t.equal((await as(shop.chitra).get(`/tills/sessions/${closed.id}/slip`)).statusCode, 200)
  })

  t.test(
    'tills are added, renamed and archived; the first one stays, and an archived one takes no voucher',
    async (t) => {
      const shop = await aShop(kit)
      const browser = as(shop.asha)
      const second = newId()
      for (let press = 0; press < 2; press++)
        t.equal((await browser.post('/tills/manage', { id: second, name: 'Upstairs', branch: '' })).statusCode, 303)
      t.match(
        (await browser.post('/tills/manage', { id: newId(), name: 'Upstairs', branch: '' })).body,
        'till of this name',
      )
      t.equal((await browser.post('/tills/manage', { id: newId(), name: ' ', branch: '' })).statusCode, 422)
      await browser.post(`/tills/manage/${second}`, { name: 'First floor', do: 'rename' })
      await receive(shop, second, '10')
      t.match(
        (await browser.post(`/tills/manage/${second}`, { name: '', do: 'archive' })).body,
        'Close First floor first',
      )
      t.equal((await close(shop, shop.asha, { 'n.coin-10': '1' }, second)).statusCode, 303)
      t.equal((await browser.post(`/tills/manage/${second}`, { name: '', do: 'archive' })).statusCode, 303)
      const main = await mainOf(shop)
      t.match(
        (await browser.post(`/tills/manage/${main}`, { name: '', do: 'archive' })).body,
        'first till of its branch',
      )
      await receive(shop, second, '20')
      t.match(await root('voucher').where({ business_id: shop.id, till_id: main }), [{ kind: 'receipt' }])
    },
  )

  t.test('opened by hand, with small change from the safe', async (t) => {
    const shop = await aShop(kit)
    const till = await mainOf(shop)
    const browser = as(shop.bharat)
    t.match((await browser.get(`/tills/${till}/open`)).body, 'Left by the last close')
    t.equal((await browser.post(`/tills/${till}/open`, { id: newId(), added: 'x' })).statusCode, 422)
    const id = newId()
    for (let press = 0; press < 2; press++)
      t.equal((await browser.post(`/tills/${till}/open`, { id, added: '2,000' })).statusCode, 303)
    t.match((await browser.post(`/tills/${till}/open`, { id: newId(), added: '' })).body, 'is open already')
    t.match(await sessionsOf(shop), [{ id, added_paise: rs('2000') }])
    t.match(
      (await browser.get(`/tills/${till}/close`)).body,
      /Added from the safe.*2,000\.00.*Should be there.*2,000\.00/s,
    )
  })
})
