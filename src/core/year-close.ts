import type { Nature } from './chart.ts'
import type { PostingLine } from './ledger.ts'
import { negate, type Paise, sum } from './money.ts'

/** What an account of income or expense holds at the end of the year, above zero a debit. */
export interface NominalBalance {
  readonly accountId: string
  readonly nature: Nature
  readonly balance: Paise
}

/** Profit above zero, loss below: what income has on its credit side more than expense on its debit side. */
export const profitOf = (balances: readonly NominalBalance[]): Paise =>
  negate(sum(nominal(balances).map(({ balance }) => balance)))

/**
 * The closing voucher of a year (DOMAIN.md section 2: year close moves profit and loss to capital): each account of income
 * and expense is brought to nothing against capital. A year without income and expense has no lines.
 */
export function closingLines(balances: readonly NominalBalance[], capitalAccountId: string): PostingLine[] {
  const emptied = nominal(balances).map(({ accountId, balance }) => line(accountId, negate(balance)))
  const profit = profitOf(balances)
  return profit === 0n ? emptied : [...emptied, line(capitalAccountId, negate(profit))]
}

const nominal = (balances: readonly NominalBalance[]): NominalBalance[] =>
  balances.filter(({ nature, balance }) => (nature === 'income' || nature === 'expense') && balance !== 0n)

const line = (accountId: string, amount: Paise): PostingLine => ({ accountId, partyId: null, commodity: 'INR', amount })
