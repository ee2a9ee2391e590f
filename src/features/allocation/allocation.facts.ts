import { type IsoDate, todayIn } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { type ListedItem, listOpenItems } from '../books/index.ts'
import { lockMoneyOf } from '../payments/index.ts'

/** What the settling of a party's open items is decided from. */
export interface Settling {
  party: SettlingParty
  today: IsoDate
  /** Both sides, oldest due first. */
  items: readonly ListedItem[]
  lastUndone: ReadonlyMap<string, IsoDate>
  /** The press that already has this id. */
  existing: ExistingRow | undefined
}

export interface SettlingParty {
  id: string
  name: string
  isCustomer: boolean
  zone: string
}

interface ExistingRow {
  requestHash: string
}

export interface SettlingOptions {
  readonly id?: string | undefined
  readonly at: Date
  /** Without it, only to show. */
  readonly lock: boolean
}

/**
 * In one round trip. With `lock` the party comes first: whoever moves its open items at the same instant is waited for, and
 * what is read after is what that one left. Throws NotFound.
 */
export async function loadSettling(
  tx: Tx,
  businessId: string,
  partyId: string,
  { id, at, lock }: SettlingOptions,
): Promise<Settling> {
  if (!isId(partyId)) throw new NotFound('no such party')
  const key = [businessId, partyId]
  const [, [party], items, undone, existing] = await together([
    lock ? lockMoneyOf(tx, businessId, partyId) : undefined,
    named<SettlingParty>(tx, partyById, key),
    listOpenItems(tx, businessId, partyId, { lock }),
    named<{ itemId: string; onDate: IsoDate }>(tx, lastUndone, key),
    id === undefined ? [] : named<ExistingRow>(tx, settlementById, [businessId, id]),
  ])
  if (!party) throw new NotFound(`no party ${partyId}`)
  return {
    party,
    today: todayIn(at, party.zone),
    items,
    lastUndone: new Map(undone.map((row) => [row.itemId, row.onDate])),
    existing: existing[0],
  }
}

/** On which control account an item stands: of one who buys and sells, the voucher that made it says which. */
export async function controlOfItem(tx: Tx, businessId: string, item: ListedItem, partyId: string): Promise<string> {
  const [row] = await named<{ accountId: string }>(tx, controlOf, [businessId, item.voucherId, partyId, item.side])
  if (!row) throw new Error(`open item ${item.id} has no line of its party`)
  return row.accountId
}

const partyById = {
  name: 'allocation.party',
  text: `
    select p.id, p.name, p.is_customer as "isCustomer", b.zone
    from party p join business b on b.id = p.business_id
    where p.business_id = $1 and p.id = $2`,
}

const lastUndone = {
  name: 'allocation.last_undone',
  text: `
    select i.id as "itemId", max(a.on_date) as "onDate"
    from open_item i
    join allocation a on a.business_id = i.business_id and (a.to_item_id = i.id or a.from_item_id = i.id) and a.amount < 0
    where i.business_id = $1 and i.party_id = $2 and i.open_amount > 0
    group by i.id`,
}

const settlementById = {
  name: 'allocation.settlement',
  text: `select request_hash as "requestHash" from settlement where business_id = $1 and id = $2`,
}

const controlOf = {
  name: 'allocation.control',
  text: `
    select account_id as "accountId" from posting
    where business_id = $1 and voucher_id = $2 and party_id = $3 and commodity = 'INR'
    order by (amount > 0) = ($4 = 'debit') desc, line limit 1`,
}
