import { rupees } from '../../../core/money.ts'
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
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { isPlain, type ParsedFilter, type TypedFilter } from './list.form.ts'
import type { ReceiptRow } from './list.queries.ts'
import { shows } from './list.rules.ts'

export interface ReceiptsView {
  summary: SummaryView
  head: TitleView
  canReceive: boolean
  canCost: boolean
  tabs: TabsView
  show: string
  party: string
  partyName: string
  allHref: string
  q: string
  from: FieldView
  to: FieldView
  isNarrowed: boolean
  rows: readonly {
    id: string
    href: string
    number: string
    date: string
    party: string
    theirs: string
    cost: string
    isVoid: boolean
    badges: readonly BadgeView[]
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/list': ReceiptsView
  }
}

export interface ListedReceipts extends Page<ReceiptRow> {
  hasLater: boolean
  canReceive: boolean
  canCost: boolean
  partyName: string
}

export function receiptsView(
  { t, locale }: { t: Translate; locale: Locale },
  typed: TypedFilter,
  { filter, errors }: ParsedFilter,
  { rows, hasMore, hasLater, canReceive, canCost, partyName }: ListedReceipts,
): ReceiptsView {
  const f = formFields(t, { values: typed, errors })
  const [first, last] = [rows[0], rows.at(-1)]
  const isFirst = isPlain(filter)
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('goodsReceipts.title'), note: '', back: undefined, badge: undefined },
    canReceive,
    canCost,
    tabs: {
      label: t('goodsReceipts.show'),
      tabs: shows.map((show) => ({
        href: hrefOf({ ...typed, show: show === 'all' ? '' : show }),
        text: t(`goodsReceipts.show.${show}`),
        isCurrent: show === filter.show,
      })),
    },
    ...{ show: filter.show === 'all' ? '' : filter.show, party: filter.partyId ?? '', partyName, q: typed.q },
    allHref: hrefOf({ ...typed, party: '' }),
    from: f.date('from', 'shell.fromDate'),
    to: f.date('to', 'shell.toDate'),
    isNarrowed: [typed.from, typed.to].some((text) => text.trim() !== ''),
    rows: rows.map((row) => ({
      ...{ id: row.id, href: `/purchases/receipts/${row.id}`, number: row.number, party: row.partyName },
      date: showDate(locale, row.onDate),
      theirs: row.theirNumber && t('goodsReceipts.theirs', { number: row.theirNumber }),
      cost: canCost ? rupees(row.cost) : '',
      isVoid: row.state === 'cancelled',
      badges: receiptBadges(t, row),
    })),
    empty: {
      icon: 'stock',
      title: t(isFirst ? 'goodsReceipts.empty' : 'shell.nothingFound'),
      text: t(isFirst ? 'goodsReceipts.empty.help' : 'shell.nothingFoundHelp'),
      action: isFirst && canReceive ? { href: '/purchases/receipts/new', text: t('goodsReceipts.new') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: hasLater && first ? hrefOf(typed, { after: writeCursor([first.onDate, first.id]) }) : '',
      earlierHref: hasMore && last ? hrefOf(typed, { before: writeCursor([last.onDate, last.id]) }) : '',
    },
  }
}

/** Whether it was cancelled, its bill is awaited, and something differed from the order. */
export function receiptBadges(
  t: Translate,
  { state, waits, differs }: Pick<ReceiptRow, 'state' | 'waits' | 'differs'>,
): BadgeView[] {
  if (state === 'cancelled') return [{ text: t('shell.cancelled'), tone: 'plain' }]
  const bill: BadgeView = waits
    ? { text: t('goodsReceipts.waits'), tone: 'acc' }
    : { text: t('goodsReceipts.billed'), tone: 'good' }
  return differs ? [bill, { text: t('goodsReceipts.differs'), tone: 'warn' }] : [bill]
}

function hrefOf(typed: TypedFilter, more: Record<string, string> = {}): string {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `/purchases/receipts?${new URLSearchParams(given)}` : '/purchases/receipts'
}
