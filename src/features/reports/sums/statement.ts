import { together } from '../../../db/together.ts'
import { withAccountNames } from '../../../words/account-name.ts'
import { textCell } from '../cells.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Report, ReportDefinition, ReportReader, Row } from '../report.ts'
import { hrefOf } from '../report.views.ts'
import { type AccountSums, accountSums } from './account-sums.queries.ts'
import type { TreeAccount, TreeNode } from './account-tree.rules.ts'
import { amountCells } from './comparison.ts'

/** Makes the report of the sums of what is asked, and of what it is compared with. */
type Show = (
  reader: ReportReader,
  asked: Asked,
  now: readonly AccountSums[],
  then: readonly AccountSums[] | undefined,
) => Report

type Head = Pick<ReportDefinition, 'name' | 'url' | 'title' | 'answers' | 'dates' | 'usual'>

/** A report on all accounts: the trial balance, the profit and loss, the balance sheet. */
export const statement = (head: Head, show: Show): ReportDefinition => ({
  ...head,
  permission: 'books.view',
  group: 'statements',
  compares: true,
  keepsPlans: true,
  build: async (tx, businessId, asked, reader) => {
    const { comparison, today } = asked
    const [now, then] = await together([
      accountSums(tx, businessId, asked, today),
      comparison && accountSums(tx, businessId, comparison, today),
    ])
    const said = (sums: AccountSums[]) => withAccountNames(reader.t, sums)
    return show(reader, asked, said(now), then && said(then))
  },
})

/** A group, or an account that leads to its ledger. */
export function nodeRow({ account, level, figures }: TreeNode, asked: Asked): Row {
  const link = ledgerLink(account, asked)
  return {
    level,
    kind: account.isGroup ? 'group' : 'line',
    cells: [textCell(account.name, link), ...amountCells(figures, asked, link)],
  }
}

/** To the ledger of an account in the same period; a group has none. */
export const ledgerLink = ({ id, isGroup }: TreeAccount, { from, to }: Between): { href?: string } =>
  isGroup ? {} : { href: hrefOf('/reports/ledger', { account: id, from, to }) }
