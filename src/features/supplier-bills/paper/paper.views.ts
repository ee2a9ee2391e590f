import { rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import type { KvRow } from '../../../web/components.views.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { amountInWords, type BarView, type LetterheadView, letterhead } from '../../papers/index.ts'
import { unitText } from '../making/lines.views.ts'
import type { ShownBill } from '../showing/showing.queries.ts'
import { sumsShown, totalOf, wordsOf } from '../showing/showing.views.ts'

/** The bill of a supplier as it stands in our books. */
export interface BillPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  shop: string
  party: { label: string; name: string; lines: readonly string[] }
  facts: readonly { label: string; value: string; kind: '' | 'b' | 'big' | 'due' }[]
  lines: readonly {
    number: number
    words: string
    hsn: string
    quantity: string
    price: string
    value: string
    rate: string
    total: string
  }[]
  sums: readonly KvRow[]
  inWords: string
  /** Owed beside it, in grams; empty of a bill in rupees. */
  metal: string
  note: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/supplier-bill': BillPaperView
  }
}

export interface BillPaperOf extends ShownBill {
  logo: string
  bar?: BarView
}

export function billPaperView(
  { t, locale }: { t: Translate; locale: Locale },
  { bill, lines, logo, bar }: BillPaperOf,
): BillPaperView {
  const title = t('supplierBills.paper.title')
  const { name, address, gstin } = bill.party
  const owed = sumsShown(t, bill)
  return {
    title: `${title} ${bill.number}`,
    bar,
    letterhead: letterhead(t, bill.seller, logo, {
      title,
      notice: t('supplierBills.paper.from'),
      ...(bill.state === 'cancelled' && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: bill.cancelReason ?? '' }),
      }),
    }),
    shop: bill.seller.name,
    party: {
      label: t('shell.supplier'),
      name,
      lines: [address, gstin && `GSTIN ${gstin}`].filter((line) => line !== ''),
    },
    facts: [
      { label: t('shell.number'), value: bill.number, kind: 'b' },
      { label: t('shell.date'), value: showDate(locale, bill.onDate), kind: 'b' },
      { label: t('supplierBills.theirNumber'), value: bill.theirNumber, kind: '' },
      { label: t('supplierBills.theirDate'), value: showDate(locale, bill.theirDate), kind: '' },
      { label: t('supplierBills.due'), value: showDate(locale, bill.dueOn), kind: '' },
    ],
    lines: lines.map((line, at) => ({
      number: at + 1,
      words: wordsOf(t, line),
      hsn: line.hsn,
      quantity: `${quantity(line.quantity)} ${unitText(t, line.unit)}`,
      price: rupees(line.price),
      value: rupees(line.taxable),
      rate: `${percent(line.rateBp)} %`,
      total: rupees(totalOf(line)),
    })),
    sums: owed,
    // What is owed in rupees; metal bought by weight is owed in grams, which stand on a line of their own.
    inWords: t('papers.only', { words: amountInWords(locale, subtract(bill.total, bill.metalWorth)) }),
    metal: bill.metal === '' ? '' : `${t(`khata.metal.${bill.metal}`)}: ${grams(bill.fine)} ${t('units.GMS.symbol')}`,
    note: bill.note,
  }
}
