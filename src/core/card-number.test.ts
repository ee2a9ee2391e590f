import fc from 'fast-check'
import t from 'tap'
import { hasCardNumber } from './card-number.ts'

t.test('card numbers', async (t) => {
  t.test('are found in one, in groups, and in the digits of other scripts', async (t) => {
    for (const text of [
      '4111111111111111',
      'card 4111 1111 1111 1111 exp',
      '3782-822463-10005',
      '4999999999999996',
      '4222222222222', // thirteen digits
      '6037599238471209345', // nineteen
      '५५५५५५५५५५५५४४४४',
      'phone 98795 20144 4111 1111 1111 1111',
    ]) {
      t.equal(hasCardNumber(text), true, text)
    }
  })

  t.test('are not seen in phones, amounts, GSTINs and numbers that fail the check', async (t) => {
    for (const text of [
      '',
      '98795 20144',
      '24AAPFU0939F1ZV',
      '4111111111111112',
      '499999999992', // twelve digits that pass
      '60375992384712093450', // twenty
      '1,23,456.50',
      '0000000000000000',
      '4111, 1111, 1111, 1111',
    ]) {
      t.equal(hasCardNumber(text), false, text)
    }
  })

  t.test('no text is too long to judge', async () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => typeof hasCardNumber(text) === 'boolean'))
    hasCardNumber('1 '.repeat(1000))
  })
})
