import { type Paise, rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import {
  amountInWords,
  type BarView,
  type LetterheadView,
  letterhead,
  partyBox,
  slipSeller,
  type TaxesView,
  taxesView,
} from '../../papers/index.ts'
import type { ReturnLine, ShownReturn } from '../showing/showing.queries.ts'
import { moneyRows, quantityText } from '../showing/showing.views.ts'

/** A credit note: what CGST Rule 53(1A) asks of it, the bill that it corrects by number and date before all. */
export interface ReturnPaperView {
  title: string
  bar: BarView | undefined
  isNarrow: boolean
  /** The shop's lines on a roll. */
  seller: readonly string[]
  letterhead: LetterheadView
  party: { label: string; name: string; lines: readonly string[] }
  facts: readonly Fact[]
  lines: readonly PaperLine[]
  isTaxed: boolean
  taxable: string
  tax: string
  lineTotal: string
  sums: readonly Fact[]
  taxes: TaxesView | undefined
  inWords: string
  reason: string
  taxStays: string
  shop: string
}

type Fact = { label: string; value: string; kind: '' | 'b' | 'big' | 'due' }

interface PaperLine {
  number: number
  name: string
  about: string
  hsn: string
  quantity: string
  taxable: string
  rate: string
  tax: string
  total: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/return': ReturnPaperView
    'print/return-slip': ReturnPaperView
  }
}

export interface ReturnPaperOf extends ShownReturn {
  logo: string
  isNarrow: boolean
  bar?: BarView
}

export function returnPaperView(
  { t, locale }: { t: Translate; locale: Locale },
  { paper, lines, logo, isNarrow, bar }: ReturnPaperOf,
): ReturnPaperView {
  const title = t('returns.paper.title')
  const isTaxed = paper.billKind === 'invoice' && paper.isTaxUndone
  const fact = (label: string, value: string, kind: Fact['kind'] = ''): Fact => ({ label, value, kind })
  return {
    title: `${title} ${paper.number}`,
    bar,
    isNarrow,
    seller: slipSeller(t, paper.seller).lines,
    letterhead: letterhead(t, paper.seller, logo, {
      title,
      notice: paper.seller.isComposition && !isTaxed ? t('papers.composition') : '',
      ...(paper.isCancelled && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: paper.cancelReason }),
      }),
    }),
    party: partyBox(t, t('returns.paper.to'), paper.party, t('papers.walkIn')),
    facts: [
      fact(t('shell.number'), paper.number, 'b'),
      fact(t('shell.date'), showDate(locale, paper.onDate), 'b'),
      fact(t('returns.paper.against'), paper.billNumber),
      fact(t('returns.paper.date'), showDate(locale, paper.billOn)),
    ],
    lines: lines.map((line, at) => lineView(t, line, at)),
    isTaxed,
    taxable: rupees(paper.taxable_paise),
    tax: rupees(sum([paper.cgst_paise, paper.sgst_paise, paper.igst_paise, paper.cess_paise])),
    lineTotal: rupees(sum(lines.map(({ total_paise }) => total_paise))),
    sums: moneyRows(t, paper)
      .filter(({ label }) => label !== t('returns.open'))
      .map(({ label, value, kind }) => fact(label, value, kind === 'sum' ? 'big' : '')),
    taxes: isTaxed ? taxesView(t, { document: paper, lines }) : undefined,
    inWords: t('papers.only', { words: amountInWords(locale, paper.total) }),
    reason: paper.reason,
    taxStays: paper.isTaxUndone ? '' : t('returns.taxStays'),
    shop: paper.seller.name,
  }
}

function lineView(t: Translate, line: ReturnLine, at: number): PaperLine {
  const { cgst_paise, sgst_paise, igst_paise, cess_paise } = line
  const kept = line.why || t('returns.keptMaking')
  const about = line.deduction > 0n ? t('returns.keptWhy', { amount: `₹${rupees(line.deduction)}`, why: kept }) : ''
  const tax: Paise = sum([cgst_paise, sgst_paise, igst_paise, cess_paise])
  return {
    number: at + 1,
    name: [line.description, line.tag].filter(Boolean).join(' · '),
    about,
    hsn: line.hsn,
    quantity: quantityText(t, line),
    taxable: rupees(line.taxable_paise),
    rate: `${percent(line.rate_bp)} %`,
    tax: rupees(tax),
    total: rupees(line.total_paise),
  }
}
