import { add, rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { milli, quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import type { BadgeView, KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Said, Translate } from '../../../words/index.ts'
import { type FilesView, filesView } from '../../attachments/index.ts'
import { receiptBadges } from '../list/list.views.ts'
import { unitOf } from '../making/lines.views.ts'
import type { FoundReceipt, ShownLine } from './showing.queries.ts'

export interface ReceiptView {
  head: TitleView
  badges: readonly BadgeView[]
  cancelled: string
  printHref: string
  pdfHref: string
  cancelHref: string
  billHref: string
  returnHref: string
  labelsHref: string
  canCost: boolean
  lines: readonly {
    words: string
    about: string
    itemHref: string
    differences: readonly BadgeView[]
    received: string
    rejected: string
    accepted: string
    cost: string
    landed: string
    billed: string
    returned: string
  }[]
  cost: string
  landed: string
  facts: readonly KvRow[]
  note: string
  files: FilesView
}

declare module '../../../web/views.ts' {
  interface Views {
    'goods-receipts/show': ReceiptView
  }
}

type Reader = { t: Translate; locale: Locale }

export function receiptView(
  { t, locale }: Reader,
  { receipt, lines, files }: FoundReceipt,
  { role, wrong }: { role: Role; wrong?: Said | undefined },
): ReceiptView {
  const base = `/purchases/receipts/${receipt.id}`
  const isIssued = receipt.state === 'issued'
  const [badge, ...badges] = receiptBadges(t, receipt)
  return {
    head: {
      title: receipt.number,
      note: [
        receipt.party.name,
        showDate(locale, receipt.onDate),
        t('goodsReceipts.by', { name: receipt.byName }),
      ].join(' · '),
      back: { href: '/purchases/receipts', text: t('goodsReceipts.title') },
      badge,
    },
    badges,
    cancelled: isIssued
      ? ''
      : t('goodsReceipts.wasCancelled', {
          date: showDate(locale, receipt.cancelledOn ?? receipt.onDate),
          reason: receipt.cancelReason ?? '',
        }),
    printHref: `${base}/print`,
    pdfHref: `${base}/print.pdf`,
    cancelHref: isIssued && can(role, 'purchase.receive') ? `${base}/cancellation` : '',
    billHref:
      isIssued && receipt.waits && can(role, 'purchase.bill')
        ? `/purchases/bills/new?party=${receipt.partyId}&receipt=${receipt.id}`
        : '',
    labelsHref: isIssued && can(role, 'item.view') ? `/price-lists/labels?receipt=${receipt.id}` : '',
    returnHref:
      isIssued && (receipt.waits || lines.some(({ rejected }) => rejected > 0n)) && can(role, 'purchase.bill')
        ? `/purchases/returns/new?receipt=${receipt.id}`
        : '',
    canCost: can(role, 'item.cost'),
    lines: lines.map((line) => ({
      words: line.itemName,
      about: aboutLine({ t, locale }, line),
      itemHref: `/items/${line.itemId}`,
      differences: differencesOf(t, line),
      ...{ received: withUnit(t, line, line.received), rejected: line.rejected > 0n ? quantity(line.rejected) : '' },
      accepted: quantity(line.accepted),
      ...{ cost: rupees(line.cost), landed: line.landed > 0n ? rupees(line.landed) : '' },
      billed: line.billed > 0n ? quantity(line.billed) : '',
      returned: line.returned > 0n ? quantity(line.returned) : '',
    })),
    cost: rupees(receipt.cost),
    landed: receipt.landed > 0n ? rupees(receipt.landed) : '',
    facts: factsOf({ t, locale }, receipt, role),
    note: receipt.note,
    files: filesView(t, files, { base, mayEdit: can(role, 'purchase.receive'), wrong }),
  }
}

const withUnit = (t: Translate, { unit }: ShownLine, count: bigint): string =>
  `${quantity(milli(count))} ${unitOf(t, unit)}`

/** The order, batch, lot and pieces that a line is of. */
export function aboutLine({ t, locale }: Reader, line: ShownLine): string {
  const { batchNumber, expiresOn } = line
  const batch = !batchNumber
    ? ''
    : expiresOn
      ? t('goodsReceipts.batchUntil', { number: batchNumber, date: showDate(locale, expiresOn) })
      : t('goodsReceipts.batchOf', { number: batchNumber })
  return [
    line.orderNumber ? t('goodsReceipts.order', { number: line.orderNumber }) : '',
    batch,
    line.lotName ? t('goodsReceipts.lotOf', { name: line.lotName }) : '',
    line.pieces > 0 ? t('goodsReceipts.tagged', { count: line.pieces }) : '',
    line.gross > 0n ? `${grams(line.gross)} g` : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** In words and in colour: what is less, more, or was sent back at the door. */
export function differencesOf(
  t: Translate,
  { ordered, received, rejected, rejectReason, unit }: ShownLine,
): BadgeView[] {
  const said = (count: bigint) => `${quantity(milli(count))} ${unitOf(t, unit)}`
  const differences: BadgeView[] = []
  if (ordered !== null && received < ordered)
    differences.push({ text: t('goodsReceipts.diff.short', { quantity: said(ordered - received) }), tone: 'warn' })
  if (ordered !== null && received > ordered)
    differences.push({ text: t('goodsReceipts.diff.excess', { quantity: said(received - ordered) }), tone: 'acc' })
  if (rejected > 0n)
    differences.push({
      ...{ text: t('goodsReceipts.diff.rejected', { quantity: said(rejected), reason: rejectReason }), tone: 'bad' },
    })
  return differences
}

function factsOf({ t, locale }: Reader, receipt: FoundReceipt['receipt'], role: Role): KvRow[] {
  const row = (label: string, value: string, href = '', kind: KvRow['kind'] = 'plain'): KvRow => ({
    ...{ label, value, href, kind },
  })
  const theirs = [receipt.theirNumber, receipt.theirDate ? showDate(locale, receipt.theirDate) : ''].filter(Boolean)
  const canCost = can(role, 'item.cost')
  return [
    row(t('goodsReceipts.supplier'), receipt.party.name, `/parties/${receipt.partyId}`),
    row(t('goodsReceipts.onDate'), showDate(locale, receipt.onDate)),
    ...(theirs.length > 0 ? [row(t('goodsReceipts.theirNumber'), theirs.join(' · '))] : []),
    row(t('goodsReceipts.branch'), receipt.branchName),
    ...(canCost ? [row(t('goodsReceipts.goods'), `₹${rupees(receipt.cost)}`)] : []),
    ...(canCost && receipt.landed > 0n
      ? [
          row(
            `${t('goodsReceipts.landed')} (${t(`goodsReceipts.landedBy.${receipt.landedBy}`)})`,
            `₹${rupees(receipt.landed)}`,
          ),
          row(t('goodsReceipts.inStock'), `₹${rupees(add(receipt.cost, receipt.landed))}`, '', 'b'),
        ]
      : []),
    ...(receipt.voucherId && can(role, 'books.view')
      ? [row(t('goodsReceipts.voucher'), receipt.number, `/vouchers/${receipt.voucherId}`)]
      : []),
  ]
}
