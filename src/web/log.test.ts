import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { testApp } from '../testing/app.ts'
import { aShop } from '../testing/cast.ts'

t.test('a line of the log says which page, not of whom', async (t) => {
  const lines: string[] = []
  const stream = new Writable({
    write: (line, _encoding, done) => {
      lines.push(String(line))
      done()
    },
  })
  const kit = await testApp(t, { log: pino({ level: 'trace' }, stream) })
  const shop = await aShop(kit)
  const asha = kit.as(shop.asha)
  const token = 'T'.repeat(43)
  await asha.get('/parties?q=Meera%20Shah')
  await asha.post('/parties', { id: '0199a0de-0000-7000-8000-000000000001', name: 'Meera', pan: 'ABCDE1234F' })
  await kit.anonymous.get(`/d/${token}`)
  await kit.anonymous.get(`/invitations/${token}`)
  await kit.anonymous.get(`/nowhere/${token}?q=Meera`)
  await kit.anonymous.get(`/d/${token}/%E0%A4%A`)
  await kit.anonymous.post('/sign-in', { email: 'asha@shop.test', password: 'try-khata-wrongly' })
  const log = lines.join('')
  t.match(log, /"method":"GET","route":"\/parties","status":200,"ms":[\d.]+,"msg":"answered"/)
  t.match(log, '(no such page)')
  t.notMatch(log, token)
  t.notMatch(log, /Meera|ABCDE1234F|asha|try-khata|shop\.test|cookie|_csrf|127\.0\.0\.1/i)
  for (const line of lines) t.type(JSON.parse(line).reqId, 'string', 'each has the number that an error page shows')
})
