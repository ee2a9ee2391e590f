import type { VoidView } from '../../../web/components.views.ts'
import type { Translate } from '../../../words/index.ts'
import type { BusinessOfUser } from '../users.queries.ts'

export interface BusinessesView {
  businesses: readonly { action: string; name: string; initial: string; role: string; isCurrent: boolean }[]
  empty: VoidView
}

declare module '../../../web/views.ts' {
  interface Views {
    'auth/businesses': BusinessesView
  }
}

export const businessesView = (
  t: Translate,
  rows: readonly BusinessOfUser[],
  currentId: string | undefined,
): BusinessesView => ({
  businesses: rows.map(({ id, name, role }) => ({
    action: `/businesses/${id}/entry`,
    name,
    initial: [...name][0] ?? '',
    role: t(`roles.${role}`),
    isCurrent: id === currentId,
  })),
  empty: {
    icon: 'store',
    title: t('auth.businesses.none'),
    text: t('auth.businesses.noneHelp'),
    action: { href: '/businesses/new', text: t('auth.businesses.new') },
  },
})
