import type { House } from '../papers/index.ts'
import { type BarView, type LetterheadView, letterhead } from '../papers/index.ts'
import type { Report, ReportAlert, ReportReader } from './report.ts'
import { chartView, type ReportChartView } from './report-chart.views.ts'
import { type ReportTableView, reportTable } from './report-table.views.ts'

export interface ReportPaper {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  isLandscape: boolean
  alerts: readonly ReportAlert[]
  chart: ReportChartView | undefined
  table: ReportTableView
  isEmpty: boolean
  /** What is said where it has no rows. */
  empty: string
}

declare module '../../web/views.ts' {
  interface Views {
    'print/report': ReportPaper
  }
}

export interface PaperOf {
  house: House
  logo: string
  report: Report
  bar: BarView | undefined
}

export function reportPaper(reader: ReportReader, { house, logo, report, bar }: PaperOf): ReportPaper {
  const { t } = reader
  return {
    title: report.title,
    bar,
    letterhead: letterhead(t, house, logo, { title: report.title, copy: report.note }),
    isLandscape: report.isLandscape ?? false,
    alerts: report.alerts ?? [],
    chart: report.chart && report.rows.length > 0 ? chartView(report.chart) : undefined,
    table: withoutLinks(reportTable(reader, report)),
    isEmpty: report.rows.length === 0,
    empty: report.empty?.title ?? t('reports.empty'),
  }
}

/** Paper leads nowhere. */
const withoutLinks = (table: ReportTableView): ReportTableView => ({
  ...table,
  bodies: table.bodies.map(({ rows }) => ({
    rows: rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, href: '' })) })),
  })),
})
