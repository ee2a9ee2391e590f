import { NotFound } from '../../../core/errors.ts'
import { type FieldKeys, open, type Place, UnreadableField, type Vault } from '../../../db/fields.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Account } from './accounts.rules.ts'

/** Every account of the business, archived ones too, by code. */
export const listAccounts = (tx: Tx, businessId: string): Promise<Account[]> => named(tx, accounts, [businessId])

/** The same; nobody else changes the chart until the transaction ends. */
export async function lockAccounts(tx: Tx, businessId: string): Promise<Account[]> {
  // The business and not its accounts: an account that another is making meanwhile has no row yet that one could wait for.
  const [, rows] = await together([named(tx, holdChart, [businessId]), listAccounts(tx, businessId)])
  return rows
}

const accounts = {
  name: 'books.accounts.list',
  text: `
    select id, parent_id as "parentId", code, name, nature, role, is_group as "isGroup", money, archived_at is not null as "isArchived"
    from account where business_id = $1 order by code`,
}
const holdChart = { name: 'books.accounts.hold', text: 'select 1 from business where id = $1 for no key update' }

/** Throws NotFound. */
export function accountIn(rows: readonly Account[], id: string): Account {
  const account = rows.find((row) => row.id === id)
  if (!account) throw new NotFound('no such account')
  return account
}

export interface BankAccount {
  bankName: string
  branch: string
  holder: string
  ifsc: string
  /** The last four of the number; all of it is opened apart. */
  last4: string
  openedOn: string | null
}

/** Undefined where nothing was written. */
export async function findBankIfAny(tx: Tx, businessId: string, accountId: string): Promise<BankAccount | undefined> {
  const [bank] = isId(accountId) ? await named<BankAccount>(tx, bankOf, [businessId, accountId]) : []
  return bank
}

const bankOf = {
  name: 'books.bank_account.find',
  text: `
    select bank_name as "bankName", branch, holder, ifsc, number_last4 as last4, opened_on as "openedOn"
    from bank_account where business_id = $1 and account_id = $2`,
}

/** The number in full, or nothing; also nothing when it was sealed under a secret that is lost. */
export async function findBankNumber(tx: Tx, businessId: string, accountId: string, vault: Vault): Promise<string> {
  const [row] = await named<{ sealed: Buffer | null }>(tx, sealedNumber, [businessId, accountId])
  if (!row?.sealed) return ''
  return opened(await vault.keysOf(tx, businessId), placeOfNumber(businessId, accountId), row.sealed)
}

const sealedNumber = {
  name: 'books.bank_account.number',
  text: 'select number_encrypted as sealed from bank_account where business_id = $1 and account_id = $2',
}

export const placeOfNumber = (businessId: string, accountId: string): Place => ({
  businessId,
  table: 'bank_account',
  column: 'number',
  row: accountId,
})

function opened(keys: FieldKeys, place: Place, sealed: Buffer): string {
  try {
    return open(keys, place, sealed)
  } catch (error) {
    // The person can write it again; all else of the account is still good.
    if (error instanceof UnreadableField) return ''
    throw error
  }
}

/** An account that holds money, as one chooses it: the shop's own name for it, and the end of its number. */
export interface MoneyAccount {
  id: string
  name: string
  money: 'cash' | 'bank'
  /** The one that is used when none is chosen. */
  isMain: boolean
  last4: string
}

/** Cash boxes and bank accounts in use, the main ones first. */
export const listMoneyAccounts = (tx: Tx, businessId: string): Promise<MoneyAccount[]> =>
  named(tx, moneyAccounts, [businessId])

const moneyAccounts = {
  name: 'books.accounts.money',
  text: `
    select a.id, a.name, a.money, a.role is not null as "isMain", coalesce(b.number_last4, '') as last4
    from account a left join bank_account b on b.business_id = a.business_id and b.account_id = a.id
    where a.business_id = $1 and a.money in ('cash', 'bank') and a.archived_at is null
    order by a.role is null, a.code`,
}

/** Which of these accounts something was ever posted to. */
export async function listPosted(tx: Tx, businessId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await named<{ id: string }>(tx, posted, [businessId, ids])
  return new Set(rows.map(({ id }) => id))
}

const posted = {
  name: 'books.accounts.posted',
  text: `
    select a.id from account a where a.business_id = $1 and a.id = any($2::uuid[])
      and exists (select 1 from account_month m where m.business_id = a.business_id and m.account_id = a.id)`,
}
