import { todayIn } from '../../core/dates.ts'
import type { Metal } from '../../core/metal.ts'
import { can, type Role } from '../../core/permissions.ts'
import type { TabsView, TitleView } from '../../web/components.views.ts'
import { showInstant, showTime } from '../../words/format.ts'
import type { Locale, Translate, WordKey } from '../../words/index.ts'
import type { RateGrams } from './board.rules.ts'
import { finenessText } from './purities/purities.form.ts'

/** Who looks at the board, and when. */
export interface Reader {
  t: Translate
  locale: Locale
  zone: string
  role: Role
  now: Date
}

const pages = [
  ['/board-rates', 'board.title'],
  ['/board-rates/purities', 'board.purities'],
  ['/board-rates/screen', 'board.screen'],
  ['/board-rates/settings', 'board.settings'],
] as const satisfies readonly (readonly [string, WordKey])[]
export type BoardPage = (typeof pages)[number][0]

/** The pages of the board; who only looks has the board alone. */
export const boardTabs = ({ t, role }: Pick<Reader, 't' | 'role'>, current: BoardPage): TabsView => ({
  label: t('board.title'),
  tabs: pages
    .filter(([href]) => href === '/board-rates' || can(role, 'board.edit'))
    .map(([href, word]) => ({ href, text: t(word), isCurrent: href === current })),
})

export const headOf = (t: Translate, title: string, note: string): TitleView => ({
  title,
  note,
  back: { href: '/board-rates', text: t('board.title') },
  badge: undefined,
})

/** "22K 916" says gold by itself; "Silver 925" does not. */
export const purityName = (t: Translate, { metal, name }: { metal: Metal; name: string }): string =>
  metal === 'gold' ? name : t('board.purityOf', { metal: t(`board.metal.${metal}`), name })

/** The fineness, where the name does not say it already: "22K 916" does. */
export const beyondName = (name: string, fineness: number): string =>
  name.includes(finenessText(fineness)) ? '' : finenessText(fineness)

/** "₹ for 10 g" */
export const unitText = (t: Translate, grams: RateGrams): string => t(grams === 1 ? 'board.perGram' : 'board.perTen')

/** "10:05 am" of today, else with its day. */
export const momentOf = ({ locale, zone, now }: Pick<Reader, 'locale' | 'zone' | 'now'>, at: Date): string =>
  todayIn(at, zone) === todayIn(now, zone) ? showTime(locale, zone, at) : showInstant(locale, zone, at)
