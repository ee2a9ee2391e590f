import { paise, rupees } from '../../../core/money.ts'
import { can, type Role } from '../../../core/permissions.ts'
import { quantity } from '../../../core/quantity.ts'
import { sgstName } from '../../../core/tax.ts'
import { carats, grams } from '../../../core/weight.ts'
import type { KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import type { ReturnLine, ReturnPaper, ShownReturn } from './showing.queries.ts'

export interface ReturnView {
  head: TitleView
  /** Empty where there is nothing to do, or this person may not. */
  useHref: string
  /** Empty where it may not be cancelled, or is. */
  cancelHref: string
  printHref: string
  pdfHref: string
  voucherHref: string
  lines: readonly {
    line: number
    title: string
    href: string
    about: string
    quantity: string
    taxable: string
    total: string
  }[]
  money: readonly KvRow[]
  facts: readonly KvRow[]
  reason: string
  cancelled: string
  taxStays: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'returns/show': ReturnView
  }
}

interface Reader {
  t: Translate
  locale: Locale
}

export function returnView({ t, locale }: Reader, { paper, lines }: ShownReturn, role: Role): ReturnView {
  const { id, number, onDate, byName, partyId, open } = paper
  return {
    head: {
      title: number,
      note: [t('returns.note'), showDate(locale, onDate), t('returns.by', { name: byName })].join(' · '),
      back: { href: '/returns', text: t('returns.title') },
      badge: paper.isCancelled ? { text: t('returns.cancelled'), tone: 'bad' } : undefined,
    },
    cancelHref: !paper.isCancelled && can(role, 'sale.cancel') ? `/returns/${id}/cancellation` : '',
    useHref: open > 0n && partyId !== null && can(role, 'sale.make') ? `/sales/new?party=${partyId}&note=${id}` : '',
    printHref: `/returns/${id}/print`,
    pdfHref: `/returns/${id}/print.pdf`,
    voucherHref: can(role, 'books.view') ? `/vouchers/${id}` : '',
    lines: lines.map((line) => lineView(t, line)),
    money: moneyRows(t, paper),
    facts: factRows({ t, locale }, paper),
    reason: paper.reason,
    cancelled: paper.isCancelled ? t('returns.cancelledWhy', { reason: paper.cancelReason }) : '',
    taxStays: paper.isTaxUndone ? '' : t('returns.taxStays'),
  }
}

function lineView(t: Translate, line: ReturnLine) {
  const kept = line.why || t('returns.keptMaking')
  const about = [
    t(`returns.condition.${line.condition}`),
    line.deduction > 0n ? t('returns.keptWhy', { amount: `₹${rupees(line.deduction)}`, why: kept }) : '',
  ]
  return {
    line: line.line,
    title: [line.description, line.tag].filter(Boolean).join(' · '),
    href: line.item_id ? `/items/${line.item_id}` : '',
    about: about.filter(Boolean).join(' · '),
    quantity: quantityText(t, line),
    taxable: rupees(line.taxable_paise),
    total: rupees(line.total_paise),
  }
}

/** Jewellery by its weight: a piece counts one, whatever its unit. */
export function quantityText(t: Translate, { quantity_milli, unit, net, carat }: ReturnLine): string {
  if (net > 0n) return `${grams(net)} g`
  if (carat > 0n) return t('papers.piece.carats', { carats: carats(carat) })
  const symbol = `units.${unit}.symbol`
  return `${quantity(quantity_milli)} ${isWordKey(symbol) ? t(symbol) : unit}`
}

export function moneyRows(t: Translate, paper: ReturnPaper): KvRow[] {
  const row = (label: string, amount: bigint, kind: KvRow['kind'] = 'plain'): KvRow => ({
    label,
    value: rupees(paise(amount)),
    href: '',
    kind,
  })
  const { taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise, roundOff, total, settled, refund, open } =
    paper
  const isUt = sgstName(paper.place_of_supply) === 'UTGST'
  const some = (label: string, amount: bigint) => (amount === 0n ? [] : [row(label, amount)])
  const way = paper.refundMode === '' ? '' : t(`shell.mode.${paper.refundMode}`)
  return [
    row(t('returns.taxable'), taxable_paise),
    ...some(t('sales.cgst'), cgst_paise),
    ...some(t(isUt ? 'sales.utgst' : 'sales.sgst'), sgst_paise),
    ...some(t('sales.igst'), igst_paise),
    ...some(t('sales.cess'), cess_paise),
    ...some(t('sales.roundOff'), roundOff),
    row(t('returns.note'), total, 'sum'),
    ...some(t('returns.owed'), paper.owed),
    ...some(t('returns.settled'), settled),
    ...some([t('returns.refunded'), way].join(' · '), refund),
    ...(paper.partyId === null ? [] : [row(t('returns.open'), open, 'b')]),
  ]
}

function factRows({ t, locale }: Reader, paper: ReturnPaper): KvRow[] {
  const { party, partyId, billNumber, billOn, billId, paymentId, paymentNumber, approvedBy } = paper
  const row = (label: string, value: string, href = ''): KvRow => ({ label, value, href, kind: 'plain' })
  return [
    row(t('shell.customer'), party.name || t('sales.walkIn'), partyId === null ? '' : `/parties/${partyId}`),
    row(
      t('returns.bill'),
      t('returns.billOf', { number: billNumber, date: showDate(locale, billOn) }),
      `/sales/${billId}`,
    ),
    ...(paymentId && paymentNumber ? [row(t('returns.payment'), paymentNumber, `/payments/${paymentId}`)] : []),
    ...(approvedBy ? [row(t('returns.allowedBy', { name: approvedBy }), '')] : []),
  ]
}
