import { paise, wholeRupees } from '../../../core/money.ts'
import type { Fig } from '../../../web/components.views.ts'
import { moneyCell, percentCell } from '../cells.ts'
import type { Asked, Cell, Column, ReportReader } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import type { ReportChart } from '../report-chart.ts'
import type { Profit, ProfitOf } from './profit.queries.ts'

export const profitOf = ({ taxable, cost }: Profit): bigint => taxable - cost

/** Sales, cost, profit, margin and share; and what they were, where there is something to compare with. */
export function figureColumns(reader: ReportReader, { comparison }: Pick<Asked, 'comparison'>): Column[] {
  const { t } = reader
  const money = (name: string, head: string): Column => ({ name, head: `${head} ₹`, kind: 'money' })
  return [
    money('sales', t('stockReports.sales')),
    money('cost', t('stockReports.cost')),
    money('profit', t('stockReports.profit')),
    { name: 'margin', head: t('stockReports.margin'), kind: 'percent' },
    { name: 'share', head: t('stockReports.share'), kind: 'percent', isExtra: true, isWide: true },
    ...(comparison
      ? [
          money('sales-then', t('stockReports.salesOf', { period: saidPeriod(reader, comparison) })),
          money('profit-then', t('stockReports.profitOf', { period: saidPeriod(reader, comparison) })),
        ]
      : []),
  ]
}

export const figureCells = (of: Profit, all: Profit): Cell[] => [
  moneyCell(of.taxable),
  moneyCell(of.cost),
  moneyCell(profitOf(of)),
  percentCell(profitOf(of), of.taxable),
  percentCell(profitOf(of), profitOf(all)),
]

/** Undefined where nothing is compared, so that there is no column for it. */
export const thenCells = (then: Profit | undefined, isCompared: boolean): Cell[] =>
  isCompared ? [moneyCell(then?.taxable ?? 0n), moneyCell(then ? profitOf(then) : 0n)] : []

const rupeesOf = (amount: bigint): string => `₹${wholeRupees(paise(amount))}`

export function figsOf({ t }: ReportReader, all: Profit): Fig[] {
  const fig = (label: string, amount: bigint): Fig => ({ label, value: rupeesOf(amount), unit: '', note: '', tone: '' })
  return [
    fig(t('stockReports.sales'), all.taxable),
    fig(t('stockReports.cost'), all.cost),
    fig(t('stockReports.profit'), profitOf(all)),
  ]
}

/** The ten with the largest profit. */
export const chartOf = (
  { t }: ReportReader,
  rows: readonly ProfitOf[],
  nameOf: (row: ProfitOf) => string,
): ReportChart => ({
  kind: 'ranked',
  title: t('stockReports.profit.chart'),
  bars: rows.slice(0, 10).map((row) => ({ name: nameOf(row), amount: profitOf(row), shown: rupeesOf(profitOf(row)) })),
})
