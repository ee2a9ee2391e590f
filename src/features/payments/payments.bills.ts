import { daysBetween, type IsoDate } from '../../core/dates.ts'
import { rupees } from '../../core/money.ts'
import { pageSize } from '../../db/paging.ts'
import type { BadgeView } from '../../web/components.views.ts'
import { formFields } from '../../web/form-fields.ts'
import { showDate } from '../../words/format.ts'
import type { Locale, Translate } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import type { ListedItem } from '../books/index.ts'
import { billOf, type Typed, wasOf } from './payments.form.ts'

/** The open items that money may settle, each with a field for how much of it. */
export interface BillsView {
  caption: string
  /** What the last column is called. */
  amountHead: string
  rows: readonly BillRowView[]
}

interface BillRowView {
  id: string
  what: string
  href: string
  due: string
  late: BadgeView | undefined
  open: string
  name: string
  fieldId: string
  label: string
  value: string
  wasName: string
  was: string
  error: string
  describedBy: string
}

declare module '../../web/views.ts' {
  interface Views {
    'payments/_bills': BillsView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

/** As many as a page shows: the paper that was asked for, then oldest due first. */
export const shownOf = (items: readonly ListedItem[], first: string | undefined): ListedItem[] =>
  [...items.filter((item) => isFirst(item, first)), ...items.filter((item) => !isFirst(item, first))].slice(0, pageSize)

const isFirst = ({ documentId }: ListedItem, first: string | undefined): boolean =>
  first !== undefined && first !== '' && documentId === first

export function billsView(
  reader: Reader,
  items: readonly ListedItem[],
  { typed, errors, today, amountHead }: { typed: Typed; errors: FieldErrors; today: IsoDate; amountHead: string },
): BillsView {
  const { t } = reader
  return {
    caption: t('payments.against'),
    amountHead,
    rows: items.map((item) => rowOf(reader, item, { typed, errors, today })),
  }
}

function rowOf(
  { t, locale }: Reader,
  item: ListedItem,
  { typed, errors, today }: { typed: Typed; errors: FieldErrors; today: IsoDate },
): BillRowView {
  const what = nameOf(t, item)
  const name = billOf(item.id)
  const field = formFields(t, { values: { [name]: typed[name] ?? '' }, errors }).money(name, 'payments.bill')
  const late = daysBetween(item.dueOn, today)
  return {
    id: item.id,
    what,
    href: hrefOf(item),
    due: showDate(locale, item.dueOn),
    late: late > 0 ? { text: t('payments.late', { count: late }), tone: late > 30 ? 'bad' : 'warn' } : undefined,
    open: rupees(item.openAmount),
    name,
    fieldId: field.id,
    label: t('payments.shareOf', { bill: what }),
    value: field.value,
    wasName: wasOf(item.id),
    was: typed[wasOf(item.id)] ?? '',
    error: field.error,
    describedBy: field.describedBy,
  }
}

/** "GJ/26-27/00012", "Advance RC/26-27/00003", "Opening balance". */
export function nameOf(t: Translate, { kind, number }: Pick<ListedItem, 'kind' | 'number'>): string {
  if (kind === 'bill' && number !== '') return number
  return [t(`payments.item.${kind}`), number].filter(Boolean).join(' ')
}

/** Money's own items lead to the money, all others to the paper or to the entry that made them. */
export function hrefOf({
  kind,
  documentId,
  voucherId,
  side,
}: Pick<ListedItem, 'kind' | 'documentId' | 'voucherId'> & Partial<Pick<ListedItem, 'side'>>): string {
  if (documentId === null) return `/vouchers/${voucherId}`
  if (kind === 'bill' && side === 'credit') return `/purchases/bills/${documentId}`
  return ['against', 'advance', 'on-account'].includes(kind) ? `/payments/${documentId}` : `/sales/${documentId}`
}
