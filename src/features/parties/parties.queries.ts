import { NotFound } from '../../core/errors.ts'
import { type FieldKeys, open, UnreadableField, type Vault } from '../../db/fields.ts'
import { isId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import type { Address, Opening, Party } from './parties.types.ts'

/** Throws NotFound, also for text that is no id. */
export async function findParty(tx: Tx, businessId: string, id: string): Promise<Party> {
  const party = await findPartyIfAny(tx, businessId, id)
  if (!party) throw new NotFound('no such party')
  return party
}

export async function findPartyIfAny(tx: Tx, businessId: string, id: string): Promise<Party | undefined> {
  if (!isId(id)) return undefined
  const [party] = await named<Party>(tx, partyById, [businessId, id])
  return party
}

/** Like `findParty`; nobody else changes it until the transaction ends. */
export async function lockParty(tx: Tx, businessId: string, id: string): Promise<Party> {
  if (!isId(id)) throw new NotFound('no such party')
  const [party] = await named<Party>(tx, lockedParty, [businessId, id])
  if (!party) throw new NotFound('no such party')
  return party
}

const partySql = `
  select id, name, is_customer as "isCustomer", is_supplier as "isSupplier", is_karigar as "isKarigar", phone, email, gstin, state,
    terms_days as "termsDays", credit_limit_paise as "creditLimit", preferred_payment as "preferredPayment", locale, notes,
    archived_at is not null as "isArchived"
  from party where business_id = $1 and id = $2`
const partyById = { name: 'parties.find', text: partySql }
const lockedParty = { name: 'parties.lock', text: `${partySql} for update` }

const noAddress: Address = { address: '', city: '', pin: '', state: '' }

/** Where bills go and where goods go; blank where nothing was written. */
export async function findAddresses(
  tx: Tx,
  businessId: string,
  partyId: string,
): Promise<{ billing: Address; delivery: Address }> {
  const rows = await named<Address & { kind: string }>(tx, addressesOfParty, [businessId, partyId])
  const of = (kind: string): Address => {
    const { address, city, pin, state } = rows.find((row) => row.kind === kind) ?? noAddress
    return { address, city, pin, state }
  }
  return { billing: of('billing'), delivery: of('delivery') }
}

const addressesOfParty = {
  name: 'parties.addresses',
  text: 'select kind, address, city, pin, state from party_address where business_id = $1 and party_id = $2',
}

/** The PAN in full, or nothing; also nothing when it was sealed under a secret that is lost. */
export async function findPan(tx: Tx, businessId: string, partyId: string, vault: Vault): Promise<string> {
  const [row] = await named<{ sealed: Buffer | null }>(tx, sealedPan, [businessId, partyId])
  if (!row?.sealed) return ''
  return openPan(await vault.keysOf(tx, businessId), businessId, partyId, row.sealed)
}

export const placeOfPan = (businessId: string, partyId: string) => ({
  businessId,
  table: 'party',
  column: 'pan',
  row: partyId,
})

/** The PAN, or nothing when it was sealed under a secret that is lost. */
export function openPan(keys: FieldKeys, businessId: string, partyId: string, sealed: Buffer): string {
  try {
    return open(keys, placeOfPan(businessId, partyId), sealed)
  } catch (error) {
    // The person can write it again; all else of the party is still good.
    if (error instanceof UnreadableField) return ''
    throw error
  }
}

const sealedPan = {
  name: 'parties.pan',
  text: 'select pan_encrypted as sealed from party where business_id = $1 and id = $2',
}

/** The opening balance that stands in the books, all its bills together; what was reversed stands no more. */
export async function findOpening(tx: Tx, businessId: string, partyId: string): Promise<Opening | undefined> {
  const [opening] = await named<Opening>(tx, openingOfParty, [businessId, partyId])
  return opening
}

const openingOfParty = {
  name: 'parties.opening',
  text: `
    select sum(case i.side when 'debit' then i.amount else -i.amount end)::bigint as amount, min(i.on_date) as "onDate" from open_item i
    where i.business_id = $1 and i.party_id = $2 and i.kind = 'opening' and i.commodity = 'INR'
      and not exists (select 1 from voucher r where r.business_id = i.business_id and r.reverses_id = i.voucher_id)
    having count(*) > 0`,
}

export interface Namesake {
  id: string
  name: string
  phone: string
  gstin: string
  isArchived: boolean
}

/** Other parties with this phone or this GSTIN, archived ones too. */
export async function listNamesakes(
  tx: Tx,
  businessId: string,
  { id, phone, gstin }: { id: string; phone: string; gstin: string },
): Promise<Namesake[]> {
  return named<Namesake>(tx, namesakes, [businessId, id, phone, gstin])
}

const same = (column: string, value: string) => `
  (select id, name, phone, gstin, archived_at is not null as "isArchived" from party
   where business_id = $1 and id <> $2 and ${column} = ${value} and ${column} <> '' order by id limit 3)`
const namesakes = {
  name: 'parties.namesakes',
  text: `${same('phone', '$3')} union ${same('gstin', '$4')} order by name, id`,
}

/** The State of the business: most of its customers live there. */
export async function findOwnState(tx: Tx, businessId: string): Promise<string> {
  const [row] = await named<{ state: string }>(tx, ownState, [businessId])
  return row?.state ?? ''
}

const ownState = { name: 'parties.own_state', text: 'select state from business where id = $1' }
