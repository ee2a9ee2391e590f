import { can, type Permission, type Role } from '../../core/permissions.ts'
import type { TabsView } from '../../web/components.views.ts'
import type { Locale, Translate, WordKey } from '../../words/index.ts'

/** Who reads a page: in which language, and on which clock. */
export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

const tabs = [
  { name: 'hub', href: '/books', word: 'shell.nav.books', needs: 'books.view' },
  { name: 'vouchers', href: '/vouchers', word: 'hub.vouchers', needs: 'books.view' },
  { name: 'reports', href: '/reports', word: 'hub.reports', needs: 'books.view' },
  { name: 'accounts', href: '/books/accounts', word: 'hub.accounts', needs: 'books.view' },
  { name: 'bank', href: '/books/bank', word: 'hub.bank', needs: 'books.view' },
  { name: 'cheques', href: '/cheques', word: 'hub.cheques', needs: 'payment.view' },
  { name: 'lock', href: '/books/lock', word: 'books.lock.title', needs: 'books.view' },
  { name: 'year', href: '/books/year', word: 'hub.year', needs: 'books.view' },
  { name: 'check', href: '/books/check', word: 'books.check.title', needs: 'books.view' },
] as const satisfies readonly { name: string; href: string; word: WordKey; needs: Permission }[]

/** The pages of the books that this role may open. */
export function booksTabs(t: Translate, role: Role, current: (typeof tabs)[number]['name']): TabsView {
  const open = tabs.filter((tab) => can(role, tab.needs))
  return {
    label: t('shell.nav.books'),
    tabs: open.map((tab) => ({ href: tab.href, text: t(tab.word), isCurrent: tab.name === current })),
  }
}

/** '2026-11-21' → '21/11/2026', as it would be typed. */
export const typedDate = (iso: string): string => iso.split('-').reverse().join('/')
