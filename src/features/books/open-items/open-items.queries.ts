import type { OpenItem, OpenItemKind, Side } from '../../../core/allocation.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Commodity } from '../../../core/ledger.ts'
import type { Paise } from '../../../core/money.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'

/** An open item of rupees, as the rules of allocation want it, with what a screen shows of it. */
export type ListedItem = OpenItem & {
  readonly number: string
  readonly amount: Paise
  readonly documentId: string | null
  readonly voucherId: string
}

/**
 * What is open of a party, oldest due first. With `lock`, the items stay as they are until the transaction ends; lock them
 * before a number is taken from a series.
 */
export async function listOpenItems(
  tx: Tx,
  businessId: string,
  partyId: string,
  { side, lock = false }: { side?: Side; lock?: boolean } = {},
): Promise<ListedItem[]> {
  return named<ListedItem>(tx, lock ? openOfPartyLocked : openOfParty, [businessId, partyId, side ?? null])
}

const columns = `
  id, kind, side, on_date as "onDate", due_on as "dueOn", open_amount as "openAmount", number, amount,
  document_id as "documentId", voucher_id as "voucherId"`

const openSql = `
  select ${columns} from open_item
  where business_id = $1 and party_id = $2 and open_amount > 0 and commodity = 'INR' and ($3::text is null or side = $3)
  order by due_on, on_date, id`

const openOfParty = { name: 'books.open_item.list', text: openSql }
const openOfPartyLocked = { name: 'books.open_item.lock', text: `${openSql} for update` }

export interface ItemOfVoucher {
  id: string
  party_id: string
  side: Side
  kind: OpenItemKind
  document_id: string | null
  number: string
  commodity: Commodity
  amount: bigint
}

/** Every item that a voucher made, settled or not, locked. */
export async function listItemsOfVoucher(tx: Tx, businessId: string, voucherId: string): Promise<ItemOfVoucher[]> {
  return named(tx, itemsOfVoucher, [businessId, voucherId])
}

const itemsOfVoucher = {
  name: 'books.open_item.of_voucher',
  text: `
    select id, party_id, side, kind, document_id, number, commodity, amount from open_item
    where business_id = $1 and voucher_id = $2 order by id for update`,
}

export interface LiveAllocation {
  id: string
  fromItemId: string
  toItemId: string
  voucherId: string
  amount: bigint
  onDate: string
}

/** What settles these items, or is settled by them, and was not taken back. */
export async function listLiveAllocations(
  tx: Tx,
  businessId: string,
  itemIds: readonly string[],
): Promise<LiveAllocation[]> {
  if (itemIds.length === 0) return []
  return named(tx, liveOfItems, [businessId, [...itemIds]])
}

/** Throws NotFound, also for a row that only undoes another. */
export async function findAllocation(
  tx: Tx,
  businessId: string,
  id: string,
): Promise<LiveAllocation & { isLive: boolean }> {
  const [row] = await named<LiveAllocation & { isLive: boolean }>(tx, allocationById, [businessId, id])
  if (!row) throw new NotFound(`no allocation ${id}`)
  return row
}

const allocationById = {
  name: 'books.allocation.find',
  text: `
    select a.id, a.from_item_id as "fromItemId", a.to_item_id as "toItemId", a.voucher_id as "voucherId", a.amount, a.on_date as "onDate",
      not exists (select 1 from allocation u where u.business_id = a.business_id and u.reverses_id = a.id) as "isLive"
    from allocation a where a.business_id = $1 and a.id = $2 and a.reverses_id is null`,
}

const liveOfItems = {
  name: 'books.allocation.live',
  text: `
    select a.id, a.from_item_id as "fromItemId", a.to_item_id as "toItemId", a.voucher_id as "voucherId", a.amount, a.on_date as "onDate"
    from allocation a
    where a.business_id = $1 and (a.from_item_id = any($2::uuid[]) or a.to_item_id = any($2::uuid[])) and a.reverses_id is null
      and not exists (select 1 from allocation u where u.business_id = a.business_id and u.reverses_id = a.id)
    order by a.to_item_id, a.from_item_id, a.id`,
}
