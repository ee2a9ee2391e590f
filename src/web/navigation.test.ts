import t from 'tap'
import { roles } from '../core/permissions.ts'
import { translator } from '../words/index.ts'
import { navigation } from './navigation.ts'

const words = translator('en')
const tabOf = (url: string): string =>
  navigation('owner', url, words)
    .filter(({ isCurrent }) => isCurrent)
    .map(({ text }) => text)
    .join(', ')

t.test('each page lights the tab that it belongs to', async (t) => {
  const tabs: Record<string, string[]> = {
    Home: ['/', '/?on=today'],
    Sell: ['/sales/new', '/sales/new?party=1', '/sales/drafts', '/sales/drafts/1'],
    Parties: ['/parties', '/parties?show=dues', '/parties/1', '/parties/1/open-bills', '/parties/1/dues-link'],
    Bills: ['/sales', '/sales/1', '/sales/1/cancellation'],
    Items: ['/items', '/items/1/edit', '/stock', '/stock/moves'],
    Money: ['/payments', '/payments/1', '/payments/receipts/new'],
    Books: ['/books/check', '/books/trial-balance', '/books/lock', '/vouchers/1', '/day-book'],
    Audit: ['/audit'],
    People: ['/people', '/people/invitations'],
    Settings: ['/settings', '/settings/branches/new'],
  }
  for (const [tab, urls] of Object.entries(tabs)) for (const url of urls) t.equal(tabOf(url), tab, url)
})

t.test('a page without a tab of its own lights none, nor does one whose address only begins alike', async (t) => {
  for (const url of ['/account', '/businesses', '/booksellers', '/salesman']) t.equal(tabOf(url), '', url)
})

t.test('at most one tab is lit, for every role', async (t) => {
  for (const role of roles)
    for (const url of ['/', '/sales/new', '/vouchers/1', '/stock'])
      t.ok(navigation(role, url, words).filter(({ isCurrent }) => isCurrent).length <= 1, `${role} at ${url}`)
})

t.test('a karigar has no tabs', async (t) => {
  t.same(navigation('karigar', '/', words), [])
})
