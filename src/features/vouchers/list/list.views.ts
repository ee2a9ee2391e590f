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
import { showDate } from '../../../words/format.ts'
import { type KindsView, kindsView, newHref, type Reader, saidKind } from '../vouchers.views.ts'
import { isPlain, listedKinds, type ParsedFilter, type TypedFilter } from './list.form.ts'
import type { ListedVoucher } from './list.queries.ts'

export interface VoucherListView {
  summary: SummaryView
  head: TitleView
  tabs: TabsView
  canPost: boolean
  kinds: KindsView
  q: string
  kind: readonly OptionView[]
  from: FieldView
  to: FieldView
  rows: readonly VoucherRowView[]
  empty: VoidView
  pager: PagerView
}

interface VoucherRowView {
  id: string
  href: string
  /** "JV/26-27/", left out on phones, and "00045". */
  series: string
  number: string
  date: string
  kind: string
  what: string
  narration: string
  hasFile: boolean
  badge: BadgeView | undefined
  amount: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'vouchers/list': VoucherListView
  }
}

export function listView(
  reader: Reader,
  typed: TypedFilter,
  { filter, errors }: ParsedFilter,
  listed: Page<ListedVoucher> & { hasLater: boolean; tabs: TabsView; canPost: boolean },
): VoucherListView {
  const { t } = reader
  const { rows, hasMore, hasLater, tabs, canPost } = listed
  const f = formFields(t, { values: typed, errors })
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('vouchers.title'), note: t('vouchers.help'), back: undefined, badge: undefined },
    tabs,
    canPost,
    kinds: kindsView(t),
    q: typed.q,
    kind: [
      { value: '', text: t('vouchers.kind.any'), isChosen: filter.kind === undefined },
      ...listedKinds.map((kind) => ({
        value: kind,
        text: saidKind(t, { kind, form: kind === 'expense' ? kind : null }),
        isChosen: kind === filter.kind,
      })),
    ],
    from: f.date('from', 'shell.fromDate', { maxlength: 20 }),
    to: f.date('to', 'shell.toDate', { maxlength: 20 }),
    rows: rows.map((row) => rowOf(reader, row)),
    empty: {
      icon: 'books',
      title: isPlain(filter) ? t('vouchers.empty') : t('shell.nothingFound'),
      text: isPlain(filter) ? t('vouchers.empty.help') : t('shell.nothingFoundHelp'),
      action: isPlain(filter) && canPost ? { href: newHref('payment'), text: t('vouchers.kind.payment') } : undefined,
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: hasLater && first ? hrefOf(typed, { after: cursorOf(first) }) : '',
      earlierHref: hasMore && last ? hrefOf(typed, { before: cursorOf(last) }) : '',
    },
  }
}

function rowOf({ t, locale }: Reader, row: ListedVoucher): VoucherRowView {
  const cut = row.number.lastIndexOf('/') + 1
  return {
    id: row.id,
    href: `/vouchers/${row.id}`,
    series: row.number.slice(0, cut),
    number: row.number.slice(cut) || t('vouchers.unnumbered'),
    date: showDate(locale, row.onDate),
    kind: saidKind(t, row),
    what: row.partyName ?? '',
    narration: row.narration.length > 90 ? `${row.narration.slice(0, 90)}…` : row.narration,
    hasFile: row.hasFile,
    badge: row.isReversed ? { text: t('books.voucher.isReversed'), tone: 'plain' } : undefined,
    amount: rupees(row.amount),
  }
}

function hrefOf(typed: TypedFilter, more: Record<string, string>): string {
  const given = Object.entries({ ...typed, ...more }).filter(([, text]) => text !== '')
  return given.length > 0 ? `/vouchers?${new URLSearchParams(given)}` : '/vouchers'
}

const cursorOf = ({ onDate, id }: ListedVoucher): string => writeCursor([onDate, id])
