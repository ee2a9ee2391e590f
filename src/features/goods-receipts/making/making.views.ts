import { landedBases } from '../../../core/landed-cost.ts'
import { rupees, sum } from '../../../core/money.ts'
import type {
  AreaView,
  CheckView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { type GridView, gridView } from './grids.views.ts'
import { amountOf, type LineView, lineView } from './lines.views.ts'
import { nameOf, rowsIn, type Typed } from './making.form.ts'
import type { Found, Making } from './making.look.ts'

export interface NewReceiptView {
  summary: SummaryView
  head: TitleView
  hidden: readonly { name: string; value: string }[]
  scan: FieldView
  found: FoundView
  orders: readonly { id: string; text: string; about: string }[]
  hasAwaited: boolean
  canCost: boolean
  rows: readonly LineView[]
  total: string
  grids: readonly GridView[]
  theirNumber: FieldView
  theirDate: FieldView
  onDate: FieldView
  branch: SelectView | undefined
  landed: FieldView
  landedBy: SelectView
  note: AreaView
  /** Only where something has to be confirmed. */
  confirms: readonly CheckView[]
}

export interface FoundView {
  error: string
  good: string
  newHref: string
  rows: readonly { id: string; name: string; about: string }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/new': NewReceiptView
  }
}

export interface NewReceiptOf extends Making {
  typed: Typed
  errors: FieldErrors
  found: Found
  canCost: boolean
}

type Reader = { t: Translate; locale: Locale }

export function newReceiptView({ t, locale }: Reader, of: NewReceiptOf): NewReceiptView {
  const { typed, errors, party, awaited, choices, canCost } = of
  const f = formFields(t, { values: typed, errors })
  const rows = rowsIn(typed)
  const ordersIn = new Set(rows.map((row) => typed[nameOf(row, 'order')]))
  return {
    summary: f.summary(['scan', 'on_date', 'their_date']),
    head: {
      title: t('goodsReceipts.new.of', { name: party.name }),
      note: party.gstin,
      back: { href: '/purchases/receipts', text: t('goodsReceipts.title') },
      badge: undefined,
    },
    hidden: ['id', 'party_id'].map((name) => ({ name, value: typed[name] ?? '' })),
    scan: f.text('scan', 'goodsReceipts.scan', {
      ...{
        maxlength: 100,
        isOptional: true,
        isFirst: Object.keys(errors).length === 0,
        hint: 'goodsReceipts.scan.hint',
      },
    }),
    found: foundOf(t, of.found),
    orders: [...Map.groupBy(awaited, ({ orderId }) => orderId).values()].flatMap((lines) => {
      const [first] = lines
      if (!first || ordersIn.has(first.orderId)) return []
      const about = { count: lines.length, date: showDate(locale, first.expectedOn) }
      return [
        {
          ...{ id: first.orderId, text: t('goodsReceipts.orders.add', { number: first.number }) },
          about: t('goodsReceipts.orders.about', about),
        },
      ]
    }),
    hasAwaited: rows.some((row) => (typed[nameOf(row, 'order')] ?? '') !== ''),
    canCost,
    rows: rows.flatMap((row) => lineView(t, of, row)),
    total: rupees(sum(rows.map((row) => amountOf(typed, row)))),
    grids: rows.flatMap((row) => gridView(t, of, row)),
    theirNumber: f.text('their_number', 'goodsReceipts.theirNumber', { maxlength: 40, width: 'w-m', isOptional: true }),
    theirDate: f.date('their_date', 'goodsReceipts.theirDate', { maxlength: 20, isOptional: true }),
    onDate: f.date('on_date', 'goodsReceipts.onDate', { maxlength: 20 }),
    branch:
      choices.branches.length > 1
        ? f.select(
            'branch',
            'goodsReceipts.branch',
            choices.branches.map(({ id, name }) => ({ value: id, text: name })),
          )
        : undefined,
    landed: f.money('landed', 'goodsReceipts.landed', { hint: 'goodsReceipts.landed.hint', isOptional: true }),
    landedBy: f.select(
      'landed_by',
      'goodsReceipts.landedBy',
      landedBases.map((basis) => ({ value: basis, text: t(`goodsReceipts.landedBy.${basis}`) })),
    ),
    note: f.area('note', 'goodsReceipts.note', { rows: 2, maxlength: 500, isOptional: true }),
    confirms: (['takes_excess', 'takes_expired'] as const).flatMap((name) =>
      errors[name] || typed[name] === 'yes'
        ? [f.check(name, name === 'takes_excess' ? 'goodsReceipts.takesExcess' : 'goodsReceipts.takesExpired')]
        : [],
    ),
  }
}

function foundOf(t: Translate, { words, items, counted }: Found): FoundView {
  return {
    error: words !== '' && items.length === 0 ? t('goodsReceipts.unknown', { words }) : '',
    good: counted ? t('goodsReceipts.counted', { item: counted.name, count: counted.count }) : '',
    newHref: words !== '' && items.length === 0 ? '/items/new' : '',
    rows: items.map(({ id, name, theirName, theirCode }) => ({
      ...{ id, name, about: [theirName, theirCode].filter(Boolean).join(' · ') },
    })),
  }
}
