import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type { BadgeView, OptionView, PagerView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { type EstimateState, stateBadge } from '../showing/showing.views.ts'
import { type ListState, listStates } from './list.form.ts'
import type { ListRow } from './list.queries.ts'

export interface EstimatesView {
  head: TitleView
  canMake: boolean
  q: string
  state: { options: readonly OptionView[] }
  rows: readonly EstimateRowView[]
  empty: VoidView
  pager: PagerView
  /** Empty for who may not change it. */
  settingsHref: string
}

interface EstimateRowView {
  id: string
  href: string
  number: string
  date: string
  until: string
  party: string
  total: string
  badge: BadgeView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'estimates/list': EstimatesView
  }
}

export interface Listed extends Page<ListRow> {
  hasLater: boolean
}

export function estimatesView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: { q: string; state: ListState },
  listed: Listed,
  { today, may }: { today: IsoDate; may: { make: boolean; set: boolean } },
): EstimatesView {
  const isFiltered = typed.q.trim() !== '' || typed.state !== 'all'
  return {
    head: { title: t('estimates.title'), note: '', back: undefined, badge: undefined },
    canMake: may.make,
    q: typed.q,
    state: {
      options: listStates.map((value) => ({
        value,
        text: t(`estimates.state.${value}`),
        isChosen: value === typed.state,
      })),
    },
    rows: listed.rows.map((row) => ({
      id: row.id,
      href: `/estimates/${row.id}`,
      number: row.number,
      date: showDate(locale, row.onDate),
      until: showDate(locale, row.validUntil),
      party: row.partyName || t('sales.walkIn'),
      total: rupees(row.total),
      badge: stateBadge(t, stateOfRow(row, today)),
    })),
    empty: {
      icon: 'file',
      title: t(isFiltered ? 'shell.nothingFound' : 'estimates.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'estimates.empty.text'),
      action: !isFiltered && may.make ? { href: '/sales/new', text: t('shell.newSale') } : undefined,
    },
    pager: pagerOf(t, typed, listed),
    settingsHref: may.set ? '/settings/orders' : '',
  }
}

function stateOfRow({ isBilled, isOrdered, validUntil }: ListRow, today: IsoDate): EstimateState {
  if (isBilled) return 'billed'
  if (isOrdered) return 'ordered'
  return validUntil < today ? 'expired' : 'open'
}

function pagerOf(t: Translate, typed: { q: string; state: string }, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: ListRow | undefined) =>
    row ? `/estimates?${new URLSearchParams([...kept, [name, writeCursor([row.onDate, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
