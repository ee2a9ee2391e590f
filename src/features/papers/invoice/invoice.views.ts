import { type Paise, rupees, subtract, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { Sale, SaleLine } from '../../sales/index.ts'
import { amountInWords } from '../amount-in-words.ts'
import {
  type BarView,
  type FactView,
  fact,
  filled,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
  stateText,
} from '../paper.views.ts'
import { type PayView, payView } from '../pay-qr.ts'
import { type JewelsView, jewelsView, type OldGoldBoxView, oldGoldBoxes } from './jewels.views.ts'
import { areServices, halfRate } from './tax-summary.rules.ts'
import { rateText, sgstText, type TaxesView, taxesView } from './taxes.views.ts'

export const copies = ['original', 'duplicate', 'triplicate'] as const
export type Copy = (typeof copies)[number]

export interface InvoiceView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  lines: LinesView
  /** In the place of the lines, where there is jewellery among them. */
  jewels: JewelsView | undefined
  oldGold: readonly OldGoldBoxView[]
  /** Beside the sums: the amount in words, the bank, the note. */
  inWords: string
  bank: string
  note: string
  sums: readonly FactView[]
  taxes: TaxesView | undefined
  terms: string
  pay: PayView | undefined
  shop: string
}

interface LinesView {
  isTaxed: boolean
  hasHsn: boolean
  hasDiscount: boolean
  hasTaxInside: boolean
  rows: readonly LineView[]
  taxable: string
  tax: string
  total: string
  discount: string
}

interface LineView {
  number: number
  name: string
  /** The rate holds the tax. */
  isWithTax: boolean
  hsn: string
  quantity: string
  rate: string
  discount: string
  taxable: string
  gst: string
  tax: string
  total: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/invoice': InvoiceView
    'print/_lines': { lines: LinesView }
  }
}

export interface InvoiceOf {
  sale: Sale
  /** What the code asks to be paid: what was due at issue, or what is due now. */
  due: Paise
  copy: Copy
  /** A data: URL, or nothing. */
  logo: string
  bar?: BarView
}

/** A tax invoice as Rule 46 of the CGST Rules wants it, or a bill of supply by Rule 49, from the paper's own rows. */
export function invoiceView(reader: PaperReader, { sale, due, copy, logo, bar }: InvoiceOf): InvoiceView {
  const { t, locale } = reader
  const { document, lines } = sale
  const { seller_snapshot: seller, party_snapshot: buyer, number } = document
  const isTaxed = document.kind === 'invoice'
  const isCancelled = document.state === 'cancelled'
  return {
    title: `${t(`sales.kind.${document.kind}`)} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, {
      title: t(`papers.title.${document.kind}`),
      copy: copyText(t, copy, lines),
      notice: seller.isComposition && !isTaxed ? t('papers.composition') : '',
      ...(isCancelled && { stamp: t('papers.cancelled'), stampNote: cancelledText(t, sale) }),
    }),
    party: partyBox(t, t('papers.billTo'), buyer, t('papers.walkIn')),
    facts: factsOf(reader, sale),
    lines: linesView(t, lines, isTaxed),
    jewels: jewelsView(t, sale),
    oldGold: oldGoldBoxes(t, sale.settledAtIssue),
    inWords: t('papers.only', { words: amountInWords(locale, document.total_paise) }),
    bank: bankText(t, seller),
    note: document.note,
    sums: sumsOf(t, sale, due),
    taxes: isTaxed ? taxesView(t, sale) : undefined,
    terms: seller.terms,
    pay: isCancelled ? undefined : payFor(t, sale, due),
    shop: seller.name,
  }
}

/** What was left to pay when the paper was issued: a kept paper says it for ever. */
export const dueAtIssue = ({ document, tenders, settledAtIssue }: Sale): Paise =>
  subtract(document.total_paise, sum([...tenders, ...settledAtIssue].map(({ amount_paise }) => amount_paise)))

/** The request for what is due on the paper, as a code and a link. */
export function payFor(t: Translate, { document }: Sale, due: Paise): PayView | undefined {
  const { seller_snapshot: seller, number } = document
  return payView(t, { vpa: seller.upiVpa, shop: seller.name, amount: due, reference: number, note: number })
}

/** Rule 48: goods are sold in three copies, services in two, the second of which the supplier keeps. */
function copyText(t: Translate, copy: Copy, lines: Sale['lines']): string {
  return copy === 'duplicate' && areServices(lines) ? t('papers.copy.duplicateService') : t(`papers.copy.${copy}`)
}

export const cancelledText = (t: Translate, { document }: Sale): string =>
  t('papers.cancelledWhy', { reason: document.cancel_reason ?? '' })

function factsOf({ t, locale }: PaperReader, { document, jewels }: Sale): FactView[] {
  const { number, on_date, due_on, place_of_supply, supply_reason, is_reverse_charge, party_id, kind } = document
  const isTaxed = kind === 'invoice'
  return [
    fact(t(`papers.number.${kind}`), number, 'b'),
    fact(t('shell.date'), showDate(locale, on_date), 'b'),
    ...(isTaxed ? [fact(t('papers.placeOfSupply'), stateText(t, place_of_supply))] : []),
    ...(supply_reason ? [fact(t('papers.delivery'), supply_reason)] : []),
    ...(isTaxed ? [fact(t('papers.reverseCharge'), t(is_reverse_charge ? 'shell.yes' : 'shell.no'))] : []),
    ...boardFacts(t, jewels),
    ...(party_id !== null && due_on !== on_date ? [fact(t('papers.dueDate'), showDate(locale, due_on))] : []),
  ]
}

/** The day's rate of each purity that the bill was reckoned by. */
function boardFacts(t: Translate, jewels: Sale['jewels']): FactView[] {
  const rates = new Map(
    jewels.flatMap(({ rate_basis, purity, rate_paise }) =>
      rate_basis === 'board' || rate_basis === 'booked'
        ? [[`${rate_basis} ${purity}`, { rate_basis, purity, rate_paise }]]
        : [],
    ),
  )
  return [...rates.values()].map(({ rate_basis, purity, rate_paise }) =>
    fact(
      t(`papers.piece.rate.${rate_basis === 'booked' ? 'booked' : 'board'}`, { purity }),
      `₹${rupees(rate_paise)} /${t('papers.piece.g')}`,
    ),
  )
}

function linesView(t: Translate, lines: readonly SaleLine[], isTaxed: boolean): LinesView {
  const sumOf = (of: (line: SaleLine) => Paise) => rupees(sum(lines.map(of)))
  return {
    isTaxed,
    hasHsn: lines.some(({ hsn }) => hsn !== ''),
    hasDiscount: lines.some(({ discount_paise }) => discount_paise !== 0n),
    hasTaxInside: isTaxed && lines.some(holdsTax),
    rows: lines.map((line) => lineView(t, line, isTaxed)),
    taxable: sumOf((line) => line.taxable_paise),
    tax: sumOf(taxOf),
    total: sumOf((line) => line.total_paise),
    discount: sumOf((line) => line.discount_paise),
  }
}

function lineView(t: Translate, line: SaleLine, isTaxed: boolean): LineView {
  const { unit, quantity_milli, gst_kind, rate_bp, discount_paise } = line
  return {
    number: line.line,
    name: line.description,
    isWithTax: isTaxed && holdsTax(line),
    hsn: line.hsn,
    // Services have no quantity by law: their unit is NA, "not applicable".
    quantity: filled([quantity(quantity_milli), unit === 'NA' ? '' : unit]).join(' '),
    rate: rupees(line.price_paise),
    discount: discount_paise === 0n ? '' : rupees(discount_paise),
    taxable: rupees(line.taxable_paise),
    gst: rateText(t, { gstKind: gst_kind, rateBp: rate_bp }),
    tax: rupees(taxOf(line)),
    total: rupees(line.total_paise),
  }
}

const holdsTax = (line: SaleLine): boolean => line.price_includes_tax && line.rate_bp > 0

const taxOf = ({ cgst_paise, sgst_paise, igst_paise, cess_paise }: SaleLine): Paise =>
  sum([cgst_paise, sgst_paise, igst_paise, cess_paise])

/** From the taxable value to what is left to pay. */
export function sumsOf(t: Translate, sale: Sale, due: Paise): FactView[] {
  const { document, tenders, settledAtIssue } = sale
  const { kind, taxable_paise, round_off_paise, total_paise, state } = document
  const later = subtract(dueAtIssue(sale), due)
  return [
    ...(kind === 'invoice' ? [fact(t('papers.taxable'), rupees(taxable_paise)), ...headFacts(t, sale)] : []),
    ...(round_off_paise === 0n ? [] : [fact(t('papers.roundOff'), rupees(round_off_paise).replace('-', '−'))]),
    fact(t('papers.total'), `₹${rupees(total_paise)}`, 'big'),
    ...settledAtIssue.map(({ kind: by, number, amount_paise }) =>
      fact(filled([t(`papers.less.${by}`), number]).join(' '), `−${rupees(amount_paise)}`),
    ),
    ...tenders.map(({ mode, reference, amount_paise }) =>
      fact(filled([t(`papers.less.${mode}`), reference]).join(' '), `−${rupees(amount_paise)}`),
    ),
    ...(state === 'issued' && later > 0n ? [fact(t('papers.less.later'), `−${rupees(later)}`)] : []),
    ...(state === 'issued' ? [fact(t('papers.balanceDue'), `₹${rupees(due)}`, 'due')] : []),
    ...(state === 'issued' && document.points_earned > 0n
      ? [fact(t('loyalty.paper.earned'), String(document.points_earned))]
      : []),
  ]
}

/** One row a head, with its rate where the bill has one; the State's own half is called UTGST in a Union Territory. */
function headFacts(t: Translate, { document, lines }: Sale): FactView[] {
  const { supply, cgst_paise, sgst_paise, igst_paise, cess_paise } = document
  const rates = [...new Set(lines.map(({ rate_bp }) => rate_bp))]
  const at = (rate: (bp: number) => string): string[] => (rates.length === 1 ? rates.map((bp) => `${rate(bp)} %`) : [])
  const head = (label: string, rate: (bp: number) => string, amount: Paise) =>
    fact([label, ...at(rate)].join(' '), rupees(amount))
  const heads =
    supply === 'inter'
      ? [head(t('papers.igst'), percent, igst_paise)]
      : [head(t('papers.cgst'), halfRate, cgst_paise), head(sgstText(t, document), halfRate, sgst_paise)]
  return cess_paise === 0n ? heads : [...heads, fact(t('papers.cess'), rupees(cess_paise))]
}

function bankText(
  t: Translate,
  { bankName, bankAccount, bankIfsc, bankBranch }: Sale['document']['seller_snapshot'],
): string {
  if (bankAccount === '') return ''
  const place = filled([bankName, bankBranch]).join(', ')
  return t('papers.bank', { place, account: bankAccount, ifsc: bankIfsc })
}
