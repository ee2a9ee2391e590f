import fc from 'fast-check'
import t from 'tap'
import { paise } from './money.ts'
import { isVpa, upiLink } from './upi.ts'

const request = { vpa: 'balaji@okaxis', name: 'Shree Balaji & Sons', reference: 'GJ/26-27/00001', note: 'Bill 1' }

t.test('upi', async (t) => {
  t.test('a link asks for the exact amount', async (t) => {
    t.equal(
      upiLink({ ...request, amount: paise(123450n) }),
      'upi://pay?pa=balaji@okaxis&pn=Shree%20Balaji%20%26%20Sons&tr=GJ%2F26-27%2F00001&tn=Bill%201&am=1234.50&cu=INR',
    )
  })
  t.test('without an amount the payer writes it', async (t) => {
    const open = 'upi://pay?pa=balaji@okaxis&pn=Shree%20Balaji%20%26%20Sons&tr=GJ%2F26-27%2F00001&tn=Bill%201&cu=INR'
    t.equal(upiLink(request), open)
    t.equal(upiLink({ ...request, amount: paise(0n) }), open)
    t.equal(upiLink({ ...request, amount: paise(-1n) }), open)
  })
  t.test('every text comes back whole, reference and note cut to their length', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80, size: 'max' })
    fc.assert(
      fc.property(text, text, fc.bigInt({ min: 1n, max: 10n ** 14n }), (name, note, amount) => {
        const link = upiLink({ ...request, name, note, reference: note, amount: paise(amount) })
        const query = new URLSearchParams(link.slice('upi://pay?'.length))
        const clean =
          [...note].slice(0, 50).join('') === query.get('tn') && [...note].slice(0, 35).join('') === query.get('tr')
        return (
          clean && query.get('pn') === name && query.get('cu') === 'INR' && !link.includes('+') && !link.includes(' ')
        )
      }),
    )
  })
  t.test('half a character does not break the link', async (t) => {
    t.match(upiLink({ ...request, note: 'a\ud800b' }), 'tn=a%EF%BF%BDb&')
    t.match(upiLink({ ...request, note: '😀'.repeat(60) }), `tn=${'%F0%9F%98%80'.repeat(50)}&`)
  })
  t.test('an address is a name at a bank', async (t) => {
    for (const vpa of ['balaji@okaxis', 'a.b-c_9@upi', '9879520144@ybl', 'shop@hdfcbank1']) t.ok(isVpa(vpa), vpa)
    for (const text of [
      '',
      'balaji',
      '@upi',
      'a@upi',
      'a b@upi',
      'ab cd@upi',
      'ab@',
      'ab@1upi',
      'ab@upi@x',
      'ab@upi.com',
      'ab@upi&am=1',
    ])
      t.notOk(isVpa(text), text)
  })
})
