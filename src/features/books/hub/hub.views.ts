import { can, type Permission, type Role } from '../../../core/permissions.ts'
import type { TabsView, TitleView } from '../../../web/components.views.ts'
import type { Translate, WordKey } from '../../../words/index.ts'

export interface HubView {
  head: TitleView
  tabs: TabsView
  groups: readonly { name: string; places: readonly { href: string; title: string; text: string }[] }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'books/hub': HubView
  }
}

export interface Place {
  href: string
  title: WordKey
  text: WordKey
  needs: Permission
}

const groups: readonly { name: WordKey; places: readonly Place[] }[] = [
  {
    name: 'hub.daily',
    places: [
      { href: '/vouchers', title: 'hub.vouchers', text: 'hub.vouchers.help', needs: 'books.view' },
      { href: '/vouchers/new?kind=journal', title: 'hub.enter', text: 'hub.enter.help', needs: 'books.post' },
      { href: '/cheques', title: 'hub.cheques', text: 'hub.cheques.help', needs: 'payment.view' },
      { href: '/books/bank', title: 'hub.bank', text: 'hub.bank.help', needs: 'books.view' },
    ],
  },
  {
    name: 'hub.look',
    places: [
      { href: '/reports', title: 'hub.reports', text: 'hub.reports.help', needs: 'books.view' },
      { href: '/books/trial-balance', title: 'books.trialBalance.title', text: 'hub.trial.help', needs: 'books.view' },
      { href: '/books/profit-and-loss', title: 'hub.profit', text: 'hub.profit.help', needs: 'books.view' },
      { href: '/books/balance-sheet', title: 'hub.sheet', text: 'hub.sheet.help', needs: 'books.view' },
      { href: '/statements/new', title: 'hub.statements', text: 'hub.statements.help', needs: 'books.view' },
    ],
  },
  {
    name: 'hub.keep',
    places: [
      { href: '/books/accounts', title: 'hub.accounts', text: 'hub.accounts.help', needs: 'books.view' },
      { href: '/books/opening', title: 'hub.opening', text: 'hub.opening.help', needs: 'books.view' },
      { href: '/books/lock', title: 'books.lock.title', text: 'hub.lock.help', needs: 'books.view' },
      { href: '/books/year', title: 'hub.year', text: 'hub.year.help', needs: 'books.view' },
      { href: '/books/check', title: 'books.check.title', text: 'hub.check.help', needs: 'books.view' },
      { href: '/stock/valuing', title: 'valuing.title', text: 'valuing.note', needs: 'item.cost' },
    ],
  },
  {
    name: 'hub.move',
    places: [
      { href: '/imports', title: 'hub.imports', text: 'hub.imports.help', needs: 'import.run' },
      { href: '/exports', title: 'hub.exports', text: 'hub.exports.help', needs: 'export.run' },
    ],
  },
]

/** All of them, for who looks for a page by its name. */
export const hubPlaces: readonly Place[] = groups.flatMap(({ places }) => places)

/** Every page of the books that this role may open, each with what it is for. */
export function hubView(t: Translate, role: Role, tabs: TabsView): HubView {
  const open = groups.map(({ name, places }) => ({ name, places: places.filter(({ needs }) => can(role, needs)) }))
  return {
    head: { title: t('shell.nav.books'), note: t('hub.note'), back: undefined, badge: undefined },
    tabs,
    groups: open.flatMap(({ name, places }) =>
      places.length === 0
        ? []
        : [
            {
              name: t(name),
              places: places.map(({ href, title, text }) => ({ href, title: t(title), text: t(text) })),
            },
          ],
    ),
  }
}
