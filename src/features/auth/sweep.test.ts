import t from 'tap'
import { testApp } from '../../testing/app.ts'
import { aPerson, aShop } from '../../testing/cast.ts'
import { makeReset, sweepEntrances } from './index.ts'

t.test('what lets nobody in any more is removed, what does stays', async (t) => {
  const kit = await testApp(t)
  const { db, clock, as, anonymous } = kit
  const { asha } = await aShop(kit)
  const gita = await aPerson(kit, 'Gita')
  await as(asha).get('/account')
  await makeReset(db, gita.id, clock(), 3_600_000)
  await anonymous.post('/sign-in', { email: gita.email, password: 'wrong wrong' })
  await as(asha).post('/people/invitations', { name: 'Esha', email: 'esha@shop.test', role: 'cashier' })
  const left = async () =>
    Promise.all(['session', 'throttle', 'password_reset', 'invitation'].map(async (table) => (await db(table)).length))
  await sweepEntrances(db, clock())
  t.same(await left(), [2, 2, 1, 1])
  await sweepEntrances(db, new Date(clock().getTime() + 13 * 3_600_000))
  t.same(await left(), [0, 2, 1, 1])
  await sweepEntrances(db, new Date(clock().getTime() + 40 * 86_400_000))
  t.same(await left(), [0, 0, 0, 0])
})
