import type { TabsView } from '../../web/components.views.ts'
import type { Translate } from '../../words/index.ts'

const screens = [
  { href: '/reorder', word: 'reorder.tab.now' },
  { href: '/reorder/jewellery', word: 'reorder.tab.jewellery', forJewellers: true },
  { href: '/reorder/levels', word: 'reorder.tab.levels' },
  { href: '/reorder/classes', word: 'reorder.tab.classes' },
] as const

/** The pages of reordering: each is one press from the others. */
export const reorderTabs = (t: Translate, current: string, { isJeweller }: { isJeweller: boolean }): TabsView => ({
  label: t('reorder.title'),
  tabs: screens
    .filter((screen) => isJeweller || !('forJewellers' in screen))
    .map(({ href, word }) => ({ href, text: t(word), isCurrent: href === current })),
})

export interface Named {
  id: string
  name: string
}
