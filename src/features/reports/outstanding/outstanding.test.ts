import t from 'tap'
import { addDays } from '../../../core/dates.ts'
import { newId } from '../../../db/ids.ts'
import { writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { actorFor, aShop } from '../../../testing/cast.ts'
import { testDatabase } from '../../../testing/database.ts'
import { aDue, aParty, type NewDue, rs } from '../../../testing/dues.ts'
import { postOpeningBills } from '../../books/index.ts'
import { cancelPayment, receivePayment } from '../../payments/index.ts'
import { listOutstanding } from './outstanding.queries.ts'
import { type AgeBy, dueOf, type Stands } from './outstanding.rules.ts'

const today = '2026-11-21'

t.test('what is outstanding', async (t) => {
  const kit = { ...(await testDatabase(t)), clock: () => new Date('2026-11-21T06:30:00Z') }

  t.test('is aged to the day at the edge of every bucket, by due date and by bill date', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    for (const [at, days] of [0, 1, 30, 31, 60, 61, 90, 91, 120, 121].entries()) {
      const dueOn = addDays(today, -days)
      await aDue(kit, shop, meera, { amount: String(2 ** at), onDate: addDays(dueOn, -5), dueOn, number: `B${at}` })
    }
    // Not due | 1-30 | 31-60 | 61-90 | 91-120 | over 120 | advances
    t.same(await shown(shop.id), ['Meera Shah 1 6 24 96 384 512 0'])
    t.same(await shown(shop.id, { by: 'bill' }), ['Meera Shah 0 3 12 48 192 768 0'])
    t.same(await shown(shop.id, { asOf: addDays(today, 1) }), ['Meera Shah 0 3 12 48 192 768 0'], 'a day later')
  })

  t.test('shows advances beside the dues and never takes them off; those who owe most stand first', async (t) => {
    const shop = await aShop(kit)
    const [meera, sita, mills, both] = [
      await aParty(kit, shop),
      await aParty(kit, shop, { name: 'Sita' }),
      await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true }),
      await aParty(kit, shop, { name: 'Both', isSupplier: true }),
    ]
    const due = (party: string, amount: string, has: Partial<NewDue> = {}) =>
      aDue(kit, shop, party, { amount, dueOn: today, ...has })
    await due(meera, '100')
    await due(meera, '30', { side: 'credit', kind: 'advance' })
    await due(sita, '500')
    await due(mills, '700', { side: 'credit' })
    await due(mills, '20', { kind: 'on-account' })
    await due(both, '40')
    await due(both, '90', { side: 'credit' })
    t.same(await shown(shop.id), ['Sita 500 0 0 0 0 0 0', 'Meera Shah 100 0 0 0 0 0 30', 'Both 40 0 0 0 0 0 0'])
    t.same(await shown(shop.id, { stands: 'payable' }), ['Mills 700 0 0 0 0 0 20', 'Both 90 0 0 0 0 0 0'])
  })

  t.test('is on a past day what it was then, also after it was paid', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    for (const [at, amount] of ['30', '50', '20'].entries())
      await aDue(kit, shop, meera, { amount, onDate: '2026-09-01', dueOn: `2026-09-1${at}`, number: `B${at}` })
    const tenders = [{ mode: 'upi', amount: rs('120'), reference: 'R1' }] as const
    const money = { id: newId(), partyId: meera, tenders, against: 'oldest', restAs: 'advance', note: '' } as const
    await inBusiness(kit.db, shop.id, (tx) =>
      receivePayment(tx, shop.id, { ...money, onDate: '2026-10-20' }, actorFor(shop.asha, kit), { mayBackdate: true }),
    )
    t.same(await shown(shop.id), ['Meera Shah 0 0 0 0 0 0 20'], 'an advance is left')
    t.same(await shown(shop.id, { asOf: '2026-10-19' }), ['Meera Shah 0 0 100 0 0 0 0'])
    t.same(await shown(shop.id, { asOf: '2026-09-11' }), ['Meera Shah 70 30 0 0 0 0 0'])
    t.same(await shown(shop.id, { asOf: '2026-08-31' }), [])
  })

  t.test('is listed by name on a day after which something happened, a page at a time', async (t) => {
    const shop = await aShop(kit)
    for (const [at, name] of ['Sita', 'Anil', 'Meera'].entries())
      await aDue(kit, shop, await aParty(kit, shop, { name }), { amount: String(at + 1), onDate: '2026-10-01' })
    const mills = await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true })
    await aDue(kit, shop, mills, { amount: '9', side: 'credit', onDate: '2026-10-01' })
    await aDue(kit, shop, await aParty(kit, shop, { name: 'Babu' }), { amount: '7', onDate: today })
    const asked = { stands: 'receivable', asOf: '2026-10-31', by: 'due' } as const
    const page = (after?: string) =>
      inBusiness(kit.db, shop.id, (tx) => listOutstanding(tx, shop.id, asked, { after, limit: 2 }))
    const first = await page()
    t.same([first.order, first.hasMore, dueOf(first.totals)], ['name', true, 600n])
    t.same(
      first.rows.map(({ name }) => name),
      ['Anil', 'Meera'],
    )
    const second = await page(writeCursor(first.rows.at(-1)?.cursor ?? []))
    t.same([second.hasMore, second.rows.map(({ name }) => name)], [false, ['Sita']])
    t.same(await shown(shop.id, { ...asked, stands: 'payable' }), ['Mills 0 9 0 0 0 0 0'])
  })

  t.test('counts what was settled on its own day, also when it is entered or taken back later', async (t) => {
    const shop = await aShop(kit)
    const meera = await aParty(kit, shop)
    await aDue(kit, shop, meera, { amount: '100', onDate: '2026-08-01', dueOn: '2026-08-01' })
    const tenders = [{ mode: 'upi', amount: rs('40'), reference: 'R1' }] as const
    const money = { id: newId(), partyId: meera, tenders, against: 'oldest', restAs: 'advance', note: '' } as const
    const actor = actorFor(shop.asha, kit)
    await inBusiness(kit.db, shop.id, (tx) =>
      receivePayment(tx, shop.id, { ...money, onDate: '2026-08-20' }, actor, { mayBackdate: true }),
    )
    t.same(await shown(shop.id, { asOf: '2026-08-19' }), ['Meera Shah 0 100 0 0 0 0 0'])
    t.same(
      await shown(shop.id, { asOf: '2026-08-20' }),
      ['Meera Shah 0 60 0 0 0 0 0'],
      'though it was entered in November',
    )
    await inBusiness(kit.db, shop.id, (tx) =>
      cancelPayment(tx, shop.id, { id: money.id, reason: 'Bounced', onDate: '2026-10-02' }, actor),
    )
    t.same(await shown(shop.id, { asOf: '2026-10-01' }), ['Meera Shah 0 0 0 60 0 0 0'])
    t.same(await shown(shop.id, { asOf: '2026-10-02' }), ['Meera Shah 0 0 0 100 0 0 0'])
  })

  t.test('shows what was paid before the books began as an advance, on the side of who paid it', async (t) => {
    const shop = await aShop(kit)
    const [meera, mills, both] = [
      await aParty(kit, shop),
      await aParty(kit, shop, { name: 'Mills', isCustomer: false, isSupplier: true }),
      await aParty(kit, shop, { name: 'Both', isSupplier: true }),
    ]
    const began = { number: 'O1', onDate: '2026-03-01', dueOn: '2026-03-31' }
    for (const [partyId, amounts] of [
      [meera, ['300', '-50']],
      [mills, ['-700', '20']],
      [both, ['40', '-90']],
    ] as const) {
      const bills = amounts.map((amount, at) => ({ ...began, number: `O${at}`, amount: rs(amount) }))
      await inBusiness(kit.db, shop.id, (tx) =>
        postOpeningBills(tx, shop.id, { partyId, bills }, actorFor(shop.asha, kit)),
      )
    }
    for (const asOf of [today, '2026-10-31']) {
      t.same((await shown(shop.id, { asOf })).toSorted(), ['Both 0 0 0 0 0 40 0', 'Meera Shah 0 0 0 0 0 300 50'])
      t.same((await shown(shop.id, { asOf, stands: 'payable' })).toSorted(), [
        'Both 0 0 0 0 0 90 0',
        'Mills 0 0 0 0 0 700 20',
      ])
    }
  })

  async function shown(
    businessId: string,
    { stands = 'receivable', by = 'due', asOf = today }: { stands?: Stands; by?: AgeBy; asOf?: string } = {},
  ): Promise<string[]> {
    const { rows } = await inBusiness(kit.db, businessId, (tx) =>
      listOutstanding(tx, businessId, { stands, asOf, by }, { after: undefined, limit: 50 }),
    )
    return rows.map(({ name, aged }) =>
      [name, ...[...Object.values(aged.buckets), aged.advances].map((amount) => amount / 100n)].join(' '),
    )
  }
})
