import t from 'tap'
import { testApp } from '../../../testing/app.ts'
import { aShop, testPassword } from '../../../testing/cast.ts'

t.test('a person of their own account', async (t) => {
  const kit = await testApp(t)
  const { db, root, as, anonymous } = kit
  const good = 'three tired camels'

  t.test('changes name, language and colours; the shop sees the new name in its audit', async (t) => {
    const { asha, id } = await aShop(kit)
    const browser = as(asha)
    const answer = await browser.post('/account', { name: ' Asha <b>Shah</b> ', locale: 'gu', theme: 'dark' })
    t.match(answer, { statusCode: 303, headers: { location: '/account' } })
    const { body } = await browser.get('/account')
    t.match(body, /lang="gu-IN".*data-theme="dark".*value="Asha &lt;b&gt;Shah&lt;\/b&gt;"/s)
    t.match(body, 'સેવ થયું')
    t.notMatch((await browser.get('/account')).body, 'role="status"><svg', 'a message is said once')
    const lines = await root('audit_line').where({ business_id: id, action: 'member.renamed' })
    t.match(lines, [{ before: { name: 'Asha' }, after: { name: 'Asha <b>Shah</b>' } }])
  })

  t.test('nonsense is refused with the text kept', async (t) => {
    const { asha } = await aShop(kit)
    const answer = await as(asha).post('/account', { name: ' ', locale: 'xx', theme: 'pink' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /errsum.*Write a name.*Choose one of the list.*Choose one of the list/s)
    t.match(await db('app_user').where({ id: asha.id }), [{ name: 'Asha', locale: 'en', theme: 'system' }])
  })

  t.test('chooses keys of their own, which every page then knows', async (t) => {
    const { asha } = await aShop(kit)
    const browser = as(asha)
    const wrong = await browser.post('/account/keys', { 'key.Alt-H': 'Alt+R', 'key.F8': 'hold' })
    t.equal(wrong.statusCode, 422)
    t.match(wrong.body, /does something else already[\s\S]*value="hold"/)
    t.match(await browser.post('/account/keys', { 'key.Alt-H': 'alt x', 'key.F8': '-' }), { statusCode: 303 })
    t.match(
      (await browser.get('/sales/new')).body,
      'data-keys="{&quot;F8&quot;:&quot;&quot;,&quot;Alt+H&quot;:&quot;Alt+X&quot;}"',
    )
    t.match((await browser.get('/account/keys')).body, 'value="alt x"'.replace('alt x', 'Alt+X'))
    await browser.post('/account/keys', {})
    t.notMatch((await browser.get('/sales/new')).body, 'data-keys=')
  })

  t.test('a new password signs out everywhere else and keeps this place signed in under a new id', async (t) => {
    const { asha, id } = await aShop(kit)
    const [here, there] = [as(asha), as(asha)]
    await there.get('/account')
    const answer = await here.post('/account/password', { old: testPassword, password: good, again: good })
    t.equal(answer.statusCode, 303)
    t.equal((await there.get('/account')).statusCode, 303)
    t.equal((await here.get('/account')).statusCode, 303, 'the old cookie is worth nothing')
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    t.match((await kit.app.inject({ url: '/account/password', headers: { cookie } })).body, 'Password changed')
    t.equal((await anonymous.post('/sign-in', { email: asha.email, password: testPassword })).statusCode, 422)
    t.equal((await anonymous.post('/sign-in', { email: asha.email, password: good })).statusCode, 303)
    t.equal((await root('audit_line').where({ business_id: id, action: 'password.changed' })).length, 1)
  })

  t.test(
    'a password that others guess, or that was typed differently, is refused; so is the wrong old one',
    async (t) => {
      const { asha } = await aShop(kit)
      const change = (password: string, again = password, old = testPassword) =>
        as(asha).post('/account/password', { old, password, again })
      for (const [answer, words] of [
        [await change('short'), 'at least 10 characters'],
        [await change('password@2026'), 'thief'],
        [await change('asha@stores1'), 'a name that others know'],
        [await change(good, 'three tired goats'), 'The two passwords differ'],
        [await change(good, good, 'not this one'), 'not the password that you use now'],
      ] as const) {
        t.equal(answer.statusCode, 422)
        t.match(answer.body, words)
        t.notMatch(answer.body, good)
      }
    },
  )

  t.test('sees where they are signed in, ends one, then all others', async (t) => {
    const { asha, bharat } = await aShop(kit)
    const [here, second, third, his] = [as(asha), as(asha), as(asha), as(bharat)]
    for (const browser of [second, third, his]) await browser.get('/account')
    const { body } = await here.get('/account/sessions')
    t.equal(body.match(/Chrome on Linux/g)?.length, 3)
    t.equal(body.match(/This one/g)?.length, 1)
    const [action = ''] = /\/account\/sessions\/[\w-]{43}\/end/.exec(body) ?? []
    t.equal((await here.post(action)).statusCode, 303)
    t.equal((await here.post(action)).statusCode, 303)
    t.equal((await db('session').where({ user_id: asha.id })).length, 2)
    await here.post('/account/sessions/end-others')
    t.equal((await db('session').where({ user_id: asha.id })).length, 1)
    t.match((await here.get('/account/sessions')).body, 'Signed out in 1 other place.')
  })

  t.test("another person's session stays", async (t) => {
    const { asha, bharat } = await aShop(kit)
    const his = as(bharat)
    await his.get('/account')
    const { id_hash } = await db('session').where({ user_id: bharat.id }).first('id_hash')
    await as(asha).post(`/account/sessions/${id_hash}/end`)
    t.equal((await his.get('/account')).statusCode, 200)
  })
})
