import t, { type Test } from 'tap'
import type { ChequeStep } from '../../core/cheque.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { setLockDate } from '../books/index.ts'
import { cancelPayment } from '../payments/index.ts'
import { type ChequeRequest, chequesDue, type MoveRequest, moveCheque, takeCheque } from './index.ts'

const today = '2026-11-21'

t.test('cheques', async (t) => {
  const base = { ...(await testDatabase(t)), at: new Date('2026-11-21T06:30:00Z') }
  const kit = { ...base, clock: () => base.at }
  /** The shop's noon of a day, for what is done later. */
  const on = (day: string) => Object.assign(base, { at: new Date(`${day}T06:30:00Z`) })
  const within = <Result>(shop: Shop, work: Parameters<typeof inBusiness<Result>>[2]) =>
    inBusiness(kit.db, shop.id, work)

  const take = (shop: Shop, partyId: string, more: Partial<ChequeRequest> = {}) => {
    const request = { ...received(partyId), ...more }
    return within(shop, (tx) => takeCheque(tx, shop.id, request, actorFor(shop.asha, kit), { mayBackdate: true }))
  }
  const move = (shop: Shop, chequeId: string, step: ChequeStep, more: Partial<MoveRequest> = {}) => {
    const request = { id: newId(), chequeId, step, onDate: today, accountId: null, reason: '', ...none, ...more }
    return within(shop, (tx) => moveCheque(tx, shop.id, request, actorFor(shop.asha, kit), { mayBackdate: true }))
  }
  const bankOf = (shop: Shop) =>
    within(shop, async (tx) => (await tx('account').where({ role: 'bank' }).first('id')).id)

  t.test('one of today is a receipt at once, then goes to the bank and is paid', async (t) => {
    const { shop, meera, bank } = await aDebtor('500')
    const { id, isEntered } = await take(shop, meera, { amount: rs('300') })
    t.equal(isEntered, true)
    t.same(await openOf(kit, shop, meera), ['B1 200', 'against 0'])
    t.same(await balances(shop), { cheques: rs('300'), debtors: rs('200') })
    t.same(await faultsOf(kit, shop), [])
    await move(shop, id, 'deposit', { accountId: bank })
    t.same(await balances(shop), { bank: rs('300'), debtors: rs('200') })
    await move(shop, id, 'clear')
    t.same(await stagesOf(shop, id), ['new>received', 'received>deposited', 'deposited>cleared'])
    t.same(await faultsOf(kit, shop), [])
    const tender = await within(shop, (tx) => tx('document_tender').first('mode', 'reference'))
    t.match(tender, { mode: 'cheque', reference: '004512 · HDFC Bank, Ring Road · 21/11/2026' })
    const lines = await within(shop, (tx) =>
      tx('audit_line').where({ entity: 'cheque' }).orderBy('seq').select('action'),
    )
    t.match(lines, [{ action: 'cheque.taken' }, { action: 'cheque.deposited' }, { action: 'cheque.cleared' }])
    await refused(t, move(shop, id, 'clear'), { key: 'cheques.refusal.step', status: 409 })
    await move(shop, id, 'bounce', { reason: 'Taken back by the bank' })
    t.same(await balances(shop), { debtors: rs('500') })
    t.same(await faultsOf(kit, shop), [])
  })

  t.test(
    'a post-dated one does not touch the books until its date, then one press brings it to the bank',
    async (t) => {
      const { shop, meera, bank } = await aDebtor('500')
      const { id, isEntered } = await take(shop, meera, { chequeDate: '2026-11-25' })
      t.equal(isEntered, false)
      t.same(await openOf(kit, shop, meera), ['B1 500'])
      t.same(await balances(shop), { debtors: rs('500') })
      await refused(t, move(shop, id, 'deposit', { accountId: bank }), { key: 'cheques.refusal.step' })
      t.match(await due(shop), { toDeposit: { count: 0 }, soon: { count: 1, amount: rs('500') } })
      on('2026-11-25')
      t.match(await due(shop, '2026-11-25'), { toDeposit: { count: 1, amount: rs('500') }, soon: { count: 0 } })
      await move(shop, id, 'deposit', { accountId: bank, onDate: '2026-11-25' })
      t.same(await openOf(kit, shop, meera), ['B1 0', 'against 0'])
      t.same(await balances(shop), { bank: rs('500') })
      t.same(await datesOf(shop, 'receipt'), ['2026-11-25'])
      t.same(await faultsOf(kit, shop), [])
      on(today)
    },
  )

  t.test('it may be entered on its date and stay in the drawer', async (t) => {
    const { shop, meera, bank } = await aDebtor('500')
    const { id } = await take(shop, meera, { chequeDate: '2026-11-22' })
    on('2026-11-23')
    await move(shop, id, 'enter', { onDate: '2026-11-22' })
    t.same(await balances(shop), { cheques: rs('500') })
    await refused(t, move(shop, id, 'enter', { onDate: '2026-11-23' }), { key: 'cheques.refusal.step' })
    await move(shop, id, 'deposit', { accountId: bank, onDate: '2026-11-23' })
    t.same(await balances(shop), { bank: rs('500') })
    t.same(await stagesOf(shop, id), ['new>received', 'received>received', 'received>deposited'])
    on(today)
  })

  t.test('one that bounces opens the bills again, costs what the bank takes, and is asked back', async (t) => {
    const { shop, meera, bank } = await aDebtor('500')
    const { id } = await take(shop, meera)
    await move(shop, id, 'deposit', { accountId: bank })
    await refused(t, move(shop, id, 'bounce'), { key: 'cheques.refusal.reason' })
    const request = { id: newId(), reason: 'Funds insufficient', charges: rs('118'), recovered: rs('250') }
    await Promise.all([1, 2, 3].map(() => move(shop, id, 'bounce', request)))
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 500', 'CHQ 004512 250', 'against 0'])
    t.same(await balances(shop), {
      bank: -rs('118'),
      'bank-charges': rs('118'),
      debtors: rs('750'),
      'other-income': -rs('250'),
    })
    await refused(t, move(shop, id, 'bounce', { ...request, charges: rs('1') }), {
      key: 'cheques.refusal.otherBody',
      status: 409,
    })
    t.same(await faultsOf(kit, shop), [])
    await move(shop, id, 'deposit', { accountId: bank })
    t.same((await balances(shop))['debtors'], rs('250'), 'presented again, it settles once more')
    await move(shop, id, 'bounce', { reason: 'Again' })
    await move(shop, id, 'return', { reason: 'Paid in cash' })
    t.same(await stagesOf(shop, id), [
      'new>received',
      'received>deposited',
      'deposited>bounced',
      'bounced>deposited',
      'deposited>bounced',
      'bounced>returned',
    ])
    t.same((await balances(shop))['debtors'], rs('750'))
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('the GST in what the bank took is input credit, not a cost', async (t) => {
    for (const [supply, credit] of [
      ['intra', { 'input-cgst': rs('9'), 'input-sgst': rs('9') }],
      ['inter', { 'input-igst': rs('18') }],
    ] as const) {
      const { shop, meera, bank } = await aDebtor('500')
      await within(shop, (tx) => tx('business').update({ tax_scheme: 'regular' }))
      const { id } = await take(shop, meera)
      await move(shop, id, 'deposit', { accountId: bank })
      const request = {
        id: newId(),
        reason: 'Funds insufficient',
        charges: rs('118'),
        gst: { amount: rs('18'), supply },
      }
      for (const [amount, key] of [
        ['118', 'cheques.refusal.gst'],
        ['0', 'cheques.refusal.gst'],
      ] as const)
        await refused(t, move(shop, id, 'bounce', { ...request, gst: { amount: rs(amount), supply } }), { key })
      if (supply === 'intra') {
        const odd = { ...request, gst: { amount: rs('17.99'), supply } }
        await refused(t, move(shop, id, 'bounce', odd), { key: 'cheques.refusal.gstHalves' })
      }
      for (const _press of [1, 2]) await move(shop, id, 'bounce', request)
      await refused(t, move(shop, id, 'bounce', { ...request, gst: undefined }), { key: 'cheques.refusal.otherBody' })
      t.same(await balances(shop), { bank: -rs('118'), 'bank-charges': rs('100'), debtors: rs('500'), ...credit })
      t.same(await faultsOf(kit, shop), [])
    }
    const { shop, meera, bank } = await aDebtor('500')
    await within(shop, (tx) => tx('business').update({ tax_scheme: 'composition' }))
    const { id } = await take(shop, meera)
    await move(shop, id, 'deposit', { accountId: bank })
    const asked = { reason: 'x', charges: rs('118'), gst: { amount: rs('18'), supply: 'intra' } } as const
    await refused(t, move(shop, id, 'bounce', asked), { key: 'cheques.refusal.noCredit' })
  })

  t.test('one that is given back before the bank leaves nothing in the books', async (t) => {
    const { shop, meera } = await aDebtor('500')
    const { id } = await take(shop, meera)
    await move(shop, id, 'return', { reason: 'Paid by UPI' })
    t.same(await balances(shop), { debtors: rs('500') })
    const later = await take(shop, meera, { number: '004513', chequeDate: '2026-12-25' })
    await move(shop, later.id, 'return', { reason: 'Paid by UPI' })
    t.same(await datesOf(shop, 'receipt'), [today], 'the post-dated one never was in them')
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('many people at the counter, many banks: each is done once, and numbers have no gap', async (t) => {
    const shop = await aShop(kit)
    const bank = await bankOf(shop)
    const ids: string[] = []
    for (let n = 1; n <= 8; n++) {
      const party = await aParty(kit, shop, { name: `Party ${n}` })
      await aDue(kit, shop, party, { amount: '500' })
      ids.push((await take(shop, party, { chequeDate: '2026-11-22' })).id)
    }
    on('2026-11-22')
    const onDate = '2026-11-22'
    await Promise.all(ids.map((id) => move(shop, id, 'deposit', { accountId: bank, onDate })))
    t.same(await balances(shop), { bank: rs('4,000') })
    await Promise.all(ids.map((id) => move(shop, id, 'bounce', { onDate, reason: 'x', charges: rs('10') })))
    t.same(await balances(shop), { bank: -rs('80'), 'bank-charges': rs('80'), debtors: rs('4,000') })
    t.same(
      await numbersOf(shop, 'contra'),
      ids.map((_, at) => `CV/26-27/0000${at + 1}`),
    )
    t.same(
      await numbersOf(shop, 'journal', 'JV/%'),
      ids.map((_, at) => `JV/26-27/0000${at + 1}`),
    )
    t.same(await faultsOf(kit, shop), [])
    on(today)
  })

  t.test('its receipt is not cancelled behind the back of the register', async (t) => {
    const { shop, meera } = await aDebtor('500')
    const { id } = await take(shop, meera)
    const { document_id } = await within(shop, (tx) => tx('cheque').where({ id }).first('document_id'))
    const asked = { id: document_id, reason: 'Wrong', onDate: today }
    await refused(
      t,
      within(shop, (tx) => cancelPayment(tx, shop.id, asked, actorFor(shop.asha, kit))),
      { key: 'payments.refusal.ofCheque' },
    )
  })

  t.test('one that we give is a payment from the bank it is drawn on, dated by the cheque', async (t) => {
    const { shop, mills, bank } = await aCreditor('800')
    const given = { direction: 'issued', accountId: bank, bankName: '' } as const
    const { id } = await take(shop, mills, { ...given, amount: rs('300') })
    t.same(await balances(shop), { bank: -rs('300'), creditors: -rs('500') })
    await move(shop, id, 'clear')
    const later = await take(shop, mills, { ...given, number: '000002', amount: rs('500'), chequeDate: '2026-11-23' })
    t.same((await balances(shop))['creditors'], -rs('500'), 'post-dated: not yet')
    on('2026-11-26')
    t.match(await due(shop, '2026-11-26'), { toEnter: { count: 1, amount: rs('500') } })
    await within(shop, (tx) =>
      moveCheque(tx, shop.id, { ...enterOn('2026-11-23'), chequeId: later.id }, actorFor(shop.asha, kit)),
    )
    t.same(await balances(shop), { bank: -rs('800') })
    t.same(await datesOf(shop, 'payment'), [today, '2026-11-23'])
    await move(shop, later.id, 'bounce', { onDate: '2026-11-26', reason: 'Signature', charges: rs('59') })
    t.same(await balances(shop), { bank: -rs('359'), 'bank-charges': rs('59'), creditors: -rs('500') })
    const third = await take(shop, mills, {
      ...given,
      number: '000003',
      amount: rs('500'),
      onDate: '2026-11-26',
      chequeDate: '2026-11-26',
    })
    await move(shop, third.id, 'cancel', { onDate: '2026-11-26', reason: 'Spoilt' })
    t.same((await balances(shop))['creditors'], -rs('500'))
    t.same(await faultsOf(kit, shop), [])
    on(today)
  })

  t.test('the same form is one cheque; another of its number is asked about', async (t) => {
    const { shop, meera } = await aDebtor('500')
    const id = newId()
    await Promise.all([1, 2, 3].map(() => take(shop, meera, { id })))
    t.same(await within(shop, (tx) => tx('document').count()), [{ count: 1n }])
    await refused(t, take(shop, meera, { id, amount: rs('1') }), { key: 'cheques.refusal.otherBody', status: 409 })
    await refused(t, take(shop, meera, { bankName: 'hdfc bank' }), {
      key: 'cheques.refusal.duplicate',
      values: { date: '21/11/2026', amount: '500.00' },
    })
    await take(shop, meera, { isConfirmed: true })
    await take(shop, meera, { bankName: 'SBI' })
    t.same(await within(shop, (tx) => tx('cheque').count()), [{ count: 3n }])
  })

  t.test('refuses what is no cheque, and nothing is written', async (t) => {
    const { shop, meera } = await aDebtor('500')
    const no = (more: Partial<ChequeRequest>, key: string) => refused(t, take(shop, meera, more), { key })
    await no({ number: '12345' }, 'cheques.refusal.number')
    await no({ amount: rs('0') }, 'cheques.refusal.amount')
    await no({ onDate: '2026-11-22' }, 'fields.date.future')
    await no({ chequeDate: '2026-08-20' }, 'cheques.refusal.stale')
    await no({ direction: 'issued', accountId: newId() }, 'cheques.refusal.bank')
    const { id } = await take(shop, meera)
    await refused(t, move(shop, id, 'deposit', { accountId: newId() }), { key: 'cheques.refusal.bank' })
    const bank = await bankOf(shop)
    await refused(t, move(shop, id, 'deposit', { accountId: bank, onDate: '2026-11-20' }), {
      key: 'cheques.refusal.before',
    })
    const devs = await devsShop(kit)
    const theirs = {
      id: newId(),
      chequeId: id,
      step: 'clear',
      onDate: today,
      accountId: null,
      reason: '',
      ...none,
    } as const
    await refused(
      t,
      inBusiness(kit.db, devs.id, (tx) => moveCheque(tx, devs.id, theirs, actorFor(devs.dev, kit))),
      { name: 'NotFound' },
    )
    await refused(
      t,
      inBusiness(kit.db, devs.id, (tx) => takeCheque(tx, devs.id, received(meera), actorFor(devs.dev, kit))),
      { name: 'NotFound' },
    )
    t.same(await within(shop, (tx) => tx('cheque').count()), [{ count: 1n }])
  })

  t.test('a closed period takes no cheque, no deposit and no bounce', async (t) => {
    const { shop, meera, bank } = await aDebtor('500')
    const early = { onDate: '2026-11-10', chequeDate: '2026-11-10' }
    const { id } = await take(shop, meera, early)
    const other = await take(shop, meera, { ...early, number: '004513', amount: rs('10') })
    await move(shop, other.id, 'deposit', { accountId: bank, onDate: '2026-11-10' })
    const lock = { lockDate: '2026-11-15', reason: '' }
    await within(shop, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
    await refused(t, take(shop, meera, { ...early, number: '004514' }), { key: 'errors.locked' })
    const onDate = '2026-11-15'
    await refused(t, move(shop, id, 'deposit', { accountId: bank, onDate }), { key: 'errors.locked' })
    await refused(t, move(shop, other.id, 'bounce', { onDate, reason: 'x' }), { key: 'errors.locked' })
    await move(shop, other.id, 'bounce', { reason: 'x' })
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('nobody changes what stands on one, nor where it has come to', async (t) => {
    const { shop, meera } = await aDebtor('500')
    const { id } = await take(shop, meera)
    for (const change of [{ amount: rs('1') }, { stage: 'cleared' }, { number: '000001' }])
      await refused(
        t,
        within(shop, (tx) => tx('cheque').where({ id }).update(change)),
        { code: 'KH001' },
      )
    await refused(
      t,
      within(shop, (tx) => tx('cheque').where({ id }).delete()),
      { code: /KH001|42501/ },
    )
    await refused(
      t,
      within(shop, (tx) => tx('cheque_event').where({ cheque_id: id }).delete()),
      { code: '42501' },
    )
  })

  const none = { charges: rs('0'), recovered: rs('0') }
  const due = (shop: Shop, day = today) => within(shop, (tx) => chequesDue(tx, shop.id, day))
  const enterOn = (onDate: string) =>
    ({ id: newId(), step: 'enter', onDate, accountId: null, reason: '', ...none }) as const

  async function aDebtor(amount: string) {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount })
    return { shop, meera, bank: await bankOf(shop) }
  }
  async function aCreditor(amount: string) {
    const shop = await aShop(kit)
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, mills, { amount, side: 'credit', number: 'S1' })
    return { shop, mills, bank: await bankOf(shop) }
  }

  /** What stands on each account but sales, those at nothing left out. */
  const balances = (shop: Shop): Promise<Record<string, bigint>> =>
    within(shop, async (tx) => {
      const rows = await tx('posting as p')
        .join('account as a', 'a.id', 'p.account_id')
        .groupBy('a.role')
        .orderBy('a.role')
        .select('a.role', tx.raw('sum(p.amount)::bigint as amount'))
      const told = rows.filter(({ role, amount }) => role !== 'sales' && amount !== 0n)
      return Object.fromEntries(told.map(({ role, amount }) => [role, amount]))
    })
  const stagesOf = (shop: Shop, id: string) =>
    within(shop, async (tx) => {
      const rows = await tx('cheque_event').where({ cheque_id: id }).orderBy('id').select('from_stage', 'to_stage')
      return rows.map(({ from_stage, to_stage }) => `${from_stage}>${to_stage}`)
    })
  const numbersOf = (shop: Shop, kind: string, like = '%') =>
    within(shop, async (tx) => {
      const rows = await tx('voucher').where({ kind }).whereLike('number', like).orderBy('number').select('number')
      return rows.map(({ number }) => number)
    })
  const datesOf = (shop: Shop, kind: string) =>
    within(shop, async (tx) => (await tx('document').where({ kind }).orderBy('on_date')).map(({ on_date }) => on_date))
})

const received = (partyId: string): ChequeRequest => ({
  id: newId(),
  direction: 'received',
  partyId,
  number: '004512',
  bankName: 'HDFC Bank',
  bankBranch: 'Ring Road',
  chequeDate: today,
  amount: rs('500'),
  onDate: today,
  accountId: null,
  restAs: 'on-account',
  note: '',
})

async function refused(t: Test, work: Promise<unknown>, expected: object): Promise<void> {
  const error = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  t.match(error, expected)
}
