import { splitDrCr } from '../../../core/ledger.ts'
import { drcrCell, drcrOrBlank, moneyCell, moneyOrBlank, textCell } from '../cells.ts'
import type { Asked, Column, Report, ReportReader, Row } from '../report.ts'
import { saidPeriod } from '../report.views.ts'
import type { AccountSums } from '../sums/account-sums.queries.ts'
import { accountTree, closingOf, type TreeNode, totalOf } from '../sums/account-tree.rules.ts'
import { ledgerLink, statement } from '../sums/statement.ts'

export const trialBalance = statement(
  {
    name: 'trial-balance',
    url: '/books/trial-balance',
    title: 'books.trialBalance.title',
    answers: 'reports.trialBalance.answers',
    dates: 'period',
    usual: 'this-year',
  },
  trialBalanceReport,
)

function trialBalanceReport(
  reader: ReportReader,
  asked: Asked,
  accounts: readonly AccountSums[],
  earlier: readonly AccountSums[] | undefined,
): Report {
  const { t } = reader
  const closedWith = new Map(earlier?.map((account) => [account.id, closingOf(account)]))
  const nodes = accountTree(accounts, (account) => {
    const { debit, credit } = splitDrCr(closingOf(account))
    return [account.opening, account.debit, account.credit, debit, credit, closedWith.get(account.id) ?? 0n]
  })
  const hasEarlier = earlier !== undefined
  const total = totalOf(nodes)
  const off = (total[3] ?? 0n) - (total[4] ?? 0n)
  return {
    title: t('books.trialBalance.title'),
    note: saidPeriod(reader, asked),
    columns: columnsOf(reader, asked),
    rows:
      nodes.length === 0
        ? []
        : [...nodes.map((node) => rowOf(node, asked, hasEarlier)), totalRow(reader, total, hasEarlier)],
    isLandscape: hasEarlier,
    alerts: off === 0n ? [] : [{ tone: 'bad', text: t('reports.trialBalance.off'), href: '/books/check' }],
    empty: { title: t('books.trialBalance.empty'), text: t('books.trialBalance.empty.help') },
  }
}

function columnsOf({ t, ...reader }: ReportReader, { comparison }: Asked): Column[] {
  const then = comparison && saidPeriod({ t, ...reader }, comparison)
  return [
    { name: 'account', head: t('books.account'), kind: 'text' },
    { name: 'opening', head: `${t('reports.opening')} ₹`, kind: 'drcr', isExtra: true },
    { name: 'debit', head: `${t('shell.debit')} ₹`, kind: 'money', isExtra: true },
    { name: 'credit', head: `${t('shell.credit')} ₹`, kind: 'money', isExtra: true },
    { name: 'closing-debit', head: `${t('reports.closingDebit')} ₹`, kind: 'money' },
    { name: 'closing-credit', head: `${t('reports.closingCredit')} ₹`, kind: 'money' },
    ...(then === undefined
      ? []
      : ([
          { name: 'earlier', head: t('reports.closingOf', { period: then }), kind: 'drcr' },
          { name: 'difference', head: `${t('reports.difference')} ₹`, kind: 'drcr' },
        ] as const)),
  ]
}

function rowOf({ account, level, figures }: TreeNode, asked: Asked, hasEarlier: boolean): Row {
  const [opening = 0n, debit = 0n, credit = 0n, closingDebit = 0n, closingCredit = 0n, earlier = 0n] = figures
  const href = ledgerLink(account, asked)
  return {
    level,
    kind: account.isGroup ? 'group' : 'line',
    cells: [
      textCell(account.name, href),
      drcrOrBlank(opening),
      moneyOrBlank(debit),
      moneyOrBlank(credit),
      moneyOrBlank(closingDebit, href),
      moneyOrBlank(closingCredit, href),
      ...(hasEarlier ? [drcrOrBlank(earlier), drcrOrBlank(closingDebit - closingCredit - earlier)] : []),
    ],
  }
}

function totalRow({ t }: ReportReader, total: readonly bigint[], hasEarlier: boolean): Row {
  const [opening = 0n, ...sums] = total
  return {
    level: 0,
    kind: 'total',
    cells: [
      textCell(t('books.bothSides')),
      drcrCell(opening),
      ...sums.slice(0, 4).map((sum) => moneyCell(sum)),
      ...(hasEarlier ? [drcrCell(sums[4] ?? 0n), null] : []),
    ],
  }
}
