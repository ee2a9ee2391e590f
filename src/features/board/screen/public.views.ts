import { metals } from '../../../core/metal.ts'
import type { RawHtml } from '../../../web/raw-html.ts'
import { showInstant } from '../../../words/format.ts'
import type { Locale, Translate } from '../../../words/index.ts'
import { type BoardChoices, type CurrentRate, showRate } from '../board.rules.ts'
import { unitText } from '../board.views.ts'

/** What hangs in the shop: the rates, whose they are and from when, and nothing else. */
export interface PublicBoardView {
  sheetHtml: RawHtml
  title: string
  accent: string
  shop: string
  initial: string
  unit: string
  /** The heads of the columns; `buy` is empty where the shop does not show what it pays. */
  sell: string
  buy: string
  groups: readonly { metal: string; rows: readonly { name: string; sell: string; buy: string }[] }[]
  since: string
  /** Where they are not of today. */
  late: string
}

/** One thing to say: that the screen was switched off. */
export interface EndedBoardView {
  sheetHtml: RawHtml
  title: string
  text: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/public': PublicBoardView
    'board/ended': EndedBoardView
  }
}

export interface PublicBoardOf {
  sheetHtml: RawHtml
  shop: string
  accent: string
  zone: string
  board: readonly CurrentRate[]
  choices: BoardChoices
}

export function publicBoardView(
  { t, locale }: { t: Translate; locale: Locale },
  { sheetHtml, shop, accent, zone, board, choices }: PublicBoardOf,
): PublicBoardView {
  const on = board.filter(({ isOnBoard, sell }) => isOnBoard && sell !== null)
  const newest = on.flatMap(({ sellFrom }) => sellFrom ?? []).reduce<Date | undefined>(later, undefined)
  const showsBuy = choices.showsBuy && on.some(({ buy }) => buy !== null)
  const rowOf = ({ name, sell, buy }: CurrentRate) => ({
    name,
    sell: sell === null ? '' : `₹${showRate(sell, choices.grams)}`,
    buy: showsBuy && buy !== null ? `₹${showRate(buy, choices.grams)}` : '',
  })
  return {
    sheetHtml,
    title: `${t('board.title')} · ${shop}`,
    accent,
    shop,
    initial: [...new Intl.Segmenter('en').segment(shop)][0]?.segment ?? '',
    unit: unitText(t, choices.grams),
    sell: t('board.sell'),
    buy: showsBuy ? t('board.buy') : '',
    groups: metals
      .map((metal) => ({ metal: t(`board.metal.${metal}`), rows: on.filter((one) => one.metal === metal).map(rowOf) }))
      .filter(({ rows }) => rows.length > 0),
    since: newest ? t('board.public.since', { when: showInstant(locale, zone, newest) }) : t('board.public.none'),
    late: on.some(({ isStale }) => isStale) ? t('board.public.late') : '',
  }
}

const later = (latest: Date | undefined, at: Date): Date => (latest && latest > at ? latest : at)
