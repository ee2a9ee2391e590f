import fc from 'fast-check'
import t, { type Test } from 'tap'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { actorFor, aShop, devsShop, type Shop } from '../../testing/cast.ts'
import { testDatabase } from '../../testing/database.ts'
import { aDue, aParty, faultsOf, openOf, rs } from '../../testing/dues.ts'
import { booksCheck, listOpenItems, setLockDate } from '../books/index.ts'
import { cancelPayment, receivePayment } from '../payments/index.ts'
import { type Adjusting, giveDiscount, settle, undoOne, writeOff } from './index.ts'

const today = '2026-11-21'

t.test('settling bill by bill', async (t) => {
  const clock = () => new Date('2026-11-21T06:30:00Z')
  const kit = { ...(await testDatabase(t)), clock }
  const within = <Result>(shop: Shop, work: Parameters<typeof inBusiness<Result>>[2]) =>
    inBusiness(kit.db, shop.id, work)
  const set = (shop: Shop, partyId: string, pairs: [from: string, to: string, amount: string][], more = {}) => {
    const shares = pairs.map(([fromItemId, toItemId, amount]) => ({ fromItemId, toItemId, amount: rs(amount) }))
    const request = { id: newId(), partyId, onDate: today, shares, ...more }
    return within(shop, (tx) => settle(tx, shop.id, request, actorFor(shop.asha, kit)))
  }
  const undo = (shop: Shop, partyId: string, allocationId: string, onDate = today) =>
    within(shop, (tx) => undoOne(tx, shop.id, { partyId, allocationId, onDate }, actorFor(shop.asha, kit)))
  const giveUp = (shop: Shop, what: typeof writeOff, request: Omit<Adjusting, 'id'> & { id?: string }) =>
    within(shop, (tx) => what(tx, shop.id, { id: newId(), ...request }, actorFor(shop.asha, kit)))

  t.test('the vectors of the trade: money, then a credit note', async (t) => {
    const { shop, meera } = await someBills(['60', '100', '40'])
    await aDue(kit, shop, meera, { amount: '40', side: 'credit', kind: 'on-account', number: 'R1' })
    await set(shop, meera, [], { shares: 'oldest' })
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 20', 'B2 100', 'B3 40', 'on-account 0'].sort())
    await aDue(kit, shop, meera, { amount: '100', side: 'credit', kind: 'note', number: 'N1' })
    t.same(
      (await openOf(kit, shop, meera)).filter((one) => one.startsWith('note')),
      ['note 100'],
      'it stays beside',
    )
    await set(shop, meera, [], { shares: 'oldest' })
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 0', 'B2 20', 'B3 40', 'note 0', 'on-account 0'].sort())
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('by hand, in parts, and once however often it is pressed', async (t) => {
    const { shop, meera, ids } = await someBills(['30', '50'])
    const [first = '', second = ''] = ids
    const advance = await aDue(kit, shop, meera, { amount: '60', side: 'credit', kind: 'advance', number: 'A1' })
    const id = newId()
    const press = () =>
      set(
        shop,
        meera,
        [
          [advance, second, '45'],
          [advance, first, '5'],
        ],
        { id },
      )
    await Promise.all([press(), press(), press()])
    await press()
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 25', 'B2 5', 'advance 10'].sort())
    await refused(t, set(shop, meera, [[advance, first, '1']], { id }), {
      key: 'allocation.refusal.otherBody',
      status: 409,
    })
    const lines = await within(shop, (tx) =>
      tx('audit_line').where({ action: 'payment.used' }).select('entity', 'after'),
    )
    t.match(lines, [{ entity: 'party', after: { party: 'Meera Shah', bills: 'B1, B2', used_paise: '5000' } }])
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('refuses what cannot be, and nothing is changed', async (t) => {
    const { shop, meera, ids } = await someBills(['30', '50'])
    const [first = '', second = ''] = ids
    const money = await aDue(kit, shop, meera, { amount: '40', side: 'credit', kind: 'advance' })
    const sita = await aParty(kit, shop, { name: 'Sita' })
    const hers = await aDue(kit, shop, sita, { amount: '40', number: 'S1' })
    const no = (work: Promise<unknown>, key: string) => refused(t, work, { key })
    await no(set(shop, meera, []), 'allocation.refusal.nothing')
    await no(set(shop, meera, [[money, first, '0']]), 'allocation.refusal.notPositive')
    await no(set(shop, meera, [[money, first, '31']]), 'allocation.refusal.overItem')
    await no(
      set(shop, meera, [
        [money, first, '30'],
        [money, second, '11'],
      ]),
      'allocation.refusal.overReceipt',
    )
    await no(set(shop, meera, [[money, hers, '1']]), 'allocation.refusal.notOpen')
    await no(set(shop, meera, [[first, second, '1']]), 'allocation.refusal.sameSide')
    await no(
      set(shop, meera, [
        [money, first, '1'],
        [money, first, '2'],
      ]),
      'allocation.refusal.twice',
    )
    await no(set(shop, meera, [[money, first, '1']], { onDate: '2026-11-22' }), 'fields.date.future')
    const { shop: other, meera: theirs } = await someBills(['10'])
    await refused(t, set(other, meera, [[money, first, '1']]), { name: 'NotFound' })
    await no(set(other, theirs, [[money, first, '1']]), 'allocation.refusal.notOpen')
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 30', 'B2 50', 'advance 40'].sort())
  })

  t.test('two at one instant never settle a bill twice', async (t) => {
    const { shop, meera, ids } = await someBills(['100'])
    const [bill = ''] = ids
    const [one, two] = [
      await aDue(kit, shop, meera, { amount: '70', side: 'credit', kind: 'advance' }),
      await aDue(kit, shop, meera, { amount: '70', side: 'credit', kind: 'advance' }),
    ]
    const answers = await Promise.allSettled([one, two].map((from) => set(shop, meera, [[from, bill, '70']])))
    t.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('one is taken back by a dated opposite row, the others stand; a second press does nothing', async (t) => {
    const { shop, meera, ids } = await someBills(['30', '50'])
    const money = await aDue(kit, shop, meera, { amount: '60', side: 'credit', kind: 'advance' })
    await set(
      shop,
      meera,
      [
        [money, ids[0] ?? '', '30'],
        [money, ids[1] ?? '', '20'],
      ],
      { onDate: '2026-11-10' },
    )
    const [row] = await rowsOf(shop, ids[0])
    await refused(t, undo(shop, meera, row?.id ?? '', '2026-11-09'), { key: 'allocation.refusal.undoDate' })
    await refused(t, undo(shop, meera, row?.id ?? '', '2026-11-22'), { key: 'fields.date.future' })
    await Promise.all([1, 2].map(() => undo(shop, meera, row?.id ?? '')))
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 30', 'B2 30', 'advance 40'].sort())
    t.match(await rowsOf(shop, ids[0]), [
      { amount: rs('30'), on_date: '2026-11-10' },
      { amount: -rs('30'), on_date: today, reverses_id: row?.id },
    ])
    await set(shop, meera, [[money, ids[0] ?? '', '30']], { onDate: '2026-11-15' })
    t.equal((await rowsOf(shop, ids[0])).at(-1)?.on_date, today, 'no earlier than it was open again')
    t.same(await faultsOf(kit, shop), [])
  })

  t.test("what a receipt settled is taken back one by one, not what a cancelled one's reversal did", async (t) => {
    const { shop, meera, ids } = await someBills(['30', '50'])
    const tenders = [{ mode: 'upi', amount: rs('80'), reference: '' }] as const
    const request = {
      id: newId(),
      partyId: meera,
      onDate: today,
      tenders,
      against: 'oldest',
      restAs: 'advance',
    } as const
    const actor = actorFor(shop.asha, kit)
    const { id } = await within(shop, (tx) => receivePayment(tx, shop.id, { ...request, note: '' }, actor))
    await undo(shop, meera, (await rowsOf(shop, ids[0]))[0]?.id ?? '')
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 30', 'B2 0', 'against 30'].sort())
    await within(shop, (tx) => cancelPayment(tx, shop.id, { id, reason: 'Wrong', onDate: today }, actor))
    const reversing = await within(shop, (tx) =>
      tx('allocation as a')
        .join('open_item as f', 'f.id', 'a.from_item_id')
        .where({ 'f.kind': 'reversal' })
        .first('a.id'),
    )
    await refused(t, undo(shop, meera, reversing.id), { key: 'allocation.refusal.ofReversal' })
    const stranger = await aParty(kit, shop, { name: 'Sita' })
    await refused(t, undo(shop, stranger, reversing.id), { name: 'NotFound' })
    t.same(await faultsOf(kit, shop), [])
  })

  t.test(
    'a small rest is written off to bad debts, once, and the entry goes whole when it is taken back',
    async (t) => {
      const { shop, meera, ids } = await someBills(['100'])
      const [itemId = ''] = ids
      const request = { id: newId(), partyId: meera, itemId, amount: rs('3'), onDate: today, reason: 'Coins short' }
      await Promise.all([1, 2].map(() => giveUp(shop, writeOff, request)))
      t.same(await openOf(kit, shop, meera), ['B1 97', 'against 0'])
      t.same(await linesOf(shop, request.id), [
        ['bad-debts', rs('3')],
        ['debtors', -rs('3')],
      ])
      t.match(await within(shop, (tx) => tx('voucher').where({ id: request.id }).first()), { number: 'JV/26-27/00001' })
      await refused(t, giveUp(shop, writeOff, { ...request, amount: rs('4') }), { key: 'allocation.refusal.otherBody' })
      t.same(await faultsOf(kit, shop), [])
      const rows = await rowsOf(shop, itemId)
      await undo(shop, meera, rows[0]?.id ?? '')
      t.same(await openOf(kit, shop, meera), ['B1 100', 'against 0'])
      t.equal(await balanceOf(shop, meera), rs('100'))
      t.same(await faultsOf(kit, shop), [])
    },
  )

  t.test('a discount is allowed to customers and received from suppliers, on the account of the bill', async (t) => {
    const shop = await aShop(kit)
    const both = await aParty(kit, shop, { isSupplier: true })
    const [owes, owed] = [
      await aDue(kit, shop, both, { amount: '100' }),
      await aDue(kit, shop, both, { amount: '200', side: 'credit', number: 'S1' }),
    ]
    const asked = { partyId: both, amount: rs('5'), onDate: today, reason: 'Paid at once' }
    const [given, got, back] = [newId(), newId(), newId()]
    await giveUp(shop, giveDiscount, { ...asked, id: given, itemId: owes })
    await giveUp(shop, giveDiscount, { ...asked, id: got, itemId: owed })
    await giveUp(shop, writeOff, { ...asked, id: back, itemId: owed })
    t.same(await linesOf(shop, given), [
      ['discount-allowed', rs('5')],
      ['debtors', -rs('5')],
    ])
    t.same(await linesOf(shop, got), [
      ['creditors', rs('5')],
      ['discount-received', -rs('5')],
    ])
    t.same(await linesOf(shop, back), [
      ['creditors', rs('5')],
      ['other-income', -rs('5')],
    ])
    t.equal(await balanceOf(shop, both), rs('95') - rs('190'))
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('nothing is given up without a reason, beyond what is open, or before it was', async (t) => {
    const { shop, meera, ids } = await someBills(['10'])
    const asked = { partyId: meera, itemId: ids[0] ?? '', amount: rs('1'), onDate: today, reason: 'Short' }
    await refused(t, giveUp(shop, writeOff, { ...asked, reason: ' ' }), { key: 'allocation.refusal.reason' })
    await refused(t, giveUp(shop, writeOff, { ...asked, amount: rs('11') }), { key: 'allocation.refusal.overItem' })
    await refused(t, giveUp(shop, writeOff, { ...asked, amount: rs('0') }), { key: 'allocation.refusal.notPositive' })
    await refused(t, giveUp(shop, writeOff, { ...asked, onDate: '2026-10-31' }), {
      key: 'allocation.refusal.beforeItem',
    })
    await refused(t, giveUp(shop, writeOff, { ...asked, onDate: '2026-11-22' }), { key: 'fields.date.future' })
    await refused(t, giveUp(shop, writeOff, { ...asked, itemId: newId() }), { key: 'allocation.refusal.notOpen' })
    const devs = await devsShop(kit)
    await refused(
      t,
      inBusiness(kit.db, devs.id, (tx) => writeOff(tx, devs.id, { id: newId(), ...asked }, actorFor(devs.dev, kit))),
      { name: 'NotFound' },
    )
    t.same(await openOf(kit, shop, meera), ['B1 10'])
  })

  t.test('a closed period takes no settling, no write-off and no undoing', async (t) => {
    const { shop, meera, ids } = await someBills(['30'])
    const [bill = ''] = ids
    const money = await aDue(kit, shop, meera, { amount: '60', side: 'credit', kind: 'advance' })
    await set(shop, meera, [[money, bill, '10']], { onDate: '2026-11-10' })
    const [row] = await rowsOf(shop, bill)
    const lock = { lockDate: '2026-11-15', reason: '' }
    await within(shop, (tx) => setLockDate(tx, shop.id, lock, actorFor(shop.asha, kit)))
    const onDate = '2026-11-15'
    await refused(t, set(shop, meera, [[money, bill, '10']], { onDate }), { key: 'errors.locked' })
    await refused(t, undo(shop, meera, row?.id ?? '', onDate), { key: 'errors.locked' })
    const off = { partyId: meera, itemId: bill, amount: rs('1'), onDate, reason: 'Short' }
    await refused(t, giveUp(shop, writeOff, off), { key: 'errors.locked' })
    await undo(shop, meera, row?.id ?? '')
    t.same((await openOf(kit, shop, meera)).sort(), ['B1 30', 'advance 60'].sort())
    t.same(await faultsOf(kit, shop), [])
  })

  t.test('after anything that people settle, give up and take back, the books hold', async (t) => {
    const step = fc.record({
      what: fc.constantFrom('bill', 'owed', 'settle', 'oldest', 'write-off', 'discount', 'undo'),
      amount: fc.bigInt({ min: 1n, max: 50_000n }),
      chosen: fc.nat(),
      day: fc.integer({ min: 10, max: 21 }),
    })
    const run = await fc.check(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const shop = await aShop(kit)
        const party = await aParty(kit, shop, { isSupplier: true })
        for (const one of steps) await attempt(shop, party, one).catch(rethrowUnlessRefused)
        const results = await within(shop, (tx) => booksCheck(tx, shop.id))
        const wrong = results.filter(({ holds, point }) => !holds && point !== 9)
        if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
        await eachDayIsWithin(shop, party)
      }),
      { numRuns: 40 },
    )
    t.notOk(run.failed, `${fc.defaultReportMessage(run) ?? ''} (seed ${run.seed})`)
  })

  interface Step {
    what: 'bill' | 'owed' | 'settle' | 'oldest' | 'write-off' | 'discount' | 'undo'
    amount: bigint
    chosen: number
    day: number
  }

  async function attempt(shop: Shop, party: string, { what, amount, chosen, day }: Step): Promise<void> {
    const onDate = `2026-11-${day}`
    const text = `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
    const items = await within(shop, (tx) => listOpenItems(tx, shop.id, party))
    const pick = items[chosen % items.length]
    switch (what) {
      case 'bill':
      case 'owed':
        await aDue(kit, shop, party, { amount: text, side: what === 'bill' ? 'debit' : 'credit', onDate })
        return
      case 'oldest':
        return set(shop, party, [], { shares: 'oldest', onDate })
      case 'settle': {
        const other = items.find(({ side }) => side !== pick?.side)
        return set(shop, party, [[pick?.id ?? '', other?.id ?? '', text]], { onDate })
      }
      case 'write-off':
      case 'discount': {
        const request = { partyId: party, itemId: pick?.id ?? '', amount: rs(text), onDate, reason: 'Short' }
        return giveUp(shop, what === 'discount' ? giveDiscount : writeOff, request)
      }
      case 'undo': {
        const live = await within(shop, (tx) => tx('allocation').whereNull('reverses_id').select('id'))
        const row = live[chosen % live.length]
        if (row) await undo(shop, party, row.id, onDate)
        return
      }
    }
  }

  /** On no day is less than nothing open of an item, or more than all of it. */
  async function eachDayIsWithin(shop: Shop, party: string): Promise<void> {
    const { rows } = await within(shop, (tx) =>
      tx.raw(
        `select i.id from open_item i join allocation a on a.from_item_id = i.id or a.to_item_id = i.id
         where i.party_id = ? and a.on_date < i.on_date
         union all
         select d.id from (
           select i.id, i.amount, (select sum(b.amount) from allocation b
             where (b.from_item_id = i.id or b.to_item_id = i.id) and b.on_date <= a.on_date) as settled
           from open_item i join allocation a on a.from_item_id = i.id or a.to_item_id = i.id where i.party_id = ?) d
         where d.settled < 0 or d.settled > d.amount`,
        [party, party],
      ),
    )
    if (rows.length > 0) throw new Error(`an item is outside its amount on some day: ${JSON.stringify(rows)}`)
  }

  async function someBills(amounts: string[]): Promise<{ shop: Shop; meera: string; ids: string[] }> {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    const ids: string[] = []
    for (const [at, amount] of amounts.entries())
      ids.push(await aDue(kit, shop, meera, { amount, dueOn: `2026-11-0${at + 1}`, number: `B${at + 1}` }))
    return { shop, meera, ids }
  }

  const rowsOf = (shop: Shop, itemId = '') =>
    within<{ id: string; amount: bigint; on_date: string; reverses_id: string | null }[]>(shop, (tx) =>
      tx('allocation').where({ to_item_id: itemId }).orderBy('id').select('id', 'amount', 'on_date', 'reverses_id'),
    )

  const linesOf = (shop: Shop, voucherId: string) =>
    within(shop, async (tx) => {
      const rows = await tx('posting as p')
        .join('account as a', 'a.id', 'p.account_id')
        .where({ voucher_id: voucherId })
        .orderBy('p.amount', 'desc')
        .select('a.role', 'p.amount')
      return rows.map(({ role, amount }) => [role, amount])
    })

  const balanceOf = (shop: Shop, partyId: string) =>
    within(shop, async (tx) => (await tx('party_balance').where({ party_id: partyId }).first())?.amount)
})

function rethrowUnlessRefused(error: unknown): void {
  if (!(error instanceof Error && 'key' in error)) throw error
}

async function refused(t: Test, work: Promise<unknown>, expected: object): Promise<void> {
  const error = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  t.match(error, expected)
}
