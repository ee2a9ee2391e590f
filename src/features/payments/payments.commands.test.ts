import fc from 'fast-check'
import t, { type Test } from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor, aShop, type CastKit, devsShop, type Shop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { booksCheck, setLockDate } from '../books/index.ts'
import { cancelPayment, type MoneyRequest, makePayment, receivePayment } from './index.ts'

const today = '2026-11-21'

t.test('money', async (t) => {
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const kit = { ...(await testDatabase(t)), clock }
  const receive = (shop: Shop, request: MoneyRequest, mayBackdate = false) =>
    inBusiness(kit.db, shop.id, (tx) => receivePayment(tx, shop.id, request, actorFor(shop.asha, kit), { mayBackdate }))
  const pay = (shop: Shop, request: MoneyRequest) =>
    inBusiness(kit.db, shop.id, (tx) => makePayment(tx, shop.id, request, actorFor(shop.asha, kit)))
  const cancel = (shop: Shop, id: string, onDate = today) =>
    inBusiness(kit.db, shop.id, (tx) =>
      cancelPayment(tx, shop.id, { id, reason: 'Cheque bounced', onDate }, actorFor(shop.asha, kit)),
    )

  t.test(
    'writes number, paper, voucher, open items, what they settle, audit line and outbox row together',
    async (t) => {
      const shop = await aShop(kit)
      const meera = await aParty(kit, shop)
      await aDue(kit, shop, meera, { amount: '300' })
      const { id, number } = await receive(shop, { ...money(meera, '500'), restAs: 'advance' })
      t.equal(number, 'RC/26-27/00001')
      t.same(await openOf(kit, shop, meera), ['B1 0', 'against 0', 'advance 200'])
      const { paper, tenders, postings, lines, told } = await seen(kit, shop, id)
      t.match(paper, { kind: 'receipt', state: 'issued', total_paise: rs('500'), taxable_paise: 0n, party_id: meera })
      t.match(paper.party_snapshot, { name: 'Meera Shah', id: meera })
      t.match(paper.seller_snapshot, { name: 'Asha Stores', state: '24', isComposition: false })
      t.same(tenders, [{ mode: 'upi', amount_paise: rs('500'), reference: 'UPI 77' }])
      t.same(postings, [
        ['upi', rs('500')],
        ['debtors', rs('-500')],
      ])
      t.match(lines, [{ action: 'payment.received', by_name: 'Asha', after: { number, total_paise: '50000' } }])
      t.same(told, ['payment.received'])
      t.same(await faultsOf(kit, shop), [])
    },
  )

  t.test('money out pays a supplier, from the bank whatever the way but cash', async (t) => {
    const shop = await aShop(kit)
    const supplier = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, supplier, { amount: '800', side: 'credit', number: 'S1' })
    const { id, number } = await pay(shop, money(supplier, '500'))
    t.equal(number, 'PY/26-27/00001')
    t.same(await openOf(kit, shop, supplier), ['S1 300', 'against 0'])
    const { postings, told } = await seen(kit, shop, id)
    t.same(postings, [
      ['creditors', rs('500')],
      ['bank', rs('-500')],
    ])
    t.same(told, ['payment.made'])
  })

  t.test("gives a customer's advance back on the account on which it came", async (t) => {
    const shop = await aShop(kit)
    const both = await aParty(kit, shop, { isSupplier: true })
    await receive(shop, { ...money(both, '500'), restAs: 'advance' })
    const { id } = await pay(shop, money(both, '200', 'cash'))
    t.same(await openOf(kit, shop, both), ['advance 300', 'against 0'])
    t.same((await seen(kit, shop, id)).postings, [
      ['debtors', rs('200')],
      ['cash', rs('-200')],
    ])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('in two ways at once', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const tenders = [
      { mode: 'cash', amount: rs('100'), reference: '' },
      { mode: 'card', amount: rs('50'), reference: '4417' },
    ] as const
    const { id, total } = await receive(shop, { ...money(meera, '0'), tenders })
    t.equal(total, rs('150'))
    t.same((await seen(kit, shop, id)).postings, [
      ['cash', rs('100')],
      ['debtors', rs('-150')],
      ['card', rs('50')],
    ])
  })

  t.test('the same form twice is one receipt, also fifty times at one instant; another body is refused', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '100' })
    const request = money(meera, '60')
    const made = await Promise.all(Array.from({ length: 50 }, () => receive(shop, request)))
    t.same(new Set(made.map(({ number }) => number)), new Set(['RC/26-27/00001']))
    t.same(await openOf(kit, shop, meera), ['B1 40', 'against 0'])
    await refused(t, receive(shop, { ...request, note: 'other' }), { key: 'payments.refusal.otherBody', status: 409 })
    const sita = await aParty(kit, shop, { name: 'Sita' })
    await refused(t, receive(shop, { ...request, partyId: sita }), { key: 'payments.refusal.otherBody', status: 409 })
    t.equal((await receive(shop, money(meera, '1'))).number, 'RC/26-27/00002', 'no number is lost')
  })

  t.test('two receipts at one instant never settle a bill twice, and the loser is told', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const bill = await aDue(kit, shop, meera, { amount: '100' })
    const against = [{ itemId: bill, amount: rs('70') }]
    const answers = await Promise.allSettled([1, 2].map(() => receive(shop, { ...money(meera, '70'), against })))
    t.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
    const loser = answers.find((one) => one.status === 'rejected')
    t.match(loser?.reason, { key: 'allocation.refusal.overItem', values: { left: '30.00' } })
    t.same(await openOf(kit, shop, meera), ['B1 30', 'against 0'])
    await receive(shop, { ...money(meera, '30'), against: [{ itemId: bill, amount: rs('30') }] })
    await refused(t, receive(shop, { ...money(meera, '30'), against: [{ itemId: bill, amount: rs('30') }] }), {
      key: 'allocation.refusal.notOpen',
      status: 409,
    })
  })

  t.test('a cancelled receipt opens its bills exactly, by dated rows; its number stays', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    for (const [at, amount] of ['30', '50', '20'].entries())
      await aDue(kit, shop, meera, { amount, dueOn: `2026-11-0${at + 1}`, number: `B${at + 1}` })
    const before = await openOf(kit, shop, meera)
    const { id, number } = await receive(shop, { ...money(meera, '150'), restAs: 'advance' })
    t.same(await openOf(kit, shop, meera), ['B1 0', 'B2 0', 'B3 0', 'against 0', 'advance 50'])
    t.same(await cancel(shop, id), { id, number })
    t.same((await openOf(kit, shop, meera)).slice(0, 3), before)
    t.same(await cancel(shop, id), { id, number }, 'a second time answers with the first')
    const { paper, lines, told } = await seen(kit, shop, id)
    t.match(paper, { state: 'cancelled', cancel_reason: 'Cheque bounced', number })
    t.match(lines, [{ action: 'payment.received' }, { action: 'payment.cancelled', before: { state: 'issued' } }])
    t.same(told, ['payment.received', 'payment.cancelled'])
    t.equal(await balanceOf(kit, shop, meera), rs('100'))
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('is cancelled on no day before what was settled with it, and never without a reason', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const { id } = await receive(shop, { ...money(meera, '10'), onDate: '2026-11-10' }, true)
    await refused(t, cancel(shop, id, '2026-11-09'), { key: 'payments.refusal.cancelDate' })
    await refused(t, cancel(shop, id, '2026-11-22'), { key: 'fields.date.future' })
    const blank = inBusiness(kit.db, shop.id, (tx) =>
      cancelPayment(tx, shop.id, { id, reason: ' ', onDate: today }, actorFor(shop.asha, kit)),
    )
    await refused(t, blank, { key: 'payments.refusal.cancelReason' })
    await refused(t, cancel(shop, newId()), { name: 'NotFound' })
  })

  t.test('a day that is over is for whoever may post into it, and a closed one for nobody', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const request = { ...money(meera, '10'), onDate: '2026-11-10' }
    await refused(t, receive(shop, request), { key: 'payments.refusal.backDate' })
    await refused(t, receive(shop, { ...request, onDate: '2026-11-22' }, true), { key: 'fields.date.future' })
    const lock = { lockDate: '2026-11-10', reason: 'Filed' }
    await inBusiness(kit.db, shop.id, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
    await refused(t, receive(shop, request, true), { key: 'errors.locked' })
    await receive(shop, { ...request, onDate: '2026-11-11' }, true)
  })

  t.test('on every past day a bill shows what was open of it, also when an earlier day is written late', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const bill = await aDue(kit, shop, meera, { amount: '100', onDate: '2026-11-05' })
    const { id } = await receive(shop, { ...money(meera, '100'), onDate: '2026-11-08' }, true)
    await cancel(shop, id, '2026-11-15')
    await receive(shop, { ...money(meera, '100'), onDate: '2026-11-02' }, true)
    const rows = await inBusiness(kit.db, shop.id, (tx) =>
      tx('allocation').where({ to_item_id: bill }).orderBy('at').orderBy('id').select('amount', 'on_date'),
    )
    t.same(rows.map(({ amount, on_date }) => `${on_date} ${amount / 100n}`).sort(), [
      '2026-11-08 100',
      '2026-11-15 -100',
      '2026-11-15 100',
    ])
  })

  t.test('cash from one person in a day stays under two lakh', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const first = await receive(shop, money(meera, '1,20,000', 'cash'))
    t.same(first.warnings, [])
    const second = await receive(shop, money(meera, '79,999.99', 'cash'))
    t.match(second.warnings, [{ key: 'cash.warning.day', values: { sum: '1,99,999.99' } }])
    await refused(t, receive(shop, money(meera, '0.01', 'cash')), {
      key: 'cash.refusal.dayPapers',
      values: { sum: '2,00,000', now: '0.01', most: '0', limit: '2,00,000' },
    })
    t.ok(await receive(shop, money(meera, '5,00,000', 'bank')), 'by bank as much as one likes')
    await cancel(shop, first.id)
    t.ok(await receive(shop, money(meera, '50,000', 'cash')), 'what was taken back counts no more')
  })

  t.test('more than ten thousand in cash to one person in a day is a warning', async (t) => {
    const shop = await aShop(kit)
    const mills = await aParty(kit, shop, { isCustomer: false, isSupplier: true })
    t.same((await pay(shop, money(mills, '10,000', 'cash'))).warnings, [])
    t.match((await pay(shop, money(mills, '1', 'cash'))).warnings, [{ key: 'cash.warning.paidOut' }])
  })

  t.test('nothing of another shop is found', async (t) => {
    const [shop, devs] = [await aShop(kit), await devsShop(kit)]
    const [meera, theirs] = [await aParty(kit, shop), await aParty(kit, devs)]
    const bill = await aDue(kit, devs, theirs, { amount: '100' })
    await refused(t, receive(shop, money(theirs, '10')), { name: 'NotFound' })
    const against = [{ itemId: bill, amount: rs('10') }]
    await refused(t, receive(shop, { ...money(meera, '10'), against }), { key: 'allocation.refusal.notOpen' })
  })

  t.test('after anything that people do, the books hold', async (t) => {
    const step = fc.record({
      what: fc.constantFrom('bill', 'owed', 'receive', 'pay', 'cancel'),
      amount: fc.integer({ min: 1, max: 50_000 }),
      day: fc.integer({ min: 1, max: 21 }),
      chosen: fc.nat(),
      mode: fc.constantFrom('cash', 'upi', 'bank'),
      restAs: fc.constantFrom('advance', 'on-account'),
    })
    const sequences = fc.array(step, { minLength: 3, maxLength: 12 })
    const run = await fc.check(
      fc.asyncProperty(sequences, async (steps) => {
        const shop = await aShop(kit)
        const party = await aParty(kit, shop, { isSupplier: true })
        const papers: string[] = []
        for (const { what, amount, day, chosen, mode, restAs } of steps) {
          const onDate = `2026-11-${String(day).padStart(2, '0')}`
          const text = (amount / 100).toFixed(2)
          const request = { ...money(party, text, mode), onDate, restAs }
          const done = await attempt(kit, shop, {
            what,
            party,
            text,
            onDate,
            request,
            paper: papers[chosen % papers.length],
          })
          if (done) papers.push(done)
        }
        const results = await inBusiness(kit.db, shop.id, (tx) => booksCheck(tx, shop.id))
        const wrong = results.filter(({ holds, point }) => !holds && point !== 9)
        if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
      }),
      { numRuns: 40 },
    )
    t.notOk(run.failed, `${fc.defaultReportMessage(run) ?? ''} (seed ${run.seed})`)
    t.comment(`seed ${run.seed}, ${run.numRuns} sequences`)
  })
})

interface Step {
  what: 'bill' | 'owed' | 'receive' | 'pay' | 'cancel'
  party: string
  text: string
  onDate: string
  request: MoneyRequest
  paper: string | undefined
}

/** One thing that a person does; a rule may say no, and then nothing may have changed. Says the paper that was made. */
async function attempt(kit: CastKit, shop: Shop, step: Step): Promise<string | undefined> {
  const { what, party, text, onDate, request, paper } = step
  const actor = actorFor(shop.asha, kit)
  const refused = (error: unknown) => {
    if (error instanceof Error && 'key' in error) return undefined
    throw error
  }
  const within = <Result>(work: Parameters<typeof inBusiness<Result>>[2]) =>
    inBusiness(kit.db, shop.id, work).catch(refused)
  switch (what) {
    case 'bill':
      await aDue(kit, shop, party, { amount: text, onDate })
      return undefined
    case 'owed':
      await aDue(kit, shop, party, { amount: text, side: 'credit', onDate })
      return undefined
    case 'receive':
    case 'pay': {
      const run = what === 'receive' ? receivePayment : makePayment
      return (await within((tx) => run(tx, shop.id, request, actor, { mayBackdate: true })))?.id
    }
    case 'cancel':
      if (paper) await within((tx) => cancelPayment(tx, shop.id, { id: paper, reason: 'Wrong', onDate: today }, actor))
      return undefined
  }
}

function money(partyId: string, amount: string, mode: 'cash' | 'upi' | 'card' | 'bank' = 'upi'): MoneyRequest {
  const reference = mode === 'upi' ? 'UPI 77' : ''
  const tenders = [{ mode, amount: rs(amount), reference }]
  return { id: newId(), partyId, onDate: today, tenders, against: 'oldest', restAs: 'on-account', note: '' }
}

async function refused(t: Test, work: Promise<unknown>, expected: object): Promise<void> {
  const error = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  t.match(error, expected)
}

const balanceOf = async (kit: CastKit, shop: Shop, partyId: string) =>
  inBusiness(kit.db, shop.id, async (tx) => (await tx('party_balance').where({ party_id: partyId }).first())?.amount)

async function seen(kit: CastKit, shop: Shop, id: string) {
  return inBusiness(kit.db, shop.id, async (tx) => {
    const paper = await tx('document').where({ id }).first()
    const tenders = await tx('document_tender')
      .where({ document_id: id })
      .orderBy('line')
      .select('mode', 'amount_paise', 'reference')
    const postings = await tx('posting')
      .join('account', 'account.id', 'posting.account_id')
      .join('voucher', 'voucher.id', 'posting.voucher_id')
      .where({ document_id: id })
      .whereNot('voucher.kind', 'reversal')
      .orderBy('line')
      .select('role', 'amount')
    const lines = await tx('audit_line').where({ entity: 'payment', entity_id: id }).orderBy('seq')
    const told = await tx('outbox').whereRaw(`payload ->> 'id' = ?`, [id]).orderBy('id').pluck('topic')
    return { paper, tenders, postings: postings.map(({ role, amount }) => [role, amount]), lines, told }
  })
}
