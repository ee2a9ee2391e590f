import type { AccountRole, Nature } from '../../../core/chart.ts'

/** An account as far as the flow of money asks. */
export interface FlowAccount {
  readonly id: string
  readonly parentId: string | null
  readonly code: string
  readonly name: string
  readonly nature: Nature
  readonly role: AccountRole | null
}

/** From whom money came or for what it went, in the order in which the report shows them. */
export const flowGroups = [
  'customers',
  'income',
  'suppliers',
  'expenses',
  'tax',
  'assets',
  'loans',
  'capital',
  'openings',
  'other',
] as const
export type FlowGroup = (typeof flowGroups)[number]

/** The groups of the chart under which an account's own group does not tell what the money was for. */
const groupCodes: Readonly<Record<string, FlowGroup>> = {
  '2000': 'loans',
  '3100': 'tax',
  '4000': 'assets',
  '4500': 'assets',
  '5600': 'loans',
}

/** `accounts` are all of the chart, by id: a group is found through its parents, wherever the shop put the account. */
export function flowGroupOf(account: FlowAccount, accounts: ReadonlyMap<string, FlowAccount>): FlowGroup {
  if (account.role === 'debtors') return 'customers'
  if (account.role === 'creditors') return 'suppliers'
  if (account.role === 'opening-difference') return 'openings'
  for (let above: FlowAccount | undefined = account; above; above = accounts.get(above.parentId ?? '')) {
    const group = groupCodes[above.code]
    if (group) return group
  }
  switch (account.nature) {
    case 'income':
      return 'income'
    case 'expense':
      return 'expenses'
    case 'equity':
      return 'capital'
    case 'asset':
    case 'liability':
      return 'other'
  }
}
