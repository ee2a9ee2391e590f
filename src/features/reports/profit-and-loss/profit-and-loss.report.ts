import { absolute, divRound, paise, rupees } from '../../../core/money.ts'
import type { Fig } from '../../../web/components.views.ts'
import { textCell } from '../cells.ts'
import type { Asked, Report, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import type { AccountSums } from '../sums/account-sums.queries.ts'
import { amountCells, statementColumns } from '../sums/comparison.ts'
import { nodeRow, statement } from '../sums/statement.ts'
import { type ProfitAndLoss, profitAndLoss, type Section } from './profit-and-loss.rules.ts'

export const profitAndLossReport = statement(
  {
    name: 'profit-and-loss',
    url: '/books/profit-and-loss',
    title: 'reports.profit.title',
    answers: 'reports.profit.answers',
    dates: 'period',
    usual: 'this-year',
  },
  report,
)

function report(
  reader: ReportReader,
  asked: Asked,
  now: readonly AccountSums[],
  then: readonly AccountSums[] | undefined,
): Report {
  const { t } = reader
  const found = profitAndLoss(now, then)
  return {
    title: t('reports.profit.title'),
    note: saidPeriod(reader, asked),
    columns: statementColumns(reader, asked, (between) => saidPeriod(reader, between)),
    rows: found.isEmpty ? [] : rowsOf(reader, asked, found),
    figs: found.isEmpty ? [] : figsOf(reader, found),
    empty: { title: t('reports.profit.empty'), text: t('reports.profit.empty.text') },
  }
}

function rowsOf(reader: ReportReader, asked: Asked, found: ProfitAndLoss): Row[] {
  const { t } = reader
  const { sales, costs, otherIncome, expenses, gross, net } = found
  const sum = (kind: 'subtotal' | 'total', text: string, sums: readonly bigint[]): Row => ({
    level: 0,
    kind,
    cells: [textCell(text), ...amountCells(sums, asked, { isSum: true })],
  })
  const isLoss = (sums: readonly bigint[]): boolean => (sums[0] ?? 0n) < 0n
  return [
    ...sectionRows(t('reports.profit.sales'), sales, asked),
    ...sectionRows(t('reports.profit.costs'), costs, asked),
    sum('subtotal', isLoss(gross) ? t('reports.profit.grossLoss') : t('reports.profit.gross'), gross),
    ...sectionRows(t('reports.profit.otherIncome'), otherIncome, asked),
    ...sectionRows(t('reports.profit.expenses'), expenses, asked),
    sum('total', isLoss(net) ? t('reports.profit.netLoss') : t('reports.profit.net'), net),
  ]
}

/** A section of one group is that group; of several, their sum is written on the section's head. */
function sectionRows(title: string, { nodes, total }: Section, asked: Asked): Row[] {
  if (nodes.length === 0) return []
  const isSum = nodes.filter(({ level }) => level === 0).length > 1
  return [
    { level: 0, kind: 'note', cells: [textCell(title), ...amountCells(isSum ? total : [], asked)] },
    ...nodes.map((node) => nodeRow(node, asked)),
  ]
}

function figsOf({ t }: ReportReader, { sales, gross, net }: ProfitAndLoss): Fig[] {
  const sold = sales.total[0] ?? 0n
  const fig = (label: string, amount: bigint): Fig => ({
    label,
    value: `${amount < 0n ? '-' : ''}₹${rupees(absolute(paise(amount)))}`,
    unit: '',
    note: sold > 0n ? t('reports.profit.share', { percent: percent(amount, sold) }) : '',
    tone: amount < 0n ? 'bad' : '',
  })
  return [
    { ...fig(t('reports.profit.sales'), sold), note: '' },
    fig(t('reports.profit.gross'), gross[0] ?? 0n),
    fig(t('reports.profit.net'), net[0] ?? 0n),
  ]
}

/** 1234 of 10000 is "12.3". */
function percent(part: bigint, whole: bigint): string {
  const tenths = divRound(part * 1000n, whole, 'half-up')
  const size = tenths < 0n ? -tenths : tenths
  return `${tenths < 0n ? '-' : ''}${size / 10n}.${size % 10n}`
}
