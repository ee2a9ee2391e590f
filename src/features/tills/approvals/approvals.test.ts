import t from 'tap'
import { Refusal } from '../../../core/errors.ts'
import { testApp } from '../../../testing/app.ts'
import { actorFor, aMember, aShop, type Person, type Shop, testPassword } from '../../../testing/cast.ts'
import { approveByPin, approvers } from '../index.ts'
import { pinFault } from '../pin/pin.rules.ts'

t.test('a PIN', async (t) => {
  const kit = await testApp(t)
  const { as, db, root, clock } = kit
  const setPin = (person: Person, pin = '7319', password = testPassword, again = pin) =>
    as(person).post('/account/pin', { password, pin, again })
  const approve = (shop: Shop, pin: string, userId = shop.asha.id) =>
    approveByPin(
      db,
      shop.id,
      {
        userId,
        pin,
        permission: 'sale.approve',
        action: 'sale.below-floor',
        details: { number: 'B1', asked_paise: 100n },
      },
      { ...actorFor(shop.bharat, kit), agent: 'Tablet' },
    )
  const refusedBy = async (work: Promise<unknown>): Promise<Pick<Refusal, 'key' | 'values'>> => {
    const error = await work.then(
      () => new Error('it was approved'),
      (reason: unknown) => reason,
    )
    if (!(error instanceof Refusal)) throw error
    return error
  }
  const linesOf = (shop: Shop) =>
    root('audit_line').where({ business_id: shop.id }).whereLike('action', 'approval.%').orderBy('seq')

  t.test('is set with the password, and only its hash is kept', async (t) => {
    const shop = await aShop(kit)
    t.match((await as(shop.asha).get('/account/pin')).body, /inputmode="numeric"/)
    t.match((await setPin(shop.asha, '7319', 'not mine')).body, 'not the password')
    t.match((await setPin(shop.asha, '7319', testPassword, '7318')).body, 'The two PINs differ')
    t.match((await setPin(shop.asha, '1234')).body, 'Others would try this one first')
    t.equal((await setPin(shop.asha)).statusCode, 303)
    const [row] = await root('membership').where({ business_id: shop.id, user_id: shop.asha.id })
    t.match(row.till_pin_hash, /^\$argon2id/)
    t.match(await root('audit_line').where({ business_id: shop.id, action: 'member.pin-set' }), [{ by_name: 'Asha' }])
    t.match((await as(shop.asha).get('/account/pin')).body, 'You have a PIN')
  })

  t.test('that anyone would guess is refused', async (t) => {
    for (const pin of ['123', '123456789', 'abcd', '0000', '1234', '4321', '987654', '1987', '2004', '1212', '777777'])
      t.ok(pinFault(pin), pin)
    for (const pin of ['7319', '40817', '13579246']) t.notOk(pinFault(pin), pin)
  })

  t.test('says yes at another till; the audit has who asked, for what and where', async (t) => {
    const shop = await aShop(kit)
    await setPin(shop.asha)
    t.same(await approve(shop, '7319'), { userId: shop.asha.id, name: 'Asha', at: clock() })
    t.match(await linesOf(shop), [
      {
        action: 'approval.given',
        by_name: 'Bharat',
        entity_id: shop.asha.id,
        after: {
          name: 'Asha',
          outcome: 'given',
          for: 'sale.below-floor',
          number: 'B1',
          asked_paise: '100',
          browser: 'Tablet',
        },
      },
    ])
    t.notMatch(JSON.stringify((await linesOf(shop))[0].after), '7319')
  })

  t.test('five wrong ones lock it for a quarter of an hour, also when many are sent at once', async (t) => {
    const shop = await aShop(kit)
    await setPin(shop.asha)
    const tries = await Promise.all(Array.from({ length: 8 }, () => refusedBy(approve(shop, '7320'))))
    const wrong = tries.filter(({ key }) => key === 'tills.refusal.wrongPin')
    t.equal(wrong.length, 5)
    t.match(await refusedBy(approve(shop, '7319')), {
      key: 'tills.refusal.pinLocked',
      values: { name: 'Asha', count: 15 },
    })
    const before = clock()
    clock.set(new Date(before.getTime() + 15 * 60_000))
    t.match(await approve(shop, '7319'), { name: 'Asha' })
    for (let wrongs = 0; wrongs < 4; wrongs++) await refusedBy(approve(shop, '1'))
    t.match(await approve(shop, '7319'), { name: 'Asha' }, 'four do not lock, and a right one forgets them')
    t.equal((await linesOf(shop)).length, 8 + 1 + 1 + 4 + 1, 'every try stands in the audit')
    clock.set(before)
  })

  t.test('of who may not, who has none, or who is not here says no', async (t) => {
    const shop = await aShop(kit)
    const other = await aShop(kit)
    await setPin(other.asha)
    await setPin(shop.bharat)
    const manager = await aMember(kit, shop, 'manager', 'Mohan')
    t.equal((await refusedBy(approve(shop, '7319', shop.bharat.id))).key, 'tills.refusal.mayNot')
    t.equal((await refusedBy(approve(shop, '7319', manager.id))).key, 'tills.refusal.noPin')
    t.equal((await refusedBy(approve(shop, '7319', other.asha.id))).key, 'tills.refusal.noApprover')
    t.equal((await refusedBy(approve(shop, '7319', ''))).key, 'tills.refusal.noApprover')
    t.same(await approvers(db, shop.id, 'sale.approve'), [])
    await setPin(manager)
    t.same(await approvers(db, shop.id, 'sale.approve'), [{ userId: manager.id, name: 'Mohan' }])
    await as(shop.asha).post(`/people/${manager.id}/end`)
    t.same(await approvers(db, shop.id, 'sale.approve'), [])
    t.match(await root('membership').where({ business_id: shop.id, user_id: manager.id }), [{ till_pin_hash: null }])
  })

  t.test('is taken away by its owner', async (t) => {
    const shop = await aShop(kit)
    await setPin(shop.asha)
    t.equal((await as(shop.asha).post('/account/pin', { password: testPassword, clear: 'yes' })).statusCode, 303)
    t.same(await approvers(db, shop.id, 'sale.approve'), [])
  })
})
