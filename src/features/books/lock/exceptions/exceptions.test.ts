import t from 'tap'
import { accountOf } from '../../../../core/vouchers.ts'
import { newId } from '../../../../db/ids.ts'
import { inBusiness } from '../../../../db/tenant.ts'
import { testApp } from '../../../../testing/app.ts'
import { actorFor, aShop, type Person, type Shop } from '../../../../testing/cast.ts'
import { text, validHtml } from '../../../../testing/html.ts'
import { accountsByRole, booksCheck, post, setLockDate } from '../../index.ts'

t.test('an exception to the lock', async (t) => {
  const kit = await testApp(t)
  const { db, as, root } = kit
  const locked = '2026-10-31'

  const aLockedShop = async () => {
    const shop = await aShop(kit)
    const asha = actorFor(shop.asha, kit)
    await inBusiness(db, shop.id, (tx) => setLockDate(tx, shop.id, { lockDate: locked, reason: '' }, asha))
    return shop
  }
  const sell = (shop: Shop, by: Person, onDate: string) =>
    inBusiness(db, shop.id, async (tx) => {
      const roles = await accountsByRole(tx, shop.id)
      const lines = [
        { accountId: accountOf(roles, 'cash'), commodity: 'INR', amount: 5_00n },
        { accountId: accountOf(roles, 'sales'), commodity: 'INR', amount: -5_00n },
      ] as const
      await post(
        tx,
        shop.id,
        { id: newId(), kind: 'journal', onDate, number: '', narration: '', lines },
        actorFor(by, kit),
      )
    })
  const ask = (by: Person, fields: Record<string, string> = {}) =>
    as(by).post('/books/lock/exceptions', {
      id: newId(),
      from: '30/10/2026',
      to: '31/10/2026',
      reasonAsked: 'The rent of October was forgotten',
      ...fields,
    })
  const lastOf = async (shop: Shop) => {
    const row = await root('lock_exception').where({ business_id: shop.id }).orderBy('asked_at', 'desc').first()
    return row
  }
  const decide = (by: Person, id: string, decision: string) =>
    as(by).post(`/books/lock/exceptions/${id}/decision`, { decision, hold: '1', note: 'Only the rent' })

  t.test('is asked by one person and granted by another, and lets in that person on those days', async (t) => {
    const shop = await aLockedShop()
    await t.rejects(sell(shop, shop.chitra, '2026-10-31'), { message: 'errors.locked' })
    t.match(await ask(shop.chitra), { statusCode: 303 })
    const { id } = await lastOf(shop)
    await t.rejects(sell(shop, shop.chitra, '2026-10-31'), { message: 'errors.locked' }, 'asking opens nothing')
    t.equal((await decide(shop.chitra, id, 'grant')).statusCode, 403, 'nobody grants his own')
    t.match(await decide(shop.asha, id, 'grant'), { statusCode: 303 })
    await sell(shop, shop.chitra, '2026-10-31')
    await t.rejects(sell(shop, shop.asha, '2026-10-31'), { message: 'errors.locked' }, 'nobody else')
    await t.rejects(sell(shop, shop.chitra, '2026-10-29'), { message: 'errors.locked' }, 'no other day')
    const wrong = await inBusiness(db, shop.id, async (tx) =>
      (await booksCheck(tx, shop.id)).filter(({ holds }) => !holds),
    )
    t.same(wrong, [], 'the books check knows why')
    const { body } = await as(shop.asha).get('/books/lock')
    t.match(text(body), /30 Oct 2026 – 31 Oct 2026 Chitra .*The rent of October was forgotten Open until/)
    t.same(await validHtml(body), [])
    const actions = await root('audit_line').where({ business_id: shop.id, entity: 'lock_exception' }).pluck('action')
    t.same(actions.sort(), ['books.exception.asked', 'books.exception.granted'])
  })

  t.test('ends by itself, or at once', async (t) => {
    const shop = await aLockedShop()
    await ask(shop.chitra)
    const { id } = await lastOf(shop)
    await decide(shop.asha, id, 'grant')
    t.match(await as(shop.asha).post(`/books/lock/exceptions/${id}/end`), { statusCode: 303 })
    await t.rejects(sell(shop, shop.chitra, '2026-10-31'), { message: 'errors.locked' })
    t.equal((await as(shop.asha).post(`/books/lock/exceptions/${id}/end`)).statusCode, 409)
    await ask(shop.chitra)
    const next = await root('lock_exception').where({ business_id: shop.id, is_granted: null }).first()
    await decide(shop.asha, next.id, 'grant')
    await root('lock_exception').where({ id: next.id }).update({ until: kit.clock() })
    await t.rejects(sell(shop, shop.chitra, '2026-10-31'), { message: 'errors.locked' })
  })

  t.test('may be refused, and is decided once', async (t) => {
    const shop = await aLockedShop()
    await ask(shop.chitra)
    const { id } = await lastOf(shop)
    await decide(shop.asha, id, 'refuse')
    t.equal((await decide(shop.asha, id, 'grant')).statusCode, 409)
    await t.rejects(sell(shop, shop.chitra, '2026-10-31'), { message: 'errors.locked' })
    t.match(text((await as(shop.chitra).get('/books/lock')).body), /Refused by Asha.*Only the rent/)
  })

  t.test('is not asked for open days, without a reason or backwards; what was typed stays', async (t) => {
    const shop = await aLockedShop()
    const open = await ask(shop.chitra, { from: '01/11/2026', to: '' })
    t.equal(open.statusCode, 422)
    t.match(text(open.body), /There is a problem.*These days are open/)
    t.match(open.body, /value="01\/11\/2026"/)
    t.match(text((await ask(shop.chitra, { reasonAsked: ' ' })).body), /Write what must be entered/)
    t.match(text((await ask(shop.chitra, { to: '29/10/2026' })).body), /The last day comes before the first/)
    t.match(text((await ask(shop.chitra, { from: 'someday' })).body), /There is a problem/)
    t.equal(await lastOf(shop), undefined)
  })

  t.test('the same form pressed twice asks once', async (t) => {
    const shop = await aLockedShop()
    const id = newId()
    t.equal((await ask(shop.chitra, { id })).statusCode, 303)
    t.equal((await ask(shop.chitra, { id })).statusCode, 409)
    const { rows } = await root.raw('select count(*)::int as n from lock_exception where business_id = ?', [shop.id])
    t.equal(rows[0].n, 1)
  })

  t.test('stays within its business', async (t) => {
    const [shop, other] = [await aLockedShop(), await aLockedShop()]
    await ask(shop.chitra)
    const { id } = await lastOf(shop)
    t.equal((await decide(other.asha, id, 'grant')).statusCode, 404)
  })
})
