import type { AccountRole, MoneyKind, Nature } from '../../../core/chart.ts'

export interface Account {
  readonly id: string
  readonly parentId: string | null
  readonly code: string
  readonly name: string
  readonly nature: Nature
  readonly role: AccountRole | null
  readonly isGroup: boolean
  readonly money: MoneyKind | null
  readonly isArchived: boolean
}

/** What a person writes of a bank account; the number is sealed, and empty leaves the one that stands. */
export interface BankDetails {
  readonly bankName: string
  readonly branch: string
  readonly holder: string
  readonly ifsc: string
  readonly number: string
  readonly openedOn: string | null
}

export interface Placed<Row> {
  row: Row
  depth: number
}

/** Parents before their children, each group's by code. */
export function placed<Row extends Pick<Account, 'id' | 'parentId' | 'code'>>(rows: readonly Row[]): Placed<Row>[] {
  const children = Map.groupBy(rows, ({ parentId }) => parentId)
  const under = (parentId: string | null, depth: number): Placed<Row>[] =>
    [...(children.get(parentId) ?? [])]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .flatMap((row) => [{ row, depth }, ...under(row.id, depth + 1)])
  return under(null, 0)
}

/** Each account's own balance, and each group's sum of all that is in it. */
export function rolledUp(
  rows: readonly Pick<Account, 'id' | 'parentId'>[],
  own: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const parents = new Map(rows.map(({ id, parentId }) => [id, parentId]))
  const sums = new Map(own)
  for (const [id, amount] of own)
    for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null)
      sums.set(at, (sums.get(at) ?? 0n) + amount)
  return sums
}

/** The account itself and all that is under it. */
export function withDescendants(rows: readonly Pick<Account, 'id' | 'parentId'>[], id: string): Set<string> {
  const found = new Set([id])
  const children = Map.groupBy(rows, ({ parentId }) => parentId)
  const walk = (parent: string): void => {
    for (const child of children.get(parent) ?? []) {
      found.add(child.id)
      walk(child.id)
    }
  }
  walk(id)
  return found
}

/** Groups whose accounts hold money, by the code they are made with, which never changes. */
const moneyGroups: Readonly<Record<string, MoneyKind>> = { '5100': 'cash', '5200': 'bank', '2100': 'bank' }
/** Customers and suppliers are parties: their groups hold the one account of all of them. */
const partyGroups: readonly string[] = ['5400', '3300']

/** What an account in this group holds money as, by the nearest group that says so. */
export const moneyUnder = (rows: readonly Account[], parentId: string | null): MoneyKind | null =>
  ancestors(rows, parentId)
    .map(({ code }) => moneyGroups[code])
    .find((kind) => kind !== undefined) ?? null

/** True in the groups of customers and suppliers. */
export const isOfParties = (rows: readonly Account[], parentId: string | null): boolean =>
  ancestors(rows, parentId).some(({ code }) => partyGroups.includes(code))

/** From the account upwards. */
function ancestors(rows: readonly Account[], id: string | null): Account[] {
  const account = id === null ? undefined : rows.find((row) => row.id === id)
  return account ? [account, ...ancestors(rows, account.parentId)] : []
}

/** The next free code in a group: ten after its last account, a hundred after its last group. */
export function proposeCode(rows: readonly Account[], parent: Account, isGroup: boolean): string {
  const taken = new Set(rows.map(({ code }) => code))
  const siblings = rows.filter((row) => row.parentId === parent.id && row.isGroup === isGroup)
  const last = Math.max(...[parent, ...siblings].map(({ code }) => Number(code)).filter(Number.isSafeInteger), 0)
  let next = last + (isGroup ? 100 : 10)
  while (taken.has(String(next))) next += 1
  return String(next)
}
