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

t.test('items and stock are groups of their own, and lead to each other', async (t) => {
  const hrefs = (url: string) => sectionsOf(owner, url, words).map(({ href }) => href)
  for (const url of ['/stock/counts/1/scan', '/stock/transfers/new', '/batches', '/stock/valuing', '/stock/1']) {
    t.same(hrefs(url), hrefs('/stock'), url)
    t.equal(sectionsOf(owner, url, words).filter(({ isCurrent }) => isCurrent).length, 1, url)
  }
  t.ok(hrefs('/stock').includes('/items') && hrefs('/items').includes('/stock'))
  t.notSame(hrefs('/items'), hrefs('/stock'))
  for (const url of ['/items', '/stock', '/sales', '/purchases/orders'])
    t.ok(hrefs(url).length <= 8, `${url}: a strip of one line`)
})

t.test('nothing is shown where there is nowhere to go', async (t) => {
  t.same(sectionsOf(owner, '/', words), [])
  t.same(sectionsOf({ role: 'karigar', kind: 'general' }, '/items', words), [])
})
