import { daysBetween } from '../../../core/dates.ts'
import { negate, rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { isPlain, type ParsedFilter, saleStatuses, type TypedFilter } from './list.form.ts'
import type { SaleRow, SalesTotals, YearFigures } from './list.queries.ts'

export interface SalesView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  status: string
  q: string
  from: FieldView
  to: FieldView
  least: FieldView
  most: FieldView
  /** Whether the rarer fields are shown open. */
  isNarrowed: boolean
  rows: readonly SaleRowView[]
  empty: VoidView
  pager: PagerView
}

export interface SaleRowView {
  id: string
  href: string
  /** "GJ/26-27/", left out on phones, and "01341". */
  series: string
  number: string
  date: string
  party: string
  badge: BadgeView
  total: string
  open: string
  isOpen: boolean
  isCancelled: boolean
}

declare module '../../../web/views.ts' {
  interface Views {
    'sales/list': SalesView
  }
}

export interface ListedSales extends Page<SaleRow> {
  hasLater: boolean
  figures: { year: YearFigures } | { totals: SalesTotals }
}

export function salesView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: TypedFilter,
  { filter, errors }: ParsedFilter,
  { rows, hasMore, hasLater, figures }: ListedSales,
  { canSell }: { canSell: boolean },
): SalesView {
  const f = formFields(t, { values: typed, errors })
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    summary: f.summary(['from', 'to', 'least', 'most']),
    head: { title: t('sales.title'), note: noteOf(t, figures), back: undefined, badge: undefined },
    tabs: tabsOf(t, typed),
    status: typed.status,
    q: typed.q,
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    least: f.money('least', 'sales.least', { width: 'w-s' }),
    most: f.money('most', 'sales.most', { width: 'w-s' }),
    isNarrowed: [typed.from, typed.to, typed.least, typed.most].some((text) => text.trim() !== ''),
    rows: rows.map((row) => rowOf(t, locale, row, filter.today)),
    empty: emptyOf(t, isPlain(filter), canSell),
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: hasLater && first ? hrefOf(typed, { after: cursorOf(first) }) : '',
      earlierHref: hasMore && last ? hrefOf(typed, { before: cursorOf(last) }) : '',
    },
  }
}

/** Paid, part paid, unpaid, or how late: a word with every colour. */
export function badgeOf(
  t: Translate,
  row: Pick<SaleRow, 'state' | 'open_paise' | 'total_paise' | 'due_on'>,
  today: string,
): BadgeView {
  if (row.state === 'cancelled') return { text: t('shell.cancelled'), tone: 'plain' }
  if (row.open_paise === 0n) return { text: t('sales.badge.paid'), tone: 'good' }
  const late = daysBetween(row.due_on, today)
  if (late > 0) return { text: t('sales.badge.late', { count: late }), tone: late > 30 ? 'bad' : 'warn' }
  const isPart = row.open_paise < row.total_paise
  return { text: t(isPart ? 'sales.badge.part' : 'sales.badge.unpaid'), tone: 'plain' }
}

function rowOf(t: Translate, locale: Locale, row: SaleRow, today: string): SaleRowView {
  const cut = row.number.lastIndexOf('/') + 1
  return {
    id: row.id,
    href: `/sales/${row.id}`,
    series: row.number.slice(0, cut),
    number: row.number.slice(cut),
    date: showDate(locale, row.on_date),
    party: row.party_name || t('sales.walkIn'),
    badge: badgeOf(t, row, today),
    total: rupees(row.total_paise),
    open: rupees(row.open_paise),
    isOpen: row.open_paise > 0n,
    isCancelled: row.state === 'cancelled',
  }
}

function noteOf(t: Translate, figures: ListedSales['figures']): string {
  const parts = 'year' in figures ? yearParts(t, figures.year) : totalParts(t, figures.totals)
  return parts.join(' · ')
}

function yearParts(t: Translate, { fyLabel, count, due_paise }: YearFigures): string[] {
  const bills = t('sales.year', { count: Number(count), shown: showCount(count), year: fyLabel })
  if (due_paise === 0n) return [bills]
  const isOwed = due_paise > 0n
  const amount = rupees(isOwed ? due_paise : negate(due_paise))
  return [bills, t(isOwed ? 'sales.toReceive' : 'sales.inHand', { amount })]
}

function totalParts(t: Translate, { count, total_paise, open_paise, most }: SalesTotals): string[] {
  if (count > most) return [t('sales.foundMore', { shown: showCount(most) })]
  const billed = t('sales.billed', { amount: rupees(total_paise) })
  const due = t('sales.toReceive', { amount: rupees(open_paise) })
  return [t('sales.found', { count, shown: showCount(count) }), billed, ...(open_paise > 0n ? [due] : [])]
}

function tabsOf(t: Translate, typed: TypedFilter): TabsView {
  const tabs = (['', ...saleStatuses] as const).map((status) => ({
    href: hrefOf({ ...typed, status }),
    text: t(`sales.tab.${status === '' ? 'all' : status}`),
    isCurrent: typed.status === status,
  }))
  return { label: t('shell.status'), tabs }
}

function hrefOf(typed: TypedFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `/sales?${new URLSearchParams(given)}` : '/sales'
}

const cursorOf = ({ on_date, id }: SaleRow): string => writeCursor([on_date, id])

function emptyOf(t: Translate, isFirst: boolean, canSell: boolean): VoidView {
  return {
    icon: 'bill',
    title: isFirst ? t('sales.empty') : t('shell.nothingFound'),
    text: isFirst ? t('sales.empty.help') : t('shell.nothingFoundHelp'),
    action: isFirst && canSell ? { href: '/sales/new', text: t('sales.first') } : undefined,
  }
}
