import { can } from '../../core/permissions.ts'
import type { TabsView, TitleView } from '../../web/components.views.ts'
import { booksTabs } from '../books/index.ts'
import type { ReportDefinition, ReportGroup, ReportReader } from './report.ts'

export interface ReportsPage {
  head: TitleView
  /** Of the books, for whoever sees them. */
  tabs: TabsView | undefined
  /** Side by side where there is room. */
  columns: readonly { groups: readonly GroupView[] }[]
}

interface GroupView {
  title: string
  id: string
  reports: readonly { href: string; title: string; answers: string }[]
}

/** About as long as each other. */
const columns: readonly (readonly ReportGroup[])[] = [
  ['days', 'statements', 'dues', 'stock'],
  ['tax', 'registers', 'purchases', 'profit'],
]

declare module '../../web/views.ts' {
  interface Views {
    'reports/index': ReportsPage
  }
}

/** All reports that this person may open, each with what it answers. */
export function reportsPage(reader: ReportReader, definitions: readonly ReportDefinition[]): ReportsPage {
  const { t, role } = reader
  const open = definitions.filter(
    ({ permission, alsoNeeds = permission }) => can(role, permission) && can(role, alsoNeeds),
  )
  return {
    head: { title: t('reports.title'), note: t('reports.note'), back: undefined, badge: undefined },
    tabs: can(role, 'books.view') ? booksTabs(t, role, 'reports') : undefined,
    columns: columns.map((groups) => ({ groups: groups.flatMap((group) => groupView(reader, group, open)) })),
  }
}

function groupView({ t }: ReportReader, group: ReportGroup, open: readonly ReportDefinition[]): GroupView[] {
  const own = open.filter((report) => report.group === group)
  if (own.length === 0) return []
  const reports = own.map(({ url, title, answers }) => ({ href: url, title: t(title), answers: t(answers) }))
  return [{ title: t(`reports.group.${group}`), id: `group-${group}`, reports }]
}
