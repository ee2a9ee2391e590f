import { rupees } from '../../../core/money.ts'
import { grams } from '../../../core/weight.ts'
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
import type { PurchaseRow, Totals } from './list.queries.ts'

export interface PurchasesView {
  summary: SummaryView
  head: TitleView
  canBuy: boolean
  q: string
  party: string
  from: FieldView
  to: FieldView
  /** Whether the dates are shown open. */
  isNarrowed: boolean
  figs: readonly Fig[]
  rows: readonly PurchaseRowView[]
  empty: VoidView
  pager: PagerView
}

interface PurchaseRowView {
  id: string
  href: string
  series: string
  number: string
  date: string
  party: string
  words: string
  net: string
  melted: string
  total: string
  badge: BadgeView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'old-gold/list': PurchasesView
  }
}

export interface Listed extends Page<PurchaseRow> {
  hasLater: boolean
  totals: Totals
}

export function purchasesView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: TypedFilter,
  { errors }: Pick<ParsedFilter, 'errors'>,
  listed: Listed,
  canBuy: boolean,
): PurchasesView {
  const f = formFields(t, { values: typed, errors })
  const isFiltered = Object.values(typed).some((value) => value.trim() !== '')
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('oldGold.title'), note: '', back: undefined, badge: undefined },
    canBuy,
    q: typed.q,
    party: typed.party,
    from: f.date('from', 'shell.from', { maxlength: 30 }),
    to: f.date('to', 'shell.to', { maxlength: 30 }),
    isNarrowed: typed.from !== '' || typed.to !== '',
    figs: figsOf(t, listed.totals),
    rows: listed.rows.map((row) => rowView({ t, locale }, row)),
    empty: {
      icon: 'scale',
      title: t(isFiltered ? 'shell.nothingFound' : 'oldGold.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'oldGold.empty.text'),
      action: !isFiltered && canBuy ? { href: '/old-gold/new', text: t('oldGold.buy') } : undefined,
    },
    pager: pagerOf(t, typed, listed),
  }
}

function figsOf(t: Translate, { count, melted, total }: Totals): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const isMore = count > mostCounted
  const shown = showCount(Math.min(count, mostCounted))
  return [
    { ...plain, label: t('oldGold.sum.count'), value: isMore ? t('oldGold.sum.moreThan', { count: shown }) : shown },
    { ...plain, label: t('oldGold.sum.fine'), value: isMore ? '–' : grams(melted), unit: isMore ? '' : 'g' },
    { ...plain, label: t('oldGold.sum.value'), value: isMore ? '–' : `₹${rupees(total)}` },
  ]
}

function rowView({ t, locale }: { t: Translate; locale: Locale }, row: PurchaseRow): PurchaseRowView {
  const at = row.number.lastIndexOf('/') + 1
  return {
    id: row.id,
    href: `/old-gold/${row.id}`,
    series: row.number.slice(0, at),
    number: row.number.slice(at),
    date: showDate(locale, row.onDate),
    party: row.partyName,
    words: row.words,
    net: grams(row.net),
    melted: grams(row.melted),
    total: rupees(row.total),
    badge: row.state === 'cancelled' ? { text: t('shell.cancelled'), tone: 'plain' } : undefined,
  }
}

function pagerOf(t: Translate, typed: TypedFilter, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: PurchaseRow | undefined) =>
    row ? `/old-gold?${new URLSearchParams([...kept, [name, writeCursor([row.onDate, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
