import { paise, rupees } from '../../../core/money.ts'
import { textCell } from '../cells.ts'
import type { Asked, Report, ReportAlert, ReportReader, Row } from '../report.ts'
import { hrefOf, saidDay, saidPeriod } from '../report.views.ts'
import type { AccountSums } from '../sums/account-sums.queries.ts'
import { amountCells, statementColumns } from '../sums/comparison.ts'
import { nodeRow, statement } from '../sums/statement.ts'
import { type BalanceSheet, balanceSheet } from './balance-sheet.rules.ts'

export const balanceSheetReport = statement(
  {
    name: 'balance-sheet',
    url: '/books/balance-sheet',
    title: 'reports.sheet.title',
    answers: 'reports.sheet.answers',
    dates: 'as-of',
    usual: 'today',
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
  const sheet = balanceSheet(now, then)
  return {
    title: t('reports.sheet.title'),
    note: saidDay(reader, asked.to),
    columns: statementColumns(reader, asked, ({ to }) => saidDay(reader, to)),
    rows: sheet.isEmpty ? [] : rowsOf(reader, asked, sheet),
    alerts: alertsOf(reader, sheet),
    empty: { title: t('books.trialBalance.empty'), text: t('books.trialBalance.empty.help') },
  }
}

function rowsOf(reader: ReportReader, asked: Asked, sheet: BalanceSheet): Row[] {
  const { t } = reader
  const head = (text: string): Row => ({ level: 0, kind: 'note', cells: [textCell(text), ...amountCells([], asked)] })
  const total = (text: string, sums: readonly bigint[]): Row => ({
    level: 0,
    kind: 'total',
    cells: [textCell(text), ...amountCells(sums, asked, { isSum: true })],
  })
  return [
    head(t('reports.sheet.owed')),
    ...sheet.owed.map((node) => nodeRow(node, asked)),
    ...profitRows(reader, asked, sheet),
    total(t('shell.total'), sheet.owedTotal),
    head(t('reports.sheet.owned')),
    ...sheet.owned.map((node) => nodeRow(node, asked)),
    total(t('shell.total'), sheet.ownedTotal),
  ]
}

/** What was earned and not yet carried to capital by the closing of a year. */
function profitRows(reader: ReportReader, asked: Asked, { profit, earlierProfit }: BalanceSheet): Row[] {
  const { t } = reader
  const isSome = (sums: readonly bigint[]): boolean => sums.some((sum) => sum !== 0n)
  if (!isSome(profit) && !isSome(earlierProfit)) return []
  const { from, to } = asked
  const both = profit.map((sum, at) => sum + (earlierProfit[at] ?? 0n))
  const href = hrefOf('/books/profit-and-loss', { from, to })
  const ofYear = saidPeriod(reader, { from, to })
  return [
    { level: 0, kind: 'group', cells: [textCell(t('reports.sheet.profitAndLoss')), ...amountCells(both, asked)] },
    ...(isSome(earlierProfit)
      ? [
          {
            level: 1,
            kind: 'line',
            cells: [textCell(t('reports.sheet.earlierProfit')), ...amountCells(earlierProfit, asked)],
          } as const,
        ]
      : []),
    ...(isSome(profit)
      ? [
          {
            level: 1,
            kind: 'line',
            cells: [textCell(ofYear, { href }), ...amountCells(profit, asked, { href })],
          } as const,
        ]
      : []),
  ]
}

function alertsOf({ t }: ReportReader, { openingDifference, ownedTotal, owedTotal }: BalanceSheet): ReportAlert[] {
  const off = (ownedTotal[0] ?? 0n) - (owedTotal[0] ?? 0n)
  const size = openingDifference < 0n ? -openingDifference : openingDifference
  return [
    ...(off === 0n ? [] : [{ tone: 'bad', text: t('reports.trialBalance.off'), href: '/books/check' } as const]),
    ...(size === 0n
      ? []
      : [
          {
            tone: 'warn',
            text: t('reports.sheet.openingDifference', { amount: rupees(paise(size)) }),
            href: '/books/opening',
          } as const,
        ]),
  ]
}
