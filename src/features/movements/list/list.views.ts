import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  LinkView,
  OptionView,
  PagerView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import type { Membership } from '../../../web/who.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { MovementList } from '../movements.types.ts'
import { movementTabs, stateBadge } from '../movements.words.ts'
import type { MovementRow } from './list.queries.ts'

export interface MovementsView {
  head: TitleView
  actions: readonly LinkView[]
  tabs: TabsView
  base: string
  title: string
  show: readonly OptionView[]
  showsCost: boolean
  rows: readonly {
    id: string
    href: string
    number: string
    date: string
    from: string
    to: string
    due: string
    lines: string
    value: string
    by: string
    badge: BadgeView
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/list': MovementsView
  }
}

export interface ListOf {
  list: MovementList
  show: 'all' | 'open'
  today: IsoDate
  business: Pick<Membership, 'role' | 'kind'>
}

export function movementsView(
  { t, locale }: { t: Translate; locale: Locale },
  { rows, hasMore }: Page<MovementRow>,
  { list, show, today, business }: ListOf,
): MovementsView {
  const base = `/stock/${list}`
  const actions = can(business.role, 'stock.move') ? actionsOf(t, list, business) : []
  const last = rows.at(-1)
  return {
    head: {
      title: t(`movements.${list}.title`),
      note: t(`movements.${list}.about`),
      back: undefined,
      badge: undefined,
    },
    actions,
    tabs: movementTabs(t, business.kind, list),
    base,
    title: t(`movements.${list}.title`),
    show: (['all', 'open'] as const).map((value) => ({
      value,
      text: t(`movements.show.${value}`),
      isChosen: value === show,
    })),
    showsCost: can(business.role, 'item.cost'),
    rows: rows.map((row) => ({
      id: row.id,
      href: `${base}/${row.id}`,
      number: row.number ?? t('movements.noNumber'),
      date: showDate(locale, row.onDate),
      from: row.branchName,
      to: row.toName,
      due: row.dueOn ? t('movements.dueOn', { date: showDate(locale, row.dueOn) }) : '',
      lines: String(row.lines),
      value: rupees(row.value),
      by: row.byName,
      badge:
        row.state === 'out' && row.dueOn !== null && row.dueOn < today
          ? { text: t('movements.state.overdue'), tone: 'bad' as const }
          : stateBadge(t, row.state),
    })),
    empty: {
      icon: 'stock',
      title: t(show === 'open' ? 'movements.empty.open' : 'movements.empty.title'),
      text: t(`movements.${list}.about`),
      action: actions[0],
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref:
        hasMore && last
          ? `${base}?${new URLSearchParams([
              ['show', show],
              ['before', writeCursor([last.onDate, last.id])],
            ])}`
          : '',
    },
  }
}

function actionsOf(t: Translate, list: MovementList, { role }: ListOf['business']): LinkView[] {
  const base = `/stock/${list}`
  const first = { href: `${base}/new`, text: t(`movements.${list}.new`) }
  switch (list) {
    case 'adjustments':
      return [
        first,
        ...(can(role, 'settings.edit') ? [{ href: `${base}/limit`, text: t('movements.limit.title') }] : []),
      ]
    case 'assemblies':
      return [first, { href: '/stock/kits', text: t('movements.kits.title') }]
    case 'hallmarks':
      return [first, { href: `${base}/rates`, text: t('movements.rates.title') }]
    case 'transfers':
    case 'counters':
    case 'workshop':
    case 'meltings':
      return [first]
  }
}
