import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Paise } from '../../../core/money.ts'
import {
  type EntryAccount,
  type EntryFacts,
  type EntryParty,
  isEntryTaxed,
  type VoucherRequest,
} from '../../../core/voucher-facts.ts'
import { isId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { accountsByRole, type ListedItem, listOpenItems } from '../../books/index.ts'

export interface LoadedEntry {
  /** The voucher that already has this id: the second press of one form. */
  existing: ExistingRow | undefined
  facts: EntryFacts
  /** Of a note: what is open of its party. */
  open: readonly ListedItem[]
  house: HouseRow
  parties: readonly PartyRow[]
}

export interface LoadOptions {
  /** None: the main branch. */
  readonly branchId?: string | undefined
  readonly mayBackdate?: boolean
  readonly userId: string | null
  readonly at: Date
  /** Without it, to show beforehand what would come of it. */
  readonly lock: boolean
}

/**
 * Reads what a voucher is decided from, all statements sent together. With `lock` the branch comes first, so that a second
 * press waits for the first and finds its voucher; then the parties, then what is open of a note's party.
 * Throws NotFound for a branch that is not there.
 */
export async function loadEntry(
  tx: Tx,
  businessId: string,
  request: VoucherRequest,
  { branchId, mayBackdate = false, userId, at, lock }: LoadOptions,
): Promise<LoadedEntry> {
  const { onDate } = request
  const { accountIds, partyIds, againstItem, notePartyId } = namedIn(request)
  const [, , houses, existing, accounts, parties, undone, items, roles] = await together([
    lock ? named(tx, branchLocked, [businessId, branchId ?? null]) : undefined,
    lock && partyIds.length > 0 ? named(tx, partiesLocked, [businessId, partyIds]) : undefined,
    named<HouseRow>(tx, houseOf, [businessId, branchId ?? null, userId, onDate, at]),
    named<ExistingRow>(tx, existingById, [businessId, request.id]),
    accountIds.length > 0 ? named<EntryAccount>(tx, accountsById, [businessId, accountIds]) : [],
    partyIds.length > 0 ? named<PartyRow>(tx, partiesById, [businessId, partyIds, onDate]) : [],
    againstItem ? named<{ on: IsoDate | null }>(tx, lastUndone, [businessId, againstItem, onDate]) : [],
    notePartyId ? listOpenItems(tx, businessId, notePartyId, { lock: lock && againstItem !== null }) : [],
    accountsByRole(tx, businessId),
  ])
  const [house] = houses
  if (!house) throw new NotFound('no such branch')
  const facts = {
    today: todayIn(at, house.zone),
    mayBackdate,
    lockDate: house.lockDate,
    isRegular: house.taxScheme === 'regular',
    isRegistered: house.taxScheme !== 'unregistered',
    ownState: house.state,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    parties: new Map(parties.map((party) => [party.id, party])),
    items,
    lastUndone: undone[0]?.on ?? null,
    roles,
  }
  return { existing: existing[0], facts, open: items, house, parties }
}

function namedIn(request: VoucherRequest) {
  const ids = (all: readonly (string | null | undefined)[]) => [...new Set(all.filter((one) => isId(one)))].sort()
  if (!isEntryTaxed(request)) {
    const { lines } = request
    return {
      accountIds: ids(lines.map(({ accountId }) => accountId)),
      partyIds: ids(lines.map(({ partyId }) => partyId)),
      againstItem: null,
      notePartyId: null,
    }
  }
  const partyIds = ids([request.partyId])
  if (request.kind === 'expense')
    return { accountIds: ids([request.accountId, request.paidFrom]), partyIds, againstItem: null, notePartyId: null }
  const againstItem = isId(request.against) ? request.against : null
  return { accountIds: [], partyIds, againstItem, notePartyId: partyIds[0] ?? null }
}

// It stays as it is until the transaction ends; what refers to the branch does not wait for it.
const branchLocked = {
  name: 'vouchers.branch.lock',
  text: `
    select 1 from branch where business_id = $1
      and id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    for no key update`,
}

const partiesLocked = {
  name: 'vouchers.parties.lock',
  text: 'select 1 from party where business_id = $1 and id = any($2::uuid[]) order by id for no key update',
}

export interface HouseRow {
  branchId: string
  state: string
  taxScheme: 'regular' | 'composition' | 'unregistered'
  lockDate: IsoDate | null
  zone: string
  fyStartMonth: number
  /** Which branch of the business it is, counted from the first. */
  ordinal: number
  seller: Record<string, unknown>
}

const houseOf = {
  name: 'vouchers.house',
  text: `
    select r.id as "branchId", r.state, b.tax_scheme as "taxScheme", closed_until(b.id, $3, $4, $5) as "lockDate", b.zone,
      b.fy_start_month as "fyStartMonth",
      (select count(*) from branch o where o.business_id = b.id and o.id <= r.id)::int as ordinal,
      jsonb_build_object('name', b.name, 'legalName', b.legal_name, 'gstin', coalesce(g.gstin, ''), 'state', r.state,
        'address', coalesce(nullif(r.address, ''), concat_ws(', ', nullif(b.address, ''), nullif(b.city, ''), nullif(b.pin, ''))),
        'phone', coalesce(nullif(r.phone, ''), b.phone), 'email', b.email) as seller
    from business b
    join branch r on r.business_id = b.id
      and r.id = coalesce($2::uuid, (select m.id from branch m where m.business_id = $1 and m.is_main order by m.id limit 1))
    left join gst_registration g on g.business_id = r.business_id and g.id = r.registration_id
    where b.id = $1`,
}

export interface ExistingRow {
  number: string
  total: Paise
  requestHash: string | null
}

const existingById = {
  name: 'vouchers.existing',
  text: `
    select v.number, e.request_hash as "requestHash",
      (select coalesce(sum(p.amount), 0) from posting p
        where p.business_id = v.business_id and p.voucher_id = v.id and p.commodity = 'INR' and p.amount > 0)::bigint as total
    from voucher v left join voucher_entry e on e.business_id = v.business_id and e.voucher_id = v.id
    where v.business_id = $1 and v.id = $2`,
}

const accountsById = {
  name: 'vouchers.accounts',
  text: `
    select id, nature, role, money, is_group as "isGroup", archived_at is not null as "isArchived"
    from account where business_id = $1 and id = any($2::uuid[])`,
}

export interface PartyRow extends EntryParty {
  name: string
  snapshot: Record<string, unknown>
}

// Cash of the day is that of the person, who may be several parties; a reversed voucher moved nothing.
const partiesById = {
  name: 'vouchers.parties',
  text: `
    select p.id, p.name, p.is_customer as "isCustomer", p.is_supplier as "isSupplier", p.is_karigar as "isKarigar",
      coalesce(c."in", 0)::bigint as "cashIn", coalesce(c.out, 0)::bigint as "cashOut",
      jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone, 'email', p.email, 'gstin', p.gstin, 'locale', p.locale,
        'state', coalesce(nullif(p.state, ''), a.state, ''),
        'address', coalesce(concat_ws(', ', nullif(a.address, ''), nullif(a.city, ''), nullif(a.pin, '')), '')) as snapshot
    from party p
    left join lateral (select * from party_address d where d.business_id = p.business_id and d.party_id = p.id and d.kind = 'billing'
      order by d.id limit 1) a on true
    left join lateral (
      select sum(k.in_paise) as "in", sum(k.out_paise) as out
      from same_person(p.business_id, p.id, null, '') one
      join person_cash k on k.business_id = p.business_id and k.party_id = one and k.on_date = $3::date) c on true
    where p.business_id = $1 and p.id = any($2::uuid[])`,
}

// What settled the bill and was taken back later keeps an earlier day closed for it.
const lastUndone = {
  name: 'vouchers.last_undone',
  text: `
    select max(on_date) as "on" from allocation
    where business_id = $1 and to_item_id = $2 and amount < 0 and on_date > $3`,
}
