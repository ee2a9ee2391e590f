import { rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import { whatsappLink } from '../../../core/whatsapp.ts'
import type { BadgeView, Fig, KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { unitOf } from '../making/making.views.ts'
import type { ReturnHead, ReturnLine, ShownReturn } from './showing.queries.ts'

export interface ShownReturnView {
  head: TitleView
  figs: readonly Fig[]
  cancelled: string
  printHref: string
  pdfHref: string
  whatsappHref: string
  settleHref: string
  refundHref: string
  cancelHref: string
  voucherHref: string
  lines: readonly ShownLineView[]
  hasPrices: boolean
  sums: readonly KvRow[]
  facts: readonly KvRow[]
  note: string
}

export interface ShownLineView {
  line: number
  href: string
  words: string
  about: string
  hsn: string
  quantity: string
  price: string
  value: string
  rate: string
  total: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-returns/show': ShownReturnView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
}

export function shownReturnView(reader: Reader, { note, lines }: ShownReturn, role: Role): ShownReturnView {
  const { t, locale } = reader
  const base = `/purchases/returns/${note.id}`
  const isIssued = note.state === 'issued'
  const hasCredit = isIssued && note.open > 0n
  const [date, amount] = [showDate(locale, note.onDate), rupees(note.total)]
  const message = t('purchaseReturns.whatsapp.text', { shop: note.seller.name, number: note.number, date, amount })
  return {
    head: {
      title: note.number,
      note: [note.party.name, date, t('purchaseReturns.by', { name: note.byName })].join(' · '),
      back: { href: '/purchases/returns', text: t('purchaseReturns.title') },
      badge: returnBadge(t, note),
    },
    figs: figsOf(t, note, role),
    cancelled: isIssued ? '' : t('purchaseReturns.cancelledWhy', { reason: note.cancelReason ?? '' }),
    printHref: `${base}/print`,
    pdfHref: `${base}/print.pdf`,
    whatsappHref: isIssued && note.billId !== null ? whatsappLink(note.party.phone || undefined, message) : '',
    settleHref: hasCredit && can(role, 'payment.view') ? `/parties/${note.partyId}/allocation` : '',
    refundHref: hasCredit && can(role, 'payment.make') ? `/payments/receipts/new?party=${note.partyId}` : '',
    cancelHref: isIssued && can(role, 'purchase.bill') ? `${base}/cancellation` : '',
    voucherHref: note.hasVoucher && can(role, 'books.view') ? `/vouchers/${note.id}` : '',
    lines: lines.map((line) => lineShown(t, line)),
    hasPrices: note.billId !== null,
    sums: sumsOf(t, note),
    facts: factsOf(reader, note),
    note: note.note,
  }
}

export function returnBadge(
  t: Translate,
  { state, billId, open }: Pick<ReturnHead, 'state' | 'billId' | 'open'>,
): BadgeView {
  if (state === 'cancelled') return { text: t('shell.cancelled'), tone: 'plain' }
  if (billId === null) return { text: t('purchaseReturns.unbilled'), tone: 'plain' }
  return open > 0n
    ? { text: t('purchaseReturns.open'), tone: 'acc' }
    : { text: t('purchaseReturns.settled'), tone: 'good' }
}

function figsOf(t: Translate, note: ReturnHead, role: Role): Fig[] {
  const plain = { unit: '', note: '', tone: '' } as const
  const money = (label: string, amount: ReturnHead['total'], tone: Fig['tone'] = ''): Fig => ({
    ...{ ...plain, label, value: `₹${rupees(amount)}`, tone },
  })
  return [
    ...(note.billId === null
      ? []
      : [
          money(t('purchaseReturns.credit'), subtract(note.total, note.metalWorth)),
          money(t('purchaseReturns.creditLeft'), note.open, note.open > 0n ? 'warn' : 'good'),
        ]),
    ...(note.fine > 0n ? [{ ...plain, label: t('purchaseReturns.metal'), value: grams(note.fine), unit: 'g' }] : []),
    ...(can(role, 'item.cost') ? [money(t('purchaseReturns.goods'), note.cost)] : []),
  ]
}

export function lineShown(t: Translate, line: ReturnLine): ShownLineView {
  const about = [
    line.isRejected ? t('purchaseReturns.rejected') : '',
    line.batch,
    line.net > 0n ? `${grams(line.net)} g` : '',
  ]
  return {
    ...{ line: line.line, href: `/items/${line.itemId}`, words: line.words, hsn: line.hsn },
    about: about.filter(Boolean).join(' · '),
    quantity: `${quantity(line.quantity)} ${unitOf(t, line.unit)}`,
    ...{ price: rupees(line.price), value: rupees(line.taxable), rate: `${percent(line.rateBp)} %` },
    total: rupees(line.total),
  }
}

export function sumsOf(t: Translate, note: ReturnHead): KvRow[] {
  const row = (label: string, value: string, kind: KvRow['kind'] = 'plain'): KvRow => ({ label, value, href: '', kind })
  const heads = (['cgst', 'sgst', 'igst', 'cess'] as const).flatMap((head) =>
    note[head] > 0n ? [row(head.toUpperCase(), rupees(note[head]))] : [],
  )
  return [
    row(t('purchaseReturns.value'), rupees(note.taxable)),
    ...heads,
    row(t('shell.total'), `₹${rupees(note.total)}`, 'sum'),
  ]
}

function factsOf({ t, locale }: Reader, note: ReturnHead): KvRow[] {
  const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })
  const isBilled = note.billId !== null
  const of = t(isBilled ? 'purchaseReturns.ofBill' : 'purchaseReturns.ofReceipt', { number: note.ofNumber })
  return [
    row(t('shell.supplier'), note.party.name, `/parties/${note.partyId}`),
    row(t('purchaseReturns.against'), of, `/purchases/${isBilled ? 'bills' : 'receipts'}/${note.ofId}`),
    row(
      t(isBilled ? 'supplierBills.theirNumber' : 'goodsReceipts.theirNumber'),
      [note.theirNumber, showDate(locale, note.theirDate)].join(' · '),
    ),
    row(t('purchaseReturns.reason'), t(`purchaseReturns.reason.${note.reason}`)),
  ]
}
