import { type Paise, zero } from '../../../core/money.ts'
import { type Milli, times } from '../../../core/quantity.ts'
import { type ReorderFacts, type ReorderReason, suggestionOf } from '../../../core/reorder.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { shortSql } from './suggesting.sql.ts'

/** What is to be ordered of an item for a branch, and why. */
export interface Suggestion extends ReorderFacts {
  itemId: string
  branchId: string
  nameKey: string
  supplierId: string | null
  week: Milli
  leadDays: number
  /** The supplier's last, else what the item usually costs; of one unit, without tax. */
  price: Paise
  quantity: Milli
  reason: ReorderReason
  amount: Paise
}

type Fact = Omit<Suggestion, 'quantity' | 'reason' | 'amount'>

/** Everything that is to be ordered now, by name: one statement, of which only what is short is answered. */
export async function listSuggestions(tx: Tx, businessId: string, branchId?: string): Promise<Suggestion[]> {
  return suggested(await named<Fact>(tx, shortOfAll, [businessId, branchId ?? null]))
}

/** What of these items is to be ordered now, at any branch. */
export async function suggestionsOf(tx: Tx, businessId: string, itemIds: readonly string[]): Promise<Suggestion[]> {
  return suggested(await named<Fact>(tx, shortOfSome, [businessId, null, itemIds]))
}

const suggested = (rows: readonly Fact[]): Suggestion[] =>
  rows.flatMap((row) => {
    const found = suggestionOf(row)
    return found ? [{ ...row, ...found, amount: row.price > 0n ? times(row.price, found.quantity) : zero }] : []
  })

const shortOfAll = { name: 'reorder.suggestions', text: shortSql('all') }
const shortOfSome = { name: 'reorder.suggestions.some', text: shortSql('some') }

/** How a row is shown beside what it needs. */
interface ShownItem {
  id: string
  name: string
  unit: string
}

export const listShown = (tx: Tx, businessId: string, itemIds: readonly string[]): Promise<ShownItem[]> =>
  named(tx, shownItems, [businessId, itemIds])

/** Who can be ordered of, by name: as many as a list to choose from bears. */
export const listSuppliers = (tx: Tx, businessId: string): Promise<{ id: string; name: string }[]> =>
  named(tx, suppliers, [businessId])

export const listNames = (
  tx: Tx,
  businessId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> => named(tx, names, [businessId, ids])

/** Who sells an item, by name: offered for it where there are more suppliers than a row can list. */
export interface Seller {
  itemId: string
  id: string
  name: string
}

export const listSellers = (tx: Tx, businessId: string, itemIds: readonly string[]): Promise<Seller[]> =>
  named(tx, sellers, [businessId, itemIds])

const sellers = {
  name: 'reorder.sellers',
  text: `
    select s.item_id as "itemId", p.id, p.name from party_item s
    join party p on p.business_id = s.business_id and p.id = s.party_id and p.is_supplier and p.archived_at is null
    where s.business_id = $1 and s.item_id = any($2::uuid[]) order by s.item_id, p.name_key, p.id limit 1000`,
}

const shownItems = {
  name: 'reorder.shown',
  text: 'select id, name, unit from item where business_id = $1 and id = any($2::uuid[])',
}

const suppliers = {
  name: 'reorder.suppliers',
  text: `
    select id, name from party where business_id = $1 and is_supplier and archived_at is null order by name_key, id limit 100`,
}

const names = {
  name: 'reorder.names',
  text: 'select id, name from party where business_id = $1 and id = any($2::uuid[])',
}
