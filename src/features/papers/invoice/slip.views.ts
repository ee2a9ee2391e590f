import { type Paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { showPhone } from '../../../core/phone.ts'
import { quantity } from '../../../core/quantity.ts'
import { isUnionTerritory } from '../../../core/states.ts'
import { showDate } from '../../../words/format.ts'
import type { Translate } from '../../../words/index.ts'
import type { Sale, SaleJewel, SaleLine } from '../../sales/index.ts'
import { type BarView, type FactView, fact, filled, type PaperReader, stateText } from '../paper.views.ts'
import type { PayView } from '../pay-qr.ts'
import { cancelledText, payFor, sumsOf } from './invoice.views.ts'
import { aboutJewel, partsOf } from './jewels.views.ts'
import { halfRate, taxSummary } from './tax-summary.rules.ts'

export const widths = ['80', '58'] as const
export type Width = (typeof widths)[number]

/** The top of every slip. */
export interface SlipHeadView {
  logo: string
  shop: string
  lines: readonly string[]
  title: string
  notice: string
  stamp: string
  stampNote: string
  facts: readonly FactView[]
}

export interface SlipView {
  title: string
  bar: BarView | undefined
  isNarrow: boolean
  head: SlipHeadView
  lines: readonly { name: string; about: string; total: string }[]
  sums: readonly FactView[]
  taxes: readonly string[]
  pay: PayView | undefined
  terms: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/slip': SlipView
    'print/_slip-head': { head: SlipHeadView }
  }
}

export interface SlipOf {
  sale: Sale
  due: Paise
  width: Width
  logo?: string
  bar?: BarView
}

/** The same bill on a roll: all that Rule 46 asks for, in one column. */
export function slipView(reader: PaperReader, { sale, due, width, logo = '', bar }: SlipOf): SlipView {
  const { t } = reader
  const { document, lines } = sale
  const isTaxed = document.kind === 'invoice'
  return {
    title: `${t(`sales.kind.${document.kind}`)} ${document.number}`,
    bar,
    isNarrow: width === '58',
    head: { logo, ...headOf(reader, sale) },
    lines: lines.map((line) => ({
      name: line.description,
      about: tied(aboutLine(t, line, isTaxed, sale)),
      total: rupees(line.total_paise),
    })),
    sums: sumsOf(t, sale, due),
    taxes: isTaxed ? taxLines(t, sale).map(tied) : [],
    pay: document.state === 'cancelled' ? undefined : payFor(t, sale, due),
    terms: document.seller_snapshot.terms,
  }
}

/** A roll is narrow: a number and its sign stay on one line. */
const tied = (text: string): string => text.replaceAll(' %', '\u00A0%')

function headOf({ t, locale }: PaperReader, sale: Sale): Omit<SlipHeadView, 'logo'> {
  const {
    kind,
    number,
    on_date,
    state,
    seller_snapshot: seller,
    party_snapshot: buyer,
    place_of_supply,
  } = sale.document
  const isTaxed = kind === 'invoice'
  const isCancelled = state === 'cancelled'
  const facts = [
    fact(t(`papers.number.${kind}`), number, 'b'),
    fact(t('shell.date'), showDate(locale, on_date)),
    fact(
      t('papers.billTo'),
      filled([buyer.name || t('papers.walkIn'), buyer.phone && showPhone(buyer.phone)]).join(', '),
    ),
    fact(t('papers.gstin'), buyer.gstin),
    fact(t('shell.address'), buyer.gstin || isTaxed ? buyer.address : ''),
    fact(t('papers.placeOfSupply'), isTaxed ? stateText(t, place_of_supply) : ''),
  ]
  return {
    ...slipSeller(t, seller),
    title: t(`papers.title.${kind}`),
    notice: seller.isComposition && !isTaxed ? t('papers.composition') : '',
    stamp: isCancelled ? t('papers.cancelled') : '',
    stampNote: isCancelled ? cancelledText(t, sale) : '',
    facts: facts.filter(({ value }) => value !== ''),
  }
}

export function slipSeller(
  t: Translate,
  seller: Sale['document']['seller_snapshot'],
): { shop: string; lines: string[] } {
  const { name, legalName, address, phone, gstin } = seller
  const lines = [
    legalName === name ? '' : legalName,
    address,
    phone && showPhone(phone),
    gstin && t('papers.gstinLine', { gstin }),
  ]
  return { shop: name, lines: filled(lines) }
}

/** A piece by its parts: "22K 916 · HUID AB4K7Q · Gold 24.560 g × 12,400.00 = 3,04,544.00". */
function jewelText(t: Translate, jewel: SaleJewel): string {
  const parts = partsOf(t, jewel).map(({ label, weight, rate, amount }) =>
    filled([label, weight && `${weight} ${t('papers.piece.g')}`, rate && `× ${rate}`, `= ${amount}`]).join(' '),
  )
  return filled([aboutJewel(t, jewel), ...parts]).join(' · ')
}

function aboutLine(t: Translate, line: SaleLine, isTaxed: boolean, { jewels }: Sale): string {
  const jewel = jewels.find((one) => one.line === line.line)
  if (jewel) {
    const less = line.discount_paise > 0n ? t('papers.lessDiscount', { amount: rupees(line.discount_paise) }) : ''
    const tax = isTaxed ? `${percent(line.rate_bp)} %` : ''
    return filled([jewelText(t, jewel), less, line.hsn && t('papers.hsnLine', { hsn: line.hsn }), tax]).join(' · ')
  }
  const { quantity_milli, unit, price_paise, hsn, rate_bp, gst_kind, discount_paise } = line
  const parts = [
    `${filled([quantity(quantity_milli), unit === 'NA' ? '' : unit]).join(' ')} × ${rupees(price_paise)}`,
    discount_paise > 0n ? t('papers.lessDiscount', { amount: rupees(discount_paise) }) : '',
    hsn && t('papers.hsnLine', { hsn }),
    isTaxed ? (gst_kind === 'taxable' ? `${percent(rate_bp)} %` : t(`papers.untaxed.${gst_kind}`)) : '',
  ]
  return filled(parts).join(' · ')
}

/** "5 %: 84.74 + CGST 2.12 + SGST 2.12", a line a rate. */
function taxLines(t: Translate, { document, lines }: Sale): string[] {
  return taxSummary(lines.map((line) => ({ ...line, hsn: '' }))).map(
    ({ rateBp, gstKind, taxable, cgst, sgst, igst }) => {
      if (gstKind !== 'taxable')
        return t('papers.slipUntaxed', { kind: t(`papers.untaxed.${gstKind}`), taxable: rupees(taxable) })
      const of = { rate: percent(rateBp), half: halfRate(rateBp), taxable: rupees(taxable) }
      if (document.supply === 'inter') return t('papers.slipInter', { ...of, igst: rupees(igst) })
      const isUnion = isUnionTerritory(document.place_of_supply)
      return t(isUnion ? 'papers.slipUnion' : 'papers.slipIntra', { ...of, cgst: rupees(cgst), sgst: rupees(sgst) })
    },
  )
}
