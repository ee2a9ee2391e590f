import { rupees } from '../../../core/money.ts'
import type { Page } from '../../../db/paging.ts'
import type { BadgeView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { accountName } from '../../../words/account-name.ts'
import { showCount, showDate } from '../../../words/format.ts'
import { mostCounted } from '../bank.rules.ts'
import { hrefOf, type Reader } from '../bank.views.ts'
import type { ListedBank } from './accounts.queries.ts'

export interface BanksView {
  head: TitleView
  tabs: TabsView
  rows: readonly {
    id: string
    name: string
    href: string
    note: string
    book: string
    closing: string
    closingOn: string
    open: BadgeView
  }[]
  empty: VoidView
  moreHref: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'bank/list': BanksView
  }
}

export function banksView({ t, locale }: Reader, tabs: TabsView, { rows, hasMore }: Page<ListedBank>): BanksView {
  const last = rows.at(-1)
  return {
    head: { title: t('bank.title'), note: t('bank.title.note'), back: undefined, badge: undefined },
    tabs,
    rows: rows.map((row) => ({
      id: row.id,
      name: accountName(t, row.name),
      href: `/books/bank/${row.id}`,
      note: [row.bankName, row.last4 && t('bank.endsIn', { last4: row.last4 })].filter(Boolean).join(' · '),
      book: rupees(row.book),
      closing: row.closing === null ? '–' : rupees(row.closing),
      closingOn: row.closingOn === null ? t('bank.noStatement') : showDate(locale, row.closingOn),
      open: openBadge(t, row),
    })),
    empty: {
      icon: 'bank',
      title: t('bank.none'),
      text: t('bank.none.help'),
      action: { href: '/books/accounts', text: t('hub.accounts') },
    },
    moreHref: hasMore && last ? hrefOf('/books/bank', { after: last.code }) : '',
  }
}

function openBadge(t: Reader['t'], { openLines, closingOn }: ListedBank): BadgeView {
  if (closingOn === null) return { text: t('bank.toBegin'), tone: 'plain' }
  if (openLines === 0) return { text: t('bank.linesNone'), tone: 'good' }
  if (openLines > mostCounted) return { text: t('bank.linesMore', { shown: showCount(mostCounted) }), tone: 'warn' }
  return { text: t('bank.linesOpen', { count: openLines, shown: showCount(openLines) }), tone: 'warn' }
}
