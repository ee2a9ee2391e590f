import { EventEmitter, once } from 'node:events'
import t from 'tap'
import { testApp } from '../../../testing/app.ts'
import { aPerson, aShop, testPassword } from '../../../testing/cast.ts'
import type { Mail } from '../index.ts'
import { makeReset, resetLasts } from './resets.commands.ts'

t.test('who forgot the password', async (t) => {
  const post = new EventEmitter()
  const sent: Mail[] = []
  const mail = async (one: Mail) => {
    sent.push(one)
    post.emit('sent')
  }
  const kit = await testApp(t, { mail, config: { publicUrl: 'https://khata.test' } })
  const { db, root, clock, anonymous, as } = kit
  const good = 'three tired camels'

  t.test('gets a link by mail, sets a new password by it once, and is signed out everywhere', async (t) => {
    const { asha, id } = await aShop(kit)
    const arrived = once(post, 'sent')
    const asked = await anonymous.post('/reset', { email: asha.email })
    await arrived
    t.match(asked.body, 'a link is on its way')
    const [path = ''] = /\/reset\/[\w-]{43}/.exec(sent.at(-1)?.text ?? '') ?? []
    t.match(sent.at(-1), { to: asha.email, text: `https://khata.test${path}` })
    t.notOk(
      await db('password_reset')
        .where({ token_hash: path.slice(7) })
        .first(),
      'only a hash is kept',
    )

    const elsewhere = as(asha)
    await elsewhere.get('/account')
    const page = await anonymous.get(path)
    t.match(page, { statusCode: 200, headers: { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' } })
    t.match(page.body, asha.email)
    const refused = await anonymous.post(path, { password: 'qwertyuiop', again: 'qwertyuiop' })
    t.equal(refused.statusCode, 422)
    const answer = await anonymous.post(path, { password: good, again: good })
    t.match(answer, { statusCode: 303, headers: { location: '/sign-in?done=password' } })
    t.match((await anonymous.get('/sign-in?done=password')).body, 'Your new password is set')
    t.equal((await elsewhere.get('/account')).statusCode, 303)
    t.equal((await anonymous.post('/sign-in', { email: asha.email, password: good })).statusCode, 303)
    t.equal((await root('audit_line').where({ business_id: id, action: 'password.reset' })).length, 1)

    t.equal((await anonymous.get(path)).statusCode, 404)
    t.equal((await anonymous.post(path, { password: good, again: good })).statusCode, 404)
  })

  t.test('the answer is the same for an email that nobody has, and no mail goes out', async (t) => {
    const before = sent.length
    const known = await aPerson(kit, 'Gita')
    const arrived = once(post, 'sent')
    const [a, b] = [
      await anonymous.post('/reset', { email: known.email }),
      await anonymous.post('/reset', { email: 'x@y.test' }),
    ]
    await arrived
    t.equal(a.statusCode, b.statusCode)
    t.equal(
      a.body.replaceAll(known.email, 'x@y.test').replace(/nonce="[^"]*"/g, ''),
      b.body.replace(/nonce="[^"]*"/g, ''),
    )
    t.equal(sent.length, before + 1)
  })

  t.test('text that is no email is refused and kept', async (t) => {
    const answer = await anonymous.post('/reset', { email: '<b>me' })
    t.equal(answer.statusCode, 422)
    t.match(answer.body, 'value="&lt;b&gt;me"')
  })

  t.test('a link that is too old, or was replaced, does not work', async (t) => {
    const gita = await aPerson(kit, 'Gita')
    const first = await makeReset(db, gita.id, clock(), resetLasts.byMail)
    const second = await makeReset(db, gita.id, clock(), resetLasts.byMail)
    t.equal((await anonymous.get(`/reset/${first}`)).statusCode, 404)
    t.equal((await anonymous.get(`/reset/${second}`)).statusCode, 200)
    clock.set(new Date(clock().getTime() + resetLasts.byMail))
    t.equal((await anonymous.get(`/reset/${second}`)).statusCode, 404)
    t.equal((await anonymous.post('/sign-in', { email: gita.email, password: testPassword })).statusCode, 303)
  })

  t.test('two who open the link at once set one password', async (t) => {
    const gita = await aPerson(kit, 'Gita')
    const token = await makeReset(db, gita.id, clock(), resetLasts.byMail)
    const tries = ['three tired camels', 'seven brown goats'].map((password) =>
      anonymous.post(`/reset/${token}`, { password, again: password }),
    )
    const codes = (await Promise.all(tries)).map((answer) => answer.statusCode).sort()
    t.same(codes, [303, 404])
  })

  t.test('without a mail server the owner is the way', async (t) => {
    const plain = await testApp(t)
    t.match((await plain.anonymous.get('/reset')).body, 'Ask the owner or manager')
  })
})
