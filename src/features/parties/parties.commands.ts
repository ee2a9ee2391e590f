import { createHash } from 'node:crypto'
import type { Actor } from '../../core/actor.ts'
import { Refusal } from '../../core/errors.ts'
import { absolute } from '../../core/money.ts'
import { openingControl, openingLines } from '../../core/vouchers.ts'
import { blindIndex, seal, type Vault } from '../../db/fields.ts'
import { newId } from '../../db/ids.ts'
import { named } from '../../db/named.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { accountsByRole, openItem, post } from '../books/index.ts'
import { findAddresses, findOpening, findPan, lockParty, placeOfPan } from './parties.queries.ts'
import { changed, fingerprintOf, recordOf } from './parties.rules.ts'
import type { NewParty, Opening, PartyProfile } from './parties.types.ts'

/**
 * Makes a party, and posts what it owed on the first day. The same party under the same id is made once. Throws Refusal
 * 'parties.refusal.idTaken' for another one under that id, 'errors.locked' for an opening in a locked period.
 */
export async function createParty(
  tx: Tx,
  businessId: string,
  party: NewParty,
  actor: Actor,
  vault: Vault,
): Promise<void> {
  const hash = createHash('sha256').update(fingerprintOf(party)).digest('hex')
  const pan = await sealedPan(tx, businessId, party, vault)
  const values = [businessId, party.id, ...valuesOf(party), ...pan, actor.at, hash]
  const [made] = await named(tx, insertParty, values)
  if (!made) return refuseAnother(tx, businessId, party.id, hash)
  await addAddresses(tx, businessId, party)
  if (party.opening) await postOpening(tx, businessId, { ...party, opening: party.opening }, actor)
  await audit(tx, businessId, actor, {
    action: 'party.created',
    entity: 'party',
    entityId: party.id,
    after: { ...recordOf(profileOf(party)), ...(party.opening && { opening: party.opening }) },
  })
}

/**
 * Writes a party anew; when nothing differs nothing is written. An opening balance may be added while there is none. Throws
 * NotFound; Refusal 'parties.refusal.openingExists', 'errors.locked'.
 */
export async function editParty(
  tx: Tx,
  businessId: string,
  party: NewParty,
  actor: Actor,
  vault: Vault,
): Promise<void> {
  const { isArchived: _archived, id, ...locked } = await lockParty(tx, businessId, party.id)
  const [addresses, pan] = await Promise.all([findAddresses(tx, businessId, id), findPan(tx, businessId, id, vault)])
  const profile = profileOf(party)
  const opening = party.opening && (await addOpening(tx, businessId, { ...party, opening: party.opening }, actor))
  const before = recordOf({ ...locked, ...addresses, pan })
  const after = { ...recordOf(profile), ...(opening && { opening }) }
  // Of the PAN a record holds the last four only, so that two may look alike.
  const difference = changed(before, after) ?? (pan === profile.pan ? undefined : { before, after })
  if (!difference) return
  await named(tx, updateParty, [
    businessId,
    id,
    ...valuesOf(party),
    ...(await sealedPan(tx, businessId, party, vault)),
    actor.at,
  ])
  await named(tx, removeAddresses, [businessId, id])
  await addAddresses(tx, businessId, party)
  await audit(tx, businessId, actor, { action: 'party.edited', entity: 'party', entityId: id, ...difference })
}

/** Takes a party out of the lists; its khata stays. Twice is once. Throws NotFound. */
export const archiveParty = (tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> =>
  setArchived(tx, businessId, id, true, actor)

/** Undoes `archiveParty`. */
export const bringBackParty = (tx: Tx, businessId: string, id: string, actor: Actor): Promise<void> =>
  setArchived(tx, businessId, id, false, actor)

async function setArchived(tx: Tx, businessId: string, id: string, isArchived: boolean, actor: Actor): Promise<void> {
  const party = await lockParty(tx, businessId, id)
  if (party.isArchived === isArchived) return
  await named(tx, setArchivedAt, [businessId, id, isArchived ? actor.at : null])
  const name = party.name
  await audit(tx, businessId, actor, {
    action: isArchived ? 'party.archived' : 'party.brought-back',
    entity: 'party',
    entityId: id,
    before: { name, isArchived: party.isArchived },
    after: { name, isArchived },
  })
}

/** A second press finds the first one's voucher and adds nothing. */
async function addOpening(
  tx: Tx,
  businessId: string,
  party: PartyProfile & { id: string; opening: Opening },
  actor: Actor,
): Promise<Opening | undefined> {
  const standing = await findOpening(tx, businessId, party.id)
  if (!standing) {
    await postOpening(tx, businessId, party, actor)
    return party.opening
  }
  if (standing.amount === party.opening.amount && standing.onDate === party.opening.onDate) return undefined
  throw new Refusal('parties.refusal.openingExists', {}, 409)
}

async function postOpening(
  tx: Tx,
  businessId: string,
  { id, opening, ...party }: PartyProfile & { id: string; opening: Opening },
  actor: Actor,
): Promise<void> {
  const { amount, onDate } = opening
  const roles = await accountsByRole(tx, businessId)
  const voucherId = newId()
  const lines = openingLines({ partyId: id, control: openingControl(party, amount), amount, roles })
  const voucher = { id: voucherId, kind: 'opening', onDate, number: '', partyId: id, narration: '', lines } as const
  const item = {
    id: newId(),
    partyId: id,
    side: amount > 0n ? 'debit' : 'credit',
    kind: 'opening',
    voucherId,
    number: '',
    amount: absolute(amount),
    onDate,
    dueOn: onDate,
  } as const
  // One after the other: of two that fail together, the second would hide what the first says of a locked period.
  await post(tx, businessId, voucher, actor)
  await openItem(tx, businessId, item)
}

async function refuseAnother(tx: Tx, businessId: string, id: string, hash: string): Promise<void> {
  const [first] = await named<{ hash: string }>(tx, hashOfParty, [businessId, id])
  if (first?.hash !== hash) throw new Refusal('parties.refusal.idTaken', {}, 409)
}

/** Ciphertext and blind index; keys are read, and made, only for who has a PAN. */
async function sealedPan(
  tx: Tx,
  businessId: string,
  { id, pan }: NewParty,
  vault: Vault,
): Promise<readonly [Buffer | null, Buffer | null]> {
  if (!pan) return [null, null]
  const keys = await vault.keysOf(tx, businessId)
  const place = placeOfPan(businessId, id)
  return [seal(keys, place, pan), blindIndex(keys, place, pan)]
}

const profileOf = ({ id: _id, opening: _opening, ...profile }: NewParty): PartyProfile => profile

const valuesOf = (party: PartyProfile): unknown[] => [
  party.name,
  party.isCustomer,
  party.isSupplier,
  party.isKarigar,
  party.phone,
  party.email,
  party.gstin,
  party.state,
  party.termsDays,
  party.creditLimit,
  party.preferredPayment,
  party.locale,
  party.notes,
]

async function addAddresses(tx: Tx, businessId: string, { id, billing, delivery }: NewParty): Promise<void> {
  const written = [
    { kind: 'billing', ...billing },
    { kind: 'delivery', ...delivery },
  ].filter(({ address, city, pin }) => address || city || pin)
  if (written.length === 0) return
  const column = (name: 'kind' | 'address' | 'city' | 'pin' | 'state') => written.map((row) => row[name])
  const columns = [column('kind'), column('address'), column('city'), column('pin'), column('state')]
  await named(tx, insertAddresses, [businessId, id, written.map(() => newId()), ...columns])
}

const insertParty = {
  name: 'parties.insert',
  text: `
    insert into party (business_id, id, name, is_customer, is_supplier, is_karigar, phone, email, gstin, state, terms_days,
      credit_limit_paise, preferred_payment, locale, notes, pan_encrypted, pan_index, created_at, updated_at, request_hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19)
    on conflict (business_id, id) do nothing returning id`,
}

const updateParty = {
  name: 'parties.update',
  text: `
    update party set name = $3, is_customer = $4, is_supplier = $5, is_karigar = $6, phone = $7, email = $8, gstin = $9, state = $10,
      terms_days = $11, credit_limit_paise = $12, preferred_payment = $13, locale = $14, notes = $15, pan_encrypted = $16,
      pan_index = $17, updated_at = $18
    where business_id = $1 and id = $2`,
}

const hashOfParty = {
  name: 'parties.hash',
  text: 'select request_hash as hash from party where business_id = $1 and id = $2',
}

const setArchivedAt = {
  name: 'parties.archive',
  text: 'update party set archived_at = $3 where business_id = $1 and id = $2',
}

const removeAddresses = {
  name: 'parties.addresses.remove',
  text: 'delete from party_address where business_id = $1 and party_id = $2',
}

const insertAddresses = {
  name: 'parties.addresses.insert',
  text: `
    insert into party_address (business_id, party_id, id, kind, address, city, pin, state)
    select $1, $2, a.* from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as a`,
}
