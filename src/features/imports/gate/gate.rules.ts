import { type Paise, subtract, sum } from '../../../core/money.ts'

export interface Figures {
  theirs: Paise
  ours: Paise
}

/** What the old books say more than ours, for each account in which they do; above zero a debit. */
export const differing = <Account extends Figures>(accounts: readonly Account[]): Account[] =>
  accounts.filter(({ theirs, ours }) => theirs !== ours)

/** Nothing, where the trial balance of the old books is one: as much debit as credit. */
export const imbalance = (accounts: readonly Figures[]): Paise => sum(accounts.map(({ theirs }) => theirs))

export const differenceOf = ({ theirs, ours }: Figures): Paise => subtract(theirs, ours)
