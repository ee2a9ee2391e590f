import type { Actor } from '../../core/actor.ts'
import { Refusal } from '../../core/errors.ts'
import { named } from '../../db/named.ts'
import { isUniqueViolation } from '../../db/sqlstate.ts'
import type { Tx } from '../../db/tenant.ts'
import { audit } from '../audit/index.ts'
import { findTable, type KeptSlab } from './value-tables.queries.ts'

export interface TableFacts {
  name: string
  note: string
  makingOnWastage: boolean
  slabs: readonly KeptSlab[]
}

/**
 * Makes a value table. Twice under one id is once; with other facts Refusal 'valueTables.refusal.otherBody' (409). Throws
 * Refusal 'valueTables.refusal.nameTaken' where another table has the name.
 */
export async function createTable(
  tx: Tx,
  businessId: string,
  { id, ...facts }: TableFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const values = [businessId, id, facts.name, facts.makingOnWastage, facts.note, actor.at]
  const [made] = await named<{ id: string }>(tx, tableInsert, values).catch(refuseTaken)
  if (!made) return refuseOther(await findTable(tx, businessId, id), facts)
  await insertSlabs(tx, businessId, id, facts.slabs)
  await audit(tx, businessId, actor, { ...entry(id), action: 'valueTable.created', after: { ...facts } })
}

/** Pieces already sold keep what was asked then. Throws Refusal as `createTable` does, NotFound. */
export async function changeTable(
  tx: Tx,
  businessId: string,
  { id, ...facts }: TableFacts & { id: string },
  actor: Actor,
): Promise<void> {
  const { id: _id, articles: _articles, isArchived: _isArchived, ...before } = await findTable(tx, businessId, id)
  const values = [businessId, id, facts.name, facts.makingOnWastage, facts.note, actor.at]
  await named(tx, tableUpdate, values).catch(refuseTaken)
  await named(tx, slabsDelete, [businessId, id])
  await insertSlabs(tx, businessId, id, facts.slabs)
  await audit(tx, businessId, actor, { ...entry(id), action: 'valueTable.edited', before, after: { ...facts } })
}

/** An archived table is offered to no article; those that have it keep it. Throws NotFound. */
export async function archiveTable(
  tx: Tx,
  businessId: string,
  { id, isArchived }: { id: string; isArchived: boolean },
  actor: Actor,
): Promise<void> {
  const table = await findTable(tx, businessId, id)
  if (table.isArchived === isArchived) return
  await named(tx, tableArchive, [businessId, id, isArchived ? actor.at : null, actor.at])
  const action = isArchived ? 'valueTable.archived' : 'valueTable.broughtBack'
  await audit(tx, businessId, actor, { ...entry(id), action, after: { name: table.name } })
}

const entry = (id: string) => ({ entity: 'value_table', entityId: id })

async function insertSlabs(tx: Tx, businessId: string, id: string, slabs: readonly KeptSlab[]): Promise<void> {
  await named(tx, slabsInsert, [
    businessId,
    id,
    slabs.map(({ fromMg }) => fromMg),
    slabs.map(({ makingKind }) => makingKind),
    slabs.map(({ makingList }) => makingList),
    slabs.map(({ makingFloor }) => makingFloor),
    slabs.map(({ wastageKind }) => wastageKind),
    slabs.map(({ wastageList }) => wastageList),
    slabs.map(({ wastageFloor }) => wastageFloor),
  ])
}

function refuseOther(there: TableFacts, sent: TableFacts): void {
  const facts = ({ name, note, makingOnWastage, slabs }: TableFacts) =>
    JSON.stringify(
      [name, note, makingOnWastage, slabs.map((slab) => Object.entries(slab).sort().map(String)).sort()],
      (_key, part) => (typeof part === 'bigint' ? String(part) : part),
    )
  if (facts(there) !== facts(sent)) throw new Refusal('valueTables.refusal.otherBody', {}, 409)
}

function refuseTaken(error: unknown): never {
  throw isUniqueViolation(error) ? new Refusal('valueTables.refusal.nameTaken') : error
}

const tableInsert = {
  name: 'value_table.insert',
  text: `
    insert into value_table (business_id, id, name, making_on_wastage, note, updated_at) values ($1, $2, $3, $4, $5, $6)
    on conflict (business_id, id) do nothing returning id`,
}

const tableUpdate = {
  name: 'value_table.update',
  text: `
    update value_table set name = $3, making_on_wastage = $4, note = $5, updated_at = $6 where business_id = $1 and id = $2`,
}

const tableArchive = {
  name: 'value_table.archive',
  text: 'update value_table set archived_at = $3, updated_at = $4 where business_id = $1 and id = $2',
}

const slabsDelete = {
  name: 'value_table.slabs.delete',
  text: 'delete from value_slab where business_id = $1 and table_id = $2',
}

const slabsInsert = {
  name: 'value_table.slabs.insert',
  text: `
    insert into value_slab (business_id, table_id, from_mg, making_kind, making_list, making_floor, wastage_kind, wastage_list,
      wastage_floor)
    select $1, $2, s.* from unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[]) as s`,
}
