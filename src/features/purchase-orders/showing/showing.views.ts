import type { IsoDate } from '../../../core/dates.ts'
import { tenderModes } from '../../../core/invoice-facts.ts'
import { rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { showPhone } from '../../../core/phone.ts'
import { isAwaited, leftOf, mayApprove } from '../../../core/purchase-order.ts'
import { quantity } from '../../../core/quantity.ts'
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
import { factsOf, figsOf, khataOf, row, sumsOf } from './figures.views.ts'
import type { CameOfOrder, FoundOrder, OrderAdvance, OrderLine } from './showing.queries.ts'
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
  performanceHref: string
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
  const { today, role } = shown
  return {
    head: {
      title: order.number,
      note: [order.party.name, showDate(locale, order.onDate), t('purchaseOrders.by', { name: order.byName })].join(
        ' · ',
      ),
      back: { href: '/purchases/orders', text: t('purchaseOrders.title') },
      badge: orderBadge(t, order, today),
    },
    figs: figsOf(reader, found, today),
    alert: alertOf(reader, found),
    ...actsOf(reader, found, shown),
    ...formsOf(reader, found, shown),
    lines: lines.map((line) => lineView(reader, line, { today, isOpen: isAwaited(order.state) })),
    sums: sumsOf(reader, found),
    facts: factsOf(reader, found),
    supplier: [
      row(t('shell.name'), order.party.name, `/parties/${order.partyId}`),
      ...(order.party.gstin ? [row(t('papers.gstin'), order.party.gstin)] : []),
      ...(order.phone ? [row(t('shell.phone'), showPhone(order.phone))] : []),
      ...(order.email ? [row(t('shell.email'), order.email)] : []),
    ],
    performanceHref: `/purchases/suppliers/${order.partyId}`,
    namesHref: can(role, 'purchase.order') ? `/purchases/orders/suppliers/${order.partyId}/items` : '',
    ...{ terms: order.terms, note: order.note },
    came: came.map((one) => cameView(reader, one)),
    advances: advances.map((one) => advanceView(reader, one)),
    khata: khataOf(reader, khata),
    steps: stepsOf(reader, found),
  }
}

type Acts =
  | 'approveAction'
  | 'receiveHref'
  | 'sendHref'
  | 'printHref'
  | 'changeHref'
  | 'copyHref'
  | 'endHref'
  | 'endText'

/** What this person may do with the order as it stands; empty where not. */
function actsOf({ t }: Reader, found: FoundOrder, { role, userId }: ShownWith): Pick<PurchaseOrderView, Acts> {
  const { order } = found
  const base = `/purchases/orders/${order.id}`
  const isOpen = isAwaited(order.state)
  const mayOrder = can(role, 'purchase.order')
  const isSigned = order.state !== 'waiting' || !can(role, 'purchase.approve')
  const maySign = mayApprove({ isOwner: role === 'owner', isMaker: order.byId === userId })
  const hasCome = found.lines.some(({ received }) => received > 0n)
  return {
    approveAction: !isSigned && maySign ? `${base}/approval` : '',
    receiveHref: isOpen && can(role, 'purchase.receive') ? `/purchases/receipts/new?order=${order.id}` : '',
    sendHref: isOpen && mayOrder ? `${base}/sending` : '',
    printHref: `${base}/print`,
    changeHref: isChangeable(found, role) ? `/purchases/orders/new?replace=${order.id}` : '',
    copyHref: mayOrder ? `/purchases/orders/new?copy=${order.id}` : '',
    endHref: isChangeable(found, role) ? `${base}/ending` : '',
    endText: t(hasCome ? 'purchaseOrders.shortClose' : 'purchaseOrders.cancel'),
  }
}

const isChangeable = ({ order }: FoundOrder, role: Role): boolean =>
  can(role, 'purchase.order') && (isAwaited(order.state) || order.state === 'waiting')

function formsOf(
  { t }: Reader,
  found: FoundOrder,
  { role, typed, errors, paymentId }: ShownWith,
): Pick<PurchaseOrderView, 'summary' | 'advance' | 'expect'> {
  const { state, id } = found.order
  const base = `/purchases/orders/${id}`
  const mayPay = can(role, 'payment.make') && (isAwaited(state) || state === 'received')
  const f = formFields(t, { values: { mode: 'bank', ...typed }, errors })
  const modes = tenderModes.map((value) => ({ value, text: t(`shell.mode.${value}`) }))
  const short = { maxlength: 50, isOptional: true, width: 'w-m' } as const
  return {
    summary: f.summary(),
    advance: mayPay
      ? {
          action: `${base}/advances`,
          paymentId,
          amount: f.money('amount', 'purchaseOrders.advance.amount', { maxlength: 30 }),
          mode: f.select('mode', 'purchaseOrders.advance.mode', modes),
          reference: f.text('reference', 'purchaseOrders.advance.reference', short),
        }
      : undefined,
    expect: isChangeable(found, role)
      ? { action: `${base}/expected`, field: f.date('expected_on', 'purchaseOrders.newDate') }
      : undefined,
  }
}

function cameView(reader: Reader, one: CameOfOrder): PaperView {
  const { t, locale } = reader
  return {
    id: one.id,
    href: one.kind === 'goods-receipt' ? `/purchases/receipts/${one.id}` : `/purchases/bills/${one.id}`,
    number: one.number,
    about: [t(`purchaseOrders.came.${one.kind}`), showDate(locale, one.onDate), one.theirs].filter(Boolean).join(' · '),
    amount: one.total > 0n ? rupees(one.total) : '',
    badge: cancelledBadge(reader, one.state),
  }
}

function advanceView(reader: Reader, one: OrderAdvance): PaperView {
  const { t, locale } = reader
  const open = one.open > 0n ? t('purchaseOrders.openOf', { amount: rupees(one.open) }) : ''
  return {
    id: one.id,
    href: `/payments/${one.id}`,
    number: one.number,
    about: [showDate(locale, one.onDate), open].filter(Boolean).join(' · '),
    amount: rupees(one.amount),
    badge: cancelledBadge(reader, one.state),
  }
}

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
