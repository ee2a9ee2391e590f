import t from 'tap'
import { translator } from '../words/index.ts'
import { sectionsOf } from './sections.ts'

const words = translator('en')
const owner = { role: 'owner', kind: 'jeweller' } as const

t.test('a page of a group leads to the others of its group, and says where it is', async (t) => {
  for (const url of ['/items', '/items/1/edit', '/sales?q=1', '/parties/1', '/payments/1']) {
    const shown = sectionsOf(owner, url, words)
    if (shown.length > 0) t.equal(shown.filter(({ isCurrent }) => isCurrent).length, 1, url)
  }
})

t.test('nothing is shown where there is nowhere to go', async (t) => {
  t.same(sectionsOf(owner, '/', words), [])
  t.same(sectionsOf({ role: 'karigar', kind: 'general' }, '/items', words), [])
})
