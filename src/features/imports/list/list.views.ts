import type { BadgeView, PagerView, TitleView, VoidView } from '../../../web/components.views.ts'
import { showCount, showInstant } from '../../../words/format.ts'
import type { Takeover } from '../gate/gate.queries.ts'
import { gateBadge } from '../gate/gate.views.ts'
import type { ListedRun } from '../imports.queries.ts'
import { type Reader, stateBadge } from '../imports.views.ts'

export interface ImportsView {
  head: TitleView
  gate: { text: string; badge: BadgeView }
  rows: readonly {
    id: string
    href: string
    kind: string
    file: string
    when: string
    rows: string
    made: string
    state: BadgeView
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'imports/list': ImportsView
  }
}

export function listView(
  reader: Reader,
  rows: readonly ListedRun[],
  takeover: Takeover | undefined,
  pager: PagerView,
): ImportsView {
  const { t, locale, zone } = reader
  return {
    head: {
      title: t('imports.title'),
      note: t('imports.note'),
      back: { href: '/books', text: t('shell.nav.books') },
      badge: undefined,
    },
    gate: { text: t('imports.gate'), badge: gateBadge(t, takeover) },
    rows: rows.map((row) => ({
      id: row.id,
      href: `/imports/${row.id}`,
      kind: t(`imports.kind.${row.kind}`),
      file: row.fileName,
      when: showInstant(locale, zone, row.createdAt),
      rows: showCount(row.total),
      made: row.made > 0 ? showCount(row.made) : '',
      state: stateBadge(t, row.state),
    })),
    empty: {
      icon: 'file',
      title: t('imports.empty'),
      text: t('imports.empty.help'),
      action: { href: '/imports/new', text: t('imports.new') },
    },
    pager,
  }
}
