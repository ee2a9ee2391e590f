import type { IsoDate } from '../../../core/dates.ts'
import { add, rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { quantity } from '../../../core/quantity.ts'
import { unfixedOf } from '../../../core/rate-cut.ts'
import { taxTotal } from '../../../core/tax.ts'
import { grams } from '../../../core/weight.ts'
import type { BadgeView, Fig, KvRow, TitleView, VoidView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Said, Translate } from '../../../words/index.ts'
import { type FilesView, filesView } from '../../attachments/index.ts'
import { hrefOf, nameOf } from '../../payments/index.ts'
import { differenceBadge, sumsOf } from '../making/figures.views.ts'
import { unitText } from '../making/lines.views.ts'
import { differencesShown, differsSaid } from './match.views.ts'
import type { BillHead, BillLine, SettledBy, ShownBill, ShownCut } from './showing.queries.ts'

export interface ShownBillView {
  head: TitleView
  figs: readonly Fig[]
  /** How many lines are worth a look, and what they cost more or less; empty where none is. */
  differs: string
  cancelReason: string
  payHref: string
  settleHref: string
  fixHref: string
  returnHref: string
  printHref: string
  cancelHref: string
  voucherHref: string
  lines: readonly LineView[]
  sums: readonly KvRow[]
  facts: readonly KvRow[]
  settled: readonly { id: string; what: string; href: string; on: string; amount: string }[]
  unsettled: VoidView
  cuts: readonly CutView[]
  note: string
  files: FilesView
}

interface LineView {
  line: number
  words: string
  href: string
  about: string
  ordered: string
  orderHref: string
  orderedAt: string
  received: string
  receiptHref: string
  receivedAt: string
  billed: string
  billedAt: string
  tax: string
  value: string
  says: readonly BadgeView[]
}

interface CutView {
  id: string
  number: string
  href: string
  on: string
  fine: string
  rate: string
  amount: string
  difference: string
  badge: BadgeView | undefined
  undoTo: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'supplier-bills/show': ShownBillView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

export function shownBillView(
  reader: Reader,
  found: ShownBill,
  { today, role, wrong }: { today: IsoDate; role: Role; wrong?: Said | undefined },
): ShownBillView {
  const { t, locale } = reader
  const { bill, lines, settled, cuts, files } = found
  const base = `/purchases/bills/${bill.id}`
  const isIssued = bill.state === 'issued'
  const mayBill = isIssued && can(role, 'purchase.bill')
  const mayPay = isIssued && bill.open > 0n
  return {
    head: {
      title: bill.number,
      note: [bill.party.name, theirs(reader, bill), t('supplierBills.by', { name: bill.byName })].join(' · '),
      back: { href: '/purchases/bills', text: t('supplierBills.title') },
      badge: billBadge(t, bill, today),
    },
    figs: figsOf(reader, bill),
    differs: differsSaid(t, bill, lines),
    cancelReason: bill.cancelReason === null ? '' : t('supplierBills.cancelledWhy', { reason: bill.cancelReason }),
    payHref:
      mayPay && can(role, 'payment.make') ? `/payments/payments/new?document=${bill.id}&party=${bill.partyId}` : '',
    settleHref: mayPay && can(role, 'payment.view') ? `/parties/${bill.partyId}/allocation` : '',
    fixHref: mayBill && unfixedOf(bill) > 0n ? `${base}/rate-cuts/new` : '',
    returnHref: mayBill && lines.some(({ receiptId }) => receiptId) ? `/purchases/returns/new?bill=${bill.id}` : '',
    printHref: `${base}/print`,
    cancelHref: mayBill ? `${base}/cancellation` : '',
    voucherHref: can(role, 'books.view') ? `/vouchers/${bill.voucherId}` : '',
    lines: lines.map((line) => lineView(t, bill, line)),
    sums: sumsShown(t, bill),
    facts: factsOf(reader, bill),
    settled: settled.map((one) => settledView(reader, one)),
    unsettled: {
      icon: 'wallet',
      title: t('supplierBills.settlement.none'),
      text: t('supplierBills.settlement.none.text'),
      action: undefined,
    },
    cuts: cuts.map((cut) => cutView({ t, locale }, cut, mayBill)),
    note: bill.note,
    files: filesView(t, files, { base, mayEdit: can(role, 'purchase.bill'), wrong }),
  }
}

const theirs = ({ t, locale }: Reader, { theirNumber, theirDate }: BillHead): string =>
  t('supplierBills.theirs', { number: theirNumber, date: showDate(locale, theirDate) })

export function billBadge(
  t: Translate,
  { state, open, dueOn, hasDifference }: Pick<BillHead, 'state' | 'open' | 'dueOn' | 'hasDifference'>,
  today: IsoDate,
): BadgeView {
  if (state === 'cancelled') return { text: t('shell.cancelled'), tone: 'plain' }
  if (open > 0n && dueOn < today) return { text: t('supplierBills.state.overdue'), tone: 'bad' }
  if (hasDifference) return { text: t('supplierBills.state.differs'), tone: 'warn' }
  return open > 0n
    ? { text: t('supplierBills.state.unpaid'), tone: 'acc' }
    : { text: t('supplierBills.state.paid'), tone: 'good' }
}

function figsOf({ t, locale }: Reader, bill: BillHead): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const due = t('supplierBills.dueOn', { date: showDate(locale, bill.dueOn) })
  const figs: Fig[] = [
    { ...plain, label: t('supplierBills.total'), value: `₹${rupees(subtract(bill.total, bill.metalWorth))}` },
    {
      ...plain,
      label: t('supplierBills.toPay'),
      value: `₹${rupees(bill.open)}`,
      note: bill.open > 0n ? due : '',
      tone: bill.open > 0n ? 'warn' : 'good',
    },
  ]
  if (bill.basis === 'weight') {
    const left = unfixedOf(bill)
    figs.push({
      ...plain,
      label: t('supplierBills.unfixed'),
      value: grams(left),
      unit: 'g',
      tone: left > 0n ? 'warn' : '',
    })
  }
  if (bill.tds > 0n)
    figs.push({
      ...plain,
      label: t('supplierBills.tds.of', { rate: percent(bill.tdsBp) }),
      value: `₹${rupees(bill.tds)}`,
    })
  return figs
}

export function sumsShown(t: Translate, bill: BillHead): KvRow[] {
  const owed = subtract(bill.total, bill.metalWorth)
  const basis =
    bill.basis === 'weight' && bill.metal !== ''
      ? ({ kind: 'weight', metal: bill.metal, fine: bill.fine, rate: bill.metalRate } as const)
      : ({ kind: 'rupees' } as const)
  return sumsOf(
    t,
    { placeOfSupply: bill.placeOfSupply, isReverseCharge: bill.isReverseCharge, basis },
    {
      ...{
        gross: bill.gross,
        discount: bill.discount,
        metal: bill.metalWorth,
        heads: bill,
        roundOff: bill.roundOff,
        owed,
      },
      ...{ supply: bill.supply, payable: subtract(owed, bill.tds), tds: { amount: bill.tds, rateBp: bill.tdsBp } },
    },
  )
}

function lineView(t: Translate, bill: BillHead, line: BillLine): LineView {
  const unit = unitText(t, line.unit)
  const about = [
    accountSaid(t, line),
    line.hsn && t('items.hsnIs', { hsn: line.hsn }),
    line.cess > 0n ? t('supplierBills.cessOf', { amount: rupees(line.cess) }) : '',
    line.hasCredit || taxTotal(line) === 0n ? '' : t('supplierBills.blocked'),
    line.landed > 0n ? t('supplierBills.landed', { amount: rupees(line.landed) }) : '',
  ]
  return {
    line: line.line,
    words: wordsOf(t, line),
    href: line.itemId === null ? '' : `/items/${line.itemId}`,
    about: about.filter(Boolean).join(' · '),
    ordered: line.ordered === null ? '' : `${quantity(line.ordered)} ${unit}`,
    orderHref: line.orderId === null ? '' : `/purchases/orders/${line.orderId}`,
    orderedAt: line.orderPrice === null ? '' : `${line.orderNumber ?? ''} · ₹${rupees(line.orderPrice)}`,
    received: line.received === null ? '' : `${quantity(line.received)} ${unit}`,
    receiptHref: line.receiptId === null ? '' : `/purchases/receipts/${line.receiptId}`,
    receivedAt: line.receiptPrice === null ? '' : `${line.receiptNumber ?? ''} · ₹${rupees(line.receiptPrice)}`,
    billed: `${quantity(line.quantity)} ${unit}`,
    billedAt: `₹${rupees(line.price)}`,
    tax: `${percent(line.rateBp)} %`,
    value: rupees(line.taxable),
    says: differencesShown(bill, line).map((one) => differenceBadge(t, one)),
  }
}

/** Freight that nobody described is freight. */
export const wordsOf = (t: Translate, { words }: BillLine): string => words || t('supplierBills.freight')

/** Where a line goes that is not of goods; freight says whose goods bear it. */
function accountSaid(t: Translate, { account, accountRole, words }: BillLine): string {
  if (accountRole === 'goods-received') return t('supplierBills.freight.spread')
  if (accountRole === 'landed-cost') return t('supplierBills.freight.landed')
  return account === null || account === words ? '' : account
}

function factsOf(reader: Reader, bill: BillHead): KvRow[] {
  const { t, locale } = reader
  const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })
  const difference = bill.said === null ? undefined : subtract(bill.said, subtract(bill.total, bill.metalWorth))
  return [
    row(t('shell.supplier'), bill.party.name, `/parties/${bill.partyId}`),
    ...(bill.party.gstin ? [row('GSTIN', bill.party.gstin)] : []),
    row(t('supplierBills.theirNumber'), bill.theirNumber),
    row(t('supplierBills.theirDate'), showDate(locale, bill.theirDate)),
    row(t('supplierBills.onDate'), showDate(locale, bill.onDate)),
    row(t('supplierBills.due'), showDate(locale, bill.dueOn)),
    ...(bill.said === null ? [] : [row(t('supplierBills.said'), `₹${rupees(bill.said)}`)]),
    ...(difference !== undefined && difference !== 0n
      ? [row(t('supplierBills.differences'), `₹${rupees(difference)}`)]
      : []),
    ...(bill.isReverseCharge ? [row(t('supplierBills.reverseCharge'), `₹${rupees(taxTotal(bill))}`)] : []),
  ]
}

function settledView({ t, locale }: Reader, one: SettledBy) {
  const isMoney = one.documentKind === 'receipt' || one.documentKind === 'payment'
  return {
    id: one.id,
    what: isMoney ? one.number : nameOf(t, one),
    href: isMoney && one.documentId !== null ? `/payments/${one.documentId}` : hrefOf(one),
    on: showDate(locale, one.onDate),
    amount: rupees(one.amount),
  }
}

function cutView({ t, locale }: Reader, cut: ShownCut, mayUndo: boolean): CutView {
  return {
    id: cut.id,
    number: cut.number,
    href: `/vouchers/${cut.voucherId}`,
    on: showDate(locale, cut.onDate),
    fine: grams(cut.fine),
    rate: rupees(cut.rate),
    amount: rupees(cut.amount),
    difference: rupees(subtract(cut.amount, cut.provisional)),
    badge: cut.isUndone ? { text: t('rateCuts.undone'), tone: 'plain' } : undefined,
    undoTo: mayUndo && !cut.isUndone ? `/purchases/rate-cuts/${cut.id}/undo` : '',
  }
}

export const totalOf = (line: BillLine) => add(line.taxable, taxTotal(line))
