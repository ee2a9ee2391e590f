import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { mostCounted, type ParsedFilter, type TypedFilter } from './list.form.ts'
import type { ReturnRow, Totals } from './list.queries.ts'

export interface ReturnsView {
  summary: SummaryView
  head: TitleView
  canMake: boolean
  canChoose: boolean
  q: string
  party: string
  from: FieldView
  to: FieldView
  /** Whether the dates are shown open. */
  isNarrowed: boolean
  figs: readonly Fig[]
  rows: readonly ReturnRowView[]
  empty: VoidView
  pager: PagerView
}

interface ReturnRowView {
  id: string
  href: string
  series: string
  number: string
  date: string
  party: string
  words: string
  bill: string
  total: string
  badge: BadgeView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/list': ReturnsView
  }
}

export interface Listed extends Page<ReturnRow> {
  hasLater: boolean
  totals: Totals
}

export function returnsView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: TypedFilter,
  { errors }: Pick<ParsedFilter, 'errors'>,
  listed: Listed,
  may: { make: boolean; choose: boolean },
): ReturnsView {
  const f = formFields(t, { values: typed, errors })
  const isFiltered = Object.values(typed).some((value) => value.trim() !== '')
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('returns.title'), note: '', back: undefined, badge: undefined },
    canMake: may.make,
    canChoose: may.choose,
    q: typed.q,
    party: typed.party,
    from: f.date('from', 'shell.from', { maxlength: 30 }),
    to: f.date('to', 'shell.to', { maxlength: 30 }),
    isNarrowed: typed.from !== '' || typed.to !== '',
    figs: figsOf(t, listed.totals),
    rows: listed.rows.map((row) => rowView({ t, locale }, row)),
    empty: {
      icon: 'undo',
      title: t(isFiltered ? 'shell.nothingFound' : 'returns.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'returns.empty.text'),
      action: !isFiltered && may.make ? { href: '/returns/new', text: t('returns.new') } : undefined,
    },
    pager: pagerOf(t, typed, listed),
  }
}

function figsOf(t: Translate, { count, total }: Totals): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const isMore = count > mostCounted
  const shown = showCount(Math.min(count, mostCounted))
  return [
    { ...plain, label: t('returns.count'), value: isMore ? t('returns.moreThan', { count: shown }) : shown },
    { ...plain, label: t('returns.sum'), value: isMore ? '–' : `₹${rupees(total)}` },
  ]
}

function rowView({ t, locale }: { t: Translate; locale: Locale }, row: ReturnRow): ReturnRowView {
  const at = row.number.lastIndexOf('/') + 1
  return {
    id: row.id,
    href: `/returns/${row.id}`,
    series: row.number.slice(0, at),
    number: row.number.slice(at),
    date: showDate(locale, row.onDate),
    party: row.partyName || t('sales.walkIn'),
    words: row.words,
    bill: row.bill,
    total: rupees(row.total),
    badge: row.state === 'cancelled' ? { text: t('shell.cancelled'), tone: 'plain' } : undefined,
  }
}

function pagerOf(t: Translate, typed: TypedFilter, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: ReturnRow | undefined) =>
    row ? `/returns?${new URLSearchParams([...kept, [name, writeCursor([row.onDate, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
