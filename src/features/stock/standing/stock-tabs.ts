import type { TabsView } from '../../../web/components.views.ts'
import type { Translate } from '../../../words/index.ts'

/** A branch by its name. */
export interface Place {
  id: string
  name: string
}

const screens = [
  { href: '/stock', word: 'levels.tab.levels' },
  { href: '/stock/groups', word: 'levels.tab.groups', forJewellers: true },
  { href: '/stock/idle', word: 'levels.tab.idle' },
  { href: '/stock/as-of', word: 'levels.tab.asOf' },
  { href: '/batches', word: 'batches.title' },
] as const

/** The ways of looking at the stock: each is one press from the others. */
export const stockTabs = (t: Translate, current: string, { isJeweller }: { isJeweller: boolean }): TabsView => ({
  label: t('levels.screens'),
  tabs: screens
    .filter((screen) => isJeweller || !('forJewellers' in screen))
    .map(({ href, word }) => ({ href, text: t(word), isCurrent: href === current })),
})
