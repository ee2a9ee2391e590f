import type { KvRow } from '../../../web/components.views.ts'
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
import type { ShownReturn } from '../showing/showing.queries.ts'
import { lineShown, type ShownLineView, sumsOf } from '../showing/showing.views.ts'

/** The debit note that goes with the goods; without a bill only what goes, as a delivery challan (rule 55 of the CGST Rules). */
export interface ReturnPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  lines: readonly ShownLineView[]
  hasPrices: boolean
  sums: readonly KvRow[]
  inWords: string
  note: string
  shop: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/purchase-return': ReturnPaperView
  }
}

export interface ReturnPaperOf extends ShownReturn {
  logo: string
  bar?: BarView
}

export function returnPaper({ t, locale }: PaperReader, { note, lines, logo, bar }: ReturnPaperOf): ReturnPaperView {
  const isBilled = note.billId !== null
  const title = t(isBilled ? 'purchaseReturns.paper.title' : 'purchaseReturns.paper.challan')
  const theirs = [note.theirNumber, showDate(locale, note.theirDate)].join(' · ')
  return {
    title: `${title} ${note.number}`,
    bar,
    letterhead: letterhead(t, note.seller, logo, {
      title,
      notice: '',
      ...(note.state === 'cancelled' && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: note.cancelReason ?? '' }),
      }),
    }),
    party: partyBox(t, t('purchaseReturns.paper.to'), note.party, ''),
    facts: [
      fact(t('shell.number'), note.number, 'b'),
      fact(t('shell.date'), showDate(locale, note.onDate), 'b'),
      fact(t(isBilled ? 'purchaseReturns.paper.bill' : 'purchaseReturns.paper.receipt'), theirs),
      fact(t('purchaseReturns.reason'), t(`purchaseReturns.reason.${note.reason}`)),
    ],
    lines: lines.map((line) => lineShown(t, line)),
    hasPrices: isBilled,
    sums: isBilled ? sumsOf(t, note) : [],
    inWords: isBilled ? t('papers.only', { words: amountInWords(locale, note.total) }) : '',
    note: note.note,
    shop: note.seller.name,
  }
}
