import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { BadgeView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { challanBadge } from '../showing/showing.views.ts'
import { type ListOf, views } from './list.form.ts'
import type { ChallanRow } from './list.queries.ts'

export interface ChallansView {
  head: TitleView
  canMake: boolean
  isIn: boolean
  tabs: TabsView
  rows: readonly {
    id: string
    href: string
    number: string
    date: string
    due: string
    party: string
    pieces: string
    value: string
    badge: BadgeView | undefined
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'challans/list': ChallansView
  }
}

export function challansView(
  { t, locale }: { t: Translate; locale: Locale },
  { rows, hasMore }: Page<ChallanRow>,
  { list, today, canMake }: { list: ListOf; today: IsoDate; canMake: boolean },
): ChallansView {
  const isIn = list === 'in'
  const last = rows.at(-1)
  const key = last && [list === 'out' || list === 'overdue' ? last.dueOn : last.onDate, last.id]
  return {
    head: { title: t('challans.title'), note: '', back: undefined, badge: undefined },
    canMake,
    isIn,
    tabs: {
      label: t('challans.title'),
      tabs: views.map((one) => ({
        href: `/challans?list=${one}`,
        text: t(`challans.list.${one}`),
        isCurrent: one === list,
      })),
    },
    rows: rows.map((row) => ({
      id: row.id,
      href: isIn ? `/challans/in/${row.id}` : `/challans/${row.id}`,
      number: row.number || t('challans.in.noNumber'),
      date: showDate(locale, row.onDate),
      due: showDate(locale, row.dueOn),
      party: row.partyName,
      pieces: t('challans.leftOf', { left: row.left, count: row.pieces }),
      value: isIn ? '' : rupees(row.value),
      badge: badgeOf(t, row, { isIn, today }),
    })),
    empty: {
      icon: 'gem',
      title: t(list === 'out' ? 'challans.empty.title' : 'shell.nothingFound'),
      text: t(isIn ? 'challans.in.empty' : 'challans.empty.text'),
      action: canMake
        ? { href: isIn ? '/challans/in/new' : '/challans/new', text: t(isIn ? 'challans.in.new' : 'challans.new') }
        : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref:
        hasMore && key
          ? `/challans?${new URLSearchParams([
              ['list', list],
              ['before', writeCursor(key)],
            ])}`
          : '',
    },
  }
}

function badgeOf(
  t: Translate,
  row: ChallanRow,
  { isIn, today }: { isIn: boolean; today: IsoDate },
): BadgeView | undefined {
  if (!isIn) return challanBadge(t, { ...row, isOpen: row.left > 0 }, today)
  if (row.left === 0) return { text: t('challans.state.closed'), tone: 'good' }
  return row.dueOn < today ? { text: t('challans.state.overdue'), tone: 'bad' } : undefined
}
