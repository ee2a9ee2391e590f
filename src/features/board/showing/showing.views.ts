import { metals } from '../../../core/metal.ts'
import type { Paise } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import type { BadgeView, TabsView, TitleView, VoidView } from '../../../web/components.views.ts'
import type { BoardChoices, CurrentRate, RateGrams } from '../board.rules.ts'
import { showRate } from '../board.rules.ts'
import { beyondName, boardTabs, momentOf, purityName, type Reader, unitText } from '../board.views.ts'

export interface BoardView {
  head: TitleView
  tabs: TabsView
  canEdit: boolean
  /** Said where not everything on the board is of today; empty for a board that is. */
  late: string
  /** The heads of the two columns of money. */
  sellHead: string
  buyHead: string
  groups: readonly { metal: string; rows: readonly BoardRowView[] }[]
  /** Sold in, and not on the board. */
  others: readonly BoardRowView[]
  empty: VoidView
}

export interface BoardRowView {
  id: string
  href: string
  name: string
  /** Where its name does not say it. */
  fineness: string
  sell: SideView
  buy: SideView
}

interface SideView {
  /** A dash where there is none. */
  rate: string
  /** "10:05 am" */
  since: string
  by: string
  badge: BadgeView | undefined
}

declare module '../../../web/views.ts' {
  interface Views {
    'board/show': BoardView
    'board/_rows': { rows: readonly BoardRowView[] }
    'board/_begin': { empty: VoidView; canEdit: boolean }
  }
}

export function boardView(reader: Reader, board: readonly CurrentRate[], choices: BoardChoices): BoardView {
  const { t, role } = reader
  const unit = unitText(t, choices.grams)
  const on = board.filter(({ isOnBoard }) => isOnBoard)
  const late = on.filter(({ isStale }) => isStale).length
  const rowOf = (rate: CurrentRate) => boardRow(reader, rate, choices.grams)
  return {
    head: { title: t('board.title'), note: t('board.note', { unit }), back: undefined, badge: undefined },
    tabs: boardTabs(reader, '/board-rates'),
    canEdit: can(role, 'board.edit'),
    late: late > 0 ? t('board.late', { count: late }) : '',
    sellHead: t('board.sellHead'),
    buyHead: t('board.buyHead'),
    groups: metals
      .map((metal) => ({ metal: t(`board.metal.${metal}`), rows: on.filter((one) => one.metal === metal).map(rowOf) }))
      .filter(({ rows }) => rows.length > 0),
    others: board.filter(({ isOnBoard }) => !isOnBoard).map(rowOf),
    empty: { icon: 'gem', title: t('board.empty'), text: t('board.empty.help'), action: undefined },
  }
}

function boardRow(reader: Reader, rate: CurrentRate, grams: RateGrams): BoardRowView {
  const { t } = reader
  const { purityId, fineness, sell, sellFrom, sellBy, isStale, buy, buyFrom, buyBy, isBuyStale } = rate
  const side = (amount: Paise | null, from: Date | null, by: string | null, isOld: boolean): SideView => ({
    rate: amount === null ? '–' : showRate(amount, grams),
    since: from ? momentOf(reader, from) : '',
    by: by ?? '',
    badge: amount !== null && isOld ? { text: t('board.notToday'), tone: 'warn' } : undefined,
  })
  return {
    id: purityId,
    href: `/board-rates/purities/${purityId}`,
    name: purityName(t, rate),
    fineness: beyondName(rate.name, fineness),
    sell: side(sell, sellFrom, sellBy, isStale),
    buy: side(buy, buyFrom, buyBy, isBuyStale),
  }
}
