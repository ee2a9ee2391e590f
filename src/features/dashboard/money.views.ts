import { type Paise, rupees, sum } from '../../core/money.ts'
import { withAccountNames } from '../../words/account-name.ts'
import type { Translate } from '../../words/index.ts'
import type { AccountToday } from './dashboard.queries.ts'

/** The money in hand, account by account: what is there, and what came and went today. */
export interface MoneyView {
  rows: readonly { href: string; name: string; came: string; went: string; balance: string }[]
  came: string
  went: string
  balance: string
}

declare module '../../web/views.ts' {
  interface Views {
    'dashboard/_money': MoneyView
  }
}

/** Accounts that never held anything are left out; undefined while none did. */
export function moneyView(t: Translate, accounts: readonly AccountToday[]): MoneyView | undefined {
  const held = accounts.filter((account) => account.money !== null && !isIdle(account))
  if (held.length === 0) return undefined
  const all = (of: (account: AccountToday) => Paise) => rupees(sum(held.map(of)))
  return {
    rows: withAccountNames(t, held).map(({ id, name, came, went, balance }) => ({
      href: `/reports/ledger?account=${id}`,
      name,
      came: amountOrEmpty(came),
      went: amountOrEmpty(went),
      balance: rupees(balance),
    })),
    came: all(({ came }) => came),
    went: all(({ went }) => went),
    balance: all(({ balance }) => balance),
  }
}

const isIdle = ({ came, went, balance }: AccountToday): boolean => came === 0n && went === 0n && balance === 0n
const amountOrEmpty = (amount: Paise): string => (amount === 0n ? '' : rupees(amount))
