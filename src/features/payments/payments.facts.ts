import { type IsoDate, todayIn } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import type { Paise } from '../../core/money.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { accountsByRole, type ListedItem, listMoneyAccounts, listOpenItems } from '../books/index.ts'
import { loadCash } from '../compliance/index.ts'
import type { Direction, MoneyFacts, MoneyParty, MoneyRequest } from './payments.rules.ts'

export interface LoadedMoney {
  /** The paper that already has this id: the second press of one form. */
  existing: ExistingRow | undefined
  facts: MoneyFacts & { items: readonly ListedItem[] }
  house: HouseRow
  partyName: string
}

export interface LoadOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  readonly mayBackdate?: boolean
  readonly at: Date
  /** Who asks: a closed day may be open for a person. */
  readonly by: string | null
  /** Without it, to show beforehand what would come of it. */
  readonly lock: boolean
}

/**
 * Reads what money is decided from, all statements sent together. With `lock` the party comes first: whoever settles its
 * bills at the same instant is waited for, and what is read after is what that one left. Then its open items are locked.
 * Throws NotFound for a party or branch that is not there.
 */
export async function loadMoney(
  tx: Tx,
  businessId: string,
  direction: Direction,
  request: MoneyRequest,
  { branchId, mayBackdate = false, at, by, lock }: LoadOptions,
): Promise<LoadedMoney> {
  const { id, partyId, onDate, tenders } = request
  if (!isId(partyId)) throw new NotFound('no such party')
  const hasCash = tenders.some(({ mode }) => mode === 'cash')
  const key = [businessId, partyId]
  const [, existing, houses, parties, cash, undone, items, roles, accounts] = await together([
    lock ? named(tx, partyLocked, key) : undefined,
    named<ExistingRow>(tx, existingById, [businessId, id]),
    named<HouseRow>(tx, houseOf, [businessId, branchId ?? null, by, onDate, at]),
    named<PartyRow>(tx, partyById, key),
    loadCash(
      tx,
      businessId,
      { partyId, phone: '', name: '' },
      { onDate, hasCash, lock, bills: direction === 'receipt' ? 'open' : 'none' },
    ),
    named<{ itemId: string; onDate: IsoDate }>(tx, lastUndone, [...key, onDate]),
    listOpenItems(tx, businessId, partyId, { lock }),
    accountsByRole(tx, businessId),
    tenders.some(({ accountId }) => accountId !== undefined) ? listMoneyAccounts(tx, businessId) : [],
  ])
  const [[house], [party]] = [houses, parties]
  if (!house) throw new NotFound('no such branch')
  if (!party) throw new NotFound('no such party')
  const { name, ...kinds } = party
  const facts = {
    today: todayIn(at, house.zone),
    lockDate: house.lockDate,
    mayBackdate,
    party: { id: partyId, ...kinds },
    cash,
    items,
    lastUndone: new Map(undone.map((row) => [row.itemId, row.onDate])),
    roles,
    accounts,
  }
  return { existing: existing[0], facts, house, partyName: name }
}

/** Whoever moves a party's open items waits here, before any of them is locked. */
export const lockMoneyOf = (tx: Tx, businessId: string, partyId: string): Promise<unknown> =>
  named(tx, partyLocked, [businessId, partyId])

const partyLocked = {
  name: 'payments.party.lock',
  text: 'select 1 from party where business_id = $1 and id = $2 for no key update',
}

interface ExistingRow {
  number: string
  total: Paise
  requestHash: string
}

const existingById = {
  name: 'payments.existing',
  text: `
    select number, total_paise as total, request_hash as "requestHash" from document
    where business_id = $1 and id = $2`,
}

export interface HouseRow {
  branchId: string
  state: string
  lockDate: IsoDate | null
  zone: string
  fyStartMonth: number
}

const houseOf = {
  name: 'payments.house',
  text: `
    select r.id as "branchId", r.state, closed_until(b.id, $3, $4, $5) as "lockDate", b.zone, b.fy_start_month as "fyStartMonth"
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    where b.id = $1`,
}

type PartyRow = Omit<MoneyParty, 'id'> & { name: string }

const partyById = {
  name: 'payments.party',
  text: `
    select name, is_customer as "isCustomer", is_supplier as "isSupplier", is_karigar as "isKarigar"
    from party where business_id = $1 and id = $2`,
}

// Between what settled an item and the day that was taken back, it was not open: a later entry of an earlier day must not
// settle it there a second time.
const lastUndone = {
  name: 'payments.last_undone',
  text: `
    select a.to_item_id as "itemId", max(a.on_date) as "onDate"
    from open_item i join allocation a on a.business_id = i.business_id and a.to_item_id = i.id
    where i.business_id = $1 and i.party_id = $2 and i.open_amount > 0 and a.amount < 0 and a.on_date > $3
    group by a.to_item_id`,
}
