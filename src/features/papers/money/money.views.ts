import { rupees } from '../../../core/money.ts'
import { showDate } from '../../../words/format.ts'
import { amountInWords } from '../amount-in-words.ts'
import { slipSeller } from '../invoice/slip.views.ts'
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
} from '../paper.views.ts'
import type { Sheet } from '../sheets/sheets.rules.ts'
import type { MoneyPaperParts } from './money.queries.ts'

/** A receipt or payment voucher; the same model for A4 and for a roll. */
export interface MoneyPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  /** Above a roll. */
  sellerLines: readonly string[]
  isNarrow: boolean
  party: PartyBoxView
  facts: readonly FactView[]
  amount: string
  inWords: string
  tenders: readonly FactView[]
  uses: readonly FactView[]
  note: string
  shop: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/money': MoneyPaperView
    'print/money-slip': MoneyPaperView
  }
}

export interface MoneyPaperOf extends MoneyPaperParts {
  logo: string
  sheet: Sheet
  bar?: BarView
}

/** Rule 50 asks for such a voucher for an advance, and people want one for all money. */
export function moneyPaperView(reader: PaperReader, of: MoneyPaperOf): MoneyPaperView {
  const { t, locale } = reader
  const { paper, logo, bar, sheet } = of
  const { kind, seller, party, number, onDate } = paper
  // CGST Rules, rule 51: who gives an advance back without a supply says so on a voucher of that name.
  const title = paper.isRefund ? t('orders.paper.refund') : t(`papers.title.${kind}`)
  return {
    title: `${title} ${number}`,
    bar,
    letterhead: letterhead(t, seller, logo, {
      title,
      ...(paper.state === 'cancelled' && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: paper.cancelReason ?? '' }),
      }),
    }),
    sellerLines: slipSeller(t, seller).lines,
    isNarrow: sheet === '58',
    party: partyBox(t, t(`papers.money.party.${kind}`), party, ''),
    facts: [
      fact(t('shell.number'), number, 'b'),
      fact(t('shell.date'), showDate(locale, onDate), 'b'),
      ...orderFact(t, paper),
    ],
    amount: `₹${rupees(paper.total)}`,
    inWords: t('papers.only', { words: amountInWords(locale, paper.total) }),
    tenders: of.tenders.map(({ mode, reference, amount }) =>
      fact(filled([t(`shell.mode.${mode}`), reference]).join(' '), rupees(amount)),
    ),
    uses: usesOf(reader, of),
    note: paper.note,
    shop: seller.name,
  }
}

const orderFact = (t: PaperReader['t'], { orderNumber }: MoneyPaperOf['paper']): FactView[] =>
  orderNumber === null ? [] : [fact(t('orders.paper.of'), orderNumber, 'b')]

function usesOf({ t }: PaperReader, { settled, rest }: MoneyPaperOf): FactView[] {
  return [
    ...settled.map(({ number, kind, amount }) =>
      fact(t('papers.money.against', { bill: number || t(`khata.item.${kind}`) }), rupees(amount)),
    ),
    ...rest.map(({ kind, amount }) => fact(t(`khata.item.${kind}`), rupees(amount))),
  ]
}
