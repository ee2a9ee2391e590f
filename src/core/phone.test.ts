import fc from 'fast-check'
import t from 'tap'
import { maskPhone, normalisePhone, showPhone } from './phone.ts'

t.test('phone', async (t) => {
  t.test('an Indian mobile number is one number, however it is written', async (t) => {
    const bare = ['9879520144', '98795 20144', '98795-20144', '(98795) 20144', '98795–20144']
    const led = [
      '09879520144',
      '919879520144',
      '+919879520144',
      '+91 98795 20144',
      '+91-0-9879520144',
      '00919879520144',
    ]
    for (const text of [...bare, ...led, '९८७९५२०१४४', '૯૮૭૯૫૨૦૧૪૪', ' 9879520144 '])
      t.equal(normalisePhone(text), '+919879520144', text)
    t.equal(normalisePhone('9187654321'), '+919187654321', 'the 91 is its own')
  })
  t.test('numbers of other countries keep their plus', async (t) => {
    t.equal(normalisePhone('+44 20 7946 0958'), '+442079460958')
    t.equal(normalisePhone('+971-50-123-4567'), '+971501234567')
  })
  t.test('text that is no number is refused', async (t) => {
    const wrong = [
      '',
      '5879520144',
      '987952014',
      '98795201444',
      '+915879520144',
      '+1234567',
      '+1234567890123456',
      '+044207946',
      'x+442079460958',
    ]
    for (const text of [...wrong, '442079460958', '98795x20144', '++919879520144', '98795 20144 / 98250 1'])
      t.equal(normalisePhone(text), undefined, text)
  })
  t.test('what is shown can be read back', async () => {
    const mobile = fc
      .tuple(fc.constantFrom('6', '7', '8', '9'), fc.stringMatching(/^\d{9}$/))
      .map((parts) => `+91${parts.join('')}`)
    fc.assert(
      fc.property(mobile, (phone) => normalisePhone(showPhone(phone)) === phone && normalisePhone(phone) === phone),
    )
  })
  t.test('it is shown in two halves and masked but for both ends', async (t) => {
    t.equal(showPhone('+919879520144'), '98795 20144')
    for (const other of ['+442079460958', '+9198795201445', 'x+919879520144']) t.equal(showPhone(other), other)
    t.equal(maskPhone('+919879520144'), '98••• ••144')
    t.equal(maskPhone('+442079460958'), '+44•••••••958')
  })
})
