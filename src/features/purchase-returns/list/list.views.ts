import { rupees } from '../../../core/money.ts'
import { type Page, writeCursor } from '../../../db/paging.ts'
import type {
  BadgeView,
  FieldView,
  PagerView,
  SummaryView,
  TitleView,
  VoidView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { returnBadge } from '../showing/showing.views.ts'
import type { ReturnRow } from './list.queries.ts'

export type TypedFilter = Readonly<Record<'q' | 'party' | 'from' | 'to', string>>

export interface ReturnsView {
  summary: SummaryView
  head: TitleView
  canSend: boolean
  q: string
  party: string
  from: FieldView
  to: FieldView
  isNarrowed: boolean
  rows: readonly {
    id: string
    href: string
    number: string
    date: string
    party: string
    of: string
    credit: string
    isVoid: boolean
    badge: BadgeView
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-returns/list': ReturnsView
  }
}

export interface Listed extends Page<ReturnRow> {
  hasLater: boolean
  canSend: boolean
}

export function returnsView(
  { t, locale }: { t: Translate; locale: Locale },
  { typed, errors, listed }: { typed: TypedFilter; errors: FieldErrors; listed: Listed },
): ReturnsView {
  const f = formFields(t, { values: typed, errors })
  const isFiltered = Object.values(typed).some((value) => value.trim() !== '')
  return {
    summary: f.summary(['from', 'to']),
    head: { title: t('purchaseReturns.title'), note: '', back: undefined, badge: undefined },
    canSend: listed.canSend,
    q: typed.q,
    party: typed.party,
    from: f.date('from', 'shell.from', { maxlength: 30 }),
    to: f.date('to', 'shell.to', { maxlength: 30 }),
    isNarrowed: typed.from !== '' || typed.to !== '',
    rows: listed.rows.map((row) => ({
      ...{ id: row.id, href: `/purchases/returns/${row.id}`, number: row.number, date: showDate(locale, row.onDate) },
      party: row.partyName,
      of: t(row.billId === null ? 'purchaseReturns.ofReceipt' : 'purchaseReturns.ofBill', { number: row.ofNumber }),
      credit: row.billId === null ? '' : rupees(row.credit),
      isVoid: row.state === 'cancelled',
      badge: returnBadge(t, row),
    })),
    empty: {
      icon: 'undo',
      title: t(isFiltered ? 'shell.nothingFound' : 'purchaseReturns.empty'),
      text: t(isFiltered ? 'shell.nothingFoundHelp' : 'purchaseReturns.empty.help'),
      action:
        !isFiltered && listed.canSend ? { href: '/purchases/returns/new', text: t('purchaseReturns.new') } : undefined,
    },
    pager: pagerOf(t, typed, listed),
  }
}

function pagerOf(t: Translate, typed: TypedFilter, listed: Listed): PagerView {
  const [first, last] = [listed.rows[0], listed.rows.at(-1)]
  const kept = Object.entries(typed).filter(([, value]) => value !== '')
  const link = (name: 'before' | 'after', row: ReturnRow | undefined) =>
    row ? `/purchases/returns?${new URLSearchParams([...kept, [name, writeCursor([row.onDate, row.id])]])}` : ''
  return {
    shown: t('shell.shown', { count: listed.rows.length }),
    laterHref: listed.hasLater ? link('after', first) : '',
    earlierHref: listed.hasMore ? link('before', last) : '',
  }
}
