import type { IsoDate } from '../../../core/dates.ts'
import { together } from '../../../db/together.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Cell, Column, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import { accountTree, type TreeNode, totalOf } from '../sums/account-tree.rules.ts'
import { ledgerLink } from '../sums/statement.ts'
import { type ExpenseHead, listExpenses } from './expenses.queries.ts'
import { byMonth, shareText } from './expenses.rules.ts'
import { monthsOf, saidMonth, wholeMonths } from './months.rules.ts'

/** More columns than a year has months fit on no screen and no paper: a longer period shows its sum alone. */
const mostMonths = 12

/** What was spent, by head and month, and what share of all it is. */
export const expenses: ReportDefinition = {
  name: 'expenses',
  url: '/reports/expenses',
  permission: 'books.view',
  group: 'tax',
  title: 'expenseHeads.title',
  answers: 'expenseHeads.answers',
  dates: 'period',
  usual: 'this-year',
  compares: true,
  keepsPlans: true,
  isLandscape: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison } = asked
    const [heads, earlier] = await together([
      listExpenses(tx, businessId, wholeMonths(asked)),
      comparison && listExpenses(tx, businessId, wholeMonths(comparison)),
    ])
    return expensesReport(reader, asked, withAccountNames(reader.t, heads), earlier)
  },
}

function expensesReport(
  reader: ReportReader,
  asked: Asked,
  heads: readonly ExpenseHead[],
  earlier: readonly ExpenseHead[] | undefined,
): Report {
  const { t } = reader
  const period = wholeMonths(asked)
  const all = monthsOf(period)
  const months = all.length > mostMonths ? [] : all
  const then = new Map(earlier?.map((head) => [head.id, head.amounts.reduce((sum, amount) => sum + amount, 0n)]))
  // In the order of the columns, with what it was before behind; nothing of groups, which their accounts hold.
  const figuresOf = (head: ExpenseHead) => [...byMonth(head, all), then.get(head.id) ?? 0n]
  const nodes = accountTree(heads, figuresOf)
  const total = totalOf(nodes)
  const shown: Shown = { all, months, whole: total[all.length] ?? 0n, hasThen: earlier !== undefined, period }
  return {
    title: t('expenseHeads.title'),
    note: saidPeriod(reader, period),
    columns: columnsOf(reader, asked, shown),
    rows: nodes.length === 0 ? [] : [...nodes.map((node) => headRow(node, shown)), totalRow(reader, total, shown)],
    empty: { title: t('expenseHeads.empty'), text: t('expenseHeads.empty.text') },
  }
}

interface Shown {
  all: readonly IsoDate[]
  /** Those with a column of their own. */
  months: readonly IsoDate[]
  whole: bigint
  hasThen: boolean
  period: Between
}

/** The sums first, so that a narrow screen cuts off none of them. */
function columnsOf(reader: ReportReader, { comparison }: Asked, { months }: Shown): Column[] {
  const { t, locale } = reader
  return [
    { name: 'head', head: t('expenseHeads.head'), kind: 'text' },
    { name: 'total', head: `${t('shell.total')} ₹`, kind: 'money' },
    { name: 'share', head: t('expenseHeads.share'), kind: 'text' },
    ...(comparison
      ? [
          {
            name: 'then',
            head: t('expenseHeads.totalOf', {
              from: saidMonth(locale, comparison.from),
              to: saidMonth(locale, comparison.to),
            }),
            kind: 'money',
          } as const,
        ]
      : []),
    ...months.map((month): Column => ({ name: month, head: saidMonth(locale, month), kind: 'money', isExtra: true })),
  ]
}

function headRow({ account, level, figures }: TreeNode<ExpenseHead>, shown: Shown): Row {
  return {
    level,
    kind: account.isGroup ? 'group' : 'line',
    cells: [textCell(account.name, ledgerLink(account, shown.period)), ...figureCells(figures, shown)],
  }
}

const totalRow = ({ t }: ReportReader, total: readonly bigint[], shown: Shown): Row => ({
  level: 0,
  kind: 'total',
  cells: [textCell(t('expenseHeads.all')), ...figureCells(total, shown)],
})

function figureCells(figures: readonly bigint[], { all, months, whole, hasThen }: Shown): Cell[] {
  const sum = figures[all.length] ?? 0n
  return [
    moneyCell(sum),
    textCell(shareText(sum, whole)),
    ...(hasThen ? [moneyOrBlank(figures[all.length + 1] ?? 0n)] : []),
    ...months.map((_, at) => moneyOrBlank(figures[at] ?? 0n)),
  ]
}
