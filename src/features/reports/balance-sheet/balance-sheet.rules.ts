import type { Nature } from '../../../core/chart.ts'
import type { AccountSums } from '../sums/account-sums.queries.ts'
import { accountTree, closingOf, type TreeNode, totalOf } from '../sums/account-tree.rules.ts'

/** All figures are [now, then]; of what is owned a debit is above zero, of what is owed a credit. */
export interface BalanceSheet {
  readonly owed: readonly TreeNode[]
  readonly owned: readonly TreeNode[]
  /** Of the financial year up to the day, as far as no closing has carried it to capital. */
  readonly profit: readonly bigint[]
  /** Of the years before, where they were not closed. */
  readonly earlierProfit: readonly bigint[]
  readonly owedTotal: readonly bigint[]
  readonly ownedTotal: readonly bigint[]
  /** Now, above zero a debit. */
  readonly openingDifference: bigint
  readonly isEmpty: boolean
}

/** Assets = capital + liabilities + profit to date. The sums are of the financial year up to the day. */
export function balanceSheet(now: readonly AccountSums[], then: readonly AccountSums[] | undefined): BalanceSheet {
  const before = new Map(then?.map((account) => [account.id, account]))
  const both = (figure: (account: AccountSums) => bigint) => (account: AccountSums) => {
    const earlier = before.get(account.id)
    return [figure(account), earlier ? figure(earlier) : 0n]
  }
  const owed = accountTree(
    of(now, ['equity', 'liability']),
    both((account) => -closingOf(account)),
  )
  const owned = accountTree(of(now, ['asset']), both(closingOf))
  const nominal = of(now, ['income', 'expense'])
  const profit = sumOf(nominal.map(both(({ debit, credit }) => credit - debit)))
  const earlierProfit = sumOf(nominal.map(both(({ opening }) => -opening)))
  const difference = now.find(({ role }) => role === 'opening-difference')
  return {
    owed,
    owned,
    profit,
    earlierProfit,
    owedTotal: sumOf([totalOf(owed), profit, earlierProfit]),
    ownedTotal: sumOf([totalOf(owned)]),
    openingDifference: difference ? closingOf(difference) : 0n,
    isEmpty: owed.length === 0 && owned.length === 0,
  }
}

const of = (accounts: readonly AccountSums[], natures: readonly Nature[]): AccountSums[] =>
  accounts.filter(({ nature }) => natures.includes(nature))

const sumOf = (rows: readonly (readonly bigint[])[]): bigint[] =>
  [0, 1].map((at) => rows.reduce((sum, row) => sum + (row[at] ?? 0n), 0n))
