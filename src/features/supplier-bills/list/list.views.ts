import type { IsoDate } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { grams } from '../../../core/weight.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  OptionView,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount, showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { billBadge } from '../showing/showing.views.ts'
import { mostCounted, type ParsedFilter, shows, type TypedFilter } from './list.form.ts'
import type { ListedBill, Totals } from './list.queries.ts'

export interface BillsView {
  summary: SummaryView
  head: TitleView
  canBill: boolean
  /** A jeweller's metal by weight. */
  ratesHref: string
  tdsHref: string
  /** Empty for who may not set it. */
  toleranceHref: string
  q: string
  party: string
  show: { options: readonly OptionView[] }
  from: FieldView
  to: FieldView
  isNarrowed: boolean
  figs: readonly Fig[]
  rows: readonly BillRowView[]
  empty: VoidView
  pager: PagerView
}

interface BillRowView {
  id: string
  href: string
  series: string
  number: string
  date: string
  party: string
  theirs: string
  due: string
  metal: string
  total: string
  open: string
  isVoid: boolean
  badge: BadgeView
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/list': BillsView
  }
}

export interface Listed extends Page<ListedBill> {
  hasLater: boolean
  totals: Totals
}

type Reader = { t: Translate; locale: Locale }

export function billsView(
  { t, locale }: Reader,
  { typed, parsed, listed }: { typed: TypedFilter; parsed: ParsedFilter; listed: Listed },
  { canBill, maySet, isJeweller, today }: { canBill: boolean; maySet: boolean; isJeweller: boolean; today: IsoDate },
): BillsView {
  const f = formFields(t, { values: typed, errors: parsed.errors })
  const isFiltered = Object.values(typed).some((value) => value.trim() !== '')
  const offered = shows.filter((show) => isJeweller || show !== 'unfixed')
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('supplierBills.title'), note: '', back: undefined, badge: undefined },
    canBill,
    ratesHref: isJeweller ? '/purchases/rate-cuts' : '',
    tdsHref: '/purchases/tds',
    toleranceHref: maySet ? '/purchases/bills/tolerance' : '',
    q: typed.q,
    party: typed.party,
    show: {
      options: offered.map((show) => ({
        value: show,
        text: t(`supplierBills.show.${show}`),
        isChosen: show === parsed.show,
      })),
    },
    from: f.date('from', 'shell.from', { maxlength: 30 }),
    to: f.date('to', 'shell.to', { maxlength: 30 }),
    isNarrowed: typed.from !== '' || typed.to !== '',
    figs: figsOf(t, listed.totals),
    rows: listed.rows.map((row) => rowView({ t, locale }, row, today)),
    empty: {
      icon: 'bill',
      title: t(isFiltered ? 'shell.nothingFound' : 'supplierBills.empty.title'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'supplierBills.empty.text'),
      action: !isFiltered && canBill ? { href: '/purchases/bills/new', text: t('supplierBills.new') } : undefined,
    },
    pager: pagerOf(t, typed, listed),
  }
}

function figsOf(t: Translate, { count, total, open, fyLabel }: Totals): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  if (fyLabel !== undefined)
    return [
      { ...plain, label: t('supplierBills.sum.year', { year: fyLabel }), value: showCount(count) },
      { ...plain, label: t('supplierBills.sum.owed'), value: `₹${rupees(open)}` },
    ]
  const isMore = count > mostCounted
  const shown = showCount(Math.min(count, mostCounted))
  return [
    {
      ...plain,
      label: t('supplierBills.sum.count'),
      value: isMore ? t('supplierBills.sum.moreThan', { count: shown }) : shown,
    },
    { ...plain, label: t('supplierBills.sum.total'), value: isMore ? '–' : `₹${rupees(total)}` },
    { ...plain, label: t('supplierBills.sum.open'), value: isMore ? '–' : `₹${rupees(open)}` },
  ]
}

function rowView({ t, locale }: Reader, row: ListedBill, today: IsoDate): BillRowView {
  const at = row.number.lastIndexOf('/') + 1
  return {
    id: row.id,
    href: `/purchases/bills/${row.id}`,
    series: row.number.slice(0, at),
    number: row.number.slice(at),
    date: showDate(locale, row.onDate),
    party: row.partyName,
    theirs: row.theirNumber,
    due: row.open > 0n && row.state === 'issued' ? showDate(locale, row.dueOn) : '',
    metal: row.unfixed > 0n && row.state === 'issued' ? `${grams(row.unfixed)} g` : '',
    total: rupees(row.total),
    open: row.state === 'issued' ? rupees(row.open) : '',
    isVoid: row.state === 'cancelled',
    badge: billBadge(t, row, today),
  }
}

function pagerOf(t: Translate, typed: TypedFilter, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: ListedBill | undefined) =>
    row ? `/purchases/bills?${new URLSearchParams([...kept, [name, writeCursor([row.onDate, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
