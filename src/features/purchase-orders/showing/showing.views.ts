import type { IsoDate } from '../../../core/dates.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { absolute, type Paise, rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { showPhone } from '../../../core/phone.ts'
import { daysLate, isAwaited, leftOf, mayApprove } from '../../../core/purchase-order.ts'
import { quantity, times } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
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
import { showDate } from '../../../words/format.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { unitOf } from '../making/making.views.ts'
import { orderBadge, type Reader } from '../order.views.ts'
import type { FoundOrder, OrderLine } from './showing.queries.ts'
import { stepsOf } from './steps.views.ts'

export interface PurchaseOrderView {
  head: TitleView
  summary: SummaryView
  figs: readonly Fig[]
  /** Said above the page: that it waits, and for whom, or why it ended. */
  alert: { icon: 'warn' | 'stop'; tone: 'a-warn' | 'a-bad'; text: string } | undefined
  approveAction: string
  receiveHref: string
  sendHref: string
  printHref: string
  changeHref: string
  copyHref: string
  endHref: string
  endText: string
  lines: readonly OrderLineView[]
  sums: readonly KvRow[]
  facts: readonly KvRow[]
  supplier: readonly KvRow[]
  namesHref: string
  terms: string
  note: string
  came: readonly PaperView[]
  advances: readonly PaperView[]
  khata: readonly KvRow[]
  advance: { action: string; paymentId: string; amount: FieldView; mode: SelectView; reference: FieldView } | undefined
  expect: { action: string; field: FieldView } | undefined
  steps: readonly { text: string; when: string }[]
}

export interface OrderLineView {
  line: number
  href: string
  name: string
  about: string
  ordered: string
  received: string
  left: string
  expected: string
  isLate: boolean
  price: string
  amount: string
}

interface PaperView {
  id: string
  href: string
  number: string
  about: string
  amount: string
  badge: BadgeView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/show': PurchaseOrderView
    'purchase-orders/_papers': { title: string; rows: readonly PaperView[] }
  }
}

export interface ShownWith {
  today: IsoDate
  userId: string
  role: Role
  /** The id of the next payment. */
  paymentId: string
  typed: Readonly<Record<string, string>>
  errors: FieldErrors
}

export function purchaseOrderView(reader: Reader, found: FoundOrder, shown: ShownWith): PurchaseOrderView {
  const { t, locale } = reader
  const { order, lines, came, advances, khata } = found
  const { today, role, userId } = shown
  const base = `/purchases/orders/${order.id}`
  const isOpen = isAwaited(order.state)
  const mayOrder = can(role, 'purchase.order')
  const isChangeable = mayOrder && (isOpen || order.state === 'waiting')
  const hasCome = lines.some(({ received }) => received > 0n)
  const isOfApprover = mayApprove({ isOwner: role === 'owner', isMaker: order.byId === userId })
  const mayPay = can(role, 'payment.make') && (isOpen || order.state === 'received')
  const f = formFields(t, { values: { mode: 'bank', ...shown.typed }, errors: shown.errors })
  return {
    head: {
      title: order.number,
      note: [order.party.name, showDate(locale, order.onDate), t('purchaseOrders.by', { name: order.byName })].join(
        ' · ',
      ),
      back: { href: '/purchases/orders', text: t('purchaseOrders.title') },
      badge: orderBadge(t, order, today),
    },
    summary: f.summary(),
    figs: figsOf(reader, found, today),
    alert: alertOf(reader, found),
    approveAction: order.state === 'waiting' && can(role, 'purchase.approve') && isOfApprover ? `${base}/approval` : '',
    receiveHref: isOpen && can(role, 'purchase.receive') ? `/purchases/receipts/new?order=${order.id}` : '',
    sendHref: isOpen && mayOrder ? `${base}/sending` : '',
    printHref: `${base}/print`,
    changeHref: isChangeable ? `/purchases/orders/new?replace=${order.id}` : '',
    copyHref: mayOrder ? `/purchases/orders/new?copy=${order.id}` : '',
    endHref: isChangeable ? `${base}/ending` : '',
    endText: t(hasCome ? 'purchaseOrders.shortClose' : 'purchaseOrders.cancel'),
    lines: lines.map((line) => lineView(reader, line, { today, isOpen })),
    sums: sumsOf(reader, found),
    facts: factsOf(reader, found),
    supplier: [
      row(t('shell.name'), order.party.name, `/parties/${order.partyId}`),
      ...(order.party.gstin ? [row(t('papers.gstin'), order.party.gstin)] : []),
      ...(order.phone ? [row(t('shell.phone'), showPhone(order.phone))] : []),
      ...(order.email ? [row(t('shell.email'), order.email)] : []),
    ],
    namesHref: mayOrder ? `/purchases/orders/suppliers/${order.partyId}/items` : '',
    ...{ terms: order.terms, note: order.note },
    came: came.map((one) => ({
      id: one.id,
      href: one.kind === 'goods-receipt' ? `/purchases/receipts/${one.id}` : `/purchases/bills/${one.id}`,
      number: one.number,
      about: [t(`purchaseOrders.came.${one.kind}`), showDate(locale, one.onDate), one.theirs]
        .filter(Boolean)
        .join(' · '),
      amount: one.total > 0n ? rupees(one.total) : '',
      badge: cancelledBadge(reader, one.state),
    })),
    advances: advances.map((one) => ({
      id: one.id,
      href: `/payments/${one.id}`,
      number: one.number,
      about: [
        showDate(locale, one.onDate),
        one.open > 0n ? t('purchaseOrders.openOf', { amount: rupees(one.open) }) : '',
      ]
        .filter(Boolean)
        .join(' · '),
      amount: rupees(one.amount),
      badge: cancelledBadge(reader, one.state),
    })),
    khata: khataOf(reader, khata),
    advance: mayPay
      ? {
          action: `${base}/advances`,
          paymentId: shown.paymentId,
          amount: f.money('amount', 'purchaseOrders.advance.amount', { maxlength: 30 }),
          mode: f.select(
            'mode',
            'purchaseOrders.advance.mode',
            tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) })),
          ),
          reference: f.text('reference', 'purchaseOrders.advance.reference', {
            ...{ maxlength: 50, isOptional: true, width: 'w-m' },
          }),
        }
      : undefined,
    expect: isChangeable
      ? { action: `${base}/expected`, field: f.date('expected_on', 'purchaseOrders.newDate', {}) }
      : undefined,
    steps: stepsOf(reader, found),
  }
}

const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })

const cancelledBadge = ({ t }: Reader, state: string): BadgeView | undefined =>
  state === 'cancelled' ? { text: t('shell.cancelled'), tone: 'bad' } : undefined

function alertOf({ t }: Reader, { order }: FoundOrder): PurchaseOrderView['alert'] {
  const { state, closedReason, replacedByNumber } = order
  if (state === 'waiting') return { icon: 'warn', tone: 'a-warn', text: t('purchaseOrders.waits') }
  if (state !== 'cancelled' && state !== 'short-closed') return undefined
  if (replacedByNumber !== null)
    return { icon: 'warn', tone: 'a-warn', text: t('purchaseOrders.replacedBy', { number: replacedByNumber }) }
  const text = t(state === 'cancelled' ? 'papers.cancelledWhy' : 'purchaseOrders.closedWhy', { reason: closedReason })
  return { icon: 'stop', tone: 'a-bad', text }
}

function figsOf({ t, locale }: Reader, { order, lines }: FoundOrder, today: IsoDate): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const late = daysLate(order.state, order.expectedOn, today)
  const done = lines.filter((line) => line.received >= line.quantity).length
  const awaited = sum(lines.map((line) => shareOf(line)))
  return [
    {
      ...{ ...plain, label: t('purchaseOrders.expected'), value: showDate(locale, order.expectedOn) },
      ...(late > 0 && { note: t('purchaseOrders.late', { count: late }), tone: 'bad' as const }),
    },
    { ...plain, label: t('shell.total'), value: `₹${rupees(order.total)}` },
    {
      ...{ ...plain, label: t('purchaseOrders.received'), value: `${done} / ${lines.length}` },
      note: t('purchaseOrders.linesNote'),
    },
    { ...plain, label: t('purchaseOrders.awaited'), value: `₹${rupees(awaited)}`, note: t('purchaseOrders.beforeTax') },
  ]
}

/** What is still to come of a line, at its price. */
const shareOf = (line: OrderLine): Paise => times(line.price, leftOf(line))

function lineView(
  { t, locale }: Reader,
  line: OrderLine,
  { today, isOpen }: { today: IsoDate; isOpen: boolean },
): OrderLineView {
  const unit = unitOf(t, line.unit)
  const left = leftOf(line)
  return {
    line: line.line,
    href: `/items/${line.itemId}`,
    name: line.name,
    about: [
      line.purity ?? '',
      line.weight > 0n ? `${grams(line.weight)} g` : '',
      line.theirName,
      line.theirCode,
      line.rateBp > 0 ? t('items.gst', { rate: percent(line.rateBp) }) : '',
      line.note,
    ]
      .filter(Boolean)
      .join(' · '),
    ordered: `${quantity(line.quantity)} ${unit}`,
    received: line.received > 0n ? quantity(line.received) : '',
    left: left > 0n ? quantity(left) : '',
    expected: showDate(locale, line.expectedOn),
    isLate: isOpen && left > 0n && line.expectedOn < today,
    price: line.price > 0n ? rupees(line.price) : '',
    amount: line.taxable > 0n ? rupees(line.taxable) : '',
  }
}

function sumsOf({ t }: Reader, { order }: FoundOrder): KvRow[] {
  const tax = [
    ['CGST', order.cgst],
    [t('purchaseOrders.sgst'), order.sgst],
    ['IGST', order.igst],
  ] as const
  return [
    row(t('purchaseOrders.goods'), `₹${rupees(order.taxable)}`),
    ...tax.flatMap(([label, amount]) => (amount > 0n ? [row(label, `₹${rupees(amount)}`)] : [])),
    { ...row(t('shell.total'), `₹${rupees(order.total)}`), kind: 'sum' },
  ]
}

function factsOf({ t, locale }: Reader, { order }: FoundOrder): KvRow[] {
  const of = (label: string, id: string | null, number: string | null, path: string) =>
    id && number ? [row(label, number, `${path}/${id}`)] : []
  return [
    row(t('purchaseOrders.branch'), order.branchName),
    row(t('purchaseOrders.expected'), showDate(locale, order.expectedOn)),
    ...of(t('purchaseOrders.salesOrder'), order.salesOrderId, order.salesOrderNumber, '/orders'),
    ...of(t('purchaseOrders.copiedFrom'), order.copiedFromId, order.copiedFromNumber, '/purchases/orders'),
    ...of(t('purchaseOrders.replaces'), order.replacesId, order.replacesNumber, '/purchases/orders'),
    ...of(t('purchaseOrders.replacedByLabel'), order.replacedById, order.replacedByNumber, '/purchases/orders'),
  ]
}

/** The khata counts what we owe below zero. */
function khataOf({ t }: Reader, { advances, balance }: FoundOrder['khata']): KvRow[] {
  const owed = balance < 0n
  const amount = absolute(balance)
  return [
    row(t('purchaseOrders.khata.advances'), `₹${rupees(advances)}`),
    row(t(owed ? 'purchaseOrders.khata.weOwe' : 'purchaseOrders.khata.theyOwe'), `₹${rupees(amount)}`),
  ]
}
