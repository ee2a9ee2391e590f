import type { AccountSums } from '../sums/account-sums.queries.ts'
import { accountTree, type TreeNode, totalOf } from '../sums/account-tree.rules.ts'

/** Some groups with their accounts; figures are [now, then], above zero what the section is about. */
export interface Section {
  readonly nodes: readonly TreeNode[]
  readonly total: readonly bigint[]
}

export interface ProfitAndLoss {
  readonly sales: Section
  readonly costs: Section
  readonly otherIncome: Section
  readonly expenses: Section
  /** [now, then], below zero a loss. */
  readonly gross: readonly bigint[]
  readonly net: readonly bigint[]
  readonly isEmpty: boolean
}

// The chart's groups as Tally has them (core/chart.ts): from these codes on, income and expense are indirect.
const indirectIncome = '6800'
const indirectExpense = '8000'

/**
 * The trading account and the profit and loss account. Goods leave the stock at cost when they are sold, so the cost of goods
 * stands in the books and no closing stock is written here. The closing of a year is left out: it would empty the year.
 */
export function profitAndLoss(now: readonly AccountSums[], then: readonly AccountSums[] | undefined): ProfitAndLoss {
  const earlier = new Map(then?.map((account) => [account.id, amountOf(account)]))
  const tops = topCodes(now)
  const section = (nature: 'income' | 'expense', isIndirect: boolean): Section => {
    const sign = nature === 'income' ? -1n : 1n
    const first = nature === 'income' ? indirectIncome : indirectExpense
    const inside = now.filter(
      (account) => account.nature === nature && (tops.get(account.id) ?? account.code) >= first === isIndirect,
    )
    const nodes = accountTree(rooted(inside), (account) => [
      sign * amountOf(account),
      sign * (earlier.get(account.id) ?? 0n),
    ])
    return { nodes, total: totalOf(nodes) }
  }
  const [sales, costs] = [section('income', false), section('expense', false)]
  const [otherIncome, expenses] = [section('income', true), section('expense', true)]
  const gross = less(sales.total, costs.total)
  return {
    sales,
    costs,
    otherIncome,
    expenses,
    gross,
    net: less(plus(gross, otherIncome.total), expenses.total),
    isEmpty: [sales, costs, otherIncome, expenses].every(({ nodes }) => nodes.length === 0),
  }
}

const amountOf = ({ debit, credit, yearEnd }: AccountSums): bigint => debit - credit - yearEnd

/** An account whose group is not among these stands by itself. */
function rooted(accounts: readonly AccountSums[]): AccountSums[] {
  const ids = new Set(accounts.map(({ id }) => id))
  return accounts.map((account) =>
    account.parentId !== null && !ids.has(account.parentId) ? { ...account, parentId: null } : account,
  )
}

/** The code of the outermost group that each account stands in. */
function topCodes(accounts: readonly AccountSums[]): Map<string, string> {
  const byId = new Map(accounts.map((account) => [account.id, account]))
  const topOf = (account: AccountSums): AccountSums => {
    const parent = account.parentId === null ? undefined : byId.get(account.parentId)
    return parent ? topOf(parent) : account
  }
  return new Map(accounts.map((account) => [account.id, topOf(account).code]))
}

const plus = (a: readonly bigint[], b: readonly bigint[]): bigint[] => [0, 1].map((at) => (a[at] ?? 0n) + (b[at] ?? 0n))
const less = (a: readonly bigint[], b: readonly bigint[]): bigint[] => [0, 1].map((at) => (a[at] ?? 0n) - (b[at] ?? 0n))
