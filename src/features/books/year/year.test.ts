import t from 'tap'
import { accountOf } from '../../../core/vouchers.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember, aShop, type Person, type Shop } from '../../../testing/cast.ts'
import { text, validHtml } from '../../../testing/html.ts'
import { accountsByRole, booksCheck, post, reverse, setLockDate, trialBalanceFigures } from '../index.ts'
import { closeYear, reopenYear } from './year.commands.ts'

type Role = Parameters<typeof accountOf>[1]

t.test('the year', async (t) => {
  const kit = await testApp(t)
  const { db, as, root } = kit

  const write = (shop: Shop, onDate: string, amount: bigint, [debit, credit]: readonly [Role, Role]) =>
    inBusiness(db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      const lines = [
        { accountId: accountOf(roles, debit), commodity: 'INR', amount },
        { accountId: accountOf(roles, credit), commodity: 'INR', amount: -amount },
      ] as const
      const id = newId()
      const voucher = { id, kind: 'journal', onDate, number: '', narration: '', lines } as const
      await post(tx, shop.id, voucher, actorFor(shop.asha, kit))
      return id
    })
  /** Sold for 1,000.00 with charges of 300.00 last year, and 50.00 sold in this one. */
  const aShopOfTwoYears = async () => {
    const shop = await aShop(kit)
    await write(shop, '2025-10-10', 1000_00n, ['cash', 'sales'])
    await write(shop, '2026-03-31', 300_00n, ['bank-charges', 'cash'])
    await write(shop, '2026-04-01', 50_00n, ['cash', 'sales'])
    return shop
  }
  const balanceOf = (shop: Shop, role: Role, asOf: string) =>
    inBusiness(db, shop.id, async (tx) => {
      const figures = await trialBalanceFigures(tx, shop.id, asOf)
      return figures.find((figure) => figure.role === role)?.balance
    })
  const faults = (shop: Shop) =>
    inBusiness(db, shop.id, async (tx) => (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds))
  const capitalOf = (shop: Shop) =>
    inBusiness(db, shop.id, async (tx) => accountOf(await accountsByRole(tx, shop.id), 'capital'))
  const close = async (shop: Shop, by: Person, fields: Record<string, string> = {}) =>
    as(by).post('/books/year', {
      id: newId(),
      label: '25-26',
      capital: await capitalOf(shop),
      confirm: '25-26',
      ...fields,
    })
  const lockOf = async (shop: Shop): Promise<string | null> =>
    (await root('business').where({ id: shop.id }).first('lock_date')).lock_date
  const closedId = async (shop: Shop): Promise<string> =>
    (await root('year_close').where({ business_id: shop.id, reopened_at: null }).first('id')).id

  t.test('is closed from its page: the profit goes to capital, its days are locked, balances go on', async (t) => {
    const shop = await aShopOfTwoYears()
    const before = await as(shop.chitra).get('/books/year')
    t.match(text(before.body), /26-27 .* 50\.00 Running 25-26 .* 700\.00 Open.*Close 25-26/)
    t.same(await validHtml(before.body), [])
    t.match(await close(shop, shop.chitra), { statusCode: 303, headers: { location: '/books/year' } })
    t.equal(await balanceOf(shop, 'sales', '2026-03-31'), 0n)
    t.equal(await balanceOf(shop, 'bank-charges', '2026-03-31'), 0n)
    t.equal(await balanceOf(shop, 'capital', '2026-03-31'), -700_00n)
    t.equal(await balanceOf(shop, 'cash', '2026-03-31'), 700_00n)
    t.equal(await balanceOf(shop, 'sales', '2026-04-01'), -50_00n, 'the new year has its own')
    t.equal(await lockOf(shop), '2026-03-31')
    t.same(await faults(shop), [])
    const page = await as(shop.asha).get('/books/year')
    t.match(text(page.body), /The year is closed|25-26 .* 700\.00 Closed by Chitra/)
    t.match(text(page.body), /The running year can be closed from 1 Apr 2027 on/)
    t.same(await validHtml(page.body), [])
    const carried = await as(shop.asha).get(`/books/year/${await closedId(shop)}`)
    t.match(
      text(carried.body),
      /Every balance was carried forward.*Owner's Capital 700\.00 Cr 700\.00 Cr Cash 700\.00 Dr 700\.00 Dr/,
    )
    t.same(await validHtml(carried.body), [])
  })

  t.test('that is closed takes nothing more, by whatever way', async (t) => {
    const shop = await aShopOfTwoYears()
    const sale = await write(shop, '2026-03-30', 10_00n, ['cash', 'sales'])
    await close(shop, shop.asha)
    const asha = actorFor(shop.asha, kit)
    const locked = { message: 'errors.locked' }
    await t.rejects(write(shop, '2026-03-31', 1_00n, ['cash', 'sales']), locked)
    const undo = { voucherId: sale, newId: newId(), onDate: '2026-03-31', reason: 'x' }
    await t.rejects(
      inBusiness(db, shop.id, (tx) => reverse(tx, shop.id, undo, asha)),
      locked,
    )
    for (const lockDate of [null, '2026-03-30'])
      await t.rejects(
        inBusiness(db, shop.id, (tx) => setLockDate(tx, shop.id, { lockDate, reason: 'late bill' }, asha)),
        { message: 'lock.refusal.behindYear' },
      )
    const typed = await as(shop.asha).post('/books/lock', { lockDate: '', reason: 'late bill' })
    t.equal(typed.statusCode, 422)
    t.match(text(typed.body), /The year up to 2026-03-31 is closed|so these days stay closed/)
    const asked = { id: newId(), from: '31/3/2026', to: '31/3/2026', reasonAsked: 'late bill' }
    const exception = await as(shop.chitra).post('/books/lock/exceptions', asked)
    t.equal(exception.statusCode, 422)
    t.match(text(exception.body), /The year of these days is closed/)
    const [closing] = await root('voucher').where({ business_id: shop.id, kind: 'closing' })
    await t.rejects(
      inBusiness(db, shop.id, (tx) =>
        reverse(tx, shop.id, { ...undo, voucherId: closing.id, onDate: '2026-11-21' }, asha),
      ),
      { message: 'year.refusal.closingVoucher' },
    )
  })

  t.test('closes also when its days were locked before, and goes back to that when opened again', async (t) => {
    const shop = await aShopOfTwoYears()
    const asha = actorFor(shop.asha, kit)
    await inBusiness(db, shop.id, (tx) => setLockDate(tx, shop.id, { lockDate: '2026-03-31', reason: '' }, asha))
    await close(shop, shop.chitra)
    t.same(await faults(shop), [])
    const id = await closedId(shop)
    const reopen = (by: Person, fields: Record<string, string>) =>
      as(by).post(`/books/year/${id}/reopening`, { label: '25-26', confirm: '25-26', reason: '', ...fields })
    t.equal((await reopen(shop.chitra, { reason: 'A bill came late' })).statusCode, 403, 'only the owner')
    t.match(text((await reopen(shop.asha, {})).body), /There is a problem.*Write why the year is opened again/)
    t.equal((await reopen(shop.asha, { reason: 'A bill came late' })).statusCode, 303)
    t.equal(await balanceOf(shop, 'sales', '2026-03-31'), -1000_00n)
    t.equal(await balanceOf(shop, 'capital', '2026-03-31'), 0n)
    t.equal(await lockOf(shop), '2026-03-31')
    t.same(await faults(shop), [])
    await inBusiness(db, shop.id, (tx) =>
      setLockDate(tx, shop.id, { lockDate: null, reason: 'A bill came late' }, asha),
    )
    await write(shop, '2026-03-31', 100_00n, ['bank-charges', 'cash'])
    t.match(text((await as(shop.asha).get('/books/year')).body), /25-26 .* 600\.00 Open/)
    t.equal((await close(shop, shop.asha)).statusCode, 303)
    t.equal(await balanceOf(shop, 'capital', '2026-03-31'), -600_00n)
    t.same(await faults(shop), [])
    const actions = await root('audit_line')
      .where({ business_id: shop.id, entity: 'year' })
      .orderBy('seq')
      .pluck('action')
    t.same(actions, ['year.closed', 'year.reopened', 'year.closed'])
  })

  t.test('is not closed by mistake', async (t) => {
    const shop = await aShopOfTwoYears()
    const unconfirmed = await close(shop, shop.asha, { confirm: '26-27' })
    t.equal(unconfirmed.statusCode, 422)
    t.match(text(unconfirmed.body), /There is a problem.*Type 25-26 exactly/)
    t.match(unconfirmed.body, 'value="26-27"')
    t.same(await validHtml(unconfirmed.body), [])
    const running = await close(shop, shop.asha, { label: '26-27', confirm: '26-27' })
    t.match(text(running.body), /26-27 cannot be closed now/)
    t.match(text((await close(shop, shop.asha, { capital: newId() })).body), /Choose an account of capital/)
    t.equal((await close(shop, shop.bharat)).statusCode, 403)
    t.equal((await as(await aMember(kit, shop, 'auditor')).get('/books/year')).statusCode, 200)
    t.equal(await root('year_close').where({ business_id: shop.id }).first(), undefined)
    t.equal(await lockOf(shop), null)
  })

  t.test('waits until the opening difference is nil and the books agree', async (t) => {
    const shop = await aShopOfTwoYears()
    await write(shop, '2026-03-01', 5_00n, ['cash', 'opening-difference'])
    t.match(text((await close(shop, shop.asha)).body), /The opening balances differ by -5\.00/)
    await write(shop, '2026-03-01', 5_00n, ['opening-difference', 'capital'])
    await root('account_month').where({ business_id: shop.id, month: '2025-10-01' }).increment('debit', 1)
    t.match(text((await close(shop, shop.asha)).body), /The books check does not hold at point 2/)
    t.equal(await root('year_close').where({ business_id: shop.id }).first(), undefined)
  })

  t.test('closed twice by one form is closed once, also by two at one instant', async (t) => {
    const shop = await aShopOfTwoYears()
    const id = newId()
    const capitalAccountId = await capitalOf(shop)
    const asked = { id, label: '25-26', capitalAccountId }
    const asha = actorFor(shop.asha, kit)
    const both = [1, 2].map(() => inBusiness(db, shop.id, (tx) => closeYear(tx, shop.id, asked, '2026-11-21', asha)))
    await Promise.all(both)
    const closings = await root('voucher').where({ business_id: shop.id, kind: 'closing' })
    t.equal(closings.length, 1)
  })

  t.test('years are opened again from the last one back', async (t) => {
    const shop = await aShopOfTwoYears()
    await write(shop, '2024-06-01', 10_00n, ['cash', 'sales'])
    t.match(text((await close(shop, shop.asha)).body), /25-26 cannot be closed now/)
    t.equal((await close(shop, shop.asha, { label: '24-25', confirm: '24-25' })).statusCode, 303)
    const first = await closedId(shop)
    t.equal((await close(shop, shop.asha)).statusCode, 303)
    const asha = actorFor(shop.asha, kit)
    const reopen = inBusiness(db, shop.id, (tx) =>
      reopenYear(tx, shop.id, { id: first, reason: 'x' }, '2026-11-21', asha),
    )
    await t.rejects(reopen, { message: 'year.refusal.notLast' })
    t.equal(await balanceOf(shop, 'capital', '2026-11-21'), -710_00n)
  })
})
