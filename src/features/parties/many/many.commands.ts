import type { Actor } from '../../../core/actor.ts'
import { blindIndex, type FieldKeys, seal, type Vault } from '../../../db/fields.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { removeTogether } from '../../../db/remove-together.ts'
import type { Tx } from '../../../db/tenant.ts'
import { audit } from '../../audit/index.ts'
import { placeOfPan } from '../parties.queries.ts'
import type { NewParty } from '../parties.types.ts'

/** With the name of its price group; a name that no group has is none. */
export type PartyOfMany = Omit<NewParty, 'opening'> & { readonly group?: string }

/**
 * Makes parties by the hundred, in as many statements as one takes; what they owed comes by the books' openings. One audit
 * line names what they came from.
 */
export async function createParties(
  tx: Tx,
  businessId: string,
  { importId, parties }: { importId: string; parties: readonly PartyOfMany[] },
  actor: Actor,
  vault: Vault,
): Promise<void> {
  if (parties.length === 0) return
  const keys = parties.some(({ pan }) => pan !== '') ? await vault.keysOf(tx, businessId) : undefined
  await named(tx, partiesInsert, [businessId, actor.at, ...columnsOf(businessId, parties, keys)])
  await addAddresses(tx, businessId, parties)
  await audit(tx, businessId, actor, {
    action: 'party.imported',
    entity: 'import',
    entityId: importId,
    after: { count: parties.length, first: parties[0]?.name, last: parties.at(-1)?.name },
  })
}

/**
 * Takes back parties that an import made: who stands in no paper and no voucher is removed, all others are archived.
 * Audited by the caller.
 */
export async function removeParties(tx: Tx, businessId: string, ids: readonly string[], actor: Actor): Promise<void> {
  const free = await named<{ id: string }>(tx, partiesWithoutBooks, [businessId, ids])
  const removed = free.map(({ id }) => id)
  const isGone = await removeTogether(tx, businessId, { ids: removed, statements: removals })
  const left = isGone ? ids.filter((id) => !removed.includes(id)) : ids
  await named(tx, partiesArchive, [businessId, left, actor.at])
}

/** In the order of the insert. */
export function columnsOf(businessId: string, parties: readonly PartyOfMany[], keys: FieldKeys | undefined): unknown[] {
  const column = <Key extends keyof PartyOfMany>(name: Key) => parties.map((party) => party[name])
  const pans = parties.map(({ id, pan }) => sealedPan(businessId, id, pan, keys))
  return [
    column('id'),
    column('name'),
    column('isCustomer'),
    column('isSupplier'),
    column('isKarigar'),
    column('phone'),
    column('email'),
    column('gstin'),
    column('state'),
    column('termsDays'),
    column('creditLimit'),
    column('preferredPayment'),
    column('locale'),
    column('notes'),
    pans.map(({ sealed }) => sealed),
    pans.map(({ index }) => index),
    parties.map(({ group }) => group ?? ''),
  ]
}

function sealedPan(businessId: string, id: string, pan: string, keys: FieldKeys | undefined) {
  if (!pan || !keys) return { sealed: null, index: null }
  const place = placeOfPan(businessId, id)
  return { sealed: seal(keys, place, pan), index: blindIndex(keys, place, pan) }
}

export async function addAddresses(tx: Tx, businessId: string, parties: readonly PartyOfMany[]): Promise<void> {
  const written = parties
    .flatMap(({ id, billing, delivery }) => [
      { partyId: id, kind: 'billing', ...billing },
      { partyId: id, kind: 'delivery', ...delivery },
    ])
    .filter(({ address, city, pin }) => address || city || pin)
  if (written.length === 0) return
  await named(tx, addressesInsert, [
    businessId,
    written.map(({ partyId }) => partyId),
    written.map(() => newId()),
    written.map(({ kind }) => kind),
    written.map(({ address }) => address),
    written.map(({ city }) => city),
    written.map(({ pin }) => pin),
    written.map(({ state }) => state),
  ])
}

/** Of a row p that names its group by `grp`. */
export const groupNamed =
  "select g.id from party_group g where g.business_id = $1 and p.grp <> '' and g.name_key = lower(p.grp)"

const partiesInsert = {
  name: 'parties.insert_many',
  text: `
    insert into party (business_id, created_at, updated_at, id, name, is_customer, is_supplier, is_karigar, phone, email, gstin,
      state, terms_days, credit_limit_paise, preferred_payment, locale, notes, pan_encrypted, pan_index, group_id)
    select $1, $2, $2, p.id, p.name, p.customer, p.supplier, p.karigar, p.phone, p.email, p.gstin, p.state, p.terms, p.credit, p.pays,
      p.locale, p.notes, p.pan, p.pan_index, (${groupNamed})
    from unnest($3::uuid[], $4::text[], $5::boolean[], $6::boolean[], $7::boolean[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::integer[], $13::bigint[], $14::text[], $15::text[], $16::text[], $17::bytea[], $18::bytea[], $19::text[])
      as p (id, name, customer, supplier, karigar, phone, email, gstin, state, terms, credit, pays, locale, notes, pan, pan_index, grp)`,
}

const addressesInsert = {
  name: 'parties.addresses.insert_many',
  text: `
    insert into party_address (business_id, party_id, id, kind, address, city, pin, state)
    select $1, a.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as a`,
}

const partiesWithoutBooks = {
  name: 'parties.without_books',
  text: `
    select p.id from party p where p.business_id = $1 and p.id = any($2::uuid[])
      and not exists (select 1 from voucher v where v.business_id = p.business_id and v.party_id = p.id)
      and not exists (select 1 from posting l where l.business_id = p.business_id and l.party_id = p.id)
      and not exists (select 1 from document d where d.business_id = p.business_id and d.party_id = p.id)
      and not exists (select 1 from draft d where d.business_id = p.business_id and position(p.id::text in d.body::text) > 0)`,
}

const partiesArchive = {
  name: 'parties.archive_many',
  text: `
    update party set archived_at = $3 where business_id = $1 and id = any($2::uuid[]) and archived_at is null`,
}

const removals = ['party_search', 'party_address', 'party_balance', 'party_month', 'party'].map((table) => ({
  name: `parties.remove.${table}`,
  text: `delete from ${table} where business_id = $1 and ${table === 'party' ? 'id' : 'party_id'} = any($2::uuid[])`,
}))
