import { can, type Permission, type Role } from '../core/permissions.ts'
import type { Translate, WordKey } from '../words/index.ts'
import type { IconName } from './icons.ts'
import type { NavEntry, Shortcut } from './page.ts'

interface Place {
  href: string
  icon: IconName
  word: WordKey
  needs: Permission
  /** Where else the tab stands for the page, besides its own address and what is below it. */
  also?: readonly string[]
}

const places: readonly Place[] = [
  { href: '/', icon: 'house', word: 'shell.nav.home', needs: 'dashboard.view' },
  {
    href: '/sales/new',
    icon: 'scan',
    word: 'shell.nav.sell',
    needs: 'sale.make',
    also: ['/sales/drafts'],
  },
  {
    href: '/parties',
    icon: 'parties',
    word: 'shell.nav.parties',
    needs: 'party.view',
    also: ['/loyalty', '/gift-vouchers'],
  },
  {
    href: '/sales',
    icon: 'bill',
    word: 'shell.nav.bills',
    needs: 'sale.view',
    also: ['/returns', '/old-gold', '/estimates', '/orders', '/challans'],
  },
  {
    href: '/items',
    icon: 'stock',
    word: 'shell.nav.items',
    needs: 'item.view',
    also: ['/batches', '/stock', '/price-lists', '/pieces', '/lots', '/value-tables', '/board-rates'],
  },
  {
    href: '/purchases/orders',
    icon: 'cart',
    word: 'shell.nav.purchases',
    needs: 'purchase.view',
    also: ['/purchases', '/reorder'],
  },
  {
    href: '/payments',
    icon: 'wallet',
    word: 'shell.nav.money',
    needs: 'payment.view',
    also: ['/tills', '/compliance'],
  },
  {
    href: '/books',
    icon: 'books',
    word: 'shell.nav.books',
    needs: 'books.view',
    also: ['/vouchers', '/day-book', '/reports', '/cheques', '/statements', '/imports', '/exports', '/jobs'],
  },
  {
    href: '/audit',
    icon: 'clock',
    word: 'shell.nav.audit',
    needs: 'audit.view',
  },
  {
    href: '/people',
    icon: 'user',
    word: 'shell.nav.people',
    needs: 'people.view',
  },
  {
    href: '/settings',
    icon: 'settings',
    word: 'shell.nav.settings',
    needs: 'settings.view',
  },
]

/** The longest first. */
const addresses = places
  .flatMap((place) => [place.href, ...(place.also ?? [])].map((href) => ({ place, href })))
  .sort((a, b) => b.href.length - a.href.length)

const keyed: readonly { key: string; href: string; word: WordKey; needs: Permission }[] = [
  { key: 'F8', href: '/sales/new', word: 'shell.newSale', needs: 'sale.make' },
  { key: 'F6', href: '/payments/receipts/new', word: 'keys.receive', needs: 'payment.make' },
  { key: 'F5', href: '/payments/payments/new', word: 'keys.pay', needs: 'payment.make' },
]

/** The keys that go somewhere from every page, as far as this role may go there. */
export const shortcuts = (role: Role, t: Translate): Shortcut[] =>
  keyed.filter(({ needs }) => can(role, needs)).map(({ key, href, word }) => ({ key, href, text: t(word) }))

/** The index tabs of the cover: what this role may open, with the tab of the page it is on. */
export function navigation(role: Role, url: string, t: Translate): NavEntry[] {
  const open = places.filter((place) => can(role, place.needs))
  const path = url.split('?', 1)[0] ?? ''
  const current = addresses.find(({ place, href }) => isUnder(path, href) && open.includes(place))
  return open.map((place) => ({
    href: place.href,
    icon: place.icon,
    text: t(place.word),
    isCurrent: place === current?.place,
  }))
}

const isUnder = (path: string, href: string): boolean =>
  path.startsWith(href) && (path.length === href.length || path[href.length] === '/')
