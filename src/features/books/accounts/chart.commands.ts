import type { Actor } from '../../../core/actor.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { seal, type Vault } from '../../../db/fields.ts'
import { named } from '../../../db/named.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import {
  type Account,
  type BankDetails,
  isOfParties,
  moneyUnder,
  proposeCode,
  withDescendants,
} from './accounts.rules.ts'
import { accountIn, findBankIfAny, findBankNumber, listPosted, lockAccounts, placeOfNumber } from './chart.queries.ts'

export interface NewAccount {
  readonly id: string
  readonly name: string
  readonly parentId: string
  readonly isGroup: boolean
  /** Empty: the next one of the group. */
  readonly code: string
  readonly bank: BankDetails
}

/**
 * Adds an account or a group to the chart, of the nature of the group it is in. The same under the same id is made once.
 * Throws Refusal 'accounts.refusal.name', 'accounts.refusal.code', 'accounts.refusal.parties', 'accounts.refusal.group',
 * 'accounts.refusal.bank' for particulars of what is no bank account, 'accounts.refusal.idTaken' for another under the id.
 */
export async function createAccount(
  tx: Tx,
  businessId: string,
  asked: NewAccount,
  actor: Actor,
  vault: Vault,
): Promise<void> {
  const { id, name, isGroup, bank } = asked
  const rows = await lockAccounts(tx, businessId)
  const made = rows.find((row) => row.id === id)
  if (made) return refuseAnother(made, asked)
  const parent = groupIn(rows, asked.parentId, isGroup)
  refuseName(rows, id, name)
  const code = asked.code || proposeCode(rows, parent, isGroup)
  if (rows.some((row) => row.code === code)) throw new Refusal('accounts.refusal.code', { code }, 409)
  const money = isGroup ? null : moneyUnder(rows, parent.id)
  await named(tx, insertAccount, [businessId, id, parent.id, code, name, parent.nature, isGroup, money]).catch(
    (error) => {
      // Another business cannot have the id in this one: two presses at once, or the code was taken meanwhile.
      throw isUniqueViolation(error) ? new Refusal('accounts.refusal.idTaken', {}, 409) : error
    },
  )
  const saidOfBank = await writeBank(tx, businessId, { id, money }, bank, { actor, vault })
  await audit(tx, businessId, actor, {
    action: isGroup ? 'account.group-made' : 'account.made',
    entity: 'books',
    entityId: id,
    after: { name, code, group: parent.name, ...saidOfBank?.after },
  })
}

export type AccountEdit = Pick<NewAccount, 'id' | 'name' | 'bank'> & {
  /** Null for the groups at the top, which stay there. */
  readonly parentId: string | null
}

/**
 * Renames an account, moves it to another group, writes the particulars of a bank account. Nothing is written where nothing
 * differs. Throws NotFound; Refusal as `createAccount`, and 'accounts.refusal.cycle', 'accounts.refusal.nature' for a move
 * to a group of another nature of what has entries, 'accounts.refusal.money' for one that would be money no more, or
 * become it, after entries.
 */
export async function editAccount(
  tx: Tx,
  businessId: string,
  asked: AccountEdit,
  actor: Actor,
  vault: Vault,
): Promise<void> {
  const rows = await lockAccounts(tx, businessId)
  const account = accountIn(rows, asked.id)
  refuseName(rows, account.id, asked.name)
  const moved = account.parentId === asked.parentId ? rows : await move(tx, businessId, rows, account, asked.parentId)
  if (account.name !== asked.name) await named(tx, rename, [businessId, account.id, asked.name])
  const { id, money } = accountIn(moved, account.id)
  const bank = await writeBank(tx, businessId, { id, money }, asked.bank, { actor, vault })
  const groupOf = (parentId: string | null) => rows.find((row) => row.id === parentId)?.name ?? ''
  const before = { name: account.name, group: groupOf(account.parentId), ...bank?.before }
  const after = { name: asked.name, group: groupOf(asked.parentId), ...bank?.after }
  if (JSON.stringify(before) === JSON.stringify(after) && !bank) return
  await audit(tx, businessId, actor, { action: 'account.edited', entity: 'books', entityId: account.id, before, after })
}

/**
 * Takes an account out of the lists; its ledger stays. Twice is once. Throws NotFound; Refusal 'accounts.refusal.role' for
 * one that the system posts to, 'accounts.refusal.balance', 'accounts.refusal.children' for a group with accounts in use.
 */
export async function archiveAccount(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  const rows = await lockAccounts(tx, businessId)
  const account = accountIn(rows, id)
  if (account.isArchived) return
  if (account.role !== null) throw new Refusal('accounts.refusal.role', { account: account.name }, 409)
  if (rows.some((row) => row.parentId === id && !row.isArchived))
    throw new Refusal('accounts.refusal.children', { account: account.name }, 409)
  // Stronger than the chart's lock: vouchers that are being written to it are waited for, and their amounts are seen.
  await named(tx, holdAccount, [businessId, id])
  const [balance] = await named(tx, anyBalance, [businessId, id])
  if (balance) throw new Refusal('accounts.refusal.balance', { account: account.name }, 409)
  await setArchived(tx, businessId, account, true, actor)
}

/** Undoes `archiveAccount`. Throws NotFound; Refusal 'accounts.refusal.groupArchived' while its group is archived. */
export async function bringBackAccount(tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> {
  const rows = await lockAccounts(tx, businessId)
  const account = accountIn(rows, id)
  if (!account.isArchived) return
  const parent = rows.find((row) => row.id === account.parentId)
  if (parent?.isArchived) throw new Refusal('accounts.refusal.groupArchived', { group: parent.name }, 409)
  refuseName(rows, id, account.name)
  await setArchived(tx, businessId, account, false, actor)
}

async function setArchived(
  tx: Tx,
  businessId: string,
  account: Account,
  isArchived: boolean,
  actor: Actor,
): Promise<void> {
  const { id, name } = account
  await named(tx, setArchivedAt, [businessId, id, isArchived ? actor.at : null])
  await audit(tx, businessId, actor, {
    action: isArchived ? 'account.archived' : 'account.brought-back',
    entity: 'books',
    entityId: id,
    before: { name, isArchived: !isArchived },
    after: { name, isArchived },
  })
}

function refuseAnother(made: Account, { name, parentId, isGroup, code }: NewAccount): void {
  const isSame = made.name === name && made.parentId === parentId && made.isGroup === isGroup
  if (!isSame || (code !== '' && code !== made.code)) throw new Refusal('accounts.refusal.idTaken', {}, 409)
}

/** A live group that takes accounts: customers and suppliers are made as parties. */
function groupIn(rows: readonly Account[], id: string | null, isForGroup: boolean): Account {
  const group = rows.find((row) => row.id === id)
  if (!group) throw new NotFound('no such group')
  if (!group.isGroup || group.isArchived) throw new Refusal('accounts.refusal.group', { group: group.name })
  if (!isForGroup && isOfParties(rows, group.id)) throw new Refusal('accounts.refusal.parties', { group: group.name })
  return group
}

/** Two accounts of one name could not be told apart on any screen; Tally refuses it too. */
function refuseName(rows: readonly Account[], id: string, name: string): void {
  const same = (text: string) => text.toLowerCase() === name.toLowerCase()
  if (rows.some((row) => row.id !== id && !row.isArchived && same(row.name)))
    throw new Refusal('accounts.refusal.name', { name }, 409)
}

/** Writes the move, and what follows from it: nature and money of all that moves. Answers with the chart as it is then. */
async function move(
  tx: Tx,
  businessId: string,
  rows: readonly Account[],
  account: Account,
  parentId: string | null,
): Promise<Account[]> {
  if (account.parentId === null || parentId === null)
    throw new Refusal('accounts.refusal.top', { account: account.name })
  const moving = withDescendants(rows, account.id)
  if (moving.has(parentId)) throw new Refusal('accounts.refusal.cycle', { account: account.name })
  const parent = groupIn(rows, parentId, account.isGroup || account.role !== null)
  const placed = rows.map((row) => (row.id === account.id ? { ...row, parentId } : row))
  const after = placed.map((row) =>
    moving.has(row.id) ? { ...row, nature: parent.nature, money: moneyAfter(placed, row) } : row,
  )
  await refuseChanged(tx, businessId, { rows, after, moving, parent })
  await named(tx, moveAccount, [businessId, account.id, parentId])
  const changed = after.filter(({ id }) => moving.has(id))
  const columns = [changed.map(({ id }) => id), changed.map(({ nature }) => nature), changed.map(({ money }) => money)]
  await named(tx, changeKind, [businessId, ...columns])
  return after
}

/** What the system posts to stays what it is, wherever it stands. */
const moneyAfter = (placed: readonly Account[], row: Account) =>
  row.role !== null || row.isGroup ? row.money : moneyUnder(placed, row.parentId)

interface Move {
  rows: readonly Account[]
  after: readonly Account[]
  moving: ReadonlySet<string>
  parent: Account
}

/** What has entries keeps its nature, or reports of past days would change; and money has its days kept, or has not. */
async function refuseChanged(tx: Tx, businessId: string, { rows, after, moving, parent }: Move): Promise<void> {
  const posted = await listPosted(tx, businessId, [...moving])
  for (const row of rows) {
    if (!moving.has(row.id)) continue
    const isFixed = posted.has(row.id) || row.role !== null
    const { nature, money } = accountIn(after, row.id)
    const values = { account: row.name, group: parent.name }
    if (isFixed && nature !== row.nature) throw new Refusal('accounts.refusal.nature', values, 409)
    if (isFixed && (money === null) !== (row.money === null)) throw new Refusal('accounts.refusal.money', values, 409)
  }
}

/** Answers with what the audit line says of it; undefined where nothing differs. */
async function writeBank(
  tx: Tx,
  businessId: string,
  { id, money }: Pick<Account, 'id' | 'money'>,
  bank: BankDetails,
  { actor, vault }: { actor: Actor; vault: Vault },
): Promise<{ before: object; after: object } | undefined> {
  const standing = await findBankIfAny(tx, businessId, id)
  const number = bank.number || (standing ? await findBankNumber(tx, businessId, id, vault) : '')
  const { bankName, branch, holder, ifsc, openedOn } = bank
  if (!standing && ![bankName, branch, holder, ifsc, number, openedOn].some(Boolean)) return undefined
  if (money !== 'bank') {
    if (bank.number || bankName || branch || holder || ifsc || openedOn) throw new Refusal('accounts.refusal.bank')
    return undefined
  }
  const record = { bankName, branch, holder, ifsc, openedOn, number: masked(number.slice(-4)) }
  const before = standing && recordOf(standing)
  const isSameNumber =
    !bank.number || (standing !== undefined && bank.number === (await findBankNumber(tx, businessId, id, vault)))
  if (before && isSameNumber && JSON.stringify(before) === JSON.stringify(record)) return undefined
  const keys = number ? await vault.keysOf(tx, businessId) : undefined
  const sealed = keys ? seal(keys, placeOfNumber(businessId, id), number) : null
  const values = [bankName, branch, holder, ifsc, sealed, number.slice(-4), openedOn, actor.at]
  await named(tx, putBank, [businessId, id, ...values])
  return { before: before ?? {}, after: record }
}

const recordOf = ({ last4, ...rest }: NonNullable<Awaited<ReturnType<typeof findBankIfAny>>>) => ({
  bankName: rest.bankName,
  branch: rest.branch,
  holder: rest.holder,
  ifsc: rest.ifsc,
  openedOn: rest.openedOn,
  number: masked(last4),
})

const masked = (last4: string): string => last4 && `•••• ${last4}`

const insertAccount = {
  name: 'books.account.add',
  text: `
    insert into account (business_id, id, parent_id, code, name, nature, is_group, money)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
}
const rename = { name: 'books.account.rename', text: 'update account set name = $3 where business_id = $1 and id = $2' }
const moveAccount = {
  name: 'books.account.move',
  text: 'update account set parent_id = $3 where business_id = $1 and id = $2',
}
const changeKind = {
  name: 'books.account.change_kind',
  text: `
    update account a set nature = u.nature, money = u.money
    from unnest($2::uuid[], $3::text[], $4::text[]) as u (id, nature, money)
    where a.business_id = $1 and a.id = u.id and (a.nature <> u.nature or a.money is distinct from u.money)`,
}
const setArchivedAt = {
  name: 'books.account.archive',
  text: 'update account set archived_at = $3 where business_id = $1 and id = $2',
}
const holdAccount = {
  name: 'books.account.hold',
  text: 'select 1 from account where business_id = $1 and id = $2 for update',
}
const anyBalance = {
  name: 'books.account.any_balance',
  text: `
    select 1 from account_month where business_id = $1 and account_id = $2
    group by commodity having sum(debit - credit) <> 0 limit 1`,
}
const putBank = {
  name: 'books.bank_account.put',
  text: `
    insert into bank_account (business_id, account_id, bank_name, branch, holder, ifsc, number_encrypted, number_last4, opened_on, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (business_id, account_id) do update set bank_name = excluded.bank_name, branch = excluded.branch,
      holder = excluded.holder, ifsc = excluded.ifsc, number_encrypted = excluded.number_encrypted,
      number_last4 = excluded.number_last4, opened_on = excluded.opened_on, updated_at = excluded.updated_at`,
}
