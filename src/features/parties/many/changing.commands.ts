import type { Actor } from '../../../core/actor.ts'
import type { FieldKeys, Vault } from '../../../db/fields.ts'
import { named } from '../../../db/named.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { audit } from '../../audit/index.ts'
import { openPan } from '../parties.queries.ts'
import { recordOf } from '../parties.rules.ts'
import type { Address } from '../parties.types.ts'
import { addAddresses, columnsOf, groupNamed, type PartyOfMany } from './many.commands.ts'

/** Parties by their id with all that a person may write about them; with `lock`, nobody else changes them meanwhile. */
export async function listProfiles(
  tx: Tx,
  businessId: string,
  { ids, lock }: { ids: readonly string[]; lock: boolean },
  vault: Vault,
): Promise<Map<string, PartyOfMany>> {
  if (ids.length === 0) return new Map()
  const rows = await named<ProfileRow>(tx, lock ? profilesLocked : profiles, [businessId, ids])
  const addresses = await named<Address & { partyId: string; kind: string }>(tx, addressesOf, [businessId, ids])
  const ofParty = Map.groupBy(addresses, ({ partyId }) => partyId)
  const keys = rows.some(({ sealed }) => sealed !== null) ? await vault.keysOf(tx, businessId) : undefined
  return new Map(rows.map((row) => [row.id, profileOf(businessId, row, ofParty.get(row.id) ?? [], keys)]))
}

type ProfileRow = Omit<PartyOfMany, 'pan' | 'billing' | 'delivery'> & { sealed: Buffer | null }

function profileOf(
  businessId: string,
  { sealed, ...party }: ProfileRow,
  addresses: readonly (Address & { kind: string })[],
  keys: FieldKeys | undefined,
): PartyOfMany {
  const of = (asked: string): Address => {
    const found = addresses.find(({ kind }) => kind === asked)
    return { address: found?.address ?? '', city: found?.city ?? '', pin: found?.pin ?? '', state: found?.state ?? '' }
  }
  const pan = sealed && keys ? openPan(keys, businessId, party.id, sealed) : ''
  return { ...party, pan, billing: of('billing'), delivery: of('delivery') }
}

export interface ChangedParty {
  readonly before: PartyOfMany
  readonly after: PartyOfMany
}

/** Writes parties anew by the hundred, in as many statements as for one but for the edit log, which has a line for each. */
export async function changeParties(
  tx: Tx,
  businessId: string,
  changed: readonly ChangedParty[],
  actor: Actor,
  vault: Vault,
): Promise<void> {
  if (changed.length === 0) return
  const parties = changed.map(({ after }) => after)
  const keys = parties.some(({ pan }) => pan !== '') ? await vault.keysOf(tx, businessId) : undefined
  const lines = changed.map(({ before, after }) => ({
    action: 'party.edited',
    entity: 'party',
    entityId: after.id,
    before: recordOf(before),
    after: recordOf(after),
  }))
  await together([
    named(tx, partiesUpdate, [businessId, actor.at, ...columnsOf(businessId, parties, keys)]),
    named(tx, addressesRemove, [businessId, parties.map(({ id }) => id)]),
    addAddresses(tx, businessId, parties),
    ...lines.map((line) => audit(tx, businessId, actor, line)),
  ])
}

const profilesSql = `
  select id, name, is_customer as "isCustomer", is_supplier as "isSupplier", is_karigar as "isKarigar", phone, email, gstin, state,
    terms_days as "termsDays", credit_limit_paise as "creditLimit", preferred_payment as "preferredPayment", locale, notes,
    pan_encrypted as sealed,
    coalesce((select g.name from party_group g where g.business_id = party.business_id and g.id = party.group_id), '') as "group"
  from party where business_id = $1 and id = any($2::uuid[]) order by id`
const profiles = { name: 'parties.profiles', text: profilesSql }
const profilesLocked = { name: 'parties.profiles.lock', text: `${profilesSql} for update` }

const addressesOf = {
  name: 'parties.addresses.of_many',
  text: `
    select party_id as "partyId", kind, address, city, pin, state from party_address
    where business_id = $1 and party_id = any($2::uuid[])`,
}

const addressesRemove = {
  name: 'parties.addresses.remove_many',
  text: 'delete from party_address where business_id = $1 and party_id = any($2::uuid[])',
}

const partiesUpdate = {
  name: 'parties.update_many',
  text: `
    update party set updated_at = $2, name = p.name, is_customer = p.customer, is_supplier = p.supplier, is_karigar = p.karigar,
      phone = p.phone, email = p.email, gstin = p.gstin, state = p.state, terms_days = p.terms, credit_limit_paise = p.credit,
      preferred_payment = p.pays, locale = p.locale, notes = p.notes, pan_encrypted = p.pan, pan_index = p.pan_index,
      group_id = (${groupNamed})
    from unnest($3::uuid[], $4::text[], $5::boolean[], $6::boolean[], $7::boolean[], $8::text[], $9::text[], $10::text[], $11::text[],
      $12::integer[], $13::bigint[], $14::text[], $15::text[], $16::text[], $17::bytea[], $18::bytea[], $19::text[])
      as p (id, name, customer, supplier, karigar, phone, email, gstin, state, terms, credit, pays, locale, notes, pan, pan_index, grp)
    where party.business_id = $1 and party.id = p.id`,
}

/** What each of these parties owed when the books began, in paise; one without an opening that stands is not among them. */
export async function listOpenings(tx: Tx, businessId: string, ids: readonly string[]): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map()
  const rows = await named<{ id: string; amount: bigint }>(tx, openings, [businessId, ids])
  return new Map(rows.map(({ id, amount }) => [id, amount]))
}

const openings = {
  name: 'parties.openings_of_many',
  text: `
    select i.party_id as id, sum(case i.side when 'debit' then i.amount else -i.amount end)::bigint as amount from open_item i
    where i.business_id = $1 and i.party_id = any($2::uuid[]) and i.kind = 'opening' and i.commodity = 'INR'
      and not exists (select 1 from voucher r where r.business_id = i.business_id and r.reverses_id = i.voucher_id)
    group by i.party_id`,
}
