import { rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { grams, mg } from '../../../core/weight.ts'
import type { Fig, KvRow, PagerView, TabsView, TitleView } from '../../../web/components.views.ts'
import { showCount, showInstant } from '../../../words/format.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { CountPerson, CountRow } from '../counts.queries.ts'
import { accuracyText, type CountReader, momentOf, stateBadge, whatOf } from '../counts.views.ts'
import type { ScanRow } from '../scanning/scanning.queries.ts'
import { textOf } from '../scanning/scanning.views.ts'
import type { LineSum } from './lines.queries.ts'
import type { LeftRow, Progress } from './showing.queries.ts'

export const openLists = ['progress', 'missing', 'moved', 'extra'] as const
export type OpenList = (typeof openLists)[number]

export interface ProgressView {
  href: string
  isLive: boolean
  hint: string
  hidden: string
  bar: { value: number; max: number; text: string } | undefined
  figs: readonly Fig[]
  places: readonly { place: string; expected: string; counted: string; left: string }[]
  people: readonly { name: string; counted: string; strange: string; last: string }[]
}

export interface OpenCountView {
  head: TitleView
  href: string
  scanHref: string
  closeAction: string
  cancelAction: string
  tabs: TabsView | undefined
  progress: ProgressView | undefined
  list: OddListView | undefined
  facts: readonly KvRow[]
  note: string
}

export interface OddListView {
  label: string
  isLeft: boolean
  rows: readonly { id: string; code: string; href: string; words: string; at: string; said: string; by: string }[]
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'counts/open': OpenCountView
    'counts/_progress': ProgressView
  }
}

export interface OpenShown {
  count: CountRow
  persons: readonly CountPerson[]
  isHidden: boolean
  list: OpenList
  progress: Progress
  odd: OddListView | undefined
  canScan: boolean
  canManage: boolean
}

export function openCountView(reader: CountReader, shown: OpenShown): OpenCountView {
  const { t } = reader
  const { count, isHidden, list, progress, odd, canScan, canManage } = shown
  const href = `/stock/counts/${count.id}`
  const lists = count.kind === 'pieces' ? openLists : openLists.filter((one) => one !== 'moved')
  return {
    head: headOf(reader, count),
    href,
    scanHref: canScan ? `${href}/scan` : '',
    closeAction: canManage ? `${href}/closing` : '',
    cancelAction: canManage ? `${href}/cancellation` : '',
    tabs: isHidden
      ? undefined
      : {
          label: t('counts.progress'),
          tabs: lists.map((one) => ({
            href: one === 'progress' ? href : `${href}?list=${one}`,
            text: t(`counts.list.${one}`),
            isCurrent: one === list,
          })),
        },
    progress: list === 'progress' || isHidden ? progressView(reader, count, progress, isHidden) : undefined,
    list: isHidden ? undefined : odd,
    facts: factsOf(reader, shown),
    note: count.note,
  }
}

export function headOf({ t }: CountReader, count: CountRow): TitleView {
  return {
    title: count.number,
    note: [whatOf(t, count), t('counts.branchIs', { name: count.branchName })].join(' · '),
    back: { href: '/stock/counts', text: t('counts.title') },
    badge: stateBadge(t, count.state),
  }
}

export function progressView(
  reader: CountReader,
  count: CountRow,
  progress: Progress,
  isHidden: boolean,
): ProgressView {
  const { t } = reader
  const { counted, strange, places, people } = progress
  const left = Math.max(0, count.expected - counted)
  const text = t('counts.progress.of', { counted: showCount(counted), expected: showCount(count.expected) })
  return {
    href: `/stock/counts/${count.id}/progress`,
    isLive: count.state === 'open',
    hint: t('counts.refreshed'),
    hidden: isHidden ? t('counts.hidden') : '',
    bar: isHidden ? undefined : { value: Math.min(counted, count.expected), max: Math.max(1, count.expected), text },
    figs: isHidden
      ? []
      : [
          fig(t('counts.counted'), counted, 'good'),
          fig(t('counts.left'), left, left > 0 ? 'warn' : ''),
          fig(t('counts.strange'), strange, strange > 0 ? 'bad' : ''),
        ],
    places: isHidden
      ? []
      : places.map((place) => ({
          place: place.place || t('counts.noPlace'),
          expected: showCount(place.expected),
          counted: showCount(place.counted),
          left: showCount(Math.max(0, place.expected - place.counted)),
        })),
    people: people.map((person) => ({
      name: person.name,
      counted: showCount(person.counted + (isHidden ? person.strange : 0)),
      strange: isHidden ? '–' : showCount(person.strange),
      last: momentOf(reader, person.lastAt),
    })),
  }
}

const fig = (label: string, value: number, tone: Fig['tone']): Fig => ({
  ...{ label, value: showCount(value), unit: '', note: '', tone },
})

export function leftList(
  reader: CountReader,
  count: CountRow,
  rows: readonly LeftRow[],
  pager: PagerView,
): OddListView {
  const { t } = reader
  return {
    label: t('counts.list.missing'),
    isLeft: true,
    rows: rows.map((row) => ({
      ...{ id: row.id, code: row.code, href: thingHref(count.kind, row.id), words: row.words },
      at: row.place || t('counts.noPlace'),
      said: eventText(reader, row.lastEvent),
      by: '',
    })),
    pager,
  }
}

export function oddList(
  reader: CountReader,
  count: CountRow,
  rows: readonly ScanRow[],
  { list, pager }: { list: 'moved' | 'extra'; pager: PagerView },
): OddListView {
  return {
    label: reader.t(`counts.list.${list}`),
    isLeft: false,
    rows: rows.map((row) => ({
      ...{ id: row.id, code: row.code, href: row.thingId ? thingHref(count.kind, row.thingId) : '' },
      words: count.kind === 'pieces' ? row.words : '',
      at: row.place || reader.t('counts.noPlace'),
      said: textOf(reader, count, row).text,
      by: [row.byName, momentOf(reader, row.at)].join(' · '),
    })),
    pager,
  }
}

export function thingHref(kind: CountRow['kind'], id: string): string {
  switch (kind) {
    case 'pieces':
      return `/pieces/${id}`
    case 'items':
      return `/items/${id}`
    case 'lots':
      return `/lots/${id}`
  }
}

/** "moved|2026-11-21 10:00+00" → "Moved on 21 Nov 2026, 3:30 pm". */
export function eventText(reader: CountReader, said: string): string {
  const [kind = '', at = ''] = said.split('|')
  const key = `pieces.event.${kind}`
  if (at === '' || Number.isNaN(Date.parse(at)) || !isWordKey(key)) return ''
  return reader.t('counts.lastEvent', { what: reader.t(key), at: momentOf(reader, new Date(at)) })
}

export function factsOf(
  reader: CountReader,
  { count, persons, sums }: { count: CountRow; persons: readonly CountPerson[]; sums?: readonly LineSum[] },
): KvRow[] {
  const { t, locale, zone } = reader
  const at = (moment: Date | null, by: string) => (moment ? [showInstant(locale, zone, moment), by].join(' · ') : '')
  const due = sums?.filter(({ kind }) => kind !== 'moved' && kind !== 'elsewhere')
  const rows: [string, string][] = [
    [t('counts.fact.began'), at(count.beganAt, count.begunBy)],
    [t('counts.fact.closed'), at(count.closedAt, count.closedByName)],
    [t('counts.fact.approved'), at(count.approvedAt, count.approvedByName)],
    [t('counts.fact.alone'), count.aloneReason],
    [t('counts.fact.people'), persons.length > 0 ? persons.map(({ name }) => name).join(', ') : t('counts.paper.all')],
    [t('counts.fact.tolerance'), toleranceText(t, count)],
    [t('counts.gone'), sums && count.gone > 0 ? showCount(count.gone) : ''],
    [t('counts.accuracy'), sums && count.kind ? accuracyText(count) : ''],
    [t('counts.fact.value'), due ? `₹${rupees(sum(due.map(({ value }) => value)))}` : ''],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value, href: '', kind: 'plain' as const }] : []))
}

function toleranceText(t: Translate, { kind, toleranceMg, toleranceBp }: CountRow): string {
  if (kind === 'pieces') return ''
  const share = `${percent(toleranceBp)} %`
  return kind === 'lots' ? [`${grams(mg(toleranceMg))} ${t('counts.g')}`, share].join(' · ') : share
}
