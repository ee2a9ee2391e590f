import t from 'tap'
import { testApp } from '../../testing/app.ts'
import { aMember, aShop, devsShop, testPassword } from '../../testing/cast.ts'
import { addMember } from '../auth/index.ts'

t.test('the people of a shop', async (t) => {
  const kit = await testApp(t)
  const { db, root, clock, as, anonymous } = kit
  const roleOf = async (id: string) => (await db('membership').where({ user_id: id }).first('role')).role

  t.test('are listed for who may see them, each with role and email', async (t) => {
    const shop = await aShop(kit)
    await aMember(kit, shop, 'karigar', '<b>Esha</b>')
    const { body } = await as(shop.asha).get('/people')
    t.match(body, /Asha<\/a> <span class="badge">You.*&lt;b&gt;Esha.*Karigar/s)
    t.equal((await as(shop.bharat).get('/people')).statusCode, 403)
    const auditor = await aMember(kit, shop, 'auditor')
    const seen = await as(auditor).get('/people')
    t.equal(seen.statusCode, 200)
    t.notMatch(seen.body, '/people/invitations')
    t.equal((await as(auditor).post(`/people/${shop.bharat.id}/end`)).statusCode, 403)
  })

  t.test('get another role, once for two presses, with a line in the audit', async (t) => {
    const { asha, bharat, id } = await aShop(kit)
    for (let press = 0; press < 2; press++)
      t.equal((await as(asha).post(`/people/${bharat.id}/role`, { role: 'manager' })).statusCode, 303)
    t.equal(await roleOf(bharat.id), 'manager')
    const lines = await root('audit_line').where({ business_id: id, action: 'member.role-changed' })
    t.equal(lines.length, 1)
    t.match(lines, [{ before: { name: 'Bharat', role: 'cashier' }, after: { role: 'manager' } }])
    t.equal((await as(asha).post(`/people/${bharat.id}/role`, { role: 'king' })).statusCode, 400)
  })

  t.test('leave: signed out at once, what they did stays', async (t) => {
    const { asha, bharat, id } = await aShop(kit)
    const his = as(bharat)
    t.equal((await his.get('/account')).statusCode, 200)
    const browser = as(asha)
    for (let press = 0; press < 2; press++) t.equal((await browser.post(`/people/${bharat.id}/end`)).statusCode, 303)
    t.equal((await his.get('/account')).statusCode, 303)
    t.notMatch((await browser.get('/people')).body, bharat.email)
    t.match((await browser.get(`/people/${bharat.id}`)).body, 'Left')
    t.equal((await root('audit_line').where({ business_id: id, action: 'member.ended' })).length, 1)
    t.equal((await browser.post(`/people/${bharat.id}/role`, { role: 'manager' })).statusCode, 404)
  })

  t.test('always keep an owner, also when two go at once', async (t) => {
    const shop = await aShop(kit)
    const refused = await as(shop.asha).post(`/people/${shop.asha.id}/end`)
    t.equal(refused.statusCode, 409)
    t.match(refused.body, 'must keep an owner')
    t.equal((await as(shop.asha).post(`/people/${shop.asha.id}/role`, { role: 'manager' })).statusCode, 409)
    const esha = await aMember(kit, shop, 'owner')
    const [hers, others] = [as(shop.asha), as(esha)]
    for (const browser of [hers, others]) await browser.get('/people')
    const answers = await Promise.all([hers.post(`/people/${esha.id}/end`), others.post(`/people/${shop.asha.id}/end`)])
    // The slower one meets the rule, or a session that has ended already.
    const done = answers.filter(({ statusCode, headers }) => statusCode === 303 && headers.location !== '/sign-in')
    t.equal(done.length, 1)
    const left = await db('membership').where({ business_id: shop.id, role: 'owner', ended_at: null })
    t.equal(left.length, 1)
  })

  t.test('a manager neither touches nor makes an owner', async (t) => {
    const shop = await aShop(kit)
    const boss = as(await aMember(kit, shop, 'manager', 'Mohan'))
    for (const [url, fields] of [
      [`/people/${shop.asha.id}/role`, { role: 'cashier' }],
      [`/people/${shop.asha.id}/end`, {}],
      [`/people/${shop.asha.id}/reset-link`, {}],
      [`/people/${shop.bharat.id}/role`, { role: 'owner' }],
      ['/people/invitations', { name: 'Me', email: 'me@shop.test', role: 'owner' }],
    ] as const)
      t.equal((await boss.post(url, { ...fields })).statusCode, 403, url)
    t.notMatch((await boss.get(`/people/${shop.bharat.id}`)).body, 'value="owner"')
    t.equal(await roleOf(shop.asha.id), 'owner')
    t.equal((await boss.post(`/people/${shop.bharat.id}/role`, { role: 'accountant' })).statusCode, 303)
  })

  t.test("another shop's people are not found", async (t) => {
    const [{ asha }, { dev }] = [await aShop(kit), await devsShop(kit)]
    const browser = as(asha)
    t.equal((await browser.get(`/people/${dev.id}`)).statusCode, 404)
    for (const [verb, fields] of [
      ['role', { role: 'cashier' }],
      ['end', {}],
      ['reset-link', {}],
    ] as const)
      t.equal((await browser.post(`/people/${dev.id}/${verb}`, fields)).statusCode, 404, verb)
    t.equal(await roleOf(dev.id), 'owner')
  })

  t.test('who forgot the password gets a link from the owner, shown once', async (t) => {
    const { asha, bharat } = await aShop(kit)
    const answer = await as(asha).post(`/people/${bharat.id}/reset-link`)
    t.match(answer, { statusCode: 200, headers: { 'referrer-policy': 'no-referrer' } })
    t.match(answer.body, /wa\.me\/\?text=Namaste%20Bharat/)
    const [path = ''] = /\/reset\/[\w-]{43}/.exec(answer.body) ?? []
    const password = 'three tired camels'
    t.equal((await anonymous.post(path, { password, again: password })).statusCode, 303)
    t.equal((await anonymous.post('/sign-in', { email: bharat.email, password })).statusCode, 303)
  })

  t.test('no link is made for who also works in another shop: it would open that one too', async (t) => {
    const [shop, other] = [await aShop(kit), await devsShop(kit)]
    await addMember(db, shop.id, { userId: other.dev.id, role: 'cashier' }, { userId: null, name: 'x', at: clock() })
    const answer = await as(shop.asha).post(`/people/${other.dev.id}/reset-link`)
    t.equal(answer.statusCode, 422)
    t.equal((await db('password_reset').where({ user_id: other.dev.id })).length, 0)
    t.equal((await anonymous.post('/sign-in', { email: other.dev.email, password: testPassword })).statusCode, 303)
  })
})
