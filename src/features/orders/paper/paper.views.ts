import { rupees, subtract, sum, zero } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { grams, sumMg } from '../../../core/weight.ts'
import { showDate } from '../../../words/format.ts'
import type { PaperReader } from '../../papers/index.ts'
import {
  type BarView,
  type FactView,
  fact,
  type LetterheadView,
  letterhead,
  type PartyBoxView,
  partyBox,
  slipSeller,
} from '../../papers/index.ts'
import type { FoundOrder } from '../showing/showing.queries.ts'
import { aboutLine, termsOfLine, weightOfLine } from '../showing/showing.views.ts'

/** The slip that the customer takes home: what was ordered, until when, at which rate, and what was paid. */
export interface OrderPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  sellerLines: readonly string[]
  party: PartyBoxView
  facts: readonly FactView[]
  lines: readonly {
    number: number
    words: string
    about: string
    terms: string
    quantity: string
    weight: string
    price: string
  }[]
  sums: readonly FactView[]
  advances: readonly FactView[]
  note: string
  shop: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/order': OrderPaperView
    'print/order-slip': OrderPaperView
  }
}

export interface OrderPaperOf extends FoundOrder {
  logo: string
  bar?: BarView
}

export function orderPaper({ t, locale }: PaperReader, of: OrderPaperOf): OrderPaperView {
  const { order, lines, advances, logo, bar } = of
  const { number, seller, party, basis, rate, purity } = order
  const title = t('orders.paper.title')
  const standing = advances.filter(({ state }) => state === 'issued')
  const paid = sum(standing.map(({ amount }) => amount))
  const booked = sumMg(standing.map((one) => one.booked))
  const rest = subtract(order.total, paid)
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, {
      title,
      notice: t('orders.paper.not'),
      ...(order.state === 'cancelled' && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: order.cancelReason ?? '' }),
      }),
    }),
    sellerLines: slipSeller(t, seller).lines,
    party: partyBox(t, t('orders.paper.for'), party, ''),
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('shell.date'), showDate(locale, order.onDate)),
      fact(t('orders.due'), showDate(locale, order.dueOn), 'b'),
      fact(t('orders.basis'), t(`orders.basis.${basis}`)),
      ...(rate === null ? [] : [fact(t('orders.bookedRate'), `${purity ?? ''} ₹${rupees(rate)} /g`, 'b')]),
      ...(booked > 0n ? [fact(t('orders.bookedGrams'), `${grams(booked)} ${t('papers.piece.g')}`, 'b')] : []),
    ],
    lines: lines.map((line) => ({
      number: line.line,
      words: line.words,
      about: aboutLine(t, line),
      terms: termsOfLine(t, line),
      quantity: quantity(line.quantity),
      weight: weightOfLine(t, line),
      price: line.price > 0n ? rupees(line.price) : '',
    })),
    sums: [
      fact(t('orders.estimate'), `₹${rupees(order.total)}`, 'b'),
      fact(t('orders.advances'), `₹${rupees(paid)}`),
      fact(t('orders.rest'), `₹${rupees(rest > 0n ? rest : zero)}`, 'due'),
    ],
    advances: standing.map((one) =>
      fact(
        [
          one.number,
          showDate(locale, one.onDate),
          one.rate === null ? '' : t('orders.bookedAt', { grams: grams(one.booked), rate: rupees(one.rate) }),
        ]
          .filter(Boolean)
          .join(' · '),
        rupees(one.amount),
      ),
    ),
    note: order.note,
    shop: seller.name,
  }
}
