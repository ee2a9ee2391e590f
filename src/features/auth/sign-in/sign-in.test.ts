import t from 'tap'
import { type Answer, htmx, testApp } from '../../../testing/app.ts'
import { aMember, aPerson, aShop, devsShop, testPassword } from '../../../testing/cast.ts'

const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0] ?? ''

t.test('signing in', async (t) => {
  const kit = await testApp(t, { config: { isDemo: true } })
  const { db, clock, anonymous, as } = kit
  const signIn = (email: string, password = testPassword, more = {}) =>
    anonymous.post('/sign-in', { email, password, ...more })

  t.test('shows the form, and the demo people in the demo only', async (t) => {
    await aPerson(kit, 'Asha')
    const { statusCode, body } = await anonymous.get('/sign-in')
    t.equal(statusCode, 200)
    t.match(body, /name="email".*name="password".*owner@balaji\.test.*try-khata|try-khata.*owner@balaji\.test/s)
    const plain = await testApp(t, { config: { isDemo: false } })
    t.equal((await plain.anonymous.get('/sign-in')).headers.location, '/setup', 'the first of all sets the shop up')
    await aPerson(plain, 'Asha')
    t.notMatch((await plain.anonymous.get('/sign-in')).body, 'balaji')
  })

  t.test('leads into the only business with a new session, and says so in its audit', async (t) => {
    const { asha, id } = await aShop(kit)
    const answer = await signIn(` ${asha.email.toUpperCase()} `)
    t.match(answer, { statusCode: 303, headers: { location: '/' } })
    t.match(String(answer.headers['set-cookie']), /^khata=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
    const home = await kit.app.inject({ url: '/account', headers: { cookie: cookieOf(answer) } })
    t.match(home.body, 'Asha Stores')
    t.match(await kit.root('audit_line').where({ business_id: id, action: 'session.started' }), [{ by_user: asha.id }])
    t.match(await db('session').where({ user_id: asha.id }), [{ business_id: id, address: '127.0.0.1' }])
  })

  t.test('a session that was there before gets another id', async (t) => {
    const { asha } = await aShop(kit)
    const first = cookieOf(await signIn(asha.email))
    const again = await anonymous.post('/sign-in', { email: asha.email, password: testPassword }, { cookie: first })
    t.not(cookieOf(again), first)
    t.equal((await kit.app.inject({ url: '/account', headers: { cookie: first } })).statusCode, 303)
  })

  t.test('goes on to the page that was asked for, but never to another site', async (t) => {
    const { asha } = await aShop(kit)
    t.equal((await signIn(asha.email, testPassword, { to: '/people?x=1' })).headers.location, '/people?x=1')
    t.equal((await signIn(asha.email, testPassword, { to: '//evil.test/' })).headers.location, '/')
  })

  t.test('whoever has several businesses chooses once, and is back in the last one afterwards', async (t) => {
    const [first, other] = [await aShop(kit), await aShop(kit, { name: 'Second <b>Shop</b>' })]
    const esha = await aMember(kit, first, 'cashier')
    const { addMember } = await import('../index.ts')
    const by = { userId: other.asha.id, name: 'x', at: clock() }
    await addMember(db, other.id, { userId: esha.id, role: 'cashier' }, by)
    t.equal((await signIn(esha.email)).headers.location, '/businesses')
    const { body } = await as({ ...esha, businessId: undefined }).get('/businesses')
    t.match(body, 'Second &lt;b&gt;Shop&lt;/b&gt;')
    const browser = as(esha)
    t.equal((await browser.post(`/businesses/${other.id}/entry`)).headers.location, '/')
    t.match((await browser.get('/account')).body, 'Second &lt;b&gt;Shop')
    const answer = await signIn(esha.email)
    t.equal(answer.headers.location, '/')
    t.match(
      (await kit.app.inject({ url: '/account', headers: { cookie: cookieOf(answer) } })).body,
      'Second &lt;b&gt;Shop',
    )
  })

  t.test('whoever owns one shop and sees another is led into the own one', async (t) => {
    const [mine, other] = [await aShop(kit), await aShop(kit)]
    const { addMember } = await import('../index.ts')
    const by = { userId: other.asha.id, name: 'x', at: clock() }
    await addMember(db, other.id, { userId: mine.asha.id, role: 'auditor' }, by)
    t.equal((await signIn(mine.asha.email)).headers.location, '/')
  })

  t.test("another's business cannot be entered", async (t) => {
    const [{ asha }, { id }] = [await aShop(kit), await devsShop(kit)]
    t.equal((await as(asha).post(`/businesses/${id}/entry`)).statusCode, 404)
  })

  t.test('says the same words for a wrong password and an unknown email, and keeps the email', async (t) => {
    const asha = await aPerson(kit, 'Asha')
    const wrong = await signIn(asha.email, 'not the password')
    const unknown = await signIn('no<b>body@shop.test', testPassword)
    t.equal(wrong.statusCode, 422)
    t.equal(unknown.statusCode, 422)
    t.match(wrong.body, `value="${asha.email}"`)
    t.match(unknown.body, 'value="no&lt;b&gt;body@shop.test"')
    for (const { body } of [wrong, unknown]) t.match(body, 'do not belong together')
    t.notMatch(wrong.body, 'not the password')
    t.notOk(wrong.headers['set-cookie'])
  })

  t.test('a disabled person is unknown', async (t) => {
    const { asha } = await aShop(kit)
    const browser = as(asha)
    t.equal((await browser.get('/account')).statusCode, 200)
    await db('app_user').where({ id: asha.id }).update({ disabled_at: clock() })
    t.equal((await browser.get('/account')).headers.location, '/sign-in?to=%2Faccount')
    const shown = { ...htmx, 'hx-current-url': 'http://shop.test/sales/new?draft=7' }
    const ended = await browser.get('/account', shown)
    t.equal(ended.headers['hx-redirect'], '/sign-in?to=%2Fsales%2Fnew%3Fdraft%3D7', 'back to the page that is shown')
    t.equal((await signIn(asha.email)).statusCode, 422)
  })

  t.test('text that cannot be kept is refused', async (t) => {
    for (const email of ['a\0@shop.test', ['a@b.in', 'c@d.in'], 'x'.repeat(301)])
      t.equal((await anonymous.post('/sign-in', { email, password: 'x' })).statusCode, 400)
    t.equal((await anonymous.post('/sign-in', { email: 'a@b.in', password: 'x', role: 'owner' })).statusCode, 400)
  })

  t.test('a form that another site sent is refused', async (t) => {
    const fields = { email: 'a@b.in', password: 'x' }
    t.equal((await anonymous.post('/sign-in', fields, { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  })

  t.test('signing out ends the session here and in the browser', async (t) => {
    const { asha } = await aShop(kit)
    const browser = as(asha)
    const answer = await browser.post('/sign-out')
    t.match(answer, { statusCode: 303, headers: { location: '/sign-in', 'clear-site-data': '"cookies", "storage"' } })
    t.match(String(answer.headers['set-cookie']), /^khata=;/)
    t.equal((await db('session').where({ user_id: asha.id })).length, 0)
    t.equal((await browser.get('/account')).statusCode, 303)
  })
})

t.test('throttling', async (t) => {
  const kit = await testApp(t)
  const { clock, anonymous } = kit
  const later = (seconds: number) => clock.set(new Date(clock().getTime() + seconds * 1000))

  t.test('after five tries one waits, twice as long each time, at most 15 minutes', async (t) => {
    const { asha } = await aShop(kit)
    const wrong = () => anonymous.post('/sign-in', { email: asha.email, password: 'wrong wrong' })
    for (let tries = 0; tries < 5; tries++) t.equal((await wrong()).statusCode, 422)
    const waits: unknown[] = []
    for (let tries = 0; tries < 7; tries++) {
      const refused = await wrong()
      t.equal(refused.statusCode, 429)
      t.match(refused.body, `Wait ${refused.headers['retry-after']} seconds`)
      waits.push(refused.headers['retry-after'])
      later(Number(refused.headers['retry-after']))
      t.equal((await wrong()).statusCode, 422)
    }
    t.same(waits, ['30', '60', '120', '240', '480', '900', '900'])
    later(900)
    const right = await anonymous.post('/sign-in', { email: asha.email, password: testPassword })
    t.equal(right.statusCode, 303, 'never locked out')
    t.equal((await wrong()).statusCode, 422, 'and begins anew')
  })

  t.test('many tries at once are not more than five', async (t) => {
    later(7200)
    const { asha } = await aShop(kit)
    const tries = Array.from({ length: 12 }, () =>
      anonymous.post('/sign-in', { email: asha.email, password: 'wrong wrong' }),
    )
    const codes = (await Promise.all(tries)).map((answer) => answer.statusCode)
    t.equal(codes.filter((code) => code === 422).length, 5)
    t.equal(codes.filter((code) => code === 429).length, 7)
  })

  t.test('one address cannot try many emails', async (t) => {
    later(7200)
    const people = await Promise.all(Array.from({ length: 22 }, () => aPerson(kit, 'Fatima')))
    const codes: number[] = []
    for (const { email } of people)
      codes.push((await anonymous.post('/sign-in', { email, password: 'wrong wrong' })).statusCode)
    t.same(codes.slice(0, 20), Array(20).fill(422))
    t.same(codes.slice(20), [429, 429])
  })
})

t.test('a session ends', async (t) => {
  const kit = await testApp(t)
  const { db, clock, as } = kit
  const start = clock()
  const after = (minutes: number) => clock.set(new Date(start.getTime() + minutes * 60_000))
  t.beforeEach(() => after(0))
  const isIn = async (browser: ReturnType<typeof as>) => (await browser.get('/account')).statusCode === 200

  t.test('after half an hour away for owner and accountant, not at the counter', async (t) => {
    const shop = await aShop(kit)
    const [asha, bharat, chitra] = [as(shop.asha), as(shop.bharat), as(shop.chitra)]
    for (const browser of [asha, bharat, chitra]) t.ok(await isIn(browser))
    after(29)
    t.ok(await isIn(asha))
    after(58)
    t.ok(await isIn(asha), 'each use begins the half hour anew')
    t.notOk(await isIn(chitra))
    t.ok(await isIn(bharat))
    after(88)
    t.notOk(await isIn(asha))
    t.ok(await isIn(bharat))
  })

  t.test('after twelve hours for all', async (t) => {
    const { bharat } = await aShop(kit)
    const browser = as(bharat)
    for (const hours of [0, 6, 11.9]) {
      after(hours * 60)
      t.ok(await isIn(browser), `${hours} h`)
    }
    after(12 * 60)
    t.notOk(await isIn(browser))
  })

  t.test('when the membership ends; another role counts from the next request on', async (t) => {
    const shop = await aShop(kit)
    const esha = await aMember(kit, shop, 'manager')
    const browser = as(esha)
    t.equal((await browser.get('/people')).statusCode, 200)
    await db('membership').where({ user_id: esha.id }).update({ role: 'karigar' })
    t.equal((await browser.get('/people')).statusCode, 403)
    await db('membership').where({ user_id: esha.id }).update({ ended_at: clock() })
    t.notOk(await isIn(browser))
  })

  t.test('its use is written down at most once a minute', async (t) => {
    const { bharat } = await aShop(kit)
    const browser = as(bharat)
    const seen = async () =>
      (await db('session').where({ user_id: bharat.id }).first('seen_at')).seen_at.getTime() - start.getTime()
    await isIn(browser)
    after(0.9)
    await isIn(browser)
    t.equal(await seen(), 0)
    after(1.5)
    await isIn(browser)
    t.equal(await seen(), 90_000)
  })
})
