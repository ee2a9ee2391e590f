import type { IsoDate } from '../../../core/dates.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { type Paise, rupees, subtract, sum, zero } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { showPhone } from '../../../core/phone.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { carats, grams, sumMg } from '../../../core/weight.ts'
import type {
  BadgeView,
  FieldView,
  Fig,
  KvRow,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundOrder, OrderLine } from './showing.queries.ts'

export interface OrderView {
  head: TitleView
  summary: SummaryView
  figs: readonly Fig[]
  id: string
  billAction: string
  /** Orders its goods from a supplier. */
  buyHref: string
  cancelHref: string
  printHref: string
  cancelled: string
  lines: readonly OrderLineView[]
  facts: readonly KvRow[]
  customer: readonly KvRow[]
  note: string
  advances: readonly {
    id: string
    href: string
    number: string
    date: string
    booked: string
    amount: string
    badge: BadgeView | undefined
  }[]
  bills: readonly {
    id: string
    href: string
    number: string
    date: string
    total: string
    badge: BadgeView | undefined
  }[]
  /** Undefined where nothing more is taken. */
  advance: { action: string; receiptId: string; amount: FieldView; mode: SelectView; reference: FieldView } | undefined
  steps: readonly { text: string; when: string }[]
}

export interface OrderLineView {
  line: number
  words: string
  about: string
  terms: string
  quantity: string
  left: string
  weight: string
  price: string
  isOpen: boolean
  photoHref: string
  photoAction: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'orders/show': OrderView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
}

export interface ShownWith {
  today: IsoDate
  role: Role
  /** The id of the next receipt. */
  receiptId: string
  typed: Readonly<Record<string, string>>
  errors: FieldErrors
}

export function orderBadge(
  t: Translate,
  { state, dueOn }: { state: string; dueOn: IsoDate },
  today: IsoDate,
): BadgeView {
  if (state === 'cancelled') return { text: t('orders.state.cancelled'), tone: 'bad' }
  if (state === 'delivered') return { text: t('orders.state.delivered'), tone: 'good' }
  if (dueOn < today) return { text: t('orders.state.overdue'), tone: 'bad' }
  return { text: t(state === 'part-delivered' ? 'orders.state.part-delivered' : 'orders.state.open'), tone: 'acc' }
}

export const openAdvance = ({ advances }: Pick<FoundOrder, 'advances'>): Paise => sum(advances.map(({ open }) => open))

export function orderView(reader: Reader, found: FoundOrder, shown: ShownWith): OrderView {
  const { t, locale } = reader
  const { order, lines, advances, bills } = found
  const { today, role, receiptId, typed, errors } = shown
  const f = formFields(t, { values: { mode: 'cash', ...typed }, errors })
  const isOpen = order.state === 'open' || order.state === 'part-delivered'
  const base = `/orders/${order.id}`
  const mayMake = isOpen && can(role, 'order.make')
  const cancelled = (state: string): BadgeView | undefined =>
    state === 'cancelled' ? { text: t('shell.cancelled'), tone: 'bad' } : undefined
  return {
    head: {
      title: order.number,
      note: [t('orders.title'), showDate(locale, order.onDate), t('orders.by', { name: order.byName })].join(' · '),
      back: { href: '/orders', text: t('orders.title') },
      badge: orderBadge(t, order, today),
    },
    summary: f.summary(),
    figs: figsOf(reader, found),
    id: order.id,
    billAction: isOpen && can(role, 'sale.make') ? `${base}/bill` : '',
    buyHref: isOpen && can(role, 'purchase.order') ? `/purchases/orders/new?sales_order=${order.id}` : '',
    cancelHref: mayMake ? `${base}/cancellation` : '',
    printHref: `${base}/print`,
    cancelled: order.cancelReason === null ? '' : t('papers.cancelledWhy', { reason: order.cancelReason }),
    lines: lines.map((line) => lineView(t, line, { base, mayMake, isOpen })),
    facts: factsOf(reader, found),
    customer: [
      row(t('shell.name'), order.party.name, `/parties/${order.partyId}`),
      ...(order.party.phone ? [row(t('shell.phone'), showPhone(order.party.phone))] : []),
    ],
    note: order.note,
    advances: advances.map((one) => ({
      ...{
        id: one.receiptId,
        href: `/payments/${one.receiptId}`,
        number: one.number,
        date: showDate(locale, one.onDate),
      },
      booked: one.rate === null ? '' : t('orders.bookedAt', { grams: grams(one.booked), rate: rupees(one.rate) }),
      amount: rupees(one.amount),
      badge: cancelled(one.state),
    })),
    bills: bills.map((one) => ({
      ...{ id: one.id, href: `/sales/${one.id}`, number: one.number, date: showDate(locale, one.onDate) },
      total: rupees(one.total),
      badge: cancelled(one.state),
    })),
    advance:
      mayMake && can(role, 'payment.make')
        ? {
            action: `${base}/advances`,
            receiptId,
            amount: f.money('advance', 'orders.advance', { maxlength: 30 }),
            mode: f.select(
              'mode',
              'orders.mode',
              tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) })),
            ),
            reference: f.text('reference', 'orders.reference', { maxlength: 50, isOptional: true, width: 'w-m' }),
          }
        : undefined,
    steps: stepsOf(reader, found),
  }
}

const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })

function figsOf({ t, locale }: Reader, { order, advances }: FoundOrder): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const standing = advances.filter(({ state }) => state === 'issued')
  const paid = sum(standing.map(({ amount }) => amount))
  const booked = sumMg(standing.map((one) => one.booked))
  return [
    { ...plain, label: t('orders.due'), value: showDate(locale, order.dueOn) },
    { ...plain, label: t('orders.estimate'), value: `₹${rupees(order.total)}` },
    {
      ...plain,
      label: t('orders.advances'),
      value: `₹${rupees(paid)}`,
      note: t('orders.openOf', { amount: rupees(openAdvance({ advances })) }),
    },
    ...(booked > 0n ? [{ ...plain, label: t('orders.bookedGrams'), value: grams(booked), unit: 'g' }] : []),
  ]
}

function factsOf({ t, locale, zone }: Reader, { order, advances }: FoundOrder): KvRow[] {
  const { basis, purity, rate, rateFrom, rateBy } = order
  const rest = subtract(
    order.total,
    sum(advances.filter(({ state }) => state === 'issued').map(({ amount }) => amount)),
  )
  return [
    row(t('orders.basis'), t(`orders.basis.${basis}`)),
    ...(purity ? [row(t('orders.purity'), purity)] : []),
    ...(rate === null ? [] : [row(t('orders.bookedRate'), `₹${rupees(rate)} /g`)]),
    ...(rateFrom
      ? [row(t('orders.board'), t('orders.boardOf', { when: showInstant(locale, zone, rateFrom), name: rateBy }))]
      : []),
    row(t('orders.rest'), `₹${rupees(rest > 0n ? rest : zero)}`),
    ...(order.fromId && order.fromNumber
      ? [row(t('orders.from'), order.fromNumber, `/estimates/${order.fromId}`)]
      : []),
    ...(order.refundId && order.refundNumber
      ? [row(t('orders.refund'), order.refundNumber, `/payments/${order.refundId}`)]
      : []),
  ]
}

function lineView(
  t: Translate,
  line: OrderLine,
  { base, mayMake, isOpen }: { base: string; mayMake: boolean; isOpen: boolean },
): OrderLineView {
  return {
    line: line.line,
    words: line.words,
    about: aboutLine(t, line),
    terms: termsOfLine(t, line),
    quantity: quantity(line.quantity),
    left: line.left > 0n ? leftOf(t, line) : '',
    weight: weightOfLine(t, line),
    price: line.price > 0n ? rupees(line.price) : '',
    isOpen: isOpen && line.left > milli(0n),
    photoHref: line.photoSha256 ? `${base}/photos/${line.line}/${line.photoSha256}` : '',
    photoAction: mayMake ? `${base}/photos/${line.line}` : '',
  }
}

const leftOf = (t: Translate, { left, carat, leftCarat }: OrderLine): string =>
  carat > 0n ? t('papers.piece.carats', { carats: carats(leftCarat) }) : quantity(left)

/** "24.560 g"; of loose stones "2.50 ct"; empty where neither was agreed. */
export function weightOfLine(t: Translate, { weight, carat }: OrderLine): string {
  if (carat > 0n) return t('papers.piece.carats', { carats: carats(carat) })
  return weight > 0n ? `${grams(weight)} ${t('papers.piece.g')}` : ''
}

/** "22K 916 · tag N-2210 · size 16" */
export const aboutLine = (t: Translate, { purity, tag, size, stones }: OrderLine): string =>
  [purity ?? '', tag ? t('papers.piece.tag', { tag }) : '', size && t('orders.sizeOf', { size }), stones]
    .filter(Boolean)
    .join(' · ')

/** "making 350/g · wastage 8 % · weight ± 5 %" */
export const termsOfLine = (t: Translate, { making, wastage, toleranceBp }: OrderLine): string =>
  [
    making && t('orders.makingOf', { making }),
    wastage && t('orders.wastageOf', { wastage }),
    toleranceBp > 0 ? t('orders.toleranceOf', { percent: percent(toleranceBp) }) : '',
  ]
    .filter(Boolean)
    .join(' · ')

function stepsOf({ t, locale, zone }: Reader, { order, advances, bills }: FoundOrder): OrderView['steps'] {
  return [
    { text: t('orders.step.taken', { name: order.byName }), when: showInstant(locale, zone, order.at) },
    ...advances.map(({ number, amount, onDate }) => ({
      text: t('orders.step.advance', { number, amount: rupees(amount) }),
      when: showDate(locale, onDate),
    })),
    ...bills.map(({ number, onDate, state }) => ({
      text: t(state === 'issued' ? 'orders.step.bill' : 'orders.step.billCancelled', { number }),
      when: showDate(locale, onDate),
    })),
    ...(order.cancelledAt
      ? [
          {
            text: t('orders.step.cancelled', { reason: order.cancelReason ?? '' }),
            when: showInstant(locale, zone, order.cancelledAt),
          },
        ]
      : []),
  ]
}
