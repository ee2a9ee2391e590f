import { rupees, wholeRupees } from '../../../core/money.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { newId } from '../../../db/ids.ts'
import { pageSize } from '../../../db/paging.ts'
import type { OptionView, PagerView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import { optionsOf } from '../../../web/form-fields.ts'
import { showTime } from '../../../words/format.ts'
import type { Locale, Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { unitText } from '../../stock/index.ts'
import { type Named, reorderTabs } from '../reorder.tabs.ts'
import type { KeptSuggestion } from './kept.queries.ts'
import { nameOf, rowOf, type TypedRows } from './suggesting.form.ts'
import type { SupplierPart } from './suggesting.groups.ts'
import type { Seller, Suggestion } from './suggesting.queries.ts'

export interface SuggestionsView {
  head: TitleView
  screens: TabsView
  branch: readonly OptionView[]
  hasBranches: boolean
  action: string
  formId: string
  canOrder: boolean
  canOrderAll: boolean
  seesCost: boolean
  error: string
  printHref: string
  csvHref: string
  allHref: string
  groups: readonly GroupView[]
  empty: VoidView
}

interface GroupView {
  id: string
  title: string
  sum: string
  /** What the button sends; empty where no supplier is known. */
  press: string
  pressText: string
  rows: readonly RowView[]
  moreHref: string
  moreText: string
  pager: PagerView
}

interface RowView {
  id: string
  href: string
  name: string
  branch: string
  why: string
  unit: string
  isTaken: boolean
  take: { name: string; label: string }
  quantity: { name: string; value: string; label: string }
  supplier: { name: string; label: string; options: readonly OptionView[] }
  price: string
  amount: string
  errors: readonly { id: string; text: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'reordering/suggestions': SuggestionsView
  }
}

interface Reader {
  t: Translate
  locale: Locale
  zone: string
  at: Date
  seesCost: boolean
}

interface SupplierGroup extends SupplierPart {
  rows: readonly KeptSuggestion[]
}

interface Loaded {
  count: number
  groups: readonly SupplierGroup[]
  suppliers: readonly Named[]
  sellers: readonly Seller[]
  branches: readonly Named[]
}

interface Shown {
  asked: { branch: string; supplier: string; from: string }
  typed: TypedRows
  errors: FieldErrors
  canOrder: boolean
  isJeweller: boolean
}

export function suggestingView(reader: Reader, loaded: Loaded, shown: Shown): SuggestionsView {
  const { t, locale, zone, at, seesCost } = reader
  const { asked, typed, errors, canOrder, isJeweller } = shown
  const looked = t('reorder.looked', { time: showTime(locale, zone, at) })
  const error = errors['do']
  const files = asked.branch === '' ? '' : `?branch=${encodeURIComponent(asked.branch)}`
  return {
    head: {
      title: t('reorder.title'),
      note: loaded.count === 0 ? looked : `${t('reorder.count', { count: loaded.count })} · ${looked}`,
      back: undefined,
      badge: undefined,
    },
    screens: reorderTabs(t, '/reorder', { isJeweller }),
    branch: optionsOf(t('levels.anyBranch'), loaded.branches, asked.branch),
    hasBranches: loaded.branches.length > 1,
    action: hrefOf(asked),
    formId: typed['id'] ?? newId(),
    canOrder,
    canOrderAll:
      canOrder && loaded.groups.filter(({ supplierId, rows }) => supplierId !== '' && rows.length > 0).length > 1,
    seesCost,
    error: error ? t(error.key, error.values) : '',
    printHref: `/reorder/print${files}`,
    csvHref: `/reorder.csv${files}`,
    allHref: asked.supplier === '' ? '' : hrefOf({ ...asked, supplier: '', from: '' }),
    groups: loaded.groups.map((group) => groupView(reader, group, loaded, shown)),
    empty: {
      icon: 'check',
      title: t('reorder.empty'),
      text: `${t('reorder.empty.text')} ${looked}`,
      action: { href: '/reorder/levels', text: t('reorder.tab.levels') },
    },
  }
}

const hrefOf = (asked: Readonly<Record<string, string>>): string => {
  const given = Object.entries(asked).filter(([, text]) => text !== '')
  return given.length > 0 ? `/reorder?${new URLSearchParams(given)}` : '/reorder'
}

function groupView(reader: Reader, group: SupplierGroup, loaded: Loaded, shown: Shown): GroupView {
  const { t, seesCost } = reader
  const { supplierId, name, count, amount, rows, from } = group
  const isOne = shown.asked.supplier !== ''
  const at = (start: number) =>
    hrefOf({ ...shown.asked, supplier: supplierId || 'none', from: start > 0 ? String(start) : '' })
  const end = from + rows.length
  return {
    id: supplierId || 'none',
    title: name || t('reorder.noSupplier'),
    sum: [
      t('dashboard.items', { count, shown: String(count) }),
      seesCost && amount > 0n ? `₹${wholeRupees(amount)}` : '',
    ]
      .filter(Boolean)
      .join(' · '),
    press: supplierId,
    pressText: supplierId === '' ? '' : t('reorder.order', { name }),
    rows: rows.map((row) => rowView(reader, row, supplierId, loaded, shown)),
    moreHref: !isOne && count > rows.length ? at(0) : '',
    moreText: t('reorder.allOf', { count }),
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: isOne && from > 0 ? at(Math.max(0, from - pageSize)) : '',
      earlierHref: isOne && end < count ? at(end) : '',
    },
  }
}

function rowView(
  reader: Reader,
  row: KeptSuggestion,
  supplierId: string,
  { branches, suppliers, sellers }: Loaded,
  { typed, errors }: Shown,
): RowView {
  const { t } = reader
  const { name } = row
  const key = rowOf(row)
  const unit = unitText(t, { unit: row.unit, tracking: null })
  const chosen = typed[nameOf('supplier', key)] ?? supplierId
  // What was not sent with a refused form is as it is suggested; what was, as it was typed.
  const wasSent = typed[nameOf('quantity', key)] !== undefined
  const label = (word: WordKey) => `${t(word)}, ${name}`
  return {
    ...{ id: key.replace('.', '-'), href: `/stock/${row.itemId}`, name, unit },
    branch: branches.length > 1 ? (branches.find(({ id }) => id === row.branchId)?.name ?? '') : '',
    why: whyOf(t, row),
    isTaken: wasSent ? typed[nameOf('take', key)] !== undefined : true,
    take: { name: nameOf('take', key), label: label('reorder.take') },
    quantity: {
      name: nameOf('quantity', key),
      value: typed[nameOf('quantity', key)] ?? quantity(row.quantity),
      label: label('reorder.quantity'),
    },
    supplier: {
      name: nameOf('supplier', key),
      label: label('shell.supplier'),
      options: optionsOf(t('reorder.choose'), offeredFor(row.itemId, { suppliers, sellers, chosen }), chosen),
    },
    price: row.price > 0n ? rupees(row.price) : '',
    amount: row.amount > 0n ? rupees(row.amount) : '',
    errors: (['quantity', 'supplier'] as const).flatMap((field) => {
      const error = errors[nameOf(field, key)]
      return error ? [{ id: `${field}-${key}-e`, text: t(error.key, error.values) }] : []
    }),
  }
}

/** As many suppliers are offered at each row; of more only those who sell the item, and who is chosen. */
const mostOffered = 12

function offeredFor(
  itemId: string,
  { suppliers, sellers, chosen }: Pick<Loaded, 'suppliers' | 'sellers'> & { chosen: string },
): readonly Named[] {
  if (suppliers.length <= mostOffered) return suppliers
  const own = sellers.filter((seller) => seller.itemId === itemId)
  if (own.length === 0) return suppliers
  const usual = suppliers.find(({ id }) => id === chosen)
  return usual && !own.some(({ id }) => id === chosen) ? [usual, ...own] : own
}

/** "Left 3 · sells 5 a week · 6 days to come · 0 on order". */
export const whyOf = (
  t: Translate,
  {
    free,
    coming,
    min,
    week,
    leadDays,
    reason,
  }: Pick<Suggestion, 'free' | 'coming' | 'min' | 'week' | 'leadDays' | 'reason'>,
): string =>
  [
    t('reorder.why.left', { quantity: quantity(free) }),
    reason === 'minimum' ? t('reorder.why.minimum', { quantity: quantity(min) }) : '',
    week > 0n ? t('reorder.why.week', { quantity: quantity(tenths(week)) }) : t('reorder.why.still'),
    t('reorder.why.days', { count: leadDays }),
    t('reorder.why.coming', { quantity: quantity(coming) }),
  ]
    .filter(Boolean)
    .join(' · ')

/** A rate is read, not reckoned with: one decimal, up. */
const tenths = (amount: bigint) => milli(((amount + 99n) / 100n) * 100n)
