import { type Page, writeCursor } from '../../../db/paging.ts'
import type { BadgeView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showCount } from '../../../words/format.ts'
import type { CountRow } from '../counts.queries.ts'
import { accuracyText, type CountReader, momentOf, stateBadge, whatOf } from '../counts.views.ts'
import type { MyCount } from './list.queries.ts'
import { type CountList, listTabs } from './list.rules.ts'

export interface CountsView {
  head: TitleView
  canBegin: boolean
  canScan: boolean
  isDone: boolean
  tabs: TabsView
  rows: readonly {
    id: string
    href: string
    number: string
    badge: BadgeView
    began: string
    what: string
    branch: string
    expected: string
    counted: string
    differences: string
    accuracy: string
  }[]
  empty: VoidView
  pager: PagerView
}

export interface MyCountsView {
  head: TitleView
  rows: readonly { id: string; href: string; number: string; what: string; branch: string; mine: string }[]
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'counts/list': CountsView
    'counts/mine': MyCountsView
  }
}

interface Rights {
  canBegin: boolean
  canScan: boolean
}

export function countsView(
  reader: CountReader,
  { rows, hasMore }: Page<CountRow>,
  { list, canBegin, canScan, isLater }: Rights & { list: CountList; isLater: boolean },
): CountsView {
  const { t } = reader
  const last = rows.at(-1)
  const isDone = list === 'done'
  return {
    head: { title: t('counts.title'), note: '', back: undefined, badge: undefined },
    canBegin,
    canScan,
    isDone,
    tabs: {
      label: t('counts.title'),
      tabs: listTabs.map((one) => ({
        href: `/stock/counts?list=${one}`,
        text: t(`counts.tab.${one}`),
        isCurrent: one === list,
      })),
    },
    rows: rows.map((count) => ({
      id: count.id,
      href: `/stock/counts/${count.id}`,
      number: count.number,
      badge: stateBadge(t, count.state),
      began: momentOf(reader, count.beganAt),
      what: whatOf(t, count),
      branch: count.branchName,
      // A blind count shows no figures in a list that anyone reads.
      expected: count.isBlind && !isDone ? '–' : showCount(count.expected),
      counted: count.state === 'open' || (count.isBlind && !isDone) ? '–' : showCount(count.counted),
      differences: count.state === 'approved' ? showCount(count.differences) : '–',
      accuracy: count.state === 'approved' ? accuracyText(count) : '–',
    })),
    empty: {
      icon: 'scan',
      title: t(isDone ? 'shell.nothingFound' : 'counts.empty.title'),
      text: t(isDone ? 'counts.empty.done' : 'counts.empty.text'),
      action: canBegin && !isDone ? { href: '/stock/counts/new', text: t('counts.new') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: isLater ? `/stock/counts?list=${list}` : '',
      earlierHref:
        hasMore && last
          ? `/stock/counts?list=${list}&before=${writeCursor([last.beganAt.toISOString(), last.id])}`
          : '',
    },
  }
}

export function myCountsView(
  { t }: CountReader,
  rows: readonly MyCount[],
  { canBegin }: Pick<Rights, 'canBegin'>,
): MyCountsView {
  return {
    head: { title: t('counts.mine.title'), note: '', back: undefined, badge: undefined },
    rows: rows.map((count) => ({
      id: count.id,
      href: `/stock/counts/${count.id}/scan`,
      number: count.number,
      what: whatOf(t, count),
      branch: count.branchName,
      mine: t('counts.mine.yours', { count: showCount(count.mine) }),
    })),
    empty: {
      icon: 'scan',
      title: t('counts.mine.empty.title'),
      text: t('counts.mine.empty.text'),
      action: canBegin ? { href: '/stock/counts/new', text: t('counts.new') } : undefined,
    },
  }
}
