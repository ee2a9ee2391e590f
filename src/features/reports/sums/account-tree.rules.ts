import type { AccountSums } from './account-sums.queries.ts'

export type TreeAccount = Pick<AccountSums, 'id' | 'parentId' | 'code' | 'name' | 'nature' | 'role' | 'isGroup'>

/** One line of the tree: an account, or a group with the sums of all that is in it. */
export interface TreeNode<Account extends TreeAccount = TreeAccount> {
  readonly account: Account
  readonly level: number
  readonly figures: readonly bigint[]
}

/**
 * The accounts under their groups, parents first, in the order they come in. Whatever is zero in every figure, and a group of
 * nothing else, is left out.
 */
export function accountTree<Account extends TreeAccount>(
  accounts: readonly Account[],
  figuresOf: (account: Account) => readonly bigint[],
): TreeNode<Account>[] {
  const children = Map.groupBy(accounts, ({ parentId }) => parentId)
  const below = (parentId: string | null, level: number): TreeNode<Account>[] =>
    (children.get(parentId) ?? []).flatMap((account) => {
      const inside = below(account.id, level + 1)
      const figures = sumOf([figuresOf(account), ...topOf(inside, level + 1).map((node) => node.figures)])
      const isUsed = inside.length > 0 || figures.some((figure) => figure !== 0n)
      return isUsed ? [{ account, level, figures }, ...inside] : []
    })
  return below(null, 0)
}

/** The sums over the nodes of the first level: each account once. */
export const totalOf = (nodes: readonly TreeNode[], level = 0): bigint[] =>
  sumOf(topOf(nodes, level).map((node) => node.figures))

const topOf = <Account extends TreeAccount>(nodes: readonly TreeNode<Account>[], level: number): TreeNode<Account>[] =>
  nodes.filter((node) => node.level === level)

/** What is there at the end of the period, above zero a debit. */
export const closingOf = ({ opening, debit, credit }: Pick<AccountSums, 'opening' | 'debit' | 'credit'>): bigint =>
  opening + debit - credit

function sumOf(rows: readonly (readonly bigint[])[]): bigint[] {
  const sums: bigint[] = []
  for (const row of rows)
    row.forEach((figure, at) => {
      sums[at] = (sums[at] ?? 0n) + figure
    })
  return sums
}
