import { type PaidMode, paidModes } from '../../../core/invoice-facts.ts'
import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  OptionView,
  PagerView,
  SummaryView,
  TabsView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { modesOf } from '../payments.rules.ts'
import { isPlain, mostCounted, type ParsedFilter, shows, type TypedFilter } from './list.form.ts'
import type { MoneyRow, MoneyTotals } from './list.queries.ts'

export interface MoneyListView {
  summary: SummaryView
  head: TitleView
  canMake: boolean
  tabs: TabsView
  /** Kept by the filter's form. */
  show: string
  party: string
  partyName: string
  allHref: string
  q: string
  mode: readonly OptionView[]
  from: FieldView
  to: FieldView
  least: FieldView
  most: FieldView
  /** Whether the rarer fields are shown open. */
  isNarrowed: boolean
  rows: readonly MoneyRowView[]
  empty: VoidView
  pager: PagerView
}

interface MoneyRowView {
  id: string
  href: string
  /** "RC/26-27/", left out on phones, and "00452". */
  series: string
  number: string
  date: string
  party: string
  how: string
  reference: string
  badge: BadgeView | undefined
  cameIn: string
  wentOut: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'payments/list': MoneyListView
  }
}

export interface ListedMoney extends Page<MoneyRow> {
  hasLater: boolean
  totals: MoneyTotals
  /** The sums are of this month: nothing else was asked for. */
  ofMonth: boolean
  partyName: string
}

export function moneyView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: TypedFilter,
  { filter, errors }: ParsedFilter,
  listed: ListedMoney,
  canMake: boolean,
): MoneyListView {
  const f = formFields(t, { values: typed, errors })
  const { rows, hasMore, hasLater, partyName } = listed
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    summary: f.summary(['from', 'to', 'least', 'most']),
    head: { title: t('payments.title'), note: noteOf(t, listed), back: undefined, badge: undefined },
    canMake,
    tabs: tabsOf(t, typed, filter.show),
    show: filter.show === 'all' ? '' : filter.show,
    party: filter.partyId ?? '',
    partyName,
    allHref: hrefOf({ ...typed, party: '' }),
    q: typed.q,
    mode: [
      { value: '', text: t('payments.mode.any'), isChosen: filter.mode === undefined },
      ...paidModes.map((mode) => ({ value: mode, text: t(`shell.mode.${mode}`), isChosen: filter.mode === mode })),
    ],
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    least: f.money('least', 'payments.least', { width: 'w-s' }),
    most: f.money('most', 'payments.most', { width: 'w-s' }),
    isNarrowed: [typed.from, typed.to, typed.least, typed.most].some((text) => text.trim() !== ''),
    rows: rows.map((row) => rowOf(t, locale, row)),
    empty: emptyOf(t, isPlain(filter), canMake),
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: hasLater && first ? hrefOf(typed, { after: cursorOf(first) }) : '',
      earlierHref: hasMore && last ? hrefOf(typed, { before: cursorOf(last) }) : '',
    },
  }
}

/** "UPI", or "Cash, UPI". */
export const saidModes = (t: Translate, modes: readonly PaidMode[]): string =>
  modesOf(modes.map((mode) => ({ mode })))
    .map((mode) => t(`shell.mode.${mode}`))
    .join(', ')

function rowOf(t: Translate, locale: Locale, row: MoneyRow): MoneyRowView {
  const cut = row.number.lastIndexOf('/') + 1
  const amount = rupees(row.total)
  return {
    id: row.id,
    href: `/payments/${row.id}`,
    series: row.number.slice(0, cut),
    number: row.number.slice(cut),
    date: showDate(locale, row.onDate),
    party: row.partyName,
    how: saidModes(t, row.modes),
    reference: row.references ?? '',
    badge: row.state === 'cancelled' ? { text: t('shell.cancelled'), tone: 'plain' } : undefined,
    cameIn: row.kind === 'receipt' ? amount : '',
    wentOut: row.kind === 'payment' ? amount : '',
  }
}

function noteOf(t: Translate, { totals: { count, cameIn, wentOut }, ofMonth }: ListedMoney): string {
  if (count > mostCounted) return t('payments.foundMore', { shown: showCount(mostCounted) })
  const values = { in: rupees(cameIn), out: rupees(wentOut) }
  if (ofMonth) return t('payments.month', values)
  return t('payments.found', { count, shown: showCount(count), ...values })
}

function tabsOf(t: Translate, typed: TypedFilter, current: string): TabsView {
  const tabs = shows.map((show) => ({
    href: hrefOf({ ...typed, show: show === 'all' ? '' : show }),
    text: t(`payments.show.${show}`),
    isCurrent: show === current,
  }))
  return { label: t('payments.show'), tabs }
}

function hrefOf(typed: TypedFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `/payments?${new URLSearchParams(given)}` : '/payments'
}

const cursorOf = ({ onDate, id }: MoneyRow): string => writeCursor([onDate, id])

function emptyOf(t: Translate, isFirst: boolean, canMake: boolean): VoidView {
  return {
    icon: 'wallet',
    title: isFirst ? t('payments.empty') : t('shell.nothingFound'),
    text: isFirst ? t('payments.empty.help') : t('shell.nothingFoundHelp'),
    action: isFirst && canMake ? { href: '/payments/receipts/new', text: t('payments.receive') } : undefined,
  }
}
