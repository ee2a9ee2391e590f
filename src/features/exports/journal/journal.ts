import type { Nature } from '../../../core/chart.ts'
import { accountPath, journalEntry, journalHead, nameInJournal } from '../../../core/journal.ts'
import type { Tx } from '../../../db/tenant.ts'
import type { Translate } from '../../../words/index.ts'
import { type BookAccount, type BookVoucher, listAccounts, listAllParties, readVouchers } from '../books.queries.ts'
import { distinctNames } from '../distinct-names.ts'

/** Where each account stands in the journal, and each party below the account that its entries are on. */
export interface JournalNames {
  ofAccount(accountId: string): string
  ofParty(accountId: string, partyId: string): string
  readonly accounts: readonly { readonly path: string; readonly nature: Nature }[]
}

/**
 * The whole of the books as a journal that hledger reads, part by part. Its balances are ours: an account's by its path, a
 * party's below Customers and Suppliers.
 */
export async function* journalOf(tx: Tx, businessId: string, t: Translate): AsyncGenerator<string> {
  const names = journalNames(await listAccounts(tx, businessId), await listAllParties(tx, businessId))
  yield journalHead(names.accounts)
  const declared = new Set(names.accounts.map(({ path }) => path))
  for await (const vouchers of readVouchers(tx, businessId, { from: '0001-01-01', to: '9999-12-31' })) {
    yield vouchers.map((voucher) => entryOf(names, declared, voucher, t)).join('')
  }
}

function entryOf(names: JournalNames, declared: Set<string>, voucher: BookVoucher, t: Translate): string {
  const lines = voucher.lines.map(({ accountId, partyId, commodity, amount }) => ({
    account: partyId === null ? names.ofAccount(accountId) : names.ofParty(accountId, partyId),
    commodity,
    amount,
  }))
  // A party is declared where it first comes: most of a long list never had an entry.
  const fresh = [...new Set(lines.map(({ account }) => account))].filter((account) => !declared.has(account))
  for (const account of fresh) declared.add(account)
  const { id, onDate, number, kind, narration } = voucher
  const entry = journalEntry({ id, onDate, number, description: t(`books.kind.${kind}`), note: narration, lines })
  return fresh.map((account) => `account ${account}\n`).join('') + entry
}

/** Two names that would read the same are told apart: accounts by their code, parties by the end of their id. */
export function journalNames(
  accounts: readonly BookAccount[],
  parties: readonly { readonly id: string; readonly name: string }[],
): JournalNames {
  const byId = new Map(accounts.map((account) => [account.id, account]))
  const groupsOf = (id: string | null): string[] => {
    const group = id === null ? undefined : byId.get(id)
    return group ? [...groupsOf(group.parentId), group.name] : []
  }
  const posted = accounts.filter(({ isGroup }) => !isGroup)
  const paths = distinctNames(
    posted.map(({ id, nature, parentId, name, code }) => ({
      id,
      name: accountPath(nature, [...groupsOf(parentId), name]),
      mark: code,
    })),
  )
  const partyNames = distinctNames(
    parties.map(({ id, name }) => ({ id, name: nameInJournal(name), mark: id.slice(-6) })),
  )
  const ofAccount = (accountId: string): string => paths.get(accountId) ?? `Assets:${accountId}`
  return {
    ofAccount,
    ofParty: (accountId, partyId) => `${ofAccount(accountId)}:${partyNames.get(partyId) ?? partyId}`,
    accounts: posted.map(({ id, nature }) => ({ path: ofAccount(id), nature })),
  }
}
