import { quantity } from '../../../core/quantity.ts'
import { showDate } from '../../../words/format.ts'
import {
  type BarView,
  type FactView,
  fact,
  type LetterheadView,
  letterhead,
  type PaperReader,
  type PartyBoxView,
  partyBox,
} from '../../papers/index.ts'
import { unitOf } from '../making/lines.views.ts'
import type { FoundReceipt } from '../showing/showing.queries.ts'
import { aboutLine, differencesOf } from '../showing/showing.views.ts'

/** What came, as the store and the supplier's man sign it: counted, without a price. */
export interface ReceiptPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  lines: readonly {
    number: number
    words: string
    about: string
    differences: string
    ordered: string
    received: string
    rejected: string
    accepted: string
    unit: string
  }[]
  note: string
  shop: string
  by: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/goods-receipt': ReceiptPaperView
  }
}

export interface ReceiptPaperOf extends FoundReceipt {
  logo: string
  bar?: BarView
}

export function receiptPaper(
  { t, locale }: PaperReader,
  { receipt, lines, logo, bar }: ReceiptPaperOf,
): ReceiptPaperView {
  const { number, seller, party, theirNumber, theirDate } = receipt
  const title = t('goodsReceipts.paper.title')
  const theirs = [theirNumber, theirDate ? showDate(locale, theirDate) : ''].filter(Boolean).join(' · ')
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, {
      title,
      ...(receipt.state === 'cancelled' && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: receipt.cancelReason ?? '' }),
      }),
    }),
    party: partyBox(t, t('goodsReceipts.paper.from'), party, ''),
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('goodsReceipts.onDate'), showDate(locale, receipt.onDate), 'b'),
      ...(theirs ? [fact(t('goodsReceipts.theirNumber'), theirs)] : []),
      fact(t('goodsReceipts.branch'), receipt.branchName),
    ],
    lines: lines.map((line) => ({
      ...{ number: line.line, words: line.itemName, about: aboutLine({ t, locale }, line) },
      differences: differencesOf(t, line)
        .map(({ text }) => text)
        .join(' · '),
      ordered: line.ordered === null ? '' : quantity(line.ordered),
      ...{ received: quantity(line.received), rejected: line.rejected > 0n ? quantity(line.rejected) : '' },
      ...{ accepted: quantity(line.accepted), unit: unitOf(t, line.unit) },
    })),
    note: receipt.note,
    shop: seller.name,
    by: receipt.byName,
  }
}
