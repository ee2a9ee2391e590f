import type { IsoDate } from '../../../core/dates.ts'
import { afterAll, termsOf } from '../../../core/search-terms.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** An account that a line may stand on. */
export interface LineAccount {
  id: string
  name: string
  group: string
}

/** Expenses, what is used for years, and freight that waits for its bill; by name. */
export const listLineAccounts = (tx: Tx, businessId: string): Promise<LineAccount[]> =>
  named<LineAccount>(tx, lineAccounts, [businessId])

/** The rate of GST of items on a day, in hundredths of a percent. */
export async function ratesOf(
  tx: Tx,
  businessId: string,
  { itemIds, onDate }: { itemIds: readonly string[]; onDate: IsoDate },
): Promise<ReadonlyMap<string, number>> {
  if (itemIds.length === 0) return new Map()
  const rows = await named<{ id: string; rate: number }>(tx, ratesOfItems, [businessId, [...new Set(itemIds)], onDate])
  return new Map(rows.map(({ id, rate }) => [id, rate]))
}

/** Goods by the texts that name them: a barcode, a whole name, or the beginning of only one. */
export async function itemsNamed(
  tx: Tx,
  businessId: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const text of new Set(texts)) {
    const [exact] = await named<{ id: string }>(tx, itemExactly, [businessId, text])
    const id = exact?.id ?? (await onlyOne(tx, businessId, text))
    if (id !== undefined) found.set(text, id)
  }
  return found
}

async function onlyOne(tx: Tx, businessId: string, text: string): Promise<string | undefined> {
  const phrase = termsOf(text)?.phrase
  if (phrase === undefined) return undefined
  const rows = await named<{ id: string }>(tx, itemsBeginning, [businessId, phrase, afterAll(phrase)])
  return rows.length === 1 ? rows[0]?.id : undefined
}

/** What this supplier brought before: offered while one types. */
export async function namesOfSupplier(tx: Tx, businessId: string, partyId: string): Promise<string[]> {
  return (await named<{ name: string }>(tx, namesBrought, [businessId, partyId])).map(({ name }) => name)
}

const lineAccounts = {
  name: 'supplier_bills.line_accounts',
  text: `
    select a.id, a.name, coalesce(g.name, '') as "group"
    from account a left join account g on g.business_id = a.business_id and g.id = a.parent_id
    where a.business_id = $1 and not a.is_group and a.archived_at is null
      and (a.nature = 'expense' and a.role is distinct from 'cost-of-goods' and a.role is distinct from 'round-off'
        or a.nature = 'asset' and a.money is null and a.role is null or a.role = 'landed-cost')
    order by lower(a.name), a.code limit 500`,
}

const ratesOfItems = {
  name: 'supplier_bills.rates',
  text: `
    select i.id, coalesce((select r.rate_bp from gst_class_rate r where r.business_id = i.business_id
      and r.gst_class_id = i.gst_class_id and r.from_date <= $3::date order by r.from_date desc limit 1), 0) as rate
    from item i where i.business_id = $1 and i.id = any($2::uuid[])`,
}

const itemExactly = {
  name: 'supplier_bills.item_exactly',
  text: `
    select id from item
    where business_id = $1 and archived_at is null and kind = 'goods' and (barcode = $2 or name_key = lower($2))
    order by (barcode = $2) desc, id limit 1`,
}

const itemsBeginning = {
  name: 'supplier_bills.items_beginning',
  text: `
    select distinct i.id from item_search f join item i on i.business_id = f.business_id and i.id = f.item_id
    where f.business_id = $1 and f.term >= $2 and f.term < $3 and i.archived_at is null and i.kind = 'goods' limit 2`,
}

const namesBrought = {
  name: 'supplier_bills.names_brought',
  text: `
    select i.name from party_item p join item i on i.business_id = p.business_id and i.id = p.item_id
    where p.business_id = $1 and p.party_id = $2 and i.archived_at is null and i.kind = 'goods'
    order by p.updated_at desc limit 50`,
}
