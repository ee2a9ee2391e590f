import t from 'tap'
import { parseKeys, readKey } from './keys.rules.ts'

t.test('a key is read however it is written', async (t) => {
  for (const text of ['alt x', 'ALT+X', ' Alt-x ']) t.equal(readKey(text), 'Alt+X', text)
  t.equal(readKey('f4'), 'F4')
  for (const text of ['x', 'F13', 'Shift+X', 'Alt', 'Ctrl+Enter', '']) t.equal(readKey(text), undefined, text)
})

t.test('keys are chosen, switched off, or left alone', async (t) => {
  t.same(parseKeys({ 'key.Alt-H': 'alt x', 'key.F8': '-', 'key.F6': 'F6' }), {
    ok: true,
    value: { F8: '', 'Alt+H': 'Alt+X' },
  })
  t.same(
    parseKeys({ 'key.Alt-H': 'Alt+R', 'key.Alt-R': 'Alt+H' }),
    { ok: true, value: { 'Alt+H': 'Alt+R', 'Alt+R': 'Alt+H' } },
    'two change places',
  )
})

t.test('two things cannot have one key, nor may the browser lose its own', async (t) => {
  t.match(parseKeys({ 'key.Alt-H': 'Alt+R' }), { ok: false, errors: { 'key.Alt-H': { key: 'keys.twice' } } })
  t.match(parseKeys({ 'key.Alt-H': 'Ctrl+W' }), { ok: false, errors: { 'key.Alt-H': { key: 'keys.browsers' } } })
  t.match(parseKeys({ 'key.Alt-H': 'hold' }), { ok: false, errors: { 'key.Alt-H': { key: 'keys.wrong' } } })
})
