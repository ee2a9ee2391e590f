import t from 'tap'
import { testApp } from '../testing/app.ts'
import { aPerson, aShop } from '../testing/cast.ts'

t.test('sessions', async (t) => {
  const kit = await testApp(t)
  const { db, as, anonymous } = kit
  kit.app.post(
    '/test/fields',
    { schema: { body: {} }, config: { permission: 'signed-in' } },
    async (request) => request.body,
  )

  t.test('a visitor leaves no session behind', async (t) => {
    const { statusCode, headers } = await anonymous.get('/nowhere')
    t.equal(statusCode, 404)
    t.notOk(headers['set-cookie'])
    t.equal((await db('session')).length, 0)
  })

  t.test('a form without its token, or with an old one, is too old', async (t) => {
    const asha = await aPerson(kit, 'Asha')
    for (const _csrf of ['', 'x', ['a', 'b']]) {
      const { statusCode, body } = await as(asha).post('/test/fields', { _csrf })
      t.equal(statusCode, 403)
      t.match(body, 'This form is too old')
    }
  })

  t.test('the token leaves the form before anything reads it', async (t) => {
    const asha = await aPerson(kit, 'Asha')
    const answer = await as(asha).post('/test/fields', { name: 'Meera' })
    t.same(answer.json(), { name: 'Meera' })
  })

  t.test('a form that another site sent is refused', async (t) => {
    const asha = await aPerson(kit, 'Asha')
    const answer = await as(asha).post('/test/fields', { name: 'Meera' }, { 'sec-fetch-site': 'cross-site' })
    t.equal(answer.statusCode, 403)
  })

  t.test('a session is kept without its id in clear', async (t) => {
    const { asha } = await aShop(kit)
    await as(asha).get('/test/token')
    const [row] = await db('session').where({ user_id: asha.id })
    t.match(row, { business_id: asha.businessId, id_hash: /^[\w-]{43}$/ })
  })
})
