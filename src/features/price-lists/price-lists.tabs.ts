import { can, type Permission, type Role } from '../../core/permissions.ts'
import type { TabsView } from '../../web/components.views.ts'
import type { Translate, WordKey } from '../../words/index.ts'

const pages: readonly { href: string; word: WordKey; needs: Permission }[] = [
  { href: '/price-lists', word: 'prices.lists', needs: 'item.view' },
  { href: '/price-lists/ask', word: 'prices.ask', needs: 'item.view' },
  { href: '/price-lists/groups', word: 'prices.groups', needs: 'price.edit' },
  { href: '/price-lists/changes', word: 'prices.changes', needs: 'price.edit' },
  { href: '/price-lists/labels', word: 'labels.title', needs: 'item.view' },
]

/** The pages of prices, as far as this role may open them. */
export const priceTabs = (t: Translate, role: Role, current: string): TabsView => ({
  label: t('prices.title'),
  tabs: pages
    .filter(({ needs }) => can(role, needs))
    .map(({ href, word }) => ({ href, text: t(word), isCurrent: href === current })),
})
