import { rupees } from '../../../core/money.ts'
import { carats, grams, mct, sumMg } from '../../../core/weight.ts'
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
  stateText,
} from '../../papers/index.ts'
import type { FoundChallan } from '../showing/showing.queries.ts'

/** A delivery challan as rule 55 of the CGST Rules wants it. */
export interface ChallanPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  party: PartyBoxView
  facts: readonly FactView[]
  lines: readonly {
    number: number
    words: string
    about: string
    hsn: string
    pieces: string
    gross: string
    net: string
    fine: string
    carat: string
    value: string
  }[]
  pieces: string
  gross: string
  net: string
  fine: string
  /** Empty where nothing has stones. */
  carat: string
  value: string
  note: string
  shop: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/challan': ChallanPaperView
  }
}

export interface ChallanPaperOf extends FoundChallan {
  logo: string
  bar?: BarView
}

export function challanPaper(
  { t, locale }: PaperReader,
  { challan, lines, logo, bar }: ChallanPaperOf,
): ChallanPaperView {
  const { number, seller, party } = challan
  const title = t('challans.paper.title')
  const stones = lines.reduce((total, { carat }) => total + carat, 0n)
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, { title, notice: t('challans.paper.approval') }),
    party: partyBox(t, t('challans.paper.to'), party, ''),
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('shell.date'), showDate(locale, challan.onDate), 'b'),
      fact(t('challans.due'), showDate(locale, challan.dueOn)),
      fact(t('papers.placeOfSupply'), stateText(t, challan.placeOfSupply)),
    ],
    lines: lines.map((line) => ({
      number: line.line,
      words: line.words,
      about: [line.lotId ? line.tag : t('papers.piece.tag', { tag: line.tag }), line.purity, line.huid]
        .filter(Boolean)
        .join(' · '),
      hsn: line.hsn,
      pieces: line.pieces > 0 ? String(line.pieces) : '',
      gross: grams(line.gross),
      net: line.isPacket ? '' : grams(line.net),
      fine: line.isPacket ? '' : grams(line.fine),
      carat: line.carat > 0n ? carats(line.carat) : '',
      value: rupees(line.value),
    })),
    pieces: String(lines.reduce((total, { pieces }) => total + pieces, 0)),
    gross: grams(sumMg(lines.map((line) => line.gross))),
    net: grams(sumMg(lines.map((line) => line.net))),
    fine: grams(sumMg(lines.map((line) => line.fine))),
    carat: stones > 0n ? carats(mct(stones)) : '',
    value: rupees(challan.total),
    note: challan.note,
    shop: seller.name,
  }
}
