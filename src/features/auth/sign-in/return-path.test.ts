import t from 'tap'
import { returnPath } from './return-path.ts'

t.test('a path of ours is kept with its query', async (t) => {
  t.equal(returnPath('/sales?from=1&q=a%20b'), '/sales?from=1&q=a%20b')
  t.equal(returnPath('/parties/0197'), '/parties/0197')
})

t.test('anything that could lead elsewhere becomes the home page', async (t) => {
  const wanted = [
    undefined,
    '',
    'sales',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '\\\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/.//evil.test',
    '/a/..//evil.test',
    '/sign-in',
    '/sign-out',
    '/sign-in?to=/x',
  ]
  for (const to of wanted) t.equal(returnPath(to), '/', String(to))
})
