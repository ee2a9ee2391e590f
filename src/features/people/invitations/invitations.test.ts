import t from 'tap'
import { type Answer, testApp } from '../../../testing/app.ts'
import { aPerson, aShop, devsShop, type Shop, testPassword } from '../../../testing/cast.ts'

t.test('invitations', async (t) => {
  const kit = await testApp(t)
  const { db, root, clock, as, anonymous } = kit
  const password = 'three tired camels'
  const pathIn = ({ body }: Answer): string => /\/invitations\/[\w-]{43}/.exec(body)?.[0] ?? 'none'
  const invited = async (shop: Shop, email: string, role = 'cashier') =>
    pathIn(await as(shop.asha).post('/people/invitations', { name: 'Esha', email, role }))
  let count = 0
  const anEmail = () => `esha${count++}@shop.test`
  const homeOf = async (answer: Answer) => {
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    return (await kit.app.inject({ url: '/account', headers: { cookie } })).body
  }

  t.test('a new person joins by the link, once, and is signed in', async (t) => {
    const shop = await aShop(kit, { name: 'Asha <b>Stores' })
    const email = anEmail()
    const path = await invited(shop, email)
    t.equal((await db('invitation').where({ token_hash: path.slice(13) })).length, 0, 'only a hash is kept')
    const page = await anonymous.get(path)
    t.match(page, { statusCode: 200, headers: { 'referrer-policy': 'no-referrer' } })
    t.match(page.body, /Asha &lt;b&gt;Stores.*Asha invites you to work here as Cashier.*value="Esha"/s)
    const answer = await anonymous.post(path, { name: 'Esha Rao', password, again: password })
    t.match(answer, { statusCode: 303, headers: { location: '/' } })
    t.match(await homeOf(answer), /Cashier · Esha Rao/)
    t.match(await root('audit_line').where({ business_id: shop.id }).orderBy('seq', 'desc').limit(3).pluck('action'), [
      'session.started',
      'member.added',
      'member.invited',
    ])
    const again = await anonymous.post(path, { name: 'Esha Rao', password, again: password })
    t.equal(again.statusCode, 303, 'a second press does nothing more')
    t.equal((await anonymous.get(path)).statusCode, 404)
    t.equal((await db('membership').where({ business_id: shop.id })).length, 4)
  })

  t.test('two presses at once make one person', async (t) => {
    const shop = await aShop(kit)
    const path = await invited(shop, anEmail())
    const presses = [1, 2, 3].map(() => anonymous.post(path, { name: 'Esha', password, again: password }))
    for (const answer of await Promise.all(presses)) t.equal(answer.statusCode, 303)
    t.equal((await db('membership').where({ business_id: shop.id })).length, 4)
  })

  t.test('what is typed wrong is refused and kept', async (t) => {
    const shop = await aShop(kit)
    const answer = await as(shop.asha).post('/people/invitations', { name: ' ', email: 'no <b>', role: 'king' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, /Write a name.*Write an email.*Choose one.*value="no &lt;b&gt;"/s)
    const path = await invited(shop, anEmail())
    const joining = await anonymous.post(path, { name: 'Es<b>ha', password: 'short', again: 'short' })
    t.equal(joining.statusCode, 422)
    t.match(joining.body, /at least 10.*value="Es&lt;b&gt;ha"/s)
    t.equal((await anonymous.post(path, { name: ['a', 'b'], password, again: password })).statusCode, 400)
  })

  t.test('who signs in already accepts with one press, and comes back to it after signing in', async (t) => {
    const [shop, other] = [await aShop(kit), await devsShop(kit)]
    const path = await invited(shop, other.dev.email, 'accountant')
    t.match((await anonymous.get(path)).body, `/sign-in?to=${encodeURIComponent(path)}`)
    const signedIn = await anonymous.post('/sign-in', { email: other.dev.email, password: testPassword, to: path })
    t.equal(signedIn.headers.location, path)
    t.equal((await anonymous.post(path, { name: 'Dev', password, again: password })).statusCode, 422)
    const browser = as(other.dev)
    t.match((await browser.get(path)).body, 'Accept the invitation')
    t.equal((await browser.post(`${path}/acceptance`)).statusCode, 303)
    t.match((await browser.get('/account')).body, /Asha Stores.*Accountant · Dev/s)
    t.equal((await browser.post(`${path}/acceptance`)).statusCode, 303)
  })

  t.test('who has no shop yet comes to the invitation too', async (t) => {
    const shop = await aShop(kit)
    const esha = await aPerson(kit, 'Esha')
    const path = await invited(shop, esha.email)
    const answer = await anonymous.post('/sign-in', { email: esha.email, password: testPassword, to: path })
    t.equal(answer.headers.location, path)
    t.equal((await as(esha).post(`${path}/acceptance`)).statusCode, 303)
    t.equal((await db('membership').where({ business_id: shop.id, user_id: esha.id })).length, 1)
  })

  t.test('nobody accepts for someone else', async (t) => {
    const [shop, { dev }] = [await aShop(kit), await devsShop(kit)]
    const path = await invited(shop, anEmail(), 'owner')
    t.match((await as(dev).get(path)).body, 'Sign out, then open the link again')
    t.equal((await as(dev).post(`${path}/acceptance`)).statusCode, 403)
    t.equal((await db('membership').where({ business_id: shop.id, user_id: dev.id })).length, 0)
  })

  t.test('end when they are taken back, replaced, or a week old', async (t) => {
    const shop = await aShop(kit)
    const browser = as(shop.asha)
    const email = anEmail()
    const first = await invited(shop, email)
    const second = await invited(shop, email)
    t.equal((await anonymous.get(first)).statusCode, 404)
    const { body } = await browser.get('/people/invitations')
    const [action = ''] = /\/people\/invitations\/[\w-]{43}\/revocation/.exec(body) ?? []
    const stranger = await devsShop(kit)
    await as(stranger.dev).post(action)
    t.equal((await anonymous.get(second)).statusCode, 200, 'not by another shop')
    for (let press = 0; press < 2; press++) t.equal((await browser.post(action)).statusCode, 303)
    t.equal((await anonymous.get(second)).statusCode, 404)
    const old = await invited(shop, email)
    clock.set(new Date(clock().getTime() + 7 * 86_400_000))
    t.equal((await anonymous.get(old)).statusCode, 404)
  })

  t.test('who works here already needs none', async (t) => {
    const shop = await aShop(kit)
    const answer = await as(shop.asha).post('/people/invitations', {
      name: 'B',
      email: shop.bharat.email,
      role: 'owner',
    })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'works here already')
  })
})
