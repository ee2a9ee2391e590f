import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { BadgeView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { orderBadge } from '../showing/showing.views.ts'
import { type ListOf, views } from './list.form.ts'
import type { OrderRow } from './list.queries.ts'

export interface OrdersView {
  head: TitleView
  canMake: boolean
  tabs: TabsView
  q: string
  list: string
  rows: readonly OrderRowView[]
  empty: VoidView
  pager: PagerView
}

interface OrderRowView {
  id: string
  href: string
  number: string
  due: string
  party: string
  words: string
  total: string
  advance: string
  badge: BadgeView
}

declare module '../../../web/views.ts' {
  interface Views {
    'orders/list': OrdersView
  }
}

export interface Listed extends Page<OrderRow> {
  hasLater: boolean
}

export function ordersView(
  { t, locale }: { t: Translate; locale: Locale },
  { q, list }: { q: string; list: ListOf },
  listed: Listed,
  { today, canMake }: { today: IsoDate; canMake: boolean },
): OrdersView {
  const isFiltered = q.trim() !== '' || list !== 'open'
  return {
    head: { title: t('orders.title'), note: '', back: undefined, badge: undefined },
    canMake,
    tabs: {
      label: t('orders.title'),
      tabs: views.map((one) => ({
        href: `/orders?list=${one}`,
        text: t(`orders.list.${one}`),
        isCurrent: one === list,
      })),
    },
    q,
    list,
    rows: listed.rows.map((row) => ({
      id: row.id,
      href: `/orders/${row.id}`,
      number: row.number,
      due: showDate(locale, row.dueOn),
      party: row.partyName,
      words: row.words,
      total: rupees(row.total),
      advance: rupees(row.advance),
      badge: orderBadge(t, row, today),
    })),
    empty: {
      icon: 'orders',
      title: t(isFiltered ? 'shell.nothingFound' : 'orders.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'orders.empty.text'),
      action: !isFiltered && canMake ? { href: '/orders/new', text: t('orders.new') } : undefined,
    },
    pager: pagerOf(t, { q, list }, listed),
  }
}

function pagerOf(t: Translate, typed: { q: string; list: string }, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: OrderRow | undefined) =>
    row ? `/orders?${new URLSearchParams([...kept, [name, writeCursor([row.dueOn, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
