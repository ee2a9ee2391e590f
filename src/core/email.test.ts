import t from 'tap'
import { normaliseEmail } from './email.ts'

t.test('an address is kept without capitals and blanks around it', async (t) => {
  t.equal(normaliseEmail(' Meera@Shop.IN '), 'meera@shop.in')
  t.equal(normaliseEmail("o'neil+books@a.co.in"), "o'neil+books@a.co.in")
})

t.test('what nobody could have is refused', async (t) => {
  for (const text of [
    '',
    'meera',
    'meera@',
    '@shop.in',
    'meera@shop',
    'a b@shop.in',
    'a@b@shop.in',
    'a..b@shop.in',
    '<a@shop.in>',
    `${'a'.repeat(65)}@shop.in`,
  ])
    t.equal(normaliseEmail(text), undefined, text)
})
