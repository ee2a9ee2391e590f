import { rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { quantity } from '../../../core/quantity.ts'
import { sgstName } from '../../../core/tax.ts'
import { grams } from '../../../core/weight.ts'
import { showDate } from '../../../words/format.ts'
import {
  amountInWords,
  type BarView,
  type FactView,
  fact,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
} from '../../papers/index.ts'
import { unitOf } from '../making/making.views.ts'
import type { FoundOrder, OrderLine } from '../showing/showing.queries.ts'

/** What the supplier gets: in his own words for the goods, where to bring them, by when, at which price. */
export interface PurchaseOrderPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  delivery: PartyBoxView
  facts: readonly FactView[]
  hasWeight: boolean
  hasHsn: boolean
  hasTax: boolean
  lines: readonly {
    number: number
    name: string
    /** Our own name for it, where the supplier has another. */
    ours: string
    about: string
    hsn: string
    quantity: string
    weight: string
    price: string
    gst: string
    amount: string
  }[]
  sums: readonly FactView[]
  inWords: string
  terms: string
  note: string
  shop: string
  approved: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/purchase-order': PurchaseOrderPaperView
  }
}

export interface PaperOf extends FoundOrder {
  logo: string
  bar?: BarView
}

export function purchaseOrderPaper({ t, locale }: PaperReader, of: PaperOf): PurchaseOrderPaperView {
  const { order, lines, logo, bar } = of
  const { number, seller, party } = order
  const title = t('purchaseOrders.paper.title')
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, { title, ...stampOf(t, of) }),
    party: partyBox(t, t('purchaseOrders.paper.to'), party, ''),
    delivery: {
      label: t('purchaseOrders.paper.deliver'),
      name: order.branchName,
      lines: [seller.address].filter(Boolean),
    },
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('shell.date'), showDate(locale, order.onDate)),
      fact(t('purchaseOrders.expected'), showDate(locale, order.expectedOn), 'b'),
      ...(order.replacesNumber ? [fact(t('purchaseOrders.replaces'), order.replacesNumber)] : []),
    ],
    hasWeight: lines.some(({ weight }) => weight > 0n),
    hasHsn: lines.some(({ hsn }) => hsn !== ''),
    hasTax: order.total > order.taxable,
    lines: lines.map((line) => lineOf({ t, locale }, line, of)),
    sums: sumsOf(t, of),
    inWords: order.total > 0n ? amountInWords(locale, order.total) : '',
    ...{ terms: order.terms, note: order.note, shop: seller.name },
    approved: order.approvedByName === '' ? '' : t('purchaseOrders.paper.approved', { name: order.approvedByName }),
  }
}

function stampOf(t: PaperReader['t'], { order }: PaperOf): { stamp?: string; stampNote?: string } {
  if (order.state === 'waiting') return { stamp: t('purchaseOrders.paper.waiting') }
  if (order.state === 'cancelled')
    return {
      stamp: t('papers.cancelled'),
      stampNote: order.replacedByNumber
        ? t('purchaseOrders.replacedBy', { number: order.replacedByNumber })
        : t('papers.cancelledWhy', { reason: order.closedReason }),
    }
  return {}
}

function lineOf(
  { t, locale }: PaperReader,
  line: OrderLine,
  { order }: PaperOf,
): PurchaseOrderPaperView['lines'][number] {
  const isRenamed = line.theirName !== '' && line.theirName !== line.name
  return {
    number: line.line,
    name: isRenamed ? line.theirName : line.name,
    ours: isRenamed ? line.name : '',
    about: [
      line.theirCode && t('purchaseOrders.paper.code', { code: line.theirCode }),
      line.purity ?? '',
      line.expectedOn === order.expectedOn
        ? ''
        : t('purchaseOrders.paper.by', { date: showDate(locale, line.expectedOn) }),
      line.note,
    ]
      .filter(Boolean)
      .join(' · '),
    hsn: line.hsn,
    quantity: `${quantity(line.quantity)} ${unitOf(t, line.unit)}`,
    weight: line.weight > 0n ? grams(line.weight) : '',
    price: line.price > 0n ? rupees(line.price) : t('purchaseOrders.paper.agreed'),
    gst: line.rateBp > 0 ? `${percent(line.rateBp)} %` : '',
    amount: line.taxable > 0n ? rupees(line.taxable) : '',
  }
}

function sumsOf(t: PaperReader['t'], { order }: PaperOf): FactView[] {
  const tax = [
    [t('papers.cgst'), order.cgst],
    [sgstName(order.seller.state), order.sgst],
    [t('papers.igst'), order.igst],
  ] as const
  return [
    fact(t('purchaseOrders.goods'), `₹${rupees(order.taxable)}`),
    ...tax.flatMap(([label, amount]) => (amount > 0n ? [fact(label, `₹${rupees(amount)}`)] : [])),
    fact(t('shell.total'), `₹${rupees(order.total)}`, 'big'),
  ]
}
