import { negate, type Paise, rupees, sum } from '../../../core/money.ts'
import { accountName } from '../../../words/account-name.ts'
import type { Translate } from '../../../words/index.ts'
import type { EntryRow } from './sale.queries.ts'

/** The postings of one voucher, debit and credit side by side. */
export interface EntriesView {
  title: string
  rows: readonly { account: string; href: string; debit: string; credit: string }[]
  debit: string
  credit: string
}

export function entriesView(t: Translate, entries: readonly EntryRow[]): EntriesView[] {
  const vouchers = Map.groupBy(entries, ({ voucher_id }) => voucher_id)
  return [...vouchers.values()].map((rows) => ({
    title: t(rows[0]?.kind === 'reversal' ? 'sales.entries.reversal' : 'sales.entries'),
    rows: rows.map((row) => ({
      account: row.party_name ?? accountName(t, row.account),
      href: row.party_id ? `/parties/${row.party_id}` : '',
      debit: row.amount > 0n ? rupees(row.amount) : '',
      credit: row.amount < 0n ? rupees(negate(row.amount)) : '',
    })),
    debit: rupees(side(rows, (amount) => amount > 0n)),
    credit: rupees(negate(side(rows, (amount) => amount < 0n))),
  }))
}

const side = (rows: readonly EntryRow[], isOn: (amount: Paise) => boolean): Paise =>
  sum(rows.map(({ amount }) => amount).filter(isOn))
