import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { BadgeView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { orderBadge } from '../order.views.ts'
import { type ListOf, views } from './list.form.ts'
import type { OrderRow } from './list.queries.ts'

export interface PurchaseOrdersView {
  head: TitleView
  canMake: boolean
  settingsHref: string
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
  date: string
  expected: string
  supplier: string
  words: string
  /** "2 of 5 lines", and how much of all came, for a bar of that length. */
  received: string
  percent: number
  total: string
  badge: BadgeView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/list': PurchaseOrdersView
  }
}

export interface Listed extends Page<OrderRow> {
  hasLater: boolean
  pressing: { waiting: number; late: number }
}

interface Looking {
  today: IsoDate
  canMake: boolean
  canSet: boolean
}

export function purchaseOrdersView(
  { t, locale }: { t: Translate; locale: Locale },
  { q, list }: { q: string; list: ListOf },
  listed: Listed,
  { today, canMake, canSet }: Looking,
): PurchaseOrdersView {
  const isFiltered = q.trim() !== '' || list !== 'expected'
  const counts = { waiting: listed.pressing.waiting, late: listed.pressing.late }
  return {
    head: { title: t('purchaseOrders.title'), note: '', back: undefined, badge: undefined },
    canMake,
    settingsHref: canSet ? '/purchases/orders/settings' : '',
    tabs: {
      label: t('purchaseOrders.title'),
      tabs: views.map((one) => ({
        href: `/purchases/orders?list=${one}`,
        text: tabOf(t, one, counts),
        isCurrent: one === list,
      })),
    },
    q,
    list,
    rows: listed.rows.map((row) => rowView({ t, locale }, row, today)),
    empty: {
      icon: 'cart',
      title: t(isFiltered ? 'shell.nothingFound' : 'purchaseOrders.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'purchaseOrders.empty.text'),
      action: !isFiltered && canMake ? { href: '/purchases/orders/new', text: t('purchaseOrders.new') } : undefined,
    },
    pager: pagerOf(t, { q, list }, listed),
  }
}

function tabOf(t: Translate, list: ListOf, counts: { waiting: number; late: number }): string {
  const count = list === 'waiting' || list === 'late' ? counts[list] : 0
  const text = t(`purchaseOrders.list.${list}`)
  return count > 0 ? `${text} (${count})` : text
}

function rowView({ t, locale }: { t: Translate; locale: Locale }, row: OrderRow, today: IsoDate): OrderRowView {
  const more = row.lines - 3
  return {
    id: row.id,
    href: `/purchases/orders/${row.id}`,
    number: row.number,
    date: showDate(locale, row.onDate),
    expected: showDate(locale, row.expectedOn),
    supplier: row.partyName,
    words: more > 0 ? t('purchaseOrders.andMore', { words: row.words, count: more }) : row.words,
    received: t('purchaseOrders.linesDone', { done: row.done, count: row.lines }),
    percent: row.percent,
    total: rupees(row.total),
    badge: orderBadge(t, row, today),
  }
}

function pagerOf(t: Translate, typed: { q: string; list: ListOf }, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: OrderRow | undefined) =>
    row ? `/purchases/orders?${new URLSearchParams([...kept, [name, writeCursor([row.expectedOn, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
