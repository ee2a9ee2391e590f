import { rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { showPhone } from '../../../core/phone.ts'
import { grams } from '../../../core/weight.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Locale, type Translate } from '../../../words/index.ts'
import { amountInWords, type BarView, type LetterheadView, letterhead, slipSeller } from '../../papers/index.ts'
import type { Purchase } from '../showing/showing.queries.ts'
import { idShown, lineWords } from '../showing/showing.views.ts'

/** The voucher of a purchase from an unregistered person; the same model for A4 and for a roll. */
export interface OldGoldPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  /** Above a roll. */
  sellerLines: readonly string[]
  shop: string
  party: { label: string; name: string; lines: readonly string[] }
  facts: readonly { label: string; value: string; kind: '' | 'b' | 'big' | 'due' }[]
  lines: readonly PaperLine[]
  total: string
  inWords: string
  declaration: string
  note: string
  /** data: URLs. */
  photos: readonly { url: string; alt: string }[]
}

interface PaperLine {
  number: number
  words: string
  purity: string
  gross: string
  dust: string
  stones: string
  net: string
  touch: string
  fine: string
  melting: string
  melted: string
  rate: string
  value: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/old-gold': OldGoldPaperView
    'print/old-gold-slip': OldGoldPaperView
  }
}

export interface OldGoldPaperOf extends Purchase {
  logo: string
  photoUrls: readonly string[]
  bar?: BarView
}

export function oldGoldPaperView(
  { t, locale }: { t: Translate; locale: Locale },
  { paper, lines, logo, photoUrls, bar }: OldGoldPaperOf,
): OldGoldPaperView {
  const title = t('oldGold.paper.title')
  const isCancelled = paper.state === 'cancelled'
  return {
    title: `${title} ${paper.number}`,
    bar,
    letterhead: letterhead(t, paper.seller, logo, {
      title,
      notice: t('oldGold.paper.from'),
      ...(isCancelled && {
        stamp: t('papers.cancelled'),
        stampNote: t('papers.cancelledWhy', { reason: paper.cancelReason ?? '' }),
      }),
    }),
    sellerLines: slipSeller(t, paper.seller).lines,
    shop: paper.seller.name,
    party: sellerBox(t, paper),
    facts: [
      { label: t('shell.number'), value: paper.number, kind: 'b' },
      { label: t('shell.date'), value: showDate(locale, paper.onDate), kind: 'b' },
    ],
    lines: lines.map(lineOf),
    total: rupees(paper.total),
    inWords: t('papers.only', { words: amountInWords(locale, paper.total) }),
    declaration: declarationOf(t, paper.declarationVersion),
    note: paper.note,
    photos: photoUrls.map((url, at) => ({
      url,
      alt: t('oldGold.photos.nth', { number: paper.number, nth: String(at + 1) }),
    })),
  }
}

function sellerBox(t: Translate, paper: Purchase['paper']): OldGoldPaperView['party'] {
  const { name, address, phone } = paper.party
  const lines = [
    address,
    phone && t('papers.phoneLine', { phone: showPhone(phone) }),
    `${t('oldGold.paper.paperOfSeller')} ${idShown(t, paper)}`,
  ]
  return { label: t('oldGold.paper.seller'), name, lines: lines.filter((line) => line !== '') }
}

function lineOf(line: Purchase['lines'][number], at: number): PaperLine {
  return {
    number: at + 1,
    words: lineWords(line),
    purity: line.purity,
    gross: grams(line.gross),
    dust: grams(line.dust),
    stones: grams(line.stones),
    net: grams(line.net),
    touch: percent(line.touch),
    fine: grams(line.fine),
    melting: percent(line.meltingBp),
    melted: grams(line.melted),
    rate: rupees(line.rate),
    value: rupees(line.value),
  }
}

/** As it was signed: a later wording changes no voucher. */
function declarationOf(t: Translate, version: number): string {
  const key = `oldGold.declaration.${version}`
  return isWordKey(key) ? t(key) : t('oldGold.declaration.1')
}
