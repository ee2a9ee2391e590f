import { can } from '../../core/permissions.ts'
import type { TabsView, TitleView } from '../../web/components.views.ts'
import { booksTabs } from '../books/index.ts'
import { type ReportDefinition, type ReportReader, reportGroups } from './report.ts'

export interface ReportsPage {
  head: TitleView
  tabs: TabsView
  groups: readonly { title: string; id: string; reports: readonly { href: string; title: string; answers: string }[] }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'reports/index': ReportsPage
  }
}

/** All reports that this person may open, each with what it answers. */
export function reportsPage(reader: ReportReader, definitions: readonly ReportDefinition[]): ReportsPage {
  const { t, role } = reader
  const open = definitions.filter(({ permission }) => can(role, permission))
  return {
    head: { title: t('reports.title'), note: t('reports.note'), back: undefined, badge: undefined },
    tabs: booksTabs(t, role, 'reports'),
    groups: reportGroups.flatMap((group) => {
      const reports = open.filter((report) => report.group === group)
      if (reports.length === 0) return []
      const links = reports.map(({ url, title, answers }) => ({ href: url, title: t(title), answers: t(answers) }))
      return [{ title: t(`reports.group.${group}`), id: `group-${group}`, reports: links }]
    }),
  }
}
